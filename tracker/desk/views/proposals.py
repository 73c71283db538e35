"""The queue, and one proposal with its article: look, accept, reject."""

from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from tracker.accounts.access import Action, requires
from tracker.desk import choices, decide, queue, rests_on
from tracker.desk.decide import Decided
from tracker.desk.forms.decisions import RejectForm
from tracker.desk.forms.entries import Sheet
from tracker.desk.forms.heads import ProposedClaimForm
from tracker.desk.forms.proposed import initial_of_claim, initial_of_proposal
from tracker.desk.highlight import Span, paragraphs
from tracker.desk.preview import preview
from tracker.ledger.record import Refused
from tracker.lib.differences import pieces
from tracker.lib.htmx import render_page
from tracker.match.models import Proposal

PAGE = "desk/proposal.html"


@require_GET
@never_cache
@requires(Action.READ_DESK)
def queue_page(request):
    page = queue.waiting(page=request.GET.get("page", 1))
    return render_page(
        request, "desk/queue.html", "rows", {"page": page, "counts": queue.counts(), "here": "queue"}
    )


@require_GET
@never_cache
@requires(Action.READ_DESK)
def proposal_page(request, pk):
    proposal = _proposal_or_404(pk)
    if decision := decide.decision_on(proposal):
        return _decided(request, proposal, decision)
    return _form(request, proposal, _sheet(proposal))


@require_POST
@never_cache
@requires(Action.DECIDE)
def look(request, pk):
    """What accepting would do, as the form stands; nothing is written."""
    proposal = _proposal_or_404(pk)
    if decision := decide.decision_on(proposal):
        return _decided(request, proposal, decision, fragment="effect")
    sheet = _sheet(proposal, data=request.POST)
    return _form(request, proposal, sheet, fragment="effect")


@require_POST
@never_cache
@requires(Action.DECIDE)
def accept(request, pk):
    proposal = _proposal_or_404(pk)
    sheet = _sheet(proposal, data=request.POST)
    if not sheet.is_valid():
        if decision := decide.decision_on(proposal):
            return _decided(request, proposal, decision, typed=sheet.typed(), conflict=True)
        return _form(request, proposal, sheet)
    try:
        _accept(proposal, sheet, by=request.user)
    except Decided as too_late:
        return _decided(request, proposal, too_late.decision, typed=sheet.typed(), conflict=True)
    except Refused as refusal:
        sheet.refuse(str(refusal))
        return _form(request, proposal, sheet)
    return _done(request, proposal)


@require_POST
@never_cache
@requires(Action.DECIDE)
def reject(request, pk):
    proposal = _proposal_or_404(pk)
    form = RejectForm(request.POST)
    if not form.is_valid():
        return _form(request, proposal, _sheet(proposal), rejection=form)
    try:
        decide.reject(proposal=proposal, note=form.cleaned_data["note"], by=request.user, now=timezone.now())
    except Decided as too_late:
        return _decided(request, proposal, too_late.decision, typed=form.typed(), conflict=True)
    return _done(request, proposal)


def _proposal_or_404(pk):
    rows = Proposal.objects.select_related(
        "passage",
        "claim__story",
        "about",
        "source",
        "comparison__extraction__snapshot__article__outlet",
    ).defer("comparison__extraction__snapshot__words", "comparison__extraction__snapshot__body")
    return get_object_or_404(rows, pk=pk)


def _sheet(proposal, *, data=None):
    """The form of a proposal, filled with what was proposed, or with what an editor sent."""
    if proposal.kind == Proposal.Kind.CLAIM:
        return ProposedClaimForm(
            data,
            stories=choices.stories(),
            initial=initial_of_claim(proposal.content, title=proposal.comparison.extraction.title),
        )
    about = decide.decision_on(proposal.about) if proposal.about else None
    return Sheet(
        proposal.kind,
        now=timezone.now(),
        data=data,
        initial=initial_of_proposal(proposal, about_decision=about) | _rests_on(proposal),
        choices=choices.for_proposal(proposal, about_claim=about.claim if about else None),
    )


def _rests_on(proposal):
    """What the article of a proposed appearance seems to rest on, for the editor to keep or to leave out."""
    if proposal.kind != Proposal.Kind.APPEARANCE:
        return {}
    claim = proposal.claim.sentence if proposal.claim else proposal.about.content.get("sentence", "")
    return {
        "rests_on": rests_on.offered(proposal.comparison.extraction, claim=claim, says=proposal.passage.exact)
    }


def _accept(proposal, sheet, *, by):
    common = {"proposal": proposal, "edited": sheet.has_changed(), "by": by, "now": timezone.now()}
    if proposal.kind == Proposal.Kind.CLAIM:
        decide.accept_claim(claim=sheet.new_claim(), **common)
    else:
        decide.accept(entered=sheet.entered(), **common)


def _form(request, proposal, sheet, *, fragment="decision", rejection=None):
    context = {"sheet": sheet, "rejection": rejection or RejectForm(), "source_names": choices.source_names()}
    if isinstance(sheet, Sheet):
        context["preview"] = preview(_as_it_stands(proposal, sheet), now=timezone.now())
    return _render(request, proposal, fragment, context)


def _as_it_stands(proposal, sheet):
    """The sheet as it would be sent now: an untouched one is bound to its own initial values."""
    return sheet if sheet.is_bound else _sheet(proposal, data=sheet.as_sent())


def _decided(request, proposal, decision, *, typed=(), conflict=False, fragment="decision"):
    """The decision that was made; with `conflict` also what somebody typed too late, so that it can be copied."""
    context = {
        "decision": decision,
        "mine": decision.decided_by == request.user,
        "conflict": conflict,
        "typed": list(typed),
        "next": queue.after(proposal),
    }
    # htmx does not swap an answer that is an error.
    return _render(request, proposal, fragment, context, status=409 if conflict and not request.htmx else 200)


def _done(request, proposal):
    """After a decision: the decided panel for htmx, a redirect for everyone else."""
    if request.htmx:
        return _decided(request, proposal, decide.decision_on(proposal))
    return HttpResponseRedirect(reverse("desk:proposal", args=[proposal.pk]))


def _render(request, proposal, fragment, context, *, status=200):
    context |= {"proposal": proposal, "here": "queue"}
    if not request.htmx:
        context["paragraphs"] = _paragraphs(proposal)
        if edit := proposal.content.get("edit"):
            context |= {"edit": edit, "pieces": pieces(edit["said"], edit["says"])}
    return render_page(request, PAGE, fragment, context, status=status)


def _paragraphs(proposal):
    """The article's text with every proposed passage marked, this one strongly."""
    extraction = proposal.comparison.extraction
    others = (
        Proposal.objects.filter(comparison__extraction=extraction)
        .select_related("passage")
        .exclude(pk=proposal.pk)
    )
    here = _span(proposal, current=True)
    spans = [_span(other, current=False) for other in others if other.passage_id != proposal.passage_id]
    if proposal.passage is None and here:
        # Its sentence was cut by the editor's rules and not the reader's: of a link that it cuts a sliver would stay.
        spans = [one for one in spans if one and (one.end <= here.start or here.end <= one.start)]
    return paragraphs(extraction.text, [span for span in (here, *spans) if span])


def _span(proposal, *, current):
    """Where a proposal stands in the text; None for a sentence that is no longer in it."""
    place = (
        (proposal.passage.start, proposal.passage.end)
        if proposal.passage
        else proposal.content["edit"]["place"]
    )
    if place is None:
        return None
    return Span(
        start=place[0],
        end=place[1],
        url="" if current else reverse("desk:proposal", args=[proposal.pk]),
        name=proposal.get_kind_display(),
        current=current,
    )
