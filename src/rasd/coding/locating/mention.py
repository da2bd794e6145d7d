"""The mention of a place."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from rasd.places import Choice, Place

__all__ = ["NOUN_AREAS", "PlaceMention"]

NOUN_AREAS = frozenset({"governorate", "countryside"})
"""Classes of nouns in front of an area: محافظة, ريف."""
_WIDE = frozenset({"country", "governorate", "region", "sea"})


@dataclass(slots=True, eq=False)
class PlaceMention:
    """A place name at tokens ``start:end``."""

    start: int
    end: int
    key: str
    prefix: str
    noun: str
    """Common noun in front (folded), or empty."""
    noun_class: str
    locative: bool
    """It stands behind a preposition or noun of place."""
    candidates: tuple[Place, ...]
    direction: int = -1
    """First token of the direction words in front, or -1."""
    noun_start: int = -1
    is_region: bool = False
    """It only says where another name lies."""
    region: tuple[int, int] | None = None
    """Tokens of the region phrase behind the name."""
    region_keys: frozenset[str] = frozenset()
    """Keys of the names in that phrase."""
    joined: bool = False
    """Its noun carries the conjunction: وأرياف حماة."""
    listing: bool = False
    """A plural noun opened a list of names: مناطق, قرى."""
    aside: int = -1
    """Token from which on the name is a reason or an origin of what is told in front (رداً على قصف كذا), or -1."""
    choice: Choice | None = None
    rule: str = "places.name"
    phrase_start: int = field(init=False)
    """First token of the whole phrase, noun and direction included."""

    def __post_init__(self) -> None:
        first = self.start
        if 0 <= self.noun_start < first:
            first = self.noun_start
        self.phrase_start = self.direction if 0 <= self.direction < first else first

    @property
    def place(self) -> Place | None:
        return self.choice.place if self.choice is not None else None

    @property
    def best(self) -> Place | None:
        """The decided place, or the first candidate for coarse questions (is it a country?)."""
        if self.choice is not None and self.choice.candidates:
            return self.choice.candidates[0]
        return self.candidates[0] if self.candidates else None

    @property
    def is_wide(self) -> bool:
        """The lists know it as a country, a governorate, a region or a sea."""
        best = self.best
        return best is not None and best.kind in _WIDE

    @property
    def is_origin(self) -> bool:
        """Whether fire came from it."""
        return self.aside == self.phrase_start

    def behind(self, head: PlaceMention) -> PlaceMention:
        """Return this longer name with what announced `head`, the shorter one that it begins with."""
        return replace(
            self,
            prefix=head.prefix,
            noun=head.noun,
            noun_class=head.noun_class,
            noun_start=head.noun_start,
            direction=head.direction,
            rule=head.rule,
            listing=head.listing,
            joined=head.joined,
        )
