"""A named cast and a small affair, built through the real doors.

alice edits, bob administers, carol lost her role's rights (an inactive account). Times are aware and in UTC.
"""

from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import count

from django.contrib.auth.hashers import make_password

from tracker.accounts.models import User
from tracker.capture.fetch import Look
from tracker.capture.models import Snapshot
from tracker.capture.outcomes import Outcome
from tracker.capture.store import record_look
from tracker.extract.mark import EXTRACTOR
from tracker.extract.models import Extraction, Passage
from tracker.ledger import record
from tracker.lib.moments import Moment
from tracker.match.models import Comparison, Proposal
from tracker.match.propose import MATCHER
from tracker.sources.models import Source

NOON = datetime(2020, 1, 6, 12, tzinfo=UTC)
PASSWORD = "correct horse battery staple"
ESPER = "There’s been no decision whatsoever to leave Iraq"
_numbers = count(1)


def at(hours):
    """Hours after noon of 6 January 2020, as a Moment of minute precision."""
    return Moment.of(NOON + timedelta(hours=hours))


def alice():
    return _user("alice", User.Role.EDITOR)


def bob():
    return _user("bob", User.Role.ADMIN)


def carol():
    return _user("carol", User.Role.EDITOR, is_active=False)


def source(name="Mark Esper", kind=Source.Kind.PERSON):
    return Source.objects.get_or_create(name=name, kind=kind)[0]


def page(text="The secretary said no decision had been made.", *, name=None, at=NOON):
    """A captured page with this text, as its Snapshot."""
    name = name or f"page-{next(_numbers)}.txt"
    seen = Look(
        target=name,
        at=at,
        outcome=Outcome.READ,
        sentence="",
        name=name,
        content_type="text/plain",
        body=text.encode(),
        text=text,
    )
    return record_look(look=seen, medium=Snapshot.Medium.HANDED_IN).snapshot


def story(title="A letter says troops are leaving Iraq", *, published=True):
    made = record.open_story(
        title=title, summary="A letter, its confirmation and its denial.", by=alice(), now=NOON
    )
    return record.publish_story(story=made, by=alice(), now=NOON) if published else made


def claim(sentence="US troops are leaving Iraq.", *, in_story=None, label="troop withdrawal"):
    """A claim without entries, which the public cannot see yet."""
    return record.open_claim(story=in_story or story(), sentence=sentence, label=label, by=alice(), now=NOON)


def said(claim, kind="denied", *, by="Mark Esper", words="No decision had been made.", hours=4, **more):
    """Record that somebody said something about a claim, with a page that says so; return the entry."""
    snapshot = page(f"{by} spoke at the Pentagon. {words}")
    (entry,) = record.record_statement(
        said=record.Said(
            source=source(by), words=words, attribution="on the record", channel="briefing", role="Secretary"
        ),
        occurred=more.pop("occurred", at(hours)),
        on=(record.On(claim=claim, kind=kind, note=more.pop("note", "")),),
        citations=(record.Quote(snapshot=snapshot, exact=words),),
        by=alice(),
        now=more.pop("now", NOON + timedelta(days=1)),
        **more,
    )
    return entry


def withdrawn(statement, claim, *, by="Mark Milley", hours=5, kind="retracted", nature="retraction"):
    """Record that a statement was taken back; return the entry."""
    snapshot = page(f"{by} said it was a mistake.")
    (entry,) = record.record_retraction(
        withdrawn=record.Withdrawn(
            source=source(by),
            nature=nature,
            reasons=("issued by mistake",),
            notice="it was a mistake",
            statement=statement,
        ),
        occurred=at(hours),
        on=(record.On(claim=claim, kind=kind),),
        citations=(record.Quote(snapshot=snapshot, exact="it was a mistake"),),
        by=alice(),
        now=NOON + timedelta(days=1),
    )
    return entry


def published(claim):
    return record.publish_claim(claim=claim, by=alice(), now=NOON + timedelta(days=2))


def affair():
    """A published claim that went from letter to retraction, in four entries."""
    made = claim()
    letter = said(made, "asserted", by="William Seely", words="We are repositioning forces.", hours=0)
    said(made, "confirmed", by="A US official", words="The letter is authentic.", hours=2)
    said(made, "denied", hours=4)
    withdrawn(letter.statement, made)
    return published(made)


def _user(name, role, **more):
    return User.objects.get_or_create(username=name, defaults={"role": role, "password": _hashed(), **more})[
        0
    ]


@cache
def _hashed():
    # Hashing is slow by design, and the whole cast has one password.
    return make_password(PASSWORD)


REPORT = (
    "A letter on troops in Iraq\n\n"
    "The letter says: “We respect your sovereign decision to order our departure.”\n\n"
    "“There’s been no decision whatsoever to leave Iraq,” Mark Esper said at the Pentagon.\n\n"
    "“That letter is a draft, it was a mistake,” said Mark Milley."
)


def compared(text=REPORT, *, title="A letter on troops in Iraq"):
    """A captured page that was read and compared with what we know: a Comparison without proposals."""
    extraction = Extraction.objects.create(
        snapshot=page(text), extractor=EXTRACTOR, made_at=NOON, title=title, text=text, language="en"
    )
    return Comparison.objects.create(extraction=extraction, matcher=MATCHER, made_at=NOON)


def proposal(kind="statement", exact=ESPER, *, on=None, claim=None, about=None, score=0.8, **content):
    """A waiting proposal about words of a compared page; `content` is put over that of a denial by Mark Esper."""
    on = on or compared()
    text = on.extraction.text
    start = text.index(exact)
    passage, _ = Passage.objects.get_or_create(
        extraction=on.extraction,
        kind="claim" if kind == "claim" else "statement",
        start=start,
        end=start + len(exact),
        defaults={"exact": exact, "reasons": ["It holds a quotation."]},
    )
    return Proposal.objects.create(
        comparison=on,
        passage=passage,
        kind=kind,
        claim=claim,
        about=about,
        content=_content(kind, exact) | content,
        score=score,
        reasons=["It holds a quotation by a named official."],
    )


def _content(kind, exact):
    if kind == "claim":
        return {"sentence": "US troops are leaving Iraq.", "label": "troop withdrawal"}
    if kind == "appearance":
        return {"headline_stance": "", "body_stance": "attributes", "occurred": at(3).as_dict()}
    speaker = {
        "speaker": "Mark Esper",
        "role": "Defense Secretary",
        "organisation": "",
        "occurred": at(4).as_dict(),
    }
    if kind == "retraction":
        return speaker | {"nature": "retraction", "reasons": ["issued by mistake"], "notice": exact}
    return speaker | {
        "attribution": "on the record",
        "channel": "briefing",
        "words": exact,
        "paraphrase": False,
        "kind": "denied",
    }
