"""Public pages in a real browser: readable by everyone, in both colour schemes, on a narrow and a wide screen."""

from datetime import timedelta
from itertools import combinations

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests import make
from tests.public.test_versions import accepted
from tracker.ledger import record
from tracker.lib.moments import Moment, Precision, Report

pytestmark = pytest.mark.django_db(transaction=True)

SCHEMES = ["light", "dark"]
NARROW, WIDE = {"width": 390, "height": 844}, {"width": 1280, "height": 900}
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


@pytest.fixture
def claim():
    """The affair with a crowded hour in it, competing times, an uncertain one, a superseded entry and a finding."""
    claim = make.affair()
    for minute in range(0, 60, 4):
        make.said(
            claim,
            "repeated",
            by=f"An outlet of some length, number {minute}",
            words="It was out.",
            hours=2 + minute / 60,
        )
    first, second = make.NOON + timedelta(hours=3.6), make.NOON + timedelta(hours=3.77)
    make.said(
        claim,
        "disputed",
        by="A staff member",
        words="It is disinformation.",
        occurred=Moment(
            earliest=first,
            latest=second,
            zone="America/New_York",
            reports=(Report(at=first, says="One copy"), Report(at=second, says="Another copy")),
        ),
    )
    wrong = make.said(
        claim,
        "clarified",
        by="The prime minister",
        words="It was signed.",
        occurred=Moment.of(make.NOON + timedelta(hours=12), precision=Precision.DAY, zone="Asia/Baghdad"),
    )
    make.said(
        claim,
        "asserted",
        by="The prime minister",
        words="It was signed and sent.",
        hours=26,
        superseding=record.Superseding(entry=wrong, reason="He asserted it; that was no comment."),
    )
    record.record_finding(
        claim=claim,
        rating="mixed",
        explanation="No order was shown.\n\nThe letter exists.",
        occurred=make.at(24 * 400),
        citations=(record.Described(text="The desk's reading of the record."),),
        by=make.alice(),
        now=make.NOON + timedelta(days=401),
    )
    other = make.claim("The letter was signed.", in_story=claim.story, label="letter signed")
    make.said(other, "asserted", by="The prime minister", words="It was signed.", hours=24)
    make.published(other)
    record.relate(claim=claim, kind="contradicts", other=other, now=make.NOON)
    return claim


@pytest.fixture
def urls(claim):
    entry = claim.entries.get(kind="denied")
    url = f"/claims/{claim.public_id}/{claim.slug}/"
    return [
        "/",
        "/stories/",
        f"/stories/{claim.story.public_id}/{claim.story.slug}/",
        url,
        f"{url}?as_of=2020-01-06T14:30Z",
        f"{url}?as_of=2019-01-01",
        f"{url}?as_of=nonsense",
        f"/sources/{entry.statement.source.public_id}/",
        f"/snapshots/{entry.statement.citations.get().snapshot.public_id}/",
        "/method/",
        "/nothing-here/",
    ]


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("size", [NARROW, WIDE], ids=["narrow", "wide"])
def test_no_page_has_a_barrier_or_overflows(page, live_server, urls, scheme, size):
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size(size)
    for url in urls:
        page.goto(live_server.url + url)
        found = Axe().run(page, options=RULES)
        assert len(found.response["passes"]) > 20, url
        assert found.violations_count == 0, f"{url}\n{found.generate_report()}"
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"], url


def test_no_page_breaks_the_content_security_policy(page, live_server, urls):
    complaints = []
    page.on("console", lambda message: complaints.append(message.text) if "olicy" in message.text else None)
    page.on(
        "requestfailed", lambda request: complaints.append(request.url) if "csp" in request.failure else None
    )
    for url in urls:
        page.goto(live_server.url + url)
    assert complaints == []


@pytest.mark.parametrize(("size", "drawing"), [(NARROW, ".timeline-tall"), (WIDE, ".timeline-wide")])
def test_no_words_in_the_picture_overlap(page, live_server, urls, size, drawing):
    page.set_viewport_size(size)
    page.goto(live_server.url + urls[3])
    boxes = page.eval_on_selector_all(
        f"{drawing} text",
        """texts => texts.filter(text => text.checkVisibility()).map(text => {
            const box = text.getBoundingClientRect();
            const [top, bottom] = [box.top + 2, box.bottom - 2];
            return {words: text.textContent, left: box.left, right: box.right, top, bottom};
        })""",
    )
    assert len(boxes) > 40
    for one, other in combinations(boxes, 2):
        apart = (
            one["right"] <= other["left"] + 1
            or other["right"] <= one["left"] + 1
            or one["bottom"] <= other["top"]
            or other["bottom"] <= one["top"]
        )
        assert apart, (one, other)
    for box in boxes:
        assert box["left"] >= 0, box
        assert box["right"] <= size["width"], box


def test_one_drawing_is_shown_at_a_time(page, live_server, urls):
    for size, shown, hidden in [(NARROW, "tall", "wide"), (WIDE, "wide", "tall")]:
        page.set_viewport_size(size)
        page.goto(live_server.url + urls[3])
        assert page.locator(f".timeline-{shown}").is_visible()
        assert not page.locator(f".timeline-{hidden}").is_visible()


def test_a_mark_leads_to_its_entry(page, live_server, claim, urls):
    entry = claim.entries.get(kind="retracted").public_id
    page.set_viewport_size(WIDE)
    page.goto(live_server.url + urls[3])
    page.locator(f'.timeline-wide a[href="#{entry}"]').click()
    assert page.url.endswith(f"#{entry}")
    assert page.locator(f"#{entry}").is_visible()


def test_a_keyboard_reaches_the_content_first(page, live_server, urls):
    page.goto(live_server.url + urls[3])
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"


def test_the_form_reads_the_page_as_of_another_time_without_javascript(browser, live_server, urls):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(live_server.url + urls[3])
    page.fill("#as_of", "2020-01-06T14:30")
    page.click("text=Show")
    assert "as_of=2020-01-06T14%3A30" in page.url
    assert page.locator(".verdict-status").inner_text().strip() == "Confirmed"
    page.click("text=Read it as of now")
    assert "as_of" not in page.url
    context.close()


def test_what_can_be_pressed_is_large_enough(page, live_server, urls):
    page.set_viewport_size(NARROW)
    page.goto(live_server.url + urls[3])
    small = page.eval_on_selector_all(
        ".timeline-tall a .hit, .verdict a, .turn-links a, button, input, summary, .site-nav a, .colophon a",
        """found => found.filter(one => one.checkVisibility()).filter(one => {
            const box = one.getBoundingClientRect();
            return box.height < 24 || box.width < 24;
        }).map(one => one.outerHTML.slice(0, 90))""",
    )
    assert small == []


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("viewport", [NARROW, WIDE], ids=["narrow", "wide"])
def test_a_silent_edit_is_for_everyone(live_server, browser, viewport, scheme):
    _, after = accepted()
    context = browser.new_context(base_url=live_server.url, viewport=viewport, color_scheme=scheme)
    page = context.new_page()
    page.goto(f"/snapshots/{after.snapshot.public_id}/")
    result = Axe().run(page, options=RULES)
    assert result.violations_count == 0, result.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
    assert "forgery" in page.locator("ins").inner_text()
    context.close()
