"""Chunks of components become incidents, with their copies folded where every incident of a copy allows it.

A document with several reports stands in several incidents, perhaps in several chunks: it is folded only when all of them
agree. So incidents with such copies are looked at first and written in a second pass, without what any of them refused.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING
from zlib import crc32

import numpy as np
import numpy.typing as npt

from rasd.linking import Member, Pair, Traits, describe, members_of, regroup
from rasd.model import Incident, Record
from rasd.scale.gathering.facts import Batch, rows_of
from rasd.scale.gathering.folding import foldable
from rasd.scale.gathering.spill import Spill, take
from rasd.scale.gathering.tables import incident_row, report_row, schema_of
from rasd.scale.gathering.workshop import lexicon_here

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["Chunk", "Described", "carry", "describe_chunk", "destination_of"]

_AT_HAND = 64
"""Documents that are kept read while their components are described."""


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
    with Spill(batch.folder / "chunks", batch.number, _schema()) as spill:
        for number, row in rows_of(batch, ("text", "record", "members")):
            first = int(base[number])
            if first < 0 or not row["members"]:
                continue
            traits = [member["traits"] for member in row["members"]]
            for one in sorted(set(chunk[first : first + len(traits)].tolist())):
                spill.add(one, (number, first, len(traits), row["text"], row["record"], traits))


def _schema() -> pa.Schema:
    import pyarrow as pa

    return pa.schema(
        [
            ("number", pa.int64()),
            ("first", pa.int64()),
            ("size", pa.int64()),
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
    incidents = reports = 0
    refused: set[int] = set()
    has_shared = False
    suffix = 2 * task.number + (task.step == "last")
    with (
        Spill(task.folder / "incidents", suffix, schema_of("incidents")) as incident_rows,
        Spill(task.folder / "reports", suffix, schema_of("reports")) as report_rows,
    ):
        for component, members in _groups(task):
            shared = component.is_shared(members)
            has_shared |= shared
            if not shared and task.step != "first":
                continue
            told = partial(describe, traits=component.traits, scores=component.scores, lexicon=lexicon_here())
            folded, incident = component.folded(members, told, refused)
            if shared and task.step != "last":
                continue
            incidents += 1
            outlets = {member.document_id: member.record.outlet for member in members}
            row = incident_row(incident, outlets, sorted(folded))
            incident_rows.add(destination_of(row[0], task.shelves), row)
            for member in members:
                if member.document_id not in folded:
                    reports += 1
                    row = report_row(member, incident.id)
                    report_rows.add(destination_of(row[0], task.shelves), row)
    return Described(incidents, reports, frozenset(refused), has_shared)


def _groups(task: Chunk) -> Iterator[tuple[_Component, list[Member]]]:
    """Yield the members of each incident of a chunk, with their component."""
    for component in _components(task):
        for members in component.groups():
            yield component, members


def _components(task: Chunk) -> Iterator[_Component]:
    """Yield the components of a chunk, one in memory at a time: of the others the rows wait as they were sent."""
    import pyarrow as pa

    roots = np.load(task.folder / "roots.npy", mmap_mode="r")
    chunk = np.load(task.folder / "chunk.npy", mmap_mode="r")
    original = np.load(task.folder / "original.npy", mmap_mode="r")
    rows = pa.concat_tables(list(take(task.folder / "chunks", task.number)))
    links = _Links(task, roots)
    where: dict[int, dict[int, None]] = defaultdict(dict)
    firsts, sizes = rows.column("first").to_pylist(), rows.column("size").to_pylist()
    for row, (first, size) in enumerate(zip(firsts, sizes, strict=True)):
        for at in range(first, first + size):
            if chunk[at] == task.number:
                where[int(roots[at])][row] = None

    @lru_cache(_AT_HAND)
    def read(row: int) -> tuple[list[Member], list[Traits], _Held]:
        """Return the reports of a document; one may stand in several components."""
        number, _, _, text, record, traits = (column[row].as_py() for column in rows.columns)
        told = Record.model_validate_json(record)
        held = _Held(number, int(original[number]), len(told.reports))
        return members_of(told, text), [Traits.from_json(one) for one in traits], held

    for root, mine in where.items():
        members = []
        names: dict[int, str] = {}
        for row in mine:
            found, traits, held = read(row)
            for at, (member, trait) in enumerate(zip(found, traits, strict=True), start=firsts[row]):
                if roots[at] == root:
                    names[at] = member.id
                    members.append((member, trait, held))
        yield _Component(members, links.of(root, names), task.refused)


class _Links:
    """The pairs of a chunk, as numbers until they are asked for."""

    def __init__(self, task: Chunk, roots: npt.NDArray[np.int64]) -> None:
        found = [
            [table.column(name).to_numpy() for name in ("one", "other", "log_odds")]
            for table in take(task.folder / "links", task.number)
        ]
        ones, others, odds = (
            [np.concatenate(column) for column in zip(*found, strict=True)]
            if found
            else [np.zeros(0, dtype=np.int64)] * 3
        )
        of = roots[ones]
        order = np.argsort(of, kind="stable")
        self._roots = of[order]
        self._columns = ones[order], others[order], odds[order]

    def of(self, root: int, names: Mapping[int, str]) -> dict[Pair, float]:
        """Return the pairs of a component by the ids of its reports."""
        low, high = np.searchsorted(self._roots, (root, root + 1))
        scores: dict[Pair, float] = {}
        for one, other, log_odds in zip(
            *(column[low:high].tolist() for column in self._columns), strict=True
        ):
            first, second = sorted((names[one], names[other]))
            scores[first, second] = log_odds
        return scores


class _Component:
    """Reports that hang together, in memory: members, traits, pairs."""

    def __init__(
        self,
        members: Sequence[tuple[Member, Traits, _Held]],
        scores: Mapping[Pair, float],
        refused: frozenset[int],
    ) -> None:
        self._members = {member.id: member for member, _, _ in members}
        self.traits = {member.id: traits for member, traits, _ in members}
        self.scores = scores
        self._refused = refused
        self._documents = {member.document_id: held for member, _, held in members}
        self._ids = {held.number: name for name, held in self._documents.items()}

    def groups(self) -> Iterator[list[Member]]:
        """Yield the members of each incident."""
        for group in regroup(self._members, self.scores):
            yield [self._members[one] for one in group]

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
