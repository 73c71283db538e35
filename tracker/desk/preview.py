"""What a filled sheet would do, for a page to show before anything is written. Reads only."""

from dataclasses import dataclass

from tracker.desk.effect import Effect, effects
from tracker.desk.entered import Entered, NewClaim, NewSource, NewStory, Said, TakenBack
from tracker.desk.forms.entries import Sheet
from tracker.desk.forms.evidence import Place
from tracker.ledger.document import claim_document, moves
from tracker.ledger.models import Claim
from tracker.ledger.queries import entries_in_full


@dataclass(frozen=True, kw_only=True)
class Preview:
    """The effects on claims, where cited words stand, who would be registered and what opened; or what is missing."""

    effects: list[Effect]
    places: list[Place]
    registers: NewSource | None
    opens_claim: NewClaim | None
    opens_story: NewStory | None
    missing: list[tuple[str, str]]


def preview(sheet: Sheet, *, now, supersedes: str = "") -> Preview:
    """Return what recording this bound sheet would do. `supersedes` is the public id of the entry it corrects."""
    if not sheet.is_valid():
        return Preview(
            effects=[],
            places=_places(sheet),
            registers=None,
            opens_claim=None,
            opens_story=None,
            missing=list(sheet.missing()),
        )
    entered = sheet.entered()
    opened = next((target.claim for target in entered.on if isinstance(target.claim, NewClaim)), None)
    return Preview(
        effects=effects(
            entered=entered, known=known_moves(_existing(entered)), now=now, supersedes=supersedes
        ),
        places=_places(sheet),
        registers=_registers(entered),
        opens_claim=opened,
        opens_story=opened.story if opened and isinstance(opened.story, NewStory) else None,
        missing=[],
    )


def known_moves(claims: list[Claim]) -> dict:
    """Return the moves of these claims by public id, in a fixed number of queries."""
    entries = {claim.pk: [] for claim in claims}
    for entry in entries_in_full().filter(claim__in=claims):
        entries[entry.claim_id].append(entry)
    return {claim.public_id: moves(claim_document(claim, entries[claim.pk], ())) for claim in claims}


def _existing(entered: Entered):
    return [target.claim for target in entered.on if isinstance(target.claim, Claim)]


def _registers(entered: Entered):
    source = entered.what.source if isinstance(entered.what, Said | TakenBack) else None
    return source if isinstance(source, NewSource) else None


def _places(sheet):
    return [row.place for row in sheet.citations if row.place]
