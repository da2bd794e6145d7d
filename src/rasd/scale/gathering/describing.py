"""Chunks of components become incidents, with their copies folded where every incident of a copy allows it.

A document with several reports stands in several incidents, perhaps in several chunks: it is folded only when all of them
agree. So incidents with such copies are looked at first and written in a second pass, without what any of them refused.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from zlib import crc32

import numpy as np

from rasd.linking import Member, Pair, Traits, describe, members_of, regroup
from rasd.model import Incident, Record
from rasd.scale.gathering.facts import Batch, rows_of
from rasd.scale.gathering.folding import foldable
from rasd.scale.gathering.spill import Spill, destinations, take
from rasd.scale.gathering.tables import incident_row, report_row, schema_of
from rasd.scale.gathering.workshop import lexicon_here

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["Chunk", "Described", "carry", "describe_chunk", "destination_of"]


@dataclass(frozen=True, slots=True)
class Chunk:
    """The components that one task describes."""

    folder: Path
    number: int
    shelves: int
    """Destinations of the rows."""
    refused: frozenset[int] = frozenset()
    """Numbers of documents that an incident does not let be folded."""
    step: str = "first"
    """first: write all that depends on this chunk alone; again: only look; last: write what was left."""


@dataclass(frozen=True, slots=True)
class Described:
    """What came of a chunk."""

    incidents: int
    reports: int
    refused: frozenset[int]
    """Proposed copies that an incident here does not let be folded."""
    has_shared: bool
    """Whether something was left for the last step."""


@dataclass(frozen=True, slots=True)
class _Held:
    """One document in a chunk."""

    number: int
    original: int
    reports: int


def carry(batch: Batch) -> None:
    """Send the documents of a batch to the chunks in which their reports are described."""
    base = np.load(batch.folder / "base.npy", mmap_mode="r")
    chunk = np.load(batch.folder / "chunk.npy", mmap_mode="r")
    with Spill(batch.folder / "chunks", batch.number, _schema(), rows=5_000) as spill:
        for number, row in rows_of(batch, ("text", "record", "members")):
            first = int(base[number])
            if first < 0 or not row["members"]:
                continue
            traits = [member["traits"] for member in row["members"]]
            for one in sorted(set(chunk[first : first + len(traits)].tolist())):
                spill.add(one, (number, first, row["text"], row["record"], traits))


def _schema() -> pa.Schema:
    import pyarrow as pa

    return pa.schema(
        [
            ("number", pa.int64()),
            ("first", pa.int64()),
            ("text", pa.string()),
            ("record", pa.string()),
            ("traits", pa.list_(pa.string())),
        ]
    )


def destination_of(home: str, shelves: int) -> int:
    """Return where the rows of a home are gathered."""
    return crc32(home.encode()) % shelves


def describe_chunk(task: Chunk) -> Described:
    """Describe the incidents of a chunk and send their rows and those of their reports on."""
    view = _View(task)
    incidents = reports = 0
    refused: set[int] = set()
    has_shared = False
    suffix = 2 * task.number + (task.step == "last")
    with (
        Spill(task.folder / "incidents", suffix, schema_of("incidents"), rows=2_000) as incident_rows,
        Spill(task.folder / "reports", suffix, schema_of("reports"), rows=2_000) as report_rows,
    ):
        for members, scores in view.groups():
            shared = view.is_shared(members)
            has_shared |= shared
            if not shared and task.step != "first":
                continue
            told = partial(describe, traits=view.traits, scores=scores, lexicon=lexicon_here())
            folded, incident = view.folded(members, told, refused)
            if shared and task.step != "last":
                continue
            incidents += 1
            outlets = {one.document_id: one.record.outlet for one in members}
            row = incident_row(incident, outlets, sorted(folded))
            incident_rows.add(destination_of(row[0], task.shelves), row)
            for member in members:
                if member.document_id not in folded:
                    reports += 1
                    row = report_row(member, incident.id)
                    report_rows.add(destination_of(row[0], task.shelves), row)
    return Described(incidents, reports, frozenset(refused), has_shared)


class _View:
    """A chunk in memory: members by component, traits, pairs."""

    def __init__(self, task: Chunk) -> None:
        self.traits: dict[str, Traits] = {}
        self._refused = task.refused
        self._components: dict[int, list[Member]] = defaultdict(list)
        self._scores: dict[int, dict[Pair, float]] = defaultdict(dict)
        self._documents: dict[str, _Held] = {}
        self._ids: dict[int, str] = {}
        roots = np.load(task.folder / "roots.npy", mmap_mode="r")
        chunk = np.load(task.folder / "chunk.npy", mmap_mode="r")
        original = np.load(task.folder / "original.npy", mmap_mode="r")
        names: dict[int, str] = {}
        for table in take(task.folder / "chunks", task.number):
            for row in table.to_pylist():
                record = Record.model_validate_json(row["record"])
                number, first = row["number"], row["first"]
                self._documents[record.id] = _Held(number, int(original[number]), len(record.reports))
                self._ids[number] = record.id
                for at, (member, traits) in enumerate(
                    zip(members_of(record, row["text"]), row["traits"], strict=True), start=first
                ):
                    if chunk[at] == task.number:
                        names[at] = member.id
                        self.traits[member.id] = Traits.from_json(traits)
                        self._components[int(roots[at])].append(member)
        if task.number in destinations(task.folder / "links"):
            for table in take(task.folder / "links", task.number):
                columns = (table.column(name).to_pylist() for name in ("one", "other", "log_odds"))
                for one, other, log_odds in zip(*columns, strict=True):
                    pair = tuple(sorted((names[one], names[other])))
                    self._scores[int(roots[one])][pair[0], pair[1]] = log_odds

    def groups(self) -> Iterator[tuple[list[Member], dict[Pair, float]]]:
        """Yield the members of each incident, with the pairs of its component."""
        for root, members in self._components.items():
            scores = self._scores.get(root, {})
            by_id = {one.id: one for one in members}
            for group in regroup(by_id, scores):
                yield [by_id[one] for one in group], scores

    def is_shared(self, members: Sequence[Member]) -> bool:
        """Tell whether a proposed copy among the members stands in other incidents as well."""
        documents = (self._documents[one.document_id] for one in members)
        return any(one.original >= 0 and one.reports > 1 for one in documents)

    def folded(
        self, members: Sequence[Member], told: Callable[[Sequence[Member]], Incident], refused: set[int]
    ) -> tuple[frozenset[str], Incident]:
        """Return the documents that are folded here and the incident without them; add those that are not to `refused`."""
        proposed: dict[str, str] = {}
        for name in dict.fromkeys(one.document_id for one in members):
            held = self._documents[name]
            if held.original >= 0 and held.number not in self._refused:
                proposed[name] = self._ids.get(held.original, "")
        incident = told(members)
        if not proposed:
            return frozenset(), incident
        folded, incident = foldable(members, proposed, told, incident)
        refused.update(self._documents[name].number for name in proposed.keys() - folded)
        return folded, incident
