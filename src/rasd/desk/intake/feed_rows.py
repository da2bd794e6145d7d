"""Feeds as a page shows them: when they were seen, what fails, where they are silent, in the words of who looks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from rasd.collection.web.coverage import gap_of
from rasd.desk.site import Words
from rasd.store.feeds import Feed

__all__ = ["FeedRow", "row_of"]


@dataclass(frozen=True, slots=True)
class FeedRow:
    """One feed."""

    id: int
    address: str
    title: str
    outlet: str
    every: str
    state: str
    """paused, new, failing, gap, ok."""
    badge: str
    is_paused: bool
    last_visit: datetime | None
    last_new: datetime | None
    due: str
    documents: int
    failures: int
    error: str
    gap: str
    left_out: str

    @property
    def words(self) -> str:
        """Return the key of the phrase for its state."""
        return f"intake.feed.state.{self.state}"


_BADGES = {"paused": "care", "failing": "bad", "gap": "care", "ok": "good", "new": ""}


def row_of(feed: Feed, now: datetime, words: Words) -> FeedRow:
    """Return one feed in `words`."""
    gap = None if feed.is_paused else gap_of(feed, now)
    state = (
        "paused"
        if feed.is_paused
        else "new"
        if feed.last_visit_at is None
        else "failing"
        if feed.failures
        else "gap"
        if gap is not None
        else "ok"
    )
    told = ""
    if gap is not None:
        since = f"{words.day(gap.since)} {words.digits_of(f'{gap.since:%H:%M}')}"
        told = words(f"intake.gap.{gap.reason}", since=since)
    return FeedRow(
        feed.id,
        feed.address,
        feed.title,
        feed.outlet or "",
        spoken(timedelta(seconds=feed.interval), words),
        state,
        _BADGES[state],
        feed.is_paused,
        feed.last_visit_at,
        feed.last_new_at,
        words("intake.feed.due_now") if feed.due_at <= now else spoken(feed.due_at - now, words),
        feed.documents,
        feed.failures,
        feed.error,
        told,
        feed.left_out,
    )


def spoken(time: timedelta, words: Words) -> str:
    """Return a span of time in words, as exact as a person needs."""
    minutes = max(1, round(time.total_seconds() / 60))
    if minutes < 120 and minutes != 60:
        return words.counted("intake.minutes", minutes)
    if minutes < 2 * 1440:
        return words.counted("intake.hours", round(minutes / 60))
    return words.counted("intake.days", round(minutes / 1440))
