"""The base map orients and does not guide: what carries a name, which lines are drawn as open, and whose land is whose nowhere."""

from __future__ import annotations

from typing import Any

import base_map


def test_only_what_orients_has_a_name() -> None:
    named = list(base_map.names())
    kinds = {one["properties"]["kind"] for one in named}
    assert kinds == {"country", "sea", "city", "town", "village", "quarter"}
    assert all(one["properties"]["ar"] and one["properties"]["en"] for one in named)
    known = {one["properties"]["en"] for one in named}
    assert "Persian Gulf" not in known and "Arabian Gulf" not in known, "a water whose name is a claim"
    assert {"Israel", "Palestinian Territories", "Damascus", "Sana'a"} <= known


def test_countries_and_large_cities_come_first() -> None:
    first = {
        (one["properties"]["kind"], one["properties"]["en"]): one["tippecanoe"]["minzoom"]
        for one in base_map.names()
    }
    assert first["country", "Yemen"] == 1
    assert first["city", "Aleppo"] <= 5 < min(zoom for (kind, _), zoom in first.items() if kind == "village")


def test_borders_are_lines_between_two_and_land_belongs_to_nobody() -> None:
    topology: dict[str, Any] = {
        "transform": {"scale": [1, 1], "translate": [0, 0]},
        "arcs": [
            [[1, 0], [0, 1], [0, 1], [0, 1]],  # between the two
            [[1, 3], [-1, 0], [0, -3], [1, 0]],
            [[1, 0], [1, 0], [0, 3], [-1, 0]],
        ],
        "objects": {
            "countries": {
                "geometries": [
                    {"type": "Polygon", "arcs": [[0, 1]], "properties": {"name": "Sudan"}},
                    {"type": "Polygon", "arcs": [[2, -1]], "properties": {"name": "Egypt"}},
                ]
            }
        },
    }  # fmt: skip
    land, border = [], []
    topology["arcs"] = [[*arc] for arc in topology["arcs"]]
    for one in base_map.features(topology):
        (land if one["tippecanoe"]["layer"] == "land" else border).append(one)
    assert all(one["properties"] == {} for one in land)
    assert [one["properties"] for one in border] == [{"open": 1}], "claimed otherwise by one of them"
