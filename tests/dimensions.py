"""How the corpus tests read each dimension. A new dimension is one line in `DIMENSIONS`."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import cache, lru_cache
from typing import Any

import yaml

from rasd.coding import Coder
from rasd.grammar.dates import date_mentions, read_dates
from rasd.grammar.dates.row import rows_of
from rasd.grammar.numerals import quantity_mentions, read_numbers, read_quantities
from rasd.grammar.passage import Mention, Passage
from rasd.grammar.shapes import Grammar
from rasd.lexicon import Lexicon
from rasd.lexicon.files import root
from rasd.model import Document
from rasd.places import Gazetteer

__all__ = ["DIMENSIONS", "Dimension", "coder", "shapes_of"]


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
    """Return the ids of a dimension's shapes, or of the rules in code where it has none."""
    if dimension in _CODE:
        return _rules_in_code(dimension)
    layer = _WORDS.get(dimension)
    if layer is not None:
        return _rules_in_words(dimension, layer)
    return grammar(dimension).rules


_CODE = ("people", "harm", "actors", "attribution", "places", "roles")
"""Dimensions whose rules stand in the code."""
_OF_REPORTS = frozenset(
    {"people.civilians", "people.list", "harm.range", "places.anaphor", "places.carried"}
    | {"places.headline"}
)
"""Rules of whole reports: no mention carries them, `reports.yaml` shows them."""
_WORDS = {
    "accords": "accords",
    "events": "events",
    "factuality": "factuality",
    "flights": "flights",
    "monitoring": "monitoring",
    "munitions": "munitions",
    "sites": "sites",
    "threats": "threats",
    "weapons": "weapons",
}
"""A dimension that is words alone has one rule for every class of its file."""


def _rules_in_code(dimension: str) -> tuple[str, ...]:
    prefix = "sources" if dimension == "attribution" else dimension
    rules: set[str] = set()
    for room in ("grammar", "coding"):
        for path in (root().parent / room).rglob("*.py"):
            rules.update(re.findall(rf'"({prefix}\.[a-z_]+)"', path.read_text("utf-8")))
    return tuple(sorted(rules - _OF_REPORTS))


def _rules_in_words(dimension: str, name: str) -> tuple[str, ...]:
    content = yaml.safe_load((root() / "arabic" / "words" / f"{name}.yaml").read_text("utf-8"))
    return tuple(sorted({f"{dimension}.{entry['class']}" for entry in content["entries"]}))


@cache
def coder() -> Coder:
    """Return the coder of the tests: the core list of places alone, opened once."""
    return Coder(gazetteer=Gazetteer.core())


@lru_cache(maxsize=4096)
def _explained(text: str, published: date | None) -> tuple[Mention, ...]:
    document = Document.model_validate(
        {"text": text, "published": published.isoformat() if published else None}
    )
    return tuple(coder().explain(document).mentions)


def _mentions(name: str) -> Callable[[str, date | None], list[Mention]]:
    """Return how `rasd explain` reads a dimension that has no shapes of its own."""
    return lambda text, published: [
        mention for mention in _explained(text, published) if mention.dimension == name
    ]


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
    "people": Dimension(_mentions("people"), {"victim_status": "unknown", "unit": "people"}),
    "harm": Dimension(_mentions("harm"), {"victim_status": "unknown"}),
    "roles": Dimension(_mentions("roles"), {"certainty": "stated"}),
    **{
        name: Dimension(_mentions(name))
        for name in (
            "accords",
            "actors",
            "attribution",
            "events",
            "factuality",
            "flights",
            "monitoring",
            "munitions",
            "places",
            "sites",
            "threats",
            "weapons",
        )
    },
}
