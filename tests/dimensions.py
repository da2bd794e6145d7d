"""How the corpus tests read each dimension. A new dimension is one line in `DIMENSIONS`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any

from rasd.grammar.dates import date_mentions, read_dates
from rasd.grammar.dates.row import rows_of
from rasd.grammar.numerals import quantity_mentions, read_numbers, read_quantities
from rasd.grammar.passage import Mention, Passage
from rasd.grammar.shapes import Grammar
from rasd.lexicon import Lexicon

__all__ = ["DIMENSIONS", "Dimension", "shapes_of"]


@dataclass(frozen=True)
class Dimension:
    """One dimension: `read` gives its mentions, `defaults` what `says` may leave out."""

    read: Callable[[str, date | None], list[Mention]]
    defaults: dict[str, Any] = field(default_factory=dict)
    wordless: frozenset[str] = frozenset()
    """Shapes that keep words from being read: their cases show what stands beside them."""
    show: Callable[[str], str] | None = None
    """A picture of the units that the shapes saw, for a failing case."""


@cache
def grammar(dimension: str) -> Grammar:
    return Grammar(dimension, Lexicon.load().shapes(dimension))


def shapes_of(dimension: str) -> tuple[str, ...]:
    """Return the ids of a dimension's shapes."""
    return grammar(dimension).rules


def _dates(text: str, published: date | None) -> list[Mention]:
    passage = Passage.of(text, Lexicon.load())
    return date_mentions(passage, read_dates(passage, read_numbers(passage), published, grammar("dates")))


def _show_dates(text: str) -> str:
    passage = Passage.of(text, Lexicon.load())
    lines = []
    for row in rows_of(passage, read_numbers(passage)):
        for unit in row:
            classes = " ".join(sorted(unit.classes or {unit.cls}))
            held = " ".join(sorted(unit.value.get("later", ())))
            words = passage.surface(unit.start, unit.end) if unit.end > unit.start else "(و)"
            lines.append(f"{words}: {classes}" + (f" (later: {held})" if held else ""))
        lines.append("--")
    return "\n    ".join(lines)


def _numerals(text: str, published: date | None) -> list[Mention]:
    passage = Passage.of(text, Lexicon.load())
    return quantity_mentions(passage, read_quantities(passage, read_numbers(passage), grammar("numerals")))


DIMENSIONS: dict[str, Dimension] = {
    "dates": Dimension(
        _dates,
        {"part_of_day": None, "kind": "point"},
        frozenset({"dates.name_with_date", "dates.per_day"}),
        _show_dates,
    ),
    "numerals": Dimension(_numerals, {"approximate": False}),
}
