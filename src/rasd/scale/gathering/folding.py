"""Which reports of an incident are a copy's, so that leaving them out changes nothing of what the incident says.

A copy is no independent source, so an incident without it has the same ranges, grade, kind and date: that is not assumed
but looked at, incident by incident, and where it does not hold the copy stays.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from rasd.linking import Member
from rasd.model import Incident, Report
from rasd.scale.copies import is_alike, said_of_report

__all__ = ["foldable", "substance"]

_OF_REPORTS = frozenset(
    {"reports", "groups", "figures", "min_from", "max_from", "reasons", "decided", "occurrence_decided"}
)
"""Fields that say which reports, not what happened."""


def substance(incident: Incident) -> Any:
    """Return what an incident says, without the reports that say it."""
    return _without(incident.model_dump(mode="json"))


def _without(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _without(held) for name, held in value.items() if name not in _OF_REPORTS}
    if isinstance(value, list):
        return [_without(held) for held in value]
    return value


def foldable(
    members: Sequence[Member],
    originals: Mapping[str, str],
    told: Callable[[Sequence[Member]], Incident],
    incident: Incident,
) -> tuple[frozenset[str], Incident]:
    """Return the documents among `originals` that this incident lets be folded, and the incident without them.

    `originals` names for each proposed copy its original; `told` describes members, `incident` is what all of them tell.
    """
    by_document: dict[str, list[Member]] = {}
    for member in members:
        by_document.setdefault(member.document_id, []).append(member)
    copies = frozenset(
        copy
        for copy, original in originals.items()
        if copy in by_document and _repeats(by_document[copy], by_document.get(original, ()))
    )
    if not copies:
        return copies, incident
    wanted = substance(incident)
    folded: set[str] = set()
    held = incident
    waiting = [sorted(copies)]
    while (
        waiting
    ):  # all at once; where that changes something, by halves, so that one odd copy costs few looks
        trial = waiting.pop()
        without = told(
            [one for one in members if one.document_id not in folded and one.document_id not in trial]
        )
        if substance(without) == wanted:
            folded.update(trial)
            held = without
        elif len(trial) > 1:
            waiting += [trial[len(trial) // 2 :], trial[: len(trial) // 2]]
    return frozenset(folded), held


def _repeats(copies: Sequence[Member], originals: Sequence[Member]) -> bool:
    if not originals or not is_alike(originals[0].text, copies[0].text):
        return False
    said = [_said(member.report) for member in originals]
    return all(_said(member.report) in said for member in copies)


def _said(report: Report) -> str:
    return json.dumps(said_of_report(report.model_dump(mode="json")), ensure_ascii=False)
