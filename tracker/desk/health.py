"""Whether capture is well, and what waits where. Reads only; every answer comes within seconds."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import psycopg
import redis
from django.conf import settings
from django.db import Error, connection, transaction
from django.db.models import Min, Q
from django.urls import reverse
from kombu import Connection
from kombu.exceptions import KombuError
from kombu.exceptions import OperationalError as BrokerDown
from redis.backoff import NoBackoff
from redis.retry import Retry

from tracker.capture.models import Article, Feed, Host
from tracker.capture.queries import is_alias
from tracker.capture.tick import last_tick
from tracker.extract.models import Change, Extraction, ReadingAgain, TextSample
from tracker.extract.queries import failed_readings, snapshots_to_read, texts_to_compare, versions_to_compare
from tracker.match.models import Comparison, ComparisonAgain, Reanchoring
from tracker.match.queries import changes_to_weigh, extractions_to_compare, failed_comparisons

PATIENCE = 2  # seconds for the database, and for the broker
OLDEST_WORK = timedelta(minutes=15)
OLDEST_TICK = timedelta(minutes=3)
# A host that asked for more patience than this is waited for, and its pages are not late.
ASKED_TO_WAIT = timedelta(minutes=1)


@dataclass(frozen=True, kw_only=True)
class Stage:
    """What one stage has before it: counts of rows, and since when the oldest of the waiting has been due.

    `in_hand` is None where nobody knows: a worker holds such a row by a lock alone. `oldest` leaves out what was done
    before and is done anew, because a new version of a reader came: nobody waits for that.
    """

    name: str
    waiting: int
    in_hand: int | None
    set_aside: int
    oldest: datetime | None


def stages(*, now: datetime) -> list[Stage]:
    """Return the stages in the order in which a page passes them."""
    snapshots, extractions = snapshots_to_read(), extractions_to_compare()
    never_compared = extractions.exclude(snapshot__extractions__comparisons__isnull=False)
    texts, versions, changes = texts_to_compare(), versions_to_compare(), changes_to_weigh()
    never_grouped = texts.exclude(snapshot__extractions__sample__isnull=False)
    return [
        _scheduled("Feeds", Feed.objects.all(), now=now),
        _scheduled("Articles", Article.objects.exclude(is_alias()), now=now),
        _worked_off("Extraction", snapshots, failed_readings(), since="taken_at", new=snapshots),
        _worked_off("Comparison", extractions, failed_comparisons(), since="made_at", new=never_compared),
        _worked_off("Copies", texts, _failed(TextSample), since="made_at", new=never_grouped),
        _worked_off("Versions", versions, _failed(Change), since="made_at", new=versions),
        _worked_off("Cited sentences", changes, _failed(Reanchoring), since="made_at", new=changes),
    ]


def _failed(done):
    return done.objects.exclude(failure="")


def _worked_off(name, waiting, failed, *, since, new):
    """A stage that is done with rows, and with some of them in vain (`failed`); `new` are those it never saw."""
    return Stage(
        name=name,
        waiting=waiting.count(),
        in_hand=None,
        set_aside=failed.count(),
        oldest=new.order_by().aggregate(at=Min(since))["at"],
    )


@dataclass(frozen=True, kw_only=True)
class Failure:
    """A page that could not be read or compared, and why; `row` is the try that failed.

    `asked_again` is an editor's wish for another try that is not answered yet.
    """

    row: Extraction | Comparison
    article: Article
    reason: str
    asked_again: ReadingAgain | ComparisonAgain | None

    @property
    def again(self) -> str:
        """Where an editor asks for another try."""
        name = "reading_again" if isinstance(self.row, Extraction) else "comparison_again"
        return reverse(f"desk:{name}", args=[self.row.pk])


def failures(*, most: int) -> list[Failure]:
    """Return the pages that could not be read, then those that could not be compared."""
    heavy = ("snapshot__body", "snapshot__words")
    read = failed_readings().select_related("snapshot__article", "asked_again").defer(*heavy)
    compared = failed_comparisons().select_related("extraction__snapshot__article", "asked_again")
    compared = compared.defer("extraction__text", *(f"extraction__{name}" for name in heavy))
    found = [(row, row.snapshot.article) for row in read[:most]]
    found += [(row, row.extraction.snapshot.article) for row in compared[:most]]
    return [
        Failure(row=row, article=article, reason=row.failure, asked_again=getattr(row, "asked_again", None))
        for row, article in found
    ]


def _scheduled(name, rows, *, now):
    live = rows.filter(set_aside_at=None)
    free = Q(leased_until=None) | Q(leased_until__lte=now)
    due = live.filter(free, next_look_at__lte=now)
    late = due.exclude(host__free_at__gt=now + ASKED_TO_WAIT)
    return Stage(
        name=name,
        waiting=due.count(),
        in_hand=live.filter(leased_until__gt=now).count(),
        set_aside=rows.filter(set_aside_at__isnull=False).count(),
        oldest=late.order_by().aggregate(at=Min("next_look_at"))["at"],
    )


def hosts_waiting(*, now: datetime):
    """Return the hosts that asked for patience, the longest wait first."""
    return Host.objects.filter(free_at__gt=now + ASKED_TO_WAIT).order_by("-free_at")


def troubles(*, now: datetime) -> dict[str, str]:
    """Return what is not well, by name of the check, as a sentence; empty when we are ready."""
    found = {"database": _database(), "broker": _broker()}
    if not found["database"]:
        try:
            found |= _rows(now)
        except Error as trouble:
            found["database"] = f"The database does not answer: {type(trouble).__name__}."
    return {name: sentence for name, sentence in found.items() if sentence}


def _rows(now):
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL statement_timeout = '{PATIENCE}s'")
        late = [stage for stage in stages(now=now) if stage.oldest and now - stage.oldest > OLDEST_WORK]
        last = last_tick()
    work = ", ".join(f"{stage.name.lower()} since {stage.oldest:%Y-%m-%d %H:%M} UTC" for stage in late)
    tick = "" if last and now - last <= OLDEST_TICK else "The scheduler was never heard of."
    if last and tick:
        tick = f"The scheduler was last heard of at {last:%Y-%m-%d %H:%M} UTC."
    return {"work": f"Work has been waiting too long: {work}." if work else "", "scheduler": tick}


def _database():
    """Ask over a connection of its own: the one in use might wait for a dead server much longer."""
    asked = {"connect_timeout": PATIENCE, "options": f"-c statement_timeout={PATIENCE}s"}
    try:
        with psycopg.connect(**connection.get_connection_params() | asked) as fresh:
            fresh.execute("SELECT 1")
    except psycopg.Error as trouble:
        return f"The database does not answer: {type(trouble).__name__}."
    return ""


def _broker():
    """Ask once: the clients' own patience would take many seconds."""
    url = settings.CELERY_BROKER_URL.replace("redis+socket://", "unix://").replace("virtual_host=", "db=")
    try:
        if url.startswith(("redis://", "rediss://", "unix://")):
            waits = {"socket_timeout": PATIENCE, "socket_connect_timeout": PATIENCE}
            waits = waits if not url.startswith("unix://") else {"socket_timeout": PATIENCE}
            with redis.Redis.from_url(url, retry=Retry(NoBackoff(), 0), **waits) as client:
                client.ping()
        else:
            with Connection(url, connect_timeout=PATIENCE) as broker:
                broker.ensure_connection(max_retries=1, timeout=PATIENCE)
    except (redis.RedisError, KombuError, BrokerDown, OSError) as trouble:
        return f"The broker does not answer: {type(trouble).__name__}."
    return ""
