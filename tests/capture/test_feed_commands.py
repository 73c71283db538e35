"""`add_feed`, `import_feeds` and `export_feeds`, over real small servers."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from tests import hostile, make
from tests.capture import feed_bodies
from tracker.capture import feed_store, opml
from tracker.capture.feeds import FeedRead, Kind
from tracker.capture.models import Article, Feed
from tracker.sources.models import Source

pytestmark = pytest.mark.django_db
XML = "application/rss+xml"


@pytest.fixture(autouse=True)
def _open_to_loopback(settings):
    settings.ALLOW_PRIVATE_NETWORKS = True
    settings.HOST_DELAY = timedelta(0)


def run(command, *arguments, **options):
    said = StringIO()
    call_command(command, *map(str, arguments), stdout=said, **options)
    return said.getvalue()


def site(connection, request):
    """A home page with feeds good and bad, and a place that moved."""
    home = (
        b'<link rel="alternate" type="application/rss+xml" href="/broken.xml">'
        b'<link rel="alternate" type="application/rss+xml" href="/rss.xml" title="All">'
        b'<link rel="alternate" type="application/atom+xml" href="/atom.xml" title="The same">'
    )
    answers = {
        b"/": hostile.page(home),
        b"/rss.xml": hostile.page(feed_bodies.RSS, content_type=XML),
        b"/atom.xml": hostile.page(feed_bodies.ATOM, content_type=XML),
        b"/feed.json": hostile.page(feed_bodies.JSON, content_type="application/feed+json"),
        b"/broken.xml": hostile.page(b"<rss", content_type=XML),
        b"/moved": hostile.page(status="301 Moved", location="/rss.xml"),
        b"/bare": hostile.page(b"<p>No feeds here."),
        b"/only-broken": hostile.page(b'<a href="/broken/rss">x</a>'),
    }
    path = request.split(b" ", 2)[1]
    answers.get(path, hostile.page(status="404 Not Found"))(connection, request)


@pytest.fixture
def server():
    with hostile.Server(site) as running:
        yield running


def test_a_feed_is_added_and_said_to_be(server):
    said = run("add_feed", f"{server.url}/rss.xml", outlet="The News")
    assert "Added News & more (RSS, 2 entries)." in said
    assert "Its hub tells us of news: https://hub.example/" in said
    feed = Feed.objects.get()
    assert feed.outlet == Source.objects.get(kind="outlet", name="The News")
    assert not Article.objects.exists()  # its first look makes them


def test_adding_it_again_changes_nothing_and_asks_nobody(server):
    run("add_feed", f"{server.url}/rss.xml")
    asked = server.connections
    assert run("add_feed", f"{server.url}/rss.xml") == "News & more is there already; nothing was changed.\n"
    assert server.connections == asked
    assert "is there already" in run("add_feed", f"{server.url}/moved")
    assert Feed.objects.count() == 1


def test_of_a_page_the_first_good_feed_is_added_and_the_others_are_named(server):
    said = run("add_feed", server.url)
    assert Feed.objects.get().address == f"{server.url}/rss.xml"
    assert "The page names these as well" in said
    assert f"{server.url}/atom.xml  The same" in said


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("/bare", "bare could not be read: it is a web page, not a feed."),
        ("/missing", "404"),
        ("/broken.xml", "neither RSS nor Atom"),
        ("/only-broken", "none of them can be read"),
    ],
)
def test_what_cannot_be_added_is_refused_with_the_reason(server, path, says):
    with pytest.raises(CommandError, match=says):
        run("add_feed", server.url + path)
    assert not Feed.objects.exists()


@pytest.mark.parametrize("url", ["", "no such thing", "file:///etc/passwd", "http://user@news.example/"])
def test_what_is_no_address_is_refused(url):
    with pytest.raises(CommandError, match="not a web address"):
        run("add_feed", url)


def outlines(server):
    return f"""<opml version="2.0"><body><outline text="The News">
<outline text="Good" xmlUrl="{server.url}/rss.xml"/>
<outline text="Gone" xmlUrl="{server.url}/gone.xml"/></outline>
<outline text="Odd" xmlUrl="nonsense"/>
<outline text="JSON" xmlUrl="{server.url}/feed.json"/>
<outline text="Twice" xmlUrl="{server.url}/moved"/>
</body></opml>""".encode()


def test_a_list_is_imported_each_bad_line_is_named_and_the_rest_goes_on(server, tmp_path):
    outlet = make.source("The News", Source.Kind.OUTLET)
    file = tmp_path / "feeds.opml"
    file.write_bytes(outlines(server))
    said = run("import_feeds", file)
    assert "Reading 5 feeds\n" in said
    assert "line 3: Gone: 127.0.0.1 says that there is no page at this address (404).\n" in said
    assert "line 4: Odd: “nonsense” is not a web address Walkback can open.\n" in said
    assert "added News & more\n" in said
    assert said.endswith("2 added, 1 there already, 2 refused.\n")
    assert Feed.objects.get(title="News & more").outlet == outlet
    assert Feed.objects.get(title="JSON").outlet is None
    again = run("import_feeds", file)
    assert again.endswith("0 added, 3 there already, 2 refused.\n")


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (b"words", "not OPML"),
        (b"<opml><body/></opml>", "names no feeds"),
        (b"<!DOCTYPE opml [<!ENTITY a 'b'>]><opml/>", "entities"),
    ],
)
def test_what_is_no_list_is_refused_with_the_reason(tmp_path, body, says):
    file = tmp_path / "a list.opml"
    file.write_bytes(body)
    with pytest.raises(CommandError, match=says):
        run("import_feeds", file)


def test_a_file_that_cannot_be_read_or_written_is_named(tmp_path):
    with pytest.raises(CommandError, match="No such file"):
        run("import_feeds", tmp_path / "none.opml")
    with pytest.raises(CommandError, match="cannot be written"):
        run("export_feeds", tmp_path / "none" / "x.opml")


def test_what_is_exported_can_be_imported(tmp_path):
    outlet = make.source("The News", Source.Kind.OUTLET)
    for number, publisher in enumerate((outlet, None, outlet)):
        feed_store.add(
            url=f"https://news.example/{number}",
            found=FeedRead(kind=Kind.RSS, title=f"<Feed> & {number}"),
            now=make.NOON,
            outlet=publisher,
        )
    file = tmp_path / "feeds.opml"
    assert run("export_feeds", file) == f"3 feeds are in {file}.\n"
    assert file.read_bytes().decode().splitlines()[1:] != []
    found = opml.read(file.read_bytes())
    assert [(outline.groups, outline.title, outline.address) for outline in found] == [
        ((), "<Feed> & 1", "https://news.example/1"),
        (("The News",), "<Feed> & 0", "https://news.example/0"),
        (("The News",), "<Feed> & 2", "https://news.example/2"),
    ]
    assert run("import_feeds", file).endswith("0 added, 3 there already, 0 refused.\n")


def test_without_a_file_the_list_goes_to_standard_output():
    assert '<opml version="2.0">' in run("export_feeds")
