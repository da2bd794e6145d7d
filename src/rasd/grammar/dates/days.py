"""Days: today and its neighbours, weekdays, nights, a weekday beside its date."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from rasd.grammar.dates.registry import Slots, production, when_of
from rasd.grammar.dates.when import When, latest_weekday, safe_date, week_of
from rasd.grammar.shapes import Unit


def number_of(unit: Unit) -> int:
    """Return the value of a number or an ordinal."""
    value = unit.value.get("n", unit.value.get("number"))
    assert isinstance(value, int)
    return value


def shifted(published: date | None, days: int) -> date | None:
    """Return the day that many days from publication, None when publication is unknown."""
    return None if published is None else published + timedelta(days=days)


@production("dates.today", "dates.yesterday", "dates.before_yesterday", "dates.tomorrow", "dates.tonight",
            "dates.last_night")  # fmt: skip
def counted_day(slots: Slots, published: date | None) -> When:
    """أمس is the day before publication, الليلة الماضية too (its night), الليلة the night of publication."""
    name = next(key for key in slots if key not in ("day_one", "this"))
    days = int(slots[name].value["days"])
    day = shifted(published, days)
    night = name in ("tonight", "last_night")
    return When(
        day,
        day,
        part="night" if night else None,
        precision="part" if night else "day",
        kind="future" if days > 0 else "point",
        classes=frozenset({"today_day"} if name == "today" else ()),
    )


@production("dates.weekday")
def weekday(slots: Slots, published: date | None) -> When:
    """A bare weekday is the latest such day not after publication (codebook, `date.start`)."""
    wanted = int(slots["weekday"].value["weekday"])
    day = None if published is None else latest_weekday(published, wanted)
    return When(day, day, weekday=wanted, classes=frozenset({"weekday_day"}))


@production("dates.weekday_past")
def weekday_past(slots: Slots, published: date | None) -> When:
    """السبت الماضي lies strictly before publication."""
    wanted = int(slots["weekday"].value["weekday"])
    day = None if published is None else latest_weekday(published, wanted, strictly=True)
    return When(day, day, weekday=wanted)


@production("dates.weekday_coming")
def weekday_coming(slots: Slots, published: date | None) -> When:
    """الاثنين المقبل is the first one after publication."""
    wanted = int(slots["weekday"].value["weekday"])
    day = None if published is None else latest_weekday(published, wanted) + timedelta(days=7)
    return When(day, day, weekday=wanted, kind="future")


@production("dates.named_day", "dates.named_day_brackets")
def named_day(slots: Slots, published: date | None) -> When | None:
    """أمس السبت: the weekday wins over the count of days, for publication may fall after midnight."""
    base = slots["base"]
    wanted = int(slots["weekday"].value["weekday"])
    days = int(base.value["days"])
    day = shifted(published, days)
    if day is not None and published is not None:
        near = [day + timedelta(days=step) for step in (0, -1, 1, -2, 2, -3, 3)]
        day = next(found for found in near if found.weekday() == wanted)
        if day > published and days <= 0:
            day = latest_weekday(published, wanted)
    night = bool((base.classes | {base.cls}) & {"tonight", "last_night"})
    return When(
        day,
        day,
        part="night" if night else None,
        precision="part" if night else "day",
        kind="future" if days > 0 else "point",
        weekday=wanted,
    )


def two_weekdays(
    first: int, second: int, published: date | None, *, strictly: bool = False
) -> tuple[date, date] | None:
    """Return the latest days of two weekdays, the first before the second."""
    if published is None:
        return None
    last = latest_weekday(published, second, strictly=strictly)
    return latest_weekday(last, first, strictly=True), last


@production("dates.two_days")
def two_days(slots: Slots, published: date | None) -> When:
    """يومي السبت والأحد: both days."""
    first, second = (int(slots[name].value["weekday"]) for name in ("first", "second"))
    past = "last_the" in slots
    coming = past and "next_the" in (slots["last_the"].classes | {slots["last_the"].cls})
    days = two_weekdays(first, second, published, strictly=past and not coming)
    if days is not None and coming and published is not None:
        start = latest_weekday(published, first) + timedelta(days=7)
        days = start, start + timedelta(days=(second - first) % 7)
    first_day, last_day = days or (None, None)
    return When(first_day, last_day, cls="days", precision="days", kind="future" if coming else "point")


@production("dates.weekdays")
def weekdays(slots: Slots, published: date | None) -> When | None:
    """الخميس والجمعة: one stretch when the days follow one another."""
    first, second = when_of(slots["first"]), when_of(slots["second"])
    assert first.weekday is not None and second.weekday is not None
    if (second.weekday - first.weekday) % 7 != 1:
        return None
    days = two_weekdays(first.weekday, second.weekday, published)
    first_day, last_day = days or (None, None)
    return When(first_day, last_day, cls="days", precision="days", weekday=second.weekday)


@production("dates.more_weekdays")
def more_weekdays(slots: Slots, published: date | None) -> When | None:
    """الأحد والاثنين والثلاثاء."""
    days, day = when_of(slots["days"]), when_of(slots["weekday_day"])
    if days.weekday is None or day.weekday is None or (day.weekday - days.weekday) % 7 != 1:
        return None
    if published is None or days.first is None or days.last is None:
        return replace(days, weekday=day.weekday)
    last = latest_weekday(published, day.weekday)
    return replace(
        days, first=last - (days.last - days.first) - timedelta(days=1), last=last, weekday=day.weekday
    )


@production("dates.nth_day")
def nth_day(slots: Slots, published: date | None) -> When | None:
    """لليوم الثالث على التوالي: a stretch that began two days before; اليوم الثالث للهدنة hangs on the truce."""
    count = number_of(slots["nth"])
    if not slots["today_day"].prefix.endswith("ل") and "consecutive" not in slots:
        return When(kind="relative", cls="relative")
    first = shifted(published, 1 - min(count, 20_000))
    return When(first, published, cls="since", precision="days", kind="period", since_only=True)


@production("dates.relative_day", "dates.after_that")
def relative_day(slots: Slots, published: date | None) -> When:
    """في اليوم نفسه, غداة: counted from another incident of the text."""
    return When(kind="relative", cls="relative")


@production("dates.relative_part")
def relative_part(slots: Slots, published: date | None) -> When:
    """مساء اليوم نفسه."""
    return When(kind="relative", cls="relative", part=slots["part"].value["part"], precision="part")


@production("dates.day_date", "dates.day_date_brackets", "dates.date_day", "dates.of_day_date")
def day_date(slots: Slots, published: date | None) -> When | None:
    """الخميس (23 يوليو 2015): the date wins; without a year, the year in which the weekday fits."""
    found = when_of(slots["date"])
    if "day" not in slots:
        return found
    day = when_of(slots["day"])
    if day.kind in ("period", "relative"):
        return None
    found = fitted(found, day, published)
    part = found.part or day.part
    return replace(
        found,
        part=part,
        time=found.time or day.time,
        precision="part" if part else found.precision,
        kind="future" if day.kind == "future" else found.kind,
    )


def fitted(found: When, day: When, published: date | None) -> When:
    """Return a date without a year in the year in which the weekday beside it fits."""
    if not found.yearless or published is None or found.month is None or found.day is None:
        return found
    fitting = _fitting(found.month, found.day, day, published)
    return found if fitting is None else replace(found, first=fitting, last=fitting, yearless=False)


def _fitting(month: int, number: int, day: When, published: date) -> date | None:
    years = range(published.year + 1, published.year - 7, -1)
    dates = [made for year in years if (made := safe_date(year, month, number)) is not None]
    if day.kind == "future":
        return next((made for made in reversed(dates) if made > published), None)
    past = [made for made in dates if made <= published]
    if day.weekday is None:
        return past[0] if past else None
    return next((made for made in past[:6] if made.weekday() == day.weekday), past[0] if past else None)


@production("dates.weekday_ordinal")
def weekday_ordinal(slots: Slots, published: date | None) -> When | None:
    """السبت السادس عشر: that day of the month in which the weekday fits."""
    found, number = when_of(slots["weekday_day"]), number_of(slots["nth"])
    if number <= 7 and found.weekday in (4, 6) or number > 31:  # الأحد الأول من الصوم counts Sundays
        return None
    if published is None:
        return When(None, None, cls="date", weekday=found.weekday)
    for step in range(13):
        carried = published.month - 1 - step
        made = safe_date(published.year + carried // 12, carried % 12 + 1, number)
        if made is not None and made <= published and made.weekday() == found.weekday:
            return When(made, made, cls="date", weekday=found.weekday)
    return None


@production("dates.weekday_of_span")
def weekday_of_span(slots: Slots, published: date | None) -> When:
    """السبت من الأسبوع الماضي."""
    found, span = when_of(slots["weekday_day"]), when_of(slots["span"])
    assert found.weekday is not None
    day = None if span.first is None else week_of(span.first)[0] + timedelta(days=(found.weekday + 1) % 7)
    return When(day, day, weekday=found.weekday, kind=span.kind)
