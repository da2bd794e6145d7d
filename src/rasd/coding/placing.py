"""Where the act of a frame took place: the names in its words that do not only say where another lies or who speaks."""

from __future__ import annotations

from rasd.coding.locating import PlaceMention
from rasd.coding.mentions import Mentions, between
from rasd.coding.sameness import is_coarse

__all__ = ["named_places", "told_places"]

_DISTANT = frozenset({"correspondent", "outlet", "agency", "party", "official"})


def named_places(mentions: Mentions, start: int, end: int) -> list[PlaceMention]:
    """Return the names of places between two tokens that do not only say where another lies."""
    return [mention for mention in between(mentions.places, start, end) if not mention.is_region]


def told_places(mentions: Mentions, start: int, end: int) -> list[PlaceMention]:
    """Return the places of what is told between two tokens.

    Where a speaker is gives way to a finer place; what only says where another name lies is the place when no
    other name is there.
    """
    named = named_places(mentions, start, end)
    told = [place for place in named if not _is_of_speaker(mentions, place)]
    if all(map(is_coarse, told)):
        told = named
    return told or between(mentions.places, start, end)[:1]


def _is_of_speaker(mentions: Mentions, place: PlaceMention) -> bool:
    """ "قال مراسلنا في حماة إن قصفاً استهدف كفروما": where the speaker is, and not what is told."""
    first = place.phrase_start
    in_front = mentions.passage.tokens[first - 1].text if first else ""
    end = first - 1 if in_front == "في" else first
    return (in_front == "في" or "ب" in place.prefix) and any(
        source.end == end and source.type in _DISTANT
        for source in between(mentions.sources, max(0, end - 8), end)
    )
