"""The versions of an article as the desk shows them. Reads only."""

from dataclasses import dataclass

from tracker.extract.models import Change
from tracker.lib.differences import pieces

MOST_STEPS = 30
# Of one version so many edits are shown; whoever needs more has both texts.
MOST_EDITS = 60
_WORST_FIRST = {"removed": 0, "lost": 1, "altered": 2, "moved": 3, "unchanged": 4}


@dataclass(frozen=True, kw_only=True)
class Shown:
    """One edit: its words before and after as pieces of a difference, its weight, and why it has it."""

    pieces: tuple[tuple[str, str], ...]
    weight: str
    reasons: list[str]
    told: str = ""
    state: str = ""
    headline: bool = False


@dataclass(frozen=True, kw_only=True)
class Step:
    """From one version to the next. `cited` are the sentences the ledger cites, the worst first."""

    change: Change
    edits: list[Shown]
    cited: list[Shown]
    unchanged: int
    more: int


def of_article(article) -> dict:
    """Return {"steps": the changes of an article, newest first, "first": its first version's time, "more": bool}."""
    changes = list(
        Change.objects.filter(after__snapshot__article=article)
        .select_related("before__snapshot", "after__snapshot", "returned", "notice", "reanchoring")
        .defer(
            "before__snapshot__body",
            "before__snapshot__words",
            "after__snapshot__body",
            "after__snapshot__words",
        )
        .order_by("-pk")[: MOST_STEPS + 1]
    )
    first = article.snapshots.order_by("pk").values_list("taken_at", flat=True).first()
    return {
        "steps": [_step(change) for change in changes[:MOST_STEPS]],
        "more": len(changes) > MOST_STEPS,
        "first": first,
    }


def _step(change):
    old, new = change.before.text, change.after.text
    edits = [_edit(one, old, new) for one in change.edits]
    if change.headline:
        headline = _edit(change.headline, change.before.title, change.after.title, headline=True)
        edits.insert(0, headline)
    edits.sort(key=lambda one: one.weight != "material")
    anchors = change.reanchoring.anchors if hasattr(change, "reanchoring") else []
    cited = [
        Shown(
            pieces=pieces(one["said"], one["says"] or ("" if one["state"] == "removed" else one["said"])),
            weight=one["weight"],
            reasons=one["reasons"],
            told=one["told"],
            state=one["state"],
        )
        for one in sorted(anchors, key=lambda one: _WORST_FIRST[one["state"]])
    ]
    return Step(
        change=change,
        edits=edits[:MOST_EDITS],
        cited=[one for one in cited if one.state != "unchanged"],
        unchanged=sum(one.state == "unchanged" for one in cited),
        more=max(0, len(edits) - MOST_EDITS),
    )


def _edit(edit, old, new, *, headline=False):
    before = old[slice(*edit["before"])] if edit["before"] else ""
    after = new[slice(*edit["after"])] if edit["after"] else ""
    shown = (("same", after),) if edit["moved"] else pieces(before, after)
    state = "moved" if edit["moved"] else ""
    return Shown(
        pieces=shown,
        weight=edit["weight"],
        reasons=edit["reasons"],
        told=edit["told"],
        state=state,
        headline=headline,
    )
