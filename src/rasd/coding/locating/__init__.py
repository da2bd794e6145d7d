"""Places named in a passage: which words are a name, which region governs it, which place of the gazetteer it is.

A name is taken on the strength of what announces it (a common noun, a preposition of place, an earlier name of the
same list) and of how well known it is; a word that the gazetteer happens to hold is not a place by itself.
"""

from __future__ import annotations

from rasd.coding.locating.finder import Finder
from rasd.coding.locating.locator import Locator
from rasd.coding.locating.mention import NOUN_AREAS, PlaceMention
from rasd.coding.locating.regions import decide, link_regions
from rasd.grammar.passage import Passage

__all__ = ["NOUN_AREAS", "Locator", "PlaceMention", "read_places"]


def read_places(
    passage: Passage,
    locator: Locator,
    taken: set[int],
    countries: tuple[str, ...],
    masked: frozenset[int],
    soft: set[int] | None = None,
) -> list[PlaceMention]:
    """Return the place names of a passage.

    `taken` are tokens that are part of an actor, a body or a person; `soft` ones name a country that may act or
    be a place, by what stands in front.
    """
    mentions = Finder(passage, locator, taken, masked, countries, soft or set()).find()
    mentions = link_regions(passage, mentions)
    return decide(passage, mentions, locator.gazetteer, countries)
