"""How a thing is filled: by darkness and hatching alone, in one hue, so that it survives colour blindness and grey print.

No fill belongs to a party: sides are told apart by words, and all of them look the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from rasd.export.charts.canvas import PAPER, Canvas

__all__ = ["STYLES", "Drawn", "Style", "drawn"]

Style = Literal[
    "in_scope", "possibly", "boundary", "confirmed", "fair", "weak", "contested", "discounted", "gap",
]  # fmt: skip

_DARK, _MIDDLE, _LIGHT, _PALE, _EDGE = "#14283c", "#56789a", "#c3d2e0", "#eceae5", "#3c5570"


@dataclass(frozen=True, slots=True)
class Drawn:
    """What a canvas is told of a style."""

    fill: str
    stroke: str = ""
    dash: str = ""


STYLES: dict[Style, tuple[str, str, str, str, bool]] = {
    # fill, fill where a person decided, stroke, dash, hatched
    "in_scope": (_MIDDLE, _DARK, "", "", False),
    "possibly": (_MIDDLE, _DARK, _EDGE, "", True),
    "boundary": (PAPER, _LIGHT, _EDGE, "3 2", False),
    "confirmed": (_DARK, _DARK, "", "", False),
    "fair": (_MIDDLE, _MIDDLE, "", "", False),
    "weak": (_LIGHT, _LIGHT, _EDGE, "", False),
    "contested": (_MIDDLE, _MIDDLE, _EDGE, "", True),
    "discounted": (PAPER, PAPER, _EDGE, "1 2", False),
    "gap": (_PALE, _PALE, "", "", True),
}


def drawn(canvas: Canvas, style: Style, *, is_decided: bool = False) -> Drawn:
    """Return fill and stroke of a style; the hatching is defined on the canvas when it is first used."""
    plain, decided, stroke, dash, is_hatched = STYLES[style]
    ink = decided if is_decided else plain
    if is_hatched:
        ground = "#faf9f7" if style == "gap" else PAPER
        ink = canvas.hatch(
            f"{style}{'-decided' if is_decided else ''}", "#dddad3" if style == "gap" else ink, ground
        )
    return Drawn(ink, stroke, dash)
