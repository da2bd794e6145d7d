"""Shapes: what a dimension's phrases look like, as data; what they mean stays in Python.

A shape is a row of classes, e.g. ``yesterday comma? weekday``; `name:class` names a slot, ``a|b`` allows either,
``?`` makes a slot optional. Each dimension turns the text into a row of units (one lexicon match, number or mark
a unit); a shape is matched over the row, so one pass costs the length of the text times the number of shapes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from rasd.errors import DataError

__all__ = ["Grammar", "Reading", "Unit"]


@dataclass(slots=True, eq=False)
class Unit:
    """One step of a row: a class and the tokens it stands on."""

    cls: str
    start: int
    end: int
    """Token range, end exclusive."""
    value: dict[str, Any] = field(default_factory=dict)
    text: str = ""
    prefix: str = ""
    number: str = ""
    classes: frozenset[str] = frozenset()
    """Further classes the unit can stand for; empty means just `cls`."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A shape found in a row of units."""

    rule: str
    start: int
    end: int
    """Token range, end exclusive."""
    slots: dict[str, Unit]


@dataclass(frozen=True, slots=True)
class _Step:
    name: str
    options: frozenset[str]
    optional: bool


_Picked = tuple["_Picked | None", str, Unit]
"""What was matched before, then the last slot and its unit."""


@dataclass(frozen=True, slots=True)
class _Shape:
    order: int
    rule: str
    steps: tuple[_Step, ...]
    needs: int
    """Units that it takes at least."""


class Grammar:
    """The shapes of one dimension, compiled."""

    def __init__(self, dimension: str, shapes: Sequence[dict[str, Any]]) -> None:
        self.dimension = dimension
        self._shapes: list[_Shape] = []
        seen: set[str] = set()
        for shape in shapes:
            rule = str(shape.get("id"))
            if unknown := set(shape) - {"id", "reads", "shape", "note"}:
                raise DataError(
                    f"arabic/shapes/{dimension}.yaml: {rule}: unknown key {sorted(unknown)}. Keys: id, reads, shape, note."
                )
            if rule in seen:
                raise DataError(
                    f"arabic/shapes/{dimension}.yaml: id {rule} is written twice. Choose another id."
                )
            seen.add(rule)
            steps = tuple(self._step(word, rule) for word in str(shape["shape"]).split())
            needs = sum(not step.optional for step in steps)
            self._shapes.append(_Shape(len(self._shapes), rule, steps, needs))
        self.rules = tuple(shape.rule for shape in self._shapes)
        """Ids of all shapes."""
        self._by_first: dict[str, list[_Shape]] = {}
        self._by_classes: dict[frozenset[str], tuple[_Shape, ...]] = {}
        for compiled in self._shapes:
            for step in compiled.steps:
                for option in step.options:
                    row = self._by_first.setdefault(option, [])
                    if not row or row[-1] is not compiled:
                        row.append(compiled)
                if not step.optional:
                    break

    @staticmethod
    def _step(word: str, rule: str) -> _Step:
        optional = word.endswith("?")
        word = word.rstrip("?")
        name, colon, classes = word.partition(":")
        classes = classes if colon else name
        if not re.fullmatch(r"[a-z_|0-9]+", classes):
            raise DataError(
                f"shape {rule}: {word!r} is not `class`, `name:class` or `a|b`. Write classes in lower_snake."
            )
        return _Step(name if colon else name.split("|")[0], frozenset(classes.split("|")), optional)

    def _starting(self, unit: Unit) -> Sequence[_Shape]:
        if not unit.classes:
            return self._by_first.get(unit.cls, ())
        shapes = self._by_classes.get(unit.classes)
        if shapes is None:
            found = {shape.order: shape for cls in unit.classes for shape in self._by_first.get(cls, ())}
            shapes = self._by_classes[unit.classes] = tuple(found[order] for order in sorted(found))
        return shapes

    def read(
        self, units: Sequence[Unit], accept: Callable[[str, dict[str, Unit]], bool] | None = None
    ) -> list[Reading]:
        """Return the readings of a row: leftmost, then longest, then the earlier shape; none overlap.

        `accept` may refuse a shape with its slots; the next longest is taken instead.
        """
        readings: list[Reading] = []
        index, length = 0, len(units)
        while index < length:
            best: Reading | None = None
            best_end = index
            unit = units[index]
            shapes = self._starting(unit)
            for shape in shapes:
                if index + shape.needs > length:
                    continue
                end, picked = self._match(units, index, shape.steps)
                if end > best_end:
                    slots = _slots(picked)
                    if accept is None or accept(shape.rule, slots):
                        best_end = end
                        best = Reading(shape.rule, unit.start, units[end - 1].end, slots)
            if best is None:
                index += 1
            else:
                readings.append(best)
                index = best_end
        return readings

    @staticmethod
    def _match(units: Sequence[Unit], index: int, steps: tuple[_Step, ...]) -> tuple[int, _Picked | None]:
        # Depth-first: the ways not yet gone wait on a stack, bounded by the shape's length, for optional steps are few.
        waiting: list[tuple[int, int, _Picked | None]] = []
        best_end, at, number = index, index, 0
        best: _Picked | None = None
        picked: _Picked | None = None
        length, last = len(units), len(steps)
        while True:
            if number == last:
                if at > best_end:
                    best_end, best = at, picked
            else:
                step = steps[number]
                number += 1
                if step.optional:
                    waiting.append((at, number, picked))
                if at < length:
                    unit = units[at]
                    if unit.cls in step.options or (
                        unit.classes and not step.options.isdisjoint(unit.classes)
                    ):
                        picked = (picked, step.name, unit)
                        at += 1
                        continue
            if not waiting:
                return best_end, best
            at, number, picked = waiting.pop()


def _slots(picked: _Picked | None) -> dict[str, Unit]:
    """Return the units of a match by their names, the first unit first."""
    row: list[tuple[str, Unit]] = []
    while picked is not None:
        picked, name, unit = picked
        row.append((name, unit))
    return dict(reversed(row))
