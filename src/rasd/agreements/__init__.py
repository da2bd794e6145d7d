"""Agreements and the ledger: which reported incidents lie within whose terms, question by question. Pure: no clock, no store."""

from rasd.agreements.holding import Holder, is_act
from rasd.agreements.ledger import GROUPINGS, NOBODY, Grouping, Ledger, Row, Tally, together
from rasd.agreements.moments import ending, moment_words, runs_on
from rasd.agreements.own import own_paths
from rasd.agreements.reading import Finding, Sheet, agreement_files
from rasd.agreements.register import Register, examine
from rasd.agreements.starting import start_agreement
from rasd.agreements.windows import force_of, force_words

__all__ = [
    "GROUPINGS",
    "NOBODY",
    "Finding",
    "Grouping",
    "Holder",
    "Ledger",
    "Register",
    "Row",
    "Sheet",
    "Tally",
    "agreement_files",
    "ending",
    "examine",
    "force_of",
    "force_words",
    "is_act",
    "moment_words",
    "own_paths",
    "runs_on",
    "start_agreement",
    "together",
]
