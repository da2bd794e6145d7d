"""Proves the decisions of people: each against the custody entry that tells of it, both ways."""

from __future__ import annotations

import json
from collections.abc import Iterator
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from rasd.preservation.proof.finding import Finding, Progress, failure
from rasd.preservation.rows import JudgementRow, judgement_rows, lost_judgements

if TYPE_CHECKING:
    from rasd.store import Store

__all__ = ["prove_judgements"]

_HASHED = ("note", "best")
"""What these say may name people: the log has its hash."""
_REMEDY = "Restore the database from a backup"


def prove_judgements(store: Store, progress: Progress) -> Iterator[Finding]:
    """Yield the decisions that are not as they were made."""
    for done, row in enumerate(judgement_rows(store), start=1):
        place = f"{store.address}: decision {row.number}"
        if row.told is None:
            fact = "no custody entry tells of it"
            yield failure(place, fact, "it was put in past the log, or its subjects were altered", _REMEDY)
        else:
            different = [name for name, value in _said(row).items() if row.told.get(name) != value]
            if different:
                fact = f"its row and its custody entry differ in {', '.join(different)}"
                yield failure(place, fact, f"the decision of {row.told.get('by', '?')} was altered", _REMEDY)
        progress("decisions", done, 0)
    for number in lost_judgements(store):
        yield failure(
            f"{store.address}: decision {number}",
            "the custody log tells of it, and no such decision is there",
            "a decision was taken out of the database",
            _REMEDY,
        )


def _said(row: JudgementRow) -> dict[str, Any]:
    """Return what the log must say of a decision."""
    said: dict[str, Any] = {
        "action": row.action,
        "by": row.by,
        "why_sha256": sha256(row.why.encode("utf-8", "replace")).hexdigest(),
        "value": _value(row),
    }
    if row.undoes is None:
        said["subjects"] = list(row.subjects)
    else:
        said["undoes"] = row.undoes
    return said


def _value(row: JudgementRow) -> Any:
    if row.action in _HASHED:
        return sha256(row.value.encode("utf-8", "surrogatepass")).hexdigest()
    try:
        return json.loads(row.value)
    except ValueError:
        return row.value
