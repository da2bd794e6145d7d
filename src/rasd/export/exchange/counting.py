"""What vague words count for: a rule set is applied again from the words that were counted, which every figure keeps."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from rasd.export.exchange.tables import table
from rasd.model import ReportedFigure
from rasd.text import fold

__all__ = ["counted_words", "recounted"]

_CODEBOOK = "rasd-1"
_PREFIXES = "(?:[وفبكل]?ال|لل|[وفبل])?"
_BETWEEN = re.compile(r"[،,;]\s*")


@cache
def _vague() -> list[tuple[re.Pattern[str], dict[str, Any]]]:
    return [
        (re.compile(rf"(?<!\w){_PREFIXES}(?:{'|'.join(map(_spelling, entry['words']))})(?!\w)"), entry)
        for entry in table("counting")
    ]


def _spelling(words: str) -> str:
    return r"\s+".join(re.escape(word) for word in fold(words).text.split())


def counted_words(phrase: str) -> str:
    """Return of a phrase only what a rule set counts by: its vague words and its digits, so that names stay behind.

    >>> counted_words("عشرات القتلى من آل فلان"), counted_words("12 قتيلا")
    ('عشرات', '12')
    """
    pieces = []
    for piece in _BETWEEN.split(phrase):
        found, rest = re.findall(r"\d+", piece), fold(piece).text
        for pattern, entry in _vague():
            rest, times = pattern.subn(" ", rest)
            found += [entry["words"][0]] * times
        pieces.append(" ".join(found))
    return "، ".join(piece for piece in pieces if piece)


def recounted(figure: ReportedFigure, rule_set: str) -> int | None:
    """Return the lowest number that a figure stands for under a rule set, None when it gives no floor.

    The codebook's floor of each vague word in its phrase is taken off and the rule set's put in its place; a figure whose
    floor cannot hold its words stays as it is.

    >>> tens = ReportedFigure(report_id="a", document_id="a", min=20, phrase="عشرات القتلى")
    >>> recounted(tens, "acled-like"), recounted(tens, "rasd-1")
    (10, 20)
    """
    low = figure.min
    if low is None:
        return None
    ours = theirs = 0
    for piece in _BETWEEN.split(fold(figure.phrase).text):
        rest = piece
        for pattern, entry in _vague():
            rest, times = pattern.subn(" ", rest)
            if times and (not entry.get("only_alone") or low == entry[_CODEBOOK]):
                ours += times * entry[_CODEBOOK]
                theirs += times * entry[rule_set]
    return low if not ours or low < ours else low - ours + theirs
