"""Builds the base map of the desk: ``base.pmtiles``, the whole world at zoom 0 to 7, from Natural Earth and the project's places.

Layers: ``land`` (no areas of countries), ``border`` (``open`` where a line is claimed otherwise, so that it can be drawn apart
or left out) and ``name`` (Arabic and English). Bases, sites, camps and crossings carry no name: a map orients, it does not guide.
"""

from __future__ import annotations

import csv
import json
import shutil
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from shapely import LineString, union_all
from shapely.geometry import mapping
from shapely.geometry.base import BaseGeometry
from shapely.ops import linemerge

from map_outlines import OPEN, arcs_of, polygon, rings_of

__all__ = ["PLACES", "build", "features", "names", "tippecanoe"]

PLACES = Path(__file__).resolve().parents[1] / "src/rasd/data/places/core.tsv"
FINEST = 7
"""The last zoom with tiles of its own: 1:10m has no more to show, and what is drawn closer is stretched."""
CLAIMED = OPEN | {
    frozenset(pair)
    for pair in (
        ("Morocco", "W. Sahara"),
        ("Mauritania", "W. Sahara"),
        ("Kosovo", "Serbia"),
        ("India", "Pakistan"),
        ("India", "China"),
        ("Russia", "Ukraine"),
        ("Georgia", "Russia"),
        ("Armenia", "Azerbaijan"),
        ("South Korea", "North Korea"),
        ("Cyprus", "Cyprus U.N. Buffer Zone"),
        ("N. Cyprus", "Cyprus U.N. Buffer Zone"),
    )
}
"""Lines that at least one side, or the United Nations, does not hold for a settled border."""
_FIRST = {"country": 1, "sea": 3, "city": 5, "town": 7, "village": 7, "quarter": 7}
"""The classes that are named, and the zoom from which on."""
_LARGE, _MIDDLE = 1_000_000, 300_000
_CONTESTED = frozenset({"Persian Gulf"})
"""Waters whose name is itself a claim stay without one."""


def tippecanoe() -> str | None:
    """Return where the builder of tiles is: beside this Python, else on PATH; None without one."""
    beside = Path(sys.executable).with_name("tippecanoe")
    return str(beside) if beside.is_file() else shutil.which("tippecanoe")


def names() -> Iterator[dict[str, Any]]:
    """Yield the places that carry a name, as GeoJSON points; `rank` orders which of two labels yields."""
    with PLACES.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            kind, people = row["class"], int(row["population"] or 0)
            if kind not in _FIRST or not row["lat"] or row["name_en"] in _CONTESTED:
                continue
            first = _FIRST[kind]
            if kind == "city":
                first = 4 if people >= _LARGE else 5 if people >= _MIDDLE else 6
            yield _feature(
                "name",
                {"type": "Point", "coordinates": [float(row["lon"]), float(row["lat"])]},
                first=first,
                kind=kind,
                ar=row["name_ar"],
                en=row["name_en"],
                rank=people,
            )


def features(topology: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield land and borders of a topology of countries."""
    arcs = arcs_of(topology)
    owners: dict[int, set[str]] = defaultdict(set)
    lands: list[BaseGeometry] = []
    for country in topology["objects"]["countries"]["geometries"]:
        for rings in rings_of(country):
            if sum(len(arcs[number if number >= 0 else ~number]) for number in rings[0]) < 5:
                continue
            lands.append(polygon(rings, arcs).buffer(0))
            for ring in rings:
                for number in ring:
                    owners[number if number >= 0 else ~number].add(country["properties"]["name"])
    for one in getattr(union_all(lands, grid_size=1e-6), "geoms", ()):
        yield _feature("land", mapping(one))
    lines: dict[bool, list[LineString]] = {True: [], False: []}
    for number, sides in owners.items():
        if len(sides) == 2:
            lines[frozenset(sides) in CLAIMED].append(LineString(arcs[number]))
    for is_open, found in lines.items():
        merged = linemerge(found)
        for line in getattr(merged, "geoms", [merged]):
            yield _feature("border", mapping(line), open=int(is_open))


def build(topology: Path, made: Path) -> None:
    """Write the tiles; needs tippecanoe."""
    program = tippecanoe()
    assert program is not None, "ask tippecanoe() first"
    given = json.loads(topology.read_text("utf-8"))
    with TemporaryDirectory() as folder:
        rows = Path(folder) / "rows.geojson"
        with rows.open("w", encoding="utf-8") as file:
            for feature in (*features(given), *names()):
                file.write(json.dumps(feature, ensure_ascii=False, separators=(",", ":")) + "\n")
        subprocess.run(
            [
                program, "--quiet", "--force", "--output", str(made), "--minimum-zoom=0", f"--maximum-zoom={FINEST}",
                "--drop-rate=1", "--no-tile-size-limit", "--no-feature-limit", "--simplification=4", "--buffer=8",
                "--detect-shared-borders", "--name=Rasd base map", "--temporary-directory", folder,
                "--attribution=Natural Earth; places: GeoNames (CC BY 4.0), UN OCHA (CC BY-IGO)", str(rows),
            ],
            check=True, capture_output=True, text=True, timeout=600,
        )  # fmt: skip


def _feature(layer: str, shape: dict[str, Any], *, first: int = 0, **about: str | int) -> dict[str, Any]:
    told = {"layer": layer, "minzoom": first}
    return {"type": "Feature", "tippecanoe": told, "properties": about, "geometry": shape}
