"""Parquet and GeoParquet, read by the libraries that people read them with."""

from __future__ import annotations

import io
import json
from datetime import date
from typing import Any

import geopandas
import pyarrow.parquet as pq
import pytest
import shapely

from exchanged import dossier, written
from rasd.export.exchange import ExportOptions, included
from rasd.export.exchange.columns import COLUMNS
from rasd.export.exchange.parquet import wkb

ALL = ExportOptions(include=included("all"))
PLACES = [
    {
        "name": "ريف إدلب",
        "latitude": 35.9,
        "longitude": 36.6,
        "precision": "governorate",
        "approximate": True,
    },
    {"name": "الهبيط", "latitude": 35.4, "longitude": 36.5, "precision": "settlement"},
]


def table(name: str, *given: Any, options: ExportOptions = ALL) -> Any:
    return pq.read_table(io.BytesIO(written(name, *given, options=options)))


def geo_of(*given: Any) -> Any:
    """Return the metadata that makes a file GeoParquet."""
    kept = pq.ParquetFile(io.BytesIO(written("geoparquet", *given, options=ALL))).metadata.metadata
    return json.loads(kept[b"geo"])


@pytest.mark.parametrize("name", ["parquet", "geoparquet"])
def test_columns_have_types_and_say_what_they_mean(name: str) -> None:
    found = table(name, dossier(), dossier(id="inc-2", places=[], date={}))
    assert found.column_names[: len(COLUMNS)] == [column.column for column in COLUMNS]
    first, second = found.to_pylist()
    assert (first["start"], first["killed_min"], first["killed_best"]) == (date(2019, 4, 27), 4, 5)
    assert (
        first["injured_max"] is None and first["perpetrators"] == ["SYR_GOV"] and first["contested"] is False
    )
    assert second["start"] is None and second["latitude"] is None and second["places"] == []
    assert b"lowest credible figure" in found.schema.field("killed_min").metadata[b"description"]
    told = json.loads(found.schema.metadata[b"rasd"])
    assert told["rule_set"] == "rasd-1" and any("alleged" in note for note in told["notes"])


@pytest.mark.parametrize("name", ["parquet", "geoparquet"])
def test_a_table_of_nothing_is_a_table(name: str) -> None:
    assert table(name).num_rows == 0


@pytest.mark.parametrize("name", ["parquet", "geoparquet"])
def test_row_groups_keep_what_is_held_small(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rasd.export.exchange.parquet._BATCH", 2)
    monkeypatch.setattr("rasd.export.exchange.parquet._GROUP", 2)
    data = io.BytesIO(written(name, *(dossier(id=f"inc-{n}") for n in range(9))))
    assert pq.ParquetFile(data).metadata.num_row_groups == 3
    assert pq.read_table(data)["id"].to_pylist() == [f"inc-{n}" for n in range(9)]


def test_invented_rows_say_so() -> None:
    options = ExportOptions(is_synthetic=True)
    (row,) = table("parquet", dossier(), dossier(id="inc-2", synthetic=True), options=options).to_pylist()
    assert row["id"] == "inc-2" and row["synthetic"] is True and "SYNTHETIC" in row["notice"]


def test_geopandas_reads_the_geometry() -> None:
    data = written(
        "geoparquet",
        dossier(),
        dossier(id="inc-2", places=PLACES),
        dossier(id="inc-3", places=[]),
        options=ALL,
    )
    frame = geopandas.read_parquet(io.BytesIO(data))
    assert frame.crs.to_authority() == ("OGC", "CRS84") and frame.geometry.name == "geometry"
    one, several, none = frame.geometry
    assert (one.x, one.y) == (36.5432, 35.4321)
    assert several.geom_type == "MultiPoint" and [(p.x, p.y) for p in several.geoms] == [
        (36.6, 35.9),
        (36.5, 35.4),
    ]
    assert none is None
    near = geopandas.read_parquet(io.BytesIO(data), bbox=(36.55, 35.8, 36.7, 36.0))
    assert list(near["id"]) == ["inc-2"]


def test_the_metadata_is_what_geoparquet_1_1_asks_for() -> None:
    geo = geo_of(dossier(), dossier(id="inc-2", places=PLACES))
    assert (geo["version"], geo["primary_column"]) == ("1.1.0", "geometry")
    column = geo["columns"]["geometry"]
    assert column["encoding"] == "WKB" and column["geometry_types"] == ["MultiPoint", "Point"]
    assert column["bbox"] == [36.5, 35.4, 36.6, 35.9] and "crs" not in column
    assert column["covering"]["bbox"]["xmin"] == ["bbox", "xmin"]
    empty = geo_of()["columns"]["geometry"]
    assert empty["geometry_types"] == [] and "bbox" not in empty


@pytest.mark.parametrize("points", [[(36.5, 35.4)], [(36.5, 35.4), (-1.0, 0.5)]])
def test_wkb_is_what_shapely_writes(points: list[tuple[float, float]]) -> None:
    shape = shapely.Point(points[0]) if len(points) == 1 else shapely.MultiPoint(points)
    assert wkb(points) == shapely.to_wkb(shape, byte_order=1)
