"""Records go out: one file a format, one line in `FORMATS`.

To add a format, write a class like those beside this file and name it below; the command line, the docs and the
tests read the tuple.
"""

from __future__ import annotations

from rasd.errors import OutputError
from rasd.export.format import Format, LineFormat, Pair
from rasd.export.html import Html
from rasd.export.json import Json
from rasd.export.jsonl import Jsonl, one_line
from rasd.export.page.labels import name_by
from rasd.export.table import Table

__all__ = [
    "FORMATS",
    "Format",
    "Html",
    "Json",
    "Jsonl",
    "LineFormat",
    "Pair",
    "Table",
    "format_named",
    "name_by",
    "one_line",
]

FORMATS: tuple[type[Format], ...] = (Jsonl, Json, Table, Html)


def format_named(name: str) -> Format:
    """Return the format called `name`.

    Raises OutputError that lists the formats when there is none.
    """
    for candidate in FORMATS:
        if candidate.name == name:
            return candidate()
    names = ", ".join(sorted(candidate.name for candidate in FORMATS))
    raise OutputError(f'Unknown format "{name}". Formats: {names}.')
