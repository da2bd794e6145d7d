"""Polygons of areas: whether GeoJSON's rules and plane geometry allow them, and where exactly they fail."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from rasd.agreements.reading import Loc
from rasd.model import AgreementArea
from rasd.places import Place, kilometres

__all__ = ["impossible", "swapped", "vertices"]

_DEPTH = {"Polygon": 1, "MultiPolygon": 2}
_AWAY, _NEAR = 60.0, 0.5
"""Vertices this many kilometres from every place of their countries on average, and half as far when exchanged."""
Complaint = tuple[Loc, str, str]


def impossible(area: AgreementArea, *, is_trusted: bool = False) -> Iterator[Complaint]:
    """Yield what is wrong with an area's geometry: place within it, fact and remedy.

    Of a trusted one its numbers only: plane geometry takes a library that is slow to load.
    """
    geometry = area.geometry
    if geometry is None:
        return
    kind = geometry.get("type")
    if kind not in _DEPTH:
        yield ("type",), f"the geometry's type is {kind!r}.", "Write Polygon or MultiPolygon."
        return
    if unknown := sorted(geometry.keys() - {"type", "coordinates", "bbox"}):
        yield (unknown[0],), f"unknown key {unknown[0]!r}.", "Keys: type, coordinates."
    complaints = list(_parts(geometry.get("coordinates"), _DEPTH[kind], ("coordinates",), kind))
    yield from complaints
    if not complaints and not is_trusted:
        yield from _plane(geometry)


def _parts(value: Any, depth: int, loc: Loc, kind: str) -> Iterator[Complaint]:
    """Yield the complaints about polygons (depth 2) or rings (depth 1)."""
    what = "polygons" if depth == 2 else "rings"
    if not isinstance(value, list) or not value:
        yield loc, f"the {kind} holds no {what}.", _shape(kind)
        return
    for number, part in enumerate(value):
        if depth == 2:
            yield from _parts(part, 1, (*loc, number), kind)
        else:
            yield from _ring(part, (*loc, number), kind)


def _shape(kind: str) -> str:
    inner = "[[[lon, lat], [lon, lat], …]]"
    return f"Write the coordinates of a {kind} as {inner if kind == 'Polygon' else f'[{inner}, …]'}."


def _ring(ring: Any, loc: Loc, kind: str) -> Iterator[Complaint]:
    number = int(loc[-1]) + 1
    if not isinstance(ring, list) or not ring or not all(isinstance(point, list) for point in ring):
        yield loc, f"ring {number} is no list of points (too few or too many brackets).", _shape(kind)
        return
    if ring and isinstance(ring[0], list) and ring[0] and isinstance(ring[0][0], list):
        yield (
            loc,
            f"ring {number} holds rings: there is one pair of brackets too many.",
            ("Take it off, or write `type: MultiPolygon`." if kind == "Polygon" else "Take it off."),
        )
        return
    bad = False
    for index, point in enumerate(ring):
        for fact, remedy in _point(point):
            yield (*loc, index), f"point {index + 1} of ring {number}: {fact}", remedy
            bad = True
    if bad:
        return
    if ring[0] != ring[-1]:
        yield (
            loc,
            f"ring {number} is not closed: it begins at {ring[0]} and ends at {ring[-1]}.",
            ("Write its first point again as the last."),
        )
    elif len(ring) < 4:
        yield (
            loc,
            f"ring {number} has {len(ring)} points.",
            "A ring has four or more, the last being the first.",
        )


def _point(point: Sequence[Any]) -> Iterator[tuple[str, str]]:
    if len(point) != 2:
        yield f"{point} has {len(point)} numbers.", "Write [lon, lat]."
        return
    if not all(isinstance(n, (int, float)) and not isinstance(n, bool) and math.isfinite(n) for n in point):
        yield f"{point} is no pair of numbers.", "Write [lon, lat] in degrees."
        return
    lon, lat = point
    if not -90 <= lat <= 90 and -90 <= lon <= 90 and -180 <= lat <= 180:
        yield f"latitude {lat} lies outside -90 to 90.", "Longitude comes first: [lon, lat]."
    elif not -90 <= lat <= 90:
        yield f"latitude {lat} lies outside -90 to 90.", "Write degrees of WGS 84, as [36.63, 35.93]."
    elif not -180 <= lon <= 180:
        yield f"longitude {lon} lies outside -180 to 180.", "Write degrees of WGS 84, as [36.63, 35.93]."


def _plane(geometry: dict[str, Any]) -> Iterator[Complaint]:
    from shapely import is_valid
    from shapely.geometry import shape
    from shapely.validation import explain_validity

    polygon = shape(geometry)
    if polygon.convex_hull.area == 0:
        yield ("coordinates",), "the polygon covers nothing: its points lie on a line.", "Draw its edge."
    elif not is_valid(polygon):
        reason = explain_validity(polygon)
        yield (
            ("coordinates",),
            f"the polygon is impossible: {reason} (longitude latitude).",
            "List its points in the order of its edge, holes inside and apart.",
        )


def vertices(geometry: dict[str, Any]) -> list[tuple[float, float]]:
    """Return the points of a sound geometry, (longitude, latitude)."""
    polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    return [(point[0], point[1]) for polygon in polygons for ring in polygon for point in ring]


def swapped(geometry: dict[str, Any], places: Iterable[Place]) -> bool:
    """Whether a sound geometry lies far from all these places and close to them with latitude and longitude exchanged."""
    points = vertices(geometry)
    points = points[:: max(1, len(points) // 12)]
    known = [
        (place.latitude, place.longitude)
        for place in places
        if place.latitude is not None and place.longitude is not None
    ]
    if not known:
        return False

    def away(turned: bool) -> float:
        total = 0.0
        for lon, lat in points:
            at = (lon, lat) if turned else (lat, lon)
            if not -90 <= at[0] <= 90:
                return math.inf
            total += min(kilometres(at[0], at[1], *one) for one in known)
        return total / len(points)

    distance = away(False)
    return distance > _AWAY and away(True) < distance * _NEAR
