"""Stretches: three days ago, last month, the beginning of the year, since, during, from … to."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from rasd.grammar.dates.days import number_of, two_weekdays
from rasd.grammar.dates.months import latest_day, month_alone, year_span
from rasd.grammar.dates.registry import Slots, production, when_of
from rasd.grammar.dates.when import When, back, month_days, week_of, year_days
from rasd.grammar.shapes import Unit

FEW = (2, 9)  # "قبل أيام": two to nine of them (بضعة is 3 to 9 in the codebook)
RECENT = 7  # days: "منذ الأحد" tells when something began, "منذ ستة أشهر" makes a toll
_HOURS = ("minute", "hour")


def _duration(count: int | None, unit: str) -> When:
    return When(cls="duration", count=count, unit=unit, emits=False)


@production("dates.counted", "dates.counted_few", "dates.counted_one", "dates.counted_half")
def counted(slots: Slots, published: date | None) -> When | None:
    """ثلاثة أيام, بضعة أيام, يوم واحد: lengths, no times."""
    noun = slots["span_noun"]
    if "half" in slots:
        return _duration(0, _unit(noun)) if _unit(noun) == "hour" else None
    if "several" in slots:
        return _duration(None, _unit(noun))
    if "few" in slots:
        return length_unit(noun)
    number = number_of(slots["count"])
    if 2 < number < 11 and noun.number == "one":  # "قتل 5 يوم السبت" tells of five people
        return None
    return _duration(number, _unit(noun))


def _unit(noun: Unit) -> str:
    unit = str(noun.value["unit"])
    return "day" if unit == "night" else unit


def length_unit(unit: Unit) -> When:
    """Return the length that a duration or a bare noun (يومين, شهر, أيام) stands for."""
    if "when" in unit.value:
        return when_of(unit)
    return _duration({"one": 1, "two": 2}.get(unit.number), _unit(unit))


def _precision(unit: str) -> str:
    return {"minute": "hours", "hour": "hours", "day": "day", "decade": "year"}.get(unit, unit)


def _stretch(published: date | None, unit: str, count: int | None) -> tuple[date | None, date | None]:
    """Return the stretch of `count` units that ends at publication: 24 hours reach back into the day before."""
    if published is None:
        return None, None
    if unit in _HOURS:
        return published - timedelta(days=min(-(-(count or 1) // 24) or 1, 30_000)), published
    number = FEW[1] if count is None else count
    if unit in ("month", "year", "decade"):
        months = number * {"month": 1, "year": 12, "decade": 120}[unit]
        start = max(1, published.year * 12 + published.month - 1 - months)
        first, last = month_days(max(1, start // 12), start % 12 + 1)
        return min(first + timedelta(days=published.day - 1), last), published
    return back(published, unit, number)[0], published


@production("dates.past_one", "dates.present_one", "dates.this_one", "dates.coming_one")
def calendar_one(slots: Slots, published: date | None) -> When | None:
    """الأسبوع الماضي is the Sunday to Saturday before, الشهر الجاري the month of publication."""
    unit = _unit(slots["week_one_the"])
    which = slots["which"].classes | {slots["which"].cls} if "which" in slots else frozenset()
    step = 1 if "next_the" in which else 0 if "this_adjective_the" in which or "this" in slots else -1
    return _calendar(unit, step, published)


def _calendar(unit: str, step: int, published: date | None) -> When | None:
    days: tuple[date | None, date | None] = (None, None)
    if published is not None:
        if unit == "week":
            days = week_of(published, step)
        elif unit == "month":
            days = month_days(published.year, published.month + step)
        elif unit == "year":
            days = year_days(published.year + step)
        else:
            decade = published.year // 10 * 10 + 10 * step
            days = date(decade, 1, 1), date(decade + 9, 12, 31)
    return When(
        *days,
        cls="span",
        classes=frozenset({f"{unit}_span"}),
        precision="year" if unit == "decade" else unit,
        kind="future" if step > 0 else "point",
    )


def _past(published: date | None, unit: str, count: int | None) -> When:
    first, last = _stretch(published, unit, count)
    vague_hours = unit in _HOURS and count is None
    precision = "days" if unit == "day" else _precision(unit)
    return When(first, last, cls="span", precision=precision, kind="point" if vague_hours else "period")


@production("dates.past_many")
def past_many(slots: Slots, published: date | None) -> When:
    """الساعات الماضية: publication and the day before; اليومين الماضيين: a stretch."""
    unit = slots["span"]
    return _past(published, _unit(unit), 2 if unit.number == "two" else None)


@production(
    "dates.past_counted", "dates.past_counted_before", "dates.past_the_counted", "dates.final_counted"
)
def past_counted(slots: Slots, published: date | None) -> When:
    """الساعات الـ24 الماضية, آخر 48 ساعة: the stretch of a toll."""
    unit = slots["span"]
    return _past(published, _unit(unit), number_of(slots["number"]))


@production("dates.coming_many")
def coming_many(slots: Slots, published: date | None) -> When:
    """الأيام المقبلة."""
    return When(cls="span", kind="future", precision="days")


def _ago(length: When, published: date | None) -> tuple[date | None, date | None]:
    if published is None:
        return None, None
    if length.count is not None:
        return back(published, length.unit, min(length.count, 20_000))
    if length.unit == "minute":
        return published, published  # "قبل دقائق"
    if length.unit in _HOURS:
        return published - timedelta(days=1), published
    return back(published, length.unit, FEW[1])[0], back(published, length.unit, FEW[0])[1]


@production("dates.ago")
def ago(slots: Slots, published: date | None) -> When:
    """قبل يومين is one day, قبل شهر that whole month, قبل أيام two to nine days back."""
    length = length_unit(slots["span"])
    first, last = _ago(length, published)
    vague = length.count is None and length.unit == "day"
    return When(first, last, precision="days" if vague else _precision(length.unit), cls="ago")


@production("dates.ago_from", "dates.after")
def beside(slots: Slots, published: date | None) -> When:
    """قبل ساعات من, بعد يوم من: counted from another incident."""
    return When(cls="relative", kind="relative")


_THIRDS = {"start": 0, "middle": 1, "end": 2}


def _third(first: date, last: date, stage: str) -> tuple[date, date]:
    """Return the beginning, middle or end of a stretch: its thirds; of a month the days to 10, to 20 and the rest."""
    days = (last - first).days + 1
    if 28 <= days <= 31:
        cuts = [0, 10, 20, days]
    elif days == 7:
        cuts = [0, 2, 5, 7]
    elif days > 31 and first.day == 1:  # years: by their months
        months = (last.year - first.year) * 12 + last.month - first.month + 1
        cuts = [
            (month_days(first.year, first.month + months * step // 3)[0] - first).days for step in range(4)
        ]
    else:
        cuts = [days * step // 3 for step in range(4)]
    at = _THIRDS[stage]
    return first + timedelta(days=cuts[at]), first + timedelta(days=cuts[at + 1] - 1)


def _staged(whole: When | None, stage: str) -> When | None:
    if whole is None or whole.kind in ("period", "relative"):
        return None
    if whole.first is None or whole.last is None:
        return replace(whole, emits=True)
    first, last = _third(whole.first, whole.last, stage)
    return replace(whole, first=first, last=last, classes=frozenset(), emits=True)


@production("dates.stage")
def stage(slots: Slots, published: date | None) -> When | None:
    """مطلع تموز is its days to the tenth; نهاية الأسبوع its Friday and Saturday."""
    whole = when_of(slots["span"])
    if whole.cls == "month":
        whole = month_alone({"month": slots["span"]}, published)
    return _staged(whole, str(slots["stage"].value["stage"]))


@production("dates.stage_current")
def stage_current(slots: Slots, published: date | None) -> When | None:
    """مطلع العام: of the year of publication."""
    return _staged(_calendar(_unit(slots["span"]), 0, published), str(slots["stage"].value["stage"]))


@production("dates.stage_year")
def stage_year(slots: Slots, published: date | None) -> When | None:
    """أوائل 2015."""
    number = number_of(slots["year"])
    return _staged(year_span(number, number), str(slots["stage"].value["stage"]))


@production("dates.earlier_in")
def earlier_in(slots: Slots, published: date | None) -> When:
    """في وقت سابق من الشهر الجاري: its first day to the day before publication (codebook, "Settled questions")."""
    return _before_today(when_of(slots["span"]), published)


@production("dates.earlier_current")
def earlier_current(slots: Slots, published: date | None) -> When | None:
    """في وقت سابق من الأسبوع."""
    span = _calendar(_unit(slots["span"]), 0, published)
    return None if span is None else _before_today(span, published)


def _before_today(span: When, published: date | None) -> When:
    if published is None or span.first is None or span.last is None or span.cls == "day":
        return span
    return replace(
        span, last=max(span.first, min(span.last, published - timedelta(days=1))), classes=frozenset()
    )


def _resolve(unit: Unit, published: date | None) -> When:
    when = when_of(unit)
    return month_alone({"month": unit}, published) if when.cls == "month" else when


def _open(first: date | None, published: date | None, recent: bool, **more: object) -> When:
    return When(
        first,
        published if first is not None and published is not None and first <= published else None,
        cls="since",
        kind="point" if recent else "period",
        since_only=True,
        **more,  # type: ignore[arg-type]
    )


@production("dates.since")
def since(slots: Slots, published: date | None) -> When | None:
    """منذ أمس tells when it began; منذ السابع من أكتوبر, منذ مطلع العام make a toll."""
    if "when" not in slots["on"].value:  # منذ الصباح
        return _open(published, published, True, part=slots["on"].value["part"], precision="part")
    on = _resolve(slots["on"], published)
    if on.kind in ("relative", "future"):
        return None
    if on.cls in ("part_phrase", "clock"):
        return _open(published, published, True, part=on.part, precision="part", time=on.time)
    recent = on.cls in ("day", "date")
    if on.first is not None and published is not None:
        recent = 0 <= (published - on.first).days <= RECENT
    elif on.cls == "date":
        recent = False
    return _open(on.first, published, recent, part=on.part, precision=on.precision)


@production("dates.since_year")
def since_year(slots: Slots, published: date | None) -> When:
    """منذ 2011."""
    return _open(date(number_of(slots["year"]), 1, 1), published, False, precision="year")


@production("dates.since_duration")
def since_duration(slots: Slots, published: date | None) -> When:
    """منذ يومين is two days ago and open; منذ ثلاثة أشهر a stretch up to publication."""
    length = length_unit(slots["span"])
    first, last = _ago(length, published)
    days = {"day": 1, "week": 7, "month": 30, "year": 365, "decade": 3650}.get(length.unit, 0) * (
        length.count or 1
    )
    if length.unit in _HOURS:
        days = RECENT + 1 if (length.count or 0) >= 24 else 0
    recent = days <= RECENT and "about" not in slots
    precision = "days" if length.unit == "day" and length.count is None else _precision(length.unit)
    if not recent:
        last = published
    return When(
        first, last, cls="since", kind="point" if recent else "period", since_only=True, precision=precision
    )


@production("dates.recently")
def recently(slots: Slots, published: date | None) -> When:
    """في الآونة الأخيرة: a stretch without a beginning."""
    return When(cls="period", kind="period", precision="days")


@production("dates.since_event", "dates.since_then")
def since_event(slots: Slots, published: date | None) -> When:
    """منذ اندلاع الحرب: a stretch whose beginning the text does not date."""
    return When(cls="since", kind="period", since_only=True, precision="days")


@production("dates.during")
def during(slots: Slots, published: date | None) -> When | None:
    """خلال الأسبوع الماضي makes a toll; خلال الليل is a part of the day."""
    unit = slots["on"]
    if "when" not in unit.value:
        return When(cls="part_phrase", part=unit.value["part"], precision="part")
    on = when_of(unit)
    if on.cls != "span":
        return on if on.cls in ("days", "part_phrase") else None
    vague_hours = on.precision == "hours" and on.kind == "point"
    return replace(on, kind=on.kind if vague_hours or on.kind == "future" else "period")


@production("dates.during_counted")
def during_counted(slots: Slots, published: date | None) -> When:
    """خلال 24 ساعة, خلال يومين: the stretch of a toll; under half a day it says nothing about the day."""
    length = length_unit(slots["span"])
    short = length.unit in _HOURS and length.count is not None and length.count < 12
    first, last = (None, None) if short else _stretch(published, length.unit, length.count)
    precision = "days" if length.unit == "day" else _precision(length.unit)
    return When(first, last, cls="period", kind="period", precision=precision)


@production("dates.along")
def along(slots: Slots, published: date | None) -> When:
    """طوال يوم أمس is that day; طوال الأسبوع الماضي a stretch."""
    on = when_of(slots["on"])
    return replace(on, kind="period") if on.cls == "span" and on.kind == "point" else on


@production("dates.along_current")
def along_current(slots: Slots, published: date | None) -> When | None:
    """طوال الأسبوع."""
    whole = _calendar(_unit(slots["span"]), 0, published)
    return None if whole is None else replace(whole, kind="period")


@production("dates.along_counted")
def along_counted(slots: Slots, published: date | None) -> When:
    """على مدى ثلاثة أشهر: a length; when it ended is not said."""
    return When(cls="period", kind="period", precision="days")


def _between(a: When, b: When, published: date | None) -> When:
    """Return the stretch from `a` to `b`; a beginning without a year takes it from the end."""
    first, last = a.first, b.last
    if (
        a.yearless
        and last is not None
        and a.month is not None
        and (not b.yearless or first is None or first > last)
    ):
        if a.day is not None:
            first = latest_day(last, a.month, a.day)
        else:
            first = month_days(last.year - (a.month > last.month), a.month)[0]
    elif a.weekday is not None and b.weekday is not None and a.cls == b.cls == "day" and last is not None:
        pair = two_weekdays(a.weekday, b.weekday, last)
        first = pair[0] if pair else None
    if first is None or last is None or first > last:
        return When(cls="days", precision="days", kind="point")
    long = (last - first).days > RECENT
    part = a.part if a.part == b.part else None
    return When(first, last, cls="days", part=part, precision="days", kind="period" if long else "point")


@production("dates.from_to", "dates.between", "dates.to", "dates.since_until")
def interval(slots: Slots, published: date | None) -> When | None:
    """من الأحد إلى الثلاثاء: all days from the first to the last."""
    a, b = _resolve(slots["a"], published), _resolve(slots["b"], published)
    if "relative" in (a.kind, b.kind) or "period" in (a.kind, b.kind):
        return None
    return (
        replace(_between(a, b, published), kind="future") if a.kind == "future" else _between(a, b, published)
    )


@production("dates.from_days")
def from_days(slots: Slots, published: date | None) -> When:
    """من 3 إلى 5 مارس."""
    return when_of(slots["days"])


@production("dates.from_to_years")
def from_to_years(slots: Slots, published: date | None) -> When | None:
    """بين 2011 و2015."""
    low, high = number_of(slots["a"]), number_of(slots["b"])
    return replace(year_span(low, high), kind="period") if low <= high else None


@production("dates.between_years")
def between_years(slots: Slots, published: date | None) -> When:
    """بين عامي 2011 و2015."""
    return replace(when_of(slots["span"]), kind="period")


@production("dates.until")
def until(slots: Slots, published: date | None) -> When | None:
    """حتى مساء أمس: an end without a beginning."""
    on = when_of(slots["on"])
    if on.kind in ("relative", "future", "period"):
        return None
    return When(None, on.last, cls="period", part=on.part, kind="period", precision=on.precision)


__all__ = ["FEW", "RECENT", "length_unit"]
