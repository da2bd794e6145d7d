"""All agreements at a glance: how much of what is reported lies within the terms of each. Rows do not add up."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from typing import Any, TextIO

from rich import box
from rich.console import Console
from rich.table import Table as Grid
from rich.text import Text

from rasd.agreements import Ledger, force_words
from rasd.export.cells import cell
from rasd.export.ledger.format import LedgerView
from rasd.export.sheet.words import Words
from rasd.model import LedgerEntry

__all__ = ["write_overview"]

_COUNTS = (
    "in_scope",
    "possibly_in_scope",
    "boundary",
    "performance",
    "breach_claims",
    "statements",
    "observations",
)


def write_overview(ledgers: Sequence[Ledger], stream: TextIO, view: LedgerView, form: str) -> None:
    """Write a row for each ledger as table, jsonl or csv."""
    rows = [_row(one) for one in ledgers]
    if form == "jsonl":
        stream.writelines(json.dumps({"line": "overview", **row}, ensure_ascii=False) + "\n" for row in rows)
    elif form == "csv":
        writer = csv.DictWriter(
            stream, ("agreement", "title_ar", "title_en", *_COUNTS, "synthetic"), lineterminator="\n"
        )
        writer.writeheader()
        writer.writerows(rows)
    else:
        _table(ledgers, rows, stream, Words(view.language, "ledger.yaml"))


def _row(ledger: Ledger) -> dict[str, Any]:
    total, agreement = ledger.total(), ledger.agreement
    return {
        "agreement": agreement.id,
        "title_ar": agreement.title.ar,
        "title_en": agreement.title.en,
        "in_scope": total.in_scope,
        "possibly_in_scope": total.possibly,
        "boundary": total.boundary,
        "performance": total.performance,
        "breach_claims": sum(map(_claims, ledger.entries)),
        "statements": sum(one.is_this == "yes" for one in ledger.statements),
        "observations": len(ledger.observations),
        "synthetic": agreement.synthetic,
    }


def _claims(entry: LedgerEntry) -> bool:
    """Whether a report of the entry calls it a breach of this very agreement."""
    return any(one.is_this == "yes" for one in entry.claims)


def _table(ledgers: Sequence[Ledger], rows: Sequence[dict[str, Any]], stream: TextIO, words: Words) -> None:
    console = Console(file=stream, highlight=False, soft_wrap=False, emoji=False, markup=False)
    grid = Grid(box=box.SIMPLE_HEAD, expand=True, pad_edge=False, padding=(0, 2, 0, 0), show_edge=False)
    grid.add_column(words("agreement"), ratio=3, overflow="fold")
    grid.add_column(words("entries"), ratio=2, overflow="fold")
    for ledger, row in zip(ledgers, rows, strict=True):
        agreement = ledger.agreement
        about = [
            agreement.id,
            getattr(agreement.title, words.language),
            getattr(force_words(agreement), words.language),
        ]
        if agreement.synthetic:
            about.append(words("invented"))
        told = [words(f"n_{key}", n=row[key]) for key in _COUNTS if row[key]] or ["—"]
        grid.add_row(
            cell(about, on_terminal=console.is_terminal),
            cell(told, on_terminal=console.is_terminal),
            end_section=True,
        )
    console.print(grid)
    console.print(Text(words("caution"), style="italic"))
    console.print(Text(words("overview_note"), style="dim"))
