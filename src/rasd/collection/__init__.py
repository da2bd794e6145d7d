"""Files, folders and pipes to documents; what cannot be read is named and the rest goes on.

One file a format; `formats` tells which one a stream is in, `decode` which encoding, `packed` opens archives.
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
from rasd.collection.columns import FIELDS, columns_of
from rasd.collection.files import collect
from rasd.collection.formats import EXTENSIONS, collect_stream

__all__ = [
    "EXTENSIONS",
    "FIELDS",
    "MAX_DOCUMENT_BYTES",
    "Collected",
    "Defaults",
    "Exchange",
    "MediaLink",
    "Raw",
    "collect",
    "collect_stream",
    "columns_of",
    "iso_date",
]
