"""Files, folders and standard input to documents, in a stable order; nothing outside a given folder is read."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO
from urllib.parse import quote

from rasd import __version__
from rasd.collection.collected import Collected, Defaults, Raw, marked
from rasd.collection.formats import EXTENSIONS, collect_stream, format_of
from rasd.errors import DocumentError

__all__ = ["EXTENSIONS", "collect", "collect_stream"]

_MEDIA_TYPES = {
    "html": "text/html",
    "json": "application/json",
    "jsonl": "application/x-ndjson",
    "csv": "text/csv",
    "mail": "message/rfc822",
    "box": "application/mbox",
    "warc": "application/warc",
    "wacz": "application/wacz+zip",
    "gz": "application/gzip",
    "zip": "application/zip",
}
_STORE = "rasd.db"
_MOST_DEPTH = 60  # folders within folders


def _files(
    folder: Path, top: str, left_out: Counter[str], own: Path | None, depth: int = 1
) -> Iterator[Path | Collected]:
    """Yield the readable files below a folder, sorted by path; hidden ones and other kinds are left out.

    A folder that cannot be listed and a link that leads out of `top` are yielded as errors.
    """
    try:
        if depth > _MOST_DEPTH:
            raise DocumentError(f"{folder}: more than {_MOST_DEPTH} folders deep. Give this folder itself.")
        with os.scandir(folder) as listed:
            entries = sorted(listed, key=lambda entry: entry.name)
    except OSError as error:
        yield Collected(str(folder), error=_unreadable(str(folder), error))
        return
    except DocumentError as error:
        yield Collected(str(folder), error=error)
        return
    for entry in entries:
        if entry.name.startswith("."):
            continue
        path = Path(entry.path)
        if entry.is_dir(follow_symlinks=False):
            if (path / _STORE).is_file() or _is_same(path, own):
                left_out["store of Rasd"] += 1  # what was collected is not collected again
                continue
            yield from _files(path, top, left_out, own, depth + 1)
        elif entry.is_file() and path.suffix.lower() in EXTENSIONS:
            if entry.is_symlink() and not os.path.realpath(path).startswith(os.path.join(top, "")):
                fact = f"{path}: a link that leads out of the folder. Give the file that it leads to."
                yield Collected(str(path), error=DocumentError(fact))
            elif not _is_same(path, own):
                yield path
        else:
            left_out[path.suffix.lower() or "no extension"] += 1


def _is_same(path: Path, own: Path | None) -> bool:
    return own is not None and own.exists() and path.samefile(own)


def _collect_file(path: Path, defaults: Defaults) -> Iterator[Collected]:
    """Yield the documents of one file; whatever is wrong with it is yielded as an error, not raised."""
    name = str(path)
    try:
        binary = path.open("rb")
    except (OSError, ValueError) as error:  # ValueError: a name that no file can have
        yield Collected(name, error=_unreadable(name, error))
        return
    raw = Raw(path, _media_type(path), f"file:{quote(os.fsencode(name))}", datetime.now(UTC))
    with binary:
        try:
            for collected in collect_stream(binary, name, defaults, format_of(path.name)):
                yield _with_raw(collected, raw, name)
        except DocumentError as error:
            yield Collected(name, error=error)
        except OSError as error:
            yield Collected(name, error=_unreadable(name, error))
        except RecursionError:
            fact = f"{name}: not read further: nested too deeply. Give its text as .txt."
            yield Collected(name, error=DocumentError(fact))


def _media_type(path: Path) -> str:
    return _MEDIA_TYPES.get(format_of(path.name) or "", "text/plain")


def _with_raw(collected: Collected, raw: Raw, name: str) -> Collected:
    """Return what was collected from a file with the bytes that it came from and its part of them."""
    if collected.document is None:
        return collected
    collected = replace(collected, extractor=collected.extractor or f"rasd {__version__}")
    if collected.raw is not None:
        return collected
    part = collected.part or collected.where.removeprefix(name).lstrip(": ")
    return replace(collected, raw=raw, part=part)


def _unreadable(name: str, error: Exception) -> DocumentError:
    reason = getattr(error, "strerror", None) or str(error)
    if isinstance(error, FileNotFoundError):
        reason = "no such file or folder"
    return DocumentError(f"{name}: {reason}. Check the path.")


def _collect_folder(folder: Path, defaults: Defaults, own: Path | None) -> Iterator[Collected]:
    left_out: Counter[str] = Counter()
    found = 0
    for path in _files(folder, os.path.realpath(folder), left_out, own):
        found += 1
        if isinstance(path, Collected):
            yield path
        else:
            yield from _collect_file(path, defaults)
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

    Nothing is raised for an input that cannot be read: it is yielded with its error, and the rest goes on. The file or
    folder `leave_out` (the output of the run) is no input of a folder, and neither is a store below it.
    """
    for given in _each(paths, defaults, stdin, leave_out):
        yield marked(given, defaults)


def _each(
    paths: Iterable[str], defaults: Defaults, stdin: BinaryIO, leave_out: Path | None
) -> Iterator[Collected]:
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
