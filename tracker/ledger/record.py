"""The one door into the ledger. Only the desk opens it (tests/test_architecture.py).

Each function is one transaction: what was recorded, the entry with its hash, the claim's status and the public
documents change together or not at all. One advisory lock makes writers queue, so `seq` has no gaps and
follows commits.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction
from django.db.models import Q

from tracker.capture.models import Article, Snapshot
from tracker.capture.plain import locate
from tracker.capture.queries import text_of
from tracker.capture.store import look_soon
from tracker.ledger.chain import GENESIS, hash_of
from tracker.ledger.document import claim_document, moves, story_document
from tracker.ledger.models import (
    Appearance,
    Citation,
    Claim,
    ClaimRelation,
    Document,
    Entry,
    Finding,
    Retraction,
    Statement,
    Story,
)
from tracker.ledger.models.occurred import columns
from tracker.ledger.queries import entries_in_full, published_relations
from tracker.ledger.status import fold
from tracker.lib.canonical import canonical, digest
from tracker.lib.moments import Moment
from tracker.lib.slugs import slug_of
from tracker.sources.models import Source

# Any fixed number will do; it only has to be the same in every process.
LEDGER_LOCK = 20200106
CONTEXT = 32


class Refused(ValueError):
    """The ledger does not take this; the message is a sentence for the editor."""


@dataclass(frozen=True, kw_only=True)
class Quote:
    """Evidence on a page: the exact words in a snapshot, with what stands around them when they occur twice."""

    snapshot: Snapshot
    exact: str
    prefix: str = ""
    suffix: str = ""


@dataclass(frozen=True, kw_only=True)
class Described:
    """Evidence that was never on a page: a source described in words."""

    text: str


@dataclass(frozen=True, kw_only=True)
class On:
    """Which claim moves, and how: `kind` is an Entry.Kind."""

    claim: Claim
    kind: str
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Said:
    """The content of a statement."""

    source: Source
    words: str
    attribution: str
    channel: str
    role: str = ""
    paraphrase: bool = False


@dataclass(frozen=True, kw_only=True)
class Withdrawn:
    """The content of a retraction: of a statement or of an article."""

    source: Source
    nature: str
    reasons: tuple[str, ...]
    notice: str = ""
    role: str = ""
    statement: Statement | None = None
    article: Article | None = None


@dataclass(frozen=True, kw_only=True)
class RestsOn:
    """What an article rests on: `how` is an Appearance.Basis, `quote` the words of the article that say so."""

    how: str
    source: str
    quote: Quote
    is_unnamed: bool = False


@dataclass(frozen=True, kw_only=True)
class Superseding:
    """Which entry was wrong, and why."""

    entry: Entry
    reason: str


def open_story(*, title: str, summary: str, by, now: datetime) -> Story:
    """Open a story nobody outside can see yet."""
    title = title.strip()
    if not title:
        raise Refused("A story needs a title.")
    return Story.objects.create(
        title=title, slug=slug_of(title), summary=summary.strip(), opened_at=now, opened_by=by
    )


def open_claim(*, story: Story, sentence: str, label: str, by, now: datetime) -> Claim:
    """Open a claim nobody outside can see yet. Refused when the story already holds the same sentence."""
    sentence, label = sentence.strip(), label.strip()
    if not sentence or not label:
        raise Refused("A claim needs one sentence and a short label.")
    if story.claims.filter(sentence=sentence).exists():
        raise Refused("This story already has a claim with exactly this sentence.")
    return Claim.objects.create(
        story=story, sentence=sentence, label=label, slug=slug_of(label), opened_at=now, opened_by=by
    )


@transaction.atomic
def relate(*, claim: Claim, kind: str, other: Claim, now: datetime) -> ClaimRelation:
    """Say how one claim stands to another; saying it again changes nothing. Refused for a claim and itself."""
    if claim == other:
        raise Refused("A claim cannot relate to itself.")
    _lock()
    relation, _ = ClaimRelation.objects.get_or_create(claim=claim, kind=kind, other=other)
    _project([claim], now=now)
    return relation


@transaction.atomic
def publish_story(*, story: Story, by, now: datetime) -> Story:
    """Show a story, and those of its claims that are published, to the public. Publishing again changes nothing."""
    _lock()
    story = Story.objects.select_for_update().get(pk=story.pk)
    if story.published_at is None:
        story.published_at, story.published_by = now, by
        story.save(update_fields=["published_at", "published_by"])
    _project(list(story.claims.all()), stories=[story], now=now)
    return story


@transaction.atomic
def publish_claim(*, claim: Claim, by, now: datetime) -> Claim:
    """Show a claim to the public, in its published story. Refused while nothing is recorded, so nothing is cited."""
    _lock()
    claim = Claim.objects.select_for_update().select_related("story").get(pk=claim.pk)
    if not claim.entries.exists():
        raise Refused("Nothing is recorded about this claim yet: record a statement with its citation first.")
    if claim.published_at is None:
        claim.published_at, claim.published_by = now, by
        claim.save(update_fields=["published_at", "published_by"])
    # Relations of its neighbours that pointed here become visible with it.
    neighbours = [relation.claim for relation in claim.relations_to.select_related("claim__story")]
    _project([claim, *neighbours], now=now)
    return claim


def record_statement(
    *, said: Said, occurred: Moment, on: tuple[On, ...], citations: tuple, by, now: datetime, superseding=None
) -> tuple[Entry, ...]:
    """Record that somebody said something, and how it moves one or more claims."""
    if not said.words.strip():
        raise Refused("A statement needs its words.")
    return _record(
        subject=Statement(
            source=said.source,
            role=said.role,
            attribution=said.attribution,
            channel=said.channel,
            words=said.words.strip(),
            paraphrase=said.paraphrase,
            **columns(occurred),
        ),
        occurred=occurred,
        on=on,
        citations=citations,
        by=by,
        now=now,
        superseding=superseding,
    )


def record_retraction(
    *,
    withdrawn: Withdrawn,
    occurred: Moment,
    on: tuple[On, ...],
    citations: tuple,
    by,
    now: datetime,
    superseding=None,
) -> tuple[Entry, ...]:
    """Record that a statement or an article was withdrawn, corrected or deleted."""
    if (withdrawn.statement is None) == (withdrawn.article is None):
        raise Refused("A retraction withdraws exactly one statement or one article.")
    if not withdrawn.reasons:
        raise Refused("A retraction needs a reason; choose “No reason given” when there was none.")
    silent = withdrawn.nature in {Retraction.Nature.DELETION, Retraction.Nature.SILENT_EDIT}
    if not silent and not withdrawn.notice.strip():
        raise Refused(
            "A retraction needs the words of its notice, unless it was a deletion or a silent edit."
        )
    return _record(
        subject=Retraction(
            statement=withdrawn.statement,
            article=withdrawn.article,
            source=withdrawn.source,
            role=withdrawn.role,
            nature=withdrawn.nature,
            reasons=list(withdrawn.reasons),
            notice=withdrawn.notice.strip(),
            **columns(occurred),
        ),
        occurred=occurred,
        on=on,
        citations=citations,
        by=by,
        now=now,
        superseding=superseding,
    )


def record_appearance(
    *,
    article: Article,
    body_stance: str,
    headline_stance: str,
    occurred: Moment,
    on: On,
    citations: tuple,
    by,
    now: datetime,
    rests_on: tuple[RestsOn, ...] = (),
    superseding=None,
) -> Entry:
    """Record that an article carries a claim, and what it rests on; the words that say so are cited with it."""
    for one in rests_on:
        if not one.source.strip():
            raise Refused("Say whom or what the article rests on.")
        if one.quote.snapshot.article_id != article.pk:
            raise Refused("The words that say what an article rests on must stand in that article.")
    (entry,) = _record(
        subject=Appearance(
            article=article,
            claim=on.claim,
            body_stance=body_stance,
            headline_stance=headline_stance,
            rests_on=[_rests_on(one) for one in rests_on],
            **columns(occurred),
        ),
        occurred=occurred,
        on=(on,),
        citations=tuple(dict.fromkeys((*citations, *(one.quote for one in rests_on)))),
        by=by,
        now=now,
        superseding=superseding,
    )
    return entry


def record_finding(
    *,
    claim: Claim,
    rating: str,
    explanation: str,
    occurred: Moment,
    citations: tuple,
    by,
    now: datetime,
    note: str = "",
    superseding=None,
) -> Entry:
    """Record the desk's own judgement of a claim."""
    if not explanation.strip():
        raise Refused("A finding needs its explanation.")
    (entry,) = _record(
        subject=Finding(
            claim=claim, rating=rating, explanation=explanation.strip(), made_by=by, **columns(occurred)
        ),
        occurred=occurred,
        on=(On(claim=claim, kind=Entry.Kind.FOUND, note=note),),
        citations=citations,
        by=by,
        now=now,
        superseding=superseding,
    )
    return entry


@transaction.atomic
def rebuild_status(*, progress=iter) -> list[str]:
    """Fold every claim again and write what differs; return the public ids that did. Nothing should."""
    _lock()
    claims = list(Claim.objects.select_related("story").order_by("pk"))
    return [claim.public_id for claim in progress(claims) if _refold(claim, _entries_of(claim))]


@transaction.atomic
def rebuild_documents(*, now: datetime, progress=iter) -> list[str]:
    """Project every published claim and story again; return the public ids whose bytes differed. None should."""
    _lock()
    changed = []
    for claim in progress(list(Claim.objects.published().select_related("story").order_by("pk"))):
        changed += _write_claim_document(claim, now=now)
    for story in Story.objects.published().order_by("pk"):
        changed += _write_story_document(story, now=now)
    return changed


@transaction.atomic
def _record(*, subject, occurred, on, citations, by, now, superseding):
    if not on:
        raise Refused("Say which claim this is about.")
    if len({one.claim.pk for one in on}) < len(on):
        raise Refused("The same claim is named twice.")
    if not citations:
        raise Refused("Nothing enters the ledger without a citation.")
    _lock()
    subject.save()
    for citation in citations:
        _cite(subject, citation)
    entries = tuple(
        _append(subject=subject, occurred=occurred, on=one, by=by, now=now, superseding=superseding)
        for one in on
    )
    if moved := _project([one.claim for one in on], now=now):
        # Who wrote about a claim that moved may write anew: a correction, a silent edit, or a page that goes.
        look_soon(articles=_articles_about(moved), now=now)
    return entries


def _articles_about(claims):
    """The keys of the articles that carry these claims, or are cited for what is recorded about them."""
    cited = Q()
    for subject in ("statement", "retraction", "appearance", "finding"):
        recorded = Entry.objects.filter(claim__in=claims).exclude(**{subject: None}).values(subject)
        cited |= Q(**{f"{subject}__in": recorded})
    appear = Appearance.objects.filter(claim__in=claims).values_list("article", flat=True)
    snapshots = Citation.objects.filter(cited, snapshot__isnull=False)
    return {*appear, *snapshots.values_list("snapshot__article", flat=True)}


def _rests_on(one):
    return {
        "how": str(Appearance.Basis(one.how)),
        "source": one.source.strip(),
        "is_unnamed": one.is_unnamed,
        "exact": one.quote.exact,
    }


def _cite(subject, citation):
    target = {subject._meta.model_name: subject}
    if isinstance(citation, Described):
        if not citation.text.strip():
            raise Refused("Describe the source in a sentence.")
        return Citation.objects.create(described=citation.text.strip(), **target)
    text = text_of(citation.snapshot)
    found = locate(text, citation.exact, prefix=citation.prefix, suffix=citation.suffix)
    if found is None:
        raise Refused(f"The snapshot does not hold these words: “{citation.exact[:120]}”.")
    start, end = found
    return Citation.objects.create(
        snapshot=citation.snapshot,
        exact=text[start:end],
        prefix=text[max(0, start - CONTEXT) : start],
        suffix=text[end : end + CONTEXT],
        start=start,
        end=end,
        **target,
    )


def _append(*, subject, occurred, on, by, now, superseding):
    if superseding and superseding.entry.claim_id != on.claim.pk:
        raise Refused("An entry can only supersede an entry about the same claim.")
    if superseding and Entry.objects.filter(supersedes=superseding.entry).exists():
        raise Refused("That entry has been superseded already.")
    last = Entry.objects.order_by("-seq").only("seq", "hash").first()
    entry = Entry(
        seq=last.seq + 1 if last else 1,
        claim=on.claim,
        kind=on.kind,
        note=on.note,
        recorded_at=now,
        recorded_by=by,
        supersedes=superseding.entry if superseding else None,
        reason=superseding.reason if superseding else "",
        previous_hash=last.hash if last else GENESIS,
        **{subject._meta.model_name: subject},
        **columns(occurred),
    )
    entry.hash = hash_of(entry)
    entry.save(force_insert=True)
    return entry


def _project(claims, *, now, stories=()):
    """Bring status and documents up to date after these claims moved; return the claims whose status is another."""
    touched, moved = {story.pk: story for story in stories}, []
    for claim in Claim.objects.filter(pk__in=[claim.pk for claim in claims]).select_related("story"):
        entries, before = _entries_of(claim), claim.status
        _refold(claim, entries)
        if claim.status != before:
            moved.append(claim)
        if claim.published_at and claim.story.published_at:
            _write_claim_document(claim, entries, now=now)
            touched[claim.story.pk] = claim.story
    for story in touched.values():
        _write_story_document(story, now=now)
    return moved


def _entries_of(claim):
    return list(entries_in_full().filter(claim=claim))


def _refold(claim, entries):
    """Write the claim's status columns from its entries; return whether they changed."""
    body = claim_document(claim, entries, ())
    reading = fold(moves(body))
    folded = {"status": reading.status, "status_since": reading.since, "moved_seq": body["seq"]}
    if all(getattr(claim, name) == value for name, value in folded.items()):
        return False
    for name, value in folded.items():
        setattr(claim, name, value)
    claim.save(update_fields=list(folded))
    return True


def _write_claim_document(claim, entries=None, *, now):
    body = claim_document(
        claim, _entries_of(claim) if entries is None else entries, published_relations(claim)
    )
    return _write(body, claim=claim, in_story=claim.story.public_id, status=body["status"]["value"], now=now)


def _write_story_document(story, *, now):
    claims = Document.objects.filter(in_story=story.public_id, claim__isnull=False).order_by(
        "claim__opened_at", "claim__pk"
    )
    body = story_document(story, [document.content for document in claims])
    return _write(body, story=story, in_story=story.public_id, status="", now=now)


def _write(body, *, in_story, status, now, **subject):
    text = canonical(body)
    stored = Document.objects.filter(pk=body["id"]).only("body_hash").first()
    if stored and stored.body_hash == digest(text):
        return []
    Document.objects.update_or_create(
        public_id=body["id"],
        defaults={
            "in_story": in_story,
            "status": status,
            "seq": body["seq"],
            "body": text,
            "body_hash": digest(text),
            "written_at": now,
            **subject,
        },
    )
    return [body["id"]]


def _lock():
    """Make writers of the ledger queue until this transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LEDGER_LOCK])
