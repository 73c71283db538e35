"""What a list of claims costs, answered from stored documents and through a tower of DRF serializers.

    python -m tests.servers -m tests.bench.api [--rounds 7] [--requests 10] [--claims 50] [--entries 10] [--smoke]

Both run in this process, through the whole WSGI handler with all middleware, in turns. Counted is CPU time: of this
process, and of the PostgreSQL process behind its connection (Linux only). Before anything is timed, both must tell the
same. The tower is kept cheap on purpose: every join and prefetch it needs, no text or bytes of snapshots, no steps of
the status, no paging.
"""

import argparse
import json
import os
import platform
import statistics
import sys
import time
from pathlib import Path

import django

django.setup()

# ruff: noqa: E402  (models can only be imported once Django is ready)
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.db.models import Prefetch
from django.test import RequestFactory
from django.test.utils import setup_databases, teardown_databases
from django.urls import include, path
from rest_framework import VERSION as DRF_VERSION
from rest_framework.generics import ListAPIView
from rest_framework.serializers import CharField, ModelSerializer

from tests import make
from tracker.capture.models import Article, Snapshot
from tracker.ledger.models import Citation, Claim, Entry, Statement, Story
from tracker.sources.models import Source


# ------------------------------------------------------------------ the tower
class SourceTower(ModelSerializer):
    class Meta:
        model = Source
        fields = ["public_id", "name", "kind"]


class ArticleTower(ModelSerializer):
    outlet = SourceTower()
    url = CharField()

    class Meta:
        model = Article
        fields = ["public_id", "title", "url", "outlet"]


class SnapshotTower(ModelSerializer):
    article = ArticleTower()

    class Meta:
        model = Snapshot
        fields = ["public_id", "content_hash", "taken_at", "medium", "article"]


class CitationTower(ModelSerializer):
    snapshot = SnapshotTower()

    class Meta:
        model = Citation
        fields = ["exact", "prefix", "suffix", "start", "end", "described", "snapshot"]


class StatementTower(ModelSerializer):
    source = SourceTower()
    citations = CitationTower(many=True)

    class Meta:
        model = Statement
        fields = ["public_id", "source", "role", "attribution", "channel", "words", "paraphrase", "citations"]


class EntryTower(ModelSerializer):
    statement = StatementTower()

    class Meta:
        model = Entry
        fields = [
            "public_id",
            "seq",
            "kind",
            "occurred_earliest",
            "occurred_latest",
            "occurred_precision",
            "occurred_zone",
            "occurred_reports",
            "note",
            "recorded_at",
            "recorded_by",
            "supersedes",
            "reason",
            "previous_hash",
            "hash",
            "statement",
        ]


class StoryTower(ModelSerializer):
    class Meta:
        model = Story
        fields = ["public_id", "title", "slug"]


class ClaimTower(ModelSerializer):
    story = StoryTower()
    entries = EntryTower(many=True)

    class Meta:
        model = Claim
        fields = [
            "public_id",
            "sentence",
            "label",
            "slug",
            "status",
            "status_since",
            "published_at",
            "story",
            "entries",
        ]


class Tower(ListAPIView):
    serializer_class = ClaimTower
    pagination_class = None

    def get_queryset(self):
        entries = Entry.objects.select_related("statement__source").prefetch_related(
            Prefetch(
                "statement__citations",
                Citation.objects.select_related("snapshot__article__outlet").defer(
                    "snapshot__body", "snapshot__words", "snapshot__headers"
                ),
            )
        )
        claims = (
            Claim.objects.published().select_related("story").prefetch_related(Prefetch("entries", entries))
        )
        return claims.order_by("-moved_seq")[:100]


urlpatterns = [path("tower/", Tower.as_view()), path("", include("tracker.urls"))]


# ------------------------------------------------------------------ what both must tell
def told_by_documents(body):
    """What both answers must agree on, from the stored documents."""
    return [
        [claim["id"], claim["sentence"], claim["status"]["value"], claim["story"]["id"]]
        + [_told(entry, entry["subject"], "id") for entry in claim["entries"]]
        for claim in json.loads(body)["results"]
    ]


def told_by_tower(body):
    """The same, from the tower's answer."""
    return [
        [claim["public_id"], claim["sentence"], claim["status"], claim["story"]["public_id"]]
        + [_told(entry, entry["statement"], "public_id") for entry in claim["entries"]]
        for claim in json.loads(body)
    ]


def _told(entry, subject, name_of_id):
    (citation,) = subject["citations"]
    snapshot = citation["snapshot"]
    things = (entry, subject, subject["source"], snapshot, snapshot["article"])
    words = (
        entry["seq"],
        entry["kind"],
        entry["hash"],
        entry["recorded_at"],
        subject["words"],
        citation["exact"],
    )
    return [thing[name_of_id] for thing in things], words


# ------------------------------------------------------------------ measuring
def fill(*, claims, entries):
    """Publish `claims` claims with `entries` entries each, through the ledger's own door."""
    story = make.story()
    for number in range(claims):
        claim = make.claim(f"Sentence {number} of the story.", in_story=story)
        for hour in range(entries):
            kind = ("asserted", "confirmed", "denied", "disputed")[hour % 4]
            make.said(claim, kind, by=f"Speaker {hour}", words=f"Words {number}, {hour}.", hours=hour)
        make.published(claim)


def get(handler, address):
    """Return the body of one answer of the whole site; SystemExit when it is not a 200."""
    statuses = []
    response = handler(
        RequestFactory().get(address).environ, lambda status, headers, error=None: statuses.append(status)
    )
    body = b"".join(response)
    response.close()
    if not statuses[0].startswith("200"):
        raise SystemExit(f"{address} answered {statuses[0]}: {body[:300]!r}")
    return body


def seconds_for(handler, address, *, requests):
    """Return the CPU seconds of one request, as the mean of `requests` of them."""
    database_process = connection.connection.info.backend_pid
    start = cpu(database_process)
    for _ in range(requests):
        get(handler, address)
    spent = cpu(database_process) - start
    if connection.connection is None or connection.connection.info.backend_pid != database_process:
        raise SystemExit("The database connection changed under the measurement.")
    return spent / requests


def cpu(database_process):
    """Return the seconds of CPU used so far by this process and by that of the database behind its connection."""
    try:
        nanoseconds = int(Path(f"/proc/{database_process}/schedstat").read_text().split()[0])
    except OSError:
        nanoseconds = 0
    return time.process_time() + nanoseconds / 1e9


def measure(*, rounds, requests, claims, entries):
    """Check that both tell the same, time them in turns, and print the median ratio with its spread."""
    fill(claims=claims, entries=entries)
    settings.ROOT_URLCONF = __name__
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    handler = WSGIHandler()
    stored, tower = "/api/v1/claims/?page_size=100", "/tower/"
    bodies = get(handler, stored), get(handler, tower)
    if told_by_documents(bodies[0]) != told_by_tower(bodies[1]):
        raise SystemExit("The two answers do not tell the same.")
    say(
        f"{claims} claims, {entries} entries each; documents {len(bodies[0]):,} bytes, tower {len(bodies[1]):,} bytes"
    )
    # The first round warms both up.
    times = [
        [seconds_for(handler, address, requests=requests) for address in (tower, stored)]
        for _ in range(rounds + 1)
    ]
    ratios = [theirs / ours for theirs, ours in times[1:]]
    theirs, ours = (statistics.median(column) * 1000 for column in zip(*times[1:], strict=True))
    say(
        f"tower of serializers {theirs:.2f} ms CPU, stored documents {ours:.2f} ms CPU (medians of {rounds} rounds)"
    )
    say(f"ratio: median {statistics.median(ratios):.1f}, from {min(ratios):.1f} to {max(ratios):.1f}")
    versions = f"Python {platform.python_version()}, Django {django.__version__}, DRF {DRF_VERSION}"
    say(f"{versions}, PostgreSQL {connection.pg_version // 10000}, {os.cpu_count()} CPUs")


def say(line):
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main():
    parser = argparse.ArgumentParser(
        description="What a list of claims costs, against a tower of DRF serializers."
    )
    for name, default in (("rounds", 7), ("requests", 10), ("claims", 50), ("entries", 10)):
        parser.add_argument(f"--{name}", type=int, default=default)
    parser.add_argument("--smoke", action="store_true", help="tiny: only that both run and tell the same")
    options = parser.parse_args()
    sizes = {"rounds": 1, "requests": 1, "claims": 3, "entries": 4} if options.smoke else vars(options)
    # Its own database, so that it can run beside the tests on one server.
    connection.settings_dict["TEST"]["NAME"] = "walkback_bench_api"
    databases = setup_databases(verbosity=0, interactive=False)
    try:
        measure(**{name: sizes[name] for name in ("rounds", "requests", "claims", "entries")})
    finally:
        teardown_databases(databases, verbosity=0)


if __name__ == "__main__":
    main()
