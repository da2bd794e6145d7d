"""The tables that a run gives out: documents, reports and incidents, one row each, by theatre and month.

Rows stand in the order of their ids, in row groups of one size, and no file says when it was written: the same documents
give the same bytes. Columns are what people filter by; `record`, `report` and `incident` hold the whole as JSON.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from rasd.linking import Member
from rasd.model import Harm, Incident
from rasd.scale.gathering.homes import home_of, home_of_incident
from rasd.scale.gathering.spill import take

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["TABLES", "Shelf", "incident_row", "report_row", "schema_of", "sightings_schema", "write_homes"]

TABLES = ("documents", "reports", "incidents")
_ROW_GROUP = {"documents": 2_000, "reports": 20_000, "incidents": 5_000}


def schema_of(table: str) -> pa.Schema:
    """Return the columns of one of `TABLES`, before them `home`, the folder that a row goes to."""
    import pyarrow as pa

    text, whole = pa.string(), pa.int64()
    names = pa.list_(text)
    sighting = pa.struct([(name, text) for name in ("url", "fetched_at", "input", "where")])
    columns: dict[str, Sequence[tuple[str, Any]]] = {
        "documents": (
            *((name, text) for name in ("id", "url", "outlet", "title", "published", "published_from")),
            *((name, text) for name in ("fetched_at", "text", "text_sha256", "extractor", "input", "where")),
            ("copy_of", text),
            ("sightings", pa.list_(sighting)),
            ("reports", whole),
            ("synthetic", pa.bool_()),
            ("record", text),
        ),
        "reports": (
            *((name, text) for name in ("id", "document", "incident", "outlet", "url", "published")),
            *((name, text) for name in ("kind", "factuality", "start", "end", "part_of_day")),
            ("places", names),
            ("perpetrators", names),
            *((name, whole) for name in ("killed_min", "killed_max", "injured_min", "injured_max")),
            ("synthetic", pa.bool_()),
            ("report", text),
        ),
        "incidents": (
            *((name, text) for name in ("id", "kind", "factuality", "start", "end", "part_of_day", "place")),
            ("latitude", pa.float64()),
            ("longitude", pa.float64()),
            ("perpetrators", names),
            *((name, whole) for name in ("killed_min", "killed_max", "injured_min", "injured_max")),
            *((name, text) for name in ("grade", "occurrence")),
            *((name, whole) for name in ("independent_sources", "reports", "documents", "outlets")),
            ("folded", names),
            ("synthetic", pa.bool_()),
            ("incident", text),
        ),
    }
    return pa.schema([("home", text), *columns[table]])


def report_row(member: Member, incident: str) -> tuple[Any, ...]:
    """Return a report as a row of its table, its home first."""
    report, record = member.report, member.record
    day = report.date.start or report.date.end
    return (
        home_of(record.theatre, day.isoformat() if day else None),
        member.id,
        member.document_id,
        incident,
        record.outlet,
        record.url,
        record.published,
        report.kind,
        report.factuality,
        report.date.start.isoformat() if report.date.start else None,
        report.date.end.isoformat() if report.date.end else None,
        report.date.part_of_day,
        [place.name for place in report.places],
        [alleged.actor for alleged in report.perpetrators],
        *(_sum(report.harm, effect, bound) for effect in ("killed", "injured") for bound in ("min", "max")),
        record.synthetic,
        report.model_dump_json(),
    )


def _sum(harm: Sequence[Harm], effect: str, bound: str) -> int | None:
    """Return the sum over the statuses of one report; a maximum only where all of them have one."""
    given = [getattr(row, bound) for row in harm if row.effect == effect and row.unit == "people"]
    known = [one for one in given if one is not None]
    return sum(known) if known and (bound == "min" or len(known) == len(given)) else None


def incident_row(
    incident: Incident, documents: Mapping[str, str | None], folded: Sequence[str]
) -> tuple[Any, ...]:
    """Return an incident as a row of its table, its home first.

    `documents` are all that tell it, the folded ones too, each with its outlet.
    """
    place = incident.places[0] if incident.places else None
    ranges = {row.effect: row for row in incident.harm if row.unit == "people"}
    return (
        home_of_incident(incident),
        incident.id,
        incident.kind,
        incident.factuality,
        incident.date.start.isoformat() if incident.date.start else None,
        incident.date.end.isoformat() if incident.date.end else None,
        incident.date.part_of_day,
        place.name if place else None,
        place.latitude if place else None,
        place.longitude if place else None,
        [alleged.actor for alleged in incident.perpetrators],
        *(
            getattr(ranges[effect], bound) if effect in ranges else None
            for effect in ("killed", "injured")
            for bound in ("min", "max")
        ),
        incident.grade.proposed,
        incident.occurrence,
        incident.independent_sources,
        len(incident.reports),
        len(documents),
        len({outlet for outlet in documents.values() if outlet}),
        sorted(folded),
        incident.synthetic,
        incident.model_dump_json(),
    )


@dataclass(frozen=True, slots=True)
class Shelf:
    """The rows of one table that one task sorts and writes."""

    table: str
    folder: Path
    """Of the run's spilled files."""
    destination: int
    out: Path


def write_homes(task: Shelf) -> list[dict[str, Any]]:
    """Write the files of one shelf's rows and return name, rows, bytes and SHA-256 of each.

    Only what rows are sorted by is held for all of them; the rows themselves are taken some row groups at a time.
    """
    import pyarrow.parquet as pq

    files: list[dict[str, Any]] = []
    rank, stretches = _sorted(task)
    writer: pq.ParquetWriter | None = None
    for bundle in _bundles(stretches, _ROW_GROUP[task.table]):
        begin = bundle[0][1]
        rows = _taken(task, rank, begin, bundle[-1][2])
        for home, first, last in bundle:
            name = f"{task.table}/{home}/part-00000.parquet"
            if not files or files[-1]["name"] != name:
                if writer is not None:
                    writer.close()
                files.append({"name": name, "rows": 0})
                (task.out / name).parent.mkdir(parents=True, exist_ok=True)
                writer = pq.ParquetWriter(
                    task.out / name, rows.schema, compression="zstd", store_schema=False
                )
            assert writer is not None
            held = rows.slice(first - begin, last - first)
            writer.write_table(held, row_group_size=_ROW_GROUP[task.table])
            files[-1]["rows"] += held.num_rows
        del rows
    if writer is not None:
        writer.close()
    for one in files:
        path = task.out / str(one["name"])
        one |= {"bytes": path.stat().st_size, "sha256": _digest(path)}
    return files


def _sorted(task: Shelf) -> tuple[npt.NDArray[np.int64], list[tuple[str, int, int]]]:
    """Return the place of each row, as they were sent, in the order of home and id; and the stretch of every home."""
    import pyarrow as pa
    import pyarrow.compute as pc

    keys = pa.concat_tables(list(take(task.folder / task.table, task.destination, ("home", "id"))))
    order = pc.sort_indices(keys, sort_keys=[("home", "ascending"), ("id", "ascending")])
    rank = np.empty(keys.num_rows, dtype=np.int64)
    rank[order.to_numpy()] = np.arange(keys.num_rows)
    homes = keys.column("home").combine_chunks().dictionary_encode()
    numbers = homes.indices.take(order).to_numpy()
    edges = [0, *(np.flatnonzero(np.diff(numbers)) + 1).tolist(), len(numbers)]
    names = homes.dictionary.to_pylist()
    return rank, [(names[numbers[first]], first, last) for first, last in pairwise(edges)]


def _bundles(stretches: Sequence[tuple[str, int, int]], most: int) -> Iterator[list[tuple[str, int, int]]]:
    """Yield stretches, cut where row groups end, in bundles of about so many rows."""
    bundle: list[tuple[str, int, int]] = []
    for home, first, last in stretches:
        for at in range(first, last, most):
            bundle.append((home, at, min(last, at + most)))
            if bundle[-1][2] - bundle[0][1] >= most:
                yield bundle
                bundle = []
    if bundle:
        yield bundle


def _taken(task: Shelf, rank: npt.NDArray[np.int64], first: int, last: int) -> pa.Table:
    """Return the rows of some places, in their order, without their home."""
    import pyarrow as pa

    found, places, at = [], [], 0
    for table in take(task.folder / task.table, task.destination):
        held = rank[at : at + table.num_rows]
        at += table.num_rows
        inside = np.flatnonzero((held >= first) & (held < last))
        if len(inside):
            found.append(table.drop_columns(["home"]).take(inside))
            places.append(held[inside])
    rows = pa.concat_tables(found).take(np.argsort(np.concatenate(places))).combine_chunks()
    return _with_sightings(rows, task) if task.table == "documents" else rows


def _with_sightings(rows: pa.Table, task: Shelf) -> pa.Table:
    import pyarrow as pa
    import pyarrow.compute as pc

    met: dict[str, list[dict[str, Any]]] = {}
    ids = rows.column("id").combine_chunks()
    for table in take(task.folder / "sightings", task.destination):
        for row in table.filter(pc.is_in(table.column("id"), value_set=ids)).to_pylist():
            met.setdefault(row.pop("id"), []).append(row)
    if not met:
        return rows
    for given in met.values():
        given.sort(key=lambda row: (row["fetched_at"] or "", row["input"], row["where"]))
    at = rows.schema.get_field_index("sightings")
    column = pa.array([met.get(one, []) for one in ids.to_pylist()], rows.schema.field(at).type)
    return rows.set_column(at, rows.schema.field(at), column)


def sightings_schema() -> pa.Schema:
    """Return the columns in which other sightings of a document travel."""
    import pyarrow as pa

    return pa.schema([(name, pa.string()) for name in ("id", "url", "fetched_at", "input", "where")])


def _digest(path: Path) -> str:
    digest = sha256()
    with path.open("rb") as stream:
        while piece := stream.read(1 << 20):
            digest.update(piece)
    return digest.hexdigest()
