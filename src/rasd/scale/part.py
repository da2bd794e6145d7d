"""What one slice leaves behind: a part (its documents), a sample of what was dropped, and a receipt.

The part and the sample are Parquet, the receipt is JSON and written last: its existence says that the slice was done, once.
Bytes depend on the slice, the settings and the versions alone.
"""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from rasd.scale.cascade import Kept
from rasd.scale.depot import Depot
from rasd.scale.slices import Slice
from rasd.scale.tally import Tally

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = [
    "DROPPED",
    "PARTS",
    "RECEIPTS",
    "Receipt",
    "dropped_schema",
    "keep",
    "part_schema",
    "receipts",
    "table_bytes",
]

PARTS, DROPPED, RECEIPTS = "parts/", "dropped/", "receipts/"
_VERSION = 1


@dataclass(frozen=True, slots=True)
class Receipt:
    """That a slice was done, with what came of it."""

    slice: Slice
    tally: Tally
    set_aside: tuple[dict[str, Any], ...]
    """where, reason and offset of each."""
    part_sha256: str
    """Of the part; empty where no document was kept and there is none."""

    def as_json(self) -> str:
        """Return what is written; the same for the same slice."""
        one = self.slice
        return json.dumps(
            {
                "version": _VERSION,
                "key": one.key,
                "slice": {
                    "input": one.input,
                    "format": one.format,
                    "start": one.start,
                    "end": one.end,
                    "stamp": one.stamp,
                },
                "tally": self.tally.as_json(),
                "set_aside": list(self.set_aside),
                "part_sha256": self.part_sha256,
            },
            ensure_ascii=False,
            indent=1,
        )

    @classmethod
    def from_json(cls, written: bytes | str) -> Receipt:
        """Read what `as_json` wrote; raises ValueError on anything else."""
        try:
            fields = json.loads(written)
            if fields["version"] != _VERSION:
                raise ValueError(f"version {fields['version']}")
            return cls(
                Slice(**fields["slice"]),
                Tally.from_json(fields["tally"]),
                tuple(fields["set_aside"]),
                fields["part_sha256"],
            )
        except (KeyError, TypeError) as error:
            raise ValueError(f"no receipt: {error}") from error


def keep(one: Slice, kept: Kept, depot: Depot) -> Receipt:
    """Keep what came of a slice: part and sample first, then the receipt. Raises OutputError.

    A kill in between leaves a part without a receipt: nobody counts it, and doing the slice again writes the same bytes.
    """
    digest = ""
    if kept.rows:
        part = table_bytes(kept.rows, part_schema())
        depot.write(f"{PARTS}{one.key}.parquet", part)
        digest = sha256(part).hexdigest()
    if kept.sample:
        depot.write(f"{DROPPED}{one.key}.parquet", table_bytes(kept.sample, dropped_schema()))
    aside = tuple({"where": row.where, "reason": row.reason, "offset": row.offset} for row in kept.set_aside)
    receipt = Receipt(one, kept.tally, aside, digest)
    depot.write(f"{RECEIPTS}{one.key}.json", receipt.as_json().encode("utf-8", "backslashreplace"))
    return receipt


def receipts(depot: Depot) -> dict[str, Receipt]:
    """Return the receipts of a run by the key of their slice; one that cannot be read counts as not there."""
    found = {}
    for name in depot.names(RECEIPTS):
        try:
            receipt = Receipt.from_json(depot.read(name))
        except (ValueError, FileNotFoundError):
            continue
        if name == f"{RECEIPTS}{receipt.slice.key}.json":
            found[receipt.slice.key] = receipt
    return found


def table_bytes(rows: Sequence[dict[str, Any]], schema: pa.Schema) -> bytes:
    """Return rows as a Parquet file; the same rows give the same bytes."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    sink = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(list(rows), schema=schema), sink, compression="zstd")
    return sink.getvalue()


def part_schema() -> pa.Schema:
    """Return the columns of a part: one row a document with at least one report or toll."""
    import pyarrow as pa

    member = pa.struct([("id", pa.string()), ("traits", pa.string())])
    return pa.schema(
        [
            *((name, pa.string()) for name in _TEXTS),
            ("signature", pa.list_(pa.uint32())),
            ("members", pa.list_(member)),
            ("synthetic", pa.bool_()),
        ]
    )


def dropped_schema() -> pa.Schema:
    """Return the columns of a sample of what was dropped: one row a page, with its bytes."""
    import pyarrow as pa

    return pa.schema(
        [
            *(
                (name, pa.string())
                for name in ("where", "stage", "reason", "address", "media_type", "charset")
            ),
            *((name, pa.string()) for name in ("fetched_at", "last_modified", "document")),
            ("body", pa.binary()),
        ]
    )


_TEXTS = (
    "id",
    "url",
    "outlet",
    "title",
    "published",
    "published_from",
    "fetched_at",
    "theatre",
    "text",
    "text_sha256",
    "extractor",
    "input",
    "where",
    "record",
)
"""`record` is the JSON of a `Record`; of `members`, `traits` is the JSON of a report's `Traits`."""
