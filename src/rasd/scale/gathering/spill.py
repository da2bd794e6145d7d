"""Rows on their way from tasks to where they are gathered: files on the disk, so that memory holds some of one task's rows.

A task writes one file, whatever the number of destinations, and beside it which of its batches goes where. A task that is
done again writes the same files; whoever reads a destination reads the tasks' files in their order.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import numpy as np

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["Spill", "destinations", "take"]

_MOST = 4_000_000
"""Bytes held, about, before they are written."""
_VALUE = 32
"""Bytes a value, about, beside its letters."""


class Spill:
    """What one task sends to numbered destinations below a folder; `with` sends what is left."""

    def __init__(self, folder: Path, task: int, schema: pa.Schema, *, most: int = _MOST) -> None:
        self._path = folder / f"{task:06}.arrow"
        self._schema, self._most, self._held = schema, most, 0
        self._buffers: dict[int, list[Sequence[Any]]] = {}
        self._sent: list[tuple[int, int]] = []
        self._sink: pa.OSFile | None = None
        self._writer: pa.RecordBatchFileWriter | None = None

    def add(self, destination: int, row: Sequence[Any]) -> None:
        """Send one row, its values in the order of the schema."""
        self._buffers.setdefault(destination, []).append(row)
        self._held += _size(row)
        if self._held >= self._most:
            self.flush()

    def flush(self) -> None:
        """Write what is held."""
        import pyarrow as pa

        for destination, rows in self._buffers.items():
            columns = [
                pa.array(values, field.type)
                for values, field in zip(zip(*rows, strict=True), self._schema, strict=True)
            ]
            self.send(destination, pa.table(columns, schema=self._schema))
        self._buffers.clear()
        self._held = 0

    def send(self, destination: int, table: pa.Table) -> None:
        """Write rows that stand in columns already."""
        import pyarrow as pa

        if self._writer is None:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._sink = pa.OSFile(str(self._path), "wb")
            options = pa.ipc.IpcWriteOptions(compression="lz4")
            self._writer = pa.ipc.new_file(self._sink, self._schema, options=options)
        for batch in table.combine_chunks().to_batches():
            self._writer.write_batch(batch)
            self._sent.append((destination, batch.num_rows))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        if kind is None:
            self.flush()
        if self._writer is not None and self._sink is not None:
            self._writer.close()
            self._sink.close()
            if kind is None:
                np.save(self._path.with_suffix(".npy"), np.array(self._sent, dtype=np.int64).reshape(-1, 2))


def _size(row: Sequence[Any]) -> int:
    """Return about how many bytes a row takes."""
    size = _VALUE * len(row)
    for value in row:
        if isinstance(value, str):
            size += len(value)
        elif isinstance(value, list):
            size += _size(value)
    return size


def destinations(folder: Path) -> dict[int, int]:
    """Return the destinations that something was sent to, in their order, with the number of rows."""
    rows: Counter[int] = Counter()
    for path in folder.glob("*.npy"):
        for destination, held in np.load(path).tolist():
            rows[destination] += held
    return dict(sorted(rows.items()))


def take(folder: Path, destination: int, columns: Sequence[str] = ()) -> Iterator[pa.Table]:
    """Yield what was sent to a destination, in order of task; all columns, or those named."""
    import pyarrow as pa

    for path in sorted(folder.glob("*.npy")):
        mine = np.flatnonzero(np.load(path)[:, 0] == destination).tolist()
        if not mine:
            continue
        with pa.OSFile(str(path.with_suffix(".arrow")), "rb") as source:
            reader = pa.ipc.open_file(source)
            if columns:
                wanted = [reader.schema.get_field_index(name) for name in columns]
                source.seek(0)
                reader = pa.ipc.open_file(source, options=pa.ipc.IpcReadOptions(included_fields=wanted))
            for number in mine:
                yield pa.Table.from_batches([reader.get_batch(number)])
