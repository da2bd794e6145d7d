"""Files, folders and pipes to documents; what cannot be read is named and the rest goes on.

One file a format (plain, page, json_rows, table); `decode` finds the encoding.
"""

from rasd.collection.collected import (
    MAX_DOCUMENT_BYTES,
    Collected,
    Defaults,
    Exchange,
    MediaLink,
    Raw,
    iso_date,
)
from rasd.collection.files import EXTENSIONS, collect, collect_stream

__all__ = [
    "EXTENSIONS",
    "MAX_DOCUMENT_BYTES",
    "Collected",
    "Defaults",
    "Exchange",
    "MediaLink",
    "Raw",
    "collect",
    "collect_stream",
    "iso_date",
]
