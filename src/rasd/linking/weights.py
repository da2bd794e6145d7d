"""The weights and words of ``data/linking/pairs.yaml``, checked once and kept."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import Any

import yaml

from rasd.errors import DataError
from rasd.model import ids
from rasd.text import fold

__all__ = ["Weights", "weights"]


@dataclass(frozen=True, slots=True)
class Weights:
    """What each outcome of each part adds to a pair's score, and how it is told."""

    version: str
    """Hash of the file."""
    bias: float
    uncompared: float
    outcomes: dict[str, dict[str, dict[str, Any]]]
    kinds: dict[frozenset[str], str]
    alike: tuple[frozenset[str], ...]
    area_nouns: frozenset[str]
    """Folded."""
    hours: dict[str, float]
    hours_near: float
    numbers: dict[str, dict[str, float]]
    """The weights of `outcomes` alone."""

    def weight(self, part: str, outcome: str) -> float:
        """Return the log-odds that an outcome adds."""
        return self.numbers[part][outcome]

    def words(self, part: str, outcome: str, language: str, filling: dict[str, object]) -> str:
        """Return an outcome in words of `language`, `ar` or `en`."""
        return str(self.outcomes[part][outcome][language]).format_map(filling)


@cache
def weights() -> Weights:
    """Return the packaged weights. Raises DataError where the file names a kind, weapon or part of day that is none."""
    name = "data/linking/pairs.yaml"
    text = (files("rasd.data") / "linking" / "pairs.yaml").read_text("utf-8")
    data = yaml.safe_load(text)
    kinds = {frozenset(pair): relation for relation in ("cousin", "kin") for pair in data[relation]}
    for pair in kinds:
        _known(name, pair, "kinds")
    for family in data["weapons_alike"]:
        _known(name, family, "weapons")
    _known(name, data["hours"], "parts_of_day")
    for part, outcomes in data["parts"].items():
        for outcome, entry in outcomes.items():
            if set(entry) != {"weight", "ar", "en"}:
                raise DataError(f"{name}: {part}.{outcome} needs exactly weight, ar and en.")
    return Weights(
        version=sha256(text.encode()).hexdigest()[:12],
        bias=data["bias"],
        uncompared=data["uncompared"],
        outcomes=data["parts"],
        kinds=kinds,
        alike=tuple(frozenset(family) for family in data["weapons_alike"]),
        area_nouns=frozenset(fold(noun).text for noun in data["area_nouns"]),
        hours=data["hours"],
        hours_near=data["hours_near"],
        numbers={
            part: {outcome: float(entry["weight"]) for outcome, entry in outcomes.items()}
            for part, outcomes in data["parts"].items()
        },
    )


def _known(name: str, given: Any, vocabulary: str) -> None:
    unknown = sorted(set(given) - set(ids(vocabulary)))
    if unknown:
        raise DataError(f"{name}: {', '.join(unknown)} not in {vocabulary}: {', '.join(ids(vocabulary))}.")
