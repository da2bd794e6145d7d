"""Numbers in words and digits, to billions, with bounds, ranges and approximations.

Words are in ``data/arabic/words/numerals.yaml`` and ``bounds.yaml``, shapes in ``data/arabic/shapes/numerals.yaml``;
here is the arithmetic: how units, tens, hundreds and scales add up ("ثلاثة وعشرون ألفاً ومئتان" is 23,200).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from rasd.grammar.passage import Mention, Passage
from rasd.grammar.shapes import Grammar, Reading, Unit
from rasd.lexicon import Match, cues
from rasd.text import Token

__all__ = ["Number", "Quantity", "read_numbers", "read_quantities"]

_THOUSANDS = cues("thousands")
_MILLIONS = cues("millions")
_FLOORS = {
    prefix + form: floor
    for forms, floor in ((_THOUSANDS, 2000), (_MILLIONS, 2_000_000))
    for form in forms
    for prefix in ("", "و", "ب", "ل", "ف")
}
_PLAIN = _THOUSANDS | _MILLIONS
_KEPT = frozenset({"-", "و"})
_GROUPED = re.compile(r"\d{1,3}(?:[.,]\d{3})+$")
_LIMIT = 10**12  # no count of people or rounds is larger; longer digit runs are identifiers


@dataclass(slots=True, eq=False)
class Number:
    """A whole number at tokens ``start:end``."""

    start: int
    end: int
    value: int
    joined: bool = False
    """It carries the conjunction و."""
    words: bool = False
    """It is written in words."""


@dataclass(slots=True, eq=False)
class Quantity:
    """A count as the codebook reads it: `max` None is open upwards, `min` None open downwards."""

    start: int
    end: int
    min: int | None
    max: int | None
    approximate: bool
    vague: bool
    rule: str
    joined: bool = False


def digits(token: Token) -> float | None:
    """Return the value of a digit token: 3,042 is three thousand, 4,6 a decimal; None for identifiers."""
    text = token.text
    if text[0] == "0" and len(text) > 6 and text.isdigit():  # telephone numbers and other identifiers
        return None
    if _GROUPED.match(text):
        value = float(re.sub("[.,]", "", text))
    elif re.fullmatch(r"\d{1,12}[.,]\d{1,12}", text):
        value = float(text.replace(",", "."))
    elif text.isdigit():
        value = float(text) if len(text) <= 12 else _LIMIT + 1.0
    else:
        return None
    return value if value <= _LIMIT else None


def read_numbers(passage: Passage) -> list[Number]:
    """Return the numbers of a passage, in text order."""
    tokens = passage.tokens
    words: dict[int, Match] = {}
    for match in passage.layer("numeral"):
        if match.prefix not in ("", "و", "ب", "ل", "ف", "وب", "ول") or match.suffix or match.cls == "vague":
            continue
        # الاثنين is Monday; الأول, الثلاثة with the article are numbers only inside a larger phrase.
        if match.article and match.value["n"] in (1, 2) and match.entry.words[0].startswith("اثن"):
            continue
        words.setdefault(match.start, match)
    # "ألفا شخص" is two thousand; "ألفاً" with its tanwin and "ألفا من" are one.
    duals = {
        start
        for start, match in words.items()
        if match.cls == "scale_open"
        and not passage.surface(start, match.end).endswith("ً")
        and (match.end == len(tokens) or tokens[match.end].text != "من")
    }
    numbers: list[Number] = []
    reach = 0
    for index in sorted({*words, *passage.figures}):
        if index >= reach and (tokens[index].kind == "number" or not _many(tokens[index].text)):
            number = _number(tokens, words, duals, index)
            if number is not None:
                numbers.append(number)
                reach = number.end
    return numbers


def _many(word: str) -> int:
    """Return the floor of an unspecific plural of a scale (آلاف, الملايين), else 0."""
    return _FLOORS.get(word, 0)


def _number(tokens: list[Token], words: dict[int, Match], duals: set[int], index: int) -> Number | None:
    total = 0.0
    group = 0.0
    scale = 1.0
    last = "none"  # what the group ended on
    start = at = index
    spelled = True
    while at < len(tokens):
        token = tokens[at]
        glue = False  # "و" standing apart: ألف و200
        if (
            at > start
            and token.text == "و"
            and at + 1 < len(tokens)
            and (tokens[at + 1].kind == "number" or at + 1 in words)
        ):
            glue = True
            at += 1
            token = tokens[at]
        match = words.get(at)
        if token.kind == "number":
            value = digits(token)
            joined = glue
            if value is None or not (last == "none" or (last == "scale" and joined and value < 1000)):
                at -= glue
                break
            group += value
            last, spelled, at = "digits", False, at + 1
        elif match is not None:
            joined = glue or match.prefix.startswith("و")
            cls, value = match.cls, float(match.value["n"])
            if cls == "scale_open":
                whole = at in duals and group == 0.0
                cls, value = ("scale_whole", 2 * value) if whole else ("scale", value)
            if not _joins(last, cls, joined, value):
                at -= glue
                break
            if cls == "half" and last == "scale":  # مليون ونصف المليون
                total += value * scale
                at = match.end
                again = words.get(at)
                if (
                    again is not None
                    and again.cls == "scale"
                    and not again.prefix
                    and again.value["n"] == scale
                ):
                    at = again.end
                break
            if cls == "scale":
                total += (group or 1.0) * value
                group, scale = 0.0, value
            elif cls == "scale_whole":
                total += value
                group, scale = 0.0, value / 2
            elif cls == "hundred" and last in ("unit", "digits") and not joined:
                group *= value
            else:
                group += value
            last, at = ("scale" if cls.startswith("scale") else cls), match.end
        else:
            at -= glue
            break
    if at == start or last == "half":
        return None
    value = total + group
    if value != int(value):
        return None
    first = words.get(start)
    return Number(start, at, int(value), bool(first and first.prefix.startswith("و")), spelled)


def _joins(last: str, cls: str, joined: bool, value: float) -> bool:
    """Say whether a number word continues the number read so far."""
    if last == "none":
        return True
    if cls == "half":
        return joined and last == "scale"
    if last == "half":
        return cls == "scale" and not joined
    if cls in ("scale", "scale_whole"):
        return (cls == "scale" and not joined and last != "scale") or (
            joined and last == "scale" and value < 1_000_000
        )
    if cls == "hundred":
        return (not joined and last == "unit" and value == 100) or (joined and last == "scale")
    if cls == "ten":
        return joined and last in ("unit", "hundred", "scale")
    return joined and last in ("hundred", "scale")


def _units(passage: Passage, numbers: list[Number]) -> list[Unit]:
    tokens = passage.tokens
    starts = {number.start: number for number in numbers}
    bounds: dict[int, list[Match]] = {}
    for match in passage.matches.get("bound", ()):
        bounds.setdefault(match.start, []).append(match)
    vague = {
        match.start: match for match in passage.layer("numeral") if match.cls == "vague" and not match.suffix
    }
    units: list[Unit] = []
    hot = {*starts, *vague, *bounds, *passage.at(_KEPT), *passage.at(_FLOORS.keys())}
    index = 0
    for at in [*sorted(hot), len(tokens)]:
        if at < index:
            continue
        # Words that no count needs are one unit: they only keep its parts apart.
        if at > index and not (units and units[-1].cls == "other" and units[-1].text != "و"):
            units.append(Unit("other", index, index + 1, text=tokens[index].text))
        if at == len(tokens):
            break
        index = at
        number = starts.get(index)
        if number is not None:
            glued = number.joined or (bool(units) and units[-1].text == "و")
            if units and units[-1].text == "و" and units[-1].end == index:
                units.pop()
            classes = frozenset({"number", "number_and"}) if glued else frozenset()
            units.append(
                Unit("number", index, number.end, {"n": number.value, "joined": glued}, classes=classes)
            )
            index = number.end
        elif index in vague:
            match = vague[index]
            units.append(Unit("vague", index, match.end, match.value, prefix=match.prefix))
            index = match.end
        elif tokens[index].kind == "word" and (many := _many(tokens[index].text)):
            prefix = "" if tokens[index].text in _PLAIN else tokens[index].text[0]
            units.append(Unit("vague", index, index + 1, {"min": many, "max": None}, prefix=prefix))
            index += 1
        elif index in bounds:
            found = bounds[index]
            classes = frozenset(match.cls for match in found)
            units.append(
                Unit(found[0].cls, index, found[0].end, classes=classes if len(classes) > 1 else frozenset())
            )
            index = found[0].end
        else:
            text = tokens[index].text
            units.append(Unit("dash" if text == "-" else "other", index, index + 1, text=text))
            index += 1
    return units


def read_quantities(passage: Passage, numbers: list[Number], grammar: Grammar) -> list[Quantity]:
    """Return the counts of a passage, bounds and ranges applied."""
    if not numbers and "numeral" not in passage.matches and not passage.at(_FLOORS.keys()):
        return []  # a bound or a range of nothing
    return [_quantity(reading) for reading in grammar.read(_units(passage, numbers))]


def _quantity(reading: Reading) -> Quantity:
    slots, rule = reading.slots, reading.rule
    low: int | None
    high: int | None
    if "low" in slots:
        low, high = int(slots["low"].value["n"]), int(slots["high"].value["n"])
        if low > high:  # "بين 15 و10" or a date like 12-05: kept in order, nothing invented
            low, high = high, low
    elif "vague" in slots:
        low, high = slots["vague"].value["min"], slots["vague"].value["max"]
    else:
        low = high = int(slots["number"].value["n"])
    if "at_least" in slots or "at_least_after" in slots:
        high = None
    elif "up_to" in slots:
        low = None
    joined = bool(
        slots.get("number", slots.get("low", slots.get("vague")))
        and next(iter(slots.values())).value.get("joined")
    )
    about = "about" in slots or "about_after" in slots
    return Quantity(reading.start, reading.end, low, high, about, "vague" in slots, rule, joined)


def quantity_mentions(passage: Passage, quantities: list[Quantity]) -> list[Mention]:
    """Return the counts as mentions, for `rasd explain`."""
    return [
        Mention(
            "numerals",
            quantity.start,
            quantity.end,
            passage.span(quantity.start, quantity.end),
            {"min": quantity.min, "max": quantity.max, "approximate": quantity.approximate},
            quantity.rule,
        )
        for quantity in quantities
    ]
