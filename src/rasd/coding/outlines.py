"""The outline of a clause: its words with people, places, actors, numbers, dates and weapons named by dimension.

Clauses that are told alike have one outline, so that the most frequent ways of telling can be counted.
"""

from __future__ import annotations

from rasd.coding.clauses import Clause
from rasd.coding.mentions import Mentions, between

__all__ = ["outline"]

_LONGEST = 14
"""Parts of an outline; a longer clause ends in "…"."""


def outline(mentions: Mentions, clause: Clause) -> str:
    """Return the outline of a clause: "bombard … PLACE بـ ARTILLERY".

    Words of force stand as the act, effect or weapon that they name, in small letters; of the other words only those
    beside a word of force are kept, and "…" stands for the rest.
    """
    units = _units(mentions, clause)
    force = {at for word in clause.words for at in (word.start, word.end - 1)}
    parts: list[str] = []
    at = clause.start
    while at < clause.end:
        known = units.get(at)
        if known is not None:
            end, name = known
            if not parts or parts[-1] != name or name.islower():
                parts.append(name)
            at = max(end, at + 1)
            continue
        token = mentions.passage.tokens[at]
        if token.kind == "word" and (at - 1 in force or at + 1 in force):
            parts.append(token.text)
        elif token.kind == "word" and (not parts or parts[-1] != "…"):
            parts.append("…")
        at += 1
    if len(parts) > _LONGEST:
        parts = [*parts[:_LONGEST], "…"]
    return " ".join(parts)


def _units(mentions: Mentions, clause: Clause) -> dict[int, tuple[int, str]]:
    start, end = clause.start, clause.end
    units: dict[int, tuple[int, str]] = {}
    for quantity in between(mentions.quantities, start, end):
        units[quantity.start] = (quantity.end, "NUMBER")
    for group in between(mentions.people, start, end):
        units[group.start] = (group.end, "PEOPLE")
    for date in between(mentions.dates, start, end):
        units[date.start] = (date.end, "DATE")
    for source in between(mentions.sources, start, end):
        units[source.start] = (source.end, "SOURCE")
    for actor in between(mentions.actors, start, end):
        units[actor.start] = (actor.end, "ACTOR")
    for place in between(mentions.places, start, end):
        units[max(start, place.phrase_start)] = (place.end, "PLACE")
    inside = {at for word in clause.words for at in range(word.start, word.end)}
    for first, (last, name) in list(units.items()):
        # A word of force inside a phrase of people shows itself: "ثلاثة قتلى" is NUMBER killed.
        cut = next((at for at in range(first, last) if at in inside), None)
        if cut == first:
            del units[first]
        elif cut is not None:
            units[first] = (cut, "NUMBER" if name == "PEOPLE" else name)
    for word in clause.words:
        units[word.start] = (word.end, word.name)
    return units
