"""Parquet, and GeoParquet 1.1 with the points as WKB: tables for R, Python, DuckDB and GIS, written row group by row group.

Needs the extra `tables` (pyarrow). What a file says of itself stands in its metadata under `rasd`, what a column means in
the metadata of the column.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import IO, TYPE_CHECKING, Any, ClassVar

from rasd.export.exchange.columns import COLUMNS, NO_ROOM, points_of, row_of
from rasd.export.exchange.dossier import Dossier
from rasd.export.exchange.format import Mapped, said
from rasd.export.exchange.notes import ORIGIN, in_language, notes_of
from rasd.export.exchange.options import ExportOptions
from rasd.model import Text

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["GeoParquet", "Parquet", "wkb"]

_BATCH = 1_000
"""Rows that are held as Python values; then they are Arrow's, which are small."""
_GROUP = 50
"""Batches of a row group, which readers skip or read as a whole."""
_BOUNDS = ("xmin", "ymin", "xmax", "ymax")
Point = tuple[float, float]


class Parquet:
    """Parquet for analysis."""

    name: ClassVar[str] = "parquet"
    title: ClassVar[Text] = said("Parquet للتحليل", "Parquet for analysis")
    extension: ClassVar[str] = "parquet"
    media_type: ClassVar[str] = "application/vnd.apache.parquet"
    is_lossless: ClassVar[bool] = False
    is_binary: ClassVar[bool] = True
    definition: ClassVar[str] = "https://parquet.apache.org/docs/file-format/"
    needs: ClassVar[str] = "tables"
    fields: ClassVar[tuple[Mapped, ...]] = COLUMNS
    cannot_carry: ClassVar[tuple[Text, ...]] = NO_ROOM

    def write(self, dossiers: Iterable[Dossier], stream: IO[Any], options: ExportOptions) -> None:
        """Write one row group after another."""
        import pyarrow.parquet as pq

        schema = _schema(options, self)
        rows = (row_of(one, options) for one in dossiers)
        with pq.ParquetWriter(stream, schema, compression="zstd") as writer:
            for group in _groups(rows, schema):
                writer.write_table(group)


class GeoParquet:
    """GeoParquet for GIS: the columns of Parquet, with a geometry and its bounds."""

    name: ClassVar[str] = "geoparquet"
    title: ClassVar[Text] = said("GeoParquet لنظم المعلومات الجغرافية", "GeoParquet for GIS")
    extension: ClassVar[str] = "parquet"
    media_type: ClassVar[str] = "application/vnd.apache.parquet"
    is_lossless: ClassVar[bool] = False
    is_binary: ClassVar[bool] = True
    definition: ClassVar[str] = "https://geoparquet.org/releases/v1.1.0/"
    needs: ClassVar[str] = "tables"
    fields: ClassVar[tuple[Mapped, ...]] = (
        *COLUMNS,
        Mapped(
            column="geometry", source="places.longitude, places.latitude", privacy="points",
            meaning=said("نقطة أو عدة نقاط (WKB)، خط الطول أولا", "point or points as WKB, longitude first; null where no place has one"),
        ),
        Mapped(
            column="bbox", source="places.longitude, places.latitude", privacy="points",
            meaning=said("حدود النقاط", "bounds of the points, for readers that skip row groups"),
        ),
    )  # fmt: skip
    cannot_carry: ClassVar[tuple[Text, ...]] = NO_ROOM

    def write(self, dossiers: Iterable[Dossier], stream: IO[Any], options: ExportOptions) -> None:
        """Write one row group after another; the bounds of all are known at the end and stand in the metadata."""
        import pyarrow as pa
        import pyarrow.parquet as pq

        schema = _schema(options, self)
        schema = schema.append(pa.field("geometry", pa.binary()))
        schema = schema.append(pa.field("bbox", pa.struct([(bound, pa.float64()) for bound in _BOUNDS])))
        extent = _Extent()

        def rows() -> Iterator[dict[str, Any]]:
            for one in dossiers:
                points = points_of(one.incident)
                extent.add(points)
                yield {**row_of(one, options), "geometry": wkb(points), "bbox": _bounds(points)}

        with pq.ParquetWriter(stream, schema, compression="zstd") as writer:
            for group in _groups(rows(), schema):
                writer.write_table(group)
            writer.add_key_value_metadata({"geo": json.dumps(extent.metadata())})


class _Extent:
    """Bounds and types of the geometries written so far."""

    def __init__(self) -> None:
        self._bounds: tuple[float, float, float, float] | None = None
        self._types: set[str] = set()

    def add(self, points: Sequence[Point]) -> None:
        if not points:
            return
        self._types.add("Point" if len(points) == 1 else "MultiPoint")
        corners = [*points, *((self._bounds[:2], self._bounds[2:]) if self._bounds else ())]
        xs, ys = [corner[0] for corner in corners], [corner[1] for corner in corners]
        self._bounds = min(xs), min(ys), max(xs), max(ys)

    def metadata(self) -> dict[str, Any]:
        """Return the `geo` metadata; coordinates are longitude and latitude, OGC:CRS84, as the default of the format says."""
        column: dict[str, Any] = {
            "encoding": "WKB",
            "geometry_types": sorted(self._types),
            "covering": {"bbox": {bound: ["bbox", bound] for bound in _BOUNDS}},
        }
        if self._bounds:
            column["bbox"] = list(self._bounds)
        return {"version": "1.1.0", "primary_column": "geometry", "columns": {"geometry": column}}


def wkb(points: Sequence[Point]) -> bytes | None:
    """Return points as well-known binary, little-endian: one as a Point, several as a MultiPoint, none as null."""
    if not points:
        return None
    one = [struct.pack("<BIdd", 1, 1, *point) for point in points]
    return one[0] if len(one) == 1 else struct.pack("<BII", 1, 4, len(one)) + b"".join(one)


def _bounds(points: Sequence[Point]) -> dict[str, float] | None:
    if not points:
        return None
    xs, ys = [point[0] for point in points], [point[1] for point in points]
    return {"xmin": min(xs), "ymin": min(ys), "xmax": max(xs), "ymax": max(ys)}


def _groups(rows: Iterator[dict[str, Any]], schema: pa.Schema) -> Iterator[pa.Table]:
    """Yield tables of one row group each."""
    import pyarrow as pa

    def batches() -> Iterator[pa.RecordBatch]:
        while held := list(islice(rows, _BATCH)):
            yield pa.record_batch(
                [pa.array([row[field.name] for row in held], field.type) for field in schema], schema=schema
            )

    waiting = batches()
    while group := list(islice(waiting, _GROUP)):
        yield pa.Table.from_batches(group, schema)


def _schema(options: ExportOptions, form: Parquet | GeoParquet) -> pa.Schema:
    import pyarrow as pa

    types = {
        "text": pa.string(), "texts": pa.list_(pa.string()), "number": pa.int64(), "degrees": pa.float64(),
        "yes_no": pa.bool_(), "day": pa.date32(),
    }  # fmt: skip
    told = {
        "generator": ORIGIN,
        "synthetic": options.is_synthetic,
        "rule_set": options.rule_set.name,
        "notes": notes_of(form, options),
    }
    return pa.schema(
        [
            pa.field(
                column.column, types[column.sort],
                metadata={"description": in_language(column.meaning, options.language)},
            )
            for column in COLUMNS
        ],
        metadata={"rasd": json.dumps(told, ensure_ascii=False)},
    )  # fmt: skip
