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


class Grammar:
    """The shapes of one dimension, compiled."""

    def __init__(self, dimension: str, shapes: Sequence[dict[str, Any]]) -> None:
        self.dimension = dimension
        self._shapes: list[tuple[str, tuple[_Step, ...]]] = []
        self._needs: dict[str, int] = {}  # units that a shape takes at least
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
            self._shapes.append((rule, steps))
            self._needs[rule] = sum(not step.optional for step in steps)
        self._by_first: dict[str, list[tuple[int, str, tuple[_Step, ...]]]] = {}
        self._by_classes: dict[frozenset[str], tuple[tuple[int, str, tuple[_Step, ...]], ...]] = {}
        for order, (rule, steps) in enumerate(self._shapes):
            for depth in range(len(steps)):
                for option in steps[depth].options:
                    row = self._by_first.setdefault(option, [])
                    if not row or row[-1][0] != order:
                        row.append((order, rule, steps))
                if not steps[depth].optional:
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

    @property
    def rules(self) -> tuple[str, ...]:
        """Return the ids of all shapes."""
        return tuple(rule for rule, _ in self._shapes)

    def _starting(self, unit: Unit) -> Sequence[tuple[int, str, tuple[_Step, ...]]]:
        if not unit.classes:
            return self._by_first.get(unit.cls, ())
        shapes = self._by_classes.get(unit.classes)
        if shapes is None:
            found = {shape[0]: shape for cls in unit.classes for shape in self._by_first.get(cls, ())}
            shapes = self._by_classes[unit.classes] = tuple(found[order] for order in sorted(found))
        return shapes

    def read(
        self, units: Sequence[Unit], accept: Callable[[str, dict[str, Unit]], bool] | None = None
    ) -> list[Reading]:
        """Return the readings of a row: leftmost, then longest, then the earlier shape; none overlap.

        `accept` may refuse a shape with its slots; the next longest is taken instead.
        """
        readings: list[Reading] = []
        index = 0
        while index < len(units):
            best: Reading | None = None
            best_end = index
            unit = units[index]
            shapes = self._starting(unit)
            for _, rule, steps in shapes:
                if index + self._needs[rule] > len(units):
                    continue
                end, slots = self._match(units, index, steps)
                if end > best_end and (accept is None or accept(rule, slots)):
                    best_end = end
                    best = Reading(rule, units[index].start, units[end - 1].end, slots)
            if best is None:
                index += 1
            else:
                readings.append(best)
                index = best_end
        return readings

    @staticmethod
    def _match(units: Sequence[Unit], index: int, steps: tuple[_Step, ...]) -> tuple[int, dict[str, Unit]]:
        # Depth-first with a stack: bounded by the shape's length, for optional steps are few.
        stack: list[tuple[int, int, dict[str, Unit]]] = [(index, 0, {})]
        best_end, best_slots = index, {}
        while stack:
            at, step_index, slots = stack.pop()
            if step_index == len(steps):
                if at > best_end:
                    best_end, best_slots = at, slots
                continue
            step = steps[step_index]
            if step.optional:
                stack.append((at, step_index + 1, slots))
            if at < len(units):
                unit = units[at]
                if unit.cls in step.options or unit.classes & step.options:
                    stack.append((at + 1, step_index + 1, {**slots, step.name: unit}))
        return best_end, best_slots
