"""A silent feed is a gap, not calm; a slow one is not silent."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from rasd.collection.web.coverage import gap_of, usual_pause
from rasd.store.feeds import Feed

NOW = datetime(2024, 3, 14, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def fed(*hours_ago: float, **fields: object) -> Feed:
    moments = tuple(sorted(NOW - hours * HOUR for hours in hours_ago))
    feed = Feed(
        "https://a.example/rss",
        900,
        NOW - 100 * HOUR,
        NOW,
        moments=moments,
        last_visit_at=NOW,
        last_success_at=NOW,
    )
    return replace(feed, **fields)  # type: ignore[arg-type]


def test_a_feed_that_keeps_its_pace_shows_no_gap() -> None:
    assert gap_of(fed(1, 2, 3, 4, 5, 6), NOW) is None
    assert gap_of(fed(40, 100, 150, 210, 260, 320), NOW) is None, "a weekly does not fall silent in a day"


def test_a_feed_that_fell_silent_shows_a_gap_since_its_last_document() -> None:
    gap = gap_of(fed(9, 10, 11, 12, 13, 14), NOW)
    assert gap is not None
    assert gap.since == NOW - 9 * HOUR
    assert "usually there is something within 60 minutes" in gap.why


def test_a_feed_too_young_to_tell_shows_none() -> None:
    assert gap_of(fed(9, 10), NOW) is None
    assert gap_of(fed(last_visit_at=None, last_success_at=None), NOW) is None


def test_a_feed_that_fails_shows_a_gap_since_it_last_answered() -> None:
    failing = fed(1, 2, 3, 4, 5, failures=7, error="cannot be reached", last_success_at=NOW - 5 * HOUR)
    gap = gap_of(failing, NOW)
    assert gap is not None and (gap.since, gap.why) == (NOW - 5 * HOUR, "cannot be reached")
    assert gap_of(replace(failing, last_success_at=NOW - timedelta(minutes=20)), NOW) is None
    never = gap_of(replace(failing, last_success_at=None), NOW)
    assert never is not None and "never read" in never.why


def test_a_feed_that_nobody_visits_shows_a_gap() -> None:
    gap = gap_of(fed(1, last_visit_at=NOW - 8 * HOUR, last_success_at=NOW - 8 * HOUR), NOW)
    assert gap is not None and "nobody visited it" in gap.why


def test_the_usual_pause_is_one_that_most_pauses_keep_within() -> None:
    moments = tuple(NOW + HOUR * hour for hour in (0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 30))
    assert usual_pause(moments) == 21 * HOUR
    assert usual_pause(tuple(NOW + HOUR * hour for hour in range(30)) + (NOW + 60 * HOUR,)) == HOUR
