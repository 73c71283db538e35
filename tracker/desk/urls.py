"""The map of the desk."""

from django.urls import include, path

from tracker.desk.views import articles, capture, entries, hand_in, heads, proposals, versions

app_name = "desk"

_proposal = [
    path("", proposals.proposal_page, name="proposal"),
    path("look/", proposals.look, name="look"),
    path("accept/", proposals.accept, name="accept"),
    path("reject/", proposals.reject, name="reject"),
]

_story = [
    path("", heads.story, name="story"),
    path("publish/", heads.publish_story, name="publish_story"),
    path("claims/new/", heads.new_claim, name="new_claim"),
    path("enter/<slug:what>/", entries.enter, name="enter"),
]

_claim = [
    path("", heads.claim, name="claim"),
    path("relate/", heads.relate, name="relate"),
    path("publish/", heads.publish_claim, name="publish_claim"),
]

urlpatterns = [
    path("", proposals.queue_page, name="queue"),
    path("proposals/<int:pk>/", include(_proposal)),
    path("stories/", heads.stories, name="stories"),
    path("stories/new/", heads.new_story, name="new_story"),
    path("stories/<story_id:public_id>/", include(_story)),
    path("claims/<claim_id:public_id>/", include(_claim)),
    path("entries/<entry_id:public_id>/supersede/", entries.supersede, name="supersede"),
    path("articles/", articles.articles, name="articles"),
    path("articles/<article_id:public_id>/", articles.article, name="article"),
    path("articles/<article_id:public_id>/versions/", versions.versions, name="versions"),
    path("hand-in/", hand_in.hand_in, name="hand_in"),
    path("bookmarklet/", hand_in.bookmarklet, name="bookmarklet"),
    path("capture/", capture.overview, name="capture"),
    path("capture/articles/<article_id:public_id>/again/", capture.article_again, name="article_again"),
    path("capture/readings/<int:pk>/again/", capture.reading_again, name="reading_again"),
    path("capture/comparisons/<int:pk>/again/", capture.comparison_again, name="comparison_again"),
    path("capture/feeds/<int:pk>/again/", capture.feed_again, name="feed_again"),
    path("sources/", heads.sources, name="sources"),
    path("sources/new/", heads.new_source, name="new_source"),
]
