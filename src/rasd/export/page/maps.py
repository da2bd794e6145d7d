"""One small map a theatre, drawn without tiles: incidents as circles as wide as their place is vague, towns around them.

A settlement is a small disc; a governorate is a wide soft circle, because a point would claim what nobody said.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from statistics import median

from rasd.export.page.labels import Label, asset, attribute, both, isolated, shown, theatre, word

__all__ = ["City", "Point", "cities", "render_map"]

_WIDTH, _HEIGHT = 600.0, 420.0
_LETTER = 15.0  # labels are laid out for the size that they have on a narrow screen
_NAMED = 60  # spots that get a name on the drawing; the list below it names them all
_TOLD = 8  # reports that the tooltip of one spot lists
_LEAST_SPAN = 0.7  # degrees: one incident alone still shows its surroundings
_NEAR, _FAR = 2.5, 6.0  # degrees and medians from the middle: farther places are listed, not drawn
_KM_A_DEGREE = 111.32
_REACH = {"site": 1.0, "settlement": 2.0, "district": 12.0, "governorate": 40.0, "country": 150.0}
_SMALL, _SMALL_UNIT = frozenset({"LB", "PS"}), 0.35  # units there are a third as wide as elsewhere
_STEPS = (0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0)
_BARS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)


@dataclass(frozen=True, slots=True)
class Point:
    """One place of one report."""

    name: str
    latitude: float | None
    longitude: float | None
    country: str | None
    precision: str
    href: str
    title: Label
    """What a list entry and a tooltip say: number of the report and kind."""


@dataclass(slots=True)
class _Spot:
    """All reports of one place at one point."""

    name: str
    latitude: float
    longitude: float
    country: str | None
    precision: str
    points: list[Point]

    @property
    def reach(self) -> float:
        """How far the place may be from its point, in km."""
        narrow = self.country in _SMALL and self.precision in {"district", "governorate"}
        return _REACH.get(self.precision, 5.0) * (_SMALL_UNIT if narrow else 1.0)


@dataclass(frozen=True, slots=True)
class City:
    """A town for orientation."""

    name: Label
    latitude: float
    longitude: float
    rank: int


@cache
def cities() -> tuple[City, ...]:
    """Return the towns that give a map its bearings."""
    rows = [
        line.split("\t") for line in asset("cities.tsv").splitlines() if line and not line.startswith("#")
    ]
    return tuple(
        City(Label(ar, en), float(lat), float(lon), int(rank)) for ar, en, lat, lon, rank in rows[1:]
    )


def _spots(points: Iterable[Point]) -> list[_Spot]:
    found: dict[tuple[float, float, str], _Spot] = {}
    for point in points:
        if point.latitude is None or point.longitude is None:
            continue
        key = (round(point.latitude, 3), round(point.longitude, 3), point.precision)
        if key not in found:
            found[key] = _Spot(
                point.name, point.latitude, point.longitude, point.country, point.precision, []
            )
        found[key].points.append(point)
    return list(found.values())


def _framed(spots: list[_Spot]) -> tuple[list[_Spot], list[_Spot]]:
    """Split off places so far from the rest that drawing them would shrink the rest to a dot."""
    latitude = median(spot.latitude for spot in spots)
    longitude = median(spot.longitude for spot in spots)

    def distance(spot: _Spot) -> float:
        return math.hypot(
            spot.latitude - latitude, (spot.longitude - longitude) * math.cos(math.radians(latitude))
        )

    limit = max(_NEAR, _FAR * median(distance(spot) for spot in spots))
    inside = [spot for spot in spots if distance(spot) <= limit]
    return inside, [spot for spot in spots if distance(spot) > limit]


class _Frame:
    """From degrees to the drawing: equirectangular around the middle latitude."""

    def __init__(self, spots: list[_Spot]) -> None:
        self._shrink = max(0.2, math.cos(math.radians(sum(s.latitude for s in spots) / len(spots))))
        margins = [(s, s.reach / _KM_A_DEGREE) for s in spots]
        south = min(s.latitude - m for s, m in margins)
        north = max(s.latitude + m for s, m in margins)
        west = min(s.longitude - m / self._shrink for s, m in margins)
        east = max(s.longitude + m / self._shrink for s, m in margins)
        high = max(north - south, _LEAST_SPAN)
        wide = max((east - west) * self._shrink, _LEAST_SPAN * _WIDTH / _HEIGHT)
        self.scale = min(_HEIGHT / (high * 1.35), _WIDTH / (wide * 1.35))
        self._latitude, self._longitude = (south + north) / 2, (west + east) / 2

    def at(self, latitude: float, longitude: float) -> tuple[float, float]:
        x = _WIDTH / 2 + (longitude - self._longitude) * self._shrink * self.scale
        return x, _HEIGHT / 2 - (latitude - self._latitude) * self.scale

    def degrees(self, x: float, y: float) -> tuple[float, float]:
        longitude = self._longitude + (x - _WIDTH / 2) / (self._shrink * self.scale)
        return self._latitude - (y - _HEIGHT / 2) / self.scale, longitude

    def pixels(self, km: float) -> float:
        return km / _KM_A_DEGREE * self.scale


class _Room:
    """Keeps labels off one another: boxes that are taken, and the first free side of a point."""

    def __init__(self) -> None:
        self._taken: list[tuple[float, float, float, float]] = []

    def take(self, left: float, top: float, right: float, bottom: float) -> None:
        self._taken.append((left, top, right, bottom))

    def side(self, x: float, y: float, gap: float, letters: int) -> tuple[float, float, str] | None:
        """Return x, baseline and anchor of a label beside a point, None when there is no room."""
        width = letters * _LETTER * 0.56
        for anchor, left, base in (
            ("start", x + gap, y + 4),
            ("end", x - gap - width, y + 4),
            ("middle", x - width / 2, y - gap - 3),
            ("middle", x - width / 2, y + gap + _LETTER * 0.9),
        ):
            box = (left, base - _LETTER * 0.9, left + width, base + _LETTER * 0.3)
            inside = box[0] >= 2 and box[2] <= _WIDTH - 2 and box[1] >= 2 and box[3] <= _HEIGHT - 2
            free = all(box[2] < t[0] or box[0] > t[2] or box[3] < t[1] or box[1] > t[3] for t in self._taken)
            if inside and free:
                self.take(*box)
                at = {"start": left, "end": left + width, "middle": x}[anchor]
                return at, base, anchor
        return None


def _graticule(frame: _Frame) -> Iterator[str]:
    north, west = frame.degrees(0, 0)
    south, east = frame.degrees(_WIDTH, _HEIGHT)
    step = next((s for s in _STEPS if max(north - south, east - west) / s <= 6), 30.0)

    def multiples(low: float, high: float) -> Iterator[float]:
        for n in range(math.ceil(low / step), math.floor(high / step) + 1):
            yield round(n * step, 3)

    for latitude in multiples(south, north):
        _, y = frame.at(latitude, west)
        side = "N" if latitude >= 0 else "S"
        yield f'<path class="grid" d="M0 {y:.1f}H{_WIDTH:.0f}"/>'
        if 16 < y < _HEIGHT - 40:
            yield f'<text class="degree" x="4" y="{y - 3:.1f}">{abs(latitude):g}°{side}</text>'
    for longitude in multiples(west, east):
        x, _ = frame.at(south, longitude)
        side = "E" if longitude >= 0 else "W"
        yield f'<path class="grid" d="M{x:.1f} 0V{_HEIGHT:.0f}"/>'
        if 30 < x < _WIDTH - 44:
            yield f'<text class="degree" x="{x + 3:.1f}" y="12">{abs(longitude):g}°{side}</text>'


def _scale_bar(frame: _Frame) -> str:
    km = max((bar for bar in _BARS if frame.pixels(bar) <= 150), default=_BARS[0])
    length, y = frame.pixels(km), _HEIGHT - 14
    start = 14.0
    label = "".join(
        f'<text class="{language}" x="{start + length / 2:.1f}" y="{y - 7:.1f}" text-anchor="middle">{km} {unit}</text>'
        for language, unit in (("ar", word("km").ar), ("en", word("km").en))
    )
    path = f"M{start:.1f} {y - 4:.1f}V{y:.1f}H{start + length:.1f}V{y - 4:.1f}"
    return f'<g class="scale"><path d="{path}"/>{label}</g>'


def _city_marks(frame: _Frame, room: _Room, named: set[str]) -> Iterator[str]:
    for city in sorted(cities(), key=lambda c: c.rank):
        x, y = frame.at(city.latitude, city.longitude)
        if not (6 <= x <= _WIDTH - 6 and 14 <= y <= _HEIGHT - 30) or city.name.ar in named:
            continue
        side = room.side(x, y, 6, max(len(city.name.ar), len(city.name.en)))
        if side is None:
            continue
        at, base, anchor = side
        yield f'<circle class="city" cx="{x:.1f}" cy="{y:.1f}" r="2.2"/>'
        for language, name in (("ar", city.name.ar), ("en", city.name.en)):
            yield (
                f'<text class="city {language}" x="{at:.1f}" y="{base:.1f}" text-anchor="{anchor}">{shown(name)}</text>'
            )


def _spot_marks(frame: _Frame, room: _Room, spots: list[_Spot]) -> Iterator[str]:
    """Yield the discs, widest first, then their labels; each disc links to the first of its reports."""
    placed = []
    for number, spot in enumerate(spots, 1):
        x, y = frame.at(spot.latitude, spot.longitude)
        placed.append((max(6.0, frame.pixels(spot.reach)), x, y, number, spot))
        room.take(x - 7, y - 7, x + 7, y + 7)
    placed.sort(key=lambda item: -item[0])
    for radius, x, y, number, spot in placed:
        says = f"{number}. {spot.name}: " + "، ".join(
            f"{p.title.ar} / {p.title.en}" for p in spot.points[:_TOLD]
        )
        says += " …" if len(spot.points) > _TOLD else ""
        yield (
            f'<a href="{spot.points[0].href}"><title>{attribute(says)}</title>'
            f'<circle class="spot {attribute(spot.precision)}" cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}"/></a>'
        )
    for radius, x, y, number, spot in placed:
        gap = min(radius, 14.0) + 4
        side = room.side(x, y, gap, len(spot.name) + 3) if number <= _NAMED else None
        yield f'<text class="nth {attribute(spot.precision)}" x="{x:.1f}" y="{y + 3.6:.1f}" text-anchor="middle">{number}</text>'
        if side is not None:
            at, base, anchor = side
            yield f'<text class="spot" x="{at:.1f}" y="{base:.1f}" text-anchor="{anchor}">{shown(spot.name)}</text>'


def _links(points: Iterable[Point]) -> str:
    return "، ".join(f'<a href="{point.href}">{both(point.title)}</a>' for point in points)


def render_map(identity: str | None, points: list[Point]) -> str:
    """Return the figure of one theatre: the drawing when a place has coordinates, and the list of places in words."""
    title = both(theatre(identity))
    spots, outlying = _framed(_spots(points)) if _spots(points) else ([], [])
    drawing = _drawing(identity, spots) if spots else ""
    listed = "".join(f"<li><b>{isolated(spot.name)}</b> {_links(spot.points)}</li>" for spot in spots)
    lost = [point for point in points if point.latitude is None or point.longitude is None]
    apart = _listed("outlying", ((spot.name, spot.points) for spot in outlying))
    apart += _listed("unplaced", ((point.name, [point]) for point in lost))
    return (
        f'<figure class="map"><figcaption><h3>{title}</h3></figcaption>{drawing}'
        f"<details><summary>{len(spots) + len(outlying)} {both(word('places'))}</summary>"
        f"<ol>{listed}</ol>{apart}</details></figure>"
    )


def _listed(key: str, places: Iterable[tuple[str, list[Point]]]) -> str:
    entries = "".join(f"<li><b>{isolated(name)}</b> {_links(points)}</li>" for name, points in places)
    return f'<p class="unplaced">{both(word(key))}</p><ul>{entries}</ul>' if entries else ""


def _drawing(identity: str | None, spots: list[_Spot]) -> str:
    frame, room = _Frame(spots), _Room()
    room.take(0, _HEIGHT - 34, 180, _HEIGHT)
    spot_marks = list(_spot_marks(frame, room, spots))
    cities = _city_marks(frame, room, {spot.name for spot in spots})
    inside = "".join((*_graticule(frame), *cities, *spot_marks, _scale_bar(frame)))
    named = theatre(identity)
    says = f"{word('map_of').ar}: {named.ar} / {word('map_of').en}: {named.en}"
    return (
        f'<svg viewBox="0 0 {_WIDTH:.0f} {_HEIGHT:.0f}" role="group" aria-label="{attribute(says)}"'
        f' direction="ltr">{inside}</svg>'
    )
