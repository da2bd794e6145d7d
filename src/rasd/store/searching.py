"""Full-text search: newest arrivals first, the words shown where they stand in the original text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from rasd.store import models
from rasd.store.arrival import Found, Selection
from rasd.store.failing import told
from rasd.store.reading import narrowed, stored
from rasd.store.words import Wanted, beginning, matching, wanted
from rasd.text import Folded, fold, tokenize

__all__ = ["count_found", "search"]

_PAGE = 100
_AROUND = 90
"""Characters of the original on either side of what was found."""


def search(alias: str, place: str, words: str, selection: Selection, limit: int | None) -> Iterator[Found]:
    """Yield documents that hold all the words, newest arrivals first."""
    things = wanted(words)
    rows = _rows(alias, things, selection)
    before: int | None = None
    left = limit
    while left is None or left > 0:
        wanted_now = _PAGE if left is None else min(_PAGE, left)
        with told(place):
            page = stored(
                alias, (rows if before is None else rows.filter(id__lt=before)).order_by("-id")[:wanted_now]
            )
        for document in page:
            snippet, spans = excerpt(document.document.text, things)
            yield Found(document, snippet, spans)
        if len(page) < wanted_now:
            return
        before = page[-1].number
        left = None if left is None else left - len(page)


def count_found(alias: str, place: str, words: str, selection: Selection) -> int:
    """Return how many documents hold all the words."""
    with told(place):
        return int(_rows(alias, wanted(words), selection).count())


def _rows(alias: str, things: Sequence[Wanted], selection: Selection) -> Any:
    rows = narrowed(models.Document.objects.using(alias), selection).filter(id__in=matching(alias, things))
    if selection.after:
        rows = rows.filter(id__gt=selection.after)
    return rows if selection.ids is None else rows.filter(key__in=selection.ids)


def excerpt(text: str, things: Sequence[Wanted]) -> tuple[str, tuple[tuple[int, int], ...]]:
    """Return the original around the first words that were found, and where in it they stand.

    Words found in the title only give the beginning of the text.
    """
    folded = fold(beginning(text))
    spans = sorted(_spans(folded, things))
    at = spans[0] if spans else (0, 0)
    start = max(0, at[0] - _AROUND)
    if start:  # at the beginning of a word
        space = re.search(r"\s", text[start : at[0]])
        start += space.end() if space else 0
    end = min(len(text), at[1] + 2 * _AROUND)
    shown = re.sub(r"[\s\x00]", " ", text[start:end])
    ahead, behind = "…" if start else "", "…" if end < len(text) else ""
    shift = len(ahead) - start
    inside = tuple((first + shift, last + shift) for first, last in spans if start <= first and last <= end)
    return f"{ahead}{shown}{behind}", inside


def _spans(folded: Folded, things: Sequence[Wanted]) -> Iterator[tuple[int, int]]:
    tokens = [
        (part[0].lower(), token.start + part.start(), token.start + part.end())
        for token in tokenize(folded.text)
        if token.kind in ("word", "number")
        for part in re.finditer(r"[^\W_]+", token.text)
    ]
    for thing in things:
        for index in range(len(tokens) - len(thing.words) + 1):
            if all(tokens[index + n][0] in forms for n, forms in enumerate(thing.words)):
                yield folded.span(tokens[index][1], tokens[index + len(thing.words) - 1][2])
