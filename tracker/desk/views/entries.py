"""Entering by hand: a statement, a retraction, an appearance, a finding; and correcting an entry by a later one."""

from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from tracker.accounts.access import Action, requires
from tracker.desk import choices, decide
from tracker.desk.decide import Recorded
from tracker.desk.entered import Correcting
from tracker.desk.forms.entries import KINDS, Sheet, initial_of_entry
from tracker.desk.preview import preview
from tracker.ledger.models import Story
from tracker.ledger.queries import entries_in_full
from tracker.ledger.record import Refused
from tracker.lib.htmx import render_page

TITLES = {
    "statement": "Enter a statement",
    "retraction": "Enter a retraction",
    "appearance": "Enter an appearance",
    "finding": "Enter a finding",
}


@require_http_methods(["GET", "POST"])
@never_cache
@requires(Action.RECORD)
def enter(request, public_id, what):
    story = get_object_or_404(Story, public_id=public_id)
    if what not in KINDS:
        raise Http404("There is no such kind of entry.")
    data = request.POST if request.method == "POST" else None
    sheet = Sheet(
        what,
        now=timezone.now(),
        data=data,
        choices=choices.for_story(story, what=what),
        initial={"about": {"claim": request.GET.get("claim", "")}},
    )
    page = {"story": story, "title": TITLES[what], "back": reverse("desk:story", args=[public_id])}
    return _answer(request, sheet, page)


@require_http_methods(["GET", "POST"])
@never_cache
@requires(Action.RECORD)
def supersede(request, public_id):
    entry = get_object_or_404(entries_in_full().select_related("claim__story"), public_id=public_id)
    claim = entry.claim
    page = {
        "story": claim.story,
        "wrong": entry,
        "title": f"Correct entry {entry.seq}",
        "back": reverse("desk:claim", args=[claim.public_id]),
    }
    what = entry.subject._meta.model_name
    sheet = Sheet(
        what,
        now=timezone.now(),
        data=request.POST if request.method == "POST" else None,
        choices=choices.for_story(claim.story, what=what) | {"claims": [claim]},
        initial=initial_of_entry(entry),
        one_claim=True,
        with_reason=True,
    )
    return _answer(request, sheet, page, wrong=entry)


def _answer(request, sheet, page, *, wrong=None):
    """The form, its preview, or what came of sending it."""
    if not sheet.is_bound:
        return _form(request, sheet, page)
    if "look" in request.POST:
        shown = preview(sheet, now=timezone.now(), supersedes=wrong.public_id if wrong else "")
        return _form(request, sheet, page | {"preview": shown}, fragment="effect")
    if not sheet.is_valid():
        return _form(request, sheet, page)
    correcting = wrong and Correcting(entry=wrong, reason=sheet.reason.cleaned_data["reason"])
    try:
        entry = decide.enter(
            entered=sheet.entered(), by=request.user, now=timezone.now(), correcting=correcting
        )
    except Recorded as twice:
        return _form(request, sheet, page | {"standing": twice.entry})
    except Refused as refusal:
        sheet.refuse(str(refusal))
        return _form(request, sheet, page)
    return _done(request, sheet, page, entry)


def _form(request, sheet, page, *, fragment="entry"):
    return render_page(
        request,
        "desk/enter.html",
        fragment,
        {"sheet": sheet, "source_names": choices.source_names(), "here": "stories", **page},
    )


def _done(request, sheet, page, entry):
    """After an entry: the line it made for htmx, the claim's page for everyone else."""
    if request.htmx:
        return _form(request, sheet, page | {"made": entry})
    return HttpResponseRedirect(reverse("desk:claim", args=[entry.claim.public_id]) + f"#{entry.public_id}")
