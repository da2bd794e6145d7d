"""What is known of the word forms that open place names."""

from __future__ import annotations

from rasd.lexicon.matching import candidates
from rasd.places import Gazetteer

__all__ = ["Forms", "Locator"]

Forms = tuple[tuple[str, str, bool, int], ...]
"""Readings of a word form: prefix, bare key, article, words of the longest name that starts so."""

_PREFIXES = frozenset({"", "و", "ف", "ب", "ل", "وب", "ول", "فب"})


class Locator:
    """Finds place names; keeps what it learned about word forms."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.gazetteer = gazetteer
        self._core = gazetteer.indexes[: gazetteer.core_layers]
        self.known: dict[str, Forms] = {}
        """What `forms` returned."""
        self._famous: dict[str, bool] = {}

    def forms(self, word: str) -> Forms:
        """Return (prefix, bare key, article, longest name) of a word form; empty when no name starts with it."""
        known = self.known.get(word)
        if known is None:
            if len(self.known) > 300_000:
                self.known.clear()
            known = tuple(
                (candidate.prefix, candidate.key, candidate.article, longest)
                for candidate in candidates(word)
                if not candidate.suffix
                and candidate.prefix in _PREFIXES
                and (longest := self.gazetteer.longest(candidate.key)) > 0
            )
            self.known[word] = known
            if len(self._famous) > 300_000:
                self._famous.clear()
            self._famous[word] = not self._core or any(
                index.longest(key) > 0 for _, key, _, _ in known for index in self._core
            )
        return known

    def forms_of(self, words: list[str]) -> list[Forms]:
        """Return `forms` of each word."""
        found = list(map(self.known.get, words))
        if None not in found:
            return found  # type: ignore[return-value]
        return [
            self.forms(word) if forms is None else forms for word, forms in zip(words, found, strict=True)
        ]

    def famous(self, word: str) -> bool:
        """Say whether a name of the core list starts with this word form."""
        famous = self._famous.get(word)
        if famous is None:
            self.known.pop(word, None)
            self.forms(word)
            famous = self._famous[word]
        return famous
