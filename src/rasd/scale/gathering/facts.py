"""What a first pass over the parts learns of each document, in numbers: who is the same, what it says, how alike it is.

Documents are numbered in the order of the parts. Numbers are of one run: nothing that is written out depends on them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from rasd.errors import OutputError
from rasd.scale.copies import Copied, said_of
from rasd.scale.gathering.homes import home_of

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["Batch", "Facts", "batches", "rows_of", "scan", "turn_of"]

Numbers = npt.NDArray[np.int64]
_ROWS = 10_000
_COLUMNS = (
    "id",
    "published",
    "fetched_at",
    "theatre",
    "text_sha256",
    "input",
    "where",
    "record",
    "signature",
)
_LAST = 2**62


@dataclass(frozen=True, slots=True)
class Batch:
    """Parts that one task reads."""

    number: int
    folder: Path
    """Of the run's spilled files."""
    parts: tuple[Path, ...]
    first: int = 0
    """Number of the first document in them."""


def batches(parts: Sequence[Path], folder: Path) -> list[Batch]:
    """Return the parts in tasks of about ten thousand documents."""
    import pyarrow.parquet as pq

    made: list[list[Path]] = [[]]
    held = 0
    for part in parts:
        with _readable(part):
            rows = pq.read_metadata(part).num_rows
        if made[-1] and held + rows > _ROWS:
            made.append([])
            held = 0
        made[-1].append(part)
        held += rows
    return [Batch(number, folder, tuple(some)) for number, some in enumerate(made) if some]


def rows_of(batch: Batch, columns: Sequence[str]) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield the documents of a batch with their numbers, a hundred in memory at a time."""
    import pyarrow.parquet as pq

    number = batch.first
    for part in batch.parts:
        with _readable(part):
            for rows in pq.ParquetFile(part).iter_batches(
                batch_size=100, columns=list(columns), use_threads=False
            ):
                for row in rows.to_pylist():
                    yield number, row
                    number += 1


@contextmanager
def _readable(part: Path) -> Iterator[None]:
    """Say of a part that was damaged on the disk which it is, and how it is made again."""
    from pyarrow.lib import ArrowException

    try:
        yield
    except (ArrowException, KeyError, OSError) as error:
        if isinstance(error, OSError) and error.errno:  # of the file system, not of what stands in the file
            raise
        raise OutputError(
            f"{part}: not a part of a run ({str(error)[:200]}). Remove it and receipts/{part.stem}.json, and start the same"
            " command again: its slice is read anew."
        ) from error


def scan(batch: Batch) -> int:
    """Write the facts of a batch's documents to the folder and return how many there are."""
    import pyarrow as pa

    rows = [_fact(row) for _, row in rows_of(batch, _COLUMNS)]
    path = _path(batch)
    path.parent.mkdir(parents=True, exist_ok=True)
    columns = list(zip(*rows, strict=True)) or [()] * len(_schema())
    table = pa.table(
        [pa.array(values, field.type) for values, field in zip(columns, _schema(), strict=True)],
        schema=_schema(),
    )
    with pa.OSFile(str(path), "wb") as sink, pa.ipc.new_file(sink, table.schema) as writer:
        writer.write_table(table)
    return len(rows)


def _path(batch: Batch) -> Path:
    return batch.folder / "facts" / f"{batch.number:06}.arrow"


def _schema() -> pa.Schema:
    import pyarrow as pa

    return pa.schema(
        [
            ("id", pa.string()),
            ("home", pa.string()),
            ("signature", pa.binary()),
            *((name, pa.uint64()) for name in ("same_a", "same_b", "said", "text", "tie")),
            *((name, pa.int64()) for name in ("published", "fetched", "reports")),
        ]
    )


def _fact(row: dict[str, Any]) -> tuple[Any, ...]:
    record = json.loads(row["record"])
    published, fetched, tie = turn_of(row["published"], row["fetched_at"], row["input"], row["where"])
    same = blake2b(row["id"].encode("utf-8", "surrogatepass"), digest_size=16).digest()
    return (
        row["id"],
        home_of(row["theatre"], row["published"]),
        np.array(row["signature"] or (), dtype="<u4").tobytes(),
        int.from_bytes(same[:8], "little"),
        int.from_bytes(same[8:], "little"),
        said_of(record),
        int(row["text_sha256"][:16] or "0", 16),
        tie,
        published,
        fetched,
        len(record["reports"]),
    )


def turn_of(published: str | None, fetched_at: str | None, given: str, where: str) -> tuple[int, int, int]:
    """Return what sorts documents of one id: the first of them stands for all."""
    return _moment(published), _moment(fetched_at), _hash(f"{given}\n{where}")


def _hash(words: str) -> int:
    return int.from_bytes(blake2b(words.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")


def _moment(written: str | None) -> int:
    """Return seconds since the year 1, as `Member.order` sorts: what has no moment comes last."""
    try:
        moment = datetime.fromisoformat(written or "")
    except ValueError:
        return _LAST
    moment = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    return int((moment - datetime.min.replace(tzinfo=UTC)).total_seconds() * 1_000_000)


class Facts:
    """The facts of all documents as columns of numbers: about a hundred bytes a document, while they are looked at."""

    def __init__(self, made: Sequence[Batch], counts: Sequence[int]) -> None:
        self._batches = list(made)
        self._starts = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
        self.count = int(self._starts[-1])

    def column(self, name: str) -> npt.NDArray[Any]:
        """Return one column of numbers."""
        found = [table.column(name).to_numpy() for table in self._tables()]
        return np.concatenate(found) if found else np.zeros(0, dtype=np.int64)

    def homes(self) -> tuple[npt.NDArray[np.int32], list[str]]:
        """Return for each document the number of its home, and the homes."""
        names: dict[str, int] = {}
        found = np.zeros(self.count, dtype=np.int32)
        at = 0
        for table in self._tables():
            for home in table.column("home").to_pylist():
                found[at] = names.setdefault(home, len(names))
                at += 1
        return found, list(names)

    def texts(self, name: str, numbers: Numbers) -> list[Any]:
        """Return a column of texts or bytes of some documents, in the order of `numbers`."""
        import pyarrow as pa

        order = np.argsort(numbers, kind="stable")
        wanted = numbers[order]
        found: list[Any] = [None] * len(wanted)
        for at, table in enumerate(self._tables()):
            low, high = np.searchsorted(wanted, (self._starts[at], self._starts[at + 1]))
            if low < high:
                rows = table.column(name).take(pa.array(wanted[low:high] - self._starts[at])).to_pylist()
                for place, value in zip(order[low:high], rows, strict=True):
                    found[place] = value
        return found

    def _tables(self) -> Iterator[pa.Table]:
        import pyarrow as pa

        for batch in self._batches:
            with pa.memory_map(str(_path(batch))) as source:
                yield pa.ipc.open_file(source).read_all()

    def kept(self) -> Numbers:
        """Return for each document the number of the one that stands for its id: the earliest fetched of them."""
        same_a, same_b = self.column("same_a"), self.column("same_b")
        order = np.lexsort(
            (self.column("tie"), self.column("fetched"), self.column("published"), same_b, same_a)
        )
        stands = np.arange(self.count, dtype=np.int64)
        if self.count:
            a, b = same_a[order], same_b[order]
            begins = np.concatenate([[True], (a[1:] != a[:-1]) | (b[1:] != b[:-1])])
            stands[order] = order[np.maximum.accumulate(np.where(begins, np.arange(self.count), 0))]
        return stands

    def candidates(self, kept: npt.NDArray[np.bool_], slab: int = 50_000) -> Iterator[list[list[Copied]]]:
        """Yield the documents that say the same as another one, by what they say, some groups at a time."""
        said, published = self.column("said"), self.column("published")
        numbers = np.flatnonzero(kept)
        order = numbers[np.argsort(said[numbers], kind="stable")]
        edges = np.flatnonzero(np.diff(said[order])) + 1 if len(order) else np.zeros(0, dtype=np.int64)
        groups = [group for group in np.split(order, edges) if len(group) > 1]
        at = 0
        while at < len(groups):
            taken: list[Numbers] = []
            size = 0
            while at < len(groups) and size < slab:
                taken.append(groups[at])
                size += len(groups[at])
                at += 1
            flat = np.concatenate(taken)
            ids, signatures = self.texts("id", flat), self.texts("signature", flat)
            held = [
                Copied(int(number), (int(published[number]), one), np.frombuffer(signature, dtype="<u4"))
                for number, one, signature in zip(flat, ids, signatures, strict=True)
            ]
            made, begin = [], 0
            for group in taken:
                made.append(held[begin : begin + len(group)])
                begin += len(group)
            yield made
