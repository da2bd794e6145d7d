"""Rows on their way from tasks to where they are gathered: files on the disk, so that memory holds one task's rows at most.

A task that is done again writes the same files; whoever reads a destination reads its files in order of task.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["Spill", "destinations", "put", "take"]


class Spill:
    """What one task sends to numbered destinations below a folder; `with` sends what is left."""

    def __init__(self, folder: Path, task: int, schema: pa.Schema, *, rows: int = 10_000) -> None:
        self._folder, self._task, self._schema = folder, task, schema
        self._most, self._held, self._number = rows, 0, 0
        self._buffers: dict[int, list[Sequence[Any]]] = {}

    def add(self, destination: int, row: Sequence[Any]) -> None:
        """Send one row, its values in the order of the schema."""
        self._buffers.setdefault(destination, []).append(row)
        self._held += 1
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
            name = f"{self._task:06}-{self._number:04}"
            put(self._folder, destination, name, pa.table(columns, schema=self._schema))
        self._buffers.clear()
        self._held = 0
        self._number += 1

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        if kind is None:
            self.flush()


def put(folder: Path, destination: int, name: str, table: pa.Table) -> None:
    """Write one file of rows for a destination."""
    import pyarrow as pa

    path = folder / f"{destination:06}" / f"{name}.arrow"
    path.parent.mkdir(parents=True, exist_ok=True)
    options = pa.ipc.IpcWriteOptions(compression="lz4")
    with pa.OSFile(str(path), "wb") as sink, pa.ipc.new_file(sink, table.schema, options=options) as writer:
        writer.write_table(table)


def destinations(folder: Path) -> list[int]:
    """Return the destinations that something was sent to, sorted."""
    return sorted(int(path.name) for path in folder.iterdir()) if folder.is_dir() else []


def take(folder: Path, destination: int) -> Iterator[pa.Table]:
    """Yield what was sent to a destination, file by file, in order of task."""
    import pyarrow as pa

    for path in sorted((folder / f"{destination:06}").glob("*.arrow")):
        with pa.OSFile(str(path), "rb") as source:
            yield pa.ipc.open_file(source).read_all()
