"""Versions of an article in the database: each is compared with the one before it, once."""

from datetime import timedelta

import pytest

from tests import make
from tests.extract.edits import ARTICLE, BOILERPLATE
from tracker.extract.compare import compare, give_up, give_up_return
from tracker.extract.mark import mark
from tracker.extract.models import Change, ChangeAttempt, ReturnAttempt
from tracker.extract.queries import returns_to_compare, version_before, versions_to_compare
from tracker.extract.tasks import compare_versions

pytestmark = pytest.mark.django_db

REPORT = "Letter halts grain exports\n\n" + ARTICLE


def version(text, hours=0):
    """A version of the one article of these tests, read."""
    snapshot = make.page(text, name="grain.txt", at=make.NOON + timedelta(hours=hours))
    return mark(snapshot=snapshot, now=snapshot.taken_at)


def change(old, new):
    version(old)
    return compare(extraction=version(new, hours=1), now=make.NOON)


def alerts(found):
    return [one for one in found.sentences if one["alerts"]]


def test_a_first_version_has_nothing_to_be_compared_with():
    assert compare(extraction=version(REPORT), now=make.NOON) is None
    assert not versions_to_compare().exists()


def test_one_edited_claim_sentence_is_one_silent_alert_that_names_it():
    found = change(
        REPORT, REPORT.replace("will halt all grain exports from", "will halt some grain exports from")
    )
    (alert,) = alerts(found)
    assert "will halt all grain exports" in found.before.text[alert["start"] : alert["end"]]
    assert (found.weight, found.told, alert["state"]) == ("material", "silent", "altered")
    assert "some" in found.after.text[alert["now"][0] : alert["now"][1]]
    assert found.reasons


def test_a_notice_of_the_new_version_is_kept_with_the_change():
    found = change(
        REPORT,
        REPORT.replace("from Monday", "from Tuesday")
        + "\n\nCorrection: An earlier version of this article misstated when grain exports would be halted.",
    )
    assert found.told == "notice"
    assert found.notice.exact.startswith("Correction:")


def test_an_edit_that_says_nothing_is_cosmetic():
    found = change(REPORT, "Letter halts grain exports\n\n" + BOILERPLATE[3])
    assert (found.weight, found.told, alerts(found)) == ("cosmetic", "", [])


def test_the_sweep_compares_every_version_once():
    version(REPORT)
    version(REPORT.replace("Monday", "Tuesday"), hours=1)
    version(REPORT.replace("Monday", "Friday"), hours=2)
    compare_versions()
    compare_versions()
    assert [(one.before.snapshot.pk, one.after.snapshot.pk) for one in Change.objects.all()] == [
        (one.before.snapshot.pk, one.before.snapshot.pk + 1) for one in Change.objects.all()
    ]
    assert Change.objects.count() == 2
    assert not ChangeAttempt.objects.exists()


def test_comparing_twice_is_one_change():
    version(REPORT)
    after = version(REPORT.replace("Monday", "Tuesday"), hours=1)
    assert compare(extraction=after, now=make.NOON) == compare(extraction=after, now=make.NOON)


def test_a_version_that_went_back_is_compared_with_what_readers_saw_before():
    first = version(REPORT)
    version(REPORT.replace("Monday", "Tuesday"), hours=1)
    version(REPORT, hours=2)
    third = version(REPORT.replace("Monday", "Friday"), hours=3)
    assert version_before(third) == first


EDITED = REPORT.replace("will halt all grain exports", "will halt some grain exports")


def test_a_page_that_goes_back_is_a_change_of_its_own_and_a_silent_one():
    for hours, text in enumerate([REPORT, EDITED, REPORT, EDITED]):
        version(text, hours=hours)
    compare_versions()
    compare_versions()
    there, back, again = Change.objects.order_by("pk")
    assert (there.returned, back.before, back.after) == (None, there.after, there.before)
    assert (again.before, again.after) == (there.before, there.after)
    assert [one.seen_at - make.NOON for one in (there, back, again)] == [
        timedelta(hours=n) for n in (1, 2, 3)
    ]
    assert "went back" in back.reasons[0]
    assert (back.weight, back.told, len(alerts(back))) == ("material", "silent", 1)
    assert not ReturnAttempt.objects.exists()


def test_a_return_that_cannot_be_compared_says_why():
    for hours, text in enumerate([REPORT, EDITED, REPORT]):
        version(text, hours=hours)
    (look,) = returns_to_compare()
    assert give_up_return(look, reason="It was tried.", now=make.NOON).failure.endswith("It was tried.")
    assert not returns_to_compare().exists()


def test_what_could_not_be_compared_says_why():
    version(REPORT)
    given_up = give_up(extraction=version(REPORT + " x.", hours=1), reason="It was tried.", now=make.NOON)
    assert given_up.failure.endswith("It was tried.")
    assert not versions_to_compare().exists()


def test_two_articles_are_not_versions_of_each_other():
    version(REPORT)
    other = make.page(REPORT.replace("Monday", "Tuesday"), name="other.txt")
    mark(snapshot=other, now=make.NOON)
    compare_versions()
    assert not Change.objects.exists()
