"""The addresses of the API."""

from django.urls import path, re_path

from tracker.partners import api, docs, schema

app_name = "partners"

urlpatterns = [
    path("", api.Root.as_view(), name="root"),
    path("stories/", api.Stories.as_view(), name="stories"),
    path("stories/<story_id:public_id>/", api.Story.as_view(), name="story"),
    path("claims/", api.Claims.as_view(), name="claims"),
    path("claims/<claim_id:public_id>/", api.Claim.as_view(), name="claim"),
    path("sources/", api.Sources.as_view(), name="sources"),
    path("sources/<source_id:public_id>/", api.Source.as_view(), name="source"),
    path("schema", schema.Schema.as_view(), name="schema"),
    path("docs/", docs.docs, name="docs"),
    # The empty pattern fits every path, also one with a line end in it.
    re_path("", api.Unknown.as_view(), name="unknown"),
]
