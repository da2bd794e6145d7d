"""What became of incidents since a mark: founded, changed, their ranges moved, disagreed over. Bounded, newest first.

A range is told as it was at the mark and as it is, with the reports or the person that moved it. What rests on a document
that somebody may not see is left out for them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rasd.desk.access import Hidden
from rasd.desk.site import Words
from rasd.store import models

__all__ = ["Changes", "Headline", "Moved", "changes_since", "headline"]

_LOOKED_AT = 1_000
"""Changes: of more it is said that there are more."""
_SHOWN = 8
_MOST_READ = 40
"""Incidents that are read to find ranges that moved."""


@dataclass(frozen=True, slots=True)
class Headline:
    """An incident in one line."""

    key: str
    kind: str
    place: str
    day: str
    harm: str
    grade: str
    is_decided: bool


@dataclass(frozen=True, slots=True)
class Moved:
    """A range that moved."""

    incident: Headline
    effect: str
    was: str
    now: str
    why: str


@dataclass(frozen=True, slots=True)
class Changes:
    """Everything that the page tells of incidents."""

    founded: int = 0
    changed: int = 0
    gone: int = 0
    """Merged into another, or no longer there."""
    is_more: bool = False
    new: tuple[Headline, ...] = ()
    moved: tuple[Moved, ...] = ()
    contested: tuple[tuple[Headline, str], ...] = ()
    """With what is disagreed over."""


def changes_since(number: int, hidden: Hidden, words: Words, *, is_masked: bool = False) -> Changes:
    """Return what became of incidents behind the change of that number."""
    rows = list(models.IncidentChange.objects.filter(id__gt=number).order_by("-id")[: _LOOKED_AT + 1])
    is_more = len(rows) > _LOOKED_AT
    rows = [row for row in rows[:_LOOKED_AT] if row.incident_key not in hidden.incidents]
    by_key: dict[str, list[Any]] = {}
    for row in rows:
        by_key.setdefault(row.incident_key, []).append(row)
    last = {key: done[0].action for key, done in by_key.items()}
    founded = [key for key, done in by_key.items() if done[-1].action == "founded" and _is_there(last[key])]
    changed = [key for key in by_key if _is_there(last[key]) and key not in set(founded)]
    moved = [key for key in changed if any('"harm"' in row.details for row in by_key[key])]
    contested = _contested_among([*changed, *founded])
    read = _read([*founded[:_SHOWN], *moved[:_MOST_READ], *contested], hidden)
    return Changes(
        founded=len(founded),
        changed=len(changed),
        gone=len(by_key) - len(founded) - len(changed),
        is_more=is_more,
        new=tuple(headline(read[key], words) for key in founded if key in read)[:_SHOWN],
        moved=tuple(_moved(moved, by_key, read, words, is_masked=is_masked))[:_SHOWN],
        contested=tuple(_contested(contested, read, words))[:_SHOWN],
    )


def _is_there(action: str) -> bool:
    return action in ("founded", "changed")


def _read(keys: Sequence[str], hidden: Hidden) -> dict[str, dict[str, Any]]:
    rows = models.Incident.objects.filter(key__in=keys)
    if hidden.documents:
        touched = models.IncidentReport.objects.filter(document_key__in=hidden.documents)
        rows = rows.exclude(id__in=touched.values("incident_id"))
    return {key: json.loads(text) for key, text in rows.values_list("key", "incident")}


def _contested_among(keys: Sequence[str]) -> list[str]:
    found = set(
        models.Incident.objects.filter(key__in=keys, contested__in=(True,)).values_list("key", flat=True)
    )
    return [key for key in keys if key in found][: 2 * _SHOWN]


def headline(incident: Mapping[str, Any], words: Words) -> Headline:
    """Return an incident, as JSON has it, in one line."""
    places, date, grade = incident["places"], incident["date"], incident["grade"]
    days = dict.fromkeys(words.day(one) for one in (date.get("start"), date.get("end")) if one)
    harm = (
        f"{words.term('effects', one['effect'])}: {words.range(one.get('min'), one.get('max'))}"
        for one in incident["harm"]
        if one.get("unit", "people") == "people"
    )
    return Headline(
        key=incident["id"],
        kind=words.term("kinds", incident["kind"]),
        place=places[0]["name"] if places else "",
        day=" – ".join(days),
        harm=words.listed(harm),
        grade=words.term("grades", grade.get("decided") or grade["proposed"]),
        is_decided=bool(grade.get("decided")),
    )


def _moved(
    keys: Iterable[str],
    by_key: Mapping[str, Sequence[Any]],
    read: Mapping[str, dict[str, Any]],
    words: Words,
    *,
    is_masked: bool,
) -> Iterator[Moved]:
    for key in keys:
        incident = read.get(key)
        if incident is None:
            continue
        details = [(row, json.loads(row.details)) for row in by_key[key]]
        before = next(
            (told["before"]["harm"] for _, told in reversed(details) if "harm" in told.get("before", {})),
            None,
        )
        if before is None:
            continue
        was = {one["effect"]: (one["min"], one["max"]) for one in before}
        now = {one["effect"]: (one.get("min"), one.get("max")) for one in incident["harm"]}
        for effect in dict.fromkeys([*now, *was]):
            if was.get(effect) == now.get(effect):
                continue
            yield Moved(
                headline(incident, words),
                words.term("effects", effect),
                words.range(*was[effect]) if effect in was else words("overview.range.none"),
                words.range(*now[effect]) if effect in now else words("overview.range.none"),
                _why(details, words, is_masked=is_masked),
            )


def _why(details: Iterable[tuple[Any, Mapping[str, Any]]], words: Words, *, is_masked: bool) -> str:
    """Return what moved a range: reports that came or went, or somebody's decision."""
    added = removed = 0
    people: list[str] = []
    for row, told in details:
        added += len(told.get("added", ()))
        removed += len(told.get("removed", ()))
        if row.by not in ("", "link") and row.by not in people:
            people.append(row.by)
    said = []
    if added:
        said.append(words.counted("overview.why.added", added))
    if removed:
        said.append(words.counted("overview.why.removed", removed))
    if people:
        said.append(
            words("overview.why.somebody")
            if is_masked
            else words("overview.why.people", people=words.listed(people))
        )
    return words.listed(said) or words("overview.why.read")


def _contested(
    keys: Iterable[str], read: Mapping[str, dict[str, Any]], words: Words
) -> Iterator[tuple[Headline, str]]:
    for key in dict.fromkeys(keys):
        incident = read.get(key)
        if incident is None or not incident["contested"]:
            continue
        over = [
            words(f"overview.contested.{one}") if words.known(f"overview.contested.{one}") else one
            for one in incident["contested_over"]
        ]
        yield headline(incident, words), words.listed(over)
