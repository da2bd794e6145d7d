"""Redaction: a name, a passage or a document out of working copies and outputs, for good, with a tombstone in its place."""
