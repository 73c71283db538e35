"""What we stand behind. Stories and claims are heads that may change; everything below them only grows."""

from tracker.ledger.models.appearance import Appearance
from tracker.ledger.models.citation import Citation
from tracker.ledger.models.claim import Claim, ClaimRelation
from tracker.ledger.models.document import Document
from tracker.ledger.models.entry import Entry
from tracker.ledger.models.finding import Finding
from tracker.ledger.models.retraction import Retraction
from tracker.ledger.models.statement import Statement
from tracker.ledger.models.story import Story

__all__ = [
    "Appearance",
    "Citation",
    "Claim",
    "ClaimRelation",
    "Document",
    "Entry",
    "Finding",
    "Retraction",
    "Statement",
    "Story",
]
