"""Which figure takes the place of another: "the toll rose to five" replaces what that body said before, and every copy of it.

Only words of the text make an update. A later figure without such words stands beside the earlier one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Literal

from rasd.lexicon import cues
from rasd.linking.incident.stretches import folded_stretch, sentence_at
from rasd.text import fold

if TYPE_CHECKING:
    from rasd.linking.incident.figures import Told
    from rasd.linking.member import Member

__all__ = ["Turn", "is_withdrawal", "replace_earlier", "turn_of", "withdraw"]

Turn = Literal["", "update", "earlier"]
_WORD = re.compile(r"[^\W_]+")
_TO = fold("إلى").text
_REACH = 6
"""Words between what rises and the toll."""


@cache
def _words(name: str) -> frozenset[tuple[str, ...]]:
    return frozenset(tuple(words.split()) for words in cues(name))


@cache
def _by_first(name: str) -> dict[str, list[tuple[str, ...]]]:
    found: dict[str, list[tuple[str, ...]]] = {}
    for cue in _words(name):
        found.setdefault(cue[0], []).append(cue)
    return found


def _ends(words: Sequence[str], name: str) -> list[int]:
    """Return the numbers of the last words of all cues of a set, in order."""
    by_first = _by_first(name)
    return sorted(
        at + len(cue) - 1
        for at, word in enumerate(words)
        if word in by_first
        for cue in by_first[word]
        if len(cue) == 1 or tuple(words[at : at + len(cue)]) == cue
    )


def _updates(words: Sequence[str]) -> list[int]:
    """Return where words of an update stand near a toll, or behind one and before "to": what else rises is none."""
    tolls = [at for at, word in enumerate(words) if (word,) in _words("toll_nouns")]
    return [
        at
        for at in _ends(words, "figure_updates")
        if any(abs(at - toll) <= _REACH for toll in tolls)
        or (words[at + 1 : at + 2] == [_TO] and any(toll < at for toll in tolls))
    ]


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
    update = max((at for at in _updates([*before, *after[:_REACH]]) if at < len(before)), default=-1)
    earlier = max(_ends(before, "figure_earlier"), default=-1)
    if update < 0 and earlier < 0:
        return "update" if _ends(after, "figure_final") else ""
    return "update" if update > earlier else "earlier" if _updates(_WORD.findall(fold(text).text)) else ""


_NEAR = 60
"""Characters behind a figure in which it may be called the last one (خمسة قتلى بحسب الحصيلة الأخيرة)."""


def is_withdrawal(text: str) -> bool:
    """Whether a body takes its figure back in `text`.

    >>> is_withdrawal("سحب المستشفى حصيلته"), is_withdrawal("سحبت الإدارة قواتها")
    (True, False)
    """
    folded = folded_stretch(text)
    if not any(first in folded for first in _by_first("figure_withdrawn")):
        return False
    words = _WORD.findall(folded)
    return any(
        cue[0] in words
        and all(word in words[words.index(cue[0]) : words.index(cue[0]) + _REACH] for word in cue)
        for cue in _words("figure_withdrawn")
    )


def withdraw(figures: Sequence[Told], withdrawing: Sequence[tuple[Member, frozenset[str]]]) -> None:
    """Mark the figures that their body took back without giving another; `withdrawing` are reports with their bodies."""
    for member, keys in withdrawing:
        given = {figure.effect for figure in figures if figure.member.id == member.id}
        for figure in figures:
            if figure.counted == "counted" and figure.effect not in given and figure.keys & keys:
                if figure.member.order < member.order:
                    figure.counted, figure.replaced_by = "replaced", member.id


def replace_earlier(figures: Sequence[Told], copies: Mapping[str, str]) -> None:
    """Mark the figures that an update of the same body replaces, for its effect alone; `figures` in order of publication.

    With the earlier figure go its copies, also those published later: whoever still prints the old figure repeats it.
    """
    given = {(one.member.document_id, one.effect, one.unit, one.bounds) for one in figures}
    for update in figures:
        if update.turn != "update" or update.counted not in ("counted", "party"):
            continue
        if (copies.get(update.member.document_id), update.effect, update.unit, update.bounds) in given:
            continue  # said when its original said it
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
