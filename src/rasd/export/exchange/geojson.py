"""GeoJSON (RFC 7946): a feature an incident, longitude before latitude, several places as one MultiPoint.

An incident without a point is a feature with a null geometry: left out of the map, not of the file.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from typing import IO, Any, ClassVar

from rasd.export.exchange.columns import COLUMNS, NO_ROOM, points_of, row_of
from rasd.export.exchange.dossier import Dossier
from rasd.export.exchange.format import Mapped, said
from rasd.export.exchange.notes import ORIGIN, notes_of
from rasd.export.exchange.options import ExportOptions
from rasd.model import Text

__all__ = ["GeoJson"]


class GeoJson:
    """GeoJSON for maps: QGIS, Leaflet, ArcGIS."""

    name: ClassVar[str] = "geojson"
    title: ClassVar[Text] = said("GeoJSON للخرائط", "GeoJSON for maps")
    extension: ClassVar[str] = "geojson"
    media_type: ClassVar[str] = "application/geo+json"
    is_lossless: ClassVar[bool] = False
    is_binary: ClassVar[bool] = False
    definition: ClassVar[str] = "https://www.rfc-editor.org/rfc/rfc7946"
    needs: ClassVar[str] = ""
    fields: ClassVar[tuple[Mapped, ...]] = (
        Mapped(
            column="geometry", source="places.longitude, places.latitude", privacy="points",
            meaning=said("نقطة أو عدة نقاط، خط الطول أولا", "point or points, longitude first; null where no place has one"),
        ),
        *COLUMNS,
    )  # fmt: skip
    cannot_carry: ClassVar[tuple[Text, ...]] = NO_ROOM

    def write(self, dossiers: Iterable[Dossier], stream: IO[Any], options: ExportOptions) -> None:
        """Write a feature a line, so that a large file can be read by line too."""
        head = {
            "generator": ORIGIN,
            "synthetic": options.is_synthetic,
            "rule_set": options.rule_set.name,
            "notes": notes_of(self, options),
        }
        stream.write(f'{{"type":"FeatureCollection","rasd":{_json(head)},"features":[')
        for number, dossier in enumerate(dossiers):
            stream.write((",\n" if number else "\n") + _json(_feature(dossier, options)))
        stream.write("\n]}\n")


def _feature(dossier: Dossier, options: ExportOptions) -> dict[str, Any]:
    row = row_of(dossier, options)
    return {
        "type": "Feature",
        "id": row["id"],
        "geometry": _geometry(points_of(dossier.incident)),
        "properties": {
            name: value.isoformat() if isinstance(value, date) else value for name, value in row.items()
        },
    }


def _geometry(points: list[tuple[float, float]]) -> dict[str, Any] | None:
    if not points:
        return None
    if len(points) == 1:
        return {"type": "Point", "coordinates": points[0]}
    return {"type": "MultiPoint", "coordinates": points}


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
