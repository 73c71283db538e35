"""One article, one address: spellings, and what a page may say of itself."""

import time
from urllib.parse import urlsplit

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tracker.capture.addresses import LONGEST, address_of, announced_in, canonical, host_of

HERE = "https://www.reuters.com/world/troops-to-leave-iraq-2020-01-06/"


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("HTTPS://News.Example/a#part", "https://news.example/a"),
        ("https://news.example:443", "https://news.example/"),
        ("http://news.example:8080/a", "http://news.example:8080/a"),
        ("https://news.example/a?utm_source=x&id=7&fbclid=y", "https://news.example/a?id=7"),
        ("https://news.example/a?q=a+b%20c", "https://news.example/a?q=a+b%20c"),
        ("https://news.example/a?q=%FF&gclid=1", "https://news.example/a?q=%FF"),
        ("https://news.example/a?empty=", "https://news.example/a?empty="),
        ("https://news.example/a?", "https://news.example/a"),
        ("http://[2001:DB8::1]/", "http://[2001:db8::1]/"),
        ("https://news.example:port/", "https://news.example:port/"),
        ("https://bücher.example/ü", "https://xn--bcher-kva.example/%C3%BC"),
        ("https://news.example./%7euser/%c3%bc", "https://news.example/~user/%C3%BC"),
        ("https://news.example/a/index.html", "https://news.example/a/"),
        ("https://news.example/index.htm?id=1", "https://news.example/?id=1"),
        ("https://news.example/about-index.html", "https://news.example/about-index.html"),
        ("https://news.example/a?amp=1&id=2", "https://news.example/a?id=2"),
        ("https://news.example/a?amp", "https://news.example/a"),
        ("https://news.example/a?amp=9", "https://news.example/a?amp=9"),
        ("https://news.example/a?outputType=amp", "https://news.example/a"),
        # Without the page's own word, these may be articles of their own.
        ("https://news.example/technology/amp", "https://news.example/technology/amp"),
        ("https://m.news.example/a", "https://m.news.example/a"),
        ("https://cdn.ampproject.org/c/s/www.news.example/a?amp_js_v=1", "https://www.news.example/a"),
        ("https://www-news-example.cdn.ampproject.org/v/news.example/a?usqp=x", "http://news.example/a"),
        ("https://www.google.com/amp/s/amp.news.example/a/b", "https://amp.news.example/a/b"),
        ("https://cdn.ampproject.org.evil.example/c/s/news.example/a",) * 2,
        ("https://cdn.ampproject.org/c/s/user@news.example/a",) * 2,
        ("https://cdn.ampproject.org/i/s/news.example/a.jpg",) * 2,
        ("https://www.google.com/search?q=amp",) * 2,
        ("ftp://news.example/a",) * 2,
        ("file:/etc/passwd",) * 2,
        ("",) * 2,
    ],
)
def test_one_article_has_one_address(url, address):
    expected = address if "user@" not in url else "https://user@news.example/a"
    assert canonical(url) == expected
    assert canonical(expected) == expected


@pytest.mark.parametrize(
    ("url", "host"), [("https://www.news.example/a", "news.example"), ("nonsense", ""), ("http://[", "")]
)
def test_the_host_names_the_outlet(url, host):
    assert host_of(url) == host


@pytest.mark.parametrize(
    ("final_url", "announced", "address"),
    [
        # Another spelling of its own address.
        (HERE + "?feed=rss", HERE, HERE),
        (HERE, HERE.rstrip("/"), HERE.rstrip("/")),
        (HERE, "/world/troops-to-leave-iraq-2020-01-06", HERE.rstrip("/")),
        (HERE, HERE + "?utm_source=self#top", HERE),
        ("https://mobile.reuters.com/article/idUSKBN1Z51Y7", "https://www.reuters.com/article/idUSKBN1Z51Y7", None),
        ("https://m.bbc.co.uk/news/world-51003159", "https://www.bbc.co.uk/news/world-51003159", None),
        ("https://edition.cnn.com/2020/01/06/a/index.html", "https://www.cnn.com/2020/01/06/a/index.html", "https://www.cnn.com/2020/01/06/a/"),
        ("https://news.example/a-letter-on-troops/amp", "https://news.example/a-letter-on-troops", None),
        ("https://news.example/a-letter/amp/", "https://news.example/a-letter/", None),
        ("https://news.example/amp/a-letter.html", "https://news.example/a-letter", None),
        ("https://amp.news.example/a-letter", "https://www.news.example/a-letter", None),
        ("https://news.example/?p=123", "https://news.example/2020/01/a-letter-on-troops", None),
        ("https://news.example/item.php?id=7&from=home", "https://news.example/item.php?id=7", None),
        ("http://news.example/a-letter", "https://news.example/a-letter", None),
        # Over https nothing moves to http.
        ("https://news.example/a-letter", "http://news.example/a-letter", "https://news.example/a-letter"),
        ("http://127.0.0.1:8080/a/amp", "http://127.0.0.1:8080/a", None),
    ],
)  # fmt: skip
def test_a_page_may_name_another_spelling_of_its_address(final_url, announced, address):
    assert address_of(final_url=final_url, announced=announced) == (address or announced)


@pytest.mark.parametrize(
    ("final_url", "announced"),
    [
        # Another site.
        ("https://evil.example/a-letter-on-troops", HERE),
        ("https://reuters.com.evil.example/world/troops-to-leave-iraq-2020-01-06/", HERE),
        ("https://evilreuters.com/world/troops-to-leave-iraq-2020-01-06/", HERE),
        ("https://evil.blogspot.com/2020/01/a-letter-on-troops", "https://victim.blogspot.com/2020/01/a-letter-on-troops"),
        ("https://evil.co.uk/a-letter-on-troops", "https://bbc.co.uk/a-letter-on-troops"),
        ("https://mobile.github.io/a-letter-on-troops", "https://github.io/a-letter-on-troops"),
        ("https://user.news.example/a-letter-on-troops", "https://news.example/a-letter-on-troops"),
        ("https://news.example:8443/a-letter-on-troops", "https://news.example/a-letter-on-troops"),
        ("http://127.0.0.1/a-letter-on-troops", "http://10.0.0.1/a-letter-on-troops"),
        # A front page or a section, for all pages alike.
        (HERE, "https://www.reuters.com/"),
        (HERE, "https://www.reuters.com"),
        (HERE, "https://www.reuters.com/world/"),
        (HERE, "https://www.reuters.com/politics"),
        ("https://news.example/2020/01/06/letter", "https://news.example/2020"),
        # The parameter that says which article it is.
        ("https://news.example/item.php?id=7", "https://news.example/item.php"),
        ("https://news.example/?p=123", "https://news.example/"),
        # No address.
        (HERE, ""),
        (HERE, "  "),
        (HERE, "#"),
        (HERE, "javascript:alert(1)"),
        (HERE, "http://["),
        (HERE, "https://www.reuters.com:99999/world/a-letter-on-troops"),
        (HERE, "https://user@www.reuters.com/world/a-letter-on-troops"),
        (HERE, "https://www.reuters.com/" + "a-" * LONGEST),
        (HERE, "//evil.example/a-letter-on-troops"),
        (HERE, "\\\\evil.example/a-letter-on-troops"),
    ],
)  # fmt: skip
def test_what_cannot_be_believed_counts_for_nothing(final_url, announced):
    assert address_of(final_url=final_url, announced=announced) == canonical(final_url)


def announced(head, *, content_type="text/html; charset=utf-8", **more):
    return announced_in(body=head.encode(), content_type=content_type, final_url=HERE, **more)


@pytest.mark.parametrize(
    ("head", "address"),
    [
        ('<link rel="canonical" href="https://a.example/b?x=1&amp;y=2">', "https://a.example/b?x=1&y=2"),
        ("<head><LINK HREF='/b' REL='Canonical' />", "https://www.reuters.com/b"),
        ("<link href=https://a.example/b rel=canonical>", "https://a.example/b"),
        ('<link\n rel="x canonical"\n href="/b">', "https://www.reuters.com/b"),
        ('<base href="https://a.example/c/"><link rel=canonical href="b">', "https://a.example/c/b"),
        ('<link rel=canonical href="/b"><link rel=canonical href="/b">', "https://www.reuters.com/b"),
        ('<link rel=canonical href="/b"><link rel=canonical href="/c">', ""),
        ('<!-- <link rel=canonical href="/b"> -->', ""),
        ("<script>'<link rel=canonical href=\"/b\">'</script>", ""),
        ('<title><link rel=canonical href="/b"></title>', ""),
        ('</head><link rel=canonical href="/b">', ""),
        ('<body><p><link rel=canonical href="/b">', ""),
        ('<link rel="alternate" href="/b">', ""),
        ('<link rel="canonical" href="">', ""),
        ('<link rel="canonical">', ""),
        ("", ""),
    ],
)
def test_what_a_page_announces_is_read_from_its_head(head, address):
    assert announced(head) == address


def test_the_server_may_announce_it_too_and_must_agree():
    link = '</b>; rel="canonical"'
    page = '<link rel="canonical" href="https://www.reuters.com/b">'
    assert announced("", link='<https://a.example/b>; title=x; rel="canonical"') == "https://a.example/b"
    assert (
        announced(page, link=link.replace("/b", "https://www.reuters.com/b")) == "https://www.reuters.com/b"
    )
    assert announced(page, link='<https://www.reuters.com/other>; rel="canonical"') == ""


def test_plain_text_announces_nothing():
    assert announced('<link rel=canonical href="/b">', content_type="text/plain") == ""


@pytest.mark.parametrize(
    "piece",
    [
        "<link ",
        "<!--",
        "<script>",
        "<link rel=",
        "<base ",
        "<link a=",
        "<title",
        '<link rel="canonical" href="',
    ],
)
def test_junk_is_read_in_linear_time(piece):
    started = time.process_time()
    announced(piece * (500_000 // len(piece)), link=piece * 1000 + "<" * 2000)
    assert time.process_time() - started < 1


HOSTS = st.sampled_from(
    ["news.example", "www.news.example", "m.news.example", "evil.example", "cdn.ampproject.org", "www.google.com",
     "a.blogspot.com", "b.blogspot.com", "bbc.co.uk", "127.0.0.1", "[::1]", "x.cdn.ampproject.org", "NEWS.example."]
)  # fmt: skip
PATHS = st.lists(
    st.sampled_from(
        ["a", "amp", "index.html", "2020", "a-letter-on-troops", "c", "s", "v", "news.example", "..", "", "%41",
         "%2541", "%zz", "é", "a.html", "cdn.ampproject.org", "?id=7", "?utm_source=x", "&amp=1", "#f", ";", "?"]
    )
).map("/".join)  # fmt: skip
URLS = st.builds(
    lambda scheme, host, port, path: f"{scheme}://{host}{port}/{path}",
    st.sampled_from(["http", "https", "HTTP"]),
    HOSTS,
    st.sampled_from(["", ":80", ":443", ":8080", ":x"]),
    PATHS,
)


@given(URLS | st.text(max_size=60))
@example("https://cdn.ampproject.org/c/s/cdn.ampproject.org/c/news.example/index.html?amp")
@example("https://news.example/%69ndex.html")
def test_a_canonical_address_stays_as_it_is(url):
    assert canonical(canonical(url)) == canonical(url)


def site(url):
    return urlsplit(url).hostname.removeprefix("www.").removeprefix("m.")


@given(URLS, URLS | st.text(max_size=40))
def test_no_page_takes_the_address_of_another_site_and_asking_again_changes_nothing(final_url, announced):
    address = address_of(final_url=final_url, announced=announced)
    here = canonical(final_url)
    if address != here:
        assert site(address) == site(here)
        assert canonical(address) == address
        assert address_of(final_url=address, announced=address) == address
        assert urlsplit(address).path != "/" or urlsplit(here).path.strip("/") in {"", "amp"}
        assert not (here.startswith("https:") and address.startswith("http:"))
