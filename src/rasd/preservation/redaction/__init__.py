"""Redaction: a name, a passage or a document out of working copies and outputs, for good, with a tombstone in its place."""

from rasd.preservation.redaction.destroying import destroy
from rasd.preservation.redaction.redacting import Order, Outcome, redact
from rasd.preservation.redaction.tombstones import Tombstones

__all__ = ["Order", "Outcome", "Tombstones", "destroy", "redact"]
