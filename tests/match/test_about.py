"""A statement is tied to the claim it is about, an answer to the claim that it answers."""

import pytest

from tests.extract import reports
from tracker.extract import claims, statements
from tracker.extract.models import Passage
from tracker.ledger.models import Claim
from tracker.match.about import About, Ties, answered, in_general_words
from tracker.match.known import Found, LookedUp
from tracker.match.terms import read

BRIDGE = """The city will pull down the old bridge over the Vell this summer, the council said on Monday.

Work on it would begin in July. “We have no choice,” said Ann Lee, the city’s engineer.

Carla Ruiz, the leader of the opposition, accused the mayor, Bo Dahl, of taking money from a builder. Dahl denied it.

“It is a lie,” said his lawyer.
"""
ARMY = """The army will leave the valley in March, according to a letter that was sent to the governor on Friday.

The letter caused confusion in the capital. The ministry of defence denied the report.

“It was a mistake,” said Mark Ohm, the chief of staff.

The army later apologised.
"""
DAM = """A dam above Lund has cracked and 4,000 people must leave their homes, a letter from the water board said.

The water board denied that the dam had cracked.

In another matter, the police said that the head of the water board, Eva Brandt, had been arrested. Her lawyer said
that was false. Brandt confirmed it in a message to this newspaper.
"""
TRAINS = """Northern Rail will end night trains to the coast, three newspapers reported on Sunday.

A spokeswoman for Northern Rail confirmed the reports. The minister of transport, Ida Holm, disputed that.

Union leader Tom Berg said that 300 drivers had been dismissed. The company denied this.

Holm denied having known of the plan.
"""


class Page:
    """A text as it is read, with what is known of its sentences."""

    def __init__(self, text, *known, title=""):
        text = text.replace("said\nthat", "said that")
        said = statements.find(text, title=title)
        main = claims.find(text, title=title, statements=said)[0]
        self.statements = [
            Passage(
                kind="statement",
                start=one.start,
                end=one.end,
                exact=text[one.start : one.end],
                details={
                    "kind": one.kind,
                    "content": one.content,
                    "speaker": one.speaker,
                    "official": one.official,
                    "attribution": one.attribution,
                },
            )
            for one in said
        ]
        before = answered(text, self.statements).values()
        sentences = [text[span.start : span.end] for spans in before for span in spans]
        self.ties = Ties(
            text=text,
            statements=self.statements,
            looked_up={
                (sentence,): looked_up(sentence, known)
                for sentence in [*sentences, *(one.exact for one in self.statements)]
            },
            main=About(proposal=main, score=1.0, reasons=("The main claim.",)),
            main_terms=read(main.sentence),
        )

    def tie(self, words):
        (statement,) = [one for one in self.statements if words in one.exact]
        return self.ties.of(statement)


def looked_up(sentence, known):
    claims = (
        Found(claim=claim, probability=0.9, reasons=(f"It repeats {claim}.",))
        for claim, part in known
        if part in sentence
    )
    return LookedUp(terms=read(sentence), claims=tuple(claims))


@pytest.mark.parametrize(
    ("text", "words", "reason"),
    [
        (ARMY, "denied the report", "uses words of the page’s main claim"),
        (ARMY, "It was a mistake", "the same as what stands before it: “The ministry of defence denied"),
        (ARMY, "later apologised", "the same as what stands before it: ““It was a mistake"),
        (DAM, "the dam had cracked", "It answers, and shares “dam”, “cracked” with the page’s main claim."),
        (TRAINS, "confirmed the reports", "It uses words of the page’s main claim."),
        (TRAINS, "disputed that", "“A spokeswoman for Northern Rail confirmed the reports.”, which uses words of"),
    ],
)  # fmt: skip
def test_an_answer_is_about_the_main_claim_when_that_is_what_it_answers(text, words, reason):
    tie = Page(text).tie(words)
    assert tie.proposal
    assert reason in tie.reasons[-1]
    assert tie.score >= 0.5


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (BRIDGE, "Dahl denied it"),
        (BRIDGE, "It is a lie"),
        (DAM, "Her lawyer said that was false"),
        (DAM, "Brandt confirmed it"),
        (TRAINS, "The company denied this"),
    ],
)
def test_an_answer_to_something_else_is_not_about_the_main_claim(text, words):
    assert Page(text).tie(words) is None


@pytest.mark.parametrize(
    ("report", "words"),
    [
        (reports.LETTER_WIRE, "no decision whatsoever"),
        (reports.LETTER_WIRE, "It was a mistake"),
        (reports.LETTER_WIRE, "sovereign decision"),
        (reports.RECALL, "no reason for one"),
        (reports.CEASEFIRE, "never agreed to this text"),
        (reports.MEMO, "sent in error"),
        (reports.HOAX, "We can confirm the death"),
        (reports.HOAX, "a cruel hoax"),
        (reports.ELECTION, "I made a mistake"),
    ],
)
def test_denials_and_confirmations_meet_the_main_claim(report, words):
    title, text = report
    assert Page(text, title=title).tie(words).proposal


def test_what_an_official_answers_is_shown_for_the_editor_to_say():
    text = TRAINS.replace("The company denied this", "The ministry of transport denied this")
    tie = Page(text).tie("denied this")
    assert tie.score == 0.2
    assert tie.reasons[-1] == (
        "It answers what stands before it: “Union leader Tom Berg said that 300 drivers had been dismissed.”; whether "
        "that is about the page’s main claim is for you to say."
    )


def test_an_answer_is_about_the_known_claim_that_the_sentence_before_it_repeats():
    bribe = Claim(pk=1, sentence="Bo Dahl took money from a builder.")
    page = Page(BRIDGE, (bribe, "taking money"))
    for words in ("Carla Ruiz", "Dahl denied it", "It is a lie"):
        assert page.tie(words).claim == bribe
    assert page.tie("Dahl denied it").reasons[0].startswith("It answers in general words what stands before")
    assert page.tie("Dahl denied it").score < page.tie("Carla Ruiz").score


def test_an_answer_at_the_head_of_a_page_is_about_its_main_claim():
    page = Page("The ministry denied the report.\n\nThe army will leave the valley in March, a letter says.")
    assert "nothing before it says what" in page.tie("denied the report").reasons[-1]


@pytest.mark.parametrize(
    ("content", "general"),
    [
        ("it", True),
        ("the report", True),
        ("the accusations against him", True),
        ("It was sent in error by a clerk", True),
        ("wrongdoing", True),
        ("Northern Rail would dismiss its drivers", False),
    ],
)
def test_an_answer_in_general_words_names_no_subject_of_its_own(content, general):
    assert in_general_words(Passage(details={"kind": "denies", "content": content})) is general
    assert not in_general_words(Passage(details={"kind": "asserts", "content": content}))


def test_many_answers_in_a_row_are_no_trouble():
    page = Page("The army will leave the valley in March.\n\n" + "Ohm denied it.\n\n" * 500)
    assert page.ties.of(page.statements[-1]).proposal
