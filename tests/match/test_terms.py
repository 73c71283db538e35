import pytest

from tracker.match.terms import read, wordings


def known(*words):
    """How many claims use a term, for a ledger that uses these."""
    return lambda term: 50 if term in words else 0


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The ministers resigned", "a minister resigns"),
        ("1,500 tanks", "1500 tanks"),
        ("three boats", "3 boats"),
        ("The United States", "U.S."),
        ("on 3 Jan 2021", "on 3 January 2021"),
        ("a photo of Harlow’s bridge", "an image of Harlow bridge"),
        ("#HarlowBridge", "Harlow bridge"),
        ("a letter", "a memo"),
        ("they are pulling all their tanks out", "they withdraw tanks"),
    ],
)
def test_two_ways_to_write_the_same_are_the_same_terms(one, other):
    assert read(one).sequence == read(other).sequence


def test_names_numbers_and_dates_are_told_apart():
    terms = read("The mayor of Harlow sold 12 bridges in May 2019.")
    assert terms.names == {"harlow"}
    assert terms.numbers == {"12", "2019"}
    assert terms.dates == {"2019", "may"}
    assert "mayor" in terms


def test_a_term_is_shown_as_it_stands_in_the_text():
    assert read("Bridges were sold to Harlow’s circuses").shown["circus"] == "circuses"
    assert read("They pulled the tanks out").shown["withdraw"] == "pulled"


def test_who_pulls_a_trigger_withdraws_nothing():
    assert "withdraw" not in read("He pulled the trigger as the guests came in and went out again.")


def test_the_signature_of_an_embedded_post_is_told_from_its_text():
    terms = read("The bridge is gone! — Ann Weller (@annweller) March 3, 2021")
    assert terms.aside >= {"weller", "2021", "march"}
    assert "bridg" not in terms.aside
    assert not terms.names & terms.aside


def test_the_terms_of_two_lines_are_those_of_both_read_as_one():
    headline, post = "Iran hit bases in Iraq", "Two bases in iraq were hit — Jane Roe (@iran) January 8, 2020"
    assert read(headline) + read(post) == read(f"{headline}. {post}")
    assert read(post) + read(headline) != read(headline) + read(post)


def test_a_run_together_hashtag_is_taken_apart_by_the_words_claims_use():
    assert read("#harlowbridge", used=known("harlow", "bridg")).sequence == ("harlow", "bridg")
    assert read("#harlowbridge", used=known("harlow")).sequence == ("harlowbridg",)


@pytest.mark.parametrize("text", ["", "the of and", "https://example.org/a-bridge", "…!?"])
def test_what_carries_no_meaning_has_no_terms(text):
    assert len(read(text)) == 0


@pytest.mark.parametrize(
    "junk", ["#" * 200_000, "a" * 200_000, "1,2." * 50_000, "— x (" * 40_000, "@a" * 100_000]
)
def test_junk_is_read_quickly(junk):
    read(junk, used=known("aaa"))


def test_a_text_is_worded_with_and_without_its_signature():
    assert wordings("Gone! https://example.org — Ann (@ann) March 3, 2021")[1] == "Gone!  "
    assert wordings("The bridge is gone.") == ["The bridge is gone."]
