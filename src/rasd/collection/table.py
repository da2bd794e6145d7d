"""CSV and TSV: a header that names the fields, then one document a row.

A broken row is named by its line and the rest goes on: a quotation mark that nothing closes costs its own line, not
the file. Every line is looked at twice at most.
"""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterator, Mapping

from rasd.collection.collected import Collected, Defaults
from rasd.collection.columns import missing_columns
from rasd.collection.rows import collect_row
from rasd.collection.stream import Line, Peeked, lines
from rasd.errors import DocumentError

__all__ = ["collect_table", "has_text_column"]

_DELIMITERS = (",", "\t", ";")
_UNFINISHED = "unexpected end of data"


def _split(text: str, delimiter: str) -> list[str]:
    rows = list(csv.reader([text], delimiter=delimiter, strict=True))
    return rows[0] if rows else []


def _header(line: str, columns: Mapping[str, str]) -> tuple[str, list[str]] | None:
    """Return the delimiter and the column names of a header line that has the column of the text."""
    wanted = columns.get("text", "text")
    is_mapped = bool(columns)
    for delimiter in _DELIMITERS:
        try:
            names = [name.strip("\ufeff \t\r\n") for name in _split(line, delimiter)]
            names = [name if is_mapped and name in columns.values() else name.lower() for name in names]
        except csv.Error:
            continue
        if wanted in names:
            return delimiter, names
    return None


def has_text_column(line: str, columns: Mapping[str, str]) -> bool:
    """Tell whether this line is a CSV header with the column of the text and at least one more."""
    found = _header(line, columns)
    return found is not None and len(found[1]) > 1


class _Rows:
    """Logical rows out of physical lines, able to take lines back when a row turns out to be broken."""

    def __init__(self, source: Iterator[Line], delimiter: str, limit: int) -> None:
        self._source = source
        self._back: deque[Line] = deque()
        self._delimiter = delimiter
        self._limit = limit

    def _next(self) -> Line | None:
        return self._back.popleft() if self._back else next(self._source, None)

    def __iter__(self) -> Iterator[tuple[Line, list[str] | str]]:
        """Yield each row's first line with its fields, or with the words for what is wrong."""
        while (line := self._next()) is not None:
            if line.error is not None or not line.text.strip("\r\n"):
                if line.error is not None:
                    yield line, str(line.error)
                continue
            try:
                yield line, _split(line.text, self._delimiter)
            except csv.Error as error:
                yield line, self._longer(line) if _UNFINISHED in str(error) else str(error)

    def _longer(self, first: Line) -> list[str] | str:
        """Read on to the line that closes the open quotation mark; give the lines back when none does."""
        taken: list[Line] = []
        size, quotes = len(first.text), first.text.count('"')
        while quotes % 2 and size <= self._limit and (line := self._next()) is not None:
            taken.append(line)
            size += len(line.text)
            quotes += line.text.count('"')
            if line.error is not None:
                break
        if quotes % 2 == 0:
            try:
                return _split(first.text + "".join(line.text for line in taken), self._delimiter)
            except csv.Error as error:
                reason = str(error)
        else:
            reason = "a quotation mark is opened and never closed"
        self._back.extendleft(reversed(taken))
        return reason


def collect_table(stream: Peeked, name: str, defaults: Defaults) -> Iterator[Collected]:
    """Yield one document a row; columns that are no field of a document are ignored."""
    csv.field_size_limit(4 * defaults.max_bytes)
    source = lines(stream, name, 2 * defaults.max_bytes)
    first = next(
        (line for line in source if line.error is not None or line.text.strip("\ufeff \t\r\n")), None
    )
    if first is None:
        raise DocumentError(
            f"{name}: empty: the file holds no header. Begin with a line that names the columns."
        )
    if first.error is not None:
        raise first.error
    found = _header(first.text, defaults.columns)
    if found is None:
        columns = first.text.strip("\ufeff \r\n")[:200]
        if defaults.columns:
            wanted = defaults.columns.get("text", "text")
            raise DocumentError(
                f'{name}:{first.number}: no column "{wanted}" for text. Columns: {columns}. Name one: --map text=COLUMN.'
            )
        raise DocumentError(
            f"{name}:{first.number}: no column `text` in the header ({columns}). Name the columns in the first line:"
            " text, and optionally id, published, outlet, title, url, theatre, synthetic."
        )
    delimiter, header = found
    if missing := missing_columns(defaults.columns, dict.fromkeys(header, "")):
        raise DocumentError(
            f"{name}:{first.number}: no column {', '.join(missing)} in the header. Columns: {', '.join(header)[:400]}."
        )
    rows = 0
    for line, fields in _Rows(source, delimiter, 2 * defaults.max_bytes):
        rows += 1
        where = f"{name}:{line.number}"
        if isinstance(fields, str):
            fact = (
                fields if line.error is not None else f"{where}: broken row: {fields}. Mend the row's quotes."
            )
            yield Collected(where, error=DocumentError(fact))
        elif len(fields) != len(header):
            fact = f"{where}: broken row: {len(fields)} fields where the header names {len(header)}."
            yield Collected(where, error=DocumentError(f"{fact} Quote fields that hold the delimiter."))
        else:
            yield collect_row(dict(zip(header, fields, strict=True)), where, defaults, line.note)
    if not rows:
        raise DocumentError(f"{name}: empty: no row follows the header. Give one document a row.")
