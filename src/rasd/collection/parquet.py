"""Parquet: a table whose columns are the fields of a document, one document a row; needs pyarrow (the extra `archive`).

Only the columns of a document's fields are read, some hundred rows at a time, so that a table of any size fits.
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


_ROWS = 200


def collect_parquet(stream: BinaryIO, name: str, defaults: Defaults) -> Iterator[Collected]:
    """Yield the documents of a table; a row group that cannot be read is named, and the others are read.

    Raises DocumentError when the file is no Parquet file, or has no column of texts.
    """
    try:
        import pyarrow.parquet as pq
    except ImportError:
        raise DocumentError(
            f"{name}: Parquet needs pyarrow. Install the extra: pip install 'rasd[archive]'."
        ) from None
    try:
        table = pq.ParquetFile(stream)
        names = list(table.schema_arrow.names)
    except (OSError, ValueError) as error:
        raise DocumentError(
            f"{name}: no whole Parquet file ({_said(error)}). Give one that was written to its end."
        ) from None
    wanted = _wanted(names, defaults.columns)
    text = defaults.columns.get("text", "text").split(".")[0]
    if text not in names:
        raise DocumentError(
            f'{name}: no column "{text}" for text. Columns: {", ".join(names)[:400]}. Name one: --map text=COLUMN.'
        )
    number = 0
    for group in range(table.num_row_groups):
        first = number
        try:
            for batch in table.iter_batches(_ROWS, row_groups=[group], columns=wanted):
                for row in batch.to_pylist():
                    number += 1
                    yield collect_row(_plain(row), f"{name}: row {number}", defaults)
        except (OSError, ValueError) as error:
            fact = f"{name}: row group {group} is broken behind row {number} ({_said(error)}). The others are read."
            yield Collected(f"{name}: row group {group}", error=DocumentError(fact))
            number = first + table.metadata.row_group(group).num_rows
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


def _said(error: Exception) -> str:
    return str(error).strip().partition("\n")[0].rstrip(".")[:200]
