"""From traits in parts to numbered pairs, block by block, and to the components that pairs above zero make."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from rasd.linking import Traits
from rasd.scale.gathering.blocking import BLOCK_DAYS, blocks_of, pairs_of_block
from rasd.scale.gathering.connecting import Forest
from rasd.scale.gathering.facts import Batch, rows_of
from rasd.scale.gathering.spill import Spill, destinations, take

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["Bin", "bins", "chunks", "connect", "score_bin", "spread"]

_BINS = 256
_CHUNKS = 2_048
_HOT = 20_000
_SHARES = 1_000


@dataclass(frozen=True, slots=True)
class Bin:
    """The blocks that one task scores."""

    folder: Path
    number: int
    days: int
    share: tuple[int, int] = (0, 1)
    """Which of how many tasks on the same blocks this is."""


def spread(task: tuple[Batch, int]) -> int:
    """Send the reports of a batch, numbered, to the blocks that their keys touch; return how many reports there are."""
    batch, days = task
    base = np.load(batch.folder / "base.npy", mmap_mode="r")
    reports = 0
    with Spill(batch.folder / "blocks", batch.number, _block_schema()) as spill:
        for number, row in rows_of(batch, ("members",)):
            if base[number] < 0:
                continue
            for at, member in enumerate(row["members"]):
                reports += 1
                for block in blocks_of(Traits.from_json(member["traits"]), days=days):
                    spill.add(block % _BINS, (block, int(base[number]) + at, member["traits"]))
    return reports


def _block_schema() -> pa.Schema:
    import pyarrow as pa

    return pa.schema([("block", pa.int64()), ("report", pa.int64()), ("traits", pa.string())])


def _pair_schema() -> pa.Schema:
    import pyarrow as pa

    return pa.schema([("one", pa.int64()), ("other", pa.int64()), ("log_odds", pa.float64())])


def bins(folder: Path, days: int = BLOCK_DAYS, *, hot: int = _HOT) -> list[Bin]:
    """Return the tasks that `score_bin` does, the largest first; blocks of more than `hot` reports are scored by several."""
    tasks = []
    held = destinations(folder / "blocks")
    for number in sorted(held, key=lambda one: -held[one]):
        of = 1 + held[number] // hot
        tasks += [Bin(folder, number, days, (share, of)) for share in range(of)]
    return tasks


def score_bin(task: Bin) -> int:
    """Score the pairs of some blocks, one block in memory at a time, and return how many were kept."""
    import pyarrow as pa

    table = pa.concat_tables(list(take(task.folder / "blocks", task.number))).sort_by("block")
    blocks = table.column("block").to_numpy()
    number = task.number * _SHARES + task.share[0]
    kept = 0
    with Spill(task.folder / "pairs", number, _pair_schema()) as spill:
        for first, last in _runs(blocks):
            rows = table.slice(first, last - first)
            numbers: dict[str, int] = {}
            reports = []
            for number, traits in zip(
                rows.column("report").to_pylist(), rows.column("traits").to_pylist(), strict=True
            ):
                one = Traits.from_json(traits)
                numbers[one.id] = number
                reports.append(one)
            for one_id, other_id, log_odds in pairs_of_block(
                reports, int(blocks[first]), days=task.days, share=task.share
            ):
                spill.add(0, (numbers[one_id], numbers[other_id], log_odds))
                kept += 1
    return kept


def _runs(values: npt.NDArray[np.int64]) -> Iterator[tuple[int, int]]:
    edges = np.flatnonzero(np.diff(values)) + 1
    yield from zip([0, *edges.tolist()], [*edges.tolist(), len(values)], strict=True)


def connect(folder: Path, count: int) -> npt.NDArray[np.int64]:
    """Return for each report the smallest number that pairs above zero connect it with."""
    forest = Forest(count)
    for pairs in _pairs(folder):
        above = pairs.column("log_odds").to_numpy() > 0
        ones, others = pairs.column("one").to_numpy()[above], pairs.column("other").to_numpy()[above]
        for one, other in zip(ones.tolist(), others.tolist(), strict=True):
            forest.join(one, other)
    return np.array(forest.roots(), dtype=np.int64)


def _pairs(folder: Path) -> Iterable[pa.Table]:
    return take(folder / "pairs", 0)


def chunks(folder: Path, roots: npt.NDArray[np.int64], size: int) -> npt.NDArray[np.int32]:
    """Cut the components into chunks of about `size` reports, send each its pairs, and return the chunk of each report."""
    count = len(roots)
    size = max(size, -(-count // _CHUNKS))
    sizes = np.bincount(roots, minlength=count) if count else np.zeros(0, dtype=np.int64)
    chunk = ((np.cumsum(sizes) - sizes) // size)[roots].astype(np.int32) if count else sizes.astype(np.int32)
    with Spill(folder / "links", 0, _pair_schema()) as spill:
        for pairs in _pairs(folder):
            ones, others = pairs.column("one").to_numpy(), pairs.column("other").to_numpy()
            inside = np.flatnonzero(roots[ones] == roots[others])
            homes = chunk[ones[inside]].astype(np.int64)
            order = np.argsort(homes, kind="stable")
            homes, inside = homes[order], inside[order]
            for first, last in _runs(homes) if len(homes) else ():
                spill.send(int(homes[first]), pairs.take(inside[first:last]))
    return chunk
