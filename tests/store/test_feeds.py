"""Feeds in a store: claimed by one at a time, due by the clock but not at its mercy."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from rasd.store import Store

NOW = datetime.now(UTC)


def test_a_feed_is_added_once_and_takes_new_settings(store: Store) -> None:
    from rasd.store.feeds import Feed, Feeds

    feeds = Feeds(store)
    assert feeds.add(
        Feed("https://a.example/rss", 900, NOW, NOW, ("b.example",), "مرصد", "syria", "2024-01-01")
    )
    assert not feeds.add(Feed("https://a.example/rss", 600, NOW, NOW))
    [feed] = feeds.all()
    assert (feed.interval, feed.hosts, feed.outlet) == (600, (), None)
    assert feeds.remove(feed.address) and not feeds.remove(feed.address)


def test_a_claim_holds_against_others_and_ends_by_itself(store: Store) -> None:
    from rasd.store.feeds import LEASE, Feed, Feeds
    from rasd.store.models import Feed as Row

    feeds = Feeds(store)
    feeds.add(Feed("https://a.example/rss", 900, NOW, NOW))
    claimed = feeds.claim_due("elsewhere/1")
    assert claimed is not None
    assert feeds.claim_due("elsewhere/2") is None
    assert feeds.renew(claimed, "elsewhere/1") and not feeds.renew(claimed, "elsewhere/2")
    Row.objects.using(store.alias).update(claimed_until=datetime.now(UTC) - timedelta(seconds=1))
    assert feeds.claim_due("elsewhere/2") is not None
    Row.objects.using(store.alias).update(claimed_until=datetime.now(UTC) + 100 * LEASE)
    assert feeds.claim_due("elsewhere/3") is not None, "a claim from a clock that jumped holds nobody up"


def test_the_claim_of_a_process_that_died_is_free(store: Store) -> None:
    import subprocess
    import sys

    from rasd.store.feeds import Feed, Feeds, holder_name

    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    feeds = Feeds(store)
    feeds.add(Feed("https://a.example/rss", 900, NOW, NOW))
    assert feeds.claim_due(f"{holder_name().rpartition('/')[0]}/{dead.pid}") is not None
    assert feeds.claim_due("elsewhere/1") is not None


def test_of_many_watchers_each_feed_has_one(store: Store) -> None:
    from rasd.store.feeds import Feed, Feeds

    feeds = Feeds(store)
    for number in range(20):
        feeds.add(Feed(f"https://a.example/{number}", 900, NOW, NOW))
    claimed: list[str] = []

    def claim(name: str) -> None:
        while (feed := feeds.claim_due(name)) is not None:
            claimed.append(feed.address)
            feeds.finish(replace(feed, due_at=datetime.now(UTC) + timedelta(days=1)), name)
        store.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(claim, [f"elsewhere/{number}" for number in range(4)]))
    assert sorted(claimed) == sorted({feed.address for feed in feeds.all()})


def test_a_due_time_far_ahead_comes_from_a_clock_that_jumped(store: Store) -> None:
    from rasd.store.feeds import Feed, Feeds

    feeds = Feeds(store)
    now = datetime.now(UTC)
    feeds.add(Feed("https://a.example/rss", 900, now, now + timedelta(hours=1)))
    assert feeds.claim_due("elsewhere/1") is None
    assert 3000 < (feeds.wait() or 0) <= 3600
    feeds.add(Feed("https://a.example/rss", 900, now, now + timedelta(days=400)))
    assert feeds.wait() == 0
    assert feeds.claim_due("elsewhere/1") is not None


def test_a_feed_removed_during_its_visit_stays_removed(store: Store) -> None:
    from rasd.store.feeds import Feed, Feeds

    feeds = Feeds(store)
    feeds.add(Feed("https://a.example/rss", 900, NOW, NOW))
    claimed = feeds.claim_due("elsewhere/1")
    assert claimed is not None
    feeds.remove(claimed.address)
    feeds.finish(replace(claimed, documents=3, error="a\0b"), "elsewhere/1")
    assert feeds.all() == []


def test_visits_and_hosts_are_kept(store: Store) -> None:
    from rasd.store.feeds import HostRow, VisitRow, Visits

    visits = Visits(store)
    assert visits.visit("https://a.example/1") is None
    visits.keep("https://a.example/1", VisitRow(NOW, '"7"', "", 2, False, "HTTP 503\0"))
    visits.keep("https://a.example/1", VisitRow(NOW, '"8"'))
    found = visits.known([f"https://a.example/{number}" for number in range(1200)])
    assert {address: row.etag for address, row in found.items()} == {"https://a.example/1": '"8"'}
    assert visits.host("a.example") == HostRow()
    visits.keep_host("a.example", HostRow(3, NOW, "HTTP 503"))
    assert visits.host("a.example").failures == 3
