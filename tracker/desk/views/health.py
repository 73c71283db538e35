"""Is it alive, is it ready: for whoever runs it. Anonymous, without session, never cached."""

from django.http import HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from tracker.desk import health


@require_safe
@never_cache
def alive(request):
    """Answer when this process answers, and ask nobody else."""
    return HttpResponse("alive\n", content_type="text/plain")


@require_safe
@never_cache
def ready(request):
    """Answer 200, or 503 with what is wrong by name of the check."""
    troubles = health.troubles(now=timezone.now())
    return JsonResponse({"ready": not troubles, "troubles": troubles}, status=503 if troubles else 200)
