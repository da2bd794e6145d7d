"""Land and borders under a map, from Natural Earth: for orientation only, with no position on whose land is whose."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

__all__ = ["Line", "Outlines", "outlines"]

Line = tuple[tuple[float, float], ...]
"""Longitude and latitude, point by point."""


@dataclass(frozen=True, slots=True)
class Outlines:
    """Land as rings, borders as lines; `open` are armistice lines and borders that are claimed otherwise."""

    land: tuple[tuple[Line, ...], ...]
    border: tuple[Line, ...]
    open: tuple[Line, ...]


@cache
def outlines() -> Outlines:
    """Return what is packaged; ``tools/map_outlines.py`` builds it."""
    given = json.loads((files("rasd.export") / "charts" / "outlines.json").read_text("utf-8"))
    return Outlines(
        tuple(tuple(_line(ring) for ring in polygon) for polygon in given["land"]),
        tuple(map(_line, given["border"])),
        tuple(map(_line, given["open"])),
    )


def _line(packed: Sequence[int]) -> Line:
    return tuple(_points(packed))


def _points(packed: Sequence[int]) -> Iterator[tuple[float, float]]:
    x = y = 0
    for step_x, step_y in zip(packed[::2], packed[1::2], strict=True):
        x, y = x + step_x, y + step_y
        yield x / 1000, y / 1000
