"""Public pages: the same bytes for everyone, from stored documents, as of any time."""

from datetime import UTC, datetime, timedelta

import pytest

from tests import make
from tracker.ledger import record
from tracker.ledger.models import Document
from tracker.lib.moments import Moment, Precision, Report

pytestmark = pytest.mark.django_db

HOSTILE = '<script>alert("1")</script><img src=x onerror=alert(1)>'


@pytest.fixture
def claim():
    return make.affair()


@pytest.fixture
def url(claim):
    return f"/claims/{claim.public_id}/{claim.slug}/"


def carried(claim, outlet, *, hours, source):
    """An article of an outlet repeats the claim and says on whom it rests."""
    said = f"The troops leave, {source} confirmed to {outlet}."
    page = make.page(said)
    page.article.outlet = make.source(outlet, "outlet")
    page.article.save()
    return record.record_appearance(
        article=page.article,
        body_stance="asserts",
        headline_stance="",
        on=record.On(claim=claim, kind="repeated"),
        rests_on=(
            record.RestsOn(
                how="confirmed", source=source, is_unnamed=True, quote=record.Quote(snapshot=page, exact=said)
            ),
        ),
        occurred=make.at(hours),
        citations=(record.Quote(snapshot=page, exact="The troops leave"),),
        by=make.alice(),
        now=make.NOON + timedelta(hours=hours),
    )


def text_of(response):
    return response.content.decode()


def every_page(claim):
    source = claim.entries.get(kind="denied").statement.source
    snapshot = claim.entries.get(kind="denied").statement.citations.get().snapshot
    return [
        "/",
        "/stories/",
        f"/stories/{claim.story.public_id}/{claim.story.slug}/",
        f"/claims/{claim.public_id}/{claim.slug}/",
        f"/sources/{source.public_id}/",
        f"/snapshots/{snapshot.public_id}/",
        "/method/",
    ]


class TestEveryPage:
    def test_it_works_for_a_stranger_and_sets_no_cookie(self, client, claim):
        for page in every_page(claim):
            response = client.get(page)
            assert response.status_code == 200, page
            assert not response.cookies, page
            assert "Set-Cookie" not in response.headers
            assert "Cookie" not in response.headers.get("Vary", ""), page
            assert "public" in response["Cache-Control"]

    def test_it_is_the_same_bytes_for_an_editor(self, client, claim):
        pages = every_page(claim)
        strangers = [client.get(page).content for page in pages]
        client.force_login(make.alice())
        assert [client.get(page).content for page in pages] == strangers

    def test_it_refuses_other_methods(self, client, claim):
        for page in every_page(claim):
            for method in (client.post, client.put, client.patch, client.delete):
                assert method(page).status_code == 405, page

    def test_a_head_request_is_answered(self, client, claim):
        for page in every_page(claim):
            assert client.head(page).status_code == 200, page

    def test_whoever_has_it_already_gets_304(self, client, claim):
        for page in every_page(claim):
            etag = client.get(page)["ETag"]
            again = client.get(page, headers={"if-none-match": etag})
            assert (again.status_code, again.content, again["ETag"]) == (304, b"", etag), page

    def test_unknown_parameters_are_ignored(self, client, claim):
        for page in every_page(claim):
            assert client.get(page, {"utm_source": "x"}).content == client.get(page).content, page

    def test_no_page_carries_inline_style_or_script(self, client, claim):
        for page in every_page(claim):
            html = text_of(client.get(page))
            assert " style=" not in html, page
            assert "<script" not in html, page
            assert "<style" not in html, page


class TestHome:
    def test_it_shows_what_just_happened(self, client, claim):
        html = text_of(client.get("/"))
        assert claim.sentence in html
        assert "Mark Milley" in html
        assert "takes it back" in html
        assert "Retracted" in html
        assert claim.story.title in html

    def test_it_asks_two_queries(self, client, claim, django_assert_num_queries):
        with django_assert_num_queries(2):
            client.get("/")

    def test_it_says_when_there_is_nothing(self, client):
        assert "Nothing has been published yet" in text_of(client.get("/"))

    def test_a_claim_that_is_not_published_is_not_there(self, client):
        claim = make.claim()
        make.said(claim)
        assert claim.sentence not in text_of(client.get("/"))


class TestStory:
    def test_it_shows_its_claims_with_their_status(self, client, claim):
        html = text_of(client.get(f"/stories/{claim.story.public_id}/{claim.story.slug}/"))
        assert claim.sentence in html
        assert "Retracted" in html

    def test_it_asks_one_query(self, client, claim, django_assert_num_queries):
        with django_assert_num_queries(1):
            client.get(f"/stories/{claim.story.public_id}/{claim.story.slug}/")

    def test_the_list_of_stories_asks_one_query(self, client, claim, django_assert_num_queries):
        with django_assert_num_queries(1):
            client.get("/stories/")

    def test_it_can_be_read_as_of_another_time(self, client, claim):
        page = f"/stories/{claim.story.public_id}/{claim.story.slug}/"
        html = text_of(client.get(page, {"as_of": "2020-01-06T14:30Z"}))
        assert "Confirmed" in html
        assert "Retracted" not in html
        assert "This is not the present state." in html

    def test_claims_are_as_they_are_on_their_own_pages_at_any_time(self, client, claim, url):
        page = f"/stories/{claim.story.public_id}/{claim.story.slug}/"
        for hours, status in [(1, "Unverified"), (3, "Confirmed"), (4.5, "Disputed"), (6, "Retracted")]:
            at = (make.NOON + timedelta(hours=hours)).isoformat()
            assert f"<span>{status}</span>" in text_of(client.get(page, {"as_of": at}))
            assert f"<title>Troop withdrawal: {status.lower()}" in text_of(client.get(url, {"as_of": at}))

    def test_one_that_is_not_published_is_not_found(self, client):
        story = make.story(published=False)
        assert client.get(f"/stories/{story.public_id}/{story.slug}/").status_code == 404


class TestClaim:
    def test_it_says_what_who_when_and_why(self, client, claim, url):
        html = text_of(client.get(url))
        assert f'<h1 class="claim-sentence">{claim.sentence}</h1>' in html
        assert "Retracted" in html
        assert "Taken back by" in html
        assert "6 January 2020" in html
        assert "17:00 UTC" in html
        assert "“We are repositioning forces.”" in html

    def test_it_asks_one_query(self, client, url, django_assert_num_queries):
        with django_assert_num_queries(1):
            client.get(url)
        with django_assert_num_queries(1):
            client.get(url, {"as_of": "2020-01-06T14:30Z", "recorded_as_of": "2020-01-09"})

    def test_it_says_on_how_many_roots_the_reports_rest_as_it_was_known_then(
        self, client, claim, url, django_assert_num_queries
    ):
        entries = [
            carried(claim, outlet, hours=hours, source="a US official")
            for outlet, hours in (("The Herald", 2), ("The Courier", 3))
        ]
        with django_assert_num_queries(1):
            html = text_of(client.get(url))
        assert "2 outlets repeat this; both rest on 1 root: one unnamed US official." in html
        for entry in entries:
            assert f'<a href="#{entry.public_id}">' in html
        assert "The troops leave, a US official confirmed" in html
        before = text_of(client.get(url, {"as_of": (make.NOON + timedelta(hours=2.5)).isoformat()}))
        assert "1 outlet repeats this; it rests on 1 root: one unnamed US official." in before
        assert "outlets repeat this" not in text_of(client.get(url, {"recorded_as_of": "2019-01-01"}))

    def test_without_reports_it_says_nothing_of_roots(self, client, url):
        assert "What the reports rest on" not in text_of(client.get(url))

    def test_the_deciding_entries_are_linked_to_their_place_in_the_list(self, client, claim, url):
        html = text_of(client.get(url))
        deciding = claim.entries.get(kind="retracted").public_id
        assert html.count(f'href="#{deciding}"') >= 3
        assert html.count(f'id="{deciding}"') == 1

    def test_one_about_which_people_only_talked_is_unverified_and_says_so(self, client):
        claim = make.claim()
        make.said(claim, "clarified")
        make.published(claim)
        html = text_of(client.get(f"/claims/{claim.public_id}/{claim.slug}/"))
        assert "Nobody on this record has put it up, confirmed or denied it." in html
        assert "Unverified" in html

    def test_one_whose_only_assertion_was_deleted_says_what_is_left(self, client):
        claim = make.claim()
        entry = make.said(claim, "asserted", by="William Seely", hours=0)
        make.withdrawn(entry.statement, claim, kind="deleted", nature="deletion")
        make.published(claim)
        html = text_of(client.get(f"/claims/{claim.public_id}/{claim.slug}/"))
        assert "What stood for it was taken away by" in html

    def test_a_finding_decides_and_says_why(self, client, claim, url):
        record.record_finding(
            claim=claim,
            rating="refuted",
            explanation="No order was ever shown.",
            occurred=make.at(30),
            citations=(record.Described(text="The desk's own reading of the record."),),
            by=make.alice(),
            now=make.NOON + timedelta(days=3),
        )
        html = text_of(client.get(url))
        assert "Our own finding decides" in html
        assert "No order was ever shown." in html
        assert "The desk&#x27;s own reading of the record." in html

    def test_entries_stand_in_order_of_events_not_of_recording(self, client, claim, url):
        late = make.said(claim, "repeated", by="A late finder", hours=1)
        html = text_of(client.get(url))
        places = [
            html.index(f'id="{entry.public_id}"') for entry in claim.entries.order_by("occurred_latest")
        ]
        assert places == sorted(places)
        assert html.index(f'id="{late.public_id}"') == places[1]

    def test_both_drawings_link_every_entry(self, client, claim, url):
        html = text_of(client.get(url))
        for entry in claim.entries.all():
            assert html.count('<a class="mark-link lane-') == 2 * claim.entries.count()
            assert html.count(f'href="#{entry.public_id}"') >= 3

    def test_a_superseded_entry_is_struck_and_kept_with_the_reason(self, client, claim, url):
        wrong = claim.entries.get(kind="confirmed")
        make.said(
            claim,
            "confirmed",
            by="A Pentagon official",
            words="It is genuine.",
            hours=2,
            superseding=record.Superseding(entry=wrong, reason="We had named the wrong office."),
        )
        html = text_of(client.get(url))
        assert "We had named the wrong office." in html
        assert html.index("<del>") < html.index("The letter is authentic.") < html.index("</del>")

    def test_competing_times_are_both_told_with_who_gives_them(self, client, claim, url):
        first, second = datetime(2020, 1, 6, 20, 36, tzinfo=UTC), datetime(2020, 1, 6, 20, 46, tzinfo=UTC)
        make.said(
            claim,
            "disputed",
            by="A staff member",
            words="It is disinformation.",
            occurred=Moment(
                earliest=first,
                latest=second,
                zone="America/New_York",
                reports=(
                    Report(at=first, says="Bipartisan Report", url="https://example.org/336"),
                    Report(at=second, says="The Dispatch", url="javascript:alert(1)"),
                ),
            ),
        )
        html = text_of(client.get(url))
        assert "3:36 pm in New York" in html
        assert "3:46 pm in New York" in html
        assert '<a href="https://example.org/336" rel="external noopener">Bipartisan Report</a>' in html
        assert "The Dispatch" in html
        assert "javascript:" not in html

    def test_an_uncertain_time_says_so(self, client, claim, url):
        make.said(
            claim,
            "repeated",
            by="AFP",
            words="It was out.",
            occurred=Moment(
                earliest=make.NOON, latest=make.NOON + timedelta(hours=2), precision=Precision.RANGE
            ),
        )
        assert "between 12:00 and 14:00 UTC" in text_of(client.get(url))

    def test_what_is_hostile_is_text(self, client):
        claim = make.claim(f"{HOSTILE} says so.", label=HOSTILE[:50])
        make.said(claim, by=HOSTILE, words=HOSTILE, note=HOSTILE)
        make.published(claim)
        for page in every_page(claim):
            html = text_of(client.get(page))
            assert "<script>alert" not in html, page
            assert "<img" not in html, page

    def test_a_wrong_or_missing_slug_is_sent_to_the_right_one_with_its_question(self, client, claim, url):
        for wrong in (f"/claims/{claim.public_id}/", f"/claims/{claim.public_id}/something-else/"):
            response = client.get(wrong, {"as_of": "2020-01-06"})
            assert (response.status_code, response["Location"]) == (301, f"{url}?as_of=2020-01-06")

    def test_one_that_is_unknown_unpublished_or_malformed_is_not_found(self, client):
        claim = make.claim()
        make.said(claim)
        assert client.get(f"/claims/{claim.public_id}/{claim.slug}/").status_code == 404
        assert client.get("/claims/clm_222222222222/x/").status_code == 404
        assert client.get("/claims/1/x/").status_code == 404

    def test_one_in_a_story_that_is_not_published_is_not_found(self, client):
        claim = make.claim(in_story=make.story(published=False))
        make.said(claim)
        make.published(claim)
        assert client.get(f"/claims/{claim.public_id}/{claim.slug}/").status_code == 404

    def test_its_tag_changes_when_an_entry_is_recorded(self, client, claim, url):
        before = client.get(url)["ETag"]
        make.said(claim, "reaffirmed", hours=9, words="Still no decision.")
        assert client.get(url)["ETag"] != before

    def test_relations_to_published_claims_are_shown(self, client, claim, url):
        other = make.claim("The letter was signed.", in_story=claim.story, label="letter signed")
        make.said(other)
        make.published(other)
        record.relate(claim=claim, kind="contradicts", other=other, now=make.NOON)
        html = text_of(client.get(url))
        assert "It contradicts" in html
        assert "The letter was signed." in html


class TestAsOf:
    @pytest.mark.parametrize(
        ("asked", "status"),
        [
            ("2020-01-06T12:30Z", "unverified"),
            ("2020-01-06T14:00:00Z", "confirmed"),
            ("2020-01-06T13:59:59Z", "unverified"),
            ("2020-01-06T09:30-05:00", "confirmed"),
            ("2020-01-06T17:30+03:00", "confirmed"),
            ("2020-01-06T16:30", "disputed"),
            ("2020-01-06", "retracted"),
        ],
    )
    def test_the_page_is_as_it_was_then(self, client, url, asked, status):
        response = client.get(url, {"as_of": asked})
        assert f"<title>Troop withdrawal: {status}" in text_of(response)
        assert "This is not the present state." in text_of(response)

    def test_an_unescaped_plus_is_understood(self, client, url):
        assert (
            "troop withdrawal: confirmed"
            in text_of(client.get(f"{url}?as_of=2020-01-06T17:30+03:00")).lower()
        )

    def test_later_entries_are_left_out_and_counted(self, client, claim, url):
        html = text_of(client.get(url, {"as_of": "2020-01-06T14:30Z"}))
        assert claim.entries.get(kind="retracted").public_id not in html
        assert "2 entries are left out" in html

    def test_before_anything_happened_it_says_so(self, client, url):
        html = text_of(client.get(url, {"as_of": "2019-01-01"}))
        assert "Not yet made" in html
        assert "nothing that we know of had happened" in html
        assert '<svg class="timeline' not in html

    def test_what_was_recorded_later_is_left_out(self, client, claim, url):
        make.said(claim, "asserted", by="Another general", hours=7, now=make.NOON + timedelta(days=30))
        assert "troop withdrawal: disputed" in text_of(client.get(url)).lower()
        html = text_of(client.get(url, {"recorded_as_of": "2020-01-20"}))
        assert "troop withdrawal: retracted" in html.lower()
        assert "what we had recorded by" in html

    def test_a_superseded_entry_is_there_again_with_the_earlier_record(self, client, claim, url):
        make.said(
            claim,
            "repeated",
            by="A Pentagon official",
            hours=2,
            now=make.NOON + timedelta(days=30),
            superseding=record.Superseding(
                entry=claim.entries.get(kind="confirmed"), reason="It only repeated."
            ),
        )
        question = {"as_of": "2020-01-06T14:30Z"}
        assert "troop withdrawal: unverified" in text_of(client.get(url, question)).lower()
        earlier = question | {"recorded_as_of": "2020-01-20"}
        assert "troop withdrawal: confirmed" in text_of(client.get(url, earlier)).lower()

    @pytest.mark.parametrize(
        "asked",
        [
            "yesterday",
            "2020-13-45",
            "2020-01-06T25:00Z",
            "2020-01-06T21:10+99:99",
            "0001-01-01T00:00+14:00",
            "9999-12-31T23:59-14:00",
            "20200106",
            "1578345000",
            "2020-01-06T21:10:60Z",
            "२०२०-०१-०६",
            "\x00",
            HOSTILE,
            "9" * 5000,
        ],
    )
    def test_what_is_no_time_is_answered_with_a_sentence_and_the_present_page(self, client, url, asked):
        for name in ("as_of", "recorded_as_of"):
            response = client.get(url, {name: asked})
            html = text_of(response)
            assert response.status_code == 400
            assert "We could not read that time." in html
            assert "troop withdrawal: retracted" in html.lower()
            assert "<script>" not in html

    @pytest.mark.parametrize(
        "asked", ["0001-01-01", "0001-01-01T00:00Z", "9999-12-31", "9999-12-31T23:59:59.999999Z"]
    )
    def test_the_ends_of_the_calendar_are_times(self, client, url, asked):
        assert client.get(url, {"as_of": asked, "recorded_as_of": asked}).status_code == 200

    def test_an_empty_question_is_none(self, client, url):
        assert client.get(url, {"as_of": "", "recorded_as_of": ""}).content == client.get(url).content

    def test_another_time_has_another_tag_and_is_not_for_search_engines(self, client, url):
        now, then = client.get(url), client.get(url, {"as_of": "2020-01-06T14:30Z"})
        assert now["ETag"] != then["ETag"]
        assert "noindex" in text_of(then)
        assert "noindex" not in text_of(now)

    def test_each_change_has_links_to_before_and_after_it(self, client, url):
        html = text_of(client.get(url))
        assert "?as_of=2020-01-06T13:59:59Z" in html
        assert "?as_of=2020-01-06T14:00:00Z" in html


class TestCalendar:
    @pytest.mark.parametrize("year", [1, 9999])
    def test_events_at_the_ends_of_the_calendar_have_a_page(self, client, year):
        claim = make.claim()
        edge = datetime(year, 1, 1, tzinfo=UTC) if year == 1 else datetime(9999, 12, 31, 23, 59, tzinfo=UTC)
        make.said(claim, "asserted", by="William Seely", hours=0)
        make.said(
            claim, occurred=Moment.of(edge, zone="Pacific/Kiritimati" if year == 9999 else "America/New_York")
        )
        make.published(claim)
        assert client.get(f"/claims/{claim.public_id}/{claim.slug}/").status_code == 200


class TestSource:
    def test_it_shows_what_they_said_and_on_which_claim(self, client, claim):
        source = claim.entries.get(kind="denied").statement.source
        html = text_of(client.get(f"/sources/{source.public_id}/"))
        assert "Mark Esper" in html
        assert "“No decision had been made.”" in html
        assert claim.sentence in html

    def test_it_asks_two_queries(self, client, claim, django_assert_num_queries):
        source = claim.entries.get(kind="denied").statement.source
        with django_assert_num_queries(2):
            client.get(f"/sources/{source.public_id}/")

    def test_one_that_no_published_claim_names_is_not_found(self, client):
        claim = make.claim()
        entry = make.said(claim)
        assert client.get(f"/sources/{entry.statement.source.public_id}/").status_code == 404
        assert client.get("/sources/src_222222222222/").status_code == 404

    def test_what_they_said_on_unpublished_claims_is_not_shown(self, client, claim):
        hidden = make.claim("A hidden sentence.", in_story=claim.story, label="hidden")
        make.said(hidden, words="Words of a hidden claim.")
        source = claim.entries.get(kind="denied").statement.source
        html = text_of(client.get(f"/sources/{source.public_id}/"))
        assert "Words of a hidden claim." not in html
        assert "A hidden sentence." not in html


class TestSnapshot:
    def citation(self, claim):
        return claim.entries.get(kind="denied").statement.citations.get()

    def test_it_shows_the_cited_words_and_only_their_surroundings(self, client):
        long = "Nobody outside may read this far. " * 40
        claim = make.claim()
        snapshot = make.page(f"A title\n\n{long}Mark Esper said: No decision had been made. {long}")
        record.record_statement(
            said=record.Said(
                source=make.source(),
                words="No decision had been made.",
                attribution="on the record",
                channel="briefing",
            ),
            occurred=make.at(4),
            on=(record.On(claim=claim, kind="denied"),),
            citations=(record.Quote(snapshot=snapshot, exact="No decision had been made."),),
            by=make.alice(),
            now=make.NOON,
        )
        make.published(claim)
        html = text_of(client.get(f"/snapshots/{snapshot.public_id}/"))
        assert "<mark>No decision had been made.</mark>" in html
        assert html.count("Nobody outside may read this far.") == 0
        assert snapshot.content_hash in html

    def test_the_passage_of_a_citation_link_is_found(self, client, claim):
        citation = self.citation(claim)
        page = f"/snapshots/{citation.snapshot.public_id}/"
        response = client.get(page, {"start": citation.start, "end": citation.end})
        assert "<mark>No decision had been made.</mark>" in text_of(response)

    @pytest.mark.parametrize("place", [(0, 999), (0, ""), ("", 3), ("x", "y"), (-1, 5), ("9" * 400, "1")])
    def test_a_passage_nobody_cites_is_not_found(self, client, claim, place):
        citation = self.citation(claim)
        page = f"/snapshots/{citation.snapshot.public_id}/"
        assert client.get(page, {"start": place[0], "end": place[1]}).status_code == 404

    def test_one_that_only_an_unpublished_claim_cites_is_not_found(self, client):
        claim = make.claim()
        make.said(claim)
        assert client.get(f"/snapshots/{self.citation(claim).snapshot.public_id}/").status_code == 404

    def test_it_asks_three_queries(self, client, claim, django_assert_num_queries):
        page = f"/snapshots/{self.citation(claim).snapshot.public_id}/"
        with django_assert_num_queries(3):
            client.get(page)


class TestErrorPages:
    def test_what_is_not_there_gets_a_page_that_helps(self, client):
        response = client.get("/nothing/here/")
        assert response.status_code == 404
        assert "There is nothing published at this address" in text_of(response)
        assert 'href="/stories/"' in text_of(response)

    def test_a_fault_of_ours_gets_a_page_without_the_database(self, client, claim, url):
        Document.objects.update(body="{")
        client.raise_request_exception = False
        response = client.get(url)
        assert response.status_code == 500
        assert "Something broke on our side" in text_of(response)
