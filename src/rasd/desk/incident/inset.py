"""The place of an incident on a small map: a point only where a settlement or site is named, else a circle as wide as the doubt.

Drawn on the server from the packaged outlines, so it needs no script and no tile; colours come from the sheet of the page. For
orientation only, with no position on whose land is whose.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from django.utils.safestring import SafeString, mark_safe
from shapely import Geometry, LineString, Polygon, clip_by_rect

from rasd.desk.site import Words
from rasd.export.charts import MapRow
from rasd.export.charts.canvas import letters
from rasd.export.charts.outlines import Line, outlines
from rasd.export.page.labels import attribute
from rasd.export.page.maps import cities
from rasd.model import Incident, IncidentPlace

__all__ = ["Inset", "inset_of"]

_WIDTH, _HEIGHT = 420.0, 300.0
_KM = 111.32
_LEAST = 0.9
"""Degrees from edge to edge: one place alone still shows its surroundings."""
_MOST = 24
_CITIES = 14
_BARS = (5, 10, 20, 50, 100, 200, 500, 1000)
_SIZE = 11.0


@dataclass(frozen=True, slots=True)
class Inset:
    """The drawing, and in words how exactly each place is known."""

    drawing: SafeString
    said: tuple[tuple[str, str], ...]
    """Place and words."""


def inset_of(incident: Incident, words: Words) -> Inset | None:
    """Return the map of an incident; None where no report gives a place that has a point."""
    placed = [one for one in incident.places if one.latitude is not None and one.longitude is not None]
    if not placed:
        return None
    said = tuple(dict.fromkeys(_said(one, words) for one in placed))
    title = words("incident.map_of", places=words.listed(one.name for one in placed[:_MOST]))
    inside = "".join(_Map(placed[:_MOST], words).parts())
    drawing = (
        f'<svg class="inset" viewBox="0 0 {_WIDTH:.0f} {_HEIGHT:.0f}" role="img" direction="ltr"'
        f' aria-label="{attribute(title)}">{inside}</svg>'
    )
    return Inset(mark_safe(drawing), said)  # nosec B308 B703: numbers, and words through `attribute`


def _said(place: IncidentPlace, words: Words) -> tuple[str, str]:
    reach = _row(place).reach
    precision = (
        words.term("precision", place.precision) if place.precision else words("incident.precision_unknown")
    )
    if reach:
        return place.name, words("incident.area_drawn", precision=precision, km=round(reach))
    return place.name, words("incident.point_drawn", precision=precision)


def _row(place: IncidentPlace) -> MapRow:
    """Return the place as the charts draw it: as wide as its precision is coarse."""
    coarse = place.precision or "district"
    if place.approximate and coarse in ("site", "settlement"):
        coarse = "district"
    return MapRow(
        place.name, place.latitude, place.longitude, "attack", "weak", precision=coarse, country=place.country
    )


@cache
def _ground() -> dict[str, list[Geometry]]:
    """Return the outlines as shapes, made once a process."""
    ground = outlines()
    return {
        "land": [Polygon(polygon[0], polygon[1:]) for polygon in ground.land],
        "border": [LineString(line) for line in ground.border],
        "open": [LineString(line) for line in ground.open],
    }


class _Map:
    """From degrees to the paper: equirectangular around the middle latitude; never mirrored."""

    def __init__(self, places: Sequence[IncidentPlace], words: Words) -> None:
        self._words = words
        self._rows = [_row(place) for place in places]
        margins = [(row.point, row.reach / _KM) for row in self._rows]
        south, north = min(p[1] - m for p, m in margins), max(p[1] + m for p, m in margins)
        self._shrink = max(0.2, math.cos(math.radians((south + north) / 2)))
        west = min(p[0] - m / self._shrink for p, m in margins)
        east = max(p[0] + m / self._shrink for p, m in margins)
        self._middle = ((west + east) / 2, (south + north) / 2)
        high = max((north - south) * 1.35, _LEAST)
        wide = max((east - west) * 1.35 * self._shrink, _LEAST)
        self._scale = min(_HEIGHT / high, _WIDTH / wide)
        self._taken: list[tuple[float, float, float, float]] = []

    def parts(self) -> Iterator[str]:
        """Yield the drawing from the ground up."""
        yield f'<rect class="sea" width="{_WIDTH:.0f}" height="{_HEIGHT:.0f}"/>'
        ground = _ground()
        land = "".join(self._path(ring) + "Z" for shape in ground["land"] for ring in self._clipped(shape))
        yield f'<path class="land" d="{land}" fill-rule="evenodd"/>'
        for name, sort in (("border", "border"), ("open", "border open")):
            path = "".join(self._path(piece) for shape in ground[name] for piece in self._clipped(shape))
            yield f'<path class="{sort}" d="{path}"/>'
        spots = [(*self._at(row.point), row) for row in self._rows]
        for x, y, _ in spots:
            self._taken.append((x - 10, y - 10, x + 10, y + 10))
        named = list(self._names(spots))
        yield from self._cities()
        for x, y, row in sorted(spots, key=lambda one: -one[2].reach):
            if row.reach:
                radius = max(12.0, row.reach / _KM * self._scale)
                yield f'<circle class="area" cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}"/>'
            else:
                yield f'<circle class="point" cx="{x:.1f}" cy="{y:.1f}" r="6"/>'
        yield from named
        yield from self._bar()

    def _at(self, point: tuple[float, float]) -> tuple[float, float]:
        x = _WIDTH / 2 + (point[0] - self._middle[0]) * self._shrink * self._scale
        return x, _HEIGHT / 2 - (point[1] - self._middle[1]) * self._scale

    def _path(self, line: Line) -> str:
        kept: list[tuple[float, float]] = []
        for point in map(self._at, line):
            if not kept or math.dist(kept[-1], point) > 0.8:
                kept.append(point)
        return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in kept)

    def _clipped(self, shape: Geometry) -> Iterator[Line]:
        """Yield what of a shape lies in the frame or just around it."""
        half_high = _HEIGHT / self._scale / 1.9
        half_wide = _WIDTH / self._scale / self._shrink / 1.9
        x, y = self._middle
        box = (x - half_wide, y - half_high, x + half_wide, y + half_high)
        west, south, east, north = shape.bounds  # type: ignore[attr-defined]
        if east < box[0] or west > box[2] or north < box[1] or south > box[3]:
            return
        cut = clip_by_rect(shape, *box)
        for piece in getattr(cut, "geoms", [cut]):
            if piece.geom_type == "Polygon" and not piece.is_empty:
                yield from (tuple(ring.coords) for ring in (piece.exterior, *piece.interiors))
            elif piece.geom_type == "LineString" and not piece.is_empty:
                yield tuple(piece.coords)

    def _names(self, spots: Sequence[tuple[float, float, MapRow]]) -> Iterator[str]:
        for x, y, row in spots:
            yield from self._label(x, y, row.name, "place-name", 13 if not row.reach else 0)

    def _cities(self) -> Iterator[str]:
        drawn = 0
        for city in sorted(cities(), key=lambda one: one.rank):
            x, y = self._at((city.longitude, city.latitude))
            if drawn >= _CITIES or not (20 < x < _WIDTH - 20 and 12 < y < _HEIGHT - 30):
                continue
            label = list(
                self._label(x, y, city.name.ar if self._words.is_arabic else city.name.en, "city-name", 6)
            )
            if label:
                drawn += 1
                yield f'<circle class="city" cx="{x:.1f}" cy="{y:.1f}" r="2"/>'
                yield from label

    def _label(self, x: float, y: float, name: str, sort: str, gap: float) -> Iterator[str]:
        """Yield the name where it covers nothing: beside, on the other side, above, below; else not at all."""
        wide = letters(name) * _SIZE
        for anchor, at, base in (
            ("start", x + gap, y + 4), ("end", x - gap, y + 4), ("middle", x, y - gap - 4), ("middle", x, y + gap + 12),
        ):  # fmt: skip
            left = at - {"start": 0.0, "end": wide, "middle": wide / 2}[anchor]
            box = (left - 2, base - 11, left + wide + 2, base + 4)
            inside = box[0] > 2 and box[2] < _WIDTH - 2 and box[1] > 2 and box[3] < _HEIGHT - 2
            own = sort == "place-name" and gap == 0
            if inside and (own or all(
                box[2] < other[0] or box[0] > other[2] or box[3] < other[1] or box[1] > other[3] for other in self._taken
            )):  # fmt: skip
                self._taken.append(box)
                yield (
                    f'<text class="{sort}" x="{at:.1f}" y="{base:.1f}" text-anchor="{anchor}"'
                    f' unicode-bidi="plaintext">{attribute(name)}</text>'
                )
                return

    def _bar(self) -> Iterator[str]:
        km = max((bar for bar in _BARS if bar / _KM * self._scale <= 130), default=_BARS[0])
        long, y, x = km / _KM * self._scale, _HEIGHT - 10, 12.0
        yield f'<path class="bar-km" d="M{x:.1f} {y - 5:.1f}V{y:.1f}H{x + long:.1f}V{y - 5:.1f}"/>'
        said = self._words.digits_of(f"{km} {self._words('incident.km')}")
        yield f'<text class="bar-name" x="{x + long / 2:.1f}" y="{y - 5:.1f}" text-anchor="middle">{attribute(said)}</text>'
