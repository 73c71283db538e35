import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import make
from tests.extract.test_copies import END, LEAD, LOCAL, MIDDLE, REST, TITLE, WIRE
from tracker.extract import group as module
from tracker.extract.group import give_up, group, group_all
from tracker.extract.mark import EXTRACTOR
from tracker.extract.models import Extraction, SameText, Shingle, TextSample
from tracker.extract.queries import copies_of, texts_to_compare
from tracker.extract.tasks import group_copies

pytestmark = pytest.mark.django_db


def reading(text, *, title=TITLE, name=None, extractor=EXTRACTOR):
    return Extraction.objects.create(
        snapshot=make.page(text, name=name), extractor=extractor, made_at=make.NOON, title=title, text=text
    )


def grouped(text, **more):
    extraction = reading(text, **more)
    group(extraction=extraction, now=make.NOON)
    return extraction


def article(extraction):
    return extraction.snapshot.article_id


def test_a_copy_is_tied_to_the_text_it_was_compared_with():
    first = grouped(WIRE)
    copy = grouped("\n\n".join((LEAD, LOCAL, MIDDLE, REST, END)), title="Valley to be cleared")
    (tie,) = SameText.objects.all()
    assert (tie.extraction, tie.of) == (copy, first)
    assert "word for word" in tie.reasons[0]
    assert copies_of([article(first)]) == {article(first): {article(first), article(copy)}}


def test_ten_copies_are_one_group_and_nine_ties():
    texts = [
        f"{WIRE}\n\nThe weather in town number {number}: fair, and windy by night." for number in range(10)
    ]
    articles = {article(grouped(text)) for text in texts}
    assert SameText.objects.count() == 9
    assert copies_of(articles) == dict.fromkeys(articles, articles)


def test_a_debunk_of_a_text_joins_none_of_its_copies():
    hoax, copy = grouped(WIRE), grouped(f"{WIRE}\n\nThe ferry runs twice as often, and the bakers bake.")
    debunk = grouped(f"{WIRE}\n\nThe ferry runs twice as often, and this story is false.")
    assert copies_of([article(debunk)])[article(debunk)] == {article(debunk)}
    assert copies_of([article(hoax)])[article(hoax)] == {article(hoax), article(copy)}


def test_a_text_is_not_let_into_a_group_of_which_as_many_refuse_it(monkeypatch):
    hoax, copy = grouped(WIRE), grouped(WIRE)
    verdicts = [module.copies.Verdict(kind, 0.9, 0.9, ("A reason.",)) for kind in ("refused", "same text")]
    monkeypatch.setattr(module.copies, "compare", lambda one, other: verdicts.pop())
    debunk = grouped(WIRE)
    assert copies_of([article(debunk)])[article(debunk)] == {article(debunk)}
    assert copies_of([article(copy)])[article(copy)] == {article(hoax), article(copy)}


def test_another_reading_of_the_same_article_is_no_copy_and_keeps_no_second_sample():
    first = grouped(WIRE, name="one.txt")
    again = Extraction.objects.create(
        snapshot=first.snapshot, extractor="newer", made_at=make.NOON, title=TITLE, text=WIRE
    )
    kept = Shingle.objects.count()
    group(extraction=again, now=make.NOON)
    assert again.sample.size == first.sample.size
    assert Shingle.objects.count() == kept > 0
    assert not SameText.objects.exists()


def test_comparing_twice_finds_the_first():
    extraction = grouped(WIRE)
    group(extraction=extraction, now=make.NOON)
    assert TextSample.objects.count() == 1


def test_texts_compared_together_are_compared_with_one_another():
    known = grouped(WIRE)
    copy, other, again = (
        reading(text)
        for text in (f"{WIRE} And so on.", " ".join(f"word{place}" for place in range(200)), WIRE)
    )
    group_all(extractions=[again, other, copy], now=make.NOON)
    articles = {article(known), article(copy), article(again)}
    assert copies_of(articles) == dict.fromkeys(articles, articles)
    assert [tie.extraction for tie in SameText.objects.all()] == [copy, again]
    assert copies_of([article(other)])[article(other)] == {article(other)}


def test_a_debunk_and_its_hoax_compared_together_stay_two():
    texts = [WIRE, f"{WIRE}\n\nThe ferry runs twice as often, and this story is false."]
    group_all(extractions=[reading(text) for text in texts], now=make.NOON)
    assert TextSample.objects.count() == 2
    assert not SameText.objects.exists()


def test_two_versions_of_an_article_compared_together_keep_one_sample():
    first = reading(WIRE)
    again = Extraction.objects.create(
        snapshot=first.snapshot, extractor="newer", made_at=make.NOON, title=TITLE, text=WIRE
    )
    group_all(extractions=[first, again], now=make.NOON)
    assert set(Shingle.objects.values_list("extraction", flat=True)) == {first.pk}
    assert not SameText.objects.exists()


def test_who_a_text_is_credited_to_is_kept():
    extraction = grouped(f"ROSVIK (AP) — {WIRE}")
    (credit,) = extraction.sample.credits
    assert (credit["source"], credit["part"], credit["exact"]) == ("Associated Press", "whole", "ROSVIK (AP)")


def test_the_sweep_compares_what_nobody_has_and_leaves_unreadable_pages_alone():
    reading(WIRE)
    reading(f"{WIRE} And so on.")
    Extraction.objects.create(
        snapshot=make.page("x"),
        extractor=EXTRACTOR,
        made_at=make.NOON,
        failure="This page could not be read.",
    )
    group_copies()
    assert TextSample.objects.count() == 2
    assert SameText.objects.count() == 1
    assert not texts_to_compare().exists()


def test_giving_up_leaves_a_sentence():
    extraction = reading(WIRE)
    assert give_up(extraction=extraction, reason="The workers died.", now=make.NOON).failure.endswith("died.")
    assert not texts_to_compare().exists()


def test_finding_no_copies_takes_the_same_few_queries_however_many_texts_there_are():
    def queries(numbers):
        new = [
            reading(" ".join(f"word{number}x{place}" for place in range(200)), name=f"{number}.txt")
            for number in numbers
        ]
        with CaptureQueriesContext(connection) as captured:
            group_all(extractions=new, now=make.NOON)
        return len(captured)

    first = queries([0])
    for numbers in ([1], [2, 3, 4]):
        again = queries(numbers)
    assert again == first <= 5
