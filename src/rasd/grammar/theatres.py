"""The theatres that the words of a text speak of."""

from __future__ import annotations

from collections.abc import Sequence

from rasd.grammar.passage import Passage

__all__ = ["recognise_theatres"]


def recognise_theatres(passage: Passage, given: str | None, known: Sequence[str]) -> tuple[str, ...]:
    """Return the theatres of a text, the likeliest first: the given one, then by markers, then by its actors."""
    points: dict[str, float] = {}
    for match in passage.layer("theatre"):
        written = (
            match.entry.definite or len(match.entry.words) > 1
        )  # "الضفة الغربية" has its articles in its words
        if match.prefix.endswith("س") or (match.article and not written):
            continue  # "سابين" is no أبين, and "الحديثة" is not حديثة
        theatre = str(match.value["theatre"])
        # What stands early weighs more: leads name the place, background wanders.
        weight = 2.0 if match.start < 40 else 1.0
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
