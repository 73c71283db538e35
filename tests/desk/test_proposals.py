"""The page of a proposal: read it, accept it, change it, reject it; with htmx and without; once."""

import pytest

from tests import make
from tests.desk.browsing import desk, form_of
from tracker.desk.models import Decision
from tracker.extract.group import group
from tracker.ledger.models import Claim, Entry, Story

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}


def url(proposal, action=""):
    return f"/desk/proposals/{proposal.pk}/{action}"


def filled(browser, proposal):
    """The fields of the form of acceptance, as the page fills them in."""
    return form_of(browser.get(url(proposal)), url(proposal, "accept/"))


def denial(claim=None, **more):
    make.source()
    return make.proposal(claim=claim or make.claim(), **more)


def test_it_shows_the_passage_in_its_article_and_the_reasons():
    page = desk().get(url(denial())).content.decode()
    assert '<mark class="spot spot-current" id="passage">There’s been no decision' in page
    assert "It holds a quotation by a named official." in page
    assert "We respect your sovereign decision" in page


def test_the_text_of_a_page_is_escaped():
    on = make.compared(f"<script>alert(1)</script> {make.ESPER} <b>x</b>")
    page = desk().get(url(make.proposal(on=on))).content.decode()
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_other_passages_lead_to_their_proposals():
    on = make.compared()
    other = make.proposal(on=on, exact="That letter is a draft, it was a mistake")
    page = desk().get(url(make.proposal(on=on))).content.decode()
    assert f'<a class="spot" href="{url(other)}#passage"' in page


def test_it_says_what_accepting_would_do():
    claim = make.claim()
    make.said(claim, "asserted", by="William Seely", hours=0)
    make.said(claim, "confirmed", by="A US official", hours=2)
    page = desk().get(url(denial(claim))).content.decode()
    effect = page[page.index('id="effect"') :]
    assert effect.index("status-confirmed") < effect.index("status-disputed")
    assert "The words are there" in effect
    assert Entry.objects.count() == 2


def test_looking_shows_the_effect_of_what_was_typed_and_writes_nothing():
    browser, proposal = desk(), denial()
    sent = filled(browser, proposal) | {"kind": "confirmed"}
    answer = browser.post(url(proposal, "look/"), sent, headers=HTMX).content.decode()
    assert answer.strip().startswith('<div id="effect"')
    assert "status-confirmed" in answer
    assert not Entry.objects.exists()
    whole = browser.post(url(proposal, "look/"), sent).content.decode()
    assert "status-confirmed" in whole
    assert "<html" in whole


def test_looking_at_an_unfinished_form_says_what_is_missing():
    browser, proposal = desk(), denial()
    sent = filled(browser, proposal) | {"when-day": "", "citations-0-exact": "He never said that."}
    answer = browser.post(url(proposal, "look/"), sent, headers=HTMX).content.decode()
    assert "Still missing" in answer
    assert "The snapshot does not hold these words." in answer


def test_accepting_as_proposed_records_and_redirects():
    browser, proposal = desk(), denial()
    answer = browser.post(url(proposal, "accept/"), filled(browser, proposal))
    assert (answer.status_code, answer["Location"]) == (302, url(proposal))
    decision = Decision.objects.get()
    assert decision.verdict == "accepted"
    assert decision.decided_by == make.alice()
    assert decision.entry.statement.words == make.ESPER
    assert decision.entry.statement.role == "Defense Secretary"
    assert "Accepted by you" in browser.get(url(proposal)).content.decode()


@pytest.mark.parametrize("zone", ["+01:00", "Asia/Baghdad", "", "a zone nobody knows"])
def test_a_page_that_gives_only_an_offset_can_be_decided_like_any_other(zone):
    occurred = {"earliest": "2020-01-06T20:00:00Z", "latest": "2020-01-06T21:10:00Z", "precision": "range"}
    browser, proposal = desk(), denial(occurred=occurred | {"zone": zone, "reports": []})
    answer = browser.post(url(proposal, "accept/"), filled(browser, proposal))
    assert answer.status_code == 302
    assert Entry.objects.get().occurred.as_dict()["latest"] == "2020-01-06T21:10:00Z"


def test_accepting_with_htmx_answers_with_the_decision_alone():
    browser, proposal = desk(), denial()
    answer = browser.post(url(proposal, "accept/"), filled(browser, proposal), headers=HTMX)
    text = answer.content.decode()
    assert text.strip().startswith('<section id="decision"')
    assert "Accepted by you" in text
    assert "<html" not in text
    assert "HX-Request" in answer["Vary"]


def test_accepting_with_changes_is_another_verdict():
    browser, proposal = desk(), denial()
    browser.post(
        url(proposal, "accept/"), filled(browser, proposal) | {"kind": "disputed", "note": "At a briefing."}
    )
    decision = Decision.objects.get()
    assert decision.verdict == "edited"
    assert (decision.entry.kind, decision.entry.note) == ("disputed", "At a briefing.")


def test_a_mistake_comes_back_in_the_form_with_everything_typed():
    browser, proposal = desk(), denial()
    sent = filled(browser, proposal) | {"when-day": "someday", "note": "My own sentence.", "role": "Boss"}
    for headers in ({}, HTMX):
        answer = browser.post(url(proposal, "accept/"), sent, headers=headers)
        text = answer.content.decode()
        assert answer.status_code == 200
        assert "Give the date as year-month-day" in text
        assert 'value="someday"' in text
        assert 'value="My own sentence."' in text
        assert 'value="Boss"' in text
    assert not Decision.objects.exists()


def test_words_that_are_not_in_the_snapshot_are_refused_at_the_field():
    browser, proposal = desk(), denial()
    sent = filled(browser, proposal) | {
        "citations-0-exact": "There has been no decision whatsoever to leave Iraq"
    }
    text = browser.post(url(proposal, "accept/"), sent).content.decode()
    assert "The nearest there: “" in text
    assert not Entry.objects.exists()


def test_without_a_citation_nothing_enters_the_ledger():
    browser, proposal = desk(), denial()
    sent = filled(browser, proposal) | {
        "citations-0-snapshot": "",
        "citations-0-exact": "",
        "citations-0-prefix": "",
    }
    assert (
        b"Nothing enters the ledger without a citation"
        in browser.post(url(proposal, "accept/"), sent).content
    )


def test_a_statement_is_accepted_with_the_new_claim_and_story_it_is_about():
    make.source()
    browser, on = desk(), make.compared()
    about = make.proposal("claim", on=on)
    proposal = make.proposal(on=on, about=about)
    sent = filled(browser, proposal)
    assert (sent["claim"], sent["sentence"]) == ("new", "US troops are leaving Iraq.")
    browser.post(url(proposal, "accept/"), sent | {"story": "new", "story_title": "A letter"})
    assert set(Decision.objects.values_list("proposal", "verdict")) == {
        (about.pk, "accepted"),
        (proposal.pk, "edited"),
    }
    assert Story.objects.get().claims.get().entries.get().statement.words == make.ESPER


def test_once_the_new_claim_is_accepted_other_statements_find_it():
    browser, on, story = desk(), make.compared(), make.story()
    about = make.proposal("claim", on=on)
    proposal = make.proposal(on=on, about=about)
    fields = form_of(browser.get(url(about)), url(about, "accept/"))
    browser.post(url(about, "accept/"), fields | {"story": story.public_id})
    assert filled(browser, proposal)["claim"] == about.decision.claim.public_id


def test_a_new_claim_needs_a_story():
    browser, about = desk(), make.proposal("claim")
    answer = browser.post(url(about, "accept/"), form_of(browser.get(url(about)), url(about, "accept/")))
    assert b"Choose the story this claim belongs to." in answer.content
    assert not Claim.objects.exists()


def test_a_new_speaker_is_registered_on_the_way():
    browser, proposal = desk(), make.proposal(claim=make.claim(), speaker="Ada Chief")
    browser.post(url(proposal, "accept/"), filled(browser, proposal))
    assert Decision.objects.get().entry.statement.source.name == "Ada Chief"


def test_a_retraction_takes_back_a_recorded_statement():
    claim = make.claim()
    letter = make.said(claim, "asserted", by="William Seely", hours=0)
    browser = desk()
    proposal = make.proposal("retraction", claim=claim)
    sent = filled(browser, proposal) | {"of": letter.statement.public_id, "source": "Mark Esper"}
    browser.post(url(proposal, "accept/"), sent)
    entry = Decision.objects.get().entry
    assert entry.retraction.statement == letter.statement
    claim.refresh_from_db()
    assert claim.status == "retracted"


def test_an_appearance_is_accepted():
    browser, proposal = desk(), make.proposal("appearance", claim=make.claim())
    browser.post(url(proposal, "accept/"), filled(browser, proposal))
    entry = Decision.objects.get().entry
    assert entry.appearance.article == proposal.comparison.extraction.snapshot.article
    assert entry.kind == "repeated"


def vouched():
    """A proposed appearance whose article names an official who confirms it."""
    on = make.compared(f"US troops are leaving Iraq, a US official confirmed. {make.ESPER}")
    group(extraction=on.extraction, now=make.NOON)
    return make.proposal("appearance", on=on, claim=make.claim("US troops are leaving Iraq."))


def test_what_an_article_rests_on_is_accepted_with_its_appearance_and_cited():
    browser, proposal = desk(), vouched()
    sent = filled(browser, proposal)
    assert (sent["rests_on-0-how"], sent["rests_on-0-source"]) == ("confirmed", "a US official")
    browser.post(url(proposal, "accept/"), sent)
    decision = Decision.objects.get()
    assert decision.verdict == "accepted"
    (rests_on,) = decision.entry.appearance.rests_on
    assert (rests_on["how"], rests_on["source"], rests_on["is_unnamed"]) == (
        "confirmed",
        "a US official",
        True,
    )
    cited = [citation.exact for citation in decision.entry.appearance.citations.all()]
    assert "US troops are leaving Iraq, a US official confirmed." in cited


def test_what_an_article_rests_on_can_be_left_out():
    browser, proposal = desk(), vouched()
    browser.post(url(proposal, "accept/"), filled(browser, proposal) | {"rests_on-0-how": ""})
    decision = Decision.objects.get()
    assert (decision.verdict, decision.entry.appearance.rests_on) == ("edited", [])


def test_words_about_what_it_rests_on_that_are_not_on_the_page_are_refused():
    browser, proposal = desk(), vouched()
    sent = filled(browser, proposal) | {"rests_on-0-exact": "Nobody wrote this."}
    assert "The page does not hold the words" in browser.post(url(proposal, "accept/"), sent).content.decode()
    sent = filled(browser, proposal) | {"rests_on-0-exact": "", "rests_on-0-source": ""}
    text = browser.post(url(proposal, "accept/"), sent).content.decode()
    assert "Say whom or what it rests on." in text
    assert "Copy the words of the article that say so." in text
    assert not Entry.objects.exists()


def test_rejecting_keeps_the_note():
    browser, proposal = desk(), denial()
    answer = browser.post(url(proposal, "reject/"), {"note": "An old quotation."})
    assert answer.status_code == 302
    assert Decision.objects.get().note == "An old quotation."
    assert "An old quotation." in browser.get(url(proposal)).content.decode()


def test_rejecting_with_htmx_answers_with_the_decision_alone():
    answer = desk().post(url(denial(), "reject/"), {}, headers=HTMX).content.decode()
    assert answer.strip().startswith('<section id="decision"')
    assert "Rejected by you" in answer


def test_accepting_twice_records_once_and_shows_the_first_decision():
    browser, proposal = desk(), denial()
    sent = filled(browser, proposal)
    browser.post(url(proposal, "accept/"), sent)
    answer = browser.post(url(proposal, "accept/"), sent)
    assert answer.status_code == 409
    assert "You decided this already" in answer.content.decode()
    assert "Nothing was recorded a second time." in answer.content.decode()
    assert Entry.objects.count() == 1


def test_the_second_of_two_editors_sees_who_was_faster_and_keeps_what_was_typed():
    first, second, proposal = desk(), desk(make.bob()), denial()
    sent = filled(second, proposal) | {"note": "A sentence of mine.", "kind": "disputed"}
    first.post(url(proposal, "accept/"), filled(first, proposal))
    for headers, status in (({}, 409), (HTMX, 200)):
        answer = second.post(url(proposal, "accept/"), sent, headers=headers)
        text = answer.content.decode()
        assert answer.status_code == status
        assert "alice was faster" in text
        assert "A sentence of mine." in text
        assert "disputes it" in text
    assert Entry.objects.get().kind == "denied"


def test_rejecting_what_was_accepted_changes_nothing_and_shows_the_note_again():
    browser, proposal = desk(), denial()
    browser.post(url(proposal, "accept/"), filled(browser, proposal))
    answer = desk(make.bob()).post(url(proposal, "reject/"), {"note": "Wrong speaker."})
    assert answer.status_code == 409
    assert "Wrong speaker." in answer.content.decode()
    assert Decision.objects.get().verdict == "accepted"


def test_looking_at_what_was_decided_meanwhile_says_so():
    browser, proposal = desk(), denial()
    sent = filled(browser, proposal)
    browser.post(url(proposal, "accept/"), sent)
    answer = desk(make.bob()).post(url(proposal, "look/"), sent, headers=HTMX).content.decode()
    assert "alice has decided this meanwhile" in answer


@pytest.mark.parametrize("action", ["accept/", "reject/", "look/"])
def test_a_decision_is_never_a_get(action):
    assert desk().get(url(denial(), action)).status_code == 405


@pytest.mark.parametrize("action", ["", "accept/", "reject/", "look/"])
@pytest.mark.parametrize("pk", ["999999", "99999999999999999999999999"])
def test_a_proposal_that_does_not_exist_is_not_found(pk, action):
    browser = desk()
    send = browser.post if action else browser.get
    assert send(f"/desk/proposals/{pk}/{action}").status_code == 404


BAD = ["a\x00b", "x" * 20_000, "<script>alert(1)</script>", "￿", "\u202egnitirw", "9" * 400, "%", "{{ 1 }}"]


@pytest.mark.parametrize("bad", BAD)
def test_nothing_typed_can_break_the_page(bad):
    browser, proposal = desk(), denial()
    sent = filled(browser, proposal)
    prose = [name for name in sent if not name.endswith("_FORMS")]
    for names in (
        prose,
        ["words"],
        ["source", "role"],
        ["citations-0-exact"],
        ["citations-0-prefix"],
        ["note"],
    ):
        answer = browser.post(url(proposal, "accept/"), sent | dict.fromkeys(names, bad))
        assert answer.status_code in {200, 302, 409}
        assert b"<script>alert(1)" not in answer.content
    assert browser.post(url(proposal, "reject/"), {"note": bad}).status_code in {200, 302, 409}


@pytest.mark.parametrize("bad", ["a\x00b", "x" * 20_000])
def test_no_single_field_can_break_the_page(bad):
    browser, proposal = desk(), denial()
    sent = filled(browser, proposal)
    for name in sent:
        assert browser.post(url(proposal, "look/"), sent | {name: bad}, headers=HTMX).status_code == 200


@pytest.mark.parametrize("sent", [{}, {"reports-TOTAL_FORMS": "x"}, {"citations-TOTAL_FORMS": "9999999"}])
def test_a_form_without_its_fields_is_a_form_again(sent):
    proposal = denial()
    assert desk().post(url(proposal, "accept/"), sent).status_code == 200
    assert not Decision.objects.exists()


def test_its_queries_do_not_grow_with_passages(django_assert_max_num_queries):
    browser, on = desk(), make.compared("A word. " * 40 + make.REPORT)
    proposal = make.proposal(on=on, claim=make.affair())
    for number in range(30):
        make.proposal("claim", exact="A word. " * (number + 1), on=on)
    with django_assert_max_num_queries(32):
        browser.get(url(proposal))
