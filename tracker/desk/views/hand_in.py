"""Handing in what Walkback cannot fetch by itself, and the bookmarklet that leads here."""

from urllib.parse import urljoin

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from tracker.accounts.access import Action, requires
from tracker.capture.hand_in import look_now, take_file, take_text
from tracker.desk.forms.hand_in import HandInForm
from tracker.lib.htmx import go, render_page

# It opens our page with the address and the title and does nothing else on the site it is used on: no site's policy
# forbids that, and no site can do anything with it.
_BOOKMARKLET = (
    "javascript:void(window.open('{page}?url='+encodeURIComponent(location.href)"
    "+'&title='+encodeURIComponent(document.title),'_blank','noopener'))"
)


@require_http_methods(["GET", "POST"])
@never_cache
@requires(Action.RECORD)
def hand_in(request):
    now = timezone.now()
    if request.method == "GET":
        given = {
            "url": request.GET.get("url", "")[:2000],
            "title": " ".join(request.GET.get("title", "").split())[:300],
        }
        return _page(request, HandInForm(initial=given, now=now))
    form = HandInForm(request.POST, request.FILES, now=now)
    if not form.is_valid():
        return _page(request, form)
    visit = _taken(form, by=request.user, now=now)
    if visit.snapshot is None:
        form.add_error(form.brought, visit.sentence)
        return _page(request, form)
    return go(request, reverse("desk:article", args=[visit.article.public_id]))


@require_GET
@never_cache
@requires(Action.READ_DESK)
def bookmarklet(request):
    page = urljoin(settings.SITE_URL, reverse("desk:hand_in"))
    context = {"bookmarklet": _BOOKMARKLET.format(page=page), "here": "articles"}
    return render_page(request, "desk/bookmarklet.html", "content", context)


def _taken(form, *, by, now):
    """Keep what was brought, or look at the address; workers hear of it by themselves."""
    about, cleaned = form.about(by=by), form.cleaned_data
    if form.brought == "url":
        return look_now(about=about, now=now)
    seen_at = cleaned["seen_at"] or now
    if form.brought == "pasted":
        return take_text(text=cleaned["pasted"], about=about, now=seen_at)
    return take_file(body=cleaned["upload"].read(), name=cleaned["upload"].name, about=about, now=seen_at)


def _page(request, form):
    return render_page(request, "desk/hand_in.html", "form", {"form": form, "here": "articles"})
