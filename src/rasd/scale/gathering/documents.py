"""Documents on their way into their table: each id once, with where else it was met and what it is a copy of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from rasd.scale.gathering.describing import destination_of
from rasd.scale.gathering.facts import Batch, rows_of
from rasd.scale.gathering.spill import Spill
from rasd.scale.gathering.tables import schema_of, sightings_schema

__all__ = ["Sheaf", "send_documents"]

_AS_THEY_ARE = (
    "id", "url", "outlet", "title", "published", "published_from", "fetched_at", "text", "text_sha256", "extractor",
    "input", "where",
)  # fmt: skip
_SIGHTING = ("id", "url", "fetched_at", "input", "where")


@dataclass(frozen=True, slots=True)
class Sheaf:
    """The documents of one batch."""

    batch: Batch
    shelves: int
    homes: tuple[str, ...]
    copy_of: Mapping[int, str]
    """By number of the copy, the id of its original."""


def send_documents(task: Sheaf) -> None:
    """Send the rows of a batch's documents to their shelves."""
    batch = task.batch
    stands = np.load(batch.folder / "stands.npy", mmap_mode="r")
    home = np.load(batch.folder / "home.npy", mmap_mode="r")
    base = np.load(batch.folder / "base.npy", mmap_mode="r")
    columns = (*_AS_THEY_ARE, "synthetic", "record", "members")
    with (
        Spill(batch.folder / "documents", batch.number, schema_of("documents")) as documents,
        Spill(batch.folder / "sightings", batch.number, sightings_schema()) as sightings,
    ):
        for number, row in rows_of(batch, columns):
            place = task.homes[int(home[int(stands[number])])]
            destination = destination_of(place, task.shelves)
            if base[number] < 0:
                sightings.add(destination, [row[name] for name in _SIGHTING])
                continue
            documents.add(
                destination,
                (
                    place,
                    *(row[name] for name in _AS_THEY_ARE),
                    task.copy_of.get(number),
                    [],
                    len(row["members"]),
                    row["synthetic"],
                    row["record"],
                ),
            )
