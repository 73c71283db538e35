"""The desk in a real browser: with htmx, without JavaScript, by keyboard, and for everyone's eyes."""

import re
import threading
import urllib.parse
import urllib.request

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from playwright.sync_api import expect

from tests import make
from tests.desk.browsing import desk, form_of
from tests.desk.test_edits import edited
from tracker.desk.models import Decision
from tracker.ledger.models import Entry

pytestmark = pytest.mark.django_db(transaction=True)

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
NARROW, WIDE = {"width": 390, "height": 844}, {"width": 1280, "height": 900}


@pytest.fixture
def proposal():
    make.source()
    claim = make.claim()
    make.said(claim, "asserted", by="William Seely", hours=0)
    make.said(claim, "confirmed", by="A US official", hours=2)
    on = make.compared()
    make.proposal("claim", on=on, score=0.5, sentence="The letter is a draft.", label="draft")
    make.proposal(
        "retraction", on=on, claim=claim, exact="That letter is a draft, it was a mistake", score=0.4
    )
    return make.proposal(on=on, claim=claim)


@pytest.fixture
def at_the_desk(live_server, browser):
    """Open pages of the desk as alice (or another); every complaint of the console ends the test."""
    contexts, complaints = [], []

    def open_desk(user=None, **options):
        session = desk(user).cookies[settings.SESSION_COOKIE_NAME].value
        context = browser.new_context(base_url=live_server.url, **options)
        context.add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}]
        )
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        return page

    yield open_desk
    for context in contexts:
        context.close()
    assert [text for text in complaints if "409" not in text] == []


def address(proposal):
    return f"/desk/proposals/{proposal.pk}/"


def test_a_person_logs_in_and_finds_the_queue(live_server, browser, proposal):
    context = browser.new_context(base_url=live_server.url)
    page = context.new_page()
    page.goto("/desk/")
    page.get_by_label("Name").fill("alice")
    page.get_by_label("Password").fill(make.PASSWORD)
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("heading", name="Queue")).to_be_visible()
    page.get_by_role("button", name="Log out").click()
    page.goto("/desk/")
    expect(page.get_by_label("Password")).to_be_visible()
    context.close()


def test_accepting_swaps_the_decision_in_without_loading_the_page(at_the_desk, proposal):
    page = at_the_desk()
    page.goto(address(proposal))
    page.evaluate("window.here = true")
    expect(page.locator("#effect")).to_contain_text(re.compile(r"Confirmed.*becomes.*Disputed", re.DOTALL))
    page.get_by_role("button", name="Accept").click()
    expect(page.get_by_text("Accepted by you")).to_be_visible()
    assert page.evaluate("window.here")
    assert page.evaluate("document.activeElement.textContent") == "Accepted"
    assert Decision.objects.get().entry.statement.words == make.ESPER
    page.get_by_role("link", name="Next proposal").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("proposed")


def test_changing_the_form_changes_the_preview(at_the_desk, proposal):
    page = at_the_desk()
    page.goto(address(proposal))
    page.get_by_label("What it does to the claim").first.select_option("confirmed")
    expect(page.locator("#effect")).to_contain_text(re.compile(r"stays\s+Confirmed"))
    page.get_by_label("Exact words").first.fill("He never said that.")
    page.get_by_label("Exact words").first.blur()
    expect(page.locator("#effect")).to_contain_text("The snapshot does not hold these words.")
    assert not Decision.objects.exists()


def test_a_mistake_is_told_at_its_field_and_what_was_typed_stays(at_the_desk, proposal):
    page = at_the_desk()
    page.goto(address(proposal))
    page.get_by_label("Note").last.fill("A sentence of mine.")
    page.get_by_label("Time", exact=True).first.fill("25:00")
    page.get_by_role("button", name="Accept").click()
    expect(page.locator("#id_when-time_error")).to_contain_text("15:46")
    expect(page.locator("#id_note")).to_have_value("A sentence of mine.")


def test_rejecting_takes_the_note(at_the_desk, proposal):
    page = at_the_desk()
    page.goto(address(proposal))
    page.get_by_label("Why not (optional)").fill("An old quotation.")
    page.get_by_role("button", name="Reject").click()
    expect(page.get_by_text("Note: An old quotation.")).to_be_visible()
    assert Decision.objects.get().verdict == "rejected"


def test_everything_works_without_javascript(at_the_desk, proposal):
    page = at_the_desk(java_script_enabled=False)
    page.goto("/desk/")
    page.get_by_role("link", name=re.compile("no decision whatsoever")).click()
    expect(page.locator("#passage")).to_have_text(make.ESPER)
    page.get_by_label("What it does to the claim").first.select_option("disputed")
    page.get_by_role("button", name="Show what it would do").click()
    expect(page.locator("#effect .status-disputed")).to_be_visible()
    assert not Decision.objects.exists()
    page.get_by_role("button", name="Accept").click()
    expect(page.get_by_text("Accepted with changes by you")).to_be_visible()
    assert Decision.objects.get().entry.kind == "disputed"


def test_a_story_a_claim_and_its_first_statement_without_javascript(at_the_desk):
    snapshot = make.page("The secretary said: “No decision was made.”")
    page = at_the_desk(java_script_enabled=False)
    page.goto("/desk/stories/new/")
    page.get_by_label("Title").fill("A letter on troops")
    page.get_by_role("button", name="Open the story").click()
    page.get_by_role("link", name="Open a claim").click()
    page.get_by_label("The claim in one sentence").fill("A withdrawal was ordered.")
    page.get_by_label("Short label").fill("withdrawal")
    page.get_by_role("button", name="Open the claim").click()
    page.get_by_role("link", name="Enter a statement").click()
    page.get_by_label("What it does to the claim").first.select_option("denied")
    page.get_by_label("Source", exact=True).fill("Mark Esper")
    page.get_by_text("A name the desk does not know").click()
    page.get_by_label("Kind", exact=True).select_option("person")
    page.get_by_label("Register this name").check()
    page.get_by_label("Words", exact=True).fill("No decision was made.")
    page.get_by_label("Channel").select_option("briefing")
    page.get_by_label("Date", exact=True).first.fill("2020-01-06")
    page.get_by_label("Time", exact=True).first.fill("16:05")
    page.get_by_label("Time zone").select_option("America/New_York")
    page.get_by_label("Snapshot").first.select_option(snapshot.public_id)
    page.get_by_label("Exact words").first.fill("No decision was made.")
    page.get_by_role("button", name="Record").click()
    expect(page.get_by_text("Denied").first).to_be_visible()
    page.get_by_role("link", name="Publish the claim").click()
    page.get_by_role("button", name="Publish").click()
    page.get_by_role("link", name="publish the story").click()
    page.get_by_role("button", name="Publish").click()
    page.get_by_role("link", name="its public page").click()
    expect(page.get_by_text("A withdrawal was ordered.").first).to_be_visible()
    assert Entry.objects.get().occurred.as_dict()["earliest"] == "2020-01-06T21:05:00Z"


def test_a_double_click_records_once(at_the_desk, proposal):
    page = at_the_desk()
    page.goto(address(proposal))
    page.get_by_role("button", name="Accept").dblclick()
    expect(page.locator("#decision h2")).to_have_text(re.compile("Accepted|You decided this already"))
    assert Decision.objects.count() == 1
    assert Entry.objects.filter(kind="denied").count() == 1


def test_the_second_tab_keeps_what_was_typed(at_the_desk, proposal):
    first, second = at_the_desk(), at_the_desk(make.bob())
    for page in (first, second):
        page.goto(address(proposal))
    second.get_by_label("Note").last.fill("A sentence of mine.")
    first.get_by_role("button", name="Accept").click()
    expect(first.get_by_text("Accepted by you")).to_be_visible()
    second.get_by_role("button", name="Accept").click()
    expect(second.get_by_role("heading", name="alice was faster")).to_be_visible()
    expect(second.get_by_text("A sentence of mine.")).to_be_visible()
    assert Decision.objects.count() == 1


def test_ten_requests_at_once_make_one_decision(live_server, proposal):
    browser = desk()
    fields = form_of(browser.get(address(proposal)), address(proposal) + "accept/")
    cookies = "; ".join(f"{name}={morsel.value}" for name, morsel in browser.cookies.items())
    body = urllib.parse.urlencode(fields, doseq=True).encode()
    start, answers = threading.Barrier(10), []

    def send():
        request = urllib.request.Request(
            live_server.url + address(proposal) + "accept/",
            data=body,
            headers={"Cookie": cookies, "HX-Request": "true"},
        )
        start.wait()
        with urllib.request.urlopen(request) as answer:
            answers.append((answer.status, b"Accepted by you" in answer.read()))

    threads = [threading.Thread(target=send) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [(200, True)] * 10
    assert Decision.objects.count() == 1
    assert Entry.objects.filter(kind="denied").count() == 1


def test_keys_move_along_the_queue_and_can_be_switched_off(at_the_desk, proposal):
    page = at_the_desk()
    page.goto("/desk/")
    focused = "document.activeElement.getAttribute('href')"
    page.keyboard.press("j")
    first = page.evaluate(focused)
    page.keyboard.press("j")
    assert page.evaluate(focused) not in {first, None}
    page.keyboard.press("k")
    assert page.evaluate(focused) == first
    page.keyboard.press("Enter")
    page.wait_for_url("**/desk/proposals/**")
    page.keyboard.press("a")
    assert page.evaluate("document.activeElement.textContent") == "Accept"
    page.get_by_role("button", name="Switch keys off").click()
    page.keyboard.press("r")
    assert page.evaluate("document.activeElement.textContent") == "Switch keys on"


def test_keys_typed_into_a_field_are_text(at_the_desk, proposal):
    page = at_the_desk()
    page.goto(address(proposal))
    page.locator("#id_note").press_sequentially("jar")
    expect(page.locator("#id_note")).to_have_value("jar")


@pytest.mark.parametrize(
    ("viewport", "scheme"), [(NARROW, "dark"), (WIDE, "light")], ids=["narrow and dark", "wide and light"]
)
def test_every_page_is_for_everyone(at_the_desk, proposal, viewport, scheme):
    page = at_the_desk(viewport=viewport, color_scheme=scheme)
    claim = proposal.claim
    story = f"/desk/stories/{claim.story.public_id}/"
    entry = claim.entries.first().public_id
    found = []
    for path in (
        "/desk/",
        address(proposal),
        "/desk/stories/",
        story,
        story + "claims/new/",
        story + "enter/statement/",
        story + "enter/retraction/",
        story + "publish/",
        f"/desk/claims/{claim.public_id}/",
        f"/desk/entries/{entry}/supersede/",
        "/desk/articles/",
        f"/desk/articles/{proposal.comparison.extraction.snapshot.article.public_id}/",
        "/desk/sources/",
        "/desk/sources/new/",
    ):
        page.goto(path)
        # What is folded away must be readable too.
        page.evaluate("document.querySelectorAll('details').forEach(node => node.open = true)")
        result = Axe().run(page, options=RULES)
        if result.violations_count:
            found.append(f"{path}: {result.generate_report()}")
        if page.evaluate("document.documentElement.scrollWidth") > viewport["width"]:
            found.append(f"{path} is wider than the screen")
    assert found == []


@pytest.mark.parametrize("viewport", [NARROW, WIDE], ids=["narrow", "wide"])
def test_mistakes_and_decisions_are_for_everyone_too(at_the_desk, proposal, viewport):
    page = at_the_desk(viewport=viewport)
    page.goto(address(proposal))
    page.get_by_label("Words", exact=True).fill("")
    page.get_by_role("button", name="Accept").click()
    expect(page.locator("#id_words_error")).to_be_visible()
    assert Axe().run(page, options=RULES).violations_count == 0
    page.get_by_label("Words", exact=True).fill(make.ESPER)
    page.get_by_role("button", name="Accept").click()
    expect(page.get_by_text("Accepted by you")).to_be_visible()
    result = Axe().run(page, options=RULES)
    assert result.violations_count == 0, result.generate_report()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [NARROW, WIDE], ids=["narrow", "wide"])
def test_edits_and_versions_are_for_everyone_too(at_the_desk, viewport, scheme):
    edit = edited()
    article = edit.comparison.extraction.snapshot.article
    page = at_the_desk(viewport=viewport, color_scheme=scheme)
    for path in (address(edit), f"/desk/articles/{article.public_id}/versions/"):
        page.goto(path)
        expect(page.locator("del").first).to_be_visible()
        result = Axe().run(page, options=RULES)
        assert result.violations_count == 0, result.generate_report()
        assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
