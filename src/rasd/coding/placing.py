"""Where the act of a frame took place: the names in its words that do not only say where another lies or who speaks."""

from __future__ import annotations

from rasd.coding.frame import Frame
from rasd.coding.locating import PlaceMention
from rasd.coding.mentions import Mentions, between
from rasd.coding.sameness import is_coarse

__all__ = ["acted_places", "name_in_full", "named_places", "told_places"]

_DISTANT = frozenset(
    {"correspondent", "outlet", "agency", "party", "official", "civil_defence", "medical", "monitor"}
)


def named_places(mentions: Mentions, start: int, end: int) -> list[PlaceMention]:
    """Return the names of places between two tokens that do not only say where another lies."""
    return [mention for mention in between(mentions.places, start, end) if not mention.is_region]


def acted_places(mentions: Mentions, start: int, end: int) -> list[PlaceMention]:
    """Return the named places that are neither a speaker's nor the head of an item: where something may have happened."""
    return [
        place
        for place in named_places(mentions, start, end)
        if not _is_of_speaker(mentions, place) and not _heads_item(mentions, place)
    ]


def told_places(mentions: Mentions, frame: Frame) -> list[PlaceMention]:
    """Return the places of what a frame tells.

    The place of a reason or an origin is none of the act in front of it.

    Where a speaker is gives way to a finer place; what only says where another name lies is the place when no
    other name is there.
    """
    act = min((anchor.start for anchor in frame.anchors), default=frame.start)
    near = between(mentions.places, frame.start, frame.end)
    inside = [place for place in near if place.is_origin or not act < place.aside]
    named = [place for place in inside if not place.is_region]
    named = [place for place in named if not place.is_origin] or named
    told = [place for place in named if not _is_of_speaker(mentions, place)]
    if all(map(is_coarse, told)):
        told = named
    if len(told) > 1:
        told = [place for place in told if not _heads_item(mentions, place)] or told
    return told or inside[:1]


def name_in_full(mentions: Mentions, places: list[PlaceMention]) -> list[PlaceMention]:
    """Put "قطاع غزة" for "القطاع" and "الضفة الغربية" for "الضفة" where the document names them in full.

    The nearest full name in front counts, else the first one behind. A place under two names is named once.
    """
    named: dict[str, PlaceMention] = {}
    words = mentions.passage.texts
    for place in places:
        if (
            place.end - place.start == 1
            and place.place is not None
            and place.place.kind == "region"
            and "ال" in words[place.start]
        ):
            full = [
                other
                for other in mentions.places
                if other.end - other.start > 1
                and any(known.id == place.place.id for known in other.candidates)
                and place.key in other.key.split()
            ]
            ahead = [other for other in full if other.start < place.start]
            place = (ahead[-1:] or full[:1] or [place])[0]
        named.setdefault(place.place.id if place.place is not None else place.key, place)
    return list(named.values())


def _heads_item(mentions: Mentions, place: PlaceMention) -> bool:
    """ "- حماة: قصف على قرية كذا": the head of an item says where its places lie."""
    tokens = mentions.passage.tokens
    if place.end >= len(tokens) or tokens[place.end].text != ":" or place.prefix or place.noun:
        return False
    at = place.start - 1
    while at >= 0 and tokens[at].text in _BULLETS:
        at -= 1
    return at < 0 or tokens[at].kind == "newline"


_BULLETS = frozenset({"-", "•", "*", "|"})


def _is_of_speaker(mentions: Mentions, place: PlaceMention) -> bool:
    """ "قال مراسلنا في حماة إن قصفاً استهدف كفروما": where the speaker is, and not what is told."""
    if any(
        source.start < place.start < source.end
        for source in between(mentions.sources, place.start - 8, place.end)
    ):
        return True  # "بحسب مدير ناحية كذا"
    first = place.phrase_start
    in_front = mentions.passage.tokens[first - 1].text if first else ""
    end = first - 1 if in_front == "في" else first
    within = "ب" in place.prefix or first == place.noun_start and mentions.passage.texts[first][:1] == "ب"
    return (in_front == "في" or within) and any(
        source.end == end and source.type in _DISTANT
        for source in between(mentions.sources, max(0, end - 8), end)
    )
