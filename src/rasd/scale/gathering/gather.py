"""All parts of a run become its tables: same documents once, reports linked, copies folded, rows by theatre and month.

Bytes depend on the documents alone: not on how the archive was sliced, on the order of the parts, on the number of
processes, or on an earlier try. Memory is that of the largest block and component, of a few row groups, and about a hundred
bytes a document beside; everything else waits on the disk, in a folder beside the output that is gone at the end.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from rasd.errors import OutputError
from rasd.lexicon import Lexicon
from rasd.scale.copies import originals
from rasd.scale.gathering.blocking import BLOCK_DAYS
from rasd.scale.gathering.describing import Chunk, carry, describe_chunk
from rasd.scale.gathering.documents import Sheaf, send_documents
from rasd.scale.gathering.facts import Batch, Facts, batches, scan
from rasd.scale.gathering.scoring import bins, chunks, connect, score_bin, spread
from rasd.scale.gathering.spill import destinations
from rasd.scale.gathering.tables import TABLES, Shelf, write_homes
from rasd.scale.gathering.workshop import Workshop

__all__ = ["STEPS", "Gathered", "gather"]

STEPS = ("documents", "reports", "pairs", "texts", "incidents", "rows", "files")
"""What `told` names, in their order."""
CHUNK = 1_000
"""Reports that are described together."""
_LEAST, _SHARES = 200, 4
"""Reports that are worth a task of their own; tasks for each process, so that none waits long for another."""
_SHELF = 5_000
_WORK, _OUT, _OLD = ".gathering", "out", ".before"

Told = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Gathered:
    """What was written."""

    files: list[dict[str, Any]]
    """name, rows, bytes and sha256 of each, by name."""
    counts: dict[str, int]


def _silent(step: str, done: int, of: int) -> None:
    """Tell nobody."""


def gather(
    folder: Path,
    *,
    jobs: int = 1,
    coder_lexicon: Lexicon | None = None,
    told: Told = _silent,
    parts: Iterable[Path] | None = None,
    days: int = BLOCK_DAYS,
    chunk: int = CHUNK,
    fold: bool = True,
) -> Gathered:
    """Link and write what the parts of a run hold and return the files; raises OutputError.

    `parts` are those that count, all of ``parts/`` when left out. `told` hears the step (one of `STEPS`), how many of its
    tasks are done, and of how many. `days` and `chunk` change how much is in memory at a time, never what is written.
    Without `fold`, copies keep their reports.
    """
    work = folder / _WORK
    try:
        shutil.rmtree(work, ignore_errors=True)
        _settle(folder)
        counted = sorted(parts if parts is not None else (folder / "parts").glob("*.parquet"))
        with Workshop(jobs, coder_lexicon) as workshop:
            gathered = _Run(workshop, work, told, days, chunk, fold).gathered(counted)
        _move(work / _OUT, folder)
    except OSError as error:
        raise OutputError(
            f"{error.filename or folder}: cannot be written ({error.strerror or error}). What was read is kept; make room"
            " or give the right to write, and start the same command again."
        ) from error
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return gathered


class _Run:
    """One gathering: its folder of spilled files, and the numbers that its tasks share."""

    def __init__(
        self, workshop: Workshop, folder: Path, told: Told, days: int, chunk: int, fold: bool
    ) -> None:
        self._workshop, self._folder, self._told = workshop, folder, told
        self._days, self._chunk, self._fold = days, chunk, fold
        folder.mkdir(parents=True)
        for table in TABLES:
            (folder / _OUT / table).mkdir(parents=True)

    def _each(self, step: str, do: Callable[[Any], Any], tasks: Sequence[Any]) -> list[Any]:
        return list(self._workshop.each(do, tasks, lambda done, of: self._told(step, done, of)))

    def _save(self, name: str, values: npt.NDArray[Any]) -> None:
        np.save(self._folder / f"{name}.npy", values)

    def gathered(self, parts: Sequence[Path]) -> Gathered:
        """Do all steps."""
        made = batches(parts, self._folder)
        sizes = self._each("documents", scan, made)
        starts = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
        made = [replace(batch, first=int(starts[batch.number])) for batch in made]
        facts = Facts(made, sizes)
        counts, reports = self._number(facts)
        shelves = max(1, min(1_024, reports // _SHELF + 1))
        self._link(made, reports)
        refused = self._describe(shelves, counts)
        self._send(made, facts, shelves, refused, counts)
        files = self._files()
        return Gathered(files, dict(sorted(counts.items())))

    def _number(self, facts: Facts) -> tuple[dict[str, int], int]:
        """Number the reports of the documents that count, and note which document may be a copy of which."""
        stands = facts.kept()
        numbers = np.arange(facts.count, dtype=np.int64)
        kept = stands == numbers
        of_each = np.where(kept, facts.column("reports"), 0)
        base = np.cumsum(of_each) - of_each
        base[~kept] = -1
        original = np.full(facts.count, -1, dtype=np.int64)
        has_reports = facts.column("reports") > 0
        for slab in facts.candidates(kept) if self._fold else ():
            for group in slab:
                by_number = {one.number: one for one in group}
                for copy, of in originals(group).items():
                    same = (by_number[copy].signature == by_number[of].signature).all()
                    if (
                        has_reports[copy] or same
                    ):  # without a report there is no incident to hold them against
                        original[copy] = of
        self._save("base", base)
        self._save("original", original)
        self._save("stands", stands)
        text = facts.column("text")
        counts = {
            "pages": facts.count,
            "documents": int(kept.sum()),
            "same_id": int((~kept).sum()),
            "same_id_other_text": int((text != text[stands]).sum()) if facts.count else 0,
            "linked_reports": int(of_each.sum()),
        }
        return counts, counts["linked_reports"]

    def _link(self, made: Sequence[Batch], reports: int) -> None:
        self._each("reports", spread, [(batch, self._days) for batch in made])
        self._each("pairs", score_bin, bins(self._folder, self._days))
        roots = connect(self._folder, reports)
        self._save("roots", roots)
        # A small archive is cut finer, so that every process has some of it.
        size = min(self._chunk, max(_LEAST, reports // (_SHARES * self._workshop.jobs)))
        self._save("chunk", chunks(self._folder, roots, size))
        for done in ("blocks", "pairs"):
            shutil.rmtree(self._folder / done, ignore_errors=True)
        self._each("texts", carry, made)

    def _describe(self, shelves: int, counts: dict[str, int]) -> frozenset[int]:
        """Describe all chunks and return the documents that some incident does not let be folded."""
        held = destinations(self._folder / "chunks")  # the largest first: no process waits long for another
        tasks = [Chunk(self._folder, number, shelves) for number in sorted(held, key=lambda one: -held[one])]
        described = self._each("incidents", describe_chunk, tasks)
        refused = frozenset[int]().union(*(one.refused for one in described))
        left = [task for task, one in zip(tasks, described, strict=True) if one.has_shared]
        new = refused
        while new and left:  # what one incident refuses, another must do without
            again = [replace(task, refused=refused, step="again") for task in left]
            new = frozenset[int]().union(
                *(one.refused for one in self._each("incidents", describe_chunk, again))
            )
            refused |= new
        last = [replace(task, refused=refused, step="last") for task in left]
        described += self._each("incidents", describe_chunk, last)
        counts["incidents"] = sum(one.incidents for one in described)
        counts["reports"] = sum(one.reports for one in described)
        return refused

    def _send(
        self,
        made: Sequence[Batch],
        facts: Facts,
        shelves: int,
        refused: frozenset[int],
        counts: dict[str, int],
    ) -> None:
        """Send the rows of documents to their shelves, with what each is a copy of."""
        original = np.load(self._folder / "original.npy")
        original[np.fromiter(refused, dtype=np.int64, count=len(refused))] = -1
        self._save("original", original)
        copies = np.flatnonzero(original >= 0)
        counts["copies"] = len(copies)
        homes, names = facts.homes()
        ids = facts.texts("id", original[copies])
        self._save("home", homes)
        sheaves = []
        for batch, size in zip(made, np.diff([*(one.first for one in made), facts.count]), strict=True):
            low, high = np.searchsorted(copies, (batch.first, batch.first + int(size)))
            of = dict(zip(copies[low:high].tolist(), ids[low:high], strict=True))
            sheaves.append(Sheaf(batch, shelves, tuple(names), of))
        self._each("rows", send_documents, sheaves)

    def _files(self) -> list[dict[str, Any]]:
        out = self._folder / _OUT
        tasks = [
            Shelf(table, self._folder, destination, out)
            for table in TABLES
            for destination in destinations(self._folder / table)
        ]
        files = [one for held in self._each("files", write_homes, tasks) for one in held]
        return sorted(files, key=lambda one: str(one["name"]))


def _move(out: Path, folder: Path) -> None:
    """Put the new tables where the old ones are: each is renamed as a whole, and until then the old one stands."""
    for table in TABLES:
        old = folder / f".{table}{_OLD}"
        shutil.rmtree(old, ignore_errors=True)
        if (folder / table).exists():
            (folder / table).rename(old)
        (out / table).rename(folder / table)
        shutil.rmtree(old, ignore_errors=True)


def _settle(folder: Path) -> None:
    """Put back a table whose move was cut off."""
    for table in TABLES:
        old = folder / f".{table}{_OLD}"
        if old.exists() and not (folder / table).exists():
            old.rename(folder / table)
        shutil.rmtree(old, ignore_errors=True)
