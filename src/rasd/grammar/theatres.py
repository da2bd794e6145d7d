"""The theatres that the words of a text speak of."""

from __future__ import annotations

from collections.abc import Sequence

from rasd.grammar.passage import Passage
from rasd.lexicon import Path

__all__ = ["recognise_theatres"]

_EARLY = 40  # tokens


def recognise_theatres(passage: Passage, given: str | None, known: Sequence[str]) -> tuple[str, ...]:
    """Return the theatres of a text, the likeliest first: the given one, then by markers, then by its actors."""
    points: dict[str, float] = {}
    reach = 0
    for index, (named, end) in passage.matches.noted("theatre", _named).items():
        if index < reach:
            continue
        reach = end
        # What stands early weighs more: leads name the place, background wanders.
        weight = 2.0 if index < _EARLY else 1.0
        for theatre in named:
            points[theatre] = points.get(theatre, 0.0) + weight
    for match in passage.matches.get("actor", ()):
        theatre = str(match.value.get("theatre") or "")
        if theatre and match.cls in ("name", "leader"):
            points[theatre] = points.get(theatre, 0.0) + 0.5
    ranked = sorted(points, key=lambda name: -points[name])
    if given and given in known:
        ranked = [given, *(name for name in ranked if name != given)]
    if not ranked:
        return ()
    top = points.get(ranked[0], 0.0)
    return tuple(
        name
        for name in ranked
        if name == given or points.get(name, 0.0) >= max(1.5, 0.34 * top) or name == ranked[0]
    )


def _named(path: Path) -> tuple[str, ...]:
    """Return the theatres that some words speak of."""
    named: list[str] = []
    for match in path.patterns["theatre"]:
        # "الضفة الغربية" has its articles in its words.
        written = match.entry.definite or len(match.entry.words) > 1
        if match.prefix.endswith("س") or (match.article and not written):
            continue  # "سابين" is no أبين, and "الحديثة" is not حديثة
        named.append(str(match.value["theatre"]))
    return tuple(named)
