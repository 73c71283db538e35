"""Handing in a page: pasted, uploaded, or an address to look at; and the way here from other sites."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import override_settings
from django.utils import timezone

from tests import hostile, make
from tests.desk.browsing import desk, form_of
from tests.pdfs import locked, pdf
from tracker.accounts.access import RIGHTS
from tracker.capture.models import Article, Host, Snapshot, Visit
from tracker.capture.queries import body_of, text_of
from tracker.capture.work import look_at_due_articles
from tracker.extract.mark import mark
from tracker.sources.models import Source

pytestmark = pytest.mark.django_db

URL = "/desk/hand-in/"
HTMX = {"HX-Request": "true"}
WORDS = "“It was a mistake,” the general said at the Pentagon on Monday evening."
PAGE = f"<!doctype html><title>A letter on troops</title><p>{WORDS}</p>"
ADDRESS = "https://news.example/a-letter-on-troops?utm_source=mail"


def file(body, name="report.html"):
    return SimpleUploadedFile(name, body)


def send(browser=None, *, htmx=False, **typed):
    return (browser or desk()).post(URL, typed, headers=HTMX if htmx else {})


def errors(answer):
    return answer.context["form"].errors


def captured(answer):
    """The one article that the answer leads to."""
    article = Article.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"/desk/articles/{article.public_id}/")
    return article


def test_pasted_html_is_kept_byte_for_byte_under_its_address():
    answer = send(pasted=PAGE, url=ADDRESS, note="From behind the login.")
    article = captured(answer)
    snapshot, visit = Snapshot.objects.get(), Visit.objects.get()
    assert (article.address, article.title) == (
        "https://news.example/a-letter-on-troops",
        "A letter on troops",
    )
    assert body_of(snapshot) == PAGE.encode()
    assert (snapshot.medium, snapshot.content_type) == ("handed in", "text/html; charset=utf-8")
    assert (visit.by, visit.note) == (make.alice(), "From behind the login.")
    page = desk().get(answer["Location"]).content.decode()
    assert "by alice" in page
    assert "From behind the login." in page


def test_the_characters_that_were_pasted_count_and_not_what_the_page_says_of_them():
    send(pasted=f'<meta charset="windows-1252"><p>{WORDS}</p>')
    assert text_of(Snapshot.objects.get()) == WORDS


def test_plain_text_without_an_address_stands_by_itself():
    article = captured(send(pasted=f"A report\n\n{WORDS}", title="The report"))
    assert article.title == "The report"
    assert article.address.startswith("file:handed-in/")
    assert article.url == ""


def test_an_uploaded_pdf_becomes_text_that_can_be_read():
    body = pdf(["A letter on troops", "", WORDS])
    article = captured(send(upload=file(body, "letter.pdf"), url=ADDRESS))
    snapshot = article.snapshots.get()
    assert (snapshot.medium, snapshot.content_type) == ("handed in", "application/pdf")
    assert body_of(snapshot) == body
    extraction = mark(snapshot=snapshot, now=make.NOON)
    assert extraction.failure == ""
    assert WORDS in extraction.text


def test_an_uploaded_page_is_found_by_the_host_of_its_address():
    outlet = Source.objects.create(kind="outlet", name="News", host="news.example")
    assert captured(send(upload=file(PAGE.encode()), url=ADDRESS)).outlet == outlet


def test_outlet_and_time_are_what_the_editor_says():
    outlet = Source.objects.create(kind="outlet", name="The Evening Paper")
    article = captured(send(pasted=PAGE, outlet=outlet.pk, seen_at="2020-01-06 20:46"))
    assert article.outlet == outlet
    assert article.snapshots.get().taken_at == datetime(2020, 1, 6, 20, 46, tzinfo=UTC)


def test_two_files_of_one_name_are_two_articles():
    browser = desk()
    for words in ("One.", "Two."):
        send(browser, upload=file(words.encode(), "report.txt"))
    assert Article.objects.count() == 2


def test_the_same_twice_is_two_looks_and_one_snapshot():
    browser = desk()
    first, second = (send(browser, pasted=PAGE, url=ADDRESS) for _ in range(2))
    assert first["Location"] == second["Location"]
    assert list(Visit.objects.order_by("pk").values_list("outcome", flat=True)) == ["new", "unchanged"]
    assert Snapshot.objects.count() == 1


def test_with_htmx_the_editor_is_led_on():
    answer = send(htmx=True, pasted=PAGE)
    assert (answer.status_code, answer["HX-Redirect"]) == (
        204,
        f"/desk/articles/{Article.objects.get().public_id}/",
    )


def test_an_address_alone_is_looked_at_and_looked_at_again_later():
    with (
        hostile.Server(hostile.page(PAGE.encode())) as server,
        override_settings(ALLOW_PRIVATE_NETWORKS=True),
    ):
        article = captured(send(url=f"{server.url}/letter", note="Seen in a feed reader."))
        assert server.connections == 1
    assert article.snapshots.get().medium == "fetched"
    assert Visit.objects.get().by == make.alice()
    assert article.host.name == "127.0.0.1"
    assert timezone.now() < article.next_look_at < timezone.now() + timedelta(hours=1)


def test_a_look_of_a_person_does_not_ask_robots_txt_and_says_so_and_later_ones_do():
    def respond(connection, request):
        kind = hostile.page(b"User-agent: *\nDisallow: /", content_type="text/plain")
        (kind if request.startswith(b"GET /robots.txt ") else hostile.page(PAGE.encode()))(
            connection, request
        )

    with hostile.Server(respond) as server, override_settings(ALLOW_PRIVATE_NETWORKS=True):
        captured(send(url=f"{server.url}/letter"))
        Article.objects.update(next_look_at=timezone.now())
        Host.objects.update(free_at=None)
        look_at_due_articles(now=timezone.now())
    outcomes = list(Visit.objects.order_by("pk").values_list("outcome", flat=True))
    assert outcomes == ["new", "robots-disallowed"]
    assert "does not ask the site’s robots.txt" in desk().get(URL).content.decode()


def test_an_address_inside_is_never_looked_at():
    with hostile.Server(hostile.page(PAGE.encode())) as server:
        answer = send(url=f"{server.url}/letter")
        assert server.connections == 0
    assert errors(answer).keys() == {"url"}
    assert Visit.objects.get().outcome in {"forbidden-address", "port-not-allowed"}
    assert not Article.objects.exists()


@pytest.mark.parametrize(
    ("name", "body", "says"),
    [
        ("page.html", pdf(["Words."]), "is presented as a text page but is a PDF"),
        ("letter.pdf", locked(pdf(["Words."]), password="secret"), "opens only with a password"),
        ("scan.pdf", pdf([]), "such as a scan"),
        ("letter.pdf", b"%PDF-1.7\n...", "damaged"),
        ("photo.png", b"\x89PNG\r\n\x1a\n", "is a picture"),
        ("empty.txt", b"", "no text"),
        ("../../etc/passwd", b"", "no text"),
    ],
)
def test_a_file_without_text_is_refused_at_its_field_and_the_look_is_kept(name, body, says):
    answer = send(upload=file(body, name), url=ADDRESS, note="Kept.")
    assert says in errors(answer)["upload"][0]
    assert Visit.objects.get().note == "Kept."
    assert not Snapshot.objects.exists()


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({}, "url"),
        ({"note": "nothing else"}, "url"),
        ({"pasted": "  \n "}, "url"),
        ({"url": "not an address"}, "url"),
        ({"url": "ftp://news.example/a"}, "url"),
        ({"url": "https://user:secret@news.example/"}, "url"),
        ({"url": "javascript:alert(1)"}, "url"),
        ({"url": "file:///etc/passwd"}, "url"),
        ({"url": "https://news.example/" + "a" * 2000}, "url"),
        ({"pasted": "a\x00b"}, "pasted"),
        ({"pasted": "Words.", "seen_at": "yesterday"}, "seen_at"),
        ({"pasted": "Words.", "seen_at": "9999-12-31 23:59"}, "seen_at"),
        ({"pasted": "Words.", "seen_at": "0001-01-01 00:00"}, "seen_at"),
        ({"url": "https://news.example/a", "seen_at": "2020-01-06 20:46"}, "seen_at"),
        ({"pasted": "Words.", "outlet": "999999"}, "outlet"),
        ({"pasted": "Words.", "outlet": "x"}, "outlet"),
        ({"pasted": "Words.", "note": "n" * 501}, "note"),
        ({"pasted": "Words.", "title": "t" * 301}, "title"),
    ],
)
def test_bad_input_is_named_at_its_field_and_nothing_typed_is_lost(typed, field):
    answer = send(**typed)
    assert answer.status_code == 200
    assert field in errors(answer)
    shown = form_of(answer, URL)
    kept = {name: value for name, value in typed.items() if name not in {"outlet"} and "\x00" not in value}
    assert {name: shown[name] for name in kept} == kept
    assert not Visit.objects.exists()


def test_text_and_file_at_once_are_a_question():
    answer = send(pasted="Words.", upload=file(b"Other words.", "a.txt"))
    assert "not both" in errors(answer)["upload"][0]


def test_a_file_that_is_too_large_is_refused():
    answer = send(upload=file(b"a" * (10 * 1024 * 1024 + 1), "large.txt"))
    assert "larger than 10 MB" in errors(answer)["upload"][0]


def test_the_bookmarklet_leads_to_a_filled_form_and_does_nothing_by_itself():
    answer = desk().get(
        URL, {"url": "https://news.example/a?x=1&y=“z”", "title": "<b>A</b>\nletter" + "t" * 400}
    )
    fields = form_of(answer, URL)
    assert fields["url"] == "https://news.example/a?x=1&y=“z”"
    assert fields["title"].startswith("<b>A</b> letter")
    assert not Visit.objects.exists()


def test_a_stranger_comes_back_to_the_filled_form_after_the_login(client):
    answer = client.get(URL, {"url": "https://news.example/a"})
    assert answer["Location"].endswith("next=/desk/hand-in/%3Furl%3Dhttps%253A%252F%252Fnews.example%252Fa")


@override_settings(SITE_URL="https://walkback.example")
def test_the_bookmarklet_only_opens_our_page():
    page = desk().get("/desk/bookmarklet/")
    bookmark = page.context["bookmarklet"]
    assert bookmark.startswith("javascript:void(window.open('https://walkback.example/desk/hand-in/?url='+")
    assert "fetch" not in bookmark
    assert "Hand in to Walkback" in page.content.decode()


def test_other_methods_are_refused():
    assert desk().put(URL).status_code == 405
    assert desk().post("/desk/bookmarklet/").status_code == 405


def test_whoever_may_not_record_may_not_hand_in(monkeypatch):
    monkeypatch.setitem(RIGHTS, "editor", frozenset())
    assert send(pasted=PAGE).status_code == 403
    assert not Visit.objects.exists()


def test_an_account_that_was_closed_may_not_hand_in(client):
    client.force_login(make.carol())
    assert client.post(URL, {"pasted": PAGE})["Location"].startswith("/desk/login/")
    assert not Visit.objects.exists()
