"""JSON Lines, one document a line, and JSON: one document or a list of them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from rasd.collection.collected import Collected, Defaults
from rasd.collection.columns import existing, missing_columns
from rasd.collection.decode import decode
from rasd.collection.rows import collect_row
from rasd.collection.stream import Peeked, lines, read_whole
from rasd.errors import DocumentError

__all__ = ["collect_json", "collect_json_lines"]

_LINE_FACTOR = 2  # escapes and the other fields: a line may be longer than the text in it
_FILE_FACTOR = 5


def _parse(text: str, where: str) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        place = (
            f"line {error.lineno}, column {error.colno}"
            if "\n" in text.rstrip("\n")
            else f"column {error.colno}"
        )
        raise DocumentError(f"{where}: not JSON: {error.msg} at {place}. Write one JSON object.") from None
    except RecursionError:
        raise DocumentError(
            f"{where}: not read: JSON nested too deeply. Give text at the top level."
        ) from None
    except ValueError as error:  # numbers of more than 4,300 digits
        raise DocumentError(f"{where}: not read: {error}.") from None


def collect_json_lines(stream: Peeked, name: str, defaults: Defaults) -> Iterator[Collected]:
    """Yield one document a line; blank lines are passed over, a broken one is named and the rest goes on."""
    told = False
    for line in lines(stream, name, _LINE_FACTOR * defaults.max_bytes):
        where = f"{name}:{line.number}"
        if line.error is not None:
            yield Collected(where, error=line.error)
        elif line.text.strip("\ufeff \t\r\n"):
            try:
                row = _parse(line.text, where)
            except DocumentError as error:
                yield Collected(where, error=error)
            else:
                yield collect_row(
                    row, where, defaults, line.note or ("" if told else _lacking(row, where, defaults))
                )
                told = True


def collect_json(stream: Peeked, name: str, defaults: Defaults) -> Iterator[Collected]:
    """Yield the document or documents of one JSON value; an item of a list is named by its number from 1."""
    limit = _FILE_FACTOR * defaults.max_bytes
    data = read_whole(stream, limit)
    if data is None:
        raise DocumentError(
            f"{name}: longer than {limit / 1e6:g} MB, the limit for one JSON file. Write JSON Lines (one document a"
            " line, .jsonl): they may be of any length."
        )
    decoded = decode(data, name)
    del data
    if not decoded.text.strip("\ufeff \t\r\n\x00"):
        raise DocumentError(
            f'{name}: empty: the file holds no JSON. Give {{"text": …}} or a list of such objects.'
        )
    try:
        value = _parse(decoded.text, name)
    except DocumentError:
        # JSON Lines under the name .json: common, and told apart by a first line that is whole.
        if not _first_line_is_row(decoded.text):
            raise
        for number, line in enumerate(decoded.text.split("\n"), start=1):
            if line.strip():
                yield _collect_text(line, f"{name}:{number}", defaults)
        return
    if isinstance(value, list):
        for index, row in enumerate(value, start=1):
            where = f"{name}: item {index}"
            note = decoded.note or _lacking(row, where, defaults) if index == 1 else ""
            yield collect_row(row, where, defaults, note)
        if not value:
            raise DocumentError(f'{name}: empty: the list has no items. Give {{"text": …}} objects.')
    else:
        yield collect_row(value, name, defaults, decoded.note or _lacking(value, name, defaults))


def _lacking(row: Any, where: str, defaults: Defaults) -> str:
    """Return what to say where a row has not all columns that the user named."""
    missing = missing_columns(defaults.columns, row) if isinstance(row, dict) else []
    return f"{where}: no column {', '.join(missing)} here. Columns: {existing(row)}." if missing else ""


def _first_line_is_row(text: str) -> bool:
    try:
        return isinstance(json.loads(text.lstrip("\ufeff \t\r\n").partition("\n")[0]), dict)
    except (ValueError, RecursionError):
        return False


def _collect_text(line: str, where: str, defaults: Defaults) -> Collected:
    try:
        return collect_row(_parse(line, where), where, defaults)
    except DocumentError as error:
        return Collected(where, error=error)
