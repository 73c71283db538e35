"""`manage.py export_warc`: an archive that warcio finds valid, and every byte of it again."""

import io
import subprocess
import sys
import tracemalloc
from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from warcio.archiveiterator import ArchiveIterator

from tests import make
from tracker.capture import bodies
from tracker.capture.bodies import StoreFailed
from tracker.capture.fetch import Look
from tracker.capture.models import Snapshot, Visit
from tracker.capture.outcomes import Outcome
from tracker.capture.queries import body_of
from tracker.capture.store import record_look

pytestmark = pytest.mark.django_db

HEADERS = {"content-type": "text/html; charset=utf-8", "etag": '"1"', "x-robots-tag": "ünïcode"}
ADDRESS = "https://news.example/a-letter"


def look(body=b"<p>It was a mistake.</p>\r\n", *, hours=0, status=200, url=ADDRESS):
    return Look(
        target=url,
        url=url,
        final_url=url,
        at=make.NOON + timedelta(hours=hours),
        outcome=Outcome.READ,
        sentence="",
        name="a-letter",
        status=status,
        headers=HEADERS,
        content_type="text/html; charset=utf-8",
        body=body,
        text="It was a mistake.",
    )


def fetched(*args, **more):
    return record_look(look=look(*args, **more), medium="fetched")


def handed_in(body, *, name="a report — of mine.txt", medium="handed in"):
    seen = replace(
        look(body), target=name, url="", final_url="", status=None, headers={}, content_type="text/plain"
    )
    return record_look(look=seen, medium=medium)


def not_modified(hours):
    seen = replace(
        look(hours=hours),
        outcome=Outcome.NOT_MODIFIED,
        status=304,
        body=b"",
        text="",
        sentence="It is the same.",
    )
    return record_look(look=seen, medium="fetched", address=ADDRESS)


def export(path, *options):
    told = io.StringIO()
    call_command("export_warc", *(options or ("--all",)), str(path), stderr=told)
    return told.getvalue()


def records(path):
    """(record, payload) of each record; warcio checks its digests on the way."""
    with path.open("rb") as file:
        return [
            (record, record.content_stream().read())
            for record in ArchiveIterator(file, check_digests="raise")
        ]


def of_kind(path, kind):
    return [(record, payload) for record, payload in records(path) if record.rec_type == kind]


def header(record, name):
    return record.rec_headers.get_header(name)


def assert_valid(path):
    """What the `warcio check` of its authors says: every record complete, every digest right."""
    checked = subprocess.run(
        [sys.executable, "-m", "warcio.cli", "check", "-v", str(path)], capture_output=True, text=True
    )
    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert "digest pass" in checked.stdout
    assert "failed" not in checked.stdout


@pytest.mark.parametrize("name", ["all.warc.gz", "all.warc"])
def test_every_body_comes_back_byte_for_byte(tmp_path, name):
    path = tmp_path / name
    for number in range(25):
        fetched(b"\x00\xff<p>Version.</p>\r\n\r\n" * 50 + str(number).encode(), hours=number)
    handed_in(b"WARC/1.1\r\n\r\nHTTP/1.1 200 OK\r\n\r\nWords.")
    export(path)
    assert_valid(path)
    payloads = [payload for _, payload in of_kind(path, "response") + of_kind(path, "resource")]
    assert payloads == [body_of(snapshot) for snapshot in Snapshot.objects.order_by("pk")]
    assert path.read_bytes().startswith(b"\x1f\x8b" if name.endswith(".gz") else b"WARC/1.1\r\n")
    assert list(tmp_path.iterdir()) == [path]


def test_a_fetched_page_is_a_response_with_the_headers_that_were_kept(tmp_path):
    snapshot = fetched(status=203).snapshot
    export(tmp_path / "a.warc.gz")
    ((record, _),) = of_kind(tmp_path / "a.warc.gz", "response")
    assert record.rec_headers.protocol == "WARC/1.1"
    assert header(record, "WARC-Target-URI") == ADDRESS
    assert header(record, "WARC-Date") == "2020-01-06T12:00:00Z"
    assert header(record, "WARC-Payload-Digest").startswith("sha256:")
    assert record.http_headers.statusline == "203 Non-Authoritative Information"
    assert record.http_headers.get_header("ETag") == '"1"'
    assert record.http_headers.get_header("Content-Length") == str(snapshot.size)


@pytest.mark.parametrize(
    ("medium", "said"), [("handed in", b"Handed in as a file"), ("stand-in", b"Our own note of a page")]
)
def test_what_was_not_fetched_is_a_resource_that_says_so(tmp_path, medium, said):
    handed_in(b"Words.", medium=medium)
    export(tmp_path / "a.warc.gz")
    ((resource, payload),) = of_kind(tmp_path / "a.warc.gz", "resource")
    assert (payload, header(resource, "Content-Type")) == (b"Words.", "text/plain")
    assert header(resource, "WARC-Target-URI") == "file:a%20report%20%E2%80%94%20of%20mine.txt"
    ((about, fields),) = of_kind(tmp_path / "a.warc.gz", "metadata")
    assert header(about, "WARC-Refers-To") == header(resource, "WARC-Record-ID")
    assert said in fields


def test_later_looks_at_the_same_bytes_are_revisits(tmp_path):
    fetched()
    fetched(hours=1)
    not_modified(hours=2)
    fetched(b"<p>Changed.</p>", hours=3)
    fetched(hours=4)
    assert list(Visit.objects.order_by("pk").values_list("outcome", flat=True)) == [
        "new", "unchanged", "not-modified", "changed", "reverted",
    ]  # fmt: skip
    path = tmp_path / "a.warc.gz"
    export(path)
    assert_valid(path)
    (first, _), _ = of_kind(path, "response")
    revisits = [record for record, _ in of_kind(path, "revisit")]
    assert [header(record, "WARC-Date") for record in revisits] == [
        f"2020-01-06T{hour}:00:00Z" for hour in (13, 14, 16)
    ]
    assert [header(record, "WARC-Profile").rpartition("/")[2] for record in revisits] == [
        "identical-payload-digest",
        "server-not-modified",
        "identical-payload-digest",
    ]
    for record in revisits:
        assert header(record, "WARC-Refers-To") == header(first, "WARC-Record-ID")
        assert header(record, "WARC-Refers-To-Date") == header(first, "WARC-Date")
        assert header(record, "WARC-Payload-Digest") == header(first, "WARC-Payload-Digest")
    assert revisits[1].http_headers.statusline == "304 Not Modified"


def test_a_look_that_found_no_page_says_how_it_ended(tmp_path):
    fetched()
    gone = {"status": 410, "body": b"", "text": "", "headers": {}, "content_type": ""}
    seen = replace(look(hours=1), outcome=Outcome.GONE_410, sentence="It was\r\nremoved.", **gone)
    record_look(look=seen, medium="fetched", address=ADDRESS)
    silent = replace(look(hours=2), outcome=Outcome.TIMEOUT, sentence="No answer.", **gone | {"status": None})
    record_look(look=silent, medium="fetched", address=ADDRESS)
    path = tmp_path / "a.warc.gz"
    export(path)
    assert_valid(path)
    (first, about_first), (second, about_second) = of_kind(path, "metadata")
    assert header(first, "WARC-Target-URI") == ADDRESS
    assert [header(one, "WARC-Date") for one in (first, second)] == [
        "2020-01-06T13:00:00Z",
        "2020-01-06T14:00:00Z",
    ]
    assert about_first.decode().split("\r\n") == [
        "outcome: gone-410",
        "http-status: 410",
        "page: gone",
        "sentence: It was removed.",
        "",
    ]
    assert about_second.startswith(b"outcome: timeout\r\npage: unknown\r\n")


def test_it_begins_with_what_it_is_and_keeps_its_ids(tmp_path):
    fetched()
    export(tmp_path / "one.warc.gz")
    export(tmp_path / "two.warc.gz")
    (info, fields), *one = records(tmp_path / "one.warc.gz")
    assert info.rec_type == "warcinfo"
    assert b"conformsTo: http://iipc.github.io/warc-specifications" in fields
    _, *two = records(tmp_path / "two.warc.gz")
    assert [header(record, "WARC-Record-ID") for record, _ in one] == [
        header(record, "WARC-Record-ID") for record, _ in two
    ]


def test_one_article_is_exported_alone(tmp_path):
    wanted = fetched().article
    fetched(url="https://news.example/other")
    fetched(hours=1)
    fetched(url="https://news.example/other", hours=1)
    export(tmp_path / "a.warc.gz", "--article", wanted.public_id)
    found = {header(record, "WARC-Target-URI") for record, _ in records(tmp_path / "a.warc.gz")[1:]}
    assert found == {ADDRESS}


def test_a_story_is_exported_with_all_that_its_entries_cite(tmp_path):
    claim = make.affair()
    cited = {"William Seely", "A US official", "Mark Esper", "Mark Milley"}
    fetched()
    make.said(make.claim("Another.", in_story=make.story("Another affair"), label="other"), by="A stranger")
    export(tmp_path / "a.warc.gz", "--story", claim.story.public_id)
    texts = b"\n".join(payload for _, payload in of_kind(tmp_path / "a.warc.gz", "resource")).decode()
    assert len(of_kind(tmp_path / "a.warc.gz", "resource")) == 4
    assert all(name in texts for name in cited)
    assert "A stranger" not in texts


def test_who_handed_it_in_and_their_note_stay_with_us(tmp_path):
    seen = replace(look(b"Words."), url="", final_url="", headers={}, content_type="text/plain")
    record_look(look=seen, medium="handed in", by=make.alice(), note="From my source at the ministry.")
    export(tmp_path / "a.warc")
    written = (tmp_path / "a.warc").read_bytes()
    assert b"alice" not in written
    assert b"ministry" not in written


def test_standard_output_holds_the_archive_and_nothing_else(tmp_path, capsysbinary):
    fetched()
    export("-")
    (tmp_path / "a.warc.gz").write_bytes(capsysbinary.readouterr().out)
    assert_valid(tmp_path / "a.warc.gz")


def test_progress_is_told_beside_it(tmp_path):
    fetched()
    fetched(hours=1)
    told = export(tmp_path / "a.warc.gz")
    assert "1 snapshots written" in told
    assert "1 later looks written" in told


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (("--article", "art_nothing"), "There is no article art_nothing."),
        (("--story", "sty_nothing"), "There is no story sty_nothing."),
    ],
)
def test_what_does_not_exist_is_named(tmp_path, options, says):
    with pytest.raises(CommandError, match=says):
        export(tmp_path / "a.warc.gz", *options)
    assert not list(tmp_path.iterdir())


def test_a_place_that_cannot_be_written_is_named(tmp_path):
    with pytest.raises(CommandError, match="cannot be written"):
        export(tmp_path / "nowhere" / "a.warc.gz")


def test_a_damaged_snapshot_is_left_out_and_named(tmp_path, monkeypatch):
    fetched()
    damaged = fetched(b"<p>Other.</p>", hours=1).snapshot

    def digest_of_damage(body):
        return "0" * 64 if b"Other" in body else bodies_digest(body)

    bodies_digest = bodies.digest
    monkeypatch.setattr(bodies, "digest", digest_of_damage)
    with pytest.raises(CommandError, match=damaged.public_id):
        export(tmp_path / "a.warc.gz")
    assert_valid(tmp_path / "a.warc.gz")
    assert len(of_kind(tmp_path / "a.warc.gz", "response")) == 1


def test_a_store_that_does_not_answer_leaves_no_half_file(tmp_path, monkeypatch):
    fetched()

    def fail(line):
        raise StoreFailed("the snapshot store did not give it (ConnectTimeoutError)")

    monkeypatch.setattr(bodies, "_opened", fail)
    with pytest.raises(CommandError, match="did not give it"):
        export(tmp_path / "a.warc.gz")
    assert not list(tmp_path.iterdir())


def test_memory_does_not_grow_with_what_is_exported(tmp_path):
    def peak():
        tracemalloc.start()
        export(tmp_path / "a.warc.gz")
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    page = b"<p>It was a mistake.</p>" * 8000
    for number in range(5):
        fetched(page, url=f"{ADDRESS}/{number}")
    export(tmp_path / "a.warc.gz")  # what is imported and cached once
    few = peak()
    for number in range(5, 60):
        fetched(page, url=f"{ADDRESS}/{number}")
    assert peak() < few + 2_000_000
