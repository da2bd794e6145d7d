"""Parts of the day, nights that span two days, and the clock."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from rasd.grammar.dates.days import two_weekdays
from rasd.grammar.dates.registry import Slots, production, when_of
from rasd.grammar.dates.when import When, part_of_hour
from rasd.grammar.shapes import Unit

__all__ = ["part_of"]


def part_of(unit: Unit) -> str | None:
    """Return the part of the day of a word, or of a phrase read before."""
    return when_of(unit).part if "when" in unit.value else str(unit.value["part"])


def _with_part(day: When, part: str | None, time: str | None = None) -> When | None:
    if day.kind in ("period", "relative"):
        return None
    return replace(
        day,
        part=part or day.part,
        time=time or day.time,
        precision="part" if part or day.part else day.precision,
        classes=frozenset(),
    )


@production("dates.part_day", "dates.part_day_brackets", "dates.part_phrase_day", "dates.day_part")
def part_day(slots: Slots, published: date | None) -> When | None:
    """فجر اليوم الأحد, السبت مساءً: the day keeps its date, the night belongs to the day that is named."""
    part = slots["part"] if "part" in slots else slots["part_phrase"]
    day = when_of(slots["day"])
    if day.part is not None and day.time is None:
        return None
    made = _with_part(day, part_of(part))
    return (
        made
        if made is None or "when" not in part.value
        else replace(made, time=made.time or when_of(part).time)
    )


@production("dates.part_phrase")
def part_phrase(slots: Slots, published: date | None) -> When:
    """عند الفجر, في ساعات الصباح الأولى: a part of the day without a day."""
    return When(cls="part_phrase", part=part_of(slots["part"]), precision="part")


@production("dates.part_adverb")
def part_adverb(slots: Slots, published: date | None) -> When:
    """مساءً."""
    return When(cls="part_phrase", part=part_of(slots["part_adverb"]), precision="part")


@production("dates.night_pair", "dates.night_pair_brackets")
def night_pair(slots: Slots, published: date | None) -> When | None:
    """ليل الاثنين – الثلاثاء: both days, night (codebook, "Settled questions")."""
    first, second = when_of(slots["first"]), when_of(slots["second"])
    if part_of(slots["part"]) != "night" or first.weekday is None or second.weekday is None:
        return None
    if (second.weekday - first.weekday) % 7 != 1:
        return None
    days = two_weekdays(first.weekday, second.weekday, published)
    first_day, last_day = days or (None, None)
    return When(first_day, last_day, cls="days", part="night", precision="part")


def _clock(hour: int, minute: int, sure: bool) -> When | None:
    hour, minute = hour + minute // 60, minute % 60  # الثامنة إلا ربعاً
    if not 0 <= hour <= 24 or (hour == 24 and minute):
        return None
    hour %= 24
    part = part_of_hour(hour) if sure or hour > 12 else None
    return When(cls="clock", time=f"{hour:02}:{minute:02}", part=part, precision="hours")


@production("dates.clock")
def clock(slots: Slots, published: date | None) -> When | None:
    """الساعة 17:16: the hour gives the part of the day when no word does."""
    return _clock(int(slots["hour_n"].value["number"]), int(slots["minute_n"].value["number"]), True)


@production("dates.clock_joined")
def clock_joined(slots: Slots, published: date | None) -> When | None:
    """الساعة 0424, الساعة 9.45."""
    text = slots["joined"].text.replace(".", "").replace(",", "")
    return _clock(int(text[:-2]), int(text[-2:]), True)


@production("dates.clock_hour", "dates.clock_minutes")
def clock_hour(slots: Slots, published: date | None) -> When | None:
    """الساعة الثامنة والنصف: morning or evening is not said."""
    unit = slots["hour"]
    hour = int(unit.value["hour"] if "hour" in unit.value else unit.value["number"])
    minutes = int(slots["minutes"].value["minutes"]) if "minutes" in slots else 0
    if "minute" in slots:
        minutes = int(slots["minute"].value["number"])
    return _clock(hour, minutes, False) if minutes < 60 else None


@production("dates.hour_part")
def hour_part(slots: Slots, published: date | None) -> When | None:
    """في السادسة مساءً: an hour without the word for it, told by its part of the day."""
    found, part = clock_hour(slots, published), part_of(slots["part"])
    if found is None or found.time is None or part is None:
        return None
    return replace(found, part=part, time=_afternoon(found.time, part), cls="part_phrase")


@production("dates.hour_day")
def hour_day(slots: Slots, published: date | None) -> When | None:
    """في الخامسة من فجر السبت."""
    found, day = clock_hour(slots, published), when_of(slots["day"])
    if found is None or found.time is None or day.part is None or day.time is not None:
        return None
    return _with_part(day, day.part, _afternoon(found.time, day.part))


def _afternoon(time: str, part: str) -> str:
    """Return the time on the 24-hour clock once the part of the day is known."""
    hour, minute = int(time[:2]), time[3:]
    if part in ("afternoon", "evening") and hour < 12 or part == "noon" and hour < 4:
        hour += 12
    elif part == "night" and (hour == 12 or 6 <= hour < 12):
        hour = (hour + 12) % 24
    elif part in ("dawn", "morning") and hour == 12:
        hour = 0
    return f"{hour:02}:{minute}"


@production("dates.clock_part")
def clock_part(slots: Slots, published: date | None) -> When:
    """الساعة الثامنة مساءً is 20:00."""
    found, part = when_of(slots["clock"]), part_of(slots["part"])
    assert found.time is not None and part is not None
    return replace(found, part=part, time=_afternoon(found.time, part), cls="part_phrase")


@production("dates.clock_day", "dates.day_clock")
def clock_day(slots: Slots, published: date | None) -> When | None:
    """الساعة العاشرة من صباح اليوم."""
    found, day = when_of(slots["clock"]), when_of(slots["day"])
    assert found.time is not None
    time = found.time if day.part is None else _afternoon(found.time, day.part)
    return _with_part(day, day.part or found.part, time)
