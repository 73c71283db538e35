"""Coming in and going out: Django's own views. Guessing is stopped by django-axes (settings.AXES_*)."""

from django.contrib.auth.views import LoginView, LogoutView
from django.views.decorators.cache import never_cache

log_in = never_cache(LoginView.as_view(template_name="accounts/login.html", redirect_authenticated_user=True))
log_out = never_cache(LogoutView.as_view())
