"""Inputs and output on this machine: files."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

from rasd.scale.slices import stamp_of
from rasd.scale.work import Source

__all__ = ["LOCAL"]


def _open(path: str) -> BinaryIO:
    return Path(path).open("rb")


LOCAL = Source(_open, stamp_of)
"""The files of this machine."""
