"""Whole reports in many manners: the main claim, its label, and who said what in which sense."""

import pytest

from tests.extract import letter_reports, other_reports, unseen_reports
from tracker.extract import claims, statements, words

# Report, main claim, its label, and of each statement the speaker, its kind and some of its words.
READINGS = [
    (
        letter_reports.WASHINGTON_DAILY,
        "U.S. forces would be leaving the country.",
        "troop withdrawal",
        [
            ("Mark Milley", "walks back", "should not have been sent"),
            ("Mark Milley", "walks back", "It was a mistake"),
            ("William Seely III", "asserts", "in deference"),
            ("Mark Esper", "denies", "no plans to leave"),
            ("Mark Esper", "denies", "no decision whatsoever"),
            ("A public affairs officer with the Army", "confirms", "authenticity"),
            ("A public affairs officer with the Army", "retracts", "the post"),
            ("Trump", "denies", "We're not leaving"),
            ("Mark Milley", "asserts", "coordinate air movements"),
        ],
    ),
    (
        letter_reports.WIRE_EVENING,
        "American troops would withdraw from Iraq.",
        "troop withdrawal",
        [
            ("Mark Milley", "walks back", "released in error"),
            ("William H. Seely III", "asserts", "coalition troops would be moving"),
            ("Mark Milley", "walks back", "an honest mistake"),
            ("Mark Milley", "walks back", "poorly worded"),
            ("Mark Milley", "asserts", "spoken by telephone"),
            ("Mark Esper", "asserts", "could not explain"),
            ("Mark Esper", "disputes", "veracity"),
            ("Mark Esper", "denies", "no decision made to leave"),
            ("Two U.S. officials", "confirms", "genuine"),
            ("A spokesman for the coalition in Baghdad", "no comment", "did not respond"),
        ],
    ),
    (
        letter_reports.AGENCY_BAGHDAD,
        "Forces from the US-led coalition would be repositioning forces over the course of the coming days"
        " and weeks to prepare for onward movement.",
        "troop repositioning",
        [
            ("The head of the US military's task force in Iraq", "asserts", "preparing to leave"),
            ("two US officials and one Iraqi official", "confirms", "authenticity"),
            ("William Seely", "asserts", "repositioning"),
            ("William Seely", "asserts", "In order to conduct"),
            ("Mark Esper", "denies", "any such plan"),
            ("Mark Esper", "denies", "no decision whatsoever"),
            ("Mark Milley", "walks back", "sent by mistake"),
            ("Mark Milley", "walks back", "should not have been released"),
            ("An Iraqi defence ministry official", "asserts", "delivered"),
            ("Adel Abdul Mahdi", "asserts", "a signed copy"),
            ("Adel Abdul Mahdi", "asserts", "fell off the printer"),
        ],
    ),
    (
        letter_reports.CABLE_SITE,
        "The US military was pulling out of the country.",
        "military withdrawal",
        [
            ("Mark Milley", "walks back", "poorly worded"),
            ("Mark Milley", "walks back", "honest mistake"),
            ("Mark Esper", "denies", "no decision made"),
            ("William H. Seely", "asserts", "repositioning"),
            ("William H. Seely", "asserts", "sovereign decision"),
            ("A US official", "asserts", "helicopter flights"),
            ("Adil Abdul Mahdi", "disputes", "the explanation"),
            ("Adil Abdul Mahdi", "asserts", "we received it"),
            ("Nancy Pelosi", "asserts", "no strategy"),
            ("Adam Smith", "denies", "was a fake"),
            ("Adam Smith", "denies", "active disinformation"),
        ],
    ),
    (
        letter_reports.POLITICS_SITE,
        "There is to be a withdrawal of American troops from Iraq.",
        "troop withdrawal",
        [
            ("Mark Esper", "denies", "no decision whatsoever"),
            ("William Seely", "asserts", "repositioning forces"),
            ("Mark Milley", "walks back", "This was a mistake"),
            ("An aide in the Office of the Secretary of Defense", "denies", "active disinformation"),
            ("Jonathan Hoffman", "no comment", "declined"),
            ("Chris Murphy", "asserts", "full-blown mess"),
        ],
    ),
    (
        letter_reports.REGIONAL,
        "Troops would leave Iraq within weeks.",
        "troop withdrawal",
        [
            ("Denise Park", "asserts", "four calls"),
            ("William Seely", "asserts", "within weeks"),
            ("Mark Milley", "walks back", "It was a mistake"),
            ("Mark Esper", "denies", "no one had decided"),
            ("Mark Esper", "denies", "no decision to leave"),
            ("Richard Hudson", "asserts", "unchanged"),
            ("Mike Burns", "denies", "no new orders"),
            ("Denise Park", "asserts", "believe it"),
        ],
    ),
    (
        other_reports.CIRCULAR_AGENCY,
        "Customs officers must close all land borders from midnight.",
        "border closure",
        [
            ("Ghana's interior ministry", "denies", "a circular"),
            ("Kwame Mensah", "asserts", "All land crossings"),
            ("Abena Owusu", "denies", "not authentic"),
            ("Abena Owusu", "denies", "No border"),
            ("Lord Halden", "asserts", "trade"),
            ("Kwame Mensah", "asserts", "acted on instructions"),
            ("Kwame Mensah", "asserts", "I was told"),
            ("Yaw Mensah", "asserts", "covering up"),
            ("Grace Boateng", "asserts", "suspended"),
        ],
    ),
    (
        other_reports.TABLOID,
        "60 stores would shut by Easter.",
        "store closure",
        [
            ("Tracey Webb", "asserts", "in tears"),
            ("Simon Ashby", "walks back", "no closure programme"),
            ("Priya Nair", "asserts", "cease trading"),
            ("A Fairmart spokesman", "apologises", "truly sorry"),
            ("Dave Corrigan", "asserts", "by accident"),
            ("Priya Nair", "no comment", "could not be reached"),
        ],
    ),
    (
        other_reports.BROADSHEET,
        "The northern rail link would be cancelled.",
        "link cancellation",
        [
            ("Helen Marchmont", "asserts", "beyond design"),
            ("James Oakeshott", "denies", "No such decision"),
            ("Helen Marchmont", "asserts", "clumsy"),
            ("Helen Marchmont", "clarifies", "under review"),
            ("Tariq Aziz", "disputes", "the explanation"),
            ("Tariq Aziz", "confirms", "genuine"),
            ("Two Whitehall sources", "confirms", "authentic"),
            ("One of them", "asserts", "agreed the cut"),
            ("Downing Street", "no comment", "declined"),
        ],
    ),
    (
        other_reports.LIVE_BLOG,
        "NordAir and Baltic Wings will combine their operations from 1 September.",
        "Wing merger",
        [
            ("NordAir", "denies", "no merger"),
            ("Ingrid Falk", "walks back", "published prematurely"),
            ("the announcement", "asserts", "will combine"),
            ("Elena Petrova", "asserts", "nothing was signed"),
            ("Elena Petrova", "denies", "We did not sign"),
            ("Jonas Lund", "asserts", "from the radio"),
            ("Jonas Lund", "asserts", "Nobody informed"),
            ("A union official", "asserts", "would merge"),
        ],
    ),
    (
        other_reports.PRESS_RELEASE,
        "Tap water in the eastern districts was contaminated with lead.",
        "water contamination",
        [
            ("Office for Water Safety", "retracts", "an alert"),
            ("The alert", "asserts", "Lead has been found"),
            ("Amara Diallo", "walks back", "published in error"),
            ("Amara Diallo", "apologises", "apologise"),
            ("Ruth Castellan", "confirms", "no contamination"),
            ("Leo Castellan", "asserts", "inquiry"),
            ("Leo Castellan", "asserts", "half a million"),
        ],
    ),
    (
        other_reports.QUESTIONS,
        "The fighters would surrender all heavy weapons by Sunday.",
        "weapon surrender",
        [
            ("Abu Karim al-Saadi", "asserts", "surrender"),
            ("Faris Haddad", "asserts", "historic step"),
            ("Nasir al-Saadi", "denies", "a forgery"),
            ("Nasir al-Saadi", "denies", "agreed to nothing"),
            ("Eva Lindqvist", "disputes", "unable to verify"),
            ("Layla Mansour", "asserts", "on the trucks"),
            ("Two Western diplomats", "confirms", "taken place"),
        ],
    ),
    (
        unseen_reports.LETTER_EXAMINED,
        "American troops were on their way out.",
        "American troops way",
        [
            ("Pentagon", "denies", "not leaving Iraq"),
            ("Mark Milley", "walks back", "was a draft"),
            ("Mark Milley", "walks back", "an honest mistake"),
            ("Mark Milley", "walks back", "Poorly worded"),
            ("William Seely", "asserts", "sovereign decision"),
            ("Mark Esper", "denies", "no decision whatsoever"),
            ("Mark Esper", "disputes", "inconsistent"),
            ("a U.S. military official in Baghdad", "confirms", "authenticity"),
            ("An Army spokeswoman", "confirms", "real"),
            ("An Army spokeswoman", "retracts", "the tweet"),
            ("Jack Reed", "asserts", "amateur hour"),
        ],
    ),
    (
        unseen_reports.DAM_ALERT,
        "The Kurshab dam had burst.",
        "Kurshab dam",
        [
            ("the emergency ministry", "walks back", "by mistake"),
            ("Daniyar Toktogul", "asserts", "wrong button"),
            ("Daniyar Toktogul", "denies", "no breach"),
            ("The message", "asserts", "has failed"),
            ("Aigul Sadykova", "confirms", "no damage"),
            ("Aigul Sadykova", "asserts", "every gate"),
            ("Bakyt Osmonov", "asserts", "hiding the truth"),
            ("Bakyt Osmonov", "asserts", "water rise"),
            ("Bakyt Osmonov", "retracts", "the post"),
            ("A ministry official", "asserts", "second check"),
        ],
    ),
    (
        unseen_reports.COUNCIL_EMAIL,
        "The Christmas market had been scrapped.",
        "market cancellation",
        [
            ("Gareth Pugh", "asserts", "will not go ahead"),
            ("Siân Rees", "asserts", "mortified"),
            ("Siân Rees", "walks back", "never have been sent"),
            ("Gareth Pugh", "apologises", "template"),
            ("Maureen Tuttle", "asserts", "cancelled her"),
            ("Maureen Tuttle", "asserts", "going to pay"),
            ("Gwyn Rees", "asserts", "agreed in private"),
            ("Gwyn Rees", "asserts", "the minutes"),
            ("A council spokesman", "denies", "any such decision"),
        ],
    ),
    (
        unseen_reports.CHIPMAKER,
        "Chipmaker Veltron would shut its largest plant and lay off 4,000 workers.",
        "plant closure",
        [
            ("Chipmaker Veltron", "retracts", "a press release"),
            ("Chipmaker Veltron", "asserts", "hackers"),
            ("Marcus Bell", "asserts", "cease production"),
            ("Marcus Bell", "denies", "fabrication"),
            ("Linda Cho", "asserts", "alerted"),
            ("The regulator", "no comment", "declined"),
            ("Tom Ortega", "asserts", "from a reporter"),
            ("Tom Ortega", "confirms", "it was real"),
            ("two people familiar with the investigation", "asserts", "stolen password"),
        ],
    ),
]
NAMES = [reading[0][0][:30] for reading in READINGS]


def read(report):
    title, text = report
    said = statements.find(text, title=title)
    return said, claims.find(text, title=title, statements=said)


@pytest.mark.parametrize(("report", "sentence", "label", "expected"), READINGS, ids=NAMES)
def test_a_report_is_read_as_its_reader_would(report, sentence, label, expected):
    said, found = read(report)
    assert (found[0].sentence, found[0].label) == (sentence, label)
    for speaker, kind, part in expected:
        assert (speaker, kind) in [(one.speaker, one.kind) for one in said if part in one.content], part


@pytest.mark.parametrize("reading", READINGS, ids=NAMES)
def test_no_bare_office_pronoun_or_thing_speaks_and_no_rank_ends_an_office(reading):
    said, _ = read(reading[0])
    for one in said:
        assert one.speaker.lower() not in words.HEADS | words.TITLES | {"he", "she", "they", "it", "one"}
        assert not one.speaker.lower().endswith("'s")
        assert not (one.role.endswith(" Gen.") and "Ch" in one.role)


@pytest.mark.parametrize("reading", READINGS, ids=NAMES)
def test_labels_have_two_to_four_words_and_claims_no_open_pronoun(reading):
    _, found = read(reading[0])
    assert 2 <= len(found[0].label.split()) <= 4
    assert found[0].sentence.split()[0].lower() not in {
        "it",
        "he",
        "she",
        "they",
        "his",
        "her",
        "its",
        "their",
    }


OFFICES = [
    (
        "Chairman of the Joint Chiefs of Staff Gen. Ann Lee",
        "Ann Lee",
        "Chairman of the Joint Chiefs of Staff",
    ),
    ("Secretary of Defense Ann Lee", "Ann Lee", "Secretary of Defense"),
    (
        "Minister of State for Foreign Affairs Lord Halden",
        "Lord Halden",
        "Minister of State for Foreign Affairs",
    ),
    ("Head of US Central Command Gen. Ann Lee", "Ann Lee", "Head of US Central Command"),
    ("Iraqi Prime Minister Adel Abdul Mahdi", "Adel Abdul Mahdi", "Iraqi Prime Minister"),
    ("Speaker of the House Ann Lee", "Ann Lee", "Speaker of the House"),
    (
        "Assistant Secretary of Defense for Public Affairs Ann Lee",
        "Ann Lee",
        "Assistant Secretary of Defense for Public Affairs",
    ),
    ("Joint Chiefs Chairman Gen. Ann Lee", "Ann Lee", "Joint Chiefs Chairman"),
    ("Sen. Ann Lee of Rhode Island", "Ann Lee", "Sen."),
]


@pytest.mark.parametrize(("phrase", "name", "role"), OFFICES)
@pytest.mark.parametrize(
    "sentence",
    [
        "{} said the bridge was shut.",
        '"The bridge is shut," said {}.',
        "{}, speaking minutes before the vote, denied that the bridge was shut.",
        "The bridge is shut, according to {}.",
    ],
)
def test_an_office_of_several_words_leads_to_the_name_behind_it(sentence, phrase, name, role):
    (one,) = statements.find(sentence.format(phrase))
    assert (one.speaker, one.role) == (name, role)


@pytest.mark.parametrize(
    "phrase",
    [
        "a spokesman for Gen. Ann Lee",
        "an aide to Mrs. Lee",
        "the wife of Secretary of State Tom Lee",
        "a spokesman for Defense Secretary Ann Lee",
        "an aide to the chairman of the Joint Chiefs of Staff Gen. Ann Lee",
    ],
)
def test_who_speaks_for_somebody_is_not_that_person(phrase):
    (one,) = statements.find(f'"Nobody came," said {phrase}.')
    assert one.speaker == phrase


def test_he_means_who_spoke_last_also_behind_an_office_of_several_words():
    text = (
        "Secretary of Defense Mark Ruiz, speaking before Gen. Paul Lind, denied that troops would leave.\n\n"
        '"We stay," he said.'
    )
    assert [one.speaker for one in statements.find(text)] == ["Mark Ruiz", "Mark Ruiz"]


DESCRIPTIONS = [
    # (first paragraph, second paragraph, the last speakers)
    (
        "The nation's top general said the note was a mistake.",
        '"I erred," Gen. Paul Lind said.',
        ["Paul Lind"] * 2,
    ),
    ("Gen. Paul Lind said he erred.", '"It was a draft," the four-star general said.', ["Paul Lind"] * 2),
    ("Defense Secretary Ann Ruiz said no.", '"Never," the Pentagon chief said.', ["Ann Ruiz"] * 2),
    (
        "Gen. Paul Lind said yes it was. Gen. Tom Berg said it was not.",
        '"No," said the minister.',
        ["the minister"],
    ),
    (
        "A top general said the note was a mistake.",
        '"I erred," Gen. Paul Lind said.',
        ["A top general", "Paul Lind"],
    ),
]


@pytest.mark.parametrize(("first", "second", "speakers"), DESCRIPTIONS)
def test_a_description_means_the_named_person_only_where_that_is_plain(first, second, speakers):
    found = [one.speaker for one in statements.find(f"{first}\n\n{second}")]
    assert found[-len(speakers) :] == speakers


def test_between_two_of_one_family_the_one_who_spoke_last_is_meant():
    text = (
        "Mayor Ruth Castell said the dam held. Inspector Leo Castell said it leaked.\n\n"
        '"I saw it," Castell said.\n\n"I did not," Ruth Castell said.'
    )
    assert [one.speaker for one in statements.find(text)] == [
        "Ruth Castell",
        "Leo Castell",
        "Leo Castell",
        "Ruth Castell",
    ]


def test_the_person_who_wrote_is_the_author_of_the_letter():
    text = 'The letter came on Monday.\n\n"We leave," Paul Lind wrote to a general.\n\n"At once," the letter read.'
    assert [(one.speaker, one.attribution) for one in statements.find(text)] == [
        ("Paul Lind", "document")
    ] * 2


CLAIMS = [
    (
        "The army sent a letter that suggested it was pulling out of Karu, officials said.",
        "The army was pulling out of Karu.",
    ),
    ("A memo ordering hospitals to return masks was withdrawn on Monday.", "Hospitals must return masks."),
    (
        "A letter announcing the withdrawal of troops from Karu was false.",
        "There is to be a withdrawal of troops from Karu.",
    ),
    (
        'A note telling Karu that troops were leaving "was a mistake" and should not have gone out, he said.',
        "Troops were leaving.",
    ),
    (
        "The head of the force announced that his troops were leaving Karu, in a letter seen by reporters.",
        "The troops were leaving Karu.",
    ),
]


@pytest.mark.parametrize(("text", "sentence"), CLAIMS)
def test_a_claim_stands_alone_and_stops_before_the_outer_clause(text, sentence):
    assert claims.find(text, statements=statements.find(text))[0].sentence == sentence
