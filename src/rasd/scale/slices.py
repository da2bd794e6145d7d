"""Slices: the units of work that an archive is cut into, each read by one task and counted once.

Whole files are cut where records begin as far as that can be told without unpacking them; what cannot be cut is one slice.
The union of the slices holds every record once, whatever their size.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from rasd.errors import DocumentError
from rasd.scale.page import SetAside

__all__ = ["FORMATS", "TARGET", "Slice", "cut", "format_of", "slices_of", "stamp_of"]

TARGET = 64_000_000
"""Bytes of a slice: half a minute of work, and little to do again."""
FORMATS = {
    ".warc": "warc",
    ".warc.gz": "warc",
    ".warc.zst": "warc",
    ".wacz": "wacz",
    ".parquet": "parquet",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".jsonl.gz": "jsonl",
    ".ndjson.gz": "jsonl",
}
"""Endings of inputs; the longest that fits counts."""
_MOST_DEPTH = 60


@dataclass(frozen=True, slots=True)
class Slice:
    """Part of one input; a record belongs to the slice in which its first byte lies."""

    input: str
    """Path, or address in an object store."""
    format: str
    """warc, wacz, parquet or jsonl."""
    start: int
    """First byte, or first row group."""
    end: int
    """Behind the last."""
    stamp: str
    """Size and time of change, or what a store gives for them: an input that changed while it was read is refused."""

    @property
    def key(self) -> str:
        """16 hexadecimal digits that name this slice in the output folder."""
        words = "\n".join((self.input, self.format, str(self.start), str(self.end), self.stamp))
        return sha256(words.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def slices_of(
    inputs: Sequence[str], *, target: int = TARGET, told: Callable[[SetAside], None] | None = None
) -> Iterator[Slice]:
    """Yield the slices of files and folders (all files below, sorted by path, without the output of runs), each file once.

    `told` hears of every input that cannot be read, and the rest goes on; without it the first is raised as DocumentError.
    """
    seen: set[str] = set()
    for given in inputs:
        for path, fault in _files(given):
            if fault:
                _refuse(path, fault, told)
                continue
            real = os.path.realpath(path)
            if real in seen:
                continue
            seen.add(real)
            try:
                yield from _slices(path, target)
            except DocumentError as error:
                _refuse(path, str(error).removeprefix(f"{path}: "), told, error)
            except OSError as error:
                _refuse(path, f"{error.strerror or error}. Give the right to read it, or leave it out.", told)


def _refuse(
    path: str, fault: str, told: Callable[[SetAside], None] | None, error: DocumentError | None = None
) -> None:
    if told is None:
        raise error or DocumentError(f"{path}: {fault}")
    told(SetAside(path, fault))


def format_of(name: str) -> str:
    """Return the format that a name or address tells; empty when it tells none.

    >>> format_of("s3://crawl/a.WARC.gz"), format_of("notes.txt")
    ('warc', '')
    """
    name = name.lower()
    found = [ending for ending in FORMATS if name.endswith(ending)]
    return FORMATS[max(found, key=len)] if found else ""


def stamp_of(path: str) -> str:
    """Return size and time of change of a file; raises OSError."""
    found = os.stat(path)
    return f"{found.st_size}-{found.st_mtime_ns}"


def _files(given: str) -> Iterator[tuple[str, str]]:
    """Yield files with what is wrong with them: of a folder those with a readable ending, of a file whatever it is."""
    try:
        mode = os.stat(given).st_mode
    except (OSError, ValueError) as error:
        dangling = os.path.islink(given)
        reason = getattr(error, "strerror", None) or str(error)
        yield given, "a link that leads nowhere. Mend it." if dangling else f"{reason}. Check the path."
        return
    if stat.S_ISDIR(mode):
        found = 0
        for one in _below(given, 1):
            found += 1
            yield one
        if not found:
            yield given, f"no readable file in this folder. Readable: {', '.join(sorted(FORMATS))}."
        return
    yield (
        given,
        _fault(given, mode)
        or ("" if format_of(given) else f"of no known kind. Readable: {', '.join(sorted(FORMATS))}."),
    )


def _below(folder: str, depth: int) -> Iterator[tuple[str, str]]:
    if depth > _MOST_DEPTH:
        yield folder, f"more than {_MOST_DEPTH} folders deep. Give this folder itself."
        return
    try:
        with os.scandir(folder) as listed:
            entries = sorted(listed, key=lambda entry: entry.name)
    except OSError as error:
        yield folder, f"{error.strerror or error}. Give the right to read it."
        return
    for entry in entries:
        if entry.name.startswith("."):
            continue
        if entry.is_dir(follow_symlinks=False):
            if not _is_output(entry.path):
                yield from _below(entry.path, depth + 1)
        elif format_of(entry.name):
            try:
                yield entry.path, _fault(entry.path, os.stat(entry.path).st_mode)
            except OSError as error:
                dangling = entry.is_symlink()
                yield (
                    entry.path,
                    "a link that leads nowhere. Mend it." if dangling else f"{error.strerror or error}.",
                )


def _is_output(folder: str) -> bool:
    """Tell whether a run keeps its tables here: what was read is not read again."""
    is_there = [os.path.exists(os.path.join(folder, name)) for name in ("settings.json", ".lock", "receipts")]
    return is_there[0] and any(is_there[1:])


def _fault(path: str, mode: int) -> str:
    if stat.S_ISDIR(mode):
        return "a link to a folder. Give the folder itself."
    if not stat.S_ISREG(mode):
        return "no file but a pipe or device: an archive is read in parts and twice if need be. Save it as a file."
    return (
        "" if os.access(path, os.R_OK) else "permission denied. Give the right to read it, or leave it out."
    )


def _slices(path: str, target: int) -> Iterator[Slice]:
    stamp = stamp_of(path)
    format = format_of(path)
    with Path(path).open("rb") as stream:
        cuts = list(cut(stream, path, format, target=target))
    if stamp_of(path) != stamp:
        raise DocumentError(f"{path}: changed while it was looked at. Let it be finished, then start again.")
    for start, end in cuts:
        yield Slice(path, format, start, end, stamp)


def cut(stream: BinaryIO, name: str, format: str, *, target: int = TARGET) -> Iterator[tuple[int, int]]:
    """Yield start and end of the slices of a seekable stream over the whole of an input.

    Raises DocumentError for an empty input and for Parquet that cannot be read.
    """
    size = stream.seek(0, os.SEEK_END)
    stream.seek(0)
    if not size:
        raise DocumentError(f"{name}: empty: it has no bytes. Get it again.")
    if format == "parquet":
        from rasd.scale.reading.cuts import row_groups

        yield from row_groups(stream, name, target)
        return
    starts = [0]
    if size > target and format in ("warc", "jsonl"):
        from rasd.scale.reading.cuts import line_starts, record_starts

        starts = list((record_starts if format == "warc" else line_starts)(stream, size, target))
    yield from zip(starts, [*starts[1:], size], strict=True)
