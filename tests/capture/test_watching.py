"""Two loads of a page are compared by their lines: the article apart from what surrounds it."""

import pytest

from tracker.capture.watching import (
    Gap,
    is_read_anyway,
    learned,
    lines_of,
    says_the_same,
    watched,
)
from tracker.lib.canonical import digest

FIRST = "The bridge over the Vell will close on Monday for repairs, the city said."
SECOND = "Traffic will be led over the old crossing, <b>officials</b> said on Friday evening."
PLAIN_SECOND = "Traffic will be led over the old crossing, officials said on Friday evening."
THIRD = "Nobody can say yet how long the repairs are going to take, or what they will cost."
TEXT = f"{FIRST}\n\n{PLAIN_SECOND}\n\n{THIRD}"

MENU = "".join(f"<p>{word}</p>" for word in ("Home", "Abroad", "Money", "Arts", "Letters", "Games"))


def page(*paragraphs, title="Bridge to close", number="17", teasers="Cats of the week", behind=""):
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs or (FIRST, SECOND, THIRD))
    return (
        f"<html><head><title>{title}</title><script>var id = {number}</script></head><body id='b{number}'>"
        f"<nav><a href='/'>World</a><a href='/?{number}'>Sport</a></nav>"
        f"<nav><p>Weather today</p><p>{number} degrees</p><p>Top stories</p>{MENU}</nav>"
        f"<article><h1>{title}</h1>{body}{behind}</article><nav>{MENU}</nav>"
        f"<nav><h2>Related</h2><div>{teasers}</div></nav><footer>All rights reserved</footer></body></html>"
    )


def known(**differences):
    return watched(lines_of(page(**differences)), text=TEXT)


def twice():
    """What is known of the page after two loads."""
    return learned(known(), known(number="18", teasers="Dogs of the week"))


def test_lines_are_what_a_reader_sees_the_title_first():
    assert lines_of(page())[:5] == ["Bridge to close", "World", "Sport", "Weather today", "17 degrees"]
    assert not any("var id" in line for line in lines_of(page()))


def test_the_article_is_the_lines_that_stand_in_its_text_and_its_headline():
    page = known()
    lines = [page.lines[at] for at in sorted(page.article)]
    assert lines == [
        "Bridge to close",
        FIRST,
        "Traffic will be led over the old crossing,",
        "officials",
        "said on Friday evening.",
        THIRD,
    ]


def test_a_page_whose_article_is_not_in_its_lines_is_not_watched():
    assert watched(lines_of("<p>Loading…</p>"), text=TEXT) is None


def test_ids_scripts_and_attributes_are_no_change():
    markup = page().replace("id='b17'", "id='b99'").replace("var id = 17", "var id = 99")
    assert says_the_same(known(), lines_of(markup))


def test_a_place_that_was_not_seen_to_change_by_itself_is_in_doubt():
    assert not says_the_same(known(), lines_of(page(teasers="Dogs of the week")))


def test_what_came_and_went_while_the_article_stayed_is_learned():
    assert list(twice().gaps.values()) == [Gap(1, 1, 10), Gap(1, 1, 16)]
    assert says_the_same(twice(), lines_of(page(number="3", teasers="Fish of the week")))
    assert says_the_same(twice(), lines_of(page(number="3", teasers="Fish<br>Mice<br>What a week it was")))


def test_lines_that_only_happened_to_be_there_twice_raise_no_doubt_and_drop_out():
    first, second, third = (
        known(teasers=teasers) for teasers in ("Cats<br>Dogs<br>Fish", "Mice<br>Dogs<br>Apes", "Owls<br>Bees")
    )
    assert says_the_same(learned(first, second), third.lines)
    both = learned(learned(first, second), third)
    assert list(both.gaps.values()) == [Gap(2, 3, 4)]
    assert says_the_same(both, lines_of(page(teasers="Foxes<br>Cats")))


def test_a_line_that_goes_where_nothing_was_seen_to_change_is_in_doubt():
    assert not says_the_same(twice(), lines_of(page(number="3").replace("<p>Letters</p>", "")))


def test_an_edited_word_is_never_the_same_article():
    edited = page(FIRST.replace("Monday", "Tuesday"), SECOND, THIRD, number="3", teasers="Fish of the week")
    assert not says_the_same(twice(), lines_of(edited))


def test_a_paragraph_that_goes_or_comes_is_never_the_same_article():
    assert not says_the_same(twice(), lines_of(page(FIRST, THIRD)))
    assert not says_the_same(twice(), lines_of(page(FIRST, SECOND, "Shops stay open.", THIRD)))


def test_a_correction_behind_the_last_paragraph_is_never_the_same_article():
    corrected = page(behind="<div class=note>Correction: it closes on Tuesday.</div>", teasers="Fish")
    assert not says_the_same(twice(), lines_of(corrected))


def test_a_new_headline_is_never_the_same_article():
    assert not says_the_same(twice(), lines_of(page(title="Bridge to close for months")))


def counted(*readers, behind=""):
    """What is known of a page with a counter right behind the article, and lines of one more load."""
    loads = [known(behind=f"<p>{number} readers</p>") for number in readers]
    return learned(*loads), lines_of(page(behind=behind))


@pytest.mark.parametrize(
    ("behind", "same"),
    [
        ("<p>140 readers</p>", True),
        ("", True),
        ("<p>14 readers</p><p>Correction: it closes on Tuesday.</p>", False),
        ("<p>Correction: it closes on Tuesday.</p>", False),
    ],
)
def test_next_to_the_article_only_what_looks_as_it_did_is_let_pass(behind, same):
    assert says_the_same(*counted(12, 13, behind=behind)) is same


BESIDE = "<p>12 readers</p><p>Most read</p><p>Ships</p>"


@pytest.mark.parametrize(
    ("behind", "same"),
    [
        ("<p>14 readers</p><p>Least read</p><p>Trams</p>", True),
        ("<p>14 readers</p><p>Least read</p><p>Trams</p><p>Correction: Tuesday.</p>", False),
        ("<p>14 readers</p>", False),
    ],
)
def test_restless_lines_next_to_the_article_and_what_stood_between_them_by_chance_count_together(
    behind, same
):
    loads = [known(behind=BESIDE), known(behind=BESIDE.replace("12", "13").replace("Ships", "Trains"))]
    assert says_the_same(learned(*loads), lines_of(page(behind=behind))) is same


@pytest.mark.parametrize(
    "line", ["Correction: Tuesday.", "Editor’s note: see below", "Retracted", "We regret it"]
)
def test_a_line_that_may_be_a_notice_is_never_usual_even_in_place_of_a_teaser(line):
    assert says_the_same(twice(), lines_of(page(teasers="Fish of the week")))
    assert not says_the_same(twice(), lines_of(page(teasers=line)))


def test_a_line_of_the_article_beside_a_restless_one_does_not_go_unnoticed():
    loads = [known(behind=f"<p>{number} readers</p>") for number in (12, 13)]
    assert not says_the_same(learned(*loads), lines_of(page(FIRST, SECOND, behind="<p>14 readers</p>")))


def test_where_the_article_is_not_what_stays_nothing_is_learned():
    other = watched(lines_of(page(SECOND, THIRD, FIRST)), text=TEXT)
    assert learned(known(), other) == other


def test_a_page_of_very_many_lines_is_read_in_full():
    lines = [str(number) for number in range(30_000)]
    assert watched(lines, text=TEXT) is None
    assert not says_the_same(twice(), lines)


@pytest.mark.parametrize(("agreed", "one_in"), [(0, 20), (1, 40), (9, 200), (1_000_000, 1_000)])
def test_the_more_readings_agreed_the_fewer_are_read_anyway(agreed, one_in):
    read = sum(is_read_anyway(digest(str(number)), agreed=agreed) for number in range(20_000))
    assert 0.4 < read / (20_000 / one_in) < 1.6


def test_markup_that_is_hardly_any_has_no_lines_to_trip_over():
    assert lines_of("") == [""]
    assert lines_of("<svg><title>x")[0] in ("x", "")
