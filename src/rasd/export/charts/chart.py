"""A finished chart, its title and notes, and what every chart has around its marks: heading, key, notes, watermark."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from rasd.export.charts.canvas import INK, LINE, SOFT, Canvas, letters, wrapped
from rasd.export.charts.png import png_of
from rasd.export.charts.styles import Style, drawn
from rasd.export.charts.symbols import Shape, corners
from rasd.export.phrases import Phrases

__all__ = ["EDGE", "Chart", "Key", "foot_of", "foot_size", "head_of", "marked", "write_charts"]

EDGE = 22.0
_NOTE = 12.0
_KEY = 13.0


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart in one language."""

    name: str
    """Of its file, without extension: the same in every language."""
    title: str
    canvas: Canvas

    def svg(self, *, alone: bool = True, prefix: str = "") -> str:
        """Return it as SVG; `alone`: a file of its own, with its font; `prefix` makes its ids a page's own."""
        return self.canvas.svg(alone=alone, prefix=prefix)

    def png(self, *, scale: float = 2) -> bytes:
        """Return it as PNG; raises OutputError where the extra `charts` is not installed."""
        return png_of(self.canvas, scale=scale)


@dataclass(frozen=True, slots=True)
class Key:
    """One entry of a chart's key."""

    label: str
    style: Style | None = None
    is_decided: bool = False
    is_framed: bool = False
    shape: Shape | None = None


def write_charts(charts: Iterable[Chart], folder: Path, *, with_png: bool = True) -> list[Path]:
    """Write each chart as SVG, and as PNG; return the files. A PNG that cannot be made leaves all SVG files behind."""
    made = list(charts)
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for chart in made:
        path = folder / f"{chart.name}.svg"
        path.write_text(chart.svg(), encoding="utf-8")
        written.append(path)
    for chart in made if with_png else ():
        path = folder / f"{chart.name}.png"
        path.write_bytes(chart.png())
        written.append(path)
    return written


def head_of(canvas: Canvas, title: str, key: Sequence[Key], *, above: str = "") -> float:
    """Draw title, the line above it and the key; return the height that they take."""
    y = 26.0
    room = (canvas.width - 2 * EDGE) / 17
    if above:
        canvas.text(EDGE, y, above, size=12, fill=SOFT)
        y += 20
    for line in wrapped(title, room, 2):
        canvas.text(EDGE, y, line, size=17)
        y += 23
    return _key_of(canvas, key, y + 2) if key else y


def _key_of(canvas: Canvas, key: Sequence[Key], y: float) -> float:
    x = EDGE
    for one in key:
        has_mark = bool(one.style or one.is_framed or one.shape)
        width = (22 if has_mark else 0) + letters(one.label) * 12.5 + 18
        if x > EDGE and x + width > canvas.width - EDGE:
            x, y = EDGE, y + 19
        at = x + (21 if has_mark else 0)
        if one.shape:
            canvas.polygon(corners(one.shape, x + 8, y - 4, 6.5), fill="#ffffff", stroke=INK, line=1.2)
        elif one.style or one.is_framed:
            look = drawn(canvas, one.style or "weak", is_decided=one.is_decided)
            fill = look.fill if one.style else "#ffffff"
            canvas.rect(
                x, y - 10, 15, 11, fill=fill, stroke=INK if one.is_framed else look.stroke, dash=look.dash if one.style else "",
                line=2 if one.is_framed else 1,
            )  # fmt: skip
        canvas.text(at, y, one.label, size=12, fill=SOFT)
        x += width
    return y + 16


def foot_size(notes: Sequence[str], width: float) -> float:
    """Return the height of the notes below a chart."""
    room = (width - 2 * EDGE) / 11
    return 14 + 16 * sum(len(wrapped(note, room, 4)) for note in notes)


def foot_of(canvas: Canvas, notes: Sequence[str], y: float) -> None:
    """Draw the notes below a chart."""
    canvas.line(EDGE, y, canvas.width - EDGE, y, stroke=LINE)
    y += 17
    for note in notes:
        for line in wrapped(note, (canvas.width - 2 * EDGE) / 11, 4):
            canvas.text(EDGE, y, line, size=11.5, fill=SOFT)
            y += 16


def marked(canvas: Canvas, phrases: Phrases, *, is_synthetic: bool) -> None:
    """Watermark a chart of invented incidents, in both languages."""
    if is_synthetic:
        canvas.watermark((Phrases("ar")("synthetic_mark"), Phrases("en")("synthetic_mark")))
