"""Two reports held against each other: part by part, each with its outcome, its weight and its words.

The score is a sum of log-odds (the Fellegi-Sunter form of record linkage, with weights set by judgement in
``data/linking/pairs.yaml``), so that every part of it can be shown. It is symmetric, and a function of the two reports
alone: nothing of an archive's size or order enters it. Most pairs of an archive are hopeless, and nobody asks why: outcomes
are found without their words, the dearest last, and only as long as there is hope (`score_above`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date as Day
from functools import cache
from math import exp
from typing import NamedTuple

from rasd.linking.passages import contained, containment
from rasd.linking.placing import Found, compare_places, filling_of
from rasd.linking.traits import Count, Traits
from rasd.linking.weights import Weights, weights

__all__ = ["Part", "likelihood", "parts_of", "score", "score_above"]

COPIES, MUCH, SOME = 0.8, 0.5, 0.3
WIDE_DAYS = 4
"""A window of more days ("last week", "late June") overlaps with nearly everything near it."""
_FEW = 2
"""Numbers up to this one are shared by chance."""
_COUNTED = ("killed", "injured", "taken")


class Part(NamedTuple):
    """The outcome of one part, as a key of ``pairs.yaml``, and what its words are filled with."""

    part: str
    outcome: str
    filling: Mapping[str, object]


def score(one: Traits, other: Traits) -> float:
    """Return the log-odds that both tell one incident; above zero they belong together."""
    table = weights()
    one, other = _ordered(one, other)
    share = _share(one, other)
    total = table.bias
    for part, outcome in _outcomes(one, other, share, compare_places(one, other)[0], table):
        total += table.numbers[part][outcome]
    return total


def score_above(one: Traits, other: Traits, floor: float, triples: frozenset[int]) -> float | None:
    """Return the log-odds of a pair, rounded to four places, when it lies above `floor`; else None, soon.

    `triples` are those of `one`, as a set: whoever compares one report with many makes it once.
    """
    table = weights()
    same_document = one.document_id == other.document_id
    held = other.triples
    numbers = table.numbers
    one, other = _ordered(one, other)
    place = compare_places(one, other)[0]
    total = table.bias + numbers["kind"][_kind(one, other, table)]
    bare = place not in ("named", "unknown")  # whose weight depends on the words
    if bare:
        total += numbers["place"][place]
    for part, outcome in _worded_apart(one, other, table):
        total += numbers[part][outcome]
    if total + _hope(bare) <= floor - _ERROR:
        return None
    share = 0.0 if same_document else contained(triples, held)
    reworded = _is_reworded(one, other, share)
    total += numbers["date"][_date(one, other, share, reworded=reworded)]
    if not bare:
        total += numbers["place"][f"{place}_only" if reworded else place]
    for part, outcome in _of_words(one, other, share, reworded=reworded):
        total += numbers[part][outcome]
    total = round(total, 4) + 0.0  # never -0.0
    return total if total > floor else None


_ERROR = 1e-6
"""By which sums in another order may differ."""


@cache
def _hope(has_place: bool) -> float:
    """Return the most that the parts can add that depend on the words of both."""
    numbers = weights().numbers
    parts = (
        ("date", "text", "outlet", "document")
        if has_place
        else ("date", "text", "outlet", "document", "place")
    )
    return sum(max(0.0, *numbers[part].values()) for part in parts)


def likelihood(log_odds: float) -> float:
    """Return the log-odds as a share, 0 to 1, rounded to three places.

    >>> likelihood(0.0), likelihood(3.0)
    (0.5, 0.953)
    """
    return round(1 / (1 + exp(-max(-30.0, min(30.0, log_odds)))), 3)


def parts_of(one: Traits, other: Traits) -> Iterator[Part]:
    """Yield the parts of a pair that have an outcome; what neither report tells is no part."""
    one, other = _ordered(one, other)
    share = _share(one, other)
    place = compare_places(one, other)
    for part, outcome in _outcomes(one, other, share, place[0], weights()):
        yield Part(part, outcome, _filling(part, outcome, one, other, share, place))


def _ordered(one: Traits, other: Traits) -> tuple[Traits, Traits]:
    return (other, one) if other.id < one.id else (one, other)


def _share(one: Traits, other: Traits) -> float:
    return 0.0 if one.document_id == other.document_id else containment(one.triples, other.triples)


def _is_reworded(one: Traits, other: Traits, share: float) -> bool:
    """Tell whether one outlet tells it again in other words.

    An outlet that tells a thing again mostly repeats its words; successive bulletins in other words tell other things.
    Two outlets tell one thing in their own words.
    """
    return share < SOME and bool(one.outlet) and one.outlet == other.outlet


def _outcomes(
    one: Traits, other: Traits, share: float, place: str, table: Weights
) -> Iterator[tuple[str, str]]:
    reworded = _is_reworded(one, other, share)
    apart = dict(_worded_apart(one, other, table))
    yield "date", _date(one, other, share, reworded=reworded)
    if "hour" in apart:
        yield "hour", apart.pop("hour")
    # An unknown place says less where an outlet tells again without its words.
    yield "place", f"{place}_only" if reworded and place in ("named", "unknown") else place
    yield "kind", _kind(one, other, table)
    yield from apart.items()
    yield from _of_words(one, other, share, reworded=reworded)


def _worded_apart(one: Traits, other: Traits, table: Weights) -> Iterator[tuple[str, str]]:
    """Yield the outcomes that no word of the texts enters, but for kind and place."""
    if one.part_of_day is not None and other.part_of_day is not None:
        yield "hour", _hour(one.part_of_day, other.part_of_day, table)
    if one.factuality != "asserted" or other.factuality != "asserted":
        yield from _factuality(one, other)
    yield from _actors(one, other)
    if one.weapons and other.weapons and (outcome := _sets(one.weapons, other.weapons, table.alike)):
        yield "weapon", outcome
    if one.sites and other.sites and (outcome := _sets(one.sites, other.sites, ())):
        yield "site", outcome
    if one.killed is not None and other.killed is not None:
        yield "killed", _counts(one.killed, other.killed)
    if one.injured is not None and other.injured is not None:
        yield "injured", _counts(one.injured, other.injured)
    if one.taken is not None and other.taken is not None:
        yield "taken", _counts(one.taken, other.taken)


def _of_words(one: Traits, other: Traits, share: float, *, reworded: bool) -> Iterator[tuple[str, str]]:
    if share >= SOME:
        yield "text", "copy" if share >= COPIES else "much" if share >= MUCH else "some"
    if one.document_id == other.document_id:
        yield "document", "same"
    elif reworded:
        yield "outlet", "reworded"


def _filling(
    part: str, outcome: str, one: Traits, other: Traits, share: float, place: Found
) -> Mapping[str, object]:
    """Return what the words of an outcome are filled with."""
    if part == "date":
        if outcome == "same_day" and one.start is not None:
            return {"day": Day.fromordinal(one.start).isoformat()}
        return {} if outcome == "unknown" else {"days": f"{_days(one)} / {_days(other)}"}
    if part == "hour":
        return {"part": one.part_of_day, "parts": f"{one.part_of_day} / {other.part_of_day}"}
    if part == "place":
        return filling_of(place)
    if part == "kind":
        return {"kind": one.kind, "kinds": f"{one.kind} / {other.kind}"}
    if part == "actors":
        some, others = (
            (one.parties, other.parties)
            if outcome in ("parties", "other_parties")
            else (one.perpetrators, other.perpetrators)
        )
        return {"actors": _list(some & others or some | others)}
    if part in ("weapon", "site"):
        name = f"{part}s"
        mine, theirs = getattr(one, name), getattr(other, name)
        return {name: _list(mine & theirs) if mine & theirs else f"{_list(mine)} / {_list(theirs)}"}
    if part in _COUNTED:
        return {"counts": f"{_range(getattr(one, part))} / {_range(getattr(other, part))}"}
    return {"share": round(100 * share)} if part == "text" else {}


def _date(one: Traits, other: Traits, share: float, *, reworded: bool) -> str:
    """Compare the days; days that are only presumed speak for little, and a day apart only where the words are alike."""
    if one.start is None or one.end is None or other.start is None or other.end is None:
        return "unknown"
    gap = max(one.start, other.start) - min(one.end, other.end)
    if gap <= 0:
        if one.presumed and other.presumed:
            told_apart = one.published != other.published and reworded
            return "presumed_apart" if told_apart else "both_presumed"
        if one.presumed or other.presumed:
            return "presumed_only" if reworded else "presumed"
        if one.start == one.end == other.start == other.end:
            return "same_day"
        wide = max(one.end - one.start, other.end - other.start) >= WIDE_DAYS and share < SOME
        return "overlap_wide" if wide else "overlap"
    if gap == 1:
        first, second = (one, other) if one.end < other.start else (other, one)
        if (first.part_of_day, second.part_of_day) in (("night", "dawn"), ("night", "night")):
            return "night_between"
        if share >= MUCH:
            return "next_day_alike"
        presumed = one.presumed or other.presumed
        if reworded:
            return "next_day_presumed" if presumed else "next_day"
        return "next_day_perhaps" if presumed else "next_day_alike"
    return "apart"


def _days(one: Traits) -> str:
    if one.start is None or one.end is None:
        return ""
    first = Day.fromordinal(one.start).isoformat()
    return first if one.start == one.end else f"{first}–{Day.fromordinal(one.end).isoformat()}"


def _hour(a: str, b: str, table: Weights) -> str:
    if a == b:
        return "same"
    gap = abs(table.hours[a] - table.hours[b])
    near = min(gap, 24 - gap if {a, b} == {"night", "dawn"} else gap) <= table.hours_near
    return "near" if near else "apart"


def _kind(one: Traits, other: Traits, table: Weights) -> str:
    if one.kind == other.kind:
        return "same"
    return table.kinds.get(frozenset((one.kind, other.kind)), "other")


def _factuality(one: Traits, other: Traits) -> Iterator[tuple[str, str]]:
    both = (one.factuality, other.factuality)
    if both.count("unrealized") == 1:
        yield "factuality", "unrealized"
    elif both.count("recurrent") == 1:
        yield "factuality", "habit"
    elif both.count("recurrent") == 2:
        yield "factuality", "both_habit"


def _actors(one: Traits, other: Traits) -> Iterator[tuple[str, str]]:
    if one.parties and other.parties:
        yield "actors", "other_parties" if one.parties.isdisjoint(other.parties) else "parties"
    elif one.perpetrators and other.perpetrators:
        if not one.perpetrators.isdisjoint(other.perpetrators):
            yield "actors", "same"
        else:
            # A struck side that was read as the doer is a difference of readings, not of incidents.
            crossed = one.perpetrators & other.targets or other.perpetrators & one.targets
            yield "actors", "crossed" if crossed else "differ"


def _sets(one: frozenset[str], other: frozenset[str], alike: Iterable[frozenset[str]]) -> str:
    """Compare two sets that are not empty; empty when outlets mix what they hold."""
    if not one.isdisjoint(other):
        return "same"
    return "" if any(one & family and other & family for family in alike) else "differ"


def _counts(one: Count, other: Count) -> str:
    low, high = _bounds(one), _bounds(other)
    if low[0] > high[0]:
        low, high = high, low
    if one == other and one[0] is not None and one[1] is not None:
        return "same" if one[0] > _FEW else "same_few"
    if high[0] <= low[1]:  # the ranges meet: "at least ten" and twelve
        return "close"
    gap = high[0] - low[1]
    if gap <= max(2, 0.3 * high[0]):
        return "close" if low[1] > 0 else "differ"
    return "far" if low[1] * 3 < high[0] and gap > 4 else "differ"


def _bounds(count: Count) -> tuple[float, float]:
    low, high = count
    return (low or 0.0, high if high is not None else max(4.0, 2.5 * (low or 0)))


def _range(count: Count) -> str:
    low, high = count
    if low == high:
        return str(low)
    return f"{low if low is not None else ''}–{high if high is not None else ''}"


def _list(names: Iterable[str]) -> str:
    return ", ".join(sorted(names))
