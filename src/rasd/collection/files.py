"""Files, folders and standard input to documents: which format each is in, in a stable order."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO
from urllib.parse import quote

from rasd import __version__
from rasd.collection.collected import Collected, Defaults, Raw, too_long
from rasd.collection.decode import detect, refuse_binary
from rasd.collection.json_rows import collect_json, collect_json_lines
from rasd.collection.page import collect_page
from rasd.collection.plain import collect_plain
from rasd.collection.stream import Peeked, read_whole
from rasd.collection.table import collect_table, has_text_column
from rasd.errors import DocumentError

__all__ = ["EXTENSIONS", "collect", "collect_stream"]

_Whole = Callable[[bytes, str, Defaults], Collected]
_Many = Callable[[Peeked, str, Defaults], Iterator[Collected]]
_WHOLE: dict[str, _Whole] = {"txt": collect_plain, "html": collect_page}
_MANY: dict[str, _Many] = {"json": collect_json, "jsonl": collect_json_lines, "csv": collect_table}
EXTENSIONS = {
    ".txt": "txt",
    ".html": "html",
    ".htm": "html",
    ".json": "json",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".csv": "csv",
    ".tsv": "csv",
}
_MEDIA_TYPES = {
    "html": "text/html",
    "json": "application/json",
    "jsonl": "application/x-ndjson",
    "csv": "text/csv",
}


def sniff(head: bytes) -> str:
    """Return the format that the first bytes of a stream show; plain text when they show nothing."""
    encoding, mark = detect(head)
    text = head[mark:].decode(encoding, errors="ignore").lstrip("\ufeff \t\r\n")
    first = text.partition("\n")[0]
    if text.startswith("<") and any(
        tag in text[:2000].lower() for tag in ("<html", "<!doctype html", "<head", "<body")
    ):
        return "html"
    if text.startswith("["):  # a list of objects; a text may begin with a bracket too
        return "json" if text[1:].lstrip()[:1] in ("{", "") else "txt"
    if text.startswith("{"):
        return "jsonl" if first.rstrip().endswith("}") or len(first) > 10_000 else "json"
    return "csv" if has_text_column(first) else "txt"


def collect_stream(
    binary: BinaryIO, name: str, defaults: Defaults, format: str | None = None
) -> Iterator[Collected]:
    """Yield the documents of an open stream; without `format` its first bytes decide.

    Raises DocumentError when the stream as a whole cannot be read; broken rows are yielded as errors.
    """
    stream = Peeked(binary, first_line=format is None and not _can_seek(binary))
    if not stream.head:
        raise DocumentError(f"{name}: empty: nothing to read. Give a text.")
    refuse_binary(stream.head, name)
    format = format or sniff(stream.head)
    if format in _MANY:
        yield from _MANY[format](stream, name, defaults)
        return
    data = read_whole(stream, defaults.max_bytes)
    if data is None:
        raise too_long(name, defaults.max_bytes)
    yield _WHOLE[format](data, name, defaults)


def _can_seek(binary: BinaryIO) -> bool:
    try:
        return binary.seekable()
    except (OSError, ValueError):
        return False


def _files(folder: Path, left_out: Counter[str], own: Path | None) -> Iterator[Path]:
    """Yield the readable files below a folder, sorted by path; hidden ones and other kinds are left out."""
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        raise _unreadable(str(folder), error) from None
    for entry in entries:
        if entry.name.startswith("."):
            continue
        path = Path(entry.path)
        if entry.is_dir(follow_symlinks=False):
            yield from _files(path, left_out, own)
        elif entry.is_file() and path.suffix.lower() in EXTENSIONS:
            if own is None or not own.exists() or not path.samefile(own):
                yield path
        else:
            left_out[path.suffix.lower() or "no extension"] += 1


def _collect_file(path: Path, defaults: Defaults) -> Iterator[Collected]:
    """Yield the documents of one file; whatever is wrong with it is yielded as an error, not raised."""
    name = str(path)
    try:
        binary = path.open("rb")
    except (OSError, ValueError) as error:  # ValueError: a name that no file can have
        yield Collected(name, error=_unreadable(name, error))
        return
    raw = Raw(path, _media_type(path), f"file:{quote(name)}", datetime.now(UTC))
    with binary:
        try:
            for collected in collect_stream(binary, name, defaults, EXTENSIONS.get(path.suffix.lower())):
                yield _with_raw(collected, raw, name)
        except DocumentError as error:
            yield Collected(name, error=error)
        except OSError as error:
            yield Collected(name, error=_unreadable(name, error))


def _media_type(path: Path) -> str:
    return _MEDIA_TYPES.get(EXTENSIONS.get(path.suffix.lower(), ""), "text/plain")


def _with_raw(collected: Collected, raw: Raw, name: str) -> Collected:
    """Return what was collected from a file with the bytes that it came from and its part of them."""
    if collected.document is None or collected.raw is not None:
        return collected
    part = collected.part or collected.where.removeprefix(name).lstrip(": ")
    return replace(collected, raw=raw, part=part, extractor=collected.extractor or f"rasd {__version__}")


def _unreadable(name: str, error: Exception) -> DocumentError:
    reason = getattr(error, "strerror", None) or str(error)
    if isinstance(error, FileNotFoundError):
        reason = "no such file or folder"
    return DocumentError(f"{name}: {reason}. Check the path.")


def _collect_folder(folder: Path, defaults: Defaults, own: Path | None) -> Iterator[Collected]:
    left_out: Counter[str] = Counter()
    found = 0
    try:
        for path in _files(folder, left_out, own):
            found += 1
            yield from _collect_file(path, defaults)
    except DocumentError as error:
        yield Collected(str(folder), error=error)
        return
    others = ", ".join(f"{count} {kind}" for kind, count in sorted(left_out.items()))
    if not found:
        fact = f"{folder}: no readable file in this folder{f' ({others})' if others else ''}."
        yield Collected(
            str(folder), error=DocumentError(f"{fact} Readable: {', '.join(sorted(EXTENSIONS))}.")
        )


def collect(
    paths: Iterable[str], defaults: Defaults, stdin: BinaryIO, *, leave_out: Path | None = None
) -> Iterator[Collected]:
    """Yield the documents of files, folders (all files below, sorted) and ``-`` (`stdin`), in that order.

    Nothing is raised for an input that cannot be read: it is yielded with its error, and the rest goes on. The file
    `leave_out` (the output of the run) is no input of a folder.
    """
    for given in paths:
        if given == "-":
            try:
                yield from collect_stream(stdin, "standard input", defaults)
            except DocumentError as error:
                yield Collected("standard input", error=error)
        elif os.path.isdir(given):  # False, not an error, for a name that no file can have
            yield from _collect_folder(Path(given), defaults, leave_out)
        else:
            yield from _collect_file(Path(given), defaults)
