"""Where each process is: counts so far and the page at hand, in a small file that outlives the process.

When a page takes its process with it, the one who waits reads here which page it was; and how far all of them are, for a
display. One region a process, written without locks: a torn read shows a number too early or too late, nothing more.
"""

from __future__ import annotations

import mmap
import os
import struct
from dataclasses import dataclass
from pathlib import Path

from rasd.scale.tally import Tally

__all__ = ["Crumb", "Crumbs", "Trail"]

_HEAD = struct.Struct("<QQQQH")
_REGION = 4096


@dataclass(frozen=True, slots=True)
class Crumb:
    """What one process has done of its slice."""

    pages: int = 0
    bytes_read: int = 0
    kept: int = 0
    steps: int = 0
    """Counts up with every page that is parsed: one that stands still for long is stuck."""
    where: str = ""
    """The page at hand; empty between pages."""


class Crumbs:
    """The regions of all processes of a run."""

    def __init__(self, path: Path, processes: int) -> None:
        self._path = path
        self._processes = processes
        with path.open("wb") as stream:
            stream.truncate(_REGION * processes)
        self._map = _mapped(path)

    def read(self, number: int) -> Crumb:
        """Return what process `number` wrote last."""
        start = number * _REGION
        pages, read, kept, steps, length = _HEAD.unpack_from(self._map, start)
        begin = start + _HEAD.size
        where = self._map[begin : begin + min(length, _REGION - _HEAD.size)].decode("utf-8", "replace")
        return Crumb(pages, read, kept, steps, where)

    def clear(self, number: int) -> None:
        """Forget what process `number` wrote."""
        _HEAD.pack_into(self._map, number * _REGION, 0, 0, 0, 0, 0)

    def close(self) -> None:
        """Take the file away."""
        self._map.close()
        self._path.unlink(missing_ok=True)

    @property
    def path(self) -> Path:
        """The file that processes write to."""
        return self._path


class Trail:
    """One process's side: called for every page that is parsed."""

    def __init__(self, path: Path, number: int) -> None:
        self._map = _mapped(path)
        self._start = number * _REGION
        self._steps = 0

    def __call__(self, tally: Tally, where: str) -> None:
        """Write down the counts so far and the page at hand."""
        self._steps += 1
        written = where.encode("utf-8", "replace")[: _REGION - _HEAD.size]
        begin = self._start + _HEAD.size
        self._map[begin : begin + len(written)] = written
        _HEAD.pack_into(
            self._map, self._start, tally.pages, tally.bytes_read, tally.kept, self._steps, len(written)
        )


def _mapped(path: Path) -> mmap.mmap:
    handle = os.open(path, os.O_RDWR)
    try:
        return mmap.mmap(handle, 0)
    finally:
        os.close(handle)
