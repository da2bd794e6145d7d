"""What one slice leaves behind: a part (its documents), a sample of what was dropped, and a receipt.

The part and the sample are Parquet, the receipt is JSON and written last: its existence says that the slice was done, once.
Bytes depend on the slice, the settings and the versions alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["dropped_schema", "part_schema"]


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
