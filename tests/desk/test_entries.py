"""Entering by hand, and correcting an entry by a later one."""

import pytest

from tests import make
from tests.desk.browsing import desk, form_of
from tracker.ledger.models import Entry

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}
WORDS = "No decision had been made."


def url(story, what="statement"):
    return f"/desk/stories/{story.public_id}/enter/{what}/"


def supersede_url(entry):
    return f"/desk/entries/{entry.public_id}/supersede/"


def statement(browser, claim, **typed):
    """The fields of a statement by hand, complete unless `typed` says otherwise."""
    snapshot = make.page(f"The secretary spoke. {WORDS}")
    make.source()
    fields = form_of(browser.get(url(claim.story) + f"?claim={claim.public_id}"), url(claim.story))
    return fields | {
        "kind": "denied",
        "source": "Mark Esper",
        "role": "Secretary of Defense",
        "words": WORDS,
        "channel": "briefing",
        "when-day": "2020-01-06",
        "when-time": "16:05",
        "when-zone": "America/New_York",
        "citations-0-snapshot": snapshot.public_id,
        "citations-0-exact": WORDS,
        **typed,
    }


def test_the_claim_one_comes_from_is_chosen_already():
    claim = make.claim()
    fields = form_of(desk().get(url(claim.story) + f"?claim={claim.public_id}"), url(claim.story))
    assert fields["claim"] == claim.public_id


def test_a_statement_is_recorded_with_its_citation():
    browser, claim = desk(), make.claim()
    answer = browser.post(url(claim.story), statement(browser, claim))
    entry = Entry.objects.get()
    assert (answer.status_code, answer["Location"]) == (
        302,
        f"/desk/claims/{claim.public_id}/#{entry.public_id}",
    )
    assert entry.statement.role == "Secretary of Defense"
    assert entry.occurred.as_dict()["earliest"] == "2020-01-06T21:05:00Z"
    assert entry.statement.citations.get().exact == WORDS


def test_with_htmx_the_entry_is_told_in_place():
    browser, claim = desk(), make.claim()
    answer = browser.post(url(claim.story), statement(browser, claim), headers=HTMX).content.decode()
    assert answer.strip().startswith('<section id="entry"')
    assert "Recorded" in answer


def test_recording_the_same_twice_makes_one_entry():
    browser, claim = desk(), make.claim()
    sent = statement(browser, claim)
    browser.post(url(claim.story), sent)
    answer = browser.post(url(claim.story), sent)
    assert "Exactly this is recorded already" in answer.content.decode()
    assert Entry.objects.count() == 1


def test_the_same_words_can_move_two_claims():
    browser, claim = desk(), make.claim()
    other = make.claim("The letter was signed.", in_story=claim.story, label="letter signed")
    sent = statement(browser, claim, **{"also-0-claim": other.public_id, "also-0-kind": "disputed"})
    browser.post(url(claim.story), sent)
    assert list(Entry.objects.values_list("claim", "kind")) == [(claim.pk, "denied"), (other.pk, "disputed")]
    assert len(set(Entry.objects.values_list("statement", flat=True))) == 1


def test_one_claim_cannot_be_named_twice():
    browser, claim = desk(), make.claim()
    sent = statement(browser, claim, **{"also-0-claim": claim.public_id, "also-0-kind": "disputed"})
    assert b"The same claim is named twice." in browser.post(url(claim.story), sent).content


def test_a_described_source_is_enough_evidence():
    browser, claim = desk(), make.claim()
    sent = statement(browser, claim) | {
        "citations-0-snapshot": "",
        "citations-0-exact": "",
        "citations-0-described": "A telephone call with the press office.",
    }
    browser.post(url(claim.story), sent)
    assert Entry.objects.get().statement.citations.get().described.startswith("A telephone call")


def test_competing_accounts_of_the_time_are_kept():
    browser, claim = desk(), make.claim()
    accounts = {
        "reports-0-time": "15:46",
        "reports-0-says": "The Dispatch",
        "reports-1-time": "15:36",
        "reports-1-says": "Bipartisan Report",
    }
    browser.post(url(claim.story), statement(browser, claim, **{"when-time": "15:46"}, **accounts))
    occurred = Entry.objects.get().occurred
    assert occurred.disputed
    assert [report.says for report in occurred.reports] == ["The Dispatch", "Bipartisan Report"]


def test_one_account_alone_is_no_dispute():
    browser, claim = desk(), make.claim()
    sent = statement(browser, claim, **{"reports-0-time": "15:36", "reports-0-says": "The Dispatch"})
    assert b"One competing account is not enough" in browser.post(url(claim.story), sent).content


def test_looking_writes_nothing():
    browser, claim = desk(), make.claim()
    sent = statement(browser, claim, look="1")
    for headers in ({}, HTMX):
        assert b"status-denied" in browser.post(url(claim.story), sent, headers=headers).content
    assert not Entry.objects.exists()


def test_a_mistake_comes_back_with_everything_typed():
    browser, claim = desk(), make.claim()
    sent = statement(browser, claim, **{"when-day": "", "citations-0-exact": "He never said so."})
    text = browser.post(url(claim.story), sent).content.decode()
    assert "This field is required." in text
    assert "The snapshot does not hold these words." in text
    assert "He never said so." in text
    assert 'value="Secretary of Defense"' in text


def test_a_claim_of_another_story_cannot_be_slipped_in():
    browser, claim = desk(), make.claim()
    stranger = make.claim(in_story=make.story("Another affair"))
    sent = statement(browser, claim) | {"claim": stranger.public_id}
    assert browser.post(url(claim.story), sent).status_code == 200
    assert not Entry.objects.exists()


def test_a_retraction_withdraws_a_statement_of_the_story():
    browser, claim = desk(), make.claim()
    letter = make.said(claim, "asserted", by="William Seely", hours=0)
    address = url(claim.story, "retraction")
    fields = form_of(browser.get(address + f"?claim={claim.public_id}"), address)
    sent = (
        statement(browser, claim)
        | fields
        | {
            "kind": "retracted",
            "source": "Mark Esper",
            "of": letter.statement.public_id,
            "nature": "retraction",
            "reasons": ["issued by mistake", "unsigned draft"],
            "notice": WORDS,
            "when-day": "2020-01-06",
            "citations-0-described": "A telephone call.",
        }
    )
    answer = browser.post(address, sent)
    assert answer.status_code == 302, answer.content.decode()
    retraction = Entry.objects.get(seq=2).retraction
    assert (retraction.statement, retraction.reasons) == (
        letter.statement,
        ["issued by mistake", "unsigned draft"],
    )


def test_a_finding_is_recorded():
    browser, claim = desk(), make.claim()
    address = url(claim.story, "finding")
    fields = form_of(browser.get(address + f"?claim={claim.public_id}"), address)
    sent = fields | {
        "rating": "refuted",
        "explanation": "No order was given.",
        "when-day": "2020-01-08",
        "citations-0-described": "Our reading of the record.",
    }
    assert browser.post(address, sent).status_code == 302
    claim.refresh_from_db()
    assert claim.status == "denied"


def test_an_appearance_needs_a_snapshot():
    browser, claim = desk(), make.claim()
    address = url(claim.story, "appearance")
    fields = form_of(browser.get(address + f"?claim={claim.public_id}"), address)
    sent = fields | {
        "kind": "repeated",
        "body_stance": "asserts",
        "when-day": "2020-01-06",
        "citations-0-described": "A newspaper.",
    }
    assert b"An appearance needs a snapshot" in browser.post(address, sent).content
    snapshot = make.page("The paper says so.")
    sent |= {
        "citations-0-described": "",
        "citations-0-snapshot": snapshot.public_id,
        "citations-0-exact": "says so",
    }
    assert browser.post(address, sent).status_code == 302
    assert Entry.objects.get().appearance.article == snapshot.article


def test_a_kind_of_entry_that_does_not_exist_is_not_found():
    assert desk().get(url(make.story(), "rumour")).status_code == 404


@pytest.mark.parametrize("what", ["statement", "retraction", "appearance", "finding"])
def test_an_empty_form_says_what_it_needs(what):
    claim = make.claim()
    assert desk().post(url(claim.story, what), {}).status_code == 200
    assert not Entry.objects.exists()


def test_a_wrong_entry_is_superseded_with_a_reason():
    browser, claim = desk(), make.claim()
    wrong = make.said(claim, "denied")
    sent = form_of(browser.get(supersede_url(wrong)), supersede_url(wrong))
    assert (sent["words"], sent["source"], sent["kind"]) == (wrong.statement.words, "Mark Esper", "denied")
    answer = browser.post(
        supersede_url(wrong), sent | {"kind": "clarified", "reason": "He denied something else."}
    )
    assert answer.status_code == 302
    entry = Entry.objects.get(seq=2)
    assert (entry.supersedes, entry.reason) == (wrong, "He denied something else.")
    claim.refresh_from_db()
    assert claim.status == "unverified"


@pytest.mark.parametrize("what", ["retraction", "finding", "appearance"])
def test_every_kind_of_entry_can_be_corrected_as_it_was(what):
    browser, claim = desk(), make.affair()
    if what == "retraction":
        wrong = claim.entries.get(kind="retracted")
    else:
        address = url(claim.story, what)
        snapshot = make.page("The paper says so.")
        fields = form_of(browser.get(address + f"?claim={claim.public_id}"), address) | {
            "rating": "mixed",
            "explanation": "Both.",
            "kind": "found" if what == "finding" else "repeated",
            "body_stance": "attributes",
            "when-day": "2020-01-08",
            "citations-0-snapshot": snapshot.public_id,
            "citations-0-exact": "The paper says so.",
        }
        assert browser.post(address, fields).status_code == 302
        wrong = claim.entries.last()
    sent = form_of(browser.get(supersede_url(wrong)), supersede_url(wrong))
    answer = browser.post(supersede_url(wrong), sent | {"reason": "Recorded under a wrong time."})
    assert answer.status_code == 302, answer.content.decode()
    assert claim.entries.last().occurred == wrong.occurred


def test_a_correction_needs_its_reason():
    browser, wrong = desk(), make.said(make.claim())
    sent = form_of(browser.get(supersede_url(wrong)), supersede_url(wrong))
    assert browser.post(supersede_url(wrong), sent).status_code == 200
    assert Entry.objects.count() == 1


def test_an_entry_is_superseded_once():
    browser, wrong = desk(), make.said(make.claim())
    sent = form_of(browser.get(supersede_url(wrong)), supersede_url(wrong)) | {"reason": "A wrong time."}
    browser.post(supersede_url(wrong), sent)
    assert b"has been superseded already" in browser.post(supersede_url(wrong), sent).content
    assert Entry.objects.count() == 2


def test_the_preview_of_a_correction_leaves_the_wrong_entry_out():
    browser, wrong = desk(), make.said(make.claim())
    sent = form_of(browser.get(supersede_url(wrong)), supersede_url(wrong))
    sent |= {"kind": "clarified", "reason": "Not about this.", "look": "1"}
    answer = browser.post(supersede_url(wrong), sent, headers=HTMX).content.decode()
    assert answer.index("status-denied") < answer.index("status-unverified")


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_other_methods_are_refused(method):
    browser, claim = desk(), make.claim()
    assert getattr(browser, method)(url(claim.story)).status_code == 405
    assert getattr(browser, method)(supersede_url(make.said(claim))).status_code == 405
