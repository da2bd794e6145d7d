"""Arabic spelling: one folded form to match on, and the way back to the original characters.

Newsrooms spell one word several ways (أبريل or ابريل, قذيفة or قذيفه, ٣ or 3) and copied text carries
invisible marks. Everything downstream matches folded text, so no lexicon entry and no rule lists spelling
variants. Evidence must still point at the characters that the outlet published: `Folded.span` is the way back.

The folding table is data: ``data/arabic/orthography.yaml``.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from rasd.errors import DataError

__all__ = ["Folded", "Folding", "fold"]

# Characters that NFKC rewrites into plain Arabic letters (presentation forms) or digits and Latin (full width).
_COMPATIBLE = re.compile("[\ufb50-\ufdff\ufe70-\ufefc\uff01-\uff5e]")


@dataclass(frozen=True, slots=True)
class Folded:
    """Folded text that remembers where each of its characters came from."""

    original: str
    text: str
    holes: Sequence[int] = ()
    """Offsets in `text` before which characters of the original were dropped."""
    shifts: Sequence[int] = (0,)
    """How many were dropped before the first hole, behind the first, behind the second …"""
    mapped: tuple[int, ...] | None = None
    """One original offset per character of `text`, then the original's length, where a ligature became several."""

    @property
    def origins(self) -> tuple[int, ...] | None:
        """One original offset per character of `text`, then the original's length; None: the offsets are equal."""
        if self.mapped is not None or not self.holes:
            return self.mapped
        return tuple(self._origin(index) for index in range(len(self.text) + 1))

    def _origin(self, index: int) -> int:
        if self.mapped is not None:
            return self.mapped[index]
        return index + self.shifts[bisect_right(self.holes, index)]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the original code points behind ``text[start:end]``, marks included.

        Raises ValueError on an empty range: a value without evidence is not a value.
        """
        if not 0 <= start < end <= len(self.text):
            raise ValueError(f"folded range {start}:{end} is empty or outside 0:{len(self.text)}")
        if self.mapped is not None:
            return self.mapped[start], max(self.mapped[end], self.mapped[end - 1] + 1)
        holes = self.holes
        if not holes:
            return start, end
        shifts = self.shifts
        return start + shifts[bisect_right(holes, start)], end + shifts[bisect_right(holes, end)]

    def surface(self, start: int, end: int) -> str:
        """Return the original characters behind ``text[start:end]``."""
        first, last = self.span(start, end)
        return self.original[first:last]

    def is_plain(self, start: int, end: int) -> bool:
        """Say whether every character of ``text[start:end]`` came from one of its own: no ligature is among them."""
        return self.mapped is None or not _COMPATIBLE.search(self.surface(start, end))

    def spelled(self, start: int, end: int) -> str:
        """Return ``text[start:end]`` as its author spelled it, letter by letter: marks left out, ة and ى as they are.

        >>> fold("عَلَىٰ").spelled(0, 3)
        'على'
        """
        if self.mapped is None:
            before = bisect_right(self.holes, start)
            shift = self.shifts[before]
            if bisect_right(self.holes, end - 1) == before:  # nothing was dropped in its midst
                return self.original[start + shift : end + shift]
            return "".join([self.original[self._origin(index)] for index in range(start, end)])
        plain = "".join([self.original[index] for index in self.mapped[start:end]])
        if not _COMPATIBLE.search(plain):
            return plain
        letters = []
        for index, letter in enumerate(plain, start):
            if _COMPATIBLE.match(letter):
                letter = unicodedata.normalize("NFKC", letter)
            letters.append(letter if len(letter) == 1 else self.text[index])
        return "".join(letters)


class Folding:
    """A compiled folding table.

    One-to-one replacements keep the length, so offsets stay equal; only texts that hold characters to
    drop or to decompose pay for an offset map.
    """

    def __init__(self, pairs: dict[str, str], drop: list[str]) -> None:
        self._pairs = tuple(pairs.items())
        self._drop = re.compile("[" + "".join(drop) + "]+")

    def __call__(self, original: str) -> Folded:
        """Fold `original` for matching.

        >>> fold("قُتِل ٣").text
        'قتل 3'
        """
        text = original
        origins: list[int] | None = None
        if _COMPATIBLE.search(text):
            letters: list[str] = []
            origins = []
            for index, character in enumerate(text):
                # Ligatures (ﻻ) become several letters of one origin.
                plain = (
                    unicodedata.normalize("NFKC", character) if _COMPATIBLE.match(character) else character
                )
                letters.append(plain)
                origins.extend([index] * len(plain))
            text = "".join(letters)
        for old, new in self._pairs:
            if old in text:
                text = text.replace(old, new)
        if not self._drop.search(text):
            return Folded(original, text, mapped=None if origins is None else (*origins, len(original)))
        holes: list[int] = []
        shifts = [0]
        pieces: list[str] = []
        last = dropped = 0
        for hole in self._drop.finditer(text):
            start, end = hole.span()
            pieces.append(text[last:start])
            holes.append(start - dropped)
            dropped += end - start
            shifts.append(dropped)
            last = end
        pieces.append(text[last:])
        folded = Folded(original, "".join(pieces), holes, shifts)
        if origins is None:
            return folded
        kept = [origins[folded._origin(index)] for index in range(len(folded.text))]
        return Folded(original, folded.text, mapped=(*kept, len(original)))


def _load() -> Folding:
    path = files("rasd.data") / "arabic" / "orthography.yaml"
    table: dict[str, Any] = yaml.load(
        path.read_text("utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    )
    for old, new in table["map"].items():
        if len(str(old)) != 1 or len(str(new)) != 1:
            raise DataError(
                f"{path}: map {old!r}: {new!r} is not one character to one character. Use `drop` or NFKC."
            )
    return Folding(
        {str(old): str(new) for old, new in table["map"].items()}, [str(item) for item in table["drop"]]
    )


@cache
def _folding() -> Folding:
    return _load()


def fold(original: str) -> Folded:
    """Fold `original` with the table of ``data/arabic/orthography.yaml``."""
    return _folding()(original)
