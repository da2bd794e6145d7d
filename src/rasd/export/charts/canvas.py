"""A drawing as SVG, in one direction: left to right, or mirrored for Arabic without any chart knowing of it.

Charts place everything by its distance from the side where reading begins. Every Arabic text carries its own direction
(an embedding), because not every program that draws SVG reads the `direction` property. The same words look the same
everywhere: a file that stands alone holds its font.
"""

from __future__ import annotations

import base64
import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import cache
from importlib.resources import files

from rasd.export.page.labels import attribute

__all__ = ["FACE", "INK", "LINE", "PAPER", "SOFT", "Canvas", "font_face", "letters", "shortened", "wrapped"]

FACE = "Rasd Sans"
INK, SOFT, LINE, PAPER = "#1b1d21", "#565c66", "#d5d2ca", "#ffffff"
_RTL, _LTR, _END = "\u202b", "\u202a", "\u202c"
_DAY = re.compile(r"\d{4}-\d\d(?:-\d\d)?(?: – \d{4}-\d\d(?:-\d\d)?)?")
_WIDTHS = {"Lu": 0.66, "Ll": 0.54, "Nd": 0.57, "Lo": 0.52, "Mn": 0.0, "Zs": 0.26, "Po": 0.28, "Pd": 0.45}


@cache
def font_face(weights: tuple[str, ...] = ("Regular",)) -> str:
    """Return the style rules that carry the font itself."""
    folder = files("rasd.export") / "fonts"
    rules = []
    for weight in weights:
        data = base64.b64encode((folder / f"RasdSans-{weight}.ttf").read_bytes()).decode("ascii")
        rules.append(
            f'@font-face{{font-family:"{FACE}";font-weight:{700 if weight == "Bold" else 400};'
            f"src:url(data:font/ttf;base64,{data})}}"
        )
    return "".join(rules)


def letters(text: str) -> float:
    """Return about how wide a text is, in ems."""
    return sum(_WIDTHS.get(unicodedata.category(character), 0.6) for character in text)


def shortened(text: str, ems: float) -> str:
    """Return a text that fits into so many ems; what is cut off is shown by an ellipsis."""
    if letters(text) <= ems:
        return text
    while text and letters(text) > ems - 0.8:
        text = text[:-1]
    return text.rstrip() + "…"


def wrapped(text: str, ems: float, most: int = 3) -> list[str]:
    """Return a text in lines of at most so many ems; the last of `most` lines is shortened."""
    lines: list[str] = []
    rest = text.split()
    while rest:
        if len(lines) == most - 1:
            lines.append(shortened(" ".join(rest), ems))
            break
        line = [rest.pop(0)]
        while rest and letters(" ".join([*line, rest[0]])) <= ems:
            line.append(rest.pop(0))
        lines.append(shortened(" ".join(line), ems))
    return lines


class Canvas:
    """Collects marks; `x` runs from the side where reading begins."""

    def __init__(self, width: float, height: float, *, language: str, title: str) -> None:
        self.width = width
        self.height = height
        self.language = language
        self.title = title
        self._is_mirrored = language == "ar"
        self._parts: list[str] = []
        self._defined: dict[str, str] = {}

    # --- marks -------------------------------------------------------------------------------------------------

    def text(
        self,
        x: float,
        y: float,
        words: str,
        *,
        size: float = 13,
        fill: str = INK,
        anchor: str = "start",
        halo: bool = False,
        physical: bool = False,
    ) -> None:
        """Write words with their baseline at `y`; `physical`: `x` and `anchor` are those of the paper, for maps."""
        if not words:
            return
        if not physical:
            x, anchor = self._at(x), self._anchored(anchor)
        base = _RTL if self.language == "ar" else _LTR
        halo_style = (
            f' stroke="{PAPER}" stroke-width="3" stroke-linejoin="round" paint-order="stroke"' if halo else ""
        )
        self._parts.append(
            f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size:g}" fill="{fill}"'
            f"{'' if anchor == 'start' else f' text-anchor={chr(34)}{anchor}{chr(34)}'}{halo_style}>"
            f"{base}{_days_kept(attribute(words))}{_END}</text>"
        )

    def rect(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        *,
        fill: str = INK,
        stroke: str = "",
        dash: str = "",
        line: float = 1,
        radius: float = 0,
        says: str = "",
    ) -> None:
        """Draw a rectangle; `says` is what pointing at it, or a screen reader, tells."""
        if self._is_mirrored:
            x = self.width - x - width
        title = f"<title>{attribute(says)}</title>" if says else ""
        self._parts.append(
            f'<rect x="{x:.1f}" y="{y:.1f}" width="{max(0.0, width):.1f}" height="{max(0.0, height):.1f}" fill="{fill}"'
            f"{_stroke(stroke, line, dash)}{f' rx={chr(34)}{radius:g}{chr(34)}' if radius else ''}"
            + (f">{title}</rect>" if title else "/>")
        )

    def line(
        self,
        x1: float,
        y1: float,
        x2: float,
        y2: float,
        *,
        stroke: str = LINE,
        width: float = 1,
        dash: str = "",
    ) -> None:
        """Draw a straight line."""
        self._parts.append(
            f'<path d="M{self._at(x1):.1f} {y1:.1f}L{self._at(x2):.1f} {y2:.1f}" fill="none"{_stroke(stroke, width, dash)}/>'
        )

    def polygon(
        self,
        points: Sequence[tuple[float, float]],
        *,
        fill: str = INK,
        stroke: str = "",
        line: float = 1,
        dash: str = "",
        says: str = "",
        physical: bool = False,
    ) -> None:
        """Draw a closed shape."""
        path = "L".join(f"{x if physical else self._at(x):.1f} {y:.1f}" for x, y in points)
        title = f"<title>{attribute(says)}</title>" if says else ""
        self._parts.append(f'<path d="M{path}Z" fill="{fill}"{_stroke(stroke, line, dash)}>{title}</path>')

    def raw(self, markup: str) -> None:
        """Add markup that is already safe and in the coordinates of the paper."""
        self._parts.append(markup)

    def define(self, identity: str, markup: str) -> str:
        """Keep a pattern or gradient and return how a fill names it; ids are the canvas's own."""
        self._defined[identity] = markup
        return f"url(#{identity})"

    def hatch(self, identity: str, ink: str, ground: str = PAPER) -> str:
        """Return a fill of slanting lines, to be told apart from a solid one in any print."""
        return self.define(
            identity,
            f'<pattern id="{identity}" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
            f'<rect width="5" height="5" fill="{ground}"/><rect width="2.4" height="5" fill="{ink}"/></pattern>',
        )

    def fade(self, identity: str, ink: str) -> str:
        """Return a fill that fades away from where reading begins: nobody gives a ceiling."""
        first, last = ("1", "0") if self._is_mirrored else ("0", "1")
        return self.define(
            identity,
            f'<linearGradient id="{identity}" x1="{first}" y1="0" x2="{last}" y2="0">'
            f'<stop offset="0" stop-color="{ink}" stop-opacity="0.85"/><stop offset="1" stop-color="{ink}" stop-opacity="0"/>'
            "</linearGradient>",
        )

    # --- the whole ---------------------------------------------------------------------------------------------

    def svg(self, *, alone: bool = True, prefix: str = "") -> str:
        """Return the drawing; `alone`: as a file of its own, with the font in it; `prefix` makes its ids a page's own."""
        style = f"<style>{font_face()}</style>" if alone else ""
        head = '<?xml version="1.0" encoding="UTF-8"?>\n' if alone else ""
        size = f' width="{self.width:.0f}" height="{self.height:.0f}"' if alone else ""
        drawing = (
            f'{head}<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {self.width:.0f} {self.height:.0f}"{size}'
            f' role="img" direction="ltr" lang="{self.language}" font-family="{FACE}, Noto Sans Arabic, Noto Sans, sans-serif"'
            f' aria-label="{attribute(self.title)}">{style}<title>{attribute(self.title)}</title>'
            f"<defs>{''.join(self._defined.values())}</defs>"
            f'<rect width="100%" height="100%" fill="{PAPER}"/>{"".join(self._parts)}</svg>'
            + ("\n" if alone else "")
        )
        for identity in self._defined if prefix else ():
            drawing = drawing.replace(f'id="{identity}"', f'id="{prefix}-{identity}"')
            drawing = drawing.replace(f"url(#{identity})", f"url(#{prefix}-{identity})")
        return drawing

    def _at(self, x: float) -> float:
        return self.width - x if self._is_mirrored else x

    def _anchored(self, anchor: str) -> str:
        return {"start": "end", "end": "start"}.get(anchor, anchor) if self._is_mirrored else anchor

    def watermark(self, words: Iterable[str]) -> None:
        """Write across the whole drawing, so that no part of it can be cut out without a trace of it."""
        text = "  ·  ".join(words)
        step = letters(text) * 20 + 40
        for row, y in enumerate(range(60, int(self.height) + 120, 130)):
            x = -(row % 2) * step / 2
            while x < self.width:
                self._parts.append(
                    f'<text x="{x:.0f}" y="{y}" font-size="20" fill="#b00020" fill-opacity="0.16"'
                    f' transform="rotate(-18 {x:.0f} {y})" aria-hidden="true">{attribute(text)}</text>'
                )
                x += step


def _days_kept(markup: str) -> str:
    """Keep ISO days whole: after Arabic letters their parts would change places."""
    return _DAY.sub(lambda found: f"{_LTR}{found[0]}{_END}", markup)


def _stroke(stroke: str, width: float, dash: str) -> str:
    if not stroke:
        return ""
    dashes = f' stroke-dasharray="{dash}"' if dash else ""
    return f' stroke="{stroke}" stroke-width="{width:g}"{dashes}'
