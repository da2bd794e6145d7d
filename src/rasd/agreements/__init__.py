"""Agreements and the ledger: which reported incidents lie within whose terms, question by question. Pure: no clock, no store."""

from rasd.agreements.holding import Holder, is_act
from rasd.agreements.ledger import GROUPINGS, NOBODY, Grouping, Ledger, Row, Tally

__all__ = ["GROUPINGS", "NOBODY", "Grouping", "Holder", "Ledger", "Row", "Tally", "is_act"]
