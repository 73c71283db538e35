"""Stories, claims and sources: lists, pages, opening, relating, publishing."""

from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tracker.accounts.access import Action, requires
from tracker.desk import decide
from tracker.desk.forms.heads import ClaimForm, RelationForm, SourceForm, StoryForm
from tracker.ledger import record
from tracker.ledger.document import claim_document, claim_url, story_url
from tracker.ledger.models import Claim, Story
from tracker.ledger.queries import entries_in_full
from tracker.ledger.record import Refused
from tracker.ledger.roots import origins_of
from tracker.lib.htmx import go, render_page
from tracker.sources.models import Source
from tracker.sources.register import Refused as NotRegistered
from tracker.sources.register import register

ROWS_A_PAGE = 50


@require_GET
@never_cache
@requires(Action.READ_DESK)
def stories(request):
    rows = Story.objects.annotate(
        claim_count=Count("claims", distinct=True),
        published_count=Count("claims", filter=Q(claims__published_at__isnull=False), distinct=True),
    ).order_by("-opened_at", "-pk")
    page = Paginator(rows, ROWS_A_PAGE).get_page(request.GET.get("page"))
    return render_page(request, "desk/stories.html", "rows", {"page": page, "here": "stories"})


@require_GET
@never_cache
@requires(Action.READ_DESK)
def story(request, public_id):
    found = get_object_or_404(Story.objects.select_related("opened_by", "published_by"), public_id=public_id)
    claims = found.claims.annotate(entry_count=Count("entries")).prefetch_related("relations__other")
    context = {"story": found, "claims": claims, "public_url": story_url(found), "here": "stories"}
    return render_page(request, "desk/story.html", "claims", context)


@require_http_methods(["GET", "POST"])
@never_cache
@requires(Action.RECORD)
def new_story(request):
    form = StoryForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            opened = decide.open_story(story=form.story(), by=request.user, now=timezone.now())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return go(request, reverse("desk:story", args=[opened.public_id]))
    return _form(request, form, title="Open a story", button="Open the story", back=reverse("desk:stories"))


@require_http_methods(["GET", "POST"])
@never_cache
@requires(Action.RECORD)
def new_claim(request, public_id):
    found = get_object_or_404(Story, public_id=public_id)
    data = request.POST if request.method == "POST" else None
    form = ClaimForm(data, story=found, others=list(found.claims.all()))
    if form.is_bound and form.is_valid():
        try:
            opened = decide.open_claim(
                claim=form.claim(), relations=form.relations(), by=request.user, now=timezone.now()
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return go(request, reverse("desk:claim", args=[opened.public_id]))
    back = reverse("desk:story", args=[public_id])
    return _form(request, form, title="Open a claim", button="Open the claim", back=back, story=found)


@require_GET
@never_cache
@requires(Action.READ_DESK)
def claim(request, public_id):
    return _claim_page(request, _claim_or_404(public_id))


@require_POST
@never_cache
@requires(Action.RECORD)
def relate(request, public_id):
    found = _claim_or_404(public_id)
    form = RelationForm(request.POST, others=_others(found))
    if not form.is_valid():
        return _claim_page(request, found, relation=form)
    try:
        record.relate(claim=found, kind=form.cleaned_data["kind"], other=form.chosen, now=timezone.now())
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _claim_page(request, found, relation=form)
    if request.htmx:
        return _claim_page(request, found)
    return redirect("desk:claim", public_id)


@require_http_methods(["GET", "POST"])
@never_cache
@requires(Action.PUBLISH)
def publish_story(request, public_id):
    found = get_object_or_404(Story.objects.select_related("published_by"), public_id=public_id)
    back = reverse("desk:story", args=[public_id])
    if request.method == "POST":
        record.publish_story(story=found, by=request.user, now=timezone.now())
        return go(request, back)
    claims = found.claims.filter(published_at__isnull=False)
    context = {
        "story": found,
        "claims": claims,
        "public_url": story_url(found),
        "back": back,
        "here": "stories",
    }
    return render_page(request, "desk/publish.html", "confirm", context)


@require_http_methods(["GET", "POST"])
@never_cache
@requires(Action.PUBLISH)
def publish_claim(request, public_id):
    found = _claim_or_404(public_id)
    back = reverse("desk:claim", args=[public_id])
    refusal = ""
    if request.method == "POST":
        try:
            record.publish_claim(claim=found, by=request.user, now=timezone.now())
        except Refused as refused:
            refusal = str(refused)
        else:
            return go(request, back)
    context = {
        "story": found.story,
        "claim": found,
        "entries": _entries(found),
        "public_url": claim_url(found),
        "back": back,
        "refusal": refusal,
        "here": "stories",
    }
    return render_page(request, "desk/publish.html", "confirm", context)


@require_GET
@never_cache
@requires(Action.READ_DESK)
def sources(request):
    wanted = " ".join(request.GET.get("q", "").replace("\x00", "").split())[:100]
    rows = Source.objects.order_by("name", "pk")
    if wanted:
        rows = rows.filter(Q(name__icontains=wanted) | Q(aliases__contains=[wanted]))
    page = Paginator(rows, ROWS_A_PAGE).get_page(request.GET.get("page"))
    return render_page(
        request, "desk/sources.html", "rows", {"page": page, "wanted": wanted, "here": "sources"}
    )


@require_http_methods(["GET", "POST"])
@never_cache
@requires(Action.RECORD)
def new_source(request):
    form = SourceForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            register(**form.cleaned_data)
        except NotRegistered as refusal:
            form.add_error(None, str(refusal))
        else:
            return go(request, reverse("desk:sources"))
    return _form(
        request,
        form,
        title="Register a source",
        button="Register",
        back=reverse("desk:sources"),
        here="sources",
    )


def _claim_or_404(public_id):
    return get_object_or_404(
        Claim.objects.select_related("story", "opened_by", "published_by"), public_id=public_id
    )


def _others(found):
    return list(found.story.claims.exclude(pk=found.pk))


def _entries(found):
    return list(entries_in_full().filter(claim=found).select_related("recorded_by", "superseded_by"))


def _claim_page(request, found, *, relation=None):
    body = claim_document(found, rows := _entries(found), ())
    context = {
        "claim": found,
        "story": found.story,
        "entries": list(zip(rows, body["entries"], strict=True)),
        "status": body["status"],
        "relations": found.relations.select_related("other"),
        "relations_to": found.relations_to.select_related("claim"),
        "relation": relation or RelationForm(others=_others(found)),
        "public_url": claim_url(found),
        "origins": origins_of(entry for entry in body["entries"] if not entry["superseded_by"]),
        "here": "stories",
    }
    return render_page(request, "desk/claim.html", "relations", context)


def _form(request, form, *, here="stories", **page):
    return render_page(request, "desk/form.html", "form", {"form": form, "here": here, **page})
