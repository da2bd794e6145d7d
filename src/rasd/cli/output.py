"""Where results go: standard output, or a file that is whole or not there at all.

A file appears under its name when it is finished (a temporary file beside it is renamed). JSON Lines are written to
the file itself, record by record, so that nothing finished is lost even when the machine stops.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any, BinaryIO, TextIO

from rasd.errors import OutputError

__all__ = ["binary_destination", "destination", "writable"]


def _unwritable(path: Path, error: OSError) -> OutputError:
    return OutputError(f"{path}: cannot be written: {error.strerror or error}. Choose another --output.")


@contextmanager
def destination(path: Path | None, *, progressive: bool) -> Iterator[TextIO]:
    """Open the output, yield it, and put it in place; raises OutputError before any work when it is not writable."""
    if path is None:
        yield sys.stdout
        sys.stdout.flush()
    elif progressive or (path.exists() and not path.is_file()):  # a pipe or a device cannot be renamed over
        try:
            stream: TextIO = path.open("w", encoding="utf-8", newline="\n")
        except OSError as error:
            raise _unwritable(path, error) from None
        with stream:
            yield stream
    else:
        with _replaced(path) as replacement:
            yield replacement


@contextmanager
def binary_destination(path: Path | None) -> Iterator[BinaryIO]:
    """Open the output for bytes, as `destination` does for text; raises OutputError on a terminal."""
    if path is None:
        if sys.stdout.isatty():
            raise OutputError("This format is not for a terminal. Name a file with --output.")
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
    elif path.exists() and not path.is_file():
        try:
            stream = path.open("wb")
        except OSError as error:
            raise _unwritable(path, error) from None
        with stream:
            yield stream
    else:
        with _replaced(path, binary=True) as replacement:
            yield replacement


@contextmanager
def _replaced(path: Path, *, binary: bool = False) -> Iterator[Any]:
    if path.exists() and not os.access(path, os.W_OK):
        raise OutputError(f"{path}: cannot be written: read-only file. Choose another --output.")
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".part", dir=path.parent)
    except OSError as error:
        raise _unwritable(path, error) from None
    try:
        opened: IO[Any] = (
            os.fdopen(handle, "wb") if binary else os.fdopen(handle, "w", encoding="utf-8", newline="\n")
        )
        with opened as stream:
            yield stream
        mask = os.umask(0)
        os.umask(mask)
        os.chmod(name, path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~mask)
        os.replace(name, path)
    except BaseException:
        with suppress(OSError):
            os.unlink(name)
        raise


@contextmanager
def writable(path: Path | None, *, kept: str = "What was written is kept for jsonl") -> Iterator[None]:
    """Turn a failing write (a full disk) into an OutputError that names the file; a closed pipe stays what it is."""
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        if error.filename not in (None, str(path)):
            raise
        raise OutputError(
            f"{path or 'standard output'}: writing failed: {error.strerror or error}. {kept};"
            " make room and run again."
        ) from None
