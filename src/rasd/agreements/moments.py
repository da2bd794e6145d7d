"""Days and times of agreements as instants in the agreement's own zone: when a window opens, when it is over.

A day where the hour is not known opens at its first instant and is over with its last one.
"""

from __future__ import annotations

from datetime import date as Day
from datetime import datetime, time, timedelta

from rasd.model import Agreement

__all__ = ["closing", "ending", "moment_words", "opening", "runs_on"]


def opening(moment: datetime | Day) -> datetime:
    """Return the first instant of a day; a time is its own."""
    return moment if isinstance(moment, datetime) else datetime.combine(moment, time())


def closing(moment: datetime | Day) -> datetime:
    """Return the instant before which an end lies: after a whole day; a time is its own, exclusive."""
    if isinstance(moment, datetime) or moment == Day.max:
        return opening(moment)
    return datetime.combine(moment + timedelta(days=1), time())


def ending(agreement: Agreement) -> datetime | Day | None:
    """Return the end with its extensions; None where none is stated."""
    ends = [one for one in (agreement.end, *(one.until for one in agreement.extensions)) if one is not None]
    return max(ends, key=closing, default=None)


def moment_words(moment: datetime | Day | None) -> str:
    """Return a day, or a day and its hour, as people read it; an ellipsis for none."""
    if moment is None:
        return "…"
    return f"{moment:%Y-%m-%d %H:%M}" if isinstance(moment, datetime) else moment.isoformat()


def runs_on(agreement: Agreement, first: Day | None, last: Day | None) -> bool:
    """Whether any instant of these days lies between start and extended end, or in a stretch of doubt.

    Suspensions are not left out: whether something then lies within the terms is for the ledger to say.
    """
    windows = [
        (agreement.start, ending(agreement)),
        *((one.start, one.end) for one in agreement.doubts),
    ]
    return any(
        (last is None or opening(start) < closing(last))
        and (first is None or end is None or closing(end) > opening(first))
        for start, end in windows
    )
