"""Documents, records, incidents, judgements and custody in one place: an SQLite file or a PostgreSQL database.

Importing this room imports no Django; opening a store does.
"""

from rasd.store.address import DEFAULT_FOLDER, Address, parse_address
from rasd.store.arrival import (
    Added,
    Arrival,
    EvidenceRef,
    MediaLink,
    Selection,
    Sighting,
    StoredDocument,
)
from rasd.store.store import Store

__all__ = [
    "DEFAULT_FOLDER",
    "Added",
    "Address",
    "Arrival",
    "EvidenceRef",
    "MediaLink",
    "Selection",
    "Sighting",
    "Store",
    "StoredDocument",
    "parse_address",
]
