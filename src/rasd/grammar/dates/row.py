"""From a passage to the rows of units that date shapes are matched over."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from rasd.grammar.numerals import Number
from rasd.grammar.passage import Passage
from rasd.grammar.shapes import Unit
from rasd.lexicon import Match, Path
from rasd.text import Token

__all__ = ["release", "rows_of"]

_MARKS = {
    ",": "comma", "-": "dash", "/": "slash", "\\": "slash", "(": "open", "[": "open", ")": "close", "]": "close",
    ":": "colon", '"': "quote",
}  # fmt: skip
_ARTICLES = frozenset({"ال", "وال", "بال", "لل", "فال"})
_LETTERS = {"ت": {"1": 10, "2": 11}, "ك": {"1": 12, "2": 1}}  # "ت2" is تشرين الثاني, "ك1" كانون الأول
_ERAS = {"م": "gregorian", "ه": "hijri"}
_LONE = frozenset(_ERAS) | {"و"}
"""Short words that are a unit without a number behind them."""
_BETWEEN = tuple(mark for mark, cls in _MARKS.items() if cls in ("slash", "dash"))
_NUMERIC = 3  # units of the shortest date in numbers: two marks and a number
_SHORT = 3  # letters of a word that is read beside a number
_TIME = re.compile(r"([01]?\d|2[0-3])[.,]([0-5]\d)$")
_DOTTED = re.compile(r"\d{1,4}\.\d{1,2}\.\d{2,4}$")

# Joints wait until names and dates are read, stages until stretches are; then they are released.
_LATER = {
    "stage": 1,
    "earlier": 1,
    "ago": 1,
    "after": 1,
    "since": 2,
    "during": 2,
    "along": 2,
    "from": 2,
    "between": 2,
}
_JOINTS = frozenset(
    {"of", "from", "in", "at", "on", "to", "between", "this", "few", "several", "half", "same", "final", "ago", "after",
     "stage", "earlier", "last", "previous", "next", "this_adjective", "naming", "war", "outbreak", "within_after",
     "consecutive", "blind", "minute_noun", "era"}
)  # fmt: skip
"""Classes that make no time by themselves."""


_NAME = "date"
"""The layer of the words of time, and what they are noted under."""
_YEAR = 4  # digits


@dataclass(slots=True, eq=False)
class _Word:
    """What the readings of one or more words of time are in a row, worked out once for every place they stand at."""

    patterns: list[Match]
    """Readings that can be used, without their place."""
    asks: bool
    """The spelling of the author decides."""
    core: bool
    """It makes a time by itself."""
    unit: Unit | None
    """Without its place; None where the spelling decides."""


def _noted(path: Path) -> _Word:
    """Return what the words of a path are in a row."""
    found = [match for match in path.patterns[_NAME] if _usable(match)]
    asks = any(match.value.get("never") is not None or match.value.get("spelled") for match in found)
    core = any(match.cls not in _JOINTS for match in found)
    return _Word(found, asks, core, _unit(found, 0, 0, None, "") if found and not asks else None)


@lru_cache(maxsize=4096)
def _number_classes(text: str, value: int, plain: bool, behind_article: bool) -> frozenset[str]:
    classes = {"number"}
    if behind_article:
        classes.add("the_number")
    if not plain:
        if _TIME.match(text):
            classes.add("hour_minute")
        return frozenset(classes)
    length = len(text)
    if length <= 2:
        if 1 <= value <= 31:
            classes.add("day_n")
        if 1 <= value <= 12:
            classes.add("month_n")
        if value <= 24:
            classes.add("hour_n")
        if length == 2:
            classes.add("year2")
            if value <= 59:
                classes.add("minute_n")
    elif length == _YEAR:
        if 1900 <= value <= 2100:
            classes.add("year_n")
        if 1300 <= value <= 1500:
            classes.add("hijri_y")
        if value // 100 <= 23 and value % 100 <= 59:
            classes.add("clock4")
    return frozenset(classes)


def _word_classes(match: Match) -> set[str]:
    entry, value = match.entry, match.value
    bare = match.article and not entry.definite and len(entry.words) == 1
    tail = "_the" if bare else ""
    if entry.cls == "span_noun":
        return {f"span_noun{tail}", f"span_{entry.number}{tail}", f"{value['unit']}_{entry.number}{tail}"}
    return {entry.cls + tail}


def _usable(match: Match) -> bool:
    return not (match.suffix and match.cls != "outbreak") and match.prefix[-1:] not in ("ك", "س")


def _spelled_so(match: Match, spelled: str) -> bool:
    never = match.value.get("never")
    return never is None or never not in spelled


def _seeds(passage: Passage, words: dict[int, tuple[_Word, int]]) -> list[int]:
    """Return the tokens of which a stretch needs one to hold a time: words of time, years, dates in digits."""
    seeds = [index for index, (word, _) in words.items() if word.core]
    where, texts = passage.where, passage.texts
    if passage.figures:
        dashed = sum(len(where.get(mark, ())) for mark in _BETWEEN) >= _NUMERIC - 1
        for index in passage.figures:
            text = texts[index]
            length = len(text)
            if length == _YEAR or length > _YEAR and "." in text or length == 2 and dashed:
                seeds.append(index)
        for letter in _LETTERS:
            seeds += where.get(letter, ())
    seeds.sort()
    return seeds


def rows_of(passage: Passage, numbers: list[Number]) -> list[list[Unit]]:
    """Return the stretches of a passage that can hold a time, each a row of units.

    A word that no date needs ends a stretch; one without a word or number of time in it is dropped.
    """
    matches = passage.matches
    words: dict[int, tuple[_Word, int]] = matches.noted(_NAME, _noted)
    rows: list[list[Unit]] = []
    seeds = _seeds(passage, words)
    if not seeds:
        return rows
    covered: set[int] = set()
    for index, (_, end) in words.items():
        if end > index + 1:
            covered.update(range(index + 1, end))
    about = {
        match.start: match for match in matches.get("bound") if match.cls in ("about", "at_least", "up_to")
    }
    counts = {number.start: number for number in numbers}
    for start, end in (
        *((one.start, one.end) for one in about.values()),
        *((one.start, one.end) for one in numbers),
    ):
        if end > start + 1:
            covered.update(range(start + 1, end))
    special = {*words, *counts, *about, *passage.figures}
    texts = passage.texts
    reach = 0
    for seed in seeds:
        if seed < reach:
            continue
        start = seed
        # Back to a word that surely ends a stretch: no date needs it, and no phrase steps over it.
        while start > reach and (
            start - 1 in special or start - 1 in covered or len(texts[start - 1]) <= _SHORT
        ):
            start -= 1
        reach = _stretches(passage, start, seed, words, counts, about, special, rows)
    return rows


def _stretches(
    passage: Passage,
    index: int,
    seed: int,
    words: dict[int, tuple[_Word, int]],
    counts: dict[int, Number],
    about: dict[int, Match],
    special: set[int],
    rows: list[list[Unit]],
) -> int:
    """Add the rows from one token to the end of the stretch that holds another; return the token behind it."""
    tokens, texts = passage.tokens, passage.texts
    length = len(texts)
    units: list[Unit] = []
    core = False
    while index < length:
        text = texts[index]
        unit: Unit | None = None
        if index in special or len(text) <= _SHORT:
            found: list[Match] = []
            if index in words:
                word, end = words[index]
                found, told = word.patterns, word.core
                if word.asks:
                    spelled = passage.spelled(index, end)
                    found = [match for match in found if _spelled_so(match, spelled)]
                    told = any(match.cls not in _JOINTS for match in found)
            number = counts.get(index)
            if found and not units and number is None:
                if end < length and end not in special and len(texts[end]) > _SHORT and not told:
                    index = end + 1  # a joint between words that no date needs joins nothing
                    if index > seed:
                        return index
                    continue
            if found and (number is None or number.end <= end):
                if word.unit is not None and (number is None or number.end != end):
                    same = word.unit
                    unit = Unit(same.cls, index, end, same.value, "", same.prefix, same.number, same.classes)
                else:
                    value = number.value if number is not None and number.end == end else None
                    unit = _unit(found, index, end, value, passage.spelled(index, end) if word.asks else "")
                if unit.prefix[:1] == "و":
                    units.append(Unit("and", index, index))
                core = core or told
            elif number is not None:
                unit = _count(tokens, index, index, number.end, number.value)
                if number.joined:
                    units.append(Unit("and", index, index))
                core = core or "year_n" in unit.classes
            else:
                kind = tokens[index].kind
                if kind == "mark":
                    cls = _MARKS.get(text)
                    unit = Unit(cls, index, index + 1) if cls is not None else None
                elif kind == "number":
                    cls = "dotted" if _DOTTED.match(text) else "hour_minute" if _TIME.match(text) else None
                    unit = Unit(cls, index, index + 1, text=text) if cls is not None else None
                    core = core or cls == "dotted"
                elif index in about:
                    unit = Unit("about", index, about[index].end)
                elif index + 1 in counts or text in _LONE:
                    unit = _small(passage, index, counts, units)
                    core = core or (unit is not None and unit.cls == "month_name")
        if unit is not None:
            units.append(unit)
            index = max(unit.end, index + 1)
            continue
        if units:
            if core or _numeric(units):
                rows.append(units)
            units, core = [], False
        index += 1
        if index > seed:
            return index
    if units and (core or _numeric(units)):
        rows.append(units)
    return index


def _numeric(units: list[Unit]) -> bool:
    """Say whether a stretch of joints could be a date in numbers: three of them with slashes or dashes."""
    if len(units) < _NUMERIC:
        return False
    marks = sum(unit.cls in ("slash", "dash") for unit in units)
    return marks >= 2 and sum("year2" in unit.classes for unit in units) > 0


def _unit(found: list[Match], start: int, end: int, number: int | None, spelled: str) -> Unit:
    """Return the unit of some readings of the same words, which may be a number, too."""
    classes: set[str] = set()
    value: dict[str, Any] = {}
    for match in found:
        classes |= _word_classes(match)
        value.update(match.value)
        if dim := match.value.get("spelled"):
            value["dim"] = dim not in spelled
    if number is not None:
        classes.add("number")
        value["number"] = number
    return _held(start, end, classes, value, found[0].prefix, found[0].number)


def _held(start: int, end: int, classes: set[str], value: dict[str, Any], prefix: str, number: str) -> Unit:
    later = frozenset(cls for cls in classes if cls in _LATER)
    if later:
        value["later"] = later
        classes = classes - later
    cls = next(iter(classes)) if len(classes) == 1 else "" if classes else "held"
    return Unit(
        cls, start, end, value, "", prefix, number, frozenset(classes) if len(classes) > 1 else frozenset()
    )


def _count(tokens: list[Token], start: int, at: int, end: int, value: int) -> Unit:
    text = tokens[at].text
    plain = end == at + 1 and tokens[at].kind == "number" and text.isdigit()
    classes = _number_classes(text, value, plain, start != at)
    if len(classes) == 1:
        return Unit("number", start, end, {"number": value}, text)
    return Unit("", start, end, {"number": value}, text, classes=classes)


def _small(passage: Passage, index: int, counts: dict[int, Number], units: list[Unit]) -> Unit | None:
    """Return the unit of a short word that is in no list: a glued article, the letter of a month or an era, و."""
    tokens = passage.tokens
    text = tokens[index].text
    after = counts.get(index + 1)
    if after is not None and text in _ARTICLES:
        if text[0] == "و":
            units.append(Unit("and", index, index))
        return _count(tokens, index, index + 1, after.end, after.value)
    if after is not None and text in _LETTERS and passage.starts[index + 1] == passage.ends[index]:
        month = _LETTERS[text].get(tokens[index + 1].text)
        if month is not None and units and units[-1].end == index:
            return Unit("month_name", index, index + 2, {"month": month, "weak": True})
    if text in _ERAS and units and units[-1].classes & {"year_n", "hijri_y"}:
        return Unit("era", index, index + 1, {"calendar": _ERAS[text]})
    return Unit("and", index, index + 1) if text == "و" else None


def release(units: list[Unit], group: int) -> list[Unit]:
    """Return the row with the words of a later group given their classes; the same units where there are none."""
    released: list[Unit] = []
    for unit in units:
        later = unit.value.get("later")
        classes = _released(unit.classes or unit.cls, later, group)
        if classes is not None:
            unit = Unit(
                next(iter(classes)) if len(classes) == 1 else "",
                unit.start, unit.end, unit.value, unit.text, unit.prefix, unit.number,
                classes if len(classes) > 1 else frozenset(),
            )  # fmt: skip
        released.append(unit)
    return released


@lru_cache(maxsize=4096)
def _released(kind: str | frozenset[str], later: frozenset[str] | None, group: int) -> frozenset[str] | None:
    """Return the classes of a unit once a group is released, None when it gains none."""
    classes = {kind} if isinstance(kind, str) else kind
    added = {cls for cls in later or () if _LATER[cls] == group}
    if group == 1 and ("ordinal" in classes or "the_number" in classes):
        added.add("free_ordinal")
    if group == 1 and "in" in classes:
        added.add("in_free")
    if group == 1 and "number" in classes:
        added.add("count")
    if group == 2:
        if "to" in classes:
            added.add("until")
        elif kind == "dash":
            added.add("joint")
        elif kind == "and":
            added.add("joint_and")
    return frozenset((classes | added) - {"held"}) if added else None
