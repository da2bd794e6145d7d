"""Parts as a run leaves them, out of documents with their records."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from rasd.linking import members_of, traits_of
from rasd.model import Document, Record
from rasd.scale.copies import signature_of
from rasd.scale.part import part_schema, table_bytes

Pair = tuple[Document, Record]


def row_of(document: Document, record: Record, where: str, fetched_at: str | None = None) -> dict[str, Any]:
    return {
        "id": record.id,
        "url": document.url,
        "outlet": document.outlet,
        "title": document.title,
        "published": document.published,
        "published_from": record.published_from,
        "fetched_at": fetched_at,
        "theatre": record.theatre,
        "text": document.text,
        "text_sha256": record.text_sha256,
        "extractor": "none",
        "input": "made-up.jsonl",
        "where": where,
        "record": record.model_dump_json(),
        "signature": signature_of(document.text),
        "members": [
            {"id": one.id, "traits": traits_of(one).as_json()} for one in members_of(record, document.text)
        ],
        "synthetic": record.synthetic,
    }


def write_parts(folder: Path, rows: Sequence[dict[str, Any]], sizes: int = 100) -> Path:
    """Write rows as parts of `sizes` rows each below `folder` and return it."""
    parts = folder / "parts"
    parts.mkdir(parents=True)
    for number, start in enumerate(range(0, len(rows), sizes)):
        data = table_bytes(rows[start : start + sizes], part_schema())
        (parts / f"{number:016x}.parquet").write_bytes(data)
    return folder


def rows_of(pairs: Iterable[Pair]) -> list[dict[str, Any]]:
    return [
        row_of(document, record, f"made-up.jsonl: line {at}")
        for at, (document, record) in enumerate(pairs, 1)
    ]


def table(folder: Path, name: str) -> list[dict[str, Any]]:
    """Return the rows of an output table with their theatre and month, by id."""
    found: list[dict[str, Any]] = []
    for path in sorted((folder / name).rglob("*.parquet")):
        theatre, month = (part.partition("=")[2] for part in path.relative_to(folder / name).parts[:2])
        rows = pq.ParquetFile(path).read().to_pylist()
        found += [{**row, "theatre": theatre, "month": month} for row in rows]
    return sorted(found, key=lambda row: str(row["id"]))


def die_once(marker: Path) -> str:
    """Take this process along the first time; for a pool to find out and do again."""
    if not marker.exists():
        marker.write_text("died")
        os.kill(os.getpid(), signal.SIGKILL)
    return marker.name


def die(marker: Path) -> str:
    """Take this process along every time."""
    os.kill(os.getpid(), signal.SIGKILL)
    return marker.name


def pool_of(marker: Path) -> str:
    """Return where Arrow takes its memory from in this process."""
    return str(pa.default_memory_pool().backend_name)


def name_of(marker: Path) -> str:
    """Return a file's name."""
    return marker.name
