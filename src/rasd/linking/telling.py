"""Why two reports are linked, in words of people: each part of the pair's score in Arabic and English."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache

from rasd.linking.linker import Decision
from rasd.linking.pairing import parts_of
from rasd.linking.traits import Traits
from rasd.linking.weights import weights
from rasd.model import LinkReason, terms

__all__ = ["reasons_of"]

_VOCABULARIES = ("kinds", "parts_of_day", "weapons", "target_sites")
_CODED = {"kind", "kinds", "part", "parts", "weapons", "sites"}


def reasons_of(one: Traits, other: Traits, decision: Decision | None = None) -> list[LinkReason]:
    """Return the parts of a pair in words, the weightiest first; a person's decision before all."""
    table = weights()
    told = [(part.part, part.outcome, part.filling) for part in parts_of(one, other)]
    if decision is not None:
        told.append(("decision", "together" if decision.together else "apart", {"by": decision.by}))
    reasons = [
        LinkReason(
            part=part,
            weight=table.weight(part, outcome),
            ar=table.words(part, outcome, "ar", _in(filling, "ar")),
            en=table.words(part, outcome, "en", _in(filling, "en")),
        )
        for part, outcome, filling in told
    ]
    return sorted(reasons, key=lambda reason: (-abs(reason.weight), reason.part))


def _in(filling: Mapping[str, object], language: str) -> dict[str, object]:
    """Return the filling with coded words in `language`."""
    return {
        name: _translated(str(value), language) if name in _CODED else value
        for name, value in filling.items()
    }


@lru_cache(maxsize=8192)
def _translated(value: str, language: str) -> str:
    words = _labels(language)
    return " / ".join(
        ("، " if language == "ar" else ", ").join(words.get(word, word) for word in side.split(", "))
        for side in value.split(" / ")
    )


@cache
def _labels(language: str) -> dict[str, str]:
    return {
        term.id: str(getattr(term, language)) if language == "ar" else str(term.en).lower()
        for vocabulary in _VOCABULARIES
        for term in terms(vocabulary).values()
    }
