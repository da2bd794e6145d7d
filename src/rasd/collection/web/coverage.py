"""How a feed fares and what it covers: a feed that fell silent is a gap, not calm.

The usual pace is read from when its last documents were published. Silence several times as long as its longer pauses
is told as a gap since the last document; so is a feed that fails, and one that nobody visited.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from rasd.store.feeds import Feed

__all__ = ["Gap", "gap_of", "spoken", "usual_pause"]

_FEWEST = 5
_TIMES = 3
_SHORTEST = timedelta(hours=2)
"""Shorter silence is no gap, however fast a feed usually is."""


@dataclass(frozen=True, slots=True)
class Gap:
    """A time from which on a feed shows nothing, and why."""

    since: datetime
    why: str
    reason: Literal["unread", "failing", "unvisited", "silent"]


def usual_pause(moments: tuple[datetime, ...]) -> timedelta | None:
    """Return the pause that nine in ten of a feed's pauses do not exceed; None where it is too young to tell."""
    pauses = sorted(later - earlier for earlier, later in pairwise(moments))
    if len(pauses) < _FEWEST - 1:
        return None
    return pauses[(9 * (len(pauses) - 1) + 9) // 10]


def gap_of(feed: Feed, now: datetime) -> Gap | None:
    """Return the gap that a feed shows now; None where it keeps its pace, or is too young to tell."""
    reached = feed.last_success_at
    if feed.last_visit_at is None:
        return None
    if reached is None:
        return Gap(feed.added_at, f"never read: {feed.error}", "unread")
    patience = timedelta(seconds=max(3 * feed.interval, 1800))
    if feed.failures and now - reached > patience:
        return Gap(reached, feed.error, "failing")
    if now - feed.last_visit_at > patience + timedelta(seconds=feed.interval):
        return Gap(feed.last_visit_at, "nobody visited it: no `rasd watch` runs", "unvisited")
    pause = usual_pause(feed.moments)
    if pause is None or not feed.moments:
        return None
    last = feed.moments[-1]
    if now - last > max(_TIMES * pause, _SHORTEST):
        return Gap(last, f"silent; usually there is something within {spoken(pause)}", "silent")
    return None


def spoken(time: timedelta) -> str:
    """Return a span of time in words, as exact as a person needs.

    >>> spoken(timedelta(minutes=95)), spoken(timedelta(days=4)), spoken(timedelta(seconds=20))
    ('95 minutes', '4 days', '20 s')
    """
    seconds = max(time.total_seconds(), 0.0)
    if seconds < 120:
        return f"{seconds:.0f} s"
    if seconds < 2 * 3600:
        return f"{seconds / 60:.0f} minutes"
    if seconds < 2 * 86_400:
        return f"{seconds / 3600:.0f} hours"
    return f"{seconds / 86_400:.0f} days"
