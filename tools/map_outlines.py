"""Builds the outlines that maps are drawn on: ``src/rasd/export/charts/outlines.json``, from Natural Earth (public domain).

    npm pack world-atlas@2 && tar xf world-atlas-2.*.tgz
    python tools/map_outlines.py package/countries-10m.json

Only land and borders come out, no names and no areas of countries: a map of incidents orients, it does not say whose land is
whose. Borders that states or the United Nations hold open are marked, so that they can be drawn apart.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

from shapely import LineString, Polygon, box, union_all
from shapely.geometry.base import BaseGeometry
from shapely.ops import linemerge

PAGE = Path(__file__).resolve().parents[1] / "src/rasd/export/charts/outlines.json"
CORE = (6.0, 6.0, 62.0, 43.0)
"""West, south, east, north: all theatres and their neighbours."""
FRAME = (-25.0, -12.0, 95.0, 62.0)
"""What a wide map may show around them."""
FINEST, COARSE = 0.006, 0.08
"""Degrees within which a line is simplified inside the core, about 600 m, and outside of it."""
SMALLEST = 0.004
"""Square degrees below which an island is left out."""
OPEN = {
    frozenset(pair)
    for pair in (
        ("Israel", "Palestine"),
        ("Israel", "Syria"),
        ("Israel", "Lebanon"),
        ("Sudan", "S. Sudan"),
        ("Sudan", "Egypt"),
        ("Somalia", "Somaliland"),
        ("Cyprus", "N. Cyprus"),
        ("Ethiopia", "Somalia"),
    )
}
"""Armistice, ceasefire and withdrawal lines, and borders that are claimed otherwise."""


def arcs_of(topology: dict[str, Any]) -> list[list[tuple[float, float]]]:
    """Return the arcs of a topology in degrees."""
    (scale_x, scale_y), (move_x, move_y) = topology["transform"]["scale"], topology["transform"]["translate"]
    found = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for step_x, step_y in arc:
            x, y = x + step_x, y + step_y
            points.append((x * scale_x + move_x, y * scale_y + move_y))
        found.append(points)
    return found


def rings_of(geometry: dict[str, Any]) -> list[list[list[int]]]:
    """Return the rings of each polygon of a geometry, as numbers of arcs."""
    if geometry["type"] == "Polygon":
        return [geometry["arcs"]]
    return list(geometry.get("arcs", ()))


def polygon(rings: list[list[int]], arcs: list[list[tuple[float, float]]]) -> Polygon:
    """Return one polygon; a negative number is an arc walked backwards."""
    shells = []
    for ring in rings:
        points: list[tuple[float, float]] = []
        for number in ring:
            arc = arcs[number] if number >= 0 else arcs[~number][::-1]
            points.extend(arc if not points else arc[1:])
        shells.append(points)
    return Polygon(shells[0], shells[1:])


def packed(points: list[tuple[float, ...]]) -> list[int]:
    """Return thousandths of a degree: the first point, then steps."""
    flat: list[int] = []
    before = (0, 0)
    for point in points:
        here = (round(point[0] * 1000), round(point[1] * 1000))
        if flat and here == before:
            continue
        flat += [here[0] - before[0], here[1] - before[1]]
        before = here
    return flat


def pieces(shape: BaseGeometry) -> list[Any]:
    """Return the parts of a geometry that has several."""
    return list(getattr(shape, "geoms", [shape]))


def main() -> None:
    """Read the topology and write the outlines."""
    topology = json.loads(Path(sys.argv[1]).read_text("utf-8"))
    arcs = arcs_of(topology)
    core, frame = box(*CORE), box(*FRAME)
    owners: dict[int, set[str]] = defaultdict(set)
    lands = []
    for country in topology["objects"]["countries"]["geometries"]:
        for rings in rings_of(country):
            if sum(len(arcs[number if number >= 0 else ~number]) for number in rings[0]) < 5:
                continue
            shape = polygon(rings, arcs).buffer(0)
            if not shape.intersects(frame):
                continue
            lands.append(shape)
            for ring in rings:
                for number in ring:
                    owners[number if number >= 0 else ~number].add(country["properties"]["name"])
    land = union_all(lands, grid_size=1e-6)
    near = land.simplify(FINEST).intersection(core)
    far = land.simplify(COARSE).intersection(frame.difference(core))
    kept = [
        one
        for part, least in ((near, SMALLEST), (far, 0.05))
        for one in pieces(part)
        if one.geom_type == "Polygon" and one.area >= least
    ]
    lines: dict[str, list[LineString]] = {"border": [], "open": []}
    for number, names in owners.items():
        if len(names) == 2:
            lines["open" if frozenset(names) in OPEN else "border"].append(LineString(arcs[number]))
    made: dict[str, Any] = {
        "source": "Natural Earth 1:10m (public domain), by way of world-atlas 2",
        "frame": FRAME,
        "land": [[packed(list(ring.coords)) for ring in (one.exterior, *one.interiors)] for one in kept],
    }
    for kind, found in lines.items():
        merged = union_all([linemerge(found)])
        parts = (
            merged.simplify(FINEST).intersection(core),
            merged.simplify(COARSE).intersection(frame.difference(core)),
        )
        made[kind] = [
            packed(list(one.coords))
            for part in parts
            for one in pieces(part)
            if one.geom_type == "LineString"
        ]
    PAGE.parent.mkdir(parents=True, exist_ok=True)
    PAGE.write_text(json.dumps(made, separators=(",", ":")) + "\n", encoding="utf-8")
    print(
        f"{PAGE.name}: {PAGE.stat().st_size:,} bytes, { ({k: len(v) for k, v in made.items() if isinstance(v, list)}) }"
    )


if __name__ == "__main__":
    main()
