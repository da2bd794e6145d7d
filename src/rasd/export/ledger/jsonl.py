"""A ledger as JSON Lines: each line says what it is; entries, statements and observations never share a sort.

`line` is agreement, entry, row, observation, statement or summary. Every line but those of rows is in the JSON Schema of
``rasd schema --ledger``.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from typing import Annotated, Any, ClassVar, Literal, TextIO

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from rasd.agreements import Ledger, Tally
from rasd.export.ledger.format import LedgerView
from rasd.model import Agreement, LedgerEntry, Observation, Statement

__all__ = ["LEDGER_LINES", "LEDGER_VERSION", "LedgerJsonl", "ledger_schema", "lines_of"]

LEDGER_VERSION = "1.0"


class _Line(BaseModel):
    model_config = ConfigDict(extra="forbid", serialize_by_alias=True)


class AgreementLine(_Line):
    """The first line: the agreement itself."""

    line: Literal["agreement"] = "agreement"
    agreement: Agreement


class EntryLine(_Line):
    """One incident within the terms, or possibly so; with --all also one out of scope."""

    line: Literal["entry"] = "entry"
    entry: LedgerEntry


class RowLine(_Line):
    """One row of --by: counts for all, and for each party."""

    line: Literal["row"] = "row"
    by: str
    key: str
    all: dict[str, Any]
    parties: dict[str, dict[str, Any]]


class ObservationLine(_Line):
    """What a term requires and did not happen, entered by a person."""

    line: Literal["observation"] = "observation"
    observation: Observation


class StatementLine(_Line):
    """A total that somebody claims."""

    line: Literal["statement"] = "statement"
    statement: Statement


class SummaryLine(_Line):
    """The last line: the three counts, apart, and what was left out."""

    line: Literal["summary"] = "summary"
    agreement: str
    incidents: dict[str, Any]
    munitions: dict[str, list[int]]
    statements: int
    observations: int
    out_of_scope: dict[str, int]
    no_acts: int
    synthetic_kept_out: int
    real_kept_out: int
    synthetic: bool


LEDGER_LINES: tuple[type[BaseModel], ...] = (
    AgreementLine, EntryLine, RowLine, ObservationLine, StatementLine, SummaryLine
)  # fmt: skip
"""Every sort of line, in the order in which they come."""


class LedgerJsonl:
    """JSON Lines, for other programs."""

    name: ClassVar[str] = "jsonl"
    extension: ClassVar[str] = "jsonl"
    media_type: ClassVar[str] = "application/jsonl"

    def write(self, ledger: Ledger, stream: TextIO, view: LedgerView) -> None:
        """Write a line for each thing."""
        stream.writelines(
            json.dumps(line.model_dump(mode="json"), ensure_ascii=False) + "\n"
            for line in lines_of(ledger, view)
        )


def lines_of(ledger: Ledger, view: LedgerView) -> Iterator[BaseModel]:
    """Yield the lines of a ledger as models."""
    yield AgreementLine(agreement=ledger.agreement)
    if view.grouping is not None:
        for row in ledger.rows(view.grouping):
            parties = {party: _counts(tally) for party, tally in row.by_party.items()}
            yield RowLine(by=view.grouping, key=row.key, all=_counts(row.all), parties=parties)
    else:
        yield from (EntryLine(entry=entry) for entry in ledger.sorted())
        if view.outside:
            yield from (EntryLine(entry=entry) for entry in ledger.outside)
    yield from (ObservationLine(observation=one) for one in ledger.observations)
    yield from (StatementLine(statement=one) for one in ledger.statements)
    total = ledger.total()
    yield SummaryLine(
        agreement=ledger.agreement.id,
        incidents={key: value for key, value in _counts(total).items() if key != "munitions"},
        munitions={item: list(bounds) for item, bounds in total.munitions.items()},
        statements=len(ledger.statements),
        observations=len(ledger.observations),
        out_of_scope={str(key): count for key, count in ledger.failing.items()},
        no_acts=ledger.no_acts,
        synthetic_kept_out=ledger.invented,
        real_kept_out=ledger.real,
        synthetic=ledger.agreement.synthetic,
    )


def ledger_schema() -> dict[str, Any]:
    """Return the JSON Schema of a line."""
    line: TypeAdapter[Any] = TypeAdapter(
        Annotated[
            AgreementLine | EntryLine | RowLine | ObservationLine | StatementLine | SummaryLine,
            Field(discriminator="line"),
        ]
    )
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:rasd:schema:ledger:{LEDGER_VERSION}",
        "title": "LedgerLine",
        "ledger_version": LEDGER_VERSION,
        **line.json_schema(mode="serialization"),
    }


def _counts(tally: Tally) -> dict[str, Any]:
    counts = asdict(tally)
    counts["munitions"] = {item: list(bounds) for item, bounds in tally.munitions.items()}
    return counts
