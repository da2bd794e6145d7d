"""Calendar dates: day and month in words and digits, months, years, Hijri."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from rasd.grammar.dates.days import fitted, number_of
from rasd.grammar.dates.registry import Slots, production, when_of
from rasd.grammar.dates.when import (
    When,
    hijri_day,
    hijri_month,
    hijri_year_of,
    month_days,
    safe_date,
    year_days,
)  # fmt: skip
from rasd.grammar.shapes import Unit


@production("dates.month_name")
def month_name(slots: Slots, published: date | None) -> When:
    """A month's name alone is a piece of a date; مارس is also a verb and needs more beside it."""
    value = slots["month_name"].value
    classes = set() if value.get("dim") else {"month_ok"}
    if not value.get("weak"):
        classes.add("month_sure")
    return When(cls="month", classes=frozenset(classes), month=int(value["month"]), emits=False)


@production("dates.month_pair", "dates.month_brackets")
def month_pair(slots: Slots, published: date | None) -> When | None:
    """آب/أغسطس is one month under two names; two different ones are a stretch."""
    one, other = int(slots["month_name"].value["month"]), int(slots["other"].value["month"])
    if one != other and "mark" not in slots:
        return None
    return When(
        cls="month",
        classes=frozenset({"month_ok", "month_sure"}),
        month=one,
        until=other if other != one else None,
        emits=False,
    )


def _month(slots: Slots) -> int:
    month = when_of(slots["month"]).month
    assert month is not None
    return month


def _dated(day: date | None, slots: Slots, **more: object) -> When:
    return When(day, day, cls="date", day=number_of(slots["n"]), month=_month(slots), **more)  # type: ignore[arg-type]


def latest_day(published: date, month: int, number: int) -> date | None:
    """Return the latest such day not after publication, None when no year of the last eight has it."""
    for year in range(published.year, published.year - 9, -1):
        made = safe_date(year, month, number)
        if made is not None and made <= published:
            return made
    return None


def _year_of_month(month: int, which: Unit, published: date) -> int:
    """Return the year of "أيلول الماضي / الجاري / المقبل"."""
    classes = which.classes | {which.cls}
    if "next_the" in classes:
        return published.year + (month <= published.month)
    if "this_adjective_the" in classes:
        return min(
            (published.year - 1, published.year, published.year + 1),
            key=lambda year: abs((date(year, month, 15) - published).days),
        )
    return published.year - (month >= published.month)


def _kind(which: Unit) -> str:
    return "future" if "next_the" in which.classes | {which.cls} else "point"


@production("dates.day_month")
def day_month(slots: Slots, published: date | None) -> When | None:
    """Without a year: the latest such day not after publication; unknown when that is."""
    month, number = _month(slots), number_of(slots["n"])
    if safe_date(2024, month, number) is None:
        return When(cls="date")
    day = None if published is None else latest_day(published, month, number)
    return _dated(day, slots, yearless=True)


@production("dates.day_month_year", "dates.month_first")
def day_month_year(slots: Slots, published: date | None) -> When:
    """12 تشرين الأول 2024; the 31st of a short month stays unresolved."""
    return _dated(safe_date(number_of(slots["year"]), _month(slots), number_of(slots["n"])), slots)


@production("dates.day_month_this")
def day_month_this(slots: Slots, published: date | None) -> When:
    """12 أيلول الماضي: of the latest September before the month of publication."""
    month = _month(slots)
    if published is None:
        return _dated(None, slots, kind=_kind(slots["which"]))
    year = _year_of_month(month, slots["which"], published)
    return _dated(safe_date(year, month, number_of(slots["n"])), slots, kind=_kind(slots["which"]))


@production("dates.day_month_span")
def day_month_span(slots: Slots, published: date | None) -> When:
    """15 مارس من العام الماضي."""
    span = when_of(slots["span"])
    day = None if span.first is None else safe_date(span.first.year, _month(slots), number_of(slots["n"]))
    return _dated(day, slots, kind=span.kind)


@production("dates.day_of_span")
def day_of_span(slots: Slots, published: date | None) -> When:
    """الخامس من الشهر الجاري."""
    span = when_of(slots["span"])
    number = number_of(slots["n"])
    day = None if span.first is None else safe_date(span.first.year, span.first.month, number)
    return When(day, day, cls="date", day=number, kind=span.kind)


@production("dates.same_span", "dates.of_same_span", "dates.stage_same")
def same_span(slots: Slots, published: date | None) -> When:
    """التاسع من الشهر نفسه: the month is that of another date of the text."""
    return When(cls="same_span" if "same" in slots else "relative", kind="relative")


def _days(slots: Slots, year: int | None, kind: str = "point") -> When:
    month, low, high = _month(slots), number_of(slots["low"]), number_of(slots["high"])
    first = None if year is None else safe_date(year, month, min(low, high))
    last = None if year is None else safe_date(year, month, max(low, high))
    return When(first, last, cls="days", precision="days", kind=kind, month=month)


@production("dates.days_month", "dates.month_days")
def days_month(slots: Slots, published: date | None) -> When:
    """3 إلى 5 مارس; "17 و26 تشرين الأول" is read as the stretch between them."""
    if published is None:
        return _days(slots, None)
    last = latest_day(published, _month(slots), max(number_of(slots["low"]), number_of(slots["high"])))
    return _days(slots, last.year if last else None)


@production("dates.days_month_year")
def days_month_year(slots: Slots, published: date | None) -> When:
    """3 إلى 5 مارس 2024."""
    return _days(slots, number_of(slots["year"]))


@production("dates.days_list")
def days_list(slots: Slots, published: date | None) -> When:
    """5 و6 و7 آب."""
    return days_month_year(slots, published) if "year" in slots else days_month(slots, published)


@production("dates.days_month_this")
def days_month_this(slots: Slots, published: date | None) -> When:
    """17 و26 تشرين الأول الجاري."""
    year = None if published is None else _year_of_month(_month(slots), slots["which"], published)
    return _days(slots, year, _kind(slots["which"]))


@production("dates.days_of_span")
def days_of_span(slots: Slots, published: date | None) -> When:
    """20 و26 من الشهر الحالي."""
    span, low, high = when_of(slots["span"]), number_of(slots["low"]), number_of(slots["high"])
    if span.first is None:
        return When(cls="days", precision="days", kind=span.kind)
    first, last = (
        safe_date(span.first.year, span.first.month, number) for number in (min(low, high), max(low, high))
    )
    return When(first, last, cls="days", precision="days", kind=span.kind)


@production("dates.name_with_date", "dates.per_day")
def no_time(slots: Slots, published: date | None) -> When:
    """شارع 15 مايو, ثورة 17 فبراير are names; في اليوم الواحد is "a day"."""
    return When(cls="name", emits=False)


def month_span(first_month: int, year: int | None, until: int | None = None, kind: str = "point") -> When:
    """Return the unit of a whole month (or of two joined ones)."""
    classes = frozenset({"month_span"})
    if year is None:
        return When(cls="span", classes=classes, precision="month", kind=kind, month=first_month)
    first, last = month_days(year, first_month)
    if until is not None:
        last = month_days(year, until if until > first_month else until + 12)[1]
    return When(first, last, cls="span", classes=classes, precision="month", kind=kind, month=first_month)


@production("dates.month_year")
def month_year(slots: Slots, published: date | None) -> When:
    """تموز 2014."""
    return month_span(_month(slots), number_of(slots["year"]), when_of(slots["month"]).until)


@production("dates.month_this")
def month_this(slots: Slots, published: date | None) -> When:
    """أيلول الماضي: the latest September before the month of publication (codebook, worked example 2)."""
    month, which = _month(slots), slots["which"]
    year = None if published is None else _year_of_month(month, which, published)
    return month_span(month, year, when_of(slots["month"]).until, _kind(which))


@production("dates.month_of_span")
def month_of_span(slots: Slots, published: date | None) -> When:
    """آذار من العام الماضي."""
    span = when_of(slots["span"])
    return month_span(_month(slots), span.first.year if span.first else None, kind=span.kind)


@production("dates.month_headed", "dates.month_alone")
def month_alone(slots: Slots, published: date | None) -> When:
    """A bare month is the latest one that has begun by publication."""
    when = when_of(slots.get("month") or slots.get("month_ok") or slots["month_sure"])
    assert when.month is not None
    year = None if published is None else published.year - (when.month > published.month)
    return replace(month_span(when.month, year, when.until), yearless=True)


def year_span(low: int, high: int) -> When:
    """Return the unit of whole years."""
    return When(
        year_days(low)[0], year_days(high)[1], cls="span", classes=frozenset({"year_span"}), precision="year"
    )


@production("dates.year", "dates.year_in")
def year(slots: Slots, published: date | None) -> When:
    """عام 2014."""
    return year_span(number_of(slots["year"]), number_of(slots["year"]))


@production("dates.two_years")
def two_years(slots: Slots, published: date | None) -> When:
    """عامي 2013 و2014."""
    low, high = sorted((number_of(slots["low"]), number_of(slots["high"])))
    return year_span(low, high)


@production("dates.numeric", "dates.numeric_iso")
def numeric(slots: Slots, published: date | None) -> When:
    """12/05/2026 is the twelfth of May; what the calendar does not have stays unresolved, never swapped."""
    year_number = number_of(slots["year"])
    if year_number < 100:
        year_number += 2000 if year_number < 70 else 1900
    day = safe_date(year_number, number_of(slots["m"]), number_of(slots["n"]))
    return When(day, day, cls="date")


@production("dates.numeric_dotted")
def numeric_dotted(slots: Slots, published: date | None) -> When | None:
    """12.05.2026 or 2026.05.12."""
    parts = [int(piece) for piece in slots["dotted"].text.split(".")]
    if parts[0] > 31:
        parts.reverse()
    number, month, year_number = parts
    if year_number < 100:
        year_number += 2000 if year_number < 70 else 1900
    if not 1900 <= year_number <= 2100 or month > 12:
        return None
    day = safe_date(year_number, month, number)
    return None if day is None else When(day, day, cls="date")


@production("dates.numeric_month")
def numeric_month(slots: Slots, published: date | None) -> When:
    """2/2013."""
    return month_span(number_of(slots["m"]), number_of(slots["year"]))


def _hijri_number(slots: Slots) -> int:
    return int(slots["hijri"].value["hijri"])


@production("dates.hijri")
def hijri(slots: Slots, published: date | None) -> When:
    """25 شوال 1436 هـ by Umm al-Qura; unresolved outside its tables."""
    day = hijri_day(number_of(slots["year"]), _hijri_number(slots), number_of(slots["n"]))
    return When(day, day, cls="date", hijri=True)


@production("dates.hijri_this", "dates.hijri_day", "dates.hijri_last")
def hijri_this(slots: Slots, published: date | None) -> When:
    """17 رمضان الماضي: the latest such day not after publication."""
    this_year = None if published is None else hijri_year_of(published)
    day = None
    if this_year is not None and published is not None:
        made = (
            hijri_day(at, _hijri_number(slots), number_of(slots["n"])) for at in (this_year, this_year - 1)
        )
        day = next((found for found in made if found is not None and found <= published), None)
    return When(day, day, cls="date", hijri=True)


@production("dates.hijri_month")
def hijri_whole_month(slots: Slots, published: date | None) -> When:
    """رمضان 1445."""
    days = hijri_month(number_of(slots["year"]), _hijri_number(slots))
    return _hijri_span(days)


@production("dates.hijri_month_this")
def hijri_month_this(slots: Slots, published: date | None) -> When:
    """شهر رمضان: the latest that has begun by publication; الماضي: that has ended."""
    this_year = None if published is None else hijri_year_of(published)
    days = None
    if this_year is not None and published is not None:
        ended = "which" in slots and "last_the" in (slots["which"].classes | {slots["which"].cls})
        for at in (this_year, this_year - 1, this_year - 2):
            found = hijri_month(at, _hijri_number(slots))
            if found is not None and (found[1] < published if ended else found[0] <= published):
                days = found
                break
    return _hijri_span(days)


def _hijri_span(days: tuple[date, date] | None) -> When:
    first, last = days or (None, None)
    return When(first, last, cls="span", classes=frozenset({"month_span"}), precision="month", hijri=True)


@production("dates.corresponding")
def corresponding(slots: Slots, published: date | None) -> When:
    """25 شوال 1436 هـ الموافق 10 أغسطس 2015: one day told twice; the Gregorian date wins."""
    one, other = when_of(slots["one"]), when_of(slots["other"])
    ranked = sorted((one, other), key=lambda when: (when.first is None, when.cls != "date", when.hijri))
    best, rest = fitted(ranked[0], ranked[1], published), ranked[1]
    part = best.part or rest.part
    return replace(best, part=part, cls="date", precision="part" if part else "day")
