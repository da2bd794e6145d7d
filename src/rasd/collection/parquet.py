"""Parquet: a table whose columns are the fields of a document, one document a row; needs pyarrow (the extra `archive`).

Only the columns of a document's fields are read, and never many rows at a time, so that a table of any size fits.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, BinaryIO

from rasd.collection.collected import Collected, Defaults
from rasd.collection.columns import FIELDS
from rasd.collection.rows import collect_row
from rasd.errors import DocumentError

__all__ = ["collect_parquet"]


def collect_parquet(stream: BinaryIO, name: str, defaults: Defaults) -> Iterator[Collected]:
    """Yield the documents of a table; a row group that cannot be read is named, and the others are read.

    Raises DocumentError when the file is no Parquet file, or has no column of texts.
    """
    try:
        from rasd.collection.parquet_table import BrokenTable, ParquetTable
    except ImportError:
        raise DocumentError(
            f"{name}: Parquet needs pyarrow. Install the extra: pip install 'rasd[archive]'."
        ) from None
    try:
        table = ParquetTable(stream)
    except (BrokenTable, OSError) as error:
        raise DocumentError(
            f"{name}: no whole Parquet file ({error}). Give one that was written to its end."
        ) from None
    names = table.names
    wanted = _wanted(names, defaults.columns)
    text = defaults.columns.get("text", "text").split(".")[0]
    if text not in names:
        raise DocumentError(
            f'{name}: no column "{text}" for text. Columns: {", ".join(names)[:400]}. Name one: --map text=COLUMN.'
        )
    number = 0
    for group, rows in enumerate(table.rows):
        first = number
        try:
            for row in table.read(group, wanted):
                number += 1
                yield collect_row(_plain(row), f"{name}: row {number}", defaults)
        except (BrokenTable, OSError) as error:
            fact = f"{name}: row group {group} is broken behind row {number} ({error}). The others are read."
            yield Collected(f"{name}: row group {group}", error=DocumentError(fact))
            number = first + rows
    if not number:
        raise DocumentError(f"{name}: empty: the table holds no row. Give one document a row.")


def _wanted(names: list[str], columns: Mapping[str, str]) -> list[str]:
    heads = {column.split(".")[0] for column in columns.values()} | set(columns.values())
    return [name for name in names if name in FIELDS or name in heads]


def _plain(value: Any) -> Any:
    """Return a row with days and moments as they are written."""
    if isinstance(value, dict):
        return {name: _plain(inner) for name, inner in value.items()}
    return value.isoformat() if isinstance(value, date) else value
