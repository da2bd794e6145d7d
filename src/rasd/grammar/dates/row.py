"""From a passage to the rows of units that date shapes are matched over."""

from __future__ import annotations

import re
from typing import Any

from rasd.grammar.numerals import Number
from rasd.grammar.passage import Passage
from rasd.grammar.shapes import Unit
from rasd.lexicon import Match
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


def _number_classes(token: Token, value: int, plain: bool) -> set[str]:
    classes = {"number"}
    if not plain:
        if _TIME.match(token.text):
            classes.add("hour_minute")
        return classes
    length = len(token.text)
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
    elif length == 4:
        if 1900 <= value <= 2100:
            classes.add("year_n")
        if 1300 <= value <= 1500:
            classes.add("hijri_y")
        if value // 100 <= 23 and value % 100 <= 59:
            classes.add("clock4")
    return classes


def _word_classes(match: Match) -> set[str]:
    entry, value = match.entry, match.value
    bare = match.article and not entry.definite and len(entry.words) == 1
    tail = "_the" if bare else ""
    if entry.cls == "span_noun":
        return {f"span_noun{tail}", f"span_{entry.number}{tail}", f"{value['unit']}_{entry.number}{tail}"}
    return {entry.cls + tail}


def _usable(passage: Passage, match: Match) -> bool:
    if (match.suffix and match.cls != "outbreak") or match.prefix[-1:] in ("ك", "س"):
        return False
    never = match.value.get("never")
    return never is None or never not in passage.spelled(match.start, match.end)


def rows_of(passage: Passage, numbers: list[Number]) -> list[list[Unit]]:
    """Return the stretches of a passage that can hold a time, each a row of units.

    A word that no date needs ends a stretch; one without a word or number of time in it is dropped.
    """
    tokens = passage.tokens
    words: dict[int, list[Match]] = {}
    for match in passage.matches.get("date", ()):
        words.setdefault(match.start, []).append(match)
    about = {
        match.start: match
        for match in passage.matches.get("bound", ())
        if match.cls in ("about", "at_least", "up_to")
    }
    counts = {number.start: number for number in numbers}
    rows: list[list[Unit]] = []
    units: list[Unit] = []
    core = False
    index, length = 0, len(tokens)
    special = {*words, *counts, *about, *passage.figures}
    while index < length:
        token = tokens[index]
        if index not in special and len(token.text) > _SHORT:
            if units:
                if core or _numeric(units):
                    rows.append(units)
                units, core = [], False
            index += 1
            continue
        found = words.get(index)
        if found is not None:
            found = [match for match in found if _usable(passage, match)]
        number = counts.get(index)
        if found and not units and number is None:
            end = found[0].end
            if (
                end < length
                and end not in special
                and len(tokens[end].text) > _SHORT
                and all(match.cls in _JOINTS for match in found)
            ):
                index = end + 1  # a joint between words that no date needs joins nothing
                continue
        unit: Unit | None = None
        if found and (number is None or number.end <= found[0].end):
            unit = _word(passage, found, number)
            if unit.prefix[:1] == "و":
                units.append(Unit("and", index, index))
            core = core or any(match.cls not in _JOINTS for match in found)
        elif number is not None:
            unit = _count(tokens, index, index, number.end, number.value)
            if number.joined:
                units.append(Unit("and", index, index))
            core = core or "year_n" in unit.classes
        elif token.kind == "mark":
            cls = _MARKS.get(token.text)
            unit = Unit(cls, index, index + 1) if cls is not None else None
        elif token.kind == "number":
            cls = (
                "dotted" if _DOTTED.match(token.text) else "hour_minute" if _TIME.match(token.text) else None
            )
            unit = Unit(cls, index, index + 1, text=token.text) if cls is not None else None
            core = core or cls == "dotted"
        elif index in about:
            unit = Unit("about", index, about[index].end)
        elif index + 1 in counts or token.text in _LONE:
            unit = _small(tokens, index, counts, units)
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
    if units and (core or _numeric(units)):
        rows.append(units)
    return rows


def _numeric(units: list[Unit]) -> bool:
    """Say whether a stretch of joints could be a date in numbers: three of them with slashes or dashes."""
    if len(units) < _NUMERIC:
        return False
    marks = sum(unit.cls in ("slash", "dash") for unit in units)
    return marks >= 2 and sum("year2" in unit.classes for unit in units) > 0


def _word(passage: Passage, found: list[Match], number: Number | None) -> Unit:
    classes: set[str] = set()
    value: dict[str, Any] = {}
    for match in found:
        classes |= _word_classes(match)
        value.update(match.value)
        if spelled := match.value.get("spelled"):
            value["dim"] = spelled not in passage.spelled(match.start, match.end)
    first = found[0]
    if number is not None and number.end == first.end:
        classes.add("number")
        value["number"] = number.value
    return _held(first.start, first.end, classes, value, first.prefix, first.number)


def _held(start: int, end: int, classes: set[str], value: dict[str, Any], prefix: str, number: str) -> Unit:
    later = {cls for cls in classes if cls in _LATER}
    if later:
        value["later"] = later
        classes = classes - later
    cls = next(iter(classes)) if len(classes) == 1 else "" if classes else "held"
    return Unit(
        cls, start, end, value, "", prefix, number, frozenset(classes) if len(classes) > 1 else frozenset()
    )


def _count(tokens: list[Token], start: int, at: int, end: int, value: int) -> Unit:
    plain = end == at + 1 and tokens[at].kind == "number" and tokens[at].text.isdigit()
    classes = _number_classes(tokens[at], value, plain)
    if start != at:
        classes.add("the_number")
    return Unit(
        "number" if len(classes) == 1 else "",
        start,
        end,
        {"number": value},
        tokens[at].text,
        classes=frozenset(classes) if len(classes) > 1 else frozenset(),
    )


def _small(tokens: list[Token], index: int, counts: dict[int, Number], units: list[Unit]) -> Unit | None:
    """Return the unit of a short word that is in no list: a glued article, the letter of a month or an era, و."""
    text = tokens[index].text
    after = counts.get(index + 1)
    if after is not None and text in _ARTICLES:
        if text[0] == "و":
            units.append(Unit("and", index, index))
        return _count(tokens, index, index + 1, after.end, after.value)
    if after is not None and text in _LETTERS and tokens[index + 1].start == tokens[index].end:
        month = _LETTERS[text].get(tokens[index + 1].text)
        if month is not None and units and units[-1].end == index:
            return Unit("month_name", index, index + 2, {"month": month, "weak": True})
    if text in _ERAS and units and units[-1].classes & {"year_n", "hijri_y"}:
        return Unit("era", index, index + 1, {"calendar": _ERAS[text]})
    return Unit("and", index, index + 1) if text == "و" else None


def release(units: list[Unit], group: int) -> list[Unit]:
    """Return the row with the words of a later group given their classes."""
    released: list[Unit] = []
    for unit in units:
        classes = set(unit.classes or {unit.cls})
        added = {cls for cls in unit.value.get("later", ()) if _LATER[cls] == group}
        if group == 1 and ("ordinal" in classes or "the_number" in classes):
            added.add("free_ordinal")
        if group == 1 and "in" in classes:
            added.add("in_free")
        if group == 1 and "number" in classes:
            added.add("count")
        if group == 2:
            if "to" in classes:
                added.add("until")
            elif unit.cls == "dash":
                added.add("joint")
            elif unit.cls == "and":
                added.add("joint_and")
        if added:
            classes = (classes | added) - {"held"}
            unit = Unit(
                next(iter(classes)) if len(classes) == 1 else "",
                unit.start, unit.end, unit.value, unit.text, unit.prefix, unit.number,
                frozenset(classes) if len(classes) > 1 else frozenset(),
            )  # fmt: skip
        released.append(unit)
    return released
