"""Two versions of an article: what matters, and what became of the sentences somebody cited."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.extract.edits import ARTICLE, BOILERPLATE, MATERIAL
from tracker.extract import notices, sentences
from tracker.extract.changes import Version, compare, version_of

EVERY_SENTENCE = sentences.split(ARTICLE)


def read(text, title="A letter on grain"):
    return version_of(text=text, title=title, notices=notices.find(text))


def changes(new, *, old=ARTICLE, marked=EVERY_SENTENCE, title="A letter on grain"):
    return compare(read(old), read(new, title), marked=marked)


def alerts(found, old=ARTICLE):
    return [(old[fate.start : fate.end], fate.state, fate.told) for fate in found.fates if fate.alerts]


def test_there_are_a_hundred_edits_that_say_nothing():
    assert len(BOILERPLATE) == len(set(BOILERPLATE)) == 100
    assert ARTICLE not in BOILERPLATE


@pytest.mark.parametrize("new", BOILERPLATE)
def test_an_edit_that_says_nothing_alerts_nobody(new):
    found = changes(new)
    assert (found.weight, alerts(found)) == (
        "cosmetic" if new.split() != ARTICLE.split() else found.weight,
        [],
    )
    assert found.reasons or not found.weight


def test_all_hundred_at_once_alert_nobody():
    text = ARTICLE
    for new in BOILERPLATE:
        added = [line for line in new.split("\n\n") if line not in ARTICLE.split("\n\n")]
        text += "".join(f"\n\n{line}" for line in added if len(line.split()) < 12)
    assert alerts(changes(text)) == []


@pytest.mark.parametrize(("went", "came", "reason"), MATERIAL)
def test_one_edited_sentence_is_exactly_one_alert_that_names_it(went, came, reason):
    assert ARTICLE.count(went) == 1
    found = changes(ARTICLE.replace(went, came))
    place = ARTICLE.index(went.strip())
    ((_, state, told),) = alerts(found)
    edited = next(fate for fate in found.fates if fate.alerts)
    assert edited.start <= place < edited.end
    assert (state, told, found.told) == ("removed" if reason == "removed" else "altered", "silent", "silent")
    assert reason in found.reasons[0]
    assert found.weight == "material"


def test_the_same_hundred_edits_and_one_edited_sentence_are_still_one_alert():
    for new in BOILERPLATE[::9]:
        assert [state for _, state, _ in alerts(changes(new.replace("was a mistake", "was a forgery")))] == [
            "altered"
        ]


def test_a_notice_that_speaks_of_the_edited_sentence_owns_up_to_it():
    new = ARTICLE.replace("1,200 tonnes", "1,900 tonnes")
    noticed = changes(new + "\n\nCorrection: An earlier version misstated how much wheat the ships carried.")
    assert [told for _, _, told in alerts(noticed)] == ["notice"]
    assert noticed.told == "notice"
    assert noticed.new_notices == (0,)


def test_a_notice_in_general_words_owns_up_to_every_edit():
    new = ARTICLE.replace("1,200 tonnes", "1,900 tonnes").replace("a mistake", "a forgery")
    found = changes(new + "\n\nThis article has been corrected.")
    assert [told for _, _, told in alerts(found)] == ["notice", "notice"]


def test_a_notice_about_one_edit_leaves_the_other_silent():
    new = ARTICLE.replace("1,200 tonnes", "1,900 tonnes").replace("a mistake", "a forgery")
    found = changes(new + "\n\nCorrection: An earlier version misstated how much wheat the ships carried.")
    assert sorted(told for _, _, told in alerts(found)) == ["notice", "silent"]
    assert found.told == "silent"


def test_a_notice_that_was_there_before_owns_up_to_nothing_new():
    old = ARTICLE + "\n\nThis article has been corrected."
    found = changes(old.replace("a mistake", "a forgery"), old=old)
    assert [told for _, _, told in alerts(found, old)] == ["silent"]


def test_an_update_that_admits_no_error_is_told_apart():
    new = ARTICLE.replace("a mistake", "a forgery")
    found = changes(new + "\n\nThis article has been updated with comments from the port.")
    assert [told for _, _, told in alerts(found)] == ["update"]


def test_a_sentence_that_stands_elsewhere_has_moved():
    sentence = "Farmers don't know whom to believe."
    new = ARTICLE.replace(" " + sentence, "").replace("\n\nTwo ships", f"\n\n{sentence} Two ships")
    found = changes(new)
    assert {fate.state for fate in found.fates} == {"unchanged", "moved"}
    (moved,) = [fate for fate in found.fates if fate.state == "moved"]
    assert new[moved.now.start : moved.now.end] == sentence


def test_unchanged_sentences_are_found_where_they_stand_now():
    new = "First of all, a paragraph that nobody has read before.\n\n" + ARTICLE
    for fate in changes(new).fates:
        assert fate.state == "unchanged"
        assert new[fate.now.start : fate.now.end] == ARTICLE[fate.start : fate.end]


def test_an_altered_sentence_says_what_it_says_now():
    new = ARTICLE.replace("was a mistake", "was a forgery")
    (fate,) = [fate for fate in changes(new).fates if fate.alerts]
    assert "was a forgery" in new[fate.now.start : fate.now.end]
    assert 0.8 < fate.likeness < 1


def test_words_around_a_cited_quotation_belong_to_it():
    start = ARTICLE.index("There is no such decision")
    quotation = (start, start + len("There is no such decision"))
    found = changes(ARTICLE.replace("decision,” Bakken said", "decision,” a clerk said"), marked=[quotation])
    assert [state for _, state, _ in alerts(found)] == ["altered"]


def test_two_citations_of_one_sentence_are_one_alert():
    start = ARTICLE.index("was a mistake")
    marked = [(start, start + 13), (start, start + 5)]
    assert len(alerts(changes(ARTICLE.replace("was a mistake", "was a forgery"), marked=marked))) == 1


def test_a_page_that_hardly_says_anything_any_more_loses_its_sentences_and_alerts_nobody():
    found = changes("To go on reading, subscribe. It costs two euros a month.")
    assert {fate.state for fate in found.fates} == {"lost"}
    assert alerts(found) == []
    assert "hardly any text" in found.reasons[0]


def test_a_page_that_takes_everything_back_is_no_wall():
    found = changes("Editor's note: We have taken down this story because we cannot verify the letter.")
    assert {told for _, _, told in alerts(found)} == {"notice"}


def test_a_headline_that_says_something_else_matters():
    found = changes(ARTICLE, title="A forged letter on grain")
    assert (found.weight, found.headline.weight) == ("material", "material")
    assert changes(ARTICLE, title="A Letter On Grain").weight == "cosmetic"


def test_nothing_differs_between_a_text_and_itself():
    found = changes(ARTICLE)
    assert (found.weight, found.reasons, found.edits, found.told) == ("", (), (), "")


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ["The mayor said so. ", "It is 5. ", "“No,” she said. ", "\n\n", "x", "Correction: wrong."]
        )
    ),
    st.lists(
        st.sampled_from(
            ["The mayor said so. ", "It is 6. ", "“No,” she said. ", "\n\n", "y", "Correction: wrong."]
        )
    ),
)
def test_any_two_texts_are_compared_and_every_sentence_has_a_fate(old, new):
    old, new = "".join(old), "".join(new)
    spans = sentences.split(old)
    found = compare(read(old), read(new), marked=spans)
    assert [(fate.start, fate.end) for fate in found.fates] == sorted(spans)
    for fate in found.fates:
        assert (fate.now is None) == (fate.state in {"removed", "lost"})


def test_a_book_takes_bounded_time_and_what_is_behind_the_limit_is_lost():
    old = "It is. " * 25_000
    started = time.process_time()
    found = compare(
        Version(text=old), Version(text=old.replace("i", "o")), marked=[(0, 4), (160_000, 160_004)]
    )
    assert time.process_time() - started < 15
    assert [fate.state for fate in found.fates] == ["altered", "lost"]
