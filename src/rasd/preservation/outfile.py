"""A file that appears under its name only when it is whole, and that nobody else may read.

Where the system can (Linux, most file systems) it has no name at all until then: a process that is killed leaves
nothing. Elsewhere it has a hidden temporary name beside its target, mode 0600, which is removed on every failure that
the process lives to see; a kill -9 or a power cut there leaves the hidden file, and this cannot be helped.
"""

from __future__ import annotations

import os
import secrets
import shutil
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from rasd.errors import OutputError
from rasd.preservation.disk import sync_folder, told

__all__ = ["OutFile"]


class OutFile:
    """An output in the making: write to `stream`, then `keep` or `drop`."""

    def __init__(self, path: Path, *, replace: bool = False) -> None:
        """Begin; raises OutputError when the target is a folder, exists without `replace`, or cannot be written."""
        self.path = path
        self._replace = replace
        if path.is_dir():
            raise OutputError(f"{path}: is a folder. Give the name of a file in it.")
        if not replace and path.exists():
            raise OutputError(f"{path}: exists. Give another name, or --replace.")
        self._part: Path | None = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
        self.stream = self._open()

    def _open(self) -> BinaryIO:
        assert self._part is not None
        try:
            handle = -1
            nameless = getattr(os, "O_TMPFILE", 0)
            if nameless and os.path.isdir("/proc/self/fd"):
                with suppress(OSError):
                    handle = os.open(self.path.parent, os.O_RDWR | nameless, 0o600)
            self._is_nameless = handle >= 0
            if handle < 0:
                handle = os.open(self._part, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
            return os.fdopen(handle, "w+b")
        except OSError as error:
            raise self.failed(error) from None

    def settle(self) -> None:
        """Put all bytes on the disk, still without the name."""
        try:
            self.stream.flush()
            os.fsync(self.stream.fileno())
        except OSError as error:
            raise self.failed(error) from None

    def keep(self) -> None:
        """Give the file its name; raises OutputError, and leaves nothing, when that fails."""
        self.settle()
        assert self._part is not None
        try:
            if self._is_nameless:
                self._link()
            if self._replace:
                os.replace(self._part, self.path)
            else:
                self._name_it()
            sync_folder(self.path.parent)
        except FileExistsError:
            raise OutputError(f"{self.path}: appeared meanwhile. Give another name, or --replace.") from None
        except OSError as error:
            raise self.failed(error) from None
        finally:
            self.drop()

    def _link(self) -> None:
        """Give the nameless file its temporary name; where the system refuses that, copy it."""
        assert self._part is not None
        handles = os.open("/proc/self/fd", os.O_RDONLY)
        try:  # with a folder's handle the call follows the symbolic link that stands for the file
            os.link(str(self.stream.fileno()), self._part, src_dir_fd=handles, follow_symlinks=True)
            return
        except OSError:
            self.stream.seek(0)
        finally:
            os.close(handles)
        copy = os.open(self._part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(copy, "wb") as target:
            shutil.copyfileobj(self.stream, target, 1 << 20)
            target.flush()
            os.fsync(target.fileno())

    def _name_it(self) -> None:
        assert self._part is not None
        try:
            os.link(self._part, self.path)
        except FileExistsError:
            raise
        except OSError:  # a file system without links
            if self.path.exists():
                raise FileExistsError from None
            os.rename(self._part, self.path)

    def drop(self) -> None:
        """Close, and take the temporary name away."""
        with suppress(OSError):
            self.stream.close()
        if self._part is not None:
            with suppress(OSError):
                self._part.unlink(missing_ok=True)

    def failed(self, error: OSError) -> OutputError:
        """Return the system's reason as an error that names the file."""
        return OutputError(f"{self.path}: cannot be written: {told(error)}. Nothing was left there.")
