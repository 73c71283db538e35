"""Stories, claims and sources: opening, relating, publishing, finding."""

import pytest

from tests import make
from tests.desk.browsing import desk
from tracker.ledger.models import Claim, ClaimRelation, Document, Story
from tracker.sources.models import Source

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}


def story_url(story, rest=""):
    return f"/desk/stories/{story.public_id}/{rest}"


def claim_url(claim, rest=""):
    return f"/desk/claims/{claim.public_id}/{rest}"


def test_a_story_is_opened_and_stays_unpublished():
    answer = desk().post("/desk/stories/new/", {"title": "A letter", "summary": "What happened."})
    story = Story.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, story_url(story))
    assert story.published_at is None
    assert story.opened_by == make.alice()


def test_with_htmx_the_browser_is_told_where_to_go():
    answer = desk().post("/desk/stories/new/", {"title": "A letter"}, headers=HTMX)
    assert answer["HX-Redirect"] == story_url(Story.objects.get())


def test_a_story_opened_twice_is_one_story():
    browser = desk()
    for _ in range(2):
        answer = browser.post("/desk/stories/new/", {"title": "A letter"})
    assert b"open already" in answer.content
    assert Story.objects.count() == 1


@pytest.mark.parametrize("title", ["", "   ", "a\x00b", "x" * 201])
def test_a_story_without_a_proper_title_is_a_form_again(title):
    answer = desk().post("/desk/stories/new/", {"title": title, "summary": "Kept."})
    assert answer.status_code == 200
    assert b"Kept." in answer.content
    assert not Story.objects.exists()


def test_a_claim_is_opened_in_relation_to_another():
    other = make.claim()
    sent = {
        "sentence": "The letter was signed.",
        "label": "letter signed",
        "relation": "narrows",
        "other": other.public_id,
    }
    desk().post(story_url(other.story, "claims/new/"), sent)
    claim = Claim.objects.get(label="letter signed")
    assert list(claim.relations.values_list("kind", "other")) == [("narrows", other.pk)]


def test_a_claim_opened_twice_is_one_claim():
    browser, story = desk(), make.story()
    for _ in range(2):
        answer = browser.post(
            story_url(story, "claims/new/"), {"sentence": "It was signed.", "label": "signed"}
        )
    assert b"already has a claim" in answer.content
    assert Claim.objects.count() == 1


def test_half_a_relation_is_a_sentence_at_the_other_half():
    other = make.claim()
    sent = {"sentence": "It was signed.", "label": "signed", "relation": "narrows"}
    assert (
        b"Choose the claim it relates to." in desk().post(story_url(other.story, "claims/new/"), sent).content
    )


def test_claims_are_related_once():
    browser, claim = desk(), make.claim()
    other = make.claim("It was signed.", in_story=claim.story, label="signed")
    sent = {"kind": "contradicts", "other": other.public_id}
    assert browser.post(claim_url(claim, "relate/"), sent).status_code == 302
    answer = browser.post(claim_url(claim, "relate/"), sent, headers=HTMX).content.decode()
    assert answer.strip().startswith('<section id="relations"')
    assert "contradicts" in answer
    assert ClaimRelation.objects.count() == 1


def test_a_claim_is_not_related_to_itself_or_to_nothing():
    browser, claim = desk(), make.claim()
    make.claim("It was signed.", in_story=claim.story, label="signed")
    for other in (claim.public_id, "", "clm_nonesuch"):
        assert (
            browser.post(claim_url(claim, "relate/"), {"kind": "contradicts", "other": other}).status_code
            == 200
        )
    assert browser.get(claim_url(claim, "relate/")).status_code == 405
    assert not ClaimRelation.objects.exists()


def test_publishing_a_story_and_a_claim_shows_them_to_everyone():
    browser, story = desk(), make.story(published=False)
    claim = make.claim(in_story=story)
    make.said(claim)
    assert "Everyone will see" in browser.get(claim_url(claim, "publish/")).content.decode()
    assert not Document.objects.exists()
    for _ in range(2):
        assert browser.post(claim_url(claim, "publish/")).status_code == 302
        assert browser.post(story_url(story, "publish/")).status_code == 302
    assert Document.objects.filter(claim=claim).count() == 1
    assert Document.objects.filter(story=story).count() == 1


def test_a_claim_without_entries_is_not_published():
    claim = make.claim()
    answer = desk().post(claim_url(claim, "publish/"))
    assert b"Nothing is recorded about this claim yet" in answer.content
    claim.refresh_from_db()
    assert claim.published_at is None


def test_the_page_of_a_claim_shows_its_entries_with_their_hashes():
    claim = make.affair()
    page = desk().get(claim_url(claim)).content.decode()
    for entry in claim.entries.all():
        assert entry.hash in page
        assert f"/desk/entries/{entry.public_id}/supersede/" in page
    assert f"/claims/{claim.public_id}/{claim.slug}/" in page
    assert "not published" not in page


def test_what_is_not_published_says_so():
    claim = make.claim(in_story=make.story(published=False))
    browser = desk()
    for page in (claim_url(claim), story_url(claim.story), "/desk/stories/"):
        assert b"not published" in browser.get(page).content


def test_pages_ask_as_much_of_the_database_for_many_rows_as_for_few(django_assert_max_num_queries):
    browser, claim = desk(), make.affair()
    for number in range(10):
        make.said(claim, "repeated", words=f"He said it {number} times.", hours=6 + number)
        make.claim(f"Claim {number}.", in_story=claim.story, label=f"claim {number}")
    for page, most in ((claim_url(claim), 22), (story_url(claim.story), 7), ("/desk/stories/", 4)):
        with django_assert_max_num_queries(most):
            browser.get(page)


def test_a_source_is_registered_once():
    browser = desk()
    sent = {
        "kind": "outlet",
        "name": "The Dispatch",
        "aliases": "Dispatch\nthe dispatch",
        "host": "www.TheDispatch.com",
    }
    for _ in range(2):
        assert browser.post("/desk/sources/new/", sent).status_code == 302
    source = Source.objects.get()
    assert (source.host, source.aliases) == ("thedispatch.com", ["Dispatch", "the dispatch"])


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "a\x00b"}, "name"),
        ({"kind": "ghost"}, "kind"),
        ({"homepage": "javascript:alert(1)"}, "homepage"),
        ({"host": "https://a.example/"}, "host"),
        ({"aliases": "x" * 201}, "aliases"),
    ],
)
def test_a_source_that_cannot_be_is_a_sentence_at_its_field(typed, field):
    answer = desk().post("/desk/sources/new/", {"kind": "person", "name": "Ada", **typed})
    assert answer.status_code == 200
    assert f'id="id_{field}_error"' in answer.content.decode()
    assert not Source.objects.exists()


def test_sources_are_found_by_name():
    make.source("Mark Milley")
    make.source("Mark Esper")
    browser = desk()
    page = browser.get("/desk/sources/?q=milley").content.decode()
    assert "Mark Milley" in page
    assert "Mark Esper" not in page
    assert b"No source is called" in browser.get("/desk/sources/?q=nobody%00").content
