"""Bringing in: pasted text, files, addresses, feeds, the guided example."""
