"""Shapes: what a dimension's phrases look like, as data; what they mean stays in Python.

A shape is a row of classes, e.g. ``yesterday comma? weekday``; `name:class` names a slot, ``a|b`` allows either,
``?`` makes a slot optional. Each dimension turns the text into a row of units (one lexicon match, number or mark
a unit); a shape is matched over the row, so one pass costs the length of the text times the number of shapes.

Which shapes fit where follows from the classes of a row alone, and rows repeat: a short one is matched once and remembered.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from rasd.errors import DataError

__all__ = ["Grammar", "Reading", "Unit"]


@dataclass(slots=True, eq=False, init=False)
class Unit:
    """One step of a row: a class and the tokens it stands on.

    What is made hundreds of times a document writes its own initializer: the one of dataclasses is not compiled with the rest.
    """

    cls: str
    start: int
    end: int
    """Token range, end exclusive."""
    value: dict[str, Any]
    text: str
    prefix: str
    number: str
    classes: frozenset[str]
    """Further classes the unit can stand for; empty means just `cls`."""

    def __init__(
        self,
        cls: str,
        start: int,
        end: int,
        value: dict[str, Any] | None = None,
        text: str = "",
        prefix: str = "",
        number: str = "",
        classes: frozenset[str] = frozenset(),
    ) -> None:
        self.cls = cls
        self.start = start
        self.end = end
        self.value = {} if value is None else value
        self.text = text
        self.prefix = prefix
        self.number = number
        self.classes = classes


@dataclass(slots=True, unsafe_hash=True, init=False)  # made often, and three times as long when frozen
class Reading:
    """A shape found in a row of units."""

    rule: str
    start: int
    end: int
    """Token range, end exclusive."""
    slots: dict[str, Unit]

    def __init__(self, rule: str, start: int, end: int, slots: dict[str, Unit]) -> None:
        self.rule = rule
        self.start = start
        self.end = end
        self.slots = slots


@dataclass(frozen=True, slots=True)
class _Step:
    name: str
    options: frozenset[str]
    optional: bool


@dataclass(slots=True, eq=False, init=False)
class _Picked:
    """A slot that was filled, behind those before it."""

    before: _Picked | None
    name: str
    at: int
    """Number of the unit."""

    def __init__(self, before: _Picked | None, name: str, at: int) -> None:
        self.before = before
        self.name = name
        self.at = at


_Kind = str | frozenset[str]
"""The class of a unit, or its classes."""
_Fit = tuple[str, int, tuple[str, ...], tuple[int, ...]]
"""A shape that fits at a unit: its id, how many units it takes, its slots, and how far from the first their units stand."""
_REMEMBERED = 20_000  # rows
_SHORT = 16  # units of a row that is remembered


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
        self._classes = frozenset(
            option for shape in self._shapes for step in shape.steps for option in step.options
        )
        self._plans: dict[tuple[_Kind, ...], tuple[tuple[_Fit, ...], ...] | None] = {}
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

    def _starting(self, kind: _Kind) -> Sequence[_Shape]:
        if isinstance(kind, str):
            return self._by_first.get(kind, ())
        shapes = self._by_classes.get(kind)
        if shapes is None:
            found = {shape.order: shape for cls in kind for shape in self._by_first.get(cls, ())}
            shapes = self._by_classes[kind] = tuple(found[order] for order in sorted(found))
        return shapes

    def read(
        self, units: Sequence[Unit], accept: Callable[[str, dict[str, Unit]], bool] | None = None
    ) -> list[Reading]:
        """Return the readings of a row: leftmost, then longest, then the earlier shape; none overlap.

        `accept` may refuse a shape with its slots; the next longest is taken instead.
        """
        readings: list[Reading] = []
        row: list[_Kind] = [unit.classes or unit.cls for unit in units]
        if len(row) <= _SHORT:
            self._read(units, 0, row, accept, readings)
            return readings
        known = self._classes
        kinds: list[_Kind] = []
        first = 0
        # No shape crosses a unit of which no shape speaks: what lies between two of them is a row of its own.
        for index, kind in enumerate(row):
            if kind in known if isinstance(kind, str) else not known.isdisjoint(kind):
                kinds.append(kind)
                continue
            if kinds:
                self._read(units, first, kinds, accept, readings)
                kinds = []
            first = index + 1
        if kinds:
            self._read(units, first, kinds, accept, readings)
        return readings

    def _plan(self, kinds: list[_Kind]) -> tuple[tuple[_Fit, ...], ...] | None:
        """Return which shapes fit at each unit of a short row, None where none do anywhere."""
        key = tuple(kinds)
        if key in self._plans:
            return self._plans[key]
        if len(self._plans) > _REMEMBERED:
            self._plans.clear()
        whole = tuple(self._fits(kinds, index) for index in range(len(kinds)))
        plan = self._plans[key] = whole if any(whole) else None
        return plan

    def _read(
        self,
        units: Sequence[Unit],
        first: int,
        kinds: list[_Kind],
        accept: Callable[[str, dict[str, Unit]], bool] | None,
        readings: list[Reading],
    ) -> None:
        length = len(kinds)
        plan = None
        if length <= _SHORT:
            plan = self._plan(kinds)
            if plan is None:
                return
        index = 0
        while index < length:
            fits = plan[index] if plan is not None else self._fits(kinds, index)
            if not fits:
                index += 1
                continue
            best: Reading | None = None
            taken = 0
            at = first + index
            for rule, size, names, steps in fits:
                if size > taken:
                    slots = dict(zip(names, [units[at + step] for step in steps], strict=True))
                    if accept is None or accept(rule, slots):
                        taken = size
                        best = Reading(rule, units[at].start, units[at + size - 1].end, slots)
            if best is not None:
                readings.append(best)
            index += taken or 1

    def _fits(self, kinds: Sequence[_Kind], index: int) -> tuple[_Fit, ...]:
        """Return the shapes that fit a row at one unit, in their order."""
        fits: list[_Fit] = []
        for shape in self._starting(kinds[index]):
            if index + shape.needs > len(kinds):
                continue
            end, picked = self._match(kinds, index, shape.steps)
            if end > index:
                row: list[tuple[str, int]] = []
                while picked is not None:
                    row.append((picked.name, picked.at - index))
                    picked = picked.before
                row.reverse()
                names, steps = zip(*row, strict=True)
                fits.append((shape.rule, end - index, names, steps))
        return tuple(fits)

    @staticmethod
    def _match(kinds: Sequence[_Kind], index: int, steps: tuple[_Step, ...]) -> tuple[int, _Picked | None]:
        # Depth-first: the ways not yet gone wait on a stack, bounded by the shape's length, for optional steps are few.
        waiting: list[tuple[int, int, _Picked | None]] = []
        best_end, at, number = index, index, 0
        best: _Picked | None = None
        picked: _Picked | None = None
        length, last = len(kinds), len(steps)
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
                    kind = kinds[at]
                    if kind in step.options if isinstance(kind, str) else not step.options.isdisjoint(kind):
                        picked = _Picked(picked, step.name, at)
                        at += 1
                        continue
            if not waiting:
                return best_end, best
            at, number, picked = waiting.pop()
