"""Rows of CSV formats by the id of their incident, as a reader gets them."""

from __future__ import annotations

import csv
import io

from exchanged import written
from invented import DOSSIERS
from rasd.export.exchange import Dossier, ExportOptions

__all__ = ["header_of", "rows_told"]


def rows_told(
    name: str, *dossiers: Dossier, options: ExportOptions | None = None, key: str
) -> dict[str, dict[str, str]]:
    """Return the rows of a format by the value of `key`; of all invented incidents unless some are given."""
    text = written(name, *(dossiers or DOSSIERS), options=options).decode()
    return {row[key]: row for row in csv.DictReader(io.StringIO(text))}


def header_of(name: str) -> list[str]:
    """Return the columns of a format in their order."""
    return next(csv.reader(io.StringIO(written(name).decode())))
