"""The one writer of changes: each version of an article compared with the one before it."""

from django.db import transaction

from tracker.extract import changes
from tracker.extract.models import Change, Passage
from tracker.extract.queries import version_before, versions_around
from tracker.extract.sentences import split
from tracker.lib.nudge import nudge

_MOST_RUNS = 5_000
_WENT_BACK = "The page went back to a version from before."


def compare(extraction, *, now) -> Change | None:
    """Compare a reading with that of the version before and write down the Change; return it.

    The first one when there is one already; None when there is no earlier version that could be read.
    """
    known = Change.objects.filter(after=extraction, returned=None).first()
    before = known or version_before(extraction)
    if known or before is None:
        return known
    return _write(before, extraction, now=now)


def compare_return(visit, *, now) -> Change:
    """Compare a version from before, which a look found again, with the one it replaced; write it down and return it.

    The Change says first that the page went back. Whether it owns up to that is judged as with any other version.
    """
    before, after = versions_around(visit)
    return _write(before, after, now=now, returned=visit)


def _write(before, after, *, now, returned=None):
    found = changes.compare(_version(before), _version(after), marked=_marked(before))
    columns = _columns(found)
    if returned and columns["weight"]:
        columns["reasons"].insert(0, _WENT_BACK)
    with transaction.atomic():
        change, _ = Change.objects.get_or_create(
            after=after,
            returned=returned,
            defaults={"before": before, "made_at": now, "notice": _notice(after, found)} | columns,
        )
        nudge("tracker.match.tasks.sweep_edits")
    return change


def give_up(extraction, *, reason, now) -> Change:
    """Write down that a version cannot be compared, with the reason; workers leave it alone from then on."""
    failure = f"This version could not be compared with the one before. {reason}"[:500]
    return Change.objects.get_or_create(
        after=extraction,
        returned=None,
        defaults={"before": version_before(extraction), "made_at": now, "failure": failure},
    )[0]


def give_up_return(visit, *, reason, now) -> Change:
    """Write down that a version found again cannot be compared, with the reason."""
    before, after = versions_around(visit)
    failure = f"The version that is back could not be compared with the one it replaced. {reason}"[:500]
    return Change.objects.get_or_create(
        returned=visit, defaults={"before": before, "after": after, "made_at": now, "failure": failure}
    )[0]


def _version(extraction):
    return changes.version_of(
        text=extraction.text,
        title=extraction.title,
        notices=(
            changes.Notice(one.start, one.end, one.details.get("kind", ""), one.exact)
            for one in _passages(extraction, Passage.Kind.NOTICE)
        ),
    )


def _marked(extraction):
    """The stretches that carry the report: statements, check-worthy sentences, and its first sentence."""
    kinds = (Passage.Kind.STATEMENT, Passage.Kind.CLAIM)
    return [*split(extraction.text)[:1], *((one.start, one.end) for one in _passages(extraction, *kinds))]


def _passages(extraction, *kinds):
    return [one for one in extraction.passages.all() if one.kind in kinds]


def _notice(extraction, found):
    """The passage of the notice that admits something: of several the first."""
    if not found.new_notices:
        return None
    passages = sorted(_passages(extraction, Passage.Kind.NOTICE), key=lambda one: (one.start, one.end))
    told = [one.notice for one in (*found.edits, *found.fates) if one.notice is not None]
    return passages[min(told or found.new_notices)]


def _columns(found):
    return {
        "weight": found.weight,
        "told": found.told,
        "reasons": list(found.reasons),
        "runs": [list(run[1:]) for run in found.runs if not run.same][:_MOST_RUNS],
        "headline": found.headline and _edit(found.headline),
        "edits": [_edit(edit) for edit in found.edits],
        "sentences": [_fate(fate) for fate in found.fates],
    }


def _edit(edit):
    return {
        "before": edit.before,
        "after": edit.after,
        "weight": edit.weight,
        "reasons": edit.reasons,
        "moved": edit.moved,
        "told": edit.told,
    }


def _fate(fate):
    return {
        "start": fate.start,
        "end": fate.end,
        "state": fate.state,
        "now": fate.now,
        "likeness": fate.likeness,
        "weight": fate.weight,
        "reasons": fate.reasons,
        "told": fate.told,
        "alerts": fate.alerts,
    }
