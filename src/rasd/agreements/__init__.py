"""Agreements and the ledger: which reported incidents lie within whose terms, question by question. Pure: no clock, no store."""

__all__: list[str] = []
