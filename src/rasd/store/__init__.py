"""Documents, records, incidents, judgements and custody in one place: an SQLite file or a PostgreSQL database.

Importing this room imports no Django; opening a store does.
"""

from rasd.store.address import DEFAULT_FOLDER, Address, parse_address
from rasd.store.arrival import (
    Added,
    Arrival,
    CodingRun,
    EvidenceRef,
    Found,
    Selection,
    Sighting,
    StoredDocument,
)
from rasd.store.incident_filter import ORDERS, IncidentFilter, IncidentPast, Order
from rasd.store.judgement import ACTIONS, Action, Judgement, Undoing
from rasd.store.review import (
    OPEN_STATES,
    REVIEW_ACTIONS,
    REVIEW_STATES,
    Conflict,
    QueueFilter,
    QueueRow,
    Review,
    ReviewAction,
    ReviewConflict,
    ReviewDecision,
    Reviewed,
    ReviewedValue,
    ReviewState,
    ValueState,
)
from rasd.store.store import Store

__all__ = [
    "ACTIONS",
    "DEFAULT_FOLDER",
    "OPEN_STATES",
    "ORDERS",
    "REVIEW_ACTIONS",
    "REVIEW_STATES",
    "Action",
    "Added",
    "Address",
    "Arrival",
    "CodingRun",
    "Conflict",
    "EvidenceRef",
    "Found",
    "IncidentFilter",
    "IncidentPast",
    "Judgement",
    "Order",
    "QueueFilter",
    "QueueRow",
    "Review",
    "ReviewAction",
    "ReviewConflict",
    "ReviewDecision",
    "ReviewState",
    "Reviewed",
    "ReviewedValue",
    "Selection",
    "Sighting",
    "Store",
    "StoredDocument",
    "Undoing",
    "ValueState",
    "parse_address",
]
