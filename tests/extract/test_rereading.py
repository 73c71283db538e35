"""Two readings of a page are compared by what they say, not by where it stands."""

from tracker.extract.rereading import Difference, difference

OLD = {"title": "Bridge to close", "published": None, "text": "One. Two."}


def said(exact, *, kind="statement", **details):
    return {"kind": kind, "exact": exact, "details": details}


def compare(new=OLD, before=(), after=()):
    return difference(old=OLD, old_passages=before, new=new, new_passages=after)


def test_the_same_reading_is_no_difference():
    found = compare(
        before=[said("One.", speaker="Ann", content_start=3)],
        after=[said("One.", speaker="Ann", content_start=9)],
    )
    assert found == Difference()
    assert not found


def test_columns_that_differ_are_named():
    assert compare({**OLD, "published": {"earliest": "2020-01-06"}, "text": "Two."}).fields == (
        "published",
        "text",
    )


def test_a_column_that_was_empty_and_one_that_is_missing_are_the_same():
    assert compare({"title": "Bridge to close", "text": "One. Two."}) == Difference()


def test_passages_are_gained_lost_and_changed():
    found = compare(
        before=[said("One.", speaker="Ann"), said("Two.", speaker="Bob")],
        after=[said("One.", speaker="Cid"), said("Three.", speaker="Bob"), said("One.", kind="claim")],
    )
    assert found.gained == (("statement", "Three."), ("claim", "One."))
    assert found.lost == (("statement", "Two."),)
    assert found.changed == (("statement", "One."),)
