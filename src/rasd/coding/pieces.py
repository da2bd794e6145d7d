"""Very long texts are read in pieces, so that memory stays flat and nothing is left out.

A piece ends where a line or a sentence does. An incident that is told on both sides of a cut gives two reports.
"""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import BaseModel

from rasd.model import Issue, Record

__all__ = ["PIECE", "cuts", "joined"]

PIECE = 200_000
"""Code points read at once; no article is nearly so long."""
_NEAR = PIECE // 10  # a cut is looked for in the last tenth of a piece


def cuts(text: str) -> list[tuple[int, int]]:
    """Return the code points of the pieces of `text`, in order and without gaps."""
    found: list[tuple[int, int]] = []
    start = 0
    while len(text) - start > PIECE:
        end = start + PIECE
        for mark in ("\n", ".", " "):
            at = text.rfind(mark, end - _NEAR, end)
            if at > start:
                end = at + 1
                break
        found.append((start, end))
        start = end
    found.append((start, len(text)))
    return found


def joined(records: Sequence[Record], starts: Sequence[int]) -> Record:
    """Return one record of the records of consecutive pieces, which begin at the code points `starts`."""
    whole = records[0]
    everywhere = set.intersection(
        *({issue.code for issue in one.issues if issue.span is None} for one in records)
    )
    issues: list[Issue] = [issue for issue in whole.issues if issue.span is None and issue.code in everywhere]
    keywords = {(keyword.of, keyword.text): keyword for keyword in whole.keywords}
    for record, start in zip(records, starts, strict=True):
        _shift(record, start)
        issues += [issue for issue in record.issues if issue.span is not None]
        if record is whole:
            continue
        whole.tolls += record.tolls
        whole.claimed_totals += record.claimed_totals
        for report in record.reports:
            report.id = f"r{len(whole.reports) + 1}"
            whole.reports.append(report)
        for keyword in record.keywords:
            keywords.setdefault((keyword.of, keyword.text), keyword)
        whole.theatres += [theatre for theatre in record.theatres if theatre not in whole.theatres]
    whole.issues = issues
    whole.keywords = list(keywords.values())
    return whole


def _shift(value: BaseModel, by: int) -> None:
    """Move every span of a record, and of what is in it, by a number of code points."""
    for name in type(value).model_fields:
        held = getattr(value, name)
        if name == "evidence":
            setattr(value, name, [(first + by, last + by) for first, last in held])
        elif name == "span" and held is not None:
            setattr(value, name, (held[0] + by, held[1] + by))
        elif isinstance(held, BaseModel):
            _shift(held, by)
        elif isinstance(held, list):
            for item in held:
                if isinstance(item, BaseModel):
                    _shift(item, by)
