"""What a disk promises: a folder entry that survives a power cut, a lock that dies with its process, a reason in words."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

try:
    import fcntl
except (
    ImportError
):  # Windows has no such lock; a file that is being written is then listed as one left behind
    fcntl = None  # type: ignore[assignment]

__all__ = ["is_locked", "lock", "lock_waiting", "sync_folder", "told"]


def sync_folder(folder: Path) -> None:
    """Put the names in a folder on the disk; a file system that cannot is left alone."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def lock(handle: int) -> None:
    """Mark an open file as being written by a living process."""
    if fcntl is not None:
        with suppress(OSError):
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


def lock_waiting(handle: int) -> None:
    """Hold the lock of an open file until it is closed, after whoever holds it now."""
    if fcntl is not None:
        fcntl.flock(handle, fcntl.LOCK_EX)


def is_locked(path: Path) -> bool:
    """Tell whether a living process is writing this file."""
    if fcntl is None:
        return False
    try:
        with path.open("rb") as stream:
            fcntl.flock(stream.fileno(), fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        return False
    return False


def told(error: OSError) -> str:
    """Return the system's reason in lower case words: `no space left on device`."""
    reason = error.strerror or str(error)
    return reason[:1].lower() + reason[1:]
