"""Whether a text is Arabic: Persian and Urdu are written in the same letters, and are read by nobody here."""

from __future__ import annotations

import re
from collections.abc import Iterable

from rasd.lexicon.cues import cues

__all__ = ["HARDLY", "MANY", "is_arabic"]

_LETTERS = re.compile(r"[^\W\d_]+")
_SCRIPT = re.compile("[\u0600-\u06ff\ufb50-\ufefc]+")
MANY, HARDLY = 6, 1
"""Common words of another language that tell it, and of Arabic that may stand beside them: a name, a quotation."""
_OTHERS = cues("other_languages")
_ARABIC = cues("arabic_words")


def is_arabic(text: str, words: Iterable[str]) -> bool:
    """Say whether a text is Arabic: at least a fifth of its letters is of that script, and its words are of no other language.

    `words` are those of the text, folded.
    """
    return any(_is_of_script(text[:length]) for length in (400, 20_000)) and not _is_foreign(words)


def _is_foreign(words: Iterable[str]) -> bool:
    found = set(words)
    return len(found & _OTHERS) >= MANY and len(found & _ARABIC) <= HARDLY


def _is_of_script(sample: str) -> bool:
    arabic = sum(map(len, _SCRIPT.findall(sample))) * 5
    if arabic >= len(sample):
        return True
    letters = sum(map(len, _LETTERS.findall(sample)))
    return letters == 0 or arabic >= letters
