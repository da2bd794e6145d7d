"""The map: points where a settlement is named, dashed circles where only an area is; shapes by kind, fill by grade.

Several incidents at one place are one disc, cut by grade, with their number. Nothing is drawn more exactly than it is known.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

from shapely import LineString, Polygon, clip_by_rect

from rasd.export.charts.canvas import INK, LINE, PAPER, SOFT, Canvas, letters
from rasd.export.charts.chart import EDGE, Chart, Key, foot_of, foot_size, head_of, marked
from rasd.export.charts.outlines import Line, outlines
from rasd.export.charts.styles import Style, drawn
from rasd.export.charts.symbols import SHAPES, corners, shape_of
from rasd.export.charts.timeline import GRADES
from rasd.export.page.maps import cities
from rasd.export.phrases import Phrases

__all__ = ["MapRow", "draw_map"]

_WIDTH, _HEIGHT = 820.0, 540.0
_KM = 111.32
_REACH = {"district": 12.0, "governorate": 40.0, "country": 150.0}
_SMALL, _SMALL_UNIT = frozenset({"LB", "PS"}), 0.35
_LEAST = 0.9
"""Degrees: one incident alone still shows its surroundings."""
_NEAR, _FAR = 2.5, 6.0
_BARS = (5, 10, 20, 50, 100, 200, 500, 1000)
_SEA, _LAND, _BORDER = "#dce6ec", "#fbfaf7", "#8d877a"


@dataclass(frozen=True, slots=True)
class MapRow:
    """One incident at its place."""

    name: str
    latitude: float | None
    longitude: float | None
    kind: str
    grade: Style
    precision: str = "settlement"
    country: str | None = None
    is_decided: bool = False
    is_coarse: bool = False
    """Drawn roughly on purpose: the point is of a hospital, a camp, an aid site."""

    @property
    def reach(self) -> float:
        """How far the place may be from its point, in km; 0 for a point that may be drawn as one."""
        precision = "district" if self.is_coarse and self.precision not in _REACH else self.precision
        small = _SMALL_UNIT if self.country in _SMALL and precision in ("district", "governorate") else 1.0
        return _REACH.get(precision, 0.0) * small

    @property
    def point(self) -> tuple[float, float]:
        """Longitude and latitude as they are drawn: rounded where the place is drawn roughly."""
        assert self.latitude is not None and self.longitude is not None
        digits = 1 if self.is_coarse else 3
        return round(self.longitude, digits), round(self.latitude, digits)


def draw_map(
    rows: Iterable[MapRow],
    *,
    phrases: Phrases,
    name: str = "map",
    above: str = "",
    is_synthetic: bool = False,
    notes: Sequence[str] = (),
) -> Chart:
    """Return the map of incidents; those without a known place, and places far from all others, are counted below it."""
    given = list(rows)
    placed = [one for one in given if one.latitude is not None and one.longitude is not None]
    shown, far = _framed(placed)
    said = [phrases("map_note"), *notes]
    said += [phrases("coarsened")] if any(one.is_coarse for one in shown) else []
    said += [phrases.counted("not_placed", len(given) - len(placed))] if len(given) > len(placed) else []
    said += [phrases.counted("far_away", far)] if far else []
    said.append(phrases("map_source"))
    title, key = phrases("map"), _key(shown, phrases)
    measure = Canvas(_WIDTH, 100, language=phrases.language, title=title)
    top = head_of(measure, title, key, above=above) + 4
    high = _HEIGHT if shown else 40.0
    canvas = Canvas(_WIDTH, top + high + 18 + foot_size(said, _WIDTH), language=phrases.language, title=title)
    head_of(canvas, title, key, above=above)
    if shown:
        _Map(canvas, shown, top, phrases).draw()
    else:
        canvas.text(EDGE, top + 24, phrases("nothing_drawn"), size=12, fill=SOFT)
    foot_of(canvas, said, top + high + 18)
    marked(canvas, phrases, is_synthetic=is_synthetic)
    return Chart(name, title, canvas)


def _key(rows: Sequence[MapRow], phrases: Phrases) -> list[Key]:
    grades = {one.grade for one in rows}
    kinds: dict[str, list[str]] = {}
    for kind in dict.fromkeys(one.kind for one in rows):
        kinds.setdefault(shape_of(kind), []).append(phrases.term("kinds", kind))
    key = [Key(phrases.term("grades", grade), grade) for grade in GRADES if grade in grades]
    if any(one.is_decided for one in rows):
        key.append(Key(phrases("decided"), is_framed=True))
    for shape in SHAPES:
        if shape in kinds:
            names = kinds[shape]
            key.append(Key(phrases.listed(names if len(names) < 4 else [*names[:3], "…"]), shape=shape))
    return key


def _framed(rows: list[MapRow]) -> tuple[list[MapRow], int]:
    """Split off places so far from the rest that drawing them would shrink the rest to a dot; return their number."""
    if not rows:
        return [], 0
    latitude = median(one.point[1] for one in rows)
    longitude = median(one.point[0] for one in rows)

    def distance(one: MapRow) -> float:
        east = (one.point[0] - longitude) * math.cos(math.radians(latitude))
        return math.hypot(one.point[1] - latitude, east)

    limit = max(_NEAR, _FAR * median(map(distance, rows)))
    inside = [one for one in rows if distance(one) <= limit]
    return inside, len({one.point for one in rows if distance(one) > limit})


class _Map:
    """From degrees to the paper: equirectangular around the middle latitude; never mirrored."""

    def __init__(self, canvas: Canvas, rows: list[MapRow], top: float, phrases: Phrases) -> None:
        self._canvas, self._rows, self._top, self._phrases = canvas, rows, top, phrases
        self._left, self._wide, self._high = EDGE, _WIDTH - 2 * EDGE, _HEIGHT
        margins = [(one.point, one.reach / _KM) for one in rows]
        self._shrink = max(0.2, math.cos(math.radians(sum(p[1] for p, _ in margins) / len(margins))))
        south, north = min(p[1] - m for p, m in margins), max(p[1] + m for p, m in margins)
        west = min(p[0] - m / self._shrink for p, m in margins)
        east = max(p[0] + m / self._shrink for p, m in margins)
        high = max(north - south, _LEAST)
        wide = max((east - west) * self._shrink, _LEAST * self._wide / self._high)
        self._scale = min(self._high / (high * 1.3), self._wide / (wide * 1.3))
        self._middle = (west + east) / 2, (south + north) / 2
        self._taken: list[tuple[float, float, float, float]] = []

    def draw(self) -> None:
        canvas = self._canvas
        frame = f'x="{self._left}" y="{self._top:.1f}" width="{self._wide}" height="{self._high}"'
        clip = canvas.define("frame", f'<clipPath id="frame"><rect {frame}/></clipPath>')
        canvas.raw(f'<g clip-path="{clip}"><rect {frame} fill="{_SEA}"/>')
        ground = outlines()
        land = "".join(self._path(ring) + "Z" for polygon in ground.land for ring in self._clipped(polygon))
        canvas.raw(f'<path d="{land}" fill="{_LAND}" fill-rule="evenodd"/>')
        for lines, dash in ((ground.border, ""), (ground.open, ' stroke-dasharray="5 4"')):
            path = "".join(
                self._path(piece) for line in lines for piece in self._clipped((line,), is_line=True)
            )
            canvas.raw(f'<path d="{path}" fill="none" stroke="{_BORDER}" stroke-width="1.1"{dash}/>')
        spots = self._spots()
        for (x, y), _found in spots:
            self._take(x, y, 9, 9)
        self._cities()
        for (x, y), found in sorted(spots, key=lambda one: -one[1][0].reach):
            self._area(x, y, found) if found[0].reach else self._point(x, y, found)
        for (x, y), found in spots:
            self._number(x, y, found)
        canvas.raw("</g>")
        canvas.raw(f'<rect {frame} fill="none" stroke="{LINE}"/>')
        self._bar()

    def _at(self, point: tuple[float, float]) -> tuple[float, float]:
        x = self._left + self._wide / 2 + (point[0] - self._middle[0]) * self._shrink * self._scale
        return x, self._top + self._high / 2 - (point[1] - self._middle[1]) * self._scale

    def _path(self, line: Line) -> str:
        kept: list[tuple[float, float]] = []
        for point in map(self._at, line):
            if not kept or math.dist(kept[-1], point) > 0.6:
                kept.append(point)
        return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in kept)

    def _clipped(self, rings: Sequence[Line], *, is_line: bool = False) -> list[Line]:
        """Return what of a polygon or a line lies in the frame or just around it."""
        half_high = self._high / self._scale / 1.9
        half_wide = self._wide / self._scale / self._shrink / 1.9
        (x, y), shape = self._middle, LineString(rings[0]) if is_line else Polygon(rings[0], rings[1:])
        cut = clip_by_rect(shape, x - half_wide, y - half_high, x + half_wide, y + half_high)
        found: list[Line] = []
        for piece in getattr(cut, "geoms", [cut]):
            if piece.geom_type == "Polygon" and not piece.is_empty:
                found += [tuple(ring.coords) for ring in (piece.exterior, *piece.interiors)]
            elif piece.geom_type == "LineString" and not piece.is_empty:
                found.append(tuple(piece.coords))
        return found

    def _spots(self) -> list[tuple[tuple[float, float], list[MapRow]]]:
        found: dict[tuple[tuple[float, float], float], list[MapRow]] = {}
        for row in self._rows:
            found.setdefault((row.point, row.reach), []).append(row)
        return [(self._at(point), rows) for (point, _), rows in found.items()]

    def _says(self, rows: list[MapRow]) -> str:
        kinds = Counter(self._phrases.term("kinds", one.kind) for one in rows)
        told = self._phrases.listed(f"{kind} {count}" if count > 1 else kind for kind, count in kinds.items())
        return f"{rows[0].name}: {told}"

    def _area(self, x: float, y: float, rows: list[MapRow]) -> None:
        radius = max(12.0, rows[0].reach / _KM * self._scale)
        grade = next(grade for grade in GRADES if any(one.grade == grade for one in rows))
        self._canvas.polygon(
            corners("disc", x, y, radius) if radius < 14 else _ring(x, y, radius),
            fill=_tint(grade), stroke=INK, dash="4 4", line=1, says=self._says(rows), physical=True,
        )  # fmt: skip

    def _number(self, x: float, y: float, rows: list[MapRow]) -> None:
        """Write how many stand there, above all shapes: beside a disc, under the upper edge of an area."""
        if rows[0].reach:
            y -= max(12.0, rows[0].reach / _KM * self._scale) - 15
            self._canvas.text(x, y, f"{len(rows)}", size=12, anchor="middle", halo=True, physical=True)
        elif len(rows) > 1:
            self._canvas.text(
                x + _radius(rows) + 3, y + 4, f"{len(rows)}", size=11.5, halo=True, physical=True
            )

    def _point(self, x: float, y: float, rows: list[MapRow]) -> None:
        says = self._says(rows)
        if len(rows) == 1:
            look = drawn(self._canvas, rows[0].grade)
            self._canvas.polygon(
                corners(shape_of(rows[0].kind), x, y, 7), fill=look.fill, stroke=INK if rows[0].is_decided else PAPER,
                line=2.2 if rows[0].is_decided else 1, says=says, physical=True,
            )  # fmt: skip
            if not rows[0].is_decided:
                self._canvas.polygon(
                    corners(shape_of(rows[0].kind), x, y, 7.4),
                    fill="none",
                    stroke=INK,
                    line=0.7,
                    physical=True,
                )
            return
        radius = _radius(rows)
        angle = 0.0
        for grade in GRADES:
            share = sum(one.grade == grade for one in rows) / len(rows)
            if share:
                look = drawn(self._canvas, grade)
                self._canvas.polygon(
                    _wedge(x, y, radius, angle, share),
                    fill=look.fill,
                    stroke=PAPER,
                    line=0.6,
                    says=says,
                    physical=True,
                )
                angle += share
        framed = any(one.is_decided for one in rows)
        self._canvas.polygon(
            _ring(x, y, radius), fill="none", stroke=INK, line=2.2 if framed else 0.9, physical=True
        )

    def _cities(self) -> None:
        arabic = self._phrases.is_arabic
        for city in sorted(cities(), key=lambda one: one.rank):
            x, y = self._at((city.longitude, city.latitude))
            label = city.name.ar if arabic else city.name.en
            wide = letters(label) * 11
            if (
                not self._left + 40 < x < self._left + self._wide - 40
                or not self._top + 14 < y < self._top + self._high - 34
            ):
                continue
            for anchor, middle, base in (
                ("start", x + 6 + wide / 2, y + 4),
                ("end", x - 6 - wide / 2, y + 4),
                ("middle", x, y - 9),
            ):
                if self._is_free(middle, base - 4, wide / 2 + 2, 8):
                    self._take(middle, base - 4, wide / 2 + 2, 8)
                    self._canvas.raw(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="2" fill="{SOFT}"/>')
                    at = {"start": x + 6, "end": x - 6, "middle": x}[anchor]
                    self._canvas.text(
                        at, base, label, size=11, fill=SOFT, anchor=anchor, halo=True, physical=True
                    )
                    break

    def _take(self, x: float, y: float, wide: float, high: float) -> None:
        self._taken.append((x - wide, y - high, x + wide, y + high))

    def _is_free(self, x: float, y: float, wide: float, high: float) -> bool:
        return all(
            x + wide < box[0] or x - wide > box[2] or y + high < box[1] or y - high > box[3]
            for box in self._taken
        )

    def _bar(self) -> None:
        km = max((bar for bar in _BARS if bar / _KM * self._scale <= 160), default=_BARS[0])
        long, y, x = km / _KM * self._scale, self._top + self._high - 14, self._left + 16
        self._canvas.raw(
            f'<path d="M{x:.1f} {y - 5:.1f}V{y:.1f}H{x + long:.1f}V{y - 5:.1f}" fill="none" stroke="{INK}" stroke-width="1.2"/>'
        )
        self._canvas.text(
            x + long / 2,
            y - 5,
            f"{km} {self._phrases('km')}",
            size=11,
            anchor="middle",
            halo=True,
            physical=True,
        )


def _radius(rows: Sequence[MapRow]) -> float:
    return min(18.0, 6 + 2.0 * math.sqrt(len(rows)))


def _tint(grade: Style) -> str:
    return {"confirmed": "#14283c33", "fair": "#56789a33", "contested": "#56789a1f"}.get(grade, "#c3d2e040")


def _ring(x: float, y: float, radius: float) -> list[tuple[float, float]]:
    steps = 48
    return [
        (x + radius * math.sin(math.tau * n / steps), y - radius * math.cos(math.tau * n / steps))
        for n in range(steps)
    ]


def _wedge(x: float, y: float, radius: float, start: float, share: float) -> list[tuple[float, float]]:
    if share >= 1:
        return _ring(x, y, radius)
    steps = max(2, math.ceil(48 * share))
    around = [math.tau * (start + share * n / steps) for n in range(steps + 1)]
    return [(x, y), *((x + radius * math.sin(a), y - radius * math.cos(a)) for a in around)]
