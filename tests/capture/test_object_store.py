"""Snapshots in S3-compatible storage, against a small S3 server on loopback."""

import os
import random
import signal
import socket
import subprocess
import sys
from dataclasses import replace

import boto3
import pytest
from django.conf import settings
from django.core.files.storage import storages
from django.core.management import call_command
from django.db import transaction
from django.test import override_settings

from tests import hostile, make
from tests.capture.test_bodies import PAGE, look
from tests.servers import running
from tracker.capture.bodies import Damaged, StoreFailed
from tracker.capture.models import Snapshot
from tracker.capture.queries import body_of
from tracker.capture.store import record_look
from tracker.extract.mark import mark
from tracker.extract.models import Extraction

BUCKET = "walkback-snapshots"
KEYS = {"access_key": "a-test", "secret_key": "only-for-tests", "region_name": "us-east-1"}


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def answers(port):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """A running moto server: its address."""
    directory, port = tmp_path_factory.mktemp("s3"), free_port()
    command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
    with running(
        command,
        log=directory / "log",
        is_ready=lambda: answers(port),
        stop_signal=signal.SIGTERM,
        directory=directory,
    ):
        yield f"http://127.0.0.1:{port}"


def storing_at(endpoint, *, bucket=BUCKET):
    """The settings of an installation that keeps its snapshots at this address."""
    place = {
        "BACKEND": "tracker.capture.object_store.ObjectStore",
        "OPTIONS": {"bucket_name": bucket, "location": "snapshots", "endpoint_url": endpoint} | KEYS,
    }
    return override_settings(SNAPSHOT_STORAGE="s3", STORAGES=settings.STORAGES | {"snapshots": place})


@pytest.fixture
def bucket(server):
    """An empty bucket, and settings that keep snapshots in it."""
    client = boto3.resource(
        "s3",
        endpoint_url=server,
        aws_access_key_id=KEYS["access_key"],
        aws_secret_access_key=KEYS["secret_key"],
        region_name=KEYS["region_name"],
    )
    made = client.create_bucket(Bucket=BUCKET)
    with storing_at(server):
        yield made
    made.objects.all().delete()
    client.meta.client.close()


def captured(body):
    return record_look(look=look(body), medium="fetched").snapshot


@pytest.mark.django_db
def test_versions_lie_in_the_bucket_and_come_back(bucket):
    versions = [PAGE + f"<p>Update {number}.</p>".encode() for number in range(5)]
    snapshots = [captured(version) for version in versions]
    assert [body_of(snapshot) for snapshot in snapshots] == versions
    assert all(bytes(snapshot.body) == b"" for snapshot in Snapshot.objects.all())
    objects = {item.key: item.size for item in bucket.objects.all()}
    assert set(objects) == {f"snapshots/{snapshot.stored_as}" for snapshot in snapshots}
    assert sorted(objects.values())[-2] < 1024


@pytest.mark.django_db
def test_a_name_is_made_of_what_is_in_it_so_writing_twice_changes_nothing(bucket):
    first = captured(PAGE)
    other = record_look(
        look=replace(look(PAGE), final_url="https://news.example/b"), medium="fetched"
    ).snapshot
    assert other.article != first.article
    assert other.stored_as == first.stored_as
    assert len(list(bucket.objects.all())) == 1


@pytest.mark.django_db
def test_rows_of_the_time_before_and_after_the_setting_are_read_alike(bucket):
    with override_settings(SNAPSHOT_STORAGE="database"):
        before = captured(PAGE)
    during = captured(PAGE + b"b")
    with override_settings(SNAPSHOT_STORAGE="database"):
        after = captured(PAGE + b"bc")
    assert [bool(snapshot.stored_as) for snapshot in (before, during, after)] == [False, True, False]
    assert after.based_on == during
    assert [body_of(snapshot) for snapshot in (before, during, after)] == [PAGE, PAGE + b"b", PAGE + b"bc"]


@pytest.mark.django_db
def test_a_large_body_goes_and_comes(bucket):
    body = random.Random(1).randbytes(9_500_000)
    assert body_of(captured(body)) == body


@pytest.mark.django_db
def test_a_row_that_is_not_committed_leaves_an_object_that_harms_nobody(bucket):
    def fail_after_the_object():
        with transaction.atomic():
            captured(PAGE)
            raise ConnectionError

    with pytest.raises(ConnectionError):
        fail_after_the_object()
    assert (Snapshot.objects.count(), len(list(bucket.objects.all()))) == (0, 1)
    assert body_of(captured(PAGE)) == PAGE
    assert len(list(bucket.objects.all())) == 1


@pytest.mark.django_db
@pytest.mark.parametrize("how", ["nobody listens", "server error", "broken off", "no bucket"])
def test_what_the_store_does_not_take_is_a_look_with_its_reason_and_no_row(server, how):
    responders = {
        "server error": hostile.page(b"<Error><Code>InternalError</Code></Error>", status="500 Oh"),
        "broken off": hostile.raw(b""),
    }
    if how in responders:
        with hostile.Server(responders[how]) as bad, storing_at(bad.url):
            visit = record_look(look=look(PAGE), medium="fetched")
    else:
        nobody = f"http://127.0.0.1:{free_port()}"
        with storing_at(server if how == "no bucket" else nobody, bucket="nobody-made-this"):
            visit = record_look(look=look(PAGE), medium="fetched")
    assert (visit.outcome, visit.snapshot) == ("not-kept", None)
    assert "the snapshot store did not take it" in visit.sentence
    assert not Snapshot.objects.exists()


@pytest.mark.django_db
def test_a_lost_object_is_damage_and_a_lost_store_is_not(bucket, server):
    snapshot = captured(PAGE)
    with storing_at(f"http://127.0.0.1:{free_port()}"), pytest.raises(StoreFailed):
        body_of(snapshot)
    bucket.objects.all().delete()
    with pytest.raises(Damaged, match=snapshot.stored_as):
        body_of(snapshot)


@pytest.mark.django_db
def test_a_changed_object_is_noticed(bucket):
    snapshot = captured(PAGE)
    (item,) = bucket.objects.all()
    content = bytearray(item.get()["Body"].read())
    content[len(content) // 2] ^= 1
    item.put(Body=bytes(content))
    with pytest.raises(Damaged):
        body_of(snapshot)


@pytest.mark.django_db
def test_reading_waits_for_a_store_that_is_away_and_does_not_give_up_the_page(bucket):
    text = replace(look(b"The general said on Monday that it was a mistake."), content_type="text/plain")
    snapshot = record_look(look=text, medium="fetched").snapshot
    with storing_at(f"http://127.0.0.1:{free_port()}"), pytest.raises(StoreFailed):
        mark(snapshot=snapshot, now=make.NOON)
    assert not Extraction.objects.exists()
    assert mark(snapshot=snapshot, now=make.NOON).failure == ""


@pytest.mark.django_db
def test_an_archive_is_made_from_the_bucket(bucket, tmp_path):
    captured(PAGE)
    call_command("export_warc", "--all", str(tmp_path / "a.warc"))
    assert PAGE in (tmp_path / "a.warc").read_bytes()


def configured(**environment):
    """What a process says of its storage when it is started with these variables."""
    code = (
        "import django; django.setup();"
        "from django.conf import settings; from django.core.files.storage import storages;"
        "print(settings.SNAPSHOT_STORAGE, storages['snapshots'].bucket_name, storages['snapshots'].endpoint_url)"
    )
    known = {name: os.environ[name] for name in os.environ if not name.startswith("AWS_")}
    return subprocess.run(
        [sys.executable, "-c", code], env=known | environment, capture_output=True, text=True
    )


def test_the_environment_names_the_store():
    said = configured(
        WALKBACK_SNAPSHOT_STORAGE="s3",
        AWS_STORAGE_BUCKET_NAME="ours",
        AWS_S3_ENDPOINT_URL="http://127.0.0.1:9000",
        AWS_ACCESS_KEY_ID="a",
        AWS_SECRET_ACCESS_KEY="b",
    )
    assert said.stdout == "s3 ours http://127.0.0.1:9000\n", said.stderr


@pytest.mark.parametrize(
    ("variables", "says"),
    [
        ({"WALKBACK_SNAPSHOT_STORAGE": "s3"}, "AWS_STORAGE_BUCKET_NAME is not set"),
        ({"WALKBACK_SNAPSHOT_STORAGE": "disk"}, "is neither database nor s3"),
    ],
)
def test_a_store_that_is_not_fully_named_stops_at_once(variables, says):
    assert says in configured(**variables).stderr


def test_nothing_of_it_is_loaded_unless_it_is_asked_for():
    code = "import django; django.setup(); import tracker.capture.store, sys; print('boto3' in sys.modules)"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert said.stdout == "False\n", said.stderr
    assert "snapshots" not in storages.backends
