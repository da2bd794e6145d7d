"""A Parquet file as rows, row group by row group, whatever is wrong with it; importing this needs pyarrow.

Batches stay small whatever a row group holds, and a word that stands in all rows is held once: else a small file could take
all memory. A failing disk is told apart from a damaged file.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq

__all__ = ["BrokenTable", "ParquetTable"]

_BATCH = 8_000_000
"""Bytes that a batch of rows should take, by the row group's own account."""
_MOST_ROWS = 1024
_BROKEN = (pa.ArrowException, OSError, ValueError, OverflowError, UnicodeDecodeError, MemoryError)


class BrokenTable(Exception):
    """The bytes are no Parquet, or not all of it; the message is pyarrow's, on one line."""

    def __init__(self, error: BaseException) -> None:
        super().__init__(" ".join(str(error).split())[:160] or type(error).__name__)


class ParquetTable:
    """An open table; its stream must be seekable."""

    def __init__(self, stream: BinaryIO) -> None:
        """Raises BrokenTable, or the stream's own OSError."""
        self._stream: Any = _Noticed(stream)
        try:
            schema = pq.ParquetFile(self._stream, pre_buffer=False).schema_arrow
            once = [
                field.name
                for field in schema
                if pa.types.is_string(field.type) or pa.types.is_binary(field.type)
            ]
            self._file = pq.ParquetFile(self._stream, pre_buffer=False, read_dictionary=once)
            metadata = self._file.metadata
            # Not the sizes of columns as they are packed: asking for a damaged column ends the process (pyarrow 25).
            groups = [metadata.row_group(index) for index in range(self._file.num_row_groups)]
            self.names: list[str] = schema.names
            self.rows: list[int] = [group.num_rows for group in groups]
            """How many each row group holds."""
            self.sizes: list[int] = [group.total_byte_size for group in groups]
            """Bytes of each row group, unpacked, by its own account."""
        except _BROKEN as error:
            raise self._cause(error) from None

    def read(self, group: int, columns: Sequence[str]) -> Iterator[dict[str, Any]]:
        """Yield the rows of a row group; raises BrokenTable where it breaks off, or the stream's own OSError."""
        size = max(8, min(_MOST_ROWS, int(_BATCH * max(self.rows[group], 1) / max(self.sizes[group], 1))))
        try:
            for batch in self._file.iter_batches(
                size, row_groups=[group], columns=list(columns), use_threads=False
            ):
                names = batch.schema.names
                for index in range(batch.num_rows):
                    yield {
                        key: column[index].as_py() for key, column in zip(names, batch.columns, strict=True)
                    }
        except _BROKEN as error:
            raise self._cause(error) from None

    def _cause(self, error: BaseException) -> Exception:
        failure: OSError | None = self._stream.failure
        return failure if failure is not None else BrokenTable(error)


class _Noticed:
    """A stream as pyarrow wants it, with its own failure remembered."""

    closed = False

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.failure: OSError | None = None

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes."""
        try:
            return self._stream.read(size)
        except OSError as error:
            self.failure = error
            raise

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)
