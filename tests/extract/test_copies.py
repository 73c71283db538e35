from datetime import UTC, datetime

import pytest

from tracker.extract.copies import APART, REFUSED, SAME, Member, Text, compare, may_be_same, root_of

LEAD = (
    "The old dam above Rosvik is cracked and four thousand people must leave the valley before Friday night, the county"
    " engineer told the council on Tuesday."
)
MIDDLE = (
    "Engineers found the crack during a dive in March. It runs for eleven metres along the foot of the wall, and water"
    " has been seeping through it since the thaw began, according to the survey that the council published."
)
REST = (
    "Buses will leave from the school at noon. Farmers may return by day to feed their animals. The power company,"
    " which owns the dam, will lower the lake by nine metres, and expects the work to take until August at the least."
)
END = (
    "The valley was last cleared in 1967, when a landslide blocked the road and the river for nineteen days."
)
WIRE = "\n\n".join((LEAD, MIDDLE, REST, END))
TITLE = "Four thousand must leave valley below cracked dam"
LOCAL = (
    "In Fjordby, the mayor said the sports hall would take in three hundred people, and did not rule out opening the"
    " church. Bakers on the main street have offered bread, and the ferry runs twice as often."
)


def verdict(one, other, *, title=TITLE, beside=TITLE):
    return compare(Text.of(title=title, text=one), Text.of(title=beside, text=other))


@pytest.mark.parametrize(
    "copy",
    [
        WIRE,
        WIRE.upper(),
        "\n\n".join((LEAD, REST, MIDDLE, END)),
        "\n\n".join((LEAD, MIDDLE, REST)),
        "\n\n".join((LEAD, LOCAL, MIDDLE, REST, END)),
        f"FJORDBY (AP) — {WIRE}\n\nThe Associated Press contributed to this report.",
        f"{WIRE}\n\nThis material may not be published, broadcast, rewritten or redistributed.",
    ],
    ids=[
        "the same",
        "in capitals",
        "re-ordered",
        "cut",
        "with a local paragraph",
        "with credits",
        "with a footer",
    ],
)
def test_a_copy_is_the_same_text_whatever_its_headline(copy):
    found = verdict(WIRE, copy, beside="Valley to be cleared by Friday as Rosvik dam gives way")
    assert found.kind == SAME
    assert all(reason.endswith(".") for reason in found.reasons)


def test_the_beginning_of_a_report_is_that_report_only_when_both_name_whose_it_is():
    short, agency = f"{LEAD} {MIDDLE[:56]}", "ROSVIK (Reuters) — "
    assert verdict(WIRE, short).kind == APART
    assert verdict(agency + WIRE, agency + short).kind == SAME


def test_reports_of_the_same_event_in_other_words_are_two():
    own = WIRE.replace("the", "this").replace("and", "while").replace(" is ", " was ")
    assert verdict(WIRE, own).kind == APART


@pytest.mark.parametrize(
    "debunk",
    [
        f"A message about the Rosvik dam is a hoax. It reads:\n\n{WIRE}\n\nThe county says no dive took place.",
        f"{WIRE}\n\nThis is not true. The dam was built in 2004 and has no cracks.",
        f"{WIRE}\n\nNone of it happened.",
        f"Many readers sent us this story:\n\n{WIRE}\n\nThe county engineer says the report is wrong.",
        f"FACT CHECK: is the valley being cleared?\n\n{WIRE}\n\nOur ruling: pants on fire.",
        WIRE.replace("is cracked", "is not cracked").replace("must leave", "must not leave"),
        f"The text going round says: “{WIRE}” We asked the county about its school, its buses and its dam.",
        f"{WIRE}\n\nThe county denied the report on Wednesday.",
        f"{WIRE}\n\nIt is not clear whether any of this took place.",
        f"{WIRE}\n\nThis is not the first report of the kind that was false.",
    ],
)
def test_a_debunk_that_holds_the_whole_hoax_is_never_a_copy_of_it(debunk):
    for found in (verdict(WIRE, debunk), verdict(debunk, WIRE)):
        assert found.kind == REFUSED
    beside = verdict(WIRE, debunk, beside="No, the valley below Rosvik is not being cleared")
    assert beside.kind == REFUSED


@pytest.mark.parametrize(
    "added",
    [
        "It was not clear when the crack was first seen.",
        "This is not the first time that the lake was lowered.",
        "It is not yet known how long the work will take.",
    ],
)
def test_what_is_not_known_of_an_event_says_nothing_against_the_report(added):
    assert verdict(WIRE, f"{WIRE}\n\n{added}").kind == SAME


def test_a_debunk_by_the_agency_the_hoax_pretends_to_be_from_is_no_copy():
    agency = "ROSVIK (AP) — "
    debunk = f"{agency}A false report about a dam carries our name. It says:\n\n{WIRE}"
    assert verdict(agency + WIRE, debunk).kind == REFUSED


def test_a_headline_that_denies_is_enough():
    assert verdict(WIRE, WIRE, beside="No, nobody must leave the valley below Rosvik dam").kind == REFUSED
    assert verdict(WIRE, WIRE, beside="").kind == SAME


def test_an_agency_report_cut_before_somebody_calls_something_false_is_still_a_copy():
    talk = (
        "Asked about sabotage, the engineer called such talk false. He did not say more. Nobody else would."
    )
    whole = f"ROSVIK (AP) — {WIRE}\n\n{talk} He then went home."
    assert verdict(whole, f"ROSVIK (AP) — {WIRE}").kind == SAME


def test_did_not_and_didnt_are_the_same():
    one = WIRE.replace("Buses will leave", "Buses did not leave")
    other = WIRE.replace("Buses will leave", "Buses didn’t leave")
    assert verdict(one, other).kind == SAME


@pytest.mark.parametrize("text", ["", "Subscribe.", "Subscribe to go on reading this article."])
def test_stubs_are_not_copies_of_one_another(text):
    assert verdict(text, text).kind == APART


def member(key, *, day, agencies=(), names=()):
    return Member(
        key=key,
        outlet=next(iter(names), ""),
        names=frozenset(names),
        agencies=frozenset(agencies),
        published=datetime(2020, 1, day, tzinfo=UTC),
    )


def test_the_root_is_the_agencys_own_article_even_when_it_was_dated_later():
    paper = member("paper", day=1, agencies=["Associated Press"], names=["Norland Herald"])
    agency = member("agency", day=2, names=["The Associated Press"])
    assert root_of([paper, agency]).member == agency


def test_an_agency_that_was_not_captured_is_named_as_the_root():
    papers = [member(number, day=number, agencies=["Reuters"]) for number in (1, 2, 3)]
    root = root_of(papers)
    assert (root.member, root.source) == (None, "Reuters")
    assert "3 of 3 articles credit it to Reuters" in root.reason


def test_without_a_credit_the_root_is_the_earliest():
    assert root_of([member("second", day=2), member("first", day=1)]).member.key == "first"
    undated = Member(key="seen", seen=datetime(2020, 1, 1, tzinfo=UTC))
    assert root_of([undated]).member == undated


@pytest.mark.parametrize(
    ("shared", "drawn", "sizes", "enough"),
    [
        (1, 30, (200, 200), False),
        (2, 3, (100, 100), True),
        # Two thirds of 37 are expected, and 17 are not so few that it cannot be chance.
        (17, 37, (600, 600), True),
        (16, 37, (600, 600), False),
        # A short text stands in a long one: so do few of the hashes of the long one.
        (2, 37, (600, 60), True),
        (2, 250, (4000, 100), True),
    ],
)
def test_candidates_share_as_many_sampled_hashes_as_copies_do_but_for_chance(shared, drawn, sizes, enough):
    size, other = sizes
    assert may_be_same(shared, sample=[16] * drawn, size=size, other=other) == enough


def test_hashes_that_the_other_sample_leaves_out_do_not_count():
    sample = [16] * 4 + [
        4
    ] * 12  # of a short text, which keeps every fourth hash; a long one keeps every sixteenth
    assert not may_be_same(2, sample=sample, size=200, other=200)
    assert may_be_same(2, sample=sample, size=200, other=4000)
