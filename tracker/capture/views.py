"""What hubs ask of us. Public, without session or cookie: a hub shows who it is by address and signature."""

from django.http import HttpResponse, HttpResponseNotFound
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from tracker.capture import feed_store, websub
from tracker.lib.nudge import nudge

_LARGEST_PUSH = 5 * 1024 * 1024
_LONGEST_CHALLENGE = 2000


@csrf_exempt
@never_cache
@require_http_methods(["GET", "POST"])
def hub_calls(request, token):
    """Answer a hub: GET, whether we meant to subscribe; POST, that there is news (the feed becomes due at once)."""
    feed = websub.feed_of(token)
    if feed is None:
        return HttpResponseNotFound("Nobody waits here.\n", content_type="text/plain")
    return _verify(request, feed) if request.method == "GET" else _take_push(request, feed)


def _verify(request, feed):
    asked = {
        name: request.GET.get(f"hub.{name}", "") for name in ("mode", "topic", "challenge", "lease_seconds")
    }
    agreed = len(asked["challenge"]) <= _LONGEST_CHALLENGE and websub.confirms(
        feed=feed,
        mode=asked["mode"],
        topic=asked["topic"],
        lease=asked["lease_seconds"],
        now=timezone.now(),
    )
    if not agreed:
        return HttpResponseNotFound("This was not asked for.\n", content_type="text/plain")
    # As text, and nothing else: whoever knows this address chooses these words.
    return HttpResponse(asked["challenge"], content_type="text/plain; charset=utf-8")


def _take_push(request, feed):
    if feed.subscribed_until is None or feed.set_aside_at is not None:
        return HttpResponse("The subscription has ended.\n", status=410, content_type="text/plain")
    announced = request.META.get("CONTENT_LENGTH") or "0"
    if not announced.isdigit() or int(announced) > _LARGEST_PUSH:
        return HttpResponse("This is too large.\n", status=413, content_type="text/plain")
    signature = request.headers.get("X-Hub-Signature", "")
    if not websub.is_signed(feed=feed, body=request.body, signature=signature):
        return HttpResponse("The signature is not right.\n", status=403, content_type="text/plain")
    feed_store.due_at_once(feed=feed, now=timezone.now())
    nudge("tracker.capture.tasks.look_at_feeds")
    return HttpResponse(status=202)
