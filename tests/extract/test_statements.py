"""Who said what, on whole reports and on one construction at a time."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.extract import reports
from tracker.extract import statements


def found(text, title=""):
    return statements.find(text, title=title)


def only(text):
    (statement,) = found(text)
    return statement


EXPECTED = {
    "LETTER_WIRE": [
        ("William Seely", "asserts", "document", "sovereign decision"),
        ("Mark Esper", "denies", "on the record", "no decision had been made"),
        ("Mark Esper", "denies", "on the record", "no decision whatsoever"),
        ("Mark Milley", "walks back", "on the record", "It was a mistake"),
        ("An Army public affairs officer", "confirms", "anonymous official", "authenticity"),
        ("An Army public affairs officer", "retracts", "anonymous official", "the post"),
        ("White House", "no comment", "on the record", "did not immediately respond"),
    ],
    "LETTER_BRITISH": [
        ("Mark Milley", "walks back", "on the record", "It was a mistake"),
        ("Mark Milley", "walks back", "on the record", "poorly worded"),
        ("Mark Esper", "denies", "on the record", "American forces were leaving"),
        ("Mark Esper", "asserts", "on the record", "that is all"),
        ("William Seely", "asserts", "document", "onward movement"),
        ("A senior Iraqi official", "asserts", "anonymous official", "signed copy"),
        ("US embassy in Baghdad", "no comment", "on the record", "declined to comment"),
    ],
    "RECALL": [
        ("the company", "asserts", "on the record", "recalling 40,000 night lights"),
        ("Dana Ruiz", "denies", "on the record", "no recall"),
        ("Dana Ruiz", "apologises", "on the record", "we are sorry"),
        ("Consumer Product Safety Commission", "asserts", "on the record", "14 reports"),
        ("Peter Okafor", "asserts", "on the record", "Stop using these lights"),
        ("Leila Haddad", "asserts", "on the record", "ignored her calls"),
    ],
    "CEASEFIRE": [
        ("Joseph Mwangi", "asserts", "document", "agreed to a ceasefire"),
        ("Tomas Adan", "denies", "on the record", "never agreed to this text"),
        ("The government", "confirms", "on the record", "it had signed"),
        ("Hawa Bello", "asserts", "on the record", "Our signature"),
        ("Joseph Mwangi", "clarifies", "on the record", "in principle"),
    ],
    "MEMO": [
        ("Ingrid Solberg", "asserts", "document", "must return 50 percent"),
        ("Marta Lind", "asserts", "on the record", "lives at risk"),
        ("Ingrid Solberg", "walks back", "on the record", "sent in error"),
        ("Ingrid Solberg", "walks back", "on the record", "early draft"),
        (
            "Two ministry officials familiar with the matter",
            "asserts",
            "anonymous official",
            "discussed for weeks",
        ),
        ("Anna Berg", "no comment", "on the record", "declined to discuss"),
    ],
    "HOAX": [
        ("Marlow police department", "confirms", "social post", "We can confirm the death"),
        ("Jonny Vale", "asserts", "social post", "eating noodles"),
        ("Robert Hale", "asserts", "on the record", "account had been hacked"),
        ("Susan Park", "denies", "on the record", "a cruel hoax"),
        ("Twitter", "no comment", "on the record", "did not return"),
    ],
    "OUTBREAK": [
        ("St. Anne's Hospital", "walks back", "on the record", "circulated by accident"),
        ("Farah Nasser", "asserts", "document", "assume active transmission"),
        ("Kim Dorsey", "denies", "on the record", "There is no outbreak"),
        ("Farah Nasser", "denies", "social post", "I did not send that message"),
        ("Ray Colburn", "retracts", "on the record", "that remark"),
        ("Two nurses", "asserts", "anonymous official", "wear masks"),
    ],
    "BASE": [
        ("Teresa Oduya", "asserts", "document", "cease operations"),
        ("Brian Holt", "confirms", "on the record", "the memo was real"),
        ("Teresa Oduya", "denies", "on the record", "no plans to close"),
        ("Brian Holt", "apologises", "on the record", "apologized"),
        ("Army", "no comment", "on the record", "did not answer"),
    ],
    "BANKNOTE": [
        ("Central Bank of Norvia", "denies", "on the record", "intends to withdraw"),
        ("A notice", "asserts", "document", "cease to be legal tender"),
        ("Lena Kroll", "walks back", "on the record", "published inadvertently"),
        ("Otto Brandvik", "walks back", "on the record", "human error"),
        (
            "two people with knowledge of the plans",
            "asserts",
            "anonymous official",
            "the board had discussed",
        ),
        ("Emil Straum", "no comment", "on the record", "could not be reached"),
    ],
    "ARREST": [
        ("Westbrook University", "retracts", "on the record", "a statement"),
        ("Alan Whitcombe", "denies", "document", "false"),
        ("Alan Whitcombe", "apologises", "document", "deeply sorry"),
        ("Nandini Iyer", "asserts", "on the record", "grading papers"),
        ("Jo Marsh", "asserts", "social post", "got it wrong"),
    ],
    "ELECTION": [
        ("Helen Brandt", "asserts", "on the record", "counted one precinct twice"),
        ("Helen Brandt", "walks back", "on the record", "I made a mistake"),
        ("Luis Ortega", "disputes", "on the record", "the new figures"),
        ("Luis Ortega", "asserts", "on the record", "Nobody can explain"),
        ("Maria Gomez", "asserts", "on the record", "stunned and grateful"),
    ],
}


@pytest.mark.parametrize(
    ("report", "expected"), [(name, line) for name, lines in EXPECTED.items() for line in lines]
)
def test_it_finds_who_said_what_in_a_report(report, expected):
    title, text = getattr(reports, report)
    speaker, kind, attribution, part = expected
    matching = [
        (statement.speaker, statement.kind, statement.attribution)
        for statement in found(text, title)
        if part in statement.content
    ]
    assert (speaker, kind, attribution) in matching


def test_no_day_place_or_thing_is_a_speaker():
    decoys = {
        "monday",
        "tuesday",
        "baghdad",
        "washington",
        "nairobi",
        "iraq",
        "friday",
        "the matter",
        "it was",
    }
    for name in EXPECTED:
        title, text = getattr(reports, name)
        assert not decoys & {statement.speaker.lower() for statement in found(text, title)}


def test_roles_come_from_apposition_title_and_earlier_mention():
    title, text = reports.LETTER_WIRE
    roles = {
        statement.speaker: (statement.role, statement.organisation, statement.official)
        for statement in found(text, title)
    }
    assert roles["Mark Milley"] == ("Chairman of the Joint Chiefs of Staff", "Joint Chiefs of Staff", True)
    assert roles["Mark Esper"] == ("Defense Secretary", "", True)
    assert roles["William Seely"] == ("Commander of Task Force-Iraq", "Task Force-Iraq", True)


def test_the_reasons_say_how_a_last_name_was_resolved():
    title, text = reports.LETTER_WIRE
    (statement,) = [s for s in found(text, title) if s.content.startswith("It was a mistake")]
    assert any(
        "'Milley' is 'Army Gen. Mark Milley', named one paragraph earlier" in reason
        for reason in statement.reasons
    )
    assert any("mistake" in reason for reason in statement.reasons)


ONE_BY_ONE = [
    # (text, speaker, content, kind)
    ('"We will stay," said Maria Gomez, the mayor of Eastport.', "Maria Gomez", "We will stay", "asserts"),
    ('Mayor Maria Gomez said, "We will stay."', "Maria Gomez", "We will stay.", "asserts"),
    (
        "Mayor Maria Gomez said that the town would stay calm.",
        "Maria Gomez",
        "the town would stay calm",
        "asserts",
    ),
    (
        "The town would stay calm, Mayor Maria Gomez said Tuesday.",
        "Maria Gomez",
        "The town would stay calm",
        "asserts",
    ),
    ("According to Mayor Maria Gomez, the town is calm.", "Maria Gomez", "the town is calm", "asserts"),
    ("The town is calm, according to Mayor Maria Gomez.", "Maria Gomez", "The town is calm", "asserts"),
    (
        "Mayor Maria Gomez, who spoke on Tuesday, denied that the bridge was closed.",
        "Maria Gomez",
        "the bridge was closed",
        "denies",
    ),
    (
        "Mayor Maria Gomez on Monday retracted her statement about the bridge.",
        "Maria Gomez",
        "her statement about the bridge",
        "retracts",
    ),
    (
        "Mayor Maria Gomez told lawmakers in Springfield that no plan exists.",
        "Maria Gomez",
        "no plan exists",
        "denies",
    ),
    (
        "A U.S. official who spoke on condition of anonymity said the letter was real.",
        "A U.S. official",
        "the letter was real",
        "confirms",
    ),
    (
        "The letter's authenticity was confirmed by two Iraqi officials.",
        "two Iraqi officials",
        "The letter's authenticity",
        "confirms",
    ),
    ("The Pentagon said the order stands.", "Pentagon", "the order stands", "asserts"),
]


@pytest.mark.parametrize(("text", "speaker", "content", "kind"), ONE_BY_ONE)
def test_each_construction_is_read(text, speaker, content, kind):
    statement = only(text)
    assert (statement.speaker, statement.content, statement.kind) == (speaker, content, kind)


WHO_IS_MEANT = [
    (
        'Mayor Ann Lee said the dam held. Treasurer Ruth Cole arrived with the figures. "They add up," she said.',
        ["Ann Lee", "Ruth Cole"],
    ),
    (
        '"The dam held," Mayor Ann Lee said.\n\nThe governor flew over the valley. He said it was lost.',
        ["Ann Lee", "The governor"],
    ),
    (
        "Gen. Paul Lind said the bridge stood. The letter was signed by Col. Tom Berg, who has commanded the unit"
        " since May. He said nothing of the kind had been ordered.",
        ["Paul Lind", "Tom Berg"],
    ),
    (
        "David Miller said the plant would close. Sarah King, who has worked there for 20 years, wept."
        ' "It is over," she said.',
        ["David Miller", "Sarah King"],
    ),
    (
        'David Miller and his wife Sarah King own the plant. "It is over," she said. "We will sell," he said.',
        ["Sarah King", "David Miller"],
    ),
    (
        "A spokeswoman for the mayor, David Miller, said he was ill. She said he would return in May.",
        ["A spokeswoman for the mayor"] * 2,
    ),
    (
        "Seely III's letter said troops were leaving. Brig. Gen. William Seely III commands the task force.",
        ["William Seely III"],
    ),
    ("The faculty senate's angry letter said trust was damaged.", ["The faculty senate"]),
    ("Mayor Ann Lee and Sheriff Tom Berg both said the dam held.", ["Ann Lee", "Tom Berg"]),
    (
        "The Department of Health and Human Services said the water was safe.",
        ["Department of Health and Human Services"],
    ),
    ("Deputy City Manager Alan Prewitt said the bills were wrong.", ["Alan Prewitt"]),
    ("Last Monday a spokesman said the bills were wrong.", ["a spokesman"]),
    ("Did Prewitt sign it? Why does the letter say so?", []),
]


@pytest.mark.parametrize(("text", "speakers"), WHO_IS_MEANT)
def test_the_one_meant_is_the_speaker(text, speakers):
    assert [statement.speaker for statement in found(text)] == speakers


IN_WHICH_SENSE = [
    ("The bank said: “We do not comment on rumours.”", "no comment"),
    ("The bank said that was ‘categorically untrue’.", "denies"),
    ("The bank dismissed the letter as a forgery.", "denies"),
    ("The bank disputes that.", "disputes"),
    ("“We would like to offer our sincere apologies. It was a computer error,” the bank said.", "apologises"),
    ("The bank apologised after 40 customers were told that they were dead.", "apologises"),
    ("The bank said it was “not credible” that nobody had noticed.", "disputes"),
    ("The bank said the story had been taken out of context.", "disputes"),
    ("The bank walked back the letter.", "walks back"),
    ("The bank retracted on Sunday its announcement that Karu branches would close.", "retracts"),
]


@pytest.mark.parametrize(("text", "kind"), IN_WHICH_SENSE)
def test_the_sense_is_read_from_cue_and_words(text, kind):
    assert only(text).kind == kind


def test_an_answer_that_says_nothing_is_a_statement_of_its_own():
    said, silent = found("The mayor said he trusted the bank, but did not answer questions about the letter.")
    assert (said.content, said.kind) == ("he trusted the bank", "asserts")
    assert (silent.content, silent.kind) == ("did not answer questions about the letter", "no comment")


def test_a_second_speaker_behind_while_speaks_for_himself():
    first, second = found(
        "Mayor Ann Lee said the dam held, while a council chief, who did not want to be named, said it leaked."
    )
    assert (first.speaker, first.content) == ("Ann Lee", "the dam held")
    assert (second.speaker, second.attribution) == ("a council chief", "anonymous official")


def test_a_dateline_with_a_state_is_no_part_of_what_was_said():
    statement = only("HARROW FALLS, Ore. (AP) — The bills were wrong, Mayor Ann Lee said.")
    assert statement.content == "The bills were wrong"


def test_a_split_quotation_is_one_statement():
    statement = only('"We are leaving," Governor Ann Lee said, "and we are not coming back."')
    assert statement.quote
    assert statement.content.startswith("We are leaving")
    assert statement.content.endswith("not coming back.")
    assert len(statement.quoted) == 2


def test_a_quotation_may_run_over_paragraphs():
    text = "“The bridge is shut,” Governor Ann Lee said. “It will stay shut.\n\n“We will open it in May,” she said."
    first, second = found(text)
    assert (first.speaker, second.speaker) == ("Ann Lee", "Ann Lee")
    assert "stay shut" in first.content
    assert second.content == "We will open it in May"


def test_a_partial_quotation_is_a_paraphrase_with_quoted_words():
    text = 'Governor Ann Lee said the bridge was "not fit for trucks" and would close.'
    statement = only(text)
    assert not statement.quote
    assert [text[start:end] for start, end in statement.quoted] == ["not fit for trucks"]
    assert statement.content == 'the bridge was "not fit for trucks" and would close'


def test_two_cues_share_their_subject():
    first, second = found(
        "Police spokesman Dan Wood confirmed the arrest on Twitter and later deleted the tweet."
    )
    assert (first.kind, second.kind) == ("confirms", "retracts")
    assert first.speaker == second.speaker == "Dan Wood"
    assert first.channel == "post"


def test_a_document_speaks_for_itself_when_nobody_is_named():
    statement = only('A memo said staff "must report by Friday."')
    assert (statement.speaker, statement.attribution, statement.channel) == ("A memo", "document", "letter")


def test_a_letter_speaks_for_its_author():
    text = 'The board got a letter from auditor Paul Reyes on Friday.\n\n"Money is missing," the letter said.'
    statement = only(text)
    assert (statement.speaker, statement.attribution) == ("Paul Reyes", "document")
    assert any("letter" in reason for reason in statement.reasons)


def test_what_is_not_speech_yields_nothing():
    for text in (
        "The United States has many states.",
        "The company posted a profit of $3 million.",
        "His claims were widely shared in several reports.",
        "Rain is expected on Tuesday.",
        "",
        "\n\n \n",
    ):
        assert found(text) == ()


def assert_offsets_fit(text, results):
    for statement in results:
        assert (
            0
            <= statement.start
            <= statement.content_start
            <= statement.content_end
            <= statement.end
            <= len(text)
        )
        assert statement.content == text[statement.content_start : statement.content_end]
        assert statement.start <= statement.cue_start <= statement.cue_end <= statement.end
        assert text[statement.cue_start : statement.cue_end] == statement.cue
        assert 0 <= statement.speaker_start <= statement.speaker_end <= len(text)
        assert all(statement.start <= start <= end <= statement.end for start, end in statement.quoted)
        assert statement.speaker
        assert all(reason.strip() for reason in statement.reasons)


WORDS = [
    "said",
    "told",
    "“",
    "”",
    '"',
    "'",
    "’",
    ",",
    ".",
    ":",
    ";",
    "(",
    ")",
    "—",
    "\n",
    "\n\n",
    "Gen.",
    "Mark",
    "Milley",
    "he",
    "she",
    "the",
    "letter",
    "that",
    "according",
    "to",
    "who",
    "by",
    "was",
    "confirmed",
    "denied",
    "deleted",
    "saying",
    "and",
    "declined",
    "comment",
    "did",
    "not",
    "respond",
    "on",
    "Monday",
    "in",
    "a",
    "U.S.",
    "official",
    "walked",
    "back",
    "it",
    "no",
    "from",
    "of",
    "İ",
    "ﬁ",
    "e\u0301",
    "😀",
    "''",
    "‘",
    "Baghdad",
    "an",
    "O'Brien",
    "spokesman",
    "vote",
    "asked",
]


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.text(max_size=300), st.lists(st.sampled_from(WORDS), max_size=60).map(" ".join)))
def test_any_text_is_survived_and_offsets_fit(text):
    assert_offsets_fit(text, statements.find(text, title=text[:50]))


def test_offsets_fit_in_every_report():
    for name in EXPECTED:
        title, text = getattr(reports, name)
        assert_offsets_fit(text, found(text, title))


@pytest.mark.parametrize(
    "junk",
    [
        "a " * 500_000,
        '"' * 1_000_000,
        "said " * 200_000,
        "He said. " * 110_000,
        "A" * 1_000_000,
        "(" * 1_000_000,
        "“No,” he said. " * 60_000,
        "Gen. Mark Milley, " * 55_000,
        "letter " * 140_000,
        ". " * 500_000,
        "the letter, " * 80_000,
        "8,000 people were told by " * 40_000,
        "Ann Lee's letter's memo's " * 40_000,
    ],
)
def test_a_megabyte_of_junk_takes_bounded_time(junk):
    started = time.process_time()
    statements.find(junk)
    assert time.process_time() - started < 6
