"""A ledger goes out: one file a format, one line in `LEDGER_FORMATS`, as incidents do in `rasd.export.incidents`."""

from __future__ import annotations

from rasd.errors import OutputError
from rasd.export.ledger.csv import LedgerCsv
from rasd.export.ledger.format import LedgerFormat, LedgerView
from rasd.export.ledger.jsonl import LEDGER_LINES, LedgerJsonl, ledger_schema
from rasd.export.ledger.overview import write_overview
from rasd.export.ledger.table import LedgerTable

__all__ = [
    "LEDGER_FORMATS",
    "LEDGER_LINES",
    "LedgerFormat",
    "LedgerView",
    "ledger_format_named",
    "ledger_schema",
    "write_overview",
]

LEDGER_FORMATS: tuple[type[LedgerFormat], ...] = (LedgerTable, LedgerJsonl, LedgerCsv)


def ledger_format_named(name: str) -> LedgerFormat:
    """Return the format called `name`; raises OutputError that lists the formats when there is none."""
    for candidate in LEDGER_FORMATS:
        if candidate.name == name:
            return candidate()
    names = ", ".join(sorted(candidate.name for candidate in LEDGER_FORMATS))
    raise OutputError(f'Unknown format "{name}". Formats: {names}.')
