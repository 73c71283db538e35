"""Due articles are looked at by workers: once each, politely, and again when it is time."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from tests import make
from tests.looks import due_now, known, outcomes
from tests.site import Site
from tracker.capture import host, lease, schedule, side_by_side, work
from tracker.capture.fetch import Look
from tracker.capture.lease import TOO_OFTEN, give_back, renew, take
from tracker.capture.models import Article, Host, Snapshot, Visit
from tracker.capture.outcomes import Outcome
from tracker.capture.queries import known_of
from tracker.capture.store import know_article, reschedule
from tracker.capture.work import look_at_due_articles

pytestmark = pytest.mark.django_db


def test_a_known_article_is_captured_and_comes_up_again(site):
    article = known(site, "/a")
    assert look_at_due_articles(now=timezone.now()) == 1
    article.refresh_from_db()
    assert outcomes(article) == ["new"]
    assert article.next_look_at > timezone.now()
    assert (article.leased_until, article.attempts) == (None, 0)
    assert look_at_due_articles(now=timezone.now()) == 0


def test_an_unchanged_page_is_not_sent_nor_read_again(site, monkeypatch):
    article = known(site, "/a")
    look_at_due_articles(now=timezone.now())
    due_now(article)
    monkeypatch.setattr("tracker.capture.fetch.child.run", None)
    look_at_due_articles(now=timezone.now())
    assert outcomes(article) == ["new", "not-modified"]
    assert Visit.objects.last().snapshot == Snapshot.objects.get()


def test_the_same_bytes_are_not_read_again_even_where_a_server_sends_them(site, monkeypatch):
    article = known(site, "/a")
    look_at_due_articles(now=timezone.now())
    due_now(article, etag="")
    monkeypatch.setattr("tracker.capture.fetch.child.run", None)
    look_at_due_articles(now=timezone.now())
    assert outcomes(article) == ["new", "unchanged"]


def test_a_changed_page_is_a_new_snapshot_and_is_looked_at_sooner(site):
    article = known(site, "/a")
    look_at_due_articles(now=timezone.now())
    Article.objects.update(first_seen_at=timezone.now() - timedelta(days=9), last_changed_at=None)
    site.pages["/a"] = "<p>Troops are staying.</p>"
    due_now(article)
    look_at_due_articles(now=timezone.now())
    article.refresh_from_db()
    assert outcomes(article) == ["new", "changed"]
    assert article.delay == schedule.SHORTEST


def test_a_page_is_deleted_only_when_a_second_look_bears_it_out(site):
    article = known(site, "/a")
    look_at_due_articles(now=timezone.now())
    site.pages["/a"] = 404
    due_now(article)
    look_at_due_articles(now=timezone.now())
    article.refresh_from_db()
    assert (article.gone_at is not None, article.deleted_at) == (True, None)
    due_now(article, gone_at=article.gone_at - schedule.BORNE_OUT_AFTER)
    look_at_due_articles(now=timezone.now())
    article.refresh_from_db()
    assert article.deleted_at > article.gone_at
    assert outcomes(article) == ["new", "gone-404", "gone-404"]


@pytest.mark.parametrize("trouble", [403, 429, 500, 503])
def test_a_server_in_trouble_is_never_taken_for_a_deletion(site, trouble):
    article = known(site, "/a")
    look_at_due_articles(now=timezone.now())
    site.pages["/a"] = trouble
    for _ in range(3):
        due_now(article)
        look_at_due_articles(now=timezone.now())
    article.refresh_from_db()
    assert (article.gone_at, article.deleted_at) == (None, None)
    assert article.delay > schedule.SHORTEST


def test_a_page_that_comes_back_was_not_deleted(site):
    article = known(site, "/a")
    look_at_due_articles(now=timezone.now())
    site.pages["/a"] = 404
    due_now(article)
    look_at_due_articles(now=timezone.now())
    site.pages["/a"] = "<p>Troops are leaving.</p>"
    due_now(article)
    look_at_due_articles(now=timezone.now())
    article.refresh_from_db()
    assert article.gone_at is None


def test_a_page_that_goes_to_and_fro_is_said_to_and_is_not_looked_at_ever_sooner(site):
    article = known(site, "/a")
    versions = ["<p>Troops are leaving.</p>", "<p>Troops are staying.</p>"]
    for turn in range(4):
        site.pages["/a"] = versions[turn % 2]
        due_now(article)
        look_at_due_articles(now=timezone.now())
        if turn == 1:
            Article.objects.update(
                first_seen_at=make.NOON, last_changed_at=timezone.now() - timedelta(days=2)
            )
    article.refresh_from_db()
    assert outcomes(article) == ["new", "changed", "reverted", "reverted"]
    assert "back to an earlier version" in article.visits.latest("pk").sentence
    assert article.snapshots.count() == 2
    assert article.delay > timedelta(hours=6)


def test_another_address_of_an_article_costs_no_look_when_it_is_named_again(site):
    alias = known(site, "/a")
    reschedule(
        article=alias,
        next_look_at=None,
        set_aside_at=timezone.now(),
        set_aside_because="This is the article at https://news.example/b.",
    )
    know_article(address=alias.address, now=timezone.now())
    assert look_at_due_articles(now=timezone.now()) == 0
    assert site.asked == []


def test_robots_are_asked_once_and_kept_to(site):
    site.pages["/robots.txt"] = "User-agent: *\nDisallow: /private\n"
    allowed, refused = known(site, "/a"), known(site, "/private/b")
    look_at_due_articles(now=timezone.now())
    assert outcomes(allowed) == ["new"]
    assert outcomes(refused) == ["robots-disallowed"]
    assert site.asked.count("/robots.txt") == 1
    assert "/private/b" not in site.asked


def test_a_server_that_cannot_tell_its_rules_is_left_alone_for_now(site):
    site.pages["/robots.txt"] = 503
    article = known(site, "/a")
    look_at_due_articles(now=timezone.now())
    assert outcomes(article) == ["unavailable-503"]
    assert "/a" not in site.asked


def test_a_server_that_asks_for_patience_gets_it(site):
    site.headers["Retry-After"] = "120"
    known(site, "/a", 503)
    look_at_due_articles(now=timezone.now())
    assert Host.objects.get().free_at > timezone.now() + timedelta(seconds=100)


def test_two_links_to_one_article_become_one_article(site):
    page = (
        '<head><link rel="canonical" href="/2020/01/06/troops-leave-iraq"></head><p>Troops are leaving.</p>'
    )
    site.pages["/2020/01/06/troops-leave-iraq"] = page
    first = known(site, "/2020/01/06/troops-leave-iraq?output=print", page)
    look_at_due_articles(now=timezone.now())
    second = known(site, "/2020/01/06/troops-leave-iraq?output=email", page)
    look_at_due_articles(now=timezone.now())
    first.refresh_from_db()
    second.refresh_from_db()
    assert first.address == site.url + "/2020/01/06/troops-leave-iraq"
    assert "This is the article at" in second.set_aside_because
    assert Snapshot.objects.count() == 1


def test_links_that_all_end_on_one_login_page_stay_different_articles(site):
    page = '<head><link rel="canonical" href="/login"></head><p>Please log in.</p>'
    articles = [known(site, f"/2020/01/06/story-{number}", page) for number in range(3)]
    look_at_due_articles(now=timezone.now())
    assert [article.set_aside_because for article in Article.objects.all()] == ["", "", ""]
    assert {article.address for article in Article.objects.all()} == {article.address for article in articles}


def test_one_host_is_asked_for_one_thing_at_a_time_and_others_do_not_wait(site):
    now = timezone.now()
    for path in ("/a", "/b", "/c"):
        known(site, path)
    know_article(address="https://other.example/a", now=now)
    delay = timedelta(seconds=1)
    later = now + timedelta(seconds=10)
    taken = take(Article, now=later, delay=delay, most=8)
    assert sorted(article.host.name for article in taken) == ["127.0.0.1", "other.example"]
    assert take(Article, now=later + timedelta(seconds=5), delay=delay, most=8) == []


def test_what_a_dead_worker_held_is_taken_again_and_set_aside_after_three_times(site):
    article = known(site, "/a")
    now = timezone.now()
    for attempt in range(schedule.MOST_ATTEMPTS):
        now += schedule.LEASE * attempt
        assert take(Article, now=now - timedelta(seconds=1), delay=timedelta(0), most=8) == []
        assert take(Article, now=now, delay=timedelta(0), most=8) == [article]
    now += schedule.LEASE * schedule.MOST_ATTEMPTS
    assert take(Article, now=now, delay=timedelta(0), most=8) == []
    article.refresh_from_db()
    assert article.set_aside_because == TOO_OFTEN


@pytest.mark.django_db(transaction=True)
def test_many_workers_share_the_work_without_doing_any_twice(site):
    for number in range(40):
        known(site, f"/{number}")

    def work():
        look_at_due_articles(now=timezone.now())
        connection.close()

    workers = [threading.Thread(target=work) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert Visit.objects.count() == 40
    assert Snapshot.objects.count() == 40
    assert site.asked.count("/7") == 1


def test_a_page_handed_in_is_never_looked_at_by_itself():
    make.page("Handed in.")
    assert look_at_due_articles(now=timezone.now()) == 0


def test_patience_is_never_shortened():
    row = host.known(url="https://a.example/")
    now = timezone.now()
    host.asks_to_wait(host=row, until=now + timedelta(minutes=9))
    host.asks_to_wait(host=row, until=now + timedelta(minutes=1))
    row.refresh_from_db()
    assert row.free_at == now + timedelta(minutes=9)


# --- Many at a time -----------------------------------------------------------------------------------


def looks_without_a_page(site, count):
    """Articles that were read once, and a look at each of them that found nothing new."""
    for number in range(count):
        known(site, f"/{number}")
    look_at_due_articles(now=timezone.now())
    articles = list(Article.objects.select_related("host"))
    before = known_of(articles)
    now = timezone.now()
    return [
        (article, before[article.pk], found(article, Outcome.NOT_MODIFIED, at=now)) for article in articles
    ]


def found(article, outcome, **columns):
    return Look(
        target=article.address, url=article.address, outcome=outcome, sentence="So.", name="a", **columns
    )


@pytest.mark.parametrize("count", [1, 30])
def test_looks_that_found_nothing_new_are_written_down_together(site, django_assert_num_queries, count):
    looks = looks_without_a_page(site, count)
    with django_assert_num_queries(1):
        work._write_down(looks)
    assert Visit.objects.filter(outcome="not-modified").count() == count
    for article, before, look in looks:
        row = Article.objects.get(pk=article.pk)
        assert row.visits.first().snapshot_id == before.snapshot_id
        assert (row.leased_until, row.attempts, row.gone_at) == (None, 0, None)
        assert row.next_look_at == look.at + row.delay
        assert (row.etag, row.last_changed_at) == (article.etag, article.last_changed_at)


def test_looks_that_end_differently_are_written_down_together_as_each_by_itself(site):
    (gone, *_), (failed, *_), (same, *_) = looks_without_a_page(site, 3)
    now = timezone.now()
    work._write_down(
        [
            (gone, None, found(gone, Outcome.GONE_404, at=now, status=404)),
            (failed, None, found(failed, Outcome.TIMEOUT, at=now)),
            (same, None, found(same, Outcome.NOT_MODIFIED, at=now, status=304, headers={"etag": '"2"'})),
        ]
    )
    for article in (gone, failed, same):
        article.refresh_from_db()
    assert [outcomes(article)[-1] for article in (gone, failed, same)] == [
        "gone-404",
        "timeout",
        "not-modified",
    ]
    assert (gone.gone_at, failed.gone_at) == (now, None)
    assert (gone.next_look_at, failed.delay) == (now + schedule.BORNE_OUT_AFTER, 2 * schedule.SHORTEST)
    assert same.etag == '"2"'


@pytest.mark.parametrize("seen", [False, True])
def test_a_page_is_written_down_in_few_queries(site, django_assert_num_queries, seen):
    article = known(site, "/a")
    if seen:
        look_at_due_articles(now=timezone.now())
        article.refresh_from_db()
    read = found(
        article, Outcome.READ, at=timezone.now(), body=b"<p>Now.", text="Now.", content_type="text/html"
    )
    before = known_of([article]).get(article.pk)
    # Seen before: whether these bytes were, and the version they are kept as a difference to.
    with django_assert_num_queries(9 if seen else 7):  # two of them begin and end the transaction
        work._write_down([(article, before, read)])
    assert outcomes(article)[-1] == ("changed" if seen else "new")


def test_a_slow_server_keeps_nobody_waiting_and_what_was_found_is_written_down_meanwhile(site, monkeypatch):
    enough, in_time, written = threading.Event(), [], []
    slow = Site(address="127.0.0.2", wait=lambda path: path == "/slow" and in_time.append(enough.wait(10)))
    write_down = work._write_down

    def noting(looks):
        write_down(looks)
        written.extend(article.address for article, _, _ in looks)
        if len(written) >= 20:
            enough.set()

    try:
        articles = [known(site, f"/{number}") for number in range(20)]
        look_at_due_articles(now=timezone.now())
        for article in articles:
            due_now(article)
        last = known(slow, "/slow")
        monkeypatch.setattr(work, "_write_down", noting)
        assert look_at_due_articles(now=timezone.now()) == 21
    finally:
        slow.close()
    assert in_time == [True]
    assert written[-1] == last.address


def test_a_mistake_of_ours_in_a_look_is_raised_and_not_waited_for(site, monkeypatch):
    known(site, "/a")
    monkeypatch.setattr(work, "look_at_url", None)
    with pytest.raises(TypeError):
        look_at_due_articles(now=timezone.now())
    assert not [thread for thread in threading.enumerate() if thread.name == "walkback-look"]


def test_a_row_whose_turn_comes_too_late_is_given_back_as_if_it_had_not_been_taken(site):
    article = known(site, "/a")
    (row,) = take(Article, now=timezone.now(), delay=timedelta(0), most=8)
    row.taken_at -= schedule.LONGEST_WAIT
    with side_by_side._Looks(look=None, write_down=None, known=None, may_wait=None) as looks:
        assert looks._look_in_time(row, None) is None
    (row,) = take(Article, now=timezone.now() + schedule.LEASE, delay=timedelta(0), most=8)
    give_back(row)
    article.refresh_from_db()
    assert (article.leased_until, article.attempts) == (None, 1)


def test_what_a_dead_worker_held_is_taken_a_few_at_a_time_and_after_a_second_death_alone(site):
    for number in range(12):
        known(site, f"/{number}")
    now = timezone.now()
    assert len(take(Article, now=now, delay=timedelta(0), most=99)) == 12
    now += schedule.LEASE
    assert take(Article, now=now, delay=timedelta(0), most=99, beside=True) == []
    few = take(Article, now=now, delay=timedelta(0), most=99)
    assert len(few) == 8
    now += schedule.LEASE * 2
    alone = [take(Article, now=now, delay=timedelta(0), most=99) for _ in range(9)]
    assert [len(rows) for rows in alone] == [1] * 8 + [4]
    assert {row.pk for rows in alone[:8] for row in rows} == {row.pk for row in few}


def test_a_row_that_takes_long_stays_in_the_hand_of_a_worker_that_lives(site):
    article = known(site, "/a")
    now = timezone.now()
    (row,) = take(Article, now=now, delay=timedelta(0), most=8)
    later = now + schedule.LEASE * 0.9
    renew([row], now=later)
    assert take(Article, now=now + schedule.LEASE, delay=timedelta(0), most=8) == []
    article.refresh_from_db()
    assert (article.leased_until, article.attempts) == (later + schedule.LEASE, 1)


def test_a_row_that_another_worker_has_taken_meanwhile_is_not_taken_away_from_it(site):
    known(site, "/a")
    now = timezone.now()
    (row,) = take(Article, now=now, delay=timedelta(0), most=8)
    (again,) = take(Article, now=now + schedule.LEASE, delay=timedelta(0), most=8)
    renew([row], now=now + schedule.LEASE * 1.5)
    assert Article.objects.get().leased_until == again.leased_until


def test_a_look_that_takes_longer_renews_its_lease(site, monkeypatch):
    renewed, in_time = threading.Event(), []
    slow = Site(address="127.0.0.2", wait=lambda path: path == "/slow" and in_time.append(renewed.wait(10)))

    def noting(rows, *, now):
        renew(rows, now=now)
        renewed.set()

    monkeypatch.setattr(schedule, "LEASE", timedelta(seconds=30))
    monkeypatch.setattr(lease, "LEASE", timedelta(seconds=1))
    monkeypatch.setattr(lease, "renew", noting)
    try:
        article = known(slow, "/slow")
        assert look_at_due_articles(now=timezone.now()) == 1
    finally:
        slow.close()
    assert in_time == [True]
    assert (article.refresh_from_db(), article.leased_until, article.attempts) == (None, None, 0)


def test_a_host_is_left_alone_from_the_moment_at_which_it_was_really_asked(site, settings):
    settings.HOST_DELAY = timedelta(seconds=9)
    looks = looks_without_a_page(site, 1)
    before, (row, *_) = timezone.now(), looks[0]
    row.begun_late = True
    with side_by_side._Looks(look=None, write_down=work._write_down, known=None, may_wait=None) as under_way:
        under_way.in_hand = {row.pk: row for row, _, _ in looks}
        under_way._write_down(looks)
    assert Host.objects.get().free_at >= before + settings.HOST_DELAY


def test_a_host_gets_the_delay_that_its_robots_txt_asks_for_up_to_a_minute(site):
    site.pages["/robots.txt"] = "User-agent: *\nCrawl-delay: 7\n"
    known(site, "/a")
    look_at_due_articles(now=timezone.now())
    row = Host.objects.get()
    assert row.crawl_delay == timedelta(seconds=7)
    host.told_robots(host=row, text="User-agent: *\nCrawl-delay: 600\n", outcome="read", now=timezone.now())
    assert Host.objects.get().crawl_delay == timedelta(minutes=1)
    host.told_robots(host=row, text="", outcome="gone-404", now=timezone.now())
    assert Host.objects.get().crawl_delay is None


@pytest.mark.parametrize(("ours", "theirs", "meant"), [(0, 7, 7), (1, 7, 7), (9, 7, 9), (9, None, 9)])
def test_the_longer_delay_counts_ours_or_that_of_the_host(site, ours, theirs, meant):
    for path in ("/a", "/b"):
        known(site, path)
    Host.objects.update(crawl_delay=theirs and timedelta(seconds=theirs))
    now, delay = timezone.now(), timedelta(seconds=ours)
    assert len(take(Article, now=now, delay=delay, most=8)) == 1
    assert Host.objects.get().free_at == now + timedelta(seconds=meant)
    later = now + timedelta(seconds=meant - 1)
    assert take(Article, now=later, delay=delay, most=8) == []


@pytest.fixture
def elsewhere():
    """Another server, which redirects may lead to."""
    other = Site(address="127.0.0.2")
    other.pages["/a"] = "<p>Troops are leaving.</p>"
    yield other
    other.close()


def redirected(site, elsewhere):
    site.headers = {"Location": f"{elsewhere.url}/a"}
    article = known(site, "/a", 302)
    look_at_due_articles(now=timezone.now())
    return article


def test_a_redirect_is_followed_where_the_other_server_lets_us_read(site, elsewhere):
    article = redirected(site, elsewhere)
    assert outcomes(article) == ["new"]
    assert elsewhere.asked == ["/robots.txt", "/a"]


def test_a_redirect_is_not_followed_where_the_other_server_says_no(site, elsewhere):
    elsewhere.pages["/robots.txt"] = "User-agent: *\nDisallow: /"
    article = redirected(site, elsewhere)
    assert outcomes(article) == ["robots-disallowed"]
    assert "127.0.0.2 asks robots not to read" in article.visits.get().sentence
    assert elsewhere.asked == ["/robots.txt"]


def test_another_server_is_asked_for_its_rules_once_in_a_while(site, elsewhere):
    site.headers = {"Location": f"{elsewhere.url}/a"}
    for path in ("/a", "/b", "/c"):
        known(site, path, 302)
    look_at_due_articles(now=timezone.now())
    before = elsewhere.asked.count("/robots.txt")
    due_now(Article.objects.first())
    look_at_due_articles(now=timezone.now())
    assert elsewhere.asked.count("/robots.txt") == before
    assert elsewhere.asked.count("/a") == 4


def test_a_redirect_within_a_server_keeps_to_its_rules_too(site):
    site.headers = {"Location": "/private"}
    site.pages["/robots.txt"] = "User-agent: *\nDisallow: /private"
    article = known(site, "/a", 302)
    look_at_due_articles(now=timezone.now())
    assert outcomes(article) == ["robots-disallowed"]
    assert "/private" not in site.asked
