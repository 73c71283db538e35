"""The one writer of articles, visits, snapshots and what is watched of a page."""

import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from typing import NamedTuple

from django.db import connection, transaction
from django.db.models import Max
from django.utils.duration import duration_iso_string

from tracker.capture import host
from tracker.capture.addresses import address_of, announced_in, canonical, host_of, names_an_article
from tracker.capture.bodies import StoreFailed, keep
from tracker.capture.headline import headline
from tracker.capture.models import Article, Snapshot, Visit, Watch
from tracker.capture.outcomes import SAME_BYTES, Outcome, sentence
from tracker.capture.queries import ALIAS_OF
from tracker.capture.watching import KeptWatch, Watched, learned, says_the_same
from tracker.lib.canonical import digest
from tracker.lib.nudge import nudge
from tracker.sources.models import Source

# Outcomes of looks that found what is already kept.
_SAME = SAME_BYTES | {Outcome.SAME_ARTICLE}

# What a look may change of an article besides letting go of it.
SCHEDULED = ("next_look_at", "delay", "last_changed_at", "gone_at", "deleted_at", "etag", "last_modified")
# Each host is asked for its pages one after the other anyway; the spread lets what else is due there come in between.
# A row that is locked is being written by whoever looks at it just now, and nobody waits for that.
_LOOK_SOON = """
    WITH free AS (
        SELECT id, host_id FROM capture_article
        WHERE id = ANY(%s) AND next_look_at IS NOT NULL AND set_aside_at IS NULL AND deleted_at IS NULL
        FOR NO KEY UPDATE SKIP LOCKED
    ), soon AS (
        SELECT id, %s + (row_number() OVER (PARTITION BY host_id ORDER BY id) - 1) * interval '2 seconds' AS at
        FROM free
    )
    UPDATE capture_article AS article SET next_look_at = soon.at
    FROM soon WHERE article.id = soon.id AND article.next_look_at > soon.at
"""
_LATEST = """
    SELECT snapshot_id AS id FROM capture_visit AS visit
    WHERE article_id = %s AND snapshot_id IS NOT NULL ORDER BY at DESC, visit.id DESC LIMIT 1
"""
# Many looks in one query go as one JSON text: rendering its columns as arrays takes three times as long.
_LOOKED = """
    WITH told AS (
        SELECT * FROM json_to_recordset(%s) AS told (
            article bigint, snapshot bigint, target text, at timestamptz, outcome text, sentence text,
            status smallint, next_look_at timestamptz, delay interval, last_changed_at timestamptz,
            gone_at timestamptz, deleted_at timestamptz, etag text, last_modified text)
    ), visited AS (
        INSERT INTO capture_visit (article_id, snapshot_id, target, at, outcome, sentence, status, note)
        SELECT article, snapshot, target, at, outcome, sentence, status, '' FROM told
    )
    UPDATE capture_article AS article
    SET leased_until = NULL, attempts = 0, next_look_at = told.next_look_at, delay = told.delay,
        last_changed_at = told.last_changed_at, gone_at = told.gone_at, deleted_at = told.deleted_at,
        etag = told.etag, last_modified = told.last_modified
    FROM told WHERE article.id = told.article
"""


def know_article(*, address, now, feed=None, title=""):
    """Return the article at this address, made due now when nobody knew it; `feed` is the one that named it."""
    article, _ = Article.objects.get_or_create(
        address=canonical(address),
        defaults={
            "title": title,
            "outlet": feed.outlet if feed else _outlet_of(address),
            "feed": feed,
            "host": host.known(url=address),
            "first_seen_at": now,
            "next_look_at": now,
        },
    )
    return article


def reschedule(*, article, **columns):
    """Give an article its next look and let go of it: the lease ends and the attempts start anew."""
    Article.objects.filter(pk=article.pk).update(leased_until=None, attempts=0, **columns)


def look_soon(*, articles, now):
    """Make articles due now that are looked at anyway; return how many. `articles` are keys, `now` is aware.

    Nobody looks at what was handed in as a file or is our own note, what was deleted, and what was set aside.
    """
    with connection.cursor() as cursor:
        cursor.execute(_LOOK_SOON, [list(articles), now])
        return cursor.rowcount


def try_again(*, article, now):
    """Make an article that was set aside due again; return False when it was not set aside (any more)."""
    again = {"set_aside_at": None, "set_aside_because": "", "attempts": 0, "next_look_at": now}
    changed = Article.objects.filter(pk=article.pk, set_aside_at__isnull=False).update(
        **again, leased_until=None
    )
    return bool(changed)


@transaction.atomic(savepoint=False)
def record_look(
    *, look, medium, article=None, address="", outlet=None, title="", feed=None, by=None, note=""
):
    """Write down one look (capture.fetch.Look): always a Visit, and a Snapshot when its bytes are new. Returns it.

    `medium` is a Snapshot.Medium. `article` is the one looked at, where it is known; else it is found by its address,
    which `address` overrides (a page handed in as a file may have a URL), or made: then `outlet` is its publishing
    Source, found by host when not given, and `title` overrides the page's own. A look at a `feed` leaves a Visit only.
    `by` is the person who handed it in, `note` what they wrote beside it.
    """
    if feed:
        return _visit(look, feed=feed)
    if look.outcome != Outcome.READ:
        article = article or Article.objects.filter(address=address or _address(look)).first()
        same = article and look.outcome in _SAME
        return _visit(look, article=article, snapshot=_latest(article) if same else None, by=by, note=note)
    if article is None:
        article = _article(look, address=address or _address(look), outlet=outlet, title=title)
    # Two looks at one article at once queue here, so that neither sees half of the other's history.
    Article.objects.select_for_update().values_list("pk").get(pk=article.pk)
    try:
        snapshot, outcome = _snapshot(look, article=article, medium=medium)
    except StoreFailed as failure:
        said = sentence(Outcome.NOT_KEPT, name=look.name, detail=failure.sentence)
        failed = replace(look, outcome=Outcome.NOT_KEPT, sentence=said)
        return _visit(failed, article=article, by=by, note=note)
    return _visit(look, article=article, snapshot=snapshot, outcome=outcome, by=by, note=note)


def record_looks(looks):
    """Write down looks at articles that brought no page to keep and `reschedule` those, all in one statement.

    `looks` are the article, the key of the snapshot it was known by (or None), the look, and the columns of the
    article's schedule (SCHEDULED) that it changes.
    """
    told = [
        {
            "article": article.pk,
            "snapshot": known if look.outcome in _SAME else None,
            "target": look.target,
            "at": look.at,
            "outcome": look.outcome,
            "sentence": look.sentence,
            "status": look.status,
            **{name: getattr(article, name) for name in SCHEDULED},
            **columns,
        }
        for article, known, look, columns in looks
    ]
    with connection.cursor() as cursor:
        cursor.execute(_LOOKED, [json.dumps(told, default=_as_text)])


@transaction.atomic(savepoint=False)
def settle_address(*, article, look):
    """Give an article that was known by a link the address it turned out to live at, before its first snapshot.

    When that is another article's address the two are one: this row is set aside in favour of the other, which is
    returned. Nothing is settled by a page that could be where many links end: a consent, login or front page.
    """
    address = _address(look)
    told = look.outcome == Outcome.READ and address != article.address and names_an_article(address)
    if not told or article.snapshots.exists():
        return article
    settled = Article.objects.filter(address=address).first()
    if settled is None:
        if article.host is None or article.host.name != host_of(address):
            article.host = host.known(url=address)
        article.address = address
        article.save(update_fields=["address", "host"])
        return article
    reschedule(
        article=article,
        next_look_at=None,
        set_aside_at=look.at,
        set_aside_because=f"{ALIAS_OF}{address}."[:500],
    )
    return settled


class Sight(NamedTuple):
    """What reading a snapshot in full says about watching its page; `found` is None where its lines do not tell.

    `same_article` says that reading it gave what the version before it gave: what differs then surrounds it.
    """

    snapshot: Snapshot
    found: Watched | None
    same_article: bool


def watch(sights: Iterable[Sight]):
    """Remember what to watch of the pages of articles, or that there is nothing to watch.

    A reading of a version that is not the newest is no news of the page as it is. Should two readings race, the watch
    that stays may be of the older version: it is then not used, and the next look is read in full.
    """
    sights = {sight.snapshot.article_id: sight for sight in _of_newest(list(sights))}
    blind = [article for article, sight in sights.items() if sight.found is None]
    if blind:
        Watch.objects.filter(article__in=blind).delete()
    known = {row.article_id: row for row in Watch.objects.filter(article__in=sights)} if sights else {}
    rows = [_watch(sight, known.get(article)) for article, sight in sights.items() if sight.found]
    columns = ["snapshot", "lines", "article_lines", "gaps"]
    Watch.objects.bulk_create(rows, update_conflicts=True, unique_fields=["article"], update_fields=columns)


def _of_newest(sights):
    """Those of the newest snapshot of an article."""
    versions = Snapshot.objects.filter(article__in=[sight.snapshot.article_id for sight in sights])
    newest = dict(versions.order_by().values_list("article").annotate(Max("pk")))
    return [sight for sight in sights if sight.snapshot.pk == newest[sight.snapshot.article_id]]


def _watch(sight, known):
    snapshot, found = sight.snapshot, sight.found
    before = known and KeptWatch(known.lines, known.article_lines, known.gaps).opened()
    if before and known.snapshot_id != snapshot.pk and says_the_same(before, found.lines):
        host.was_read_anyway(host=snapshot.article.host_id, agreed=sight.same_article)
    if before and sight.same_article:
        found = learned(before, found)
    lines, article_lines, gaps = KeptWatch.of(found)
    return Watch(
        article_id=snapshot.article_id,
        snapshot=snapshot,
        lines=lines,
        article_lines=article_lines,
        gaps=gaps,
    )


def _address(look):
    """Where the page of a look lives: after redirects, and as it says of itself where that is believable."""
    if not look.url:
        return f"file:{look.target}"
    announced = announced_in(
        body=look.body,
        content_type=look.content_type,
        link=look.headers.get("link", ""),
        final_url=look.final_url,
    )
    return address_of(final_url=look.final_url or look.url, announced=announced)


def _article(look, *, address, outlet, title):
    return Article.objects.get_or_create(
        address=address,
        # Asked for only when there is none yet.
        defaults={
            "outlet": lambda: outlet or _outlet_of(address),
            "title": lambda: (
                title or headline(body=look.body, content_type=look.content_type, text=look.text)
            ),
            "first_seen_at": look.at,
        },
    )[0]


def _outlet_of(address):
    host = host_of(address)
    return Source.objects.filter(host=host).first() if host else None


def _latest(article):
    """The snapshot that the last successful look found, its key alone: not always the newest, a page may go back."""
    return next(iter(Snapshot.objects.raw(_LATEST, [article.pk])), None)


def _snapshot(look, *, article, medium):
    content_hash = digest(look.body)
    last = _latest(article)
    # Whoever has a snapshot has a last one.
    known = last and article.snapshots.filter(content_hash=content_hash).only("pk").first()
    if known:
        return known, Outcome.UNCHANGED if last == known else Outcome.REVERTED
    snapshot = Snapshot.objects.create(
        article=article,
        taken_at=look.at,
        medium=medium,
        content_type=look.content_type,
        content_hash=content_hash,
        size=len(look.body),
        **keep(look.body, look.text, after=last),
        headers=dict(look.headers),
        final_url=look.final_url,
    )
    nudge("tracker.extract.tasks.sweep")
    return snapshot, Outcome.CHANGED if last else Outcome.NEW


def _visit(look, *, outcome=None, **columns):
    return Visit.objects.create(
        target=look.target,
        at=look.at,
        outcome=outcome or look.outcome,
        sentence=sentence(outcome, name=look.name) if outcome else look.sentence,
        status=look.status,
        **columns,
    )


def _as_text(value):
    """A time or a span of it as PostgreSQL reads it; no other values of our columns are unknown to JSON."""
    return duration_iso_string(value) if isinstance(value, timedelta) else value.isoformat()
