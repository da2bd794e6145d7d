"""The write-ahead log of an SQLite database, checked without SQLite.

SQLite takes a frame whose checksum fails for the end of the log and forgets in silence what stands behind it. That is
right for a write that was cut short, and hides a byte that was changed later: here the two are told apart.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from pathlib import Path

__all__ = ["LogState", "check_log"]

_MAGIC = (0x377F0682, 0x377F0683)
_HEADER, _FRAME = 32, 24
_LIMIT = 0xFFFFFFFF


@dataclass(frozen=True, slots=True)
class LogState:
    """What the log shows: how many frames hold, and what is wrong behind them."""

    frames: int = 0
    broken: str = ""
    """Frames were changed after they were written: what stands behind them is lost to SQLite."""
    unfinished: bool = False
    """The last write was cut short, which a killed process leaves behind, or its bytes were changed."""


def check_log(path: Path) -> LogState:
    """Check the frames of a log; a log that is not there or is empty holds. Raises OSError when it cannot be read."""
    try:
        stream = path.open("rb")
    except FileNotFoundError:
        return LogState()
    with stream:
        header = stream.read(_HEADER)
        if not header:
            return LogState()
        if len(header) < _HEADER:
            return LogState(unfinished=True)
        magic, _, page, _, salt1, salt2, *stored = struct.unpack(">8I", header)
        if magic not in _MAGIC or page < 512 or page > 65536 or page & (page - 1):
            return LogState(broken="its header is none of SQLite's")
        order = ">" if magic & 1 else "<"
        sums = _checksum(header[:24], order, (0, 0))
        if list(sums) != stored:
            return LogState(broken="the checksum of its header does not hold")
        frames = 0
        while True:
            frame = stream.read(_FRAME + page)
            if len(frame) < _FRAME + page:
                return LogState(frames, unfinished=frame[8:16] == header[16:24])
            is_of_this_log = frame[8:16] == struct.pack(">2I", salt1, salt2)
            sums = _checksum(frame[:8] + frame[_FRAME:], order, sums)
            if not is_of_this_log or struct.pack(">2I", *sums) != frame[16:24]:
                break
            frames += 1
        while len(later := stream.read(_FRAME + page)) == _FRAME + page:
            if (
                later[8:16] == header[16:24]
            ):  # salts change whenever a log begins anew: this one is of the same log
                return LogState(frames, broken=f"the checksum of frame {frames + 1} does not hold")
        return LogState(frames, unfinished=is_of_this_log)


def _checksum(data: bytes, order: str, sums: tuple[int, int]) -> tuple[int, int]:
    first, second = sums
    words = struct.unpack(f"{order}{len(data) // 4}I", data)
    for even, odd in zip(words[::2], words[1::2], strict=True):
        first = (first + even + second) & _LIMIT
        second = (second + odd + first) & _LIMIT
    return first, second
