"""Dates as outlets write them for people, read with Rasd's own date reading: ``الخميس 14 آذار 2024 - 09:30``.

Only a whole date (day, month, year) counts: nothing here knows what "أمس" is. The hour and the zone are kept where
they are written.
"""

from __future__ import annotations

import re
from datetime import date
from email.utils import parsedate_to_datetime
from functools import cache

from rasd.collection.collected import iso_date
from rasd.grammar.dates import DateMention, read_dates
from rasd.grammar.numerals import read_numbers
from rasd.grammar.passage import Passage
from rasd.grammar.shapes import Grammar
from rasd.lexicon import Lexicon

__all__ = ["address_date", "bare_date", "dateline_date", "stated_date", "written_date"]

_MOST = 200
_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
_CLOCK = re.compile(r"(?<![\d:./-])(\d{1,2}):(\d{2})(?::\d{2})?(?![\d:])\s{0,3}([^\s\d(|]{0,6})")
_MORNING = ("ص", "صباح", "am", "a.m")
_EVENING = ("م", "مس", "pm", "p.m")
_HALVES = frozenset((*_MORNING, *_EVENING))
_ZONE = re.compile(r"(?:GMT|UTC|غرين\w{1,4}|جرينت\w{1,3})?\s{0,2}([+-])(\d{1,2})(?::?([0-5]\d))?(?!\d)")
_UTC = re.compile(r"GMT|UTC|غرين|جرينت", re.IGNORECASE)
_CHANGED = re.compile(r"تحديث|تعديل|حُدّث|updated|modified", re.IGNORECASE)
_LEAD = re.compile(r"[^\n]{4,90}?\s{0,3}[:–—|-]\s")
_PATH = re.compile(r"[/_=-]((?:19|20)\d\d)([/_-]?)(0?[1-9]|1[0-2])\2([0-2]?\d|3[01])(?=[/_.?&-]|$)")


@cache
def _words() -> tuple[Lexicon, Grammar]:
    lexicon = Lexicon.load()
    return lexicon, Grammar("dates", lexicon.shapes("dates"))


def _dates(text: str) -> tuple[Passage, list[DateMention]]:
    lexicon, grammar = _words()
    passage = Passage.of(text, lexicon)
    return passage, read_dates(passage, read_numbers(passage), None, grammar)


def written_date(text: str) -> str | None:
    """Return the first whole date of a short text, as an ISO day or moment; one marked as a change is passed over.

    >>> written_date("نُشر الخميس 14 آذار 2024 - 09:30 م (غرينتش+3)")
    '2024-03-14T21:30+03:00'
    """
    text = text[:_MOST]
    if not any(character.isdigit() for character in text):
        return None
    passage, found = _dates(text)
    for mention in found:
        day = mention.first
        if day is None or mention.last != day or mention.precision not in ("day", "part"):
            continue
        begin, end = passage.folded.span(passage.starts[mention.start], passage.ends[mention.end - 1])
        if _CHANGED.search(text[max(0, begin - 25) : begin]):
            continue
        return day.isoformat() + _clock(text[end : end + 60], mention.time, text[max(0, begin - 20) : begin])
    return None


def bare_date(line: str) -> date | None:
    """Return the day of a line that holds a whole date and no word beside it; None of any other line.

    >>> bare_date("الخميس 14 آذار 2024 - 09:30 م"), bare_date("قصف على إدلب 14 آذار 2024")
    (datetime.date(2024, 3, 14), None)
    """
    passage, found = _dates(line[:_MOST])
    for mention in found:
        beside = passage.tokens[: mention.start] + passage.tokens[mention.end :]
        is_whole = mention.first == mention.last and mention.precision in ("day", "part")
        if is_whole and all(token.kind != "word" or token.text in _HALVES for token in beside):
            return mention.first
    return None


def _clock(behind: str, time: str | None, before: str) -> str:
    behind = behind.translate(_DIGITS)
    zone = _zone(behind)
    if time is not None:
        return f"T{time}{zone}"
    clock = _CLOCK.search(behind) or _CLOCK.search(before.translate(_DIGITS))
    if clock is None or int(clock[1]) > 23 or int(clock[2]) > 59:
        return ""
    hour, half = int(clock[1]), clock[3].lower()
    if half.startswith(_EVENING) and hour < 12:
        hour += 12
    elif half.startswith(_MORNING) and hour == 12:
        hour = 0
    return f"T{hour:02}:{clock[2]}{zone}"


def _zone(text: str) -> str:
    clock = _CLOCK.search(text)
    rest = text[clock.end(2) :] if clock is not None else text
    if found := _ZONE.search(rest):
        return f"{found[1]}{int(found[2]):02}:{found[3] or '00'}" if int(found[2]) <= 14 else ""
    return "+00:00" if _UTC.search(rest) else ""


def stated_date(written: str) -> str | None:
    """Return the date of a field meant for machines: ISO 8601, the form of e-mail, or as people write it."""
    written = written.strip()[:_MOST]
    if found := iso_date(written):
        return found
    if ":" in written and re.match(r"(?:[A-Za-z]{3,9},?\s)?\s?\d{1,2}\s[A-Za-z]{3}", written):
        try:
            return parsedate_to_datetime(written).isoformat()
        except (ValueError, TypeError, IndexError):
            return None
    return written_date(written)


def dateline_date(text: str) -> str | None:
    """Return the date in the dateline that a text begins with: ``دمشق - 14 آذار 2024 - قُتل …``."""
    lead = _LEAD.match(text)
    while lead is not None and lead.end() < 110:
        if found := written_date(lead[0]):
            return found
        longer = _LEAD.match(text[lead.end() :])
        if longer is None or lead.end() + longer.end() > 110:
            return None
        if found := written_date(text[lead.end() : lead.end() + longer.end()]):
            return found
        return None
    return None


def address_date(address: str) -> str | None:
    """Return the day in the path of an address.

    >>> address_date("https://news.example/2024/03/14/strike"), address_date("https://news.example/a/20240314-1.html")
    ('2024-03-14', '2024-03-14')
    """
    for match in _PATH.finditer(address[:2000]):
        if match[2] == "" and len(match[3]) + len(match[4]) != 4:
            continue
        try:
            return date(int(match[1]), int(match[3]), int(match[4])).isoformat()
        except ValueError:
            continue
    return None
