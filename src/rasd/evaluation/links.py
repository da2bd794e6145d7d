"""Incidents against a linking by hand: which documents tell the same incident, and whether the ranges are exact.

Pairwise: two documents are linked when they share an incident. B-cubed (Bagga and Baldwin 1998, for documents that tell
several incidents): each mention, a document in an incident, is held against the incident of the other side that fits it
best, one to one inside a document, so that an incident told twice earns nothing. Incidents of kinds that tell no force,
and those that only tell habits or what did not happen, are left out.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path
from typing import Any

from rasd.errors import DocumentError
from rasd.evaluation.score import Tally
from rasd.model import Document, Incident, terms

__all__ = ["LinkDocument", "LinkScore", "is_link_set", "read_gold_incidents", "read_link_set", "score_links"]

Pair = tuple[str, str]
Groups = Mapping[str, frozenset[str]]
"""Ids of incidents, each with its documents."""
_LEFT_OUT = ("political", "monitoring")
_UNREAL = {"recurrent", "unrealized"}


@dataclass(frozen=True, slots=True)
class LinkDocument:
    """One document, and the incidents that it tells by a person's reading."""

    document: Document
    incidents: frozenset[str]


@dataclass(slots=True)
class LinkScore:
    """The figures of a set."""

    documents: int = 0
    pairwise: Tally = field(default_factory=Tally)
    b_cubed_precision: float = 0.0
    b_cubed_recall: float = 0.0
    ranges_exact: int = 0
    ranges_of: int = 0
    wrong: list[Pair] = field(default_factory=list)
    """Documents that share an incident and should not."""
    missed: list[Pair] = field(default_factory=list)
    """Documents that share none and should."""
    wrong_ranges: list[str] = field(default_factory=list)
    """Incidents of the gold whose killed or injured are not exact, with both ranges."""

    @property
    def b_cubed_f1(self) -> float:
        """Harmonic mean of both."""
        precision, recall = self.b_cubed_precision, self.b_cubed_recall
        return 2 * precision * recall / (precision + recall) if precision + recall else 0.0

    def as_json(self) -> dict[str, Any]:
        """Return the figures."""
        found: dict[str, Any] = {
            "documents": self.documents,
            "pairwise": self.pairwise.as_json(),
            "b_cubed": {
                "precision": round(self.b_cubed_precision, 4),
                "recall": round(self.b_cubed_recall, 4),
                "f1": round(self.b_cubed_f1, 4),
            },
        }
        if self.ranges_of:
            found["ranges"] = {"exact": self.ranges_exact, "of": self.ranges_of}
        return found


def score_links(
    gold: Mapping[str, frozenset[str]],
    incidents: Iterable[Incident],
    gold_incidents: Sequence[Mapping[str, Any]] = (),
) -> LinkScore:
    """Return the figures of `incidents` against `gold`, the incidents of each document id.

    `gold_incidents` are objects with `kind`, `documents`, `killed` and `injured` ([min, max], or null without a figure).
    """
    counted = [one for one in incidents if _counts(one)]
    predicted: dict[str, set[str]] = {document: set() for document in gold}
    for one in counted:
        for report in one.reports:
            if report.document_id in predicted:
                predicted[report.document_id].add(one.id)
    ours, theirs = _groups(predicted), _groups(gold)
    found, wanted = _pairs(ours), _pairs(theirs)
    score = LinkScore(len(gold), wrong=sorted(found - wanted), missed=sorted(wanted - found))
    score.pairwise.add(len(found & wanted), len(found - wanted), len(wanted - found))
    score.b_cubed_precision = _mean_best(predicted, ours, gold, theirs)
    score.b_cubed_recall = _mean_best(gold, theirs, predicted, ours)
    for wish in gold_incidents:
        score.ranges_of += 1
        said = _said_of(_nearest(wish, counted))
        wished = {effect: _range(wish.get(effect)) for effect in ("killed", "injured")}
        if said == wished:
            score.ranges_exact += 1
        else:
            score.wrong_ranges.append(f"{wish.get('key')}: gold {wished}, found {said}")
    return score


def _counts(incident: Incident) -> bool:
    if terms("kinds")[incident.kind].family in _LEFT_OUT:
        return False
    return not all(report.factuality in _UNREAL for report in incident.reports)


def _groups(sets: Mapping[str, Iterable[str]]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for document, keys in sets.items():
        for key in keys:
            found.setdefault(key, set()).add(document)
    return {key: frozenset(documents) for key, documents in found.items()}


def _pairs(groups: Groups) -> set[Pair]:
    return {pair for documents in groups.values() for pair in combinations(sorted(documents), 2)}


def _mean_best(
    sets: Mapping[str, Iterable[str]],
    groups: Groups,
    others: Mapping[str, Iterable[str]],
    other_groups: Groups,
) -> float:
    """Return the mean share of a mention's incident that the incident paired with it holds."""
    total = mentions = 0.0
    for document, keys in sets.items():
        free, taken = set(keys), set()
        mentions += len(free)
        fits = sorted(
            (
                (len(groups[one] & other_groups[other]) / len(groups[one] | other_groups[other]), one, other)
                for one in free
                for other in others.get(document, ())
            ),
            reverse=True,
        )
        for _, one, other in fits:
            if one in free and other not in taken:
                free.discard(one)
                taken.add(other)
                total += len(groups[one] & other_groups[other]) / len(groups[one])
    return total / mentions if mentions else 0.0


def _nearest(gold: Mapping[str, Any], incidents: Sequence[Incident]) -> Incident | None:
    """Return the incident that shares most documents with one of the gold."""
    documents = set(gold["documents"])

    def likeness(one: Incident) -> tuple[int, float, bool, str]:
        own = {report.document_id for report in one.reports}
        shared = len(own & documents)
        return shared, shared / len(own | documents), one.kind == gold.get("kind"), one.id

    best = max(incidents, key=likeness, default=None)
    return best if best is not None and likeness(best)[0] else None


def _said_of(incident: Incident | None) -> dict[str, tuple[int | None, int | None] | None]:
    rows = {} if incident is None else {row.effect: row for row in incident.harm if row.unit == "people"}
    return {
        effect: _range((rows[effect].min, rows[effect].max)) if effect in rows else None
        for effect in ("killed", "injured")
    }


def _range(bounds: Sequence[int | None] | None) -> tuple[int | None, int | None] | None:
    if bounds is None or bounds[0] is None and bounds[1] is None:
        return None
    return bounds[0], bounds[1]


def is_link_set(path: Path) -> bool:
    """Tell whether the first row of a file is a document with the incidents that it tells."""
    try:
        with path.open(encoding="utf-8-sig") as lines:
            row: Any = json.loads(next((line for line in lines if line.strip()), "null"))
    except (OSError, ValueError, RecursionError):
        return False
    return isinstance(row, dict) and "reports" not in row and isinstance(row.get("incidents"), list)


def read_link_set(path: Path) -> Iterator[LinkDocument]:
    """Yield the documents of a set; raises DocumentError that names a line which is none."""
    for number, row in _rows(path):
        incidents = row.get("incidents")
        if not isinstance(row.get("text"), str) or row.get("id") is None or not isinstance(incidents, list):
            raise DocumentError(
                f'{path}:{number}: not a linked document. Write {{"id": …, "text": …, "incidents": [keys]}}.'
            )
        known = {
            name: row[name]
            for name in ("published", "outlet", "theatre")
            if isinstance(row.get(name), str) and row[name]
        }
        source = "field published" if "published" in known else None
        document = Document(id=str(row["id"]), text=row["text"], published_from=source, **known)
        yield LinkDocument(document, frozenset(map(str, incidents)))


def read_gold_incidents(path: Path) -> list[dict[str, Any]]:
    """Return the incidents of a set; raises DocumentError that names a line which is none."""
    found = []
    for number, row in _rows(path):
        if not isinstance(row.get("documents"), list):
            raise DocumentError(
                f'{path}:{number}: not an incident. Write {{"key": …, "kind": …, "documents": [ids], "killed": [min, max]}}.'
            )
        found.append(row)
    return found


def _rows(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    try:
        lines = path.open(encoding="utf-8-sig")
    except OSError as error:
        raise DocumentError(f"{path}: {error.strerror or error}. Give JSON Lines.") from None
    with lines:
        for number, line in enumerate(lines, start=1):
            if line.strip():
                try:
                    row: Any = json.loads(line)
                except (ValueError, RecursionError) as error:
                    raise DocumentError(
                        f"{path}:{number}: not JSON: {error}. Give one object a line."
                    ) from None
                if not isinstance(row, dict):
                    raise DocumentError(f"{path}:{number}: not an object. Give one object a line.")
                yield number, row
