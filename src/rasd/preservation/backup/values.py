"""Values of rows as JSON, and as each database takes them: a backup of one kind of store becomes the other kind.

JSON holds null, true, false, numbers and text as they are; bytes are ``{"b64": …}``. A moment is text in UTC, a span of
time whole microseconds, everything else the text that its database shows.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

__all__ = ["as_line", "for_postgresql", "for_sqlite", "from_line", "out_of_postgresql"]

_ZONED = re.compile(r"\d{4}-\d\d-\d\d[ T].*(?:[+-]\d\d(?::?\d\d)?|Z)$")


def as_line(row: tuple[Any, ...]) -> bytes:
    """Return a row as one line."""
    line = json.dumps(
        row,
        ensure_ascii=False,
        separators=(",", ":"),
        default=lambda value: {"b64": base64.b64encode(value).decode()},
    )
    return line.encode() + b"\n"


def from_line(line: bytes) -> list[Any]:
    """Return the values of a line; raises TypeError or ValueError when it holds no row."""
    row = json.loads(line)
    if not isinstance(row, list):
        raise TypeError("no row")
    return [base64.b64decode(value["b64"]) if isinstance(value, dict) else value for value in row]


def out_of_postgresql(declared: str) -> Callable[[str], Any]:
    """Return what makes a value of the text in which COPY gives a column of this type."""
    if declared in ("smallint", "integer", "bigint", "interval"):
        return int
    if declared == "boolean":
        return lambda text: text == "t"
    if declared in ("double precision", "real"):
        return float
    if declared == "bytea":
        return lambda text: bytes.fromhex(text[2:])
    return str


def for_postgresql(declared: str) -> Callable[[Any], str]:
    """Return what makes the text of COPY for a column of this type."""
    if declared == "boolean":
        return lambda value: "t" if value else "f"
    if declared == "interval":
        return lambda value: f"{value} microseconds"
    if declared == "bytea":
        return lambda value: "\\x" + (value.encode() if isinstance(value, str) else value).hex()
    return str


def for_sqlite(declared: str) -> Callable[[Any], Any]:
    """Return what makes the value that Django expects in a column declared so."""
    if declared == "bool":
        return int
    if declared == "datetime":
        return _unzoned
    if declared == "char(32)":
        return lambda value: str(value).replace("-", "")
    return lambda value: value


def _unzoned(value: Any) -> Any:
    if isinstance(value, str) and _ZONED.match(value):
        return str(datetime.fromisoformat(value).replace(tzinfo=None))
    return value
