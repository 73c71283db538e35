"""The map of the site."""

from django.urls import include, path, register_converter

from tracker.accounts import views as accounts
from tracker.capture.admin import administration
from tracker.desk.views import health
from tracker.lib.ids import CONVERTERS

for kind, converter in CONVERTERS.items():
    register_converter(converter, f"{kind}_id")

urlpatterns = [
    path("livez", health.alive, name="alive"),
    path("readyz", health.ready, name="ready"),
    path("desk/login/", accounts.log_in, name="login"),
    path("desk/logout/", accounts.log_out, name="logout"),
    path("desk/admin/", administration.urls),
    path("desk/", include("tracker.desk.urls")),
    path("api/v1/", include("tracker.partners.urls")),
    path("", include("tracker.capture.urls")),
    path("", include("tracker.public.urls")),
]
