"""The nouns of places, read once from ``data/places/nouns.yaml``: folded noun to classes, direction to compass."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from rasd.errors import DataError
from rasd.places.names import key
from rasd.places.place import KINDS

__all__ = ["directions", "nouns"]


@cache
def _table() -> dict[str, Any]:
    path = files("rasd.data") / "places" / "nouns.yaml"
    table: dict[str, Any] = yaml.load(
        path.read_text("utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    )
    if set(table) != {"nouns", "directions"}:
        raise DataError(f"{path}: has the keys {', '.join(sorted(table))}. Write: nouns, directions.")
    for noun, kinds in table["nouns"].items():
        for kind in kinds:
            if kind not in KINDS:
                raise DataError(f"{path}: {noun}: unknown class {kind!r}. Classes: {', '.join(KINDS)}.")
    return table


@cache
def nouns() -> dict[str, tuple[str, ...]]:
    """Return the classes that each common noun means, likeliest first; nouns are keys."""
    return {key(noun): tuple(kinds) for noun, kinds in _table()["nouns"].items()}


@cache
def directions() -> dict[str, tuple[int, int]]:
    """Return (north, east) of each direction word; words are keys."""
    return {key(word): (north, east) for word, (north, east) in _table()["directions"].items()}
