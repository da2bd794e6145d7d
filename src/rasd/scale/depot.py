"""Where a run keeps what it makes: files that are there whole or not at all, in a folder or in an object store."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Protocol

from rasd.errors import OutputError

__all__ = ["Depot", "LocalDepot"]


class Depot(Protocol):
    """Named files, written once and whole; names use ``/`` and stay below the depot."""

    def read(self, name: str) -> bytes:
        """Return a file; raises FileNotFoundError where there is none."""
        ...

    def write(self, name: str, data: bytes) -> None:
        """Keep a file, whole or not at all; one of the same name is replaced. Raises OutputError."""
        ...

    def names(self, prefix: str = "") -> Iterator[str]:
        """Yield the names of the files that begin with `prefix`, sorted."""
        ...

    def remove(self, name: str) -> None:
        """Take a file away; one that is not there is no error."""
        ...


class LocalDepot:
    """A folder on this machine."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def read(self, name: str) -> bytes:
        """Return a file; raises FileNotFoundError where there is none."""
        return (self.folder / name).read_bytes()

    def write(self, name: str, data: bytes) -> None:
        """Keep a file by renaming it into place once its bytes are on the disk; raises OutputError."""
        path = self.folder / name
        making = path.with_name(f".{path.name}.{os.getpid()}.tmp")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with making.open("wb") as stream:
                stream.write(data)
                stream.flush()
                os.fsync(stream.fileno())
            os.replace(making, path)
        except OSError as error:
            with suppress(OSError):
                making.unlink(missing_ok=True)
            raise OutputError(
                f"{path}: cannot be written ({error.strerror or error}). What was finished is kept; make room or give"
                " the right to write, and start the same command again."
            ) from error

    def names(self, prefix: str = "") -> Iterator[str]:
        """Yield the names of the files that begin with `prefix`, sorted."""
        folder = self.folder / prefix.rpartition("/")[0]
        found = (path.relative_to(self.folder).as_posix() for path in folder.rglob("*") if path.is_file())
        yield from sorted(
            name for name in found if name.startswith(prefix) and not name.rpartition("/")[2].startswith(".")
        )

    def remove(self, name: str) -> None:
        """Take a file away; one that is not there is no error."""
        (self.folder / name).unlink(missing_ok=True)
