"""Which figure takes the place of another: "the toll rose to five" replaces what that body said before, and every copy of it.

Only words of the text make an update. A later figure without such words stands beside the earlier one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Literal

from rasd.lexicon import cues
from rasd.linking.incident.stretches import sentence_at
from rasd.text import fold

if TYPE_CHECKING:
    from rasd.linking.incident.figures import Told

__all__ = ["Turn", "replace_earlier", "turn_of"]

Turn = Literal["", "update", "earlier"]
_WORD = re.compile(r"[^\W_]+")


@cache
def _words(name: str) -> frozenset[tuple[str, ...]]:
    return frozenset(tuple(words.split()) for words in cues(name))


def _last(words: Sequence[str], name: str) -> int:
    """Return the number of the last word of the last cue of a set, -1 when there is none."""
    found = -1
    for cue in _words(name):
        for at in range(len(words) - len(cue) + 1):
            if tuple(words[at : at + len(cue)]) == cue:
                found = max(found, at + len(cue) - 1)
    return found


def turn_of(text: str, spans: Sequence[tuple[int, int]]) -> Turn:
    """Say whether a figure with evidence at `spans` is an update, the earlier figure of one, or neither.

    Read from the sentence before the end of the figure: whichever word stands nearer.
    """
    if not spans:
        return ""
    end = max(stop for _, stop in spans)
    start, stop = sentence_at(text, max(end - 1, 0))
    before = _WORD.findall(fold(text[start:end]).text)
    after = _WORD.findall(fold(text[end : min(stop, end + _NEAR)]).text)
    update, earlier = _last(before, "figure_updates"), _last(before, "figure_earlier")
    if update < 0 and earlier < 0:
        return "update" if _last(after, "figure_final") >= 0 else ""
    return "update" if update > earlier else "earlier" if _has_update(text) else ""


_NEAR = 60
"""Characters behind a figure in which it may be called the last one (خمسة قتلى بحسب الحصيلة الأخيرة)."""


def _has_update(text: str) -> bool:
    return _last(_WORD.findall(fold(text).text), "figure_updates") >= 0


def replace_earlier(figures: Sequence[Told], copies: Mapping[str, str]) -> None:
    """Mark the figures that an update of the same body replaces, for its effect alone; `figures` in order of publication.

    With the earlier figure go its copies, also those published later: whoever still prints the old figure repeats it.
    """
    for update in figures:
        if update.turn != "update" or update.counted not in ("counted", "party"):
            continue
        same = [
            figure
            for figure in figures
            if figure is not update
            and (figure.effect, figure.unit, figure.counted) == (update.effect, update.unit, update.counted)
            and figure.bounds != update.bounds
        ]
        gone = [one for one in same if one.keys & update.keys and _is_earlier(one, update)]
        stale = {
            (copies.get(figure.member.document_id, figure.member.document_id), figure.bounds)
            for figure in gone
        }
        bounds = {figure.bounds for figure in gone}
        for figure in same:
            document = figure.member.document_id
            is_copy = (copies.get(document, document), figure.bounds) in stale
            repeats = bool(figure.keys & update.keys) and figure.bounds in bounds and figure.turn != "update"
            if figure in gone or is_copy or repeats:
                figure.counted, figure.replaced_by = "replaced", update.member.id


def _is_earlier(figure: Told, update: Told) -> bool:
    if figure.member.document_id == update.member.document_id:
        return figure.turn != "update"
    return figure.member.order < update.member.order
