"""Parquet to pages: row group by row group, in batches that stay small whatever a row group holds."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any, BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq

from rasd.collection.columns import existing
from rasd.errors import DocumentError
from rasd.scale.page import Page, SetAside
from rasd.scale.reading.pages import Pages
from rasd.scale.reading.row_pages import ALIASES, BODIES, is_readable, row_page

__all__ = ["ParquetPages"]

_BATCH = 8_000_000
"""Bytes that a batch of rows should take, by the row group's own account."""
_MOST_ROWS = 1024
_FREE = 100_000_000
_MOST_RATIO = 250
"""As for other packed inputs: below `_FREE` bytes a high ratio costs nothing."""
_BROKEN = (pa.ArrowException, OSError, ValueError, OverflowError, UnicodeDecodeError, MemoryError)


class ParquetPages(Pages):
    """The rows of some row groups; a place is the number of the row in its file, from 0."""

    def _found(self) -> Iterator[Page | SetAside]:
        """Yield the rows; raises DocumentError when the file is no Parquet or has no column for a text."""
        name = self._part.input
        noticed: Any = _Noticed(self._stream)
        try:
            schema = pq.ParquetFile(noticed, pre_buffer=False).schema_arrow
            columns = schema.names
            # A word that stands in all rows is held once: else a small file could take all memory.
            once = [
                field.name
                for field in schema
                if pa.types.is_string(field.type) or pa.types.is_binary(field.type)
            ]
            file = pq.ParquetFile(noticed, pre_buffer=False, read_dictionary=once)
            count = file.num_row_groups
            rows = [file.metadata.row_group(index).num_rows for index in range(count)]
        except _BROKEN as error:
            if noticed.failure is not None:
                raise noticed.failure from None
            raise DocumentError(
                f"{name}: no Parquet that can be read ({_short(error)}). Get it again; a file of another kind needs its own"
                " ending (.jsonl, .warc.gz)."
            ) from None
        if not is_readable(columns, self._defaults):
            raise DocumentError(
                f"{name}: no column for a text. Columns: {existing(dict.fromkeys(columns))}. Name it text, html, content or"
                " body, or give --map text=COLUMN."
            )
        self._size = self._stream.seek(0, io.SEEK_END)
        for group in range(self._part.start, min(self._part.end, count)):
            yield from self._group(file, group, sum(rows[:group]), rows[group], noticed)

    def _group(
        self, file: Any, group: int, first: int, total: int, noticed: Any
    ) -> Iterator[Page | SetAside]:
        name = self._part.input
        number = first
        try:
            size = max(file.metadata.row_group(group).total_byte_size, 1)
            batch_rows = max(8, min(_MOST_ROWS, int(_BATCH * max(total, 1) / size)))
            batches = file.iter_batches(
                batch_rows, row_groups=[group], columns=self._wanted(file), use_threads=False
            )
            for batch in batches:
                names = batch.schema.names
                for index in range(batch.num_rows):
                    row = {
                        key: column[index].as_py() for key, column in zip(names, batch.columns, strict=True)
                    }
                    where = f"{name}: row {number}"
                    self.records += 1
                    found = row_page(row, where, self._limits, self._defaults)
                    if isinstance(found, SetAside):
                        found.offset = number
                    number += 1
                    if found is None:
                        self.left_out["empty row"] += 1
                    else:
                        if isinstance(found, Page):
                            self.bytes_read += len(found.body)
                        yield found
                    if self.bytes_read > _FREE and self.bytes_read > _MOST_RATIO * self._size:
                        fact = f"a bomb? {self._size} bytes hold more than {self.bytes_read / 1e6:.0f} MB. The rest is left out"
                        yield SetAside(f"{name}: row {number}", fact, number)
                        return
        except _BROKEN as error:
            if noticed.failure is not None:
                raise noticed.failure from None
            left = first + total - number
            yield SetAside(
                f"{name}: row {number}",
                f"row group {group} is broken: {left} rows from here on cannot be read ({_short(error)})",
                number,
            )

    def _wanted(self, file: Any) -> list[str] | None:
        """Return the columns to read: those that can mean something here, or all where inner ones were named."""
        asked = {column.split(".")[0] for column in self._defaults.columns.values()}
        known = {*BODIES, *ALIASES, *(name for names in ALIASES.values() for name in names), *asked}
        known |= {"id", "theatre", "synthetic", "published_from", "fetched_at", "crawled_at", "warc_date"}
        known |= {"date_download", "fetch_time"}
        return [column for column in file.schema_arrow.names if column in known]


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


def _short(error: BaseException) -> str:
    return " ".join(str(error).split())[:160] or type(error).__name__
