"""Shapes that stand for groups of kinds on a map: none of them looks worse than another."""

from __future__ import annotations

import math
from typing import Literal, get_args

__all__ = ["SHAPES", "Shape", "corners", "shape_of"]

Shape = Literal["triangle", "square", "diamond", "cross", "disc"]
SHAPES: tuple[Shape, ...] = get_args(Shape)
_BY_KIND: dict[str, Shape] = {
    "air_strike": "triangle",
    "shelling": "square",
    "explosion": "diamond",
    "suicide_bombing": "diamond",
    "clash": "cross",
    "capture": "cross",
    "incursion": "cross",
}


def shape_of(kind: str) -> Shape:
    """Return the shape of a kind; those without one of their own are discs."""
    return _BY_KIND.get(kind, "disc")


def corners(shape: Shape, x: float, y: float, radius: float) -> list[tuple[float, float]]:
    """Return the outline of a shape around a point, of about one size whatever the shape."""
    if shape == "triangle":
        return [(x, y - radius * 1.1), (x + radius, y + radius * 0.8), (x - radius, y + radius * 0.8)]
    if shape == "square":
        side = radius * 0.88
        return [(x - side, y - side), (x + side, y - side), (x + side, y + side), (x - side, y + side)]
    if shape == "diamond":
        high = radius * 1.2
        return [(x, y - high), (x + high, y), (x, y + high), (x - high, y)]
    if shape == "cross":
        arm, wide = radius * 1.05, radius * 0.42
        turns = [(wide, arm), (wide, wide), (arm, wide), (arm, -wide), (wide, -wide), (wide, -arm)]
        half = [(x + dx, y + dy) for dx, dy in turns]
        return half + [(x - dx, y - dy) for dx, dy in turns]
    steps = 20
    return [
        (x + radius * math.sin(math.tau * n / steps), y - radius * math.cos(math.tau * n / steps))
        for n in range(steps)
    ]
