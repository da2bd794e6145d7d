"""Made-up archives as the parts of a run, and what one `Linker` makes of them."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from generated import archive
from rasd.linking import Linker, Member, incidents_of, members_of, traits_of
from rasd.scale.part import part_schema

__all__ = ["linked_alone", "parts_of_archive"]


def parts_of_archive(folder: Path, reports: int, parts: int) -> list[str]:
    """Write an archive of `reports` reports as parts, in no order, some of its documents met twice."""
    rows = []
    for document, record in archive(reports):
        members = [
            {"id": one.id, "traits": traits_of(one).as_json()} for one in members_of(record, document.text)
        ]
        rows.append(
            {
                "id": document.id,
                "published": document.published,
                "outlet": document.outlet,
                "theatre": document.theatre,
                "text": document.text,
                "record": record.model_dump_json(),
                "members": members,
                "input": "crawl.warc.gz",
                "where": document.id,
                "synthetic": True,
            }
        )
    rows += [{**row, "where": f"{row['where']} again"} for row in rows[::9]]
    random.Random(5).shuffle(rows)
    names = []
    for number in range(parts):
        name = folder / f"{number:016x}.parquet"
        pq.write_table(pa.Table.from_pylist(rows[number::parts], schema=part_schema()), name)
        names.append(str(name))
    return names


def linked_alone(reports: int) -> dict[str, Any]:
    """Return the incidents that one `Linker` over all reports of the same archive makes, as JSON by id."""
    linker = Linker()
    found: dict[str, Member] = {}
    for document, record in archive(reports):
        for one in members_of(record, document.text):
            found[one.id] = one
            linker.add(traits_of(one))
    incidents = incidents_of(linker, lambda group: [found[name] for name in group])
    return {one.id: one.model_dump_json() for one in incidents}
