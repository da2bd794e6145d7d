"""The sentences of a document that tell one of its reports: whole sentences around the evidence, and what goes on from it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache

from rasd.linking.member import Member
from rasd.model import Report, terms
from rasd.text import fold

__all__ = ["folded_stretch", "sentence_at", "stretch_of"]

_NO_VIOLENCE = frozenset({"political", "monitoring"})
_SENTENCE = re.compile(r"[^\n.!?؟…]+(?:[.](?=\d)[^\n.!?؟…]*)*[\n.!?؟…]*")


def _spans(report: Report) -> Iterator[tuple[int, int]]:
    yield from report.evidence
    yield from report.date.evidence
    for values in (report.places, report.harm, report.perpetrators, report.weapons, report.sources):
        for value in values:
            yield from value.evidence


def sentence_at(text: str, at: int) -> tuple[int, int]:
    """Return start and end of the sentence of `text` that holds character `at`."""
    for sentence in _SENTENCE.finditer(text):
        if sentence.start() <= at < sentence.end():
            return sentence.span()
    return 0, len(text)


@lru_cache(maxsize=64)
def folded_stretch(text: str) -> str:
    """Return a text as it is matched on. Several look at the stretches of one incident: the last ones are kept."""
    return fold(text).text


def _is_alone(member: Member) -> bool:
    """Whether its document tells of no other violence at a place of its own: a body named anywhere is named for it."""
    own = {place.gazetteer_id or place.name for place in member.report.places}
    return all(
        other.id == member.report.id
        or terms("kinds")[other.kind].family in _NO_VIOLENCE
        or not {place.gazetteer_id or place.name for place in other.places} - own
        for other in member.record.reports
    )


def stretch_of(member: Member) -> str:
    """Return the sentences that hold evidence of the report, and those behind them up to the next report's.

    A document that tells one incident belongs to it as a whole.
    """
    if _is_alone(member):
        return member.text
    starts = [sentence.start() for sentence in _SENTENCE.finditer(member.text)]
    owner: dict[int, set[str]] = {}
    for report in member.record.reports:
        for start, _ in _spans(report):
            owner.setdefault(bisect_right(starts, start) - 1, set()).add(report.id)
    told, inside = [], False
    for number, sentence in enumerate(_SENTENCE.finditer(member.text)):
        holders = owner.get(number)
        inside = member.report.id in holders if holders else inside
        if inside:
            told.append(sentence.group())
    return "".join(told)
