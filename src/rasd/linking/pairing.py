"""Two reports held against each other: part by part, each with its outcome, its weight and its words.

The score is a sum of log-odds (the Fellegi-Sunter form of record linkage, with weights set by judgement in
``data/linking/pairs.yaml``), so that every part of it can be shown. It is symmetric, and a function of the two reports
alone: nothing of an archive's size or order enters it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date as Day
from math import exp
from typing import NamedTuple

from rasd.linking.passages import containment
from rasd.linking.placing import compare_places
from rasd.linking.traits import Count, Traits
from rasd.linking.weights import Weights, weights

__all__ = ["Part", "likelihood", "parts_of", "score"]

COPIES, MUCH, SOME = 0.8, 0.5, 0.3
WIDE_DAYS = 4
"""A window of more days ("last week", "late June") overlaps with nearly everything near it."""
_FEW = 2
"""Numbers up to this one are shared by chance."""


class Part(NamedTuple):
    """The outcome of one part, as a key of ``pairs.yaml``, and what its words are filled with."""

    part: str
    outcome: str
    filling: Mapping[str, object]


def score(one: Traits, other: Traits) -> float:
    """Return the log-odds that both tell one incident; above zero they belong together."""
    table = weights()
    total = table.bias
    for part in parts_of(one, other):
        total += table.weight(part.part, part.outcome)
    return total


def likelihood(log_odds: float) -> float:
    """Return the log-odds as a share, 0 to 1, rounded to three places.

    >>> likelihood(0.0), likelihood(3.0)
    (0.5, 0.953)
    """
    return round(1 / (1 + exp(-max(-30.0, min(30.0, log_odds)))), 3)


def parts_of(one: Traits, other: Traits) -> Iterator[Part]:
    """Yield the parts of a pair that have an outcome; what neither report tells is no part."""
    if other.id < one.id:
        one, other = other, one
    table = weights()
    share = 0.0 if one.document_id == other.document_id else containment(one.triples, other.triples)
    # An outlet that tells a thing again mostly repeats its words; successive bulletins in other words tell other things.
    # Two outlets tell one thing in their own words.
    reworded = share < SOME and bool(one.outlet) and one.outlet == other.outlet
    yield _date(one, other, share, reworded=reworded)
    yield from _hour(one, other, table)
    yield _place(one, other, reworded=reworded)
    yield _kind(one, other, table)
    yield from _factuality(one, other)
    yield from _actors(one, other)
    yield from _sets("weapon", "weapons", one.weapons, other.weapons, table.alike)
    yield from _sets("site", "sites", one.sites, other.sites, ())
    for name in ("killed", "injured", "taken"):
        yield from _counts(name, getattr(one, name), getattr(other, name))
    yield from _text(share)
    if reworded and one.document_id != other.document_id:
        yield Part("outlet", "reworded", {})
    if one.document_id == other.document_id:
        yield Part("document", "same", {})


def _date(one: Traits, other: Traits, share: float, *, reworded: bool) -> Part:
    """Compare the days; days that are only presumed speak for little, and a day apart only where the words are alike."""
    if one.start is None or one.end is None or other.start is None or other.end is None:
        return Part("date", "unknown", {})
    gap = max(one.start, other.start) - min(one.end, other.end)
    days = {"days": f"{_days(one.start, one.end)} / {_days(other.start, other.end)}"}
    if gap <= 0:
        if one.presumed and other.presumed:
            told_apart = one.published != other.published and reworded
            return Part("date", "presumed_apart" if told_apart else "both_presumed", days)
        if one.presumed or other.presumed:
            return Part("date", "presumed_only" if reworded else "presumed", days)
        if one.start == one.end == other.start == other.end:
            return Part("date", "same_day", {"day": _days(one.start, one.end)})
        wide = max(one.end - one.start, other.end - other.start) >= WIDE_DAYS and share < SOME
        return Part("date", "overlap_wide" if wide else "overlap", days)
    if gap == 1:
        first, second = (one, other) if one.end < other.start else (other, one)
        if (first.part_of_day, second.part_of_day) in (("night", "dawn"), ("night", "night")):
            return Part("date", "night_between", days)
        if share >= MUCH:
            return Part("date", "next_day_alike", days)
        presumed = one.presumed or other.presumed
        if reworded:
            return Part("date", "next_day_presumed" if presumed else "next_day", days)
        return Part("date", "next_day_perhaps" if presumed else "next_day_alike", days)
    return Part("date", "apart", days)


def _place(one: Traits, other: Traits, *, reworded: bool) -> Part:
    """Compare the places; an unknown one says less where an outlet tells again without its words."""
    outcome, filling = compare_places(one, other)
    if reworded and outcome in ("named", "unknown"):
        outcome += "_only"
    return Part("place", outcome, filling)


def _days(start: int, end: int) -> str:
    first = Day.fromordinal(start).isoformat()
    return first if start == end else f"{first}–{Day.fromordinal(end).isoformat()}"


def _hour(one: Traits, other: Traits, table: Weights) -> Iterator[Part]:
    a, b = one.part_of_day, other.part_of_day
    if a is None or b is None:
        return
    if a == b:
        yield Part("hour", "same", {"part": a})
        return
    gap = abs(table.hours[a] - table.hours[b])
    near = min(gap, 24 - gap if {a, b} == {"night", "dawn"} else gap) <= table.hours_near
    yield Part("hour", "near" if near else "apart", {"parts": f"{a} / {b}"})


def _kind(one: Traits, other: Traits, table: Weights) -> Part:
    if one.kind == other.kind:
        return Part("kind", "same", {"kind": one.kind})
    return Part(
        "kind",
        table.kinds.get(frozenset((one.kind, other.kind)), "other"),
        {"kinds": f"{one.kind} / {other.kind}"},
    )


def _factuality(one: Traits, other: Traits) -> Iterator[Part]:
    both = (one.factuality, other.factuality)
    if both.count("unrealized") == 1:
        yield Part("factuality", "unrealized", {})
    elif both.count("recurrent") == 1:
        yield Part("factuality", "habit", {})
    elif both.count("recurrent") == 2:
        yield Part("factuality", "both_habit", {})


def _actors(one: Traits, other: Traits) -> Iterator[Part]:
    if one.parties and other.parties:
        shared = one.parties & other.parties
        named = shared or one.parties | other.parties
        yield Part("actors", "parties" if shared else "other_parties", {"actors": _list(named)})
    elif one.perpetrators and other.perpetrators:
        shared = one.perpetrators & other.perpetrators
        named = shared or one.perpetrators | other.perpetrators
        # A struck side that was read as the doer is a difference of readings, not of incidents.
        crossed = one.perpetrators & other.targets or other.perpetrators & one.targets
        outcome = "same" if shared else "crossed" if crossed else "differ"
        yield Part("actors", outcome, {"actors": _list(named)})


def _sets(
    part: str, field: str, one: frozenset[str], other: frozenset[str], alike: Iterable[frozenset[str]]
) -> Iterator[Part]:
    if not one or not other:
        return
    if one & other:
        yield Part(part, "same", {field: _list(one & other)})
    elif not any(one & family and other & family for family in alike):
        yield Part(part, "differ", {field: f"{_list(one)} / {_list(other)}"})


def _counts(part: str, one: Count | None, other: Count | None) -> Iterator[Part]:
    if one is None or other is None:
        return
    said = {"counts": f"{_range(one)} / {_range(other)}"}
    low, high = _bounds(one), _bounds(other)
    if low[0] > high[0]:
        low, high = high, low
    if one == other and one[0] is not None and one[1] is not None:
        yield Part(part, "same" if one[0] > _FEW else "same_few", said)
    elif high[0] <= low[1]:  # the ranges meet: "at least ten" and twelve
        yield Part(part, "close", said)
    elif high[0] - low[1] <= max(2, 0.3 * high[0]):
        yield Part(part, "close" if low[1] > 0 else "differ", said)
    elif low[1] * 3 < high[0] and high[0] - low[1] > 4:
        yield Part(part, "far", said)
    else:
        yield Part(part, "differ", said)


def _bounds(count: Count) -> tuple[float, float]:
    low, high = count
    return (low or 0.0, high if high is not None else max(4.0, 2.5 * (low or 0)))


def _range(count: Count) -> str:
    low, high = count
    if low == high:
        return str(low)
    return f"{low if low is not None else ''}–{high if high is not None else ''}"


def _text(share: float) -> Iterator[Part]:
    if share >= SOME:
        outcome = "copy" if share >= COPIES else "much" if share >= MUCH else "some"
        yield Part("text", outcome, {"share": round(100 * share)})


def _list(names: Iterable[str]) -> str:
    return ", ".join(sorted(names))
