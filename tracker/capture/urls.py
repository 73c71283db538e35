"""Where hubs reach us."""

from django.urls import path

from tracker.capture import views

urlpatterns = [path("websub/<str:token>/", views.hub_calls, name="websub")]
