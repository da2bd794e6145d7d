"""How an incident is drawn: shape and letter by the group of its kind, fill by kind or grade, and how far its place may be.

Colours are told apart by people who see none of them alike: every group has a shape, and every grade a filling.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from rasd.export.charts import MapRow
from rasd.model import ids

__all__ = ["GRADES", "GROUPS", "PRECISIONS", "Drawing", "group_of", "kinds_of", "reach_of"]

Drawing = Literal["kind", "grade"]
"""What colours stand for."""
GROUPS: tuple[str, ...] = ("air", "shelling", "explosion", "ground", "other")
"""Groups of kinds on the map, in the order of the legend."""
GRADES: tuple[str, ...] = ("confirmed", "fair", "weak", "contested", "discounted")
PRECISIONS: tuple[str, ...] = ("site", "settlement", "district", "governorate", "country")
_BY_KIND = {
    "air_strike": "air",
    "overflight": "air",
    "shelling": "shelling",
    "explosion": "explosion",
    "suicide_bombing": "explosion",
    "chemical_attack": "explosion",
    "clash": "ground",
    "attack": "ground",
    "capture": "ground",
    "incursion": "ground",
    "siege": "ground",
}


def group_of(kind: str) -> str:
    """Return the group in which a kind is drawn.

    >>> group_of("air_strike"), group_of("talks")
    ('air', 'other')
    """
    return _BY_KIND.get(kind, "other")


def kinds_of(group: str) -> Sequence[str]:
    """Return the kinds that a group stands for, in the order of the codebook."""
    return [kind for kind in ids("kinds") if group_of(kind) == group]


def reach_of(precision: str | None, *, is_approximate: bool = False, country: str | None = None) -> float:
    """Return how many kilometres from its point the place may be; 0 where the point may be drawn as one.

    >>> reach_of("governorate"), reach_of("settlement"), reach_of("settlement", is_approximate=True)
    (40.0, 0.0, 12.0)
    """
    known = precision or "settlement"
    if is_approximate and known in ("site", "settlement"):
        known = "district"
    return MapRow("", 0, 0, "", "weak", known, country).reach
