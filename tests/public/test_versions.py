"""What readers see of a silent edit: both versions' words, only where the record cites them."""

import pytest

from tests import make
from tests.desk.browsing import desk, form_of
from tests.desk.test_edits import edited
from tracker.ledger.models import Citation, Retraction

pytestmark = pytest.mark.django_db


def accepted():
    """A published silent edit: the citations into the version before and the one after."""
    browser, proposal = desk(), edited()
    url = f"/desk/proposals/{proposal.pk}/"
    browser.post(f"{url}accept/", form_of(browser.get(url), f"{url}accept/"))
    make.published(proposal.claim)
    return list(Citation.objects.filter(retraction=Retraction.objects.get()).order_by("snapshot"))


@pytest.fixture
def silent():
    return accepted()


def page_of(client, citation):
    return client.get(f"/snapshots/{citation.snapshot.public_id}/?start={citation.start}&end={citation.end}")


def test_each_version_shows_the_edit_word_by_word_and_leads_to_the_other(client, silent):
    before, after = silent
    for here, there, how in ((before, after, "kept later"), (after, before, "kept before")):
        page = page_of(client, here).content.decode()
        assert "[removed: </span>mistake<span" in page
        assert "[added: </span>forgery<span" in page
        assert "Silent edit" in page
        assert how in page
        assert f"/snapshots/{there.snapshot.public_id}/" in page


def test_only_the_cited_sentence_is_shown(client, silent):
    page = client.get(f"/snapshots/{silent[1].snapshot.public_id}/").content.decode()
    assert "There is no such" not in page
    assert "shipping agents" not in page


def test_a_page_of_one_version_shows_no_versions(client):
    claim = make.affair()
    snapshot = claim.entries.first().statement.citations.get().snapshot
    assert "Versions our record cites" not in client.get(f"/snapshots/{snapshot.public_id}/").content.decode()


def test_its_queries_are_four(client, silent, django_assert_num_queries):
    url = f"/snapshots/{silent[0].snapshot.public_id}/"
    with django_assert_num_queries(4):
        client.get(url)
