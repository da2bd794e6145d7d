"""CSV of the neighbouring tools: declared columns, each with its value, one line a row, nothing that a spreadsheet would run."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import IO, Any, Generic, TypeVar

from rasd.export.escaping import safe_cell
from rasd.export.exchange.format import Mapped, Privacy, said

__all__ = ["RowColumn", "column", "write_rows"]

T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class RowColumn(Mapped, Generic[T]):
    """A column with what stands in it."""

    value: Callable[[T], object]


def column(
    name: str,
    source: str,
    ar: str,
    en: str,
    value: Callable[[T], object] = lambda _: "",
    *,
    privacy: Privacy = "public",
) -> RowColumn[T]:
    """Return a column; without `value` it is one that the tool has and we leave empty."""
    return RowColumn(column=name, source=source, meaning=said(ar, en), value=value, privacy=privacy)


def write_rows(
    columns: Sequence[RowColumn[T]],
    rows: Iterable[T],
    stream: IO[Any],
    *,
    heads: Sequence[Mapping[str, str]] = (),
) -> None:
    """Write a header and a line a row; `heads` are lines below the header. None is an empty cell."""
    names = [one.column for one in columns]
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(names)
    for head in heads:
        writer.writerow([head.get(name, "") for name in names])
    for row in rows:
        values = (one.value(row) for one in columns)
        writer.writerow(["" if value is None else safe_cell(value) for value in values])
