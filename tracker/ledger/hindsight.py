"""Documents as they would have read at an earlier time, made from today's documents alone. Pure."""

from tracker.ledger.document import moves, reading_as_dict
from tracker.ledger.status import fold
from tracker.lib.canonical import instant, parse_instant


def as_known(body, *, as_of=None, recorded_as_of=None):
    """Return the document `body` of a claim with the status and the entries of then; datetimes are aware, or None.

    With `as_of` entries remain that had surely happened by then, with `recorded_as_of` those that had been written down
    by then, the same that status.fold counts. Both times are named in the result, in UTC. `body` is left as it is.
    """
    recorded = {entry["id"] for entry in body["entries"] if _by(recorded_as_of, entry["recorded_at"])}
    shown = [
        entry | {"superseded_by": entry["superseded_by"] if entry["superseded_by"] in recorded else None}
        for entry in body["entries"]
        if entry["id"] in recorded and _by(as_of, entry["occurred"]["latest"])
    ]
    reading = fold(moves(body), as_of=as_of, recorded_as_of=recorded_as_of)
    return body | {
        "entries": shown,
        "status": reading_as_dict(reading),
        "as_of": instant(as_of),
        "recorded_as_of": instant(recorded_as_of),
    }


def story_as_known(body, claims, *, as_of=None, recorded_as_of=None):
    """Return the document `body` of a story with its claims as they stood then.

    `claims` are the documents of its claims, in any order; the times are those of `as_known`, and are named likewise.
    """
    then = {claim["id"]: as_known(claim, as_of=as_of, recorded_as_of=recorded_as_of) for claim in claims}
    summaries = [
        summary | {"status": then[summary["id"]]["status"], "entries": len(then[summary["id"]]["entries"])}
        for summary in body["claims"]
        if summary["id"] in then
    ]
    return body | {
        "claims": summaries,
        "as_of": instant(as_of),
        "recorded_as_of": instant(recorded_as_of),
    }


def _by(limit, text):
    return limit is None or parse_instant(text) <= limit
