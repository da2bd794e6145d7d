"""A time as it is being read, and the arithmetic of days, weeks, months and years.

Weeks run from Sunday to Saturday (codebook, "Settled questions"); nothing here reads the clock: "now" is the
publication day.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from hijridate import Gregorian, Hijri

__all__ = [
    "When",
    "back",
    "hijri_day",
    "hijri_month",
    "hijri_year_of",
    "latest_weekday",
    "month_days",
    "part_of_hour",
    "safe_date",
    "week_of",
    "year_days",
]


@dataclass(slots=True, unsafe_hash=True)  # made often, and three times as long when frozen
class When:
    """What a phrase says about time; `cls` is the class of its unit in the next round of shapes."""

    first: date | None = None
    last: date | None = None
    cls: str = "day"
    classes: frozenset[str] = frozenset()
    part: str | None = None
    precision: str = "day"
    kind: str = "point"
    since_only: bool = False
    time: str | None = None
    """Clock time, 24 hours, when the text gives one."""
    emits: bool = True
    """False for pieces that are no time by themselves: a month's name, "three days"."""
    weekday: int | None = None
    day: int | None = None
    month: int | None = None
    until: int | None = None
    """Second month of a pair that is no translation ("آذار - نيسان")."""
    yearless: bool = False
    hijri: bool = False
    count: int | None = None
    unit: str = ""


def safe_date(year: int, month: int, day: int) -> date | None:
    """Return the day, or None when the calendar has no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def latest_weekday(published: date, weekday: int, *, strictly: bool = False) -> date:
    """Return the latest such weekday not after (or strictly before) publication."""
    back_days = (published.weekday() - weekday) % 7
    return published - timedelta(days=7 if strictly and back_days == 0 else back_days)


def week_of(day: date, offset: int = 0) -> tuple[date, date]:
    """Return the Sunday and Saturday of the week of `day`, `offset` weeks later."""
    sunday = day - timedelta(days=(day.weekday() + 1) % 7) + timedelta(weeks=offset)
    return sunday, sunday + timedelta(days=6)


def month_days(year: int, month: int) -> tuple[date, date]:
    """Return the first and last day of a month; `month` may lie outside 1..12 and is carried over."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


def year_days(year: int) -> tuple[date, date]:
    """Return the first and last day of a year."""
    return date(year, 1, 1), date(year, 12, 31)


def back(published: date, unit: str, count: int) -> tuple[date, date]:
    """Return the day, month or year that lies `count` units before publication.

    A month or a year back is that whole month or year: the text gives no day.
    """
    if unit == "month":
        return month_days(published.year, published.month - count)
    if unit in ("year", "decade"):
        return year_days(max(1, published.year - count * (10 if unit == "decade" else 1)))
    days = {"minute": 0, "hour": count // 24, "day": count, "week": 7 * count}[unit]
    day = published - timedelta(days=min(days, published.toordinal() - 1))
    return day, day


def part_of_hour(hour: int) -> str:
    """Return the part of the day of an hour: dawn from 3, morning from 5, noon 12, afternoon to 18, evening to 21."""
    for limit, part in (
        (3, "night"),
        (5, "dawn"),
        (12, "morning"),
        (13, "noon"),
        (18, "afternoon"),
        (21, "evening"),
    ):
        if hour < limit:
            return part
    return "night"


def hijri_day(year: int, month: int, day: int) -> date | None:
    """Return the Gregorian day by Umm al-Qura, None outside its tables (1343 to 1500) or its months."""
    try:
        found = Hijri(year, month, day).to_gregorian()
    except (ValueError, OverflowError):
        return None
    return date(found.year, found.month, found.day)


def hijri_month(year: int, month: int) -> tuple[date, date] | None:
    """Return the Gregorian days of a Hijri month, None outside the tables."""
    first = hijri_day(year, month, 1)
    if first is None:
        return None
    return first, first + timedelta(days=Hijri(year, month, 1).month_length() - 1)


def hijri_year_of(day: date) -> int | None:
    """Return the Hijri year of a Gregorian day, None outside the tables."""
    try:
        return Gregorian(day.year, day.month, day.day).to_hijri().year
    except (ValueError, OverflowError):
        return None
