"""Scales of charts: round steps, and days in slots of a day, a week or a month."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

__all__ = ["Period", "Span", "first_of", "period_for", "steps"]

Period = Literal["day", "week", "month"]
_MOST_DAYS, _MOST_WEEKS = 62, 60 * 7


def period_for(first: date, last: date) -> Period:
    """Return the finest period whose slots still have a readable width.

    >>> period_for(date(2031, 4, 1), date(2031, 4, 30)), period_for(date(2031, 1, 1), date(2031, 12, 31))
    ('day', 'week')
    """
    days = (last - first).days + 1
    return "day" if days <= _MOST_DAYS else "week" if days <= _MOST_WEEKS else "month"


def first_of(day: date, period: Period) -> date:
    """Return the first day of the slot that holds `day`; a week begins on Monday (ISO 8601).

    >>> first_of(date(2031, 4, 20), "week"), first_of(date(2031, 4, 20), "month")
    (datetime.date(2031, 4, 14), datetime.date(2031, 4, 1))
    """
    if period == "week":
        return day - timedelta(days=day.weekday())
    return day.replace(day=1) if period == "month" else day


@dataclass(frozen=True, slots=True)
class Span:
    """The days of a chart, in slots."""

    first: date
    last: date
    period: Period

    def slots(self) -> list[date]:
        """Return the first day of every slot, those without anything too."""
        return list(self._slots())

    def share(self, day: date) -> float:
        """Return where a day stands between the beginning of the first slot and the end of the last, 0 to 1."""
        slots = self.slots()
        start, end = slots[0], _next(slots[-1], self.period)
        return min(1.0, max(0.0, (day - start).days / (end - start).days))

    def _slots(self) -> Iterator[date]:
        slot = first_of(self.first, self.period)
        while slot <= self.last:
            yield slot
            slot = _next(slot, self.period)


def _next(slot: date, period: Period) -> date:
    if period == "month":
        return date(slot.year + slot.month // 12, slot.month % 12 + 1, 1)
    return slot + timedelta(days=7 if period == "week" else 1)


def steps(most: float, wanted: int = 4) -> list[int]:
    """Return round whole numbers from 0 to `most` or just above it.

    >>> steps(3), steps(9), steps(47), steps(0)
    ([0, 1, 2, 3], [0, 3, 6, 9], [0, 20, 40, 60], [0, 1])
    """
    most = max(1, math.ceil(most))
    size = 10 ** max(0, math.floor(math.log10(most / wanted)) if most > wanted else 0)
    step = next(factor * size for factor in (1, 2, 3, 5, 10, 20) if factor * size * wanted >= most)
    return list(range(0, most + step, step)) if most % step else list(range(0, most + 1, step))
