"""GeoJSON as RFC 7946 wants it: longitude first, several places as a MultiPoint, nothing invented among the real."""

from __future__ import annotations

import json
from typing import Any

from exchanged import dossier, written
from rasd.export.exchange import Dossier, ExportOptions, Include

ALL: frozenset[Include] = frozenset({"names", "internal", "points", "texts"})


def collection(*given: Dossier, **options: Any) -> Any:
    return json.loads(written("geojson", *given, options=ExportOptions(**options)))


def test_longitude_comes_first() -> None:
    (feature,) = collection(dossier(), include=ALL)["features"]
    assert feature["geometry"] == {"type": "Point", "coordinates": [36.5432, 35.4321]}
    assert feature["id"] == "inc-1" and feature["properties"]["killed_max"] == 6


def test_several_places_are_one_multipoint_and_the_row_tells_the_most_exact() -> None:
    places = [
        {
            "name": "ريف إدلب",
            "latitude": 35.9,
            "longitude": 36.6,
            "precision": "governorate",
            "approximate": True,
        },
        {"name": "الهبيط", "latitude": 35.4, "longitude": 36.5, "precision": "settlement"},
        {"name": "مكان مجهول"},
    ]
    (feature,) = collection(dossier(places=places, target_sites=[]), include=ALL)["features"]
    assert feature["geometry"] == {"type": "MultiPoint", "coordinates": [[36.6, 35.9], [36.5, 35.4]]}
    assert feature["properties"]["approximate"] is False and len(feature["properties"]["places"]) == 3


def test_an_area_is_flagged_and_an_incident_without_a_point_keeps_its_row() -> None:
    area = {
        "name": "إدلب",
        "latitude": 35.9,
        "longitude": 36.6,
        "precision": "governorate",
        "approximate": True,
    }
    one, other = collection(dossier(places=[area]), dossier(id="inc-2", places=[]))["features"]
    assert one["properties"]["approximate"] is True
    assert other["geometry"] is None and other["id"] == "inc-2"


def test_invented_incidents_go_alone_and_say_so_in_every_row() -> None:
    real, invented = dossier(), dossier(id="inc-2", synthetic=True)
    assert [one["id"] for one in collection(real, invented)["features"]] == ["inc-1"]
    made = collection(real, invented, is_synthetic=True, language="ar")
    assert [one["id"] for one in made["features"]] == ["inc-2"]
    assert "مختلق" in made["features"][0]["properties"]["notice"] and made["rasd"]["synthetic"] is True


def test_no_incident_is_a_collection_all_the_same() -> None:
    assert collection()["features"] == []
