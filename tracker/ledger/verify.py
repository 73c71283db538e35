"""Whether the ledger still says what was written into it. Reads only."""

from dataclasses import dataclass

from tracker.ledger.chain import GENESIS, hash_of
from tracker.ledger.queries import entries_in_full

CHUNK = 500


@dataclass(frozen=True, kw_only=True)
class Fault:
    """The first entry that does not hold, and why, in a sentence."""

    seq: int
    sentence: str


def first_fault(progress=lambda count: None):
    """Return the first Fault of the chain, or None when every entry holds. `progress` is told how many were read."""
    expected_seq, expected_previous = 1, GENESIS
    while entries := list(entries_in_full().filter(seq__gte=expected_seq)[:CHUNK]):
        for entry in entries:
            if fault := _fault_of(entry, expected_seq=expected_seq, expected_previous=expected_previous):
                return fault
            expected_seq, expected_previous = entry.seq + 1, entry.hash
        progress(expected_seq - 1)
    return None


def _fault_of(entry, *, expected_seq, expected_previous):
    if entry.seq != expected_seq:
        return Fault(
            seq=expected_seq, sentence=f"Entry {expected_seq} is missing; the next one is {entry.seq}."
        )
    if entry.previous_hash != expected_previous:
        return Fault(seq=entry.seq, sentence=f"Entry {entry.seq} does not follow the entry before it.")
    if not entry.subject.citations.all():
        return Fault(seq=entry.seq, sentence=f"Entry {entry.seq} has lost its citations.")
    if hash_of(entry) != entry.hash:
        return Fault(seq=entry.seq, sentence=f"Entry {entry.seq} no longer says what was recorded.")
    return None
