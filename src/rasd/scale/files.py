"""Inputs and output on this machine: files."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

from rasd.scale.work import Source

__all__ = ["LOCAL", "stamp_of"]


def stamp_of(path: str) -> str:
    """Return size and time of change of a file; raises OSError."""
    found = Path(path).stat()
    return f"{found.st_size}-{found.st_mtime_ns}"


def _open(path: str) -> BinaryIO:
    return Path(path).open("rb")


LOCAL = Source(_open, stamp_of)
"""The files of this machine."""
