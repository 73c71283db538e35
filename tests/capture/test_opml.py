"""Lists of feeds: what is written comes back, whatever is in it, and hostile ones do nothing."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.capture import opml
from tracker.lib import child

NOW = datetime(2020, 1, 6, 12, tzinfo=UTC)
LIST = b"""<?xml version="1.0"?>
<opml version="1.0"><head><title>Mine</title></head><body>
<outline text="Politics"><outline text="World">
<outline text="A" title="A title" type="rss" xmlUrl="https://a.example/rss" htmlUrl="https://a.example/"/>
</outline><outline text="B" xmlurl="https://b.example/rss"/></outline>
<outline text="C" xmlUrl="not an address"/>
<outline text="Only a heading"/>
<outline xmlUrl="https://d.example/rss"/>
</body></opml>"""


def test_it_reads_nested_outlines_in_order_with_their_lines():
    a, b, c, d = opml.read(LIST)
    assert (a.title, a.address, a.groups, a.line) == (
        "A title",
        "https://a.example/rss",
        ("Politics", "World"),
        4,
    )
    assert (b.title, b.address, b.groups) == ("B", "https://b.example/rss", ("Politics",))
    assert (c.address, c.line) == ("", 6)
    assert c.trouble == "“not an address” is not a web address Walkback can open."
    assert (d.title, d.address, d.groups, d.trouble) == ("", "https://d.example/rss", (), "")


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "not XML"),
        (b"words", "not OPML"),
        (b"<html><body>x", "not OPML"),
        (b"<!DOCTYPE opml [<!ENTITY a 'b'>]><opml><body/></opml>", "entities"),
        (b"<!DOCTYPE opml [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><opml><body/></opml>", "entities"),
    ],
)
def test_what_is_no_list_is_refused_with_the_reason(body, reason):
    assert reason in opml.read(body).reason


def test_a_bomb_of_entities_does_nothing():
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 50}">' for n in range(1, 12))
    body = f'<!DOCTYPE opml [<!ENTITY e0 "x">{entities}]><opml><outline xmlUrl="&e11;"/>&e11;</opml>'
    assert isinstance(child.run(opml.read, body.encode(), wall=5, cpu=3), opml.NoList)


def test_a_list_may_be_nested_very_deep():
    body = b"<opml><body>" + b'<outline text="g">' * 200 + b'<outline xmlUrl="https://a.example/"/>'
    (only,) = opml.read(body)
    assert only.groups == ("g",) * 5
    assert child.run(opml.read, b"<opml>" + b"<outline>" * 100_000, wall=5, cpu=4) == ()


def test_what_is_written_comes_back_in_its_groups():
    feeds = [
        ("", "One", "https://a.example/1"),
        ("News & Co", "Two", "https://a.example/2"),
        ("", "", "https://a.example/3"),
    ]
    found = opml.read(opml.write(feeds, title="Feeds", now=NOW))
    assert [(outline.groups, outline.title, outline.address) for outline in found] == [
        ((), "One", "https://a.example/1"),
        (("News & Co",), "Two", "https://a.example/2"),
        ((), "https://a.example/3", "https://a.example/3"),
    ]


@given(st.lists(st.tuples(st.text(max_size=20), st.text(max_size=20)), max_size=4))
def test_any_text_can_be_written_and_read_again(names):
    feeds = [(group, title, f"https://a.example/{n}") for n, (group, title) in enumerate(names)]
    found = opml.read(opml.write(feeds, title="\x00<&", now=NOW))
    assert {outline.address for outline in found} == {address for _, _, address in feeds}


@given(st.binary(max_size=200))
def test_any_bytes_are_a_list_or_a_refusal(body):
    for found in (opml.read(body), opml.read(LIST[:200] + body + LIST[200:])):
        assert isinstance(found, tuple | opml.NoList)
