"""Rows whose columns have other names: which column gives which field of a document, as the user says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from rasd.collection.collected import iso_date
from rasd.collection.written import stated
from rasd.errors import DocumentError

__all__ = ["FIELDS", "columns_of", "existing", "mapped_row", "missing_columns"]

FIELDS = ("id", "text", "title", "outlet", "published", "published_from", "url", "theatre", "synthetic")
_MOST_SHOWN = 40
_MILLISECONDS = 100_000_000_000  # a number above is no count of seconds that any clock has reached
_ABSENT = object()


def columns_of(given: Iterable[str]) -> dict[str, str]:
    """Return which column gives which field, from ``field=column`` pairs; raises DocumentError on others.

    >>> columns_of(["text=body", "published=meta.date"])
    {'text': 'body', 'published': 'meta.date'}
    """
    columns: dict[str, str] = {}
    for pair in given:
        field, mark, column = pair.partition("=")
        field, column = field.strip().lower(), column.strip()
        if not mark or not column:
            raise DocumentError(f'--map "{pair}" is not field=column. Write --map text=body.')
        if field not in FIELDS:
            raise DocumentError(f'--map "{pair}": no field "{field}". Fields: {", ".join(FIELDS)}.')
        if columns.setdefault(field, column) != column:
            raise DocumentError(f'--map gives "{field}" two columns: {columns[field]}, {column}. Choose one.')
    return columns


def missing_columns(columns: Mapping[str, str], row: Mapping[str, Any]) -> list[str]:
    """Return the columns that were named and that this row has not."""
    return [column for column in columns.values() if _value(row, column) is _ABSENT]


def existing(row: Mapping[str, Any]) -> str:
    """Return the names of a row's columns, those of inner objects with a point, for a message."""
    names: list[str] = []
    for key, value in row.items():
        if isinstance(value, dict) and value:
            names.extend(f"{key}.{inner}" for inner in value)
        else:
            names.append(str(key))
        if len(names) > _MOST_SHOWN:
            break
    shown = ", ".join(name[:60] for name in names[:_MOST_SHOWN])
    return f"{shown}, …" if len(names) > _MOST_SHOWN else shown or "none"


def mapped_row(row: Mapping[str, Any], columns: Mapping[str, str], where: str) -> dict[str, Any]:
    """Return the row with the fields of a document under their own names.

    Raises DocumentError, listing the columns that exist, when the row has no column for the text.
    """
    found = dict(row)
    for field, column in columns.items():
        value = _value(row, column)
        if value is _ABSENT:
            if field == "text":
                raise DocumentError(f'{where}: no column "{column}" for text. Columns: {existing(row)}.')
            value = None
        if field == "published":
            value = _moment(value)
        elif isinstance(value, int | float) and not isinstance(value, bool) and field != "synthetic":
            value = str(value)
        found[field] = value
    return found


def _value(row: Mapping[str, Any], column: str) -> Any:
    """Return what stands in a column; a name with points leads into inner objects and lists."""
    if column in row:
        return row[column]
    value: Any = row
    for step in column.split("."):
        if isinstance(value, dict) and step in value:
            value = value[step]
        elif isinstance(value, list) and step.isdecimal() and int(step[:6]) < len(value):
            value = value[int(step[:6])]
        else:
            return _ABSENT
    return value


def _moment(value: Any) -> Any:
    """Return a date in ISO 8601 where it can be read as one: seconds since 1970, or as people write it."""
    if isinstance(value, str) and value.strip().isdecimal() and len(value.strip()) >= 10:
        value = int(value.strip()[:20])
    if isinstance(value, int | float) and not isinstance(value, bool):
        try:
            return datetime.fromtimestamp(value / 1000 if value > _MILLISECONDS else value, UTC).isoformat()
        except (OverflowError, ValueError, OSError):
            return str(value)
    if isinstance(value, str) and iso_date(value) is None:
        return stated(value) or value
    return value
