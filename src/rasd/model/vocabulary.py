"""The coded words, read once from ``data/vocab``: kinds, effects, weapons and the other closed lists.

A new kind or weapon is one entry in a YAML file; the models, the schema, the docs and the report follow.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from rasd.errors import DataError

__all__ = ["VOCABULARIES", "Term", "ids", "terms"]

VOCABULARIES = (
    "kinds",
    "effects",
    "weapons",
    "munitions",
    "target_sites",
    "factuality",
    "certainty",
    "source_types",
    "precision",
    "place_classes",
    "parts_of_day",
    "reasons",
    "grades",
    "grade_rules",
    "acts",
)
_KEYS = {"id", "family", "label", "acled", "plover", "definition", "example"}


@dataclass(frozen=True, slots=True)
class Term:
    """One coded word with its labels and definition."""

    id: str
    ar: str
    en: str
    definition: str
    family: str = ""
    acled: str = ""
    plover: str = ""
    example: str = ""


@cache
def terms(vocabulary: str) -> dict[str, Term]:
    """Return the terms of one closed list by id, in the order of its file.

    Raises DataError when an entry has an unknown key, lacks a label or repeats an id.
    """
    path = files("rasd.data") / "vocab" / f"{vocabulary}.yaml"
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    entries: list[dict[str, Any]] = yaml.load(path.read_text("utf-8"), Loader=loader)
    found: dict[str, Term] = {}
    for entry in entries:
        unknown = set(entry) - _KEYS
        if unknown:
            raise DataError(
                f"{path}: {entry.get('id')}: unknown key {sorted(unknown)}. Keys: {', '.join(sorted(_KEYS))}."
            )
        if entry["id"] in found:
            raise DataError(f"{path}: id {entry['id']} is written twice. Keep one.")
        found[entry["id"]] = Term(
            id=entry["id"],
            ar=entry["label"]["ar"],
            en=entry["label"]["en"],
            definition=entry["definition"],
            family=entry.get("family", ""),
            acled=entry.get("acled", ""),
            plover=entry.get("plover", ""),
            example=entry.get("example", ""),
        )
    return found


def ids(vocabulary: str) -> tuple[str, ...]:
    """Return the ids of one closed list."""
    return tuple(terms(vocabulary))
