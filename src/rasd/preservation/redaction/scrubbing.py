"""Takes what was redacted out of values that were read from a text: phrases, names, anything quoted from it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from rasd.store.redactions import FILLER, Hit, Key, Rule, filled, redacted, words_at

__all__ = ["Scrubber"]

_FREE = {"phrase", "name", "region", "text", "title", "words", "quote", "message", "note", "why"}
_LETTER_BEYOND_ASCII = re.compile(r"[^\W\d_]")
_MOST_PLACES = 50


class Scrubber:
    """Knows one text as it was, and what was taken out of it."""

    def __init__(self, original: str, found: Sequence[Hit], rules: Sequence[Rule], key: Key) -> None:
        self._original = original
        self._found = found
        self._rules = rules
        self._key = key
        self._redacted = filled(original, found)
        self._words = {word for hit in found for word, *_ in words_at(original[hit.start : hit.end])}

    def scrub(self, value: Any, under: str = "") -> Any:
        """Return a value of JSON without what was taken out."""
        if isinstance(value, dict):
            return {name: self.scrub(inner, name) for name, inner in value.items()}
        if isinstance(value, list):
            return [self.scrub(inner, under) for inner in value]
        return self._string(value, under) if isinstance(value, str) else value

    def _string(self, value: str, under: str) -> str:
        value = redacted(value, self._rules, self._key)
        is_free = under in _FREE or any(not c.isascii() for c in _LETTER_BEYOND_ASCII.findall(value))
        if not is_free or len(value) < 2:
            return value
        at, places = self._original.find(value), 0
        while at >= 0 and places < _MOST_PLACES:  # words of the text itself: as they stand there now
            if any(hit.start < at + len(value) and at < hit.end for hit in self._found):
                return self._redacted[at : at + len(value)]
            at, places = self._original.find(value, at + 1), places + 1
        words = words_at(value)
        if words and all(
            word in self._words for word, *_ in words
        ):  # a part of a name, spelled in its own way
            return "".join(FILLER if not c.isspace() else c for c in value)
        return value
