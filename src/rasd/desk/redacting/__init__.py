"""Redaction on the desk: a name, a passage or a document out of all working copies, for good, by an administrator."""
