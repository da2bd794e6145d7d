"""The same report read twice: what differs between the record of a text and that of its changed copy.

Values are compared with their evidence, which is brought back to the characters of the first text. Left out is what
no reader of the text sees: ids of rules, the data version, the reasons for a place.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rasd.evaluation.rereading.alignment import Alignment, Span
from rasd.model import Record

__all__ = ["Mismatch", "Rereading", "Tally", "mismatches", "tallies"]

_UNSEEN = frozenset({"rule", "data_version", "id", "decided_by", "candidates"})
_OFFICIAL = ("official", "party")
_WORDS = frozenset({"name", "region", "agreement", "phrase", "victims", "place", "source"})
"""Wordings: what the evidence points at, and the evidence is compared."""
_FIELDS = (
    "kind",
    "factuality",
    "date",
    "places",
    "perpetrators",
    "parties",
    "targets",
    "target_sites",
    "weapons",
    "munitions",
    "harm",
    "sources",
    "breach_claims",
    "evidence",
)

_Fields = dict[str, Counter[str]]


@dataclass(frozen=True, slots=True)
class Mismatch:
    """One field of one report that was read otherwise."""

    report: int | None
    """Place among the reports of the first reading, from 0; None for a report that only the second reading has."""
    field: str
    before: str
    after: str
    excused: str = ""
    """Why the difference is allowed; empty when it is not."""
    is_evidence: bool = False
    """The values are the same, only the characters that they point at differ."""


@dataclass(frozen=True, slots=True)
class Rereading:
    """One document read as it is and changed."""

    document: str
    theatre: str
    change: str
    """The pair that was exchanged, or the name of the noise."""
    text: str
    """The changed text."""
    alignment: Alignment
    mismatches: tuple[Mismatch, ...] = ()
    left: tuple[str, ...] = ()
    """Mentions that could not be changed: the text was not read again."""

    @property
    def is_equal(self) -> bool:
        """Whether the records are the same, excused differences apart."""
        return not any(not mismatch.excused for mismatch in self.mismatches)


@dataclass(slots=True)
class Tally:
    """How many texts were read again, and how many of them alike."""

    read: int = 0
    equal: int = 0
    excused: int = 0
    """Equal but for differences that are allowed."""
    values: int = 0
    """Equal in every value; the evidence may differ."""
    left: int = 0

    def add(self, rereading: Rereading) -> None:
        """Count one more."""
        if rereading.left:
            self.left += 1
            return
        self.read += 1
        self.equal += rereading.is_equal
        self.excused += rereading.is_equal and bool(rereading.mismatches)
        self.values += all(one.excused or one.is_evidence for one in rereading.mismatches)

    @property
    def share(self) -> float:
        """Share of equal records; 1 when nothing was read."""
        return self.equal / self.read if self.read else 1.0


def tallies(rereadings: Iterable[Rereading], *, by: Callable[[Rereading], str]) -> dict[str, Tally]:
    """Return the tally of each group, in the order in which the groups come up."""
    found: dict[str, Tally] = {}
    for rereading in rereadings:
        found.setdefault(by(rereading), Tally()).add(rereading)
    return found


class _Side:
    """How one of the two readings is put so that it can be compared."""

    def __init__(
        self, alignment: Alignment, *, changed: bool, ids: Mapping[str, str], untyped: Sequence[Span]
    ) -> None:
        self._span = alignment.back if changed else alignment.whole
        self._ids = ids
        self._untyped = untyped

    def fields(self, report: Mapping[str, Any]) -> _Fields:
        spoken = {source["name"]: json.dumps(self._spans(source["evidence"])) for source in report["sources"]}
        found: _Fields = {}
        for field in _FIELDS:
            value = report[field]
            if field == "evidence":
                value = self._spans(value)
            items = value if isinstance(value, list) else [value]
            found[field] = Counter(_text(self._plain(item, spoken)) for item in items)
        return found

    def tolls(self, record: Record) -> Counter[str]:
        return Counter(_text(self._plain(toll.model_dump(mode="json"), {})) for toll in record.tolls)

    def _is_untyped(self, item: Mapping[str, Any]) -> bool:
        spans = self._spans(item["evidence"])
        return any(first <= start and end <= last for start, end in spans for first, last in self._untyped)

    def _spans(self, spans: list[list[int]]) -> list[list[int]]:
        return sorted(list(self._span((start, end))) for start, end in spans)

    def _plain(self, item: Any, spoken: Mapping[str, str]) -> Any:
        if not isinstance(item, dict):
            return item
        kept: dict[str, Any] = {}
        for key, value in item.items():
            if key in _UNSEEN or key in _WORDS:
                continue
            if key == "evidence":
                value = self._spans(value)
            elif key == "type" and value in _OFFICIAL and self._is_untyped(item):
                value = " or ".join(_OFFICIAL)
            elif key == "actor":
                value = self._ids.get(value, value)
            elif key == "claimed_by":
                value = sorted(spoken.get(name, "") for name in value)
            elif key == "figures":
                value = sorted(_text(figure) for figure in value)
            kept[key] = value
        return kept


def _text(item: Any) -> str:
    return json.dumps(item, ensure_ascii=False, sort_keys=True)


def mismatches(
    before: Record,
    after: Record,
    alignment: Alignment,
    *,
    ids: Mapping[str, str] | None = None,
    untyped: Sequence[Span] = (),
) -> list[Mismatch]:
    """Return what the second reading has otherwise; empty when the records are the same.

    `ids` says which actor stands for which in the second text; a source within `untyped`, places of the first text,
    may be an official in one and a party in the other.
    """
    old = _Side(alignment, changed=False, ids=ids or {}, untyped=untyped)
    new = _Side(alignment, changed=True, ids={}, untyped=untyped)
    olds = [report.model_dump(mode="json") for report in before.reports]
    news = [report.model_dump(mode="json") for report in after.reports]
    old_fields, new_fields = [old.fields(one) for one in olds], [new.fields(one) for one in news]
    found: list[Mismatch] = []
    mates = _mates(old_fields, new_fields)
    for number, fields in enumerate(old_fields):
        mate = mates.get(number)
        if mate is None:
            found.append(Mismatch(number, "report", _text(olds[number]["kind"]), ""))
            continue
        inferred = "inferred" in (olds[number]["kind_basis"], news[mate]["kind_basis"])
        found += _differing(number, fields, new_fields[mate], inferred=inferred)
    taken = set(mates.values())
    found += [
        Mismatch(None, "report", "", _text(report["kind"]))
        for number, report in enumerate(news)
        if number not in taken
    ]
    one, other = old.tolls(before), new.tolls(after)
    if one != other:
        found.append(Mismatch(None, "tolls", _shown(one - other), _shown(other - one)))
    return found


def _differing(number: int, one: _Fields, other: _Fields, *, inferred: bool) -> Iterator[Mismatch]:
    for field in _FIELDS:
        if one[field] == other[field]:
            continue
        excused = "the kind is inferred" if field == "kind" and inferred else ""
        gone, come = one[field] - other[field], other[field] - one[field]
        is_evidence = field == "evidence" or _valued(gone) == _valued(come)
        yield Mismatch(number, field, _shown(gone), _shown(come), excused, is_evidence)


def _valued(items: Counter[str]) -> Counter[str]:
    found: Counter[str] = Counter()
    for text, count in items.items():
        item = json.loads(text)
        if isinstance(item, dict):
            item.pop("evidence", None)
        found[_text(item)] += count
    return found


def _shown(items: Counter[str]) -> str:
    return " ".join(sorted(items.elements()))


def _mates(olds: list[_Fields], news: list[_Fields]) -> dict[int, int]:
    """Pair the reports: in order when there are as many, else the most alike first."""
    if len(olds) == len(news):
        return {number: number for number in range(len(olds))}
    ranked = sorted(
        (-sum(one[field] == other[field] for field in _FIELDS), abs(i - j), i, j)
        for i, one in enumerate(olds)
        for j, other in enumerate(news)
    )
    mates: dict[int, int] = {}
    taken: set[int] = set()
    for _, _, i, j in ranked:
        if i not in mates and j not in taken:
            mates[i] = j
            taken.add(j)
    return mates
