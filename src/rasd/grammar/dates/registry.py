"""The registry that ties a date shape to its arithmetic."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TypeVar

from rasd.errors import DataError
from rasd.grammar.dates.when import When
from rasd.grammar.shapes import Unit

__all__ = ["Production", "Slots", "check", "production", "productions", "when_of"]

Slots = dict[str, Unit]
Production = Callable[[Slots, date | None], When | None]
"""From the slots of a shape and the publication day to a time; None refuses the reading."""

productions: dict[str, Production] = {}


_P = TypeVar("_P", bound=Production)


def production(*rules: str) -> Callable[[_P], _P]:
    """Register the arithmetic of the shapes with these ids."""

    def register(function: _P) -> _P:
        for rule in rules:
            if rule in productions:
                raise DataError(
                    f"rasd/grammar/dates: production {rule} is registered twice. Choose another id."
                )
            productions[rule] = function
        return function

    return register


def when_of(unit: Unit) -> When:
    """Return what was read on a unit of an earlier round."""
    when = unit.value["when"]
    assert isinstance(when, When)
    return when


def check(rules: tuple[str, ...]) -> None:
    """Raise DataError when a shape has no production or a production no shape."""
    where = "arabic/shapes/dates.yaml"
    for rule in rules:
        if rule not in productions:
            raise DataError(
                f'{where}: {rule} has no arithmetic. Write `@production("{rule}")` in rasd/grammar/dates/.'
            )
    for rule in productions:
        if rule not in rules:
            raise DataError(
                f"{where}: production {rule} has no shape. Write one with this id, or delete the production."
            )
