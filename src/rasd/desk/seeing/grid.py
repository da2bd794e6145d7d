"""Many points as few: cells of a grid over what a map shows, each with its number, its groups and its box.

The grid is laid over the whole world, so cells stand still while a map is moved. However large the map and however fine the zoom,
the answer is bounded.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["Box", "Cell", "cells", "inside", "spread"]

_WORLD = 512
"""Pixels of the whole world at zoom 0, as MapLibre counts."""
_CELL = 64
_WIDEST = 4096
"""Pixels of the widest map that is answered in full fineness."""
_NORTHMOST = 85.0511
_KILOMETRES = 40075.0
_NEAR = 1e-4
_APART = 1e-7
"""Square degrees by which points lie apart, about 30 m."""

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Box:
    """What a map shows, in degrees: never over the antimeridian, never empty."""

    west: float
    south: float
    east: float
    north: float


@dataclass(frozen=True, slots=True)
class Cell:
    """Incidents that are drawn as one mark."""

    longitude: float
    latitude: float
    count: int
    groups: tuple[int, ...]
    """How many of each group, in the order that was given."""
    box: tuple[float, float, float, float]
    """West, south, east, north of the cell; of a single point: around it."""
    is_spread: bool
    """Whether a nearer look parts them."""
    first: int
    """Number of one of them among the points that were given."""


def inside(longitude: Floats, latitude: Floats, box: Box) -> Bools:
    """Return which points lie in a box, its edges included."""
    found: Bools = (
        (longitude >= box.west) & (longitude <= box.east) & (latitude >= box.south) & (latitude <= box.north)
    )
    return found


def fineness(box: Box, zoom: float) -> int:
    """Return the whole zoom in which the grid is laid: that of the map, or coarser where the map would be huge."""
    wide = _WORLD * (box.east - box.west) / 360
    high = _WORLD * abs(float(_down(np.array([box.north]))[0] - _down(np.array([box.south]))[0]))
    finest = math.floor(math.log2(_WIDEST / max(wide, high, 1e-9)))
    return max(0, min(math.floor(zoom), finest))


def spread(kilometres: Floats, latitude: Floats, zoom: float) -> Floats:
    """Return how many pixels wide some kilometres are on a map, at their latitude."""
    across = _KILOMETRES * np.cos(np.radians(np.clip(latitude, -85, 85)))
    found: Floats = kilometres / across * _WORLD * 2**zoom
    return found


def cells(
    longitude: Floats, latitude: Floats, group: Ints, groups: int, *, box: Box, zoom: float
) -> list[Cell]:
    """Return points as cells, the largest last so that it is drawn above; all points must lie in the box."""
    if not len(longitude):
        return []
    scale = _WORLD * 2 ** fineness(box, zoom) / _CELL
    across = np.floor((longitude + 180) / 360 * scale).astype(np.int64)
    down = np.floor(_down(latitude) * scale).astype(np.int64)
    left, top = int(across.min()), int(down.min())
    wide = int(across.max()) - left + 1
    cell = (down - top) * wide + (across - left)
    size = (int(down.max()) - top + 1) * wide
    count = np.bincount(cell, minlength=size)
    held = np.flatnonzero(count)
    number = count[held]
    sums = np.bincount(cell * groups + group, minlength=size * groups).reshape(size, groups)[held]
    east, north = (
        np.bincount(cell, weights=values, minlength=size)[held] / number for values in (longitude, latitude)
    )
    apart = np.bincount(
        cell, weights=(longitude - box.west) ** 2 + (latitude - box.south) ** 2, minlength=size
    )[held]
    parted = apart / number - (east - box.west) ** 2 - (north - box.south) ** 2
    first = np.zeros(size, dtype=np.int64)
    first[cell[::-1]] = np.arange(len(cell) - 1, -1, -1)
    found = []
    for one in np.argsort(number, kind="stable").tolist():
        x, y = round(float(east[one]), 5), round(float(north[one]), 5)
        column, row = left + int(held[one]) % wide, top + int(held[one]) // wide
        edges = (
            (x - _NEAR, y - _NEAR, x + _NEAR, y + _NEAR)
            if number[one] == 1
            else (
                column / scale * 360 - 180, _up((row + 1) / scale),
                (column + 1) / scale * 360 - 180, _up(row / scale),
            )
        )  # fmt: skip
        found.append(
            Cell(
                x, y, int(number[one]), tuple(sums[one].tolist()), edges, bool(parted[one] > _APART), int(first[held[one]])
            )
        )  # fmt: skip
    return found


def _up(down: float) -> float:
    """Return the latitude that lies so far down the world."""
    return math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * down))))


def _down(latitude: Floats) -> Floats:
    """Return how far down the world a latitude lies in Mercator's map, 0 to 1."""
    radians = np.radians(np.clip(latitude, -_NORTHMOST, _NORTHMOST))
    found: Floats = 0.5 - np.log(np.tan(np.pi / 4 + radians / 2)) / (2 * np.pi)
    return np.clip(found, 0, 1 - 1e-12)
