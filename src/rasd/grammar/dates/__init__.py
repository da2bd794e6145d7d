"""Dates: when an incident was, resolved against the publication day, with the part of the day.

Words are in ``data/arabic/words/calendar.yaml``, shapes in ``data/arabic/shapes/dates.yaml``; here is the arithmetic.
A reading becomes a unit of the next round, so the shapes of "فجر", "أمس السبت" and "منذ" combine by themselves.
Nothing here reads the clock: without a publication day, "أمس" stays unresolved.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from rasd.grammar.dates import days, months, parts, spans
from rasd.grammar.dates.registry import check, productions
from rasd.grammar.dates.row import release, rows_of
from rasd.grammar.dates.when import When
from rasd.grammar.numerals import Number
from rasd.grammar.passage import Mention, Passage
from rasd.grammar.shapes import Grammar, Reading, Unit

__all__ = ["DateMention", "date_mentions", "read_dates"]

_ROOMS = (days, months, parts, spans)  # imported for their productions
_ROUNDS = 5  # of one group of shapes; a phrase needs three
_checked: set[tuple[str, ...]] = set()


@dataclass(slots=True, unsafe_hash=True)  # made often, and three times as long when frozen
class DateMention:
    """A time that the text names at tokens ``start:end``."""

    start: int
    end: int
    first: date | None
    last: date | None
    """Inclusive; None when unresolved (an end may be known without its beginning: حتى أمس)."""
    part_of_day: str | None
    precision: str
    """`day`, `days`, `week`, `month`, `year`, `hours` or `part`."""
    kind: str
    """`point`: something can have happened then; `period`: a stretch that makes a toll or a background;
    `relative`: counted from another incident of the text; `future`."""
    rule: str
    resolved: bool
    since_only: bool = False
    """Open-ended (منذ): it began at `first`."""
    time: str | None = None
    """Clock time as HH:MM, 24 hours, when the text gives one."""
    lead: int = 0
    """Characters of a conjunction at the head of the first token (وأمس), no part of the evidence."""
    fired: tuple[str, ...] = ()
    """Every rule that took part, the innermost first."""


def read_dates(
    passage: Passage, numbers: list[Number], published: date | None, grammar: Grammar
) -> list[DateMention]:
    """Return the times of a passage, in text order, none overlapping.

    Raises DataError when a shape of `grammar` has no arithmetic or arithmetic no shape.
    """
    if grammar.rules not in _checked:
        check(grammar.rules)
        _checked.add(grammar.rules)
    found: list[DateMention] = []
    for row in rows_of(passage, numbers):
        units = _read_row(row, published, grammar)
        found.extend(_mention(unit) for unit in units if "when" in unit.value and unit.value["when"].emits)
    return found


def _read_row(units: list[Unit], published: date | None, grammar: Grammar) -> list[Unit]:
    """Read names and dates, then stages, then joints, each group until nothing more is found."""
    changed = True
    for group in range(3):
        if group:
            released = release(units, group)
            if not changed and released == units:
                continue  # nothing new to read
            units = released
        for _ in range(_ROUNDS):
            units, changed = _round(units, published, grammar)
            if not changed:
                break
    return units


def _round(units: list[Unit], published: date | None, grammar: Grammar) -> tuple[list[Unit], bool]:
    """Match all shapes over the row once and put a unit in the place of each reading."""
    made: dict[int, When] = {}

    def accept(rule: str, slots: dict[str, Unit]) -> bool:
        when = productions[rule](slots, published)
        if when is not None:
            made[id(slots)] = when
        return when is not None

    readings = grammar.read(units, accept)
    if not readings:
        return units, False
    row: list[Unit] = []
    at = 0
    for reading in readings:
        first = next(iter(reading.slots.values()))
        while units[at] is not first:
            row.append(units[at])
            at += 1
        row.append(_joined(reading, made[id(reading.slots)]))
        while at < len(units) and units[at].end <= reading.end and units[at].start < reading.end:
            at += 1
    row.extend(units[at:])
    return row, True


def _joined(reading: Reading, when: When) -> Unit:
    pieces = list(reading.slots.items())
    start = reading.start
    first = pieces[0][1]
    if len(pieces) > 1 and "in" in first.classes | {first.cls}:  # "في 2011": the preposition is no evidence
        start = pieces[1][1].start
        first = pieces[1][1]
    fired = [rule for _, unit in pieces for rule in unit.value.get("fired", ())]
    return Unit(
        when.cls if not when.classes else "",
        start,
        reading.end,
        {"when": when, "rule": reading.rule, "fired": (*fired, reading.rule)},
        prefix=first.prefix,
        classes=when.classes | {when.cls} if when.classes else frozenset(),
    )


def _mention(unit: Unit) -> DateMention:
    when: When = unit.value["when"]
    return DateMention(
        unit.start,
        unit.end,
        when.first,
        when.last,
        when.part,
        when.precision,
        when.kind,
        unit.value["rule"],
        when.first is not None or when.last is not None,
        when.since_only,
        when.time,
        1 if unit.prefix[:1] in ("و", "ف") else 0,
        unit.value["fired"],
    )


def date_mentions(passage: Passage, dates: list[DateMention]) -> list[Mention]:
    """Return the times as mentions, for `rasd explain`."""
    mentions = []
    for found in dates:
        value: dict[str, Any] = {
            "start": found.first.isoformat() if found.first else None,
            "end": found.last.isoformat() if found.last else None,
            "part_of_day": found.part_of_day,
            "kind": found.kind,
            "resolved": found.resolved,
        }
        if found.time is not None:
            value["time"] = found.time
        span = passage.folded.span(passage.starts[found.start] + found.lead, passage.ends[found.end - 1])
        mentions.append(Mention("dates", found.start, found.end, span, value, found.rule, found.fired))
    return mentions
