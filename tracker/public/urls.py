"""The public room's part of the map."""

from django.urls import path

from tracker.public import views

app_name = "public"

urlpatterns = [
    path("", views.home, name="home"),
    # /stories/
    path("stories/", views.stories, name="stories"),
    path("stories/<story_id:public_id>/", views.story, name="story"),
    path("stories/<story_id:public_id>/<slug:slug>/", views.story, name="story"),
    # /claims/
    path("claims/<claim_id:public_id>/", views.claim, name="claim"),
    path("claims/<claim_id:public_id>/<slug:slug>/", views.claim, name="claim"),
    # what claims rest on
    path("sources/<source_id:public_id>/", views.source, name="source"),
    path("snapshots/<snapshot_id:public_id>/", views.snapshot, name="snapshot"),
    path("method/", views.method, name="method"),
]
