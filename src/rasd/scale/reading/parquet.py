"""Parquet to pages: row group by row group, in batches that stay small whatever a row group holds."""

from __future__ import annotations

import io
from collections.abc import Iterator

from rasd.collection.columns import existing
from rasd.collection.packed import MOST_RATIO
from rasd.collection.parquet_table import BrokenTable, ParquetTable
from rasd.errors import DocumentError
from rasd.scale.page import Page, SetAside
from rasd.scale.reading.pages import Pages
from rasd.scale.reading.row_pages import ALIASES, BODIES, is_readable, row_page

__all__ = ["ParquetPages"]

_FREE = 100_000_000  # as for other packed inputs: below this a high ratio costs nothing


class ParquetPages(Pages):
    """The rows of some row groups; a place is the number of the row in its file, from 0."""

    def _found(self) -> Iterator[Page | SetAside]:
        """Yield the rows; raises DocumentError when the file is no Parquet or has no column for a text."""
        name = self._part.input
        try:
            table = ParquetTable(self._stream)
        except BrokenTable as error:
            raise DocumentError(
                f"{name}: no Parquet that can be read ({error}). Get it again; a file of another kind needs its own"
                " ending (.jsonl, .warc.gz)."
            ) from None
        if not is_readable(table.names, self._defaults):
            raise DocumentError(
                f"{name}: no column for a text. Columns: {existing(dict.fromkeys(table.names))}. Name it text, html,"
                " content or body, or give --map text=COLUMN."
            )
        self._size = self._stream.seek(0, io.SEEK_END)
        for group in range(self._part.start, min(self._part.end, len(table.rows))):
            yield from self._group(table, group)

    def _group(self, table: ParquetTable, group: int) -> Iterator[Page | SetAside]:
        name = self._part.input
        number = first = sum(table.rows[:group])
        try:
            for row in table.read(group, self._wanted(table.names)):
                self.records += 1
                found = row_page(row, f"{name}: row {number}", self._limits, self._defaults)
                if isinstance(found, SetAside):
                    found.offset = number
                number += 1
                if found is None:
                    self.left_out["empty row"] += 1
                else:
                    if isinstance(found, Page):
                        self.bytes_read += len(found.body)
                    yield found
                if self.bytes_read > _FREE and self.bytes_read > MOST_RATIO * self._size:
                    fact = f"a bomb? {self._size} bytes hold more than {self.bytes_read / 1e6:.0f} MB. The rest is left out"
                    yield SetAside(f"{name}: row {number}", fact, number)
                    return
        except BrokenTable as error:
            left = first + table.rows[group] - number
            yield SetAside(
                f"{name}: row {number}",
                f"row group {group} is broken: {left} rows from here on cannot be read ({error})",
                number,
            )

    def _wanted(self, names: list[str]) -> list[str]:
        """Return the columns to read: those that can mean something here."""
        asked = {column.split(".")[0] for column in self._defaults.columns.values()}
        known = {*BODIES, *ALIASES, *(name for names in ALIASES.values() for name in names), *asked}
        known |= {"id", "theatre", "synthetic", "published_from", "fetched_at", "crawled_at", "warc_date"}
        known |= {"date_download", "fetch_time"}
        return [column for column in names if column in known]
