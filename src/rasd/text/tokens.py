"""Tokens of folded text: words, numbers and marks, with their place in the folded text."""

from __future__ import annotations

import re
from dataclasses import dataclass

__all__ = ["Placed", "Token", "tokenize"]

# Digits glued to letters ("100جريح") are two tokens; 3,042 and 2.8 are one. Bounded repetition: linear on any input.
_TOKEN = re.compile(
    r"(?P<number>\d{1,15}(?:[.,]\d{1,15}){0,5})"
    r"|(?P<word>[^\W\d_]{1,64}(?:\.[^\W\d_]\b(?!\.[^\W\d_]{2})){0,6})"
    r"|(?P<newline>\n)"
    r"|(?P<mark>[^\s\w])"
    r"|(?P<other>[^\W_])"
)

_KINDS = ("", "number", "word", "newline", "mark", "word")
"""Kinds by the number of the group."""


# Not frozen: made by the thousand, and a frozen dataclass takes three times as long to make.
@dataclass(slots=True, eq=False)
class Token:
    """One word, number or mark as folded text spells it; one object may stand for every place of a spelling."""

    text: str
    kind: str
    """`word`, `number`, `mark` or `newline`."""


@dataclass(slots=True, eq=False)
class Placed(Token):
    """A token at its place."""

    start: int
    """Offset in the folded text, code points."""
    end: int


def tokenize(folded: str) -> list[Placed]:
    """Split folded text into tokens; white space other than the newline separates and is dropped.

    So does the low line, which joins the words of a hashtag.

    >>> [token.text for token in tokenize("قتل 3 مدنيين في #دير_الزور،")]
    ['قتل', '3', 'مدنيين', 'في', '#', 'دير', 'الزور', '،']
    """
    tokens: list[Placed] = []
    for match in _TOKEN.finditer(folded):
        start, end = match.span()
        tokens.append(Placed(match[0], _KINDS[match.lastindex or 0], start, end))
    return tokens
