"""``rasd schema``: what a record looks like, for other programs."""

from __future__ import annotations

from typing import Annotated

import typer

__all__ = ["schema"]


def schema(
    document: Annotated[bool, typer.Option("--document", help="The schema of an input row instead.")] = False,
    incident: Annotated[bool, typer.Option("--incident", help="The schema of an incident instead.")] = False,
    exchange: Annotated[
        bool, typer.Option("--exchange", help="The schema of a line of `rasd export --format jsonl` instead.")
    ] = False,
    agreement: Annotated[
        bool, typer.Option("--agreement", help="The schema of an agreement's file instead.")
    ] = False,
    ledger: Annotated[
        bool, typer.Option("--ledger", help="The schema of a line of `rasd ledger --format jsonl` instead.")
    ] = False,
) -> None:
    """Print the JSON Schema of a record: what every line of `rasd read --format jsonl` holds.

    With --incident: what every line of `rasd link --format jsonl` and `rasd incidents --format jsonl` holds.
    """
    import json

    from rasd.model import SCHEMA_VERSION, Agreement, Document, Incident, Record

    if exchange:
        from rasd.export.exchange.lines import EXCHANGE_VERSION, line_schema

        typer.echo(
            json.dumps(
                {
                    "$schema": "https://json-schema.org/draft/2020-12/schema",
                    "$id": f"urn:rasd:schema:exchange:{EXCHANGE_VERSION}",
                    "title": "Line",
                    "exchange_version": EXCHANGE_VERSION,
                    **line_schema(),
                },
                ensure_ascii=False,
                indent=2,
            )
        )
        return
    if ledger:
        from rasd.export.ledger import ledger_schema

        typer.echo(json.dumps(ledger_schema(), ensure_ascii=False, indent=2))
        return
    model: type[Agreement | Document | Incident | Record] = (
        Agreement if agreement else Document if document else Incident if incident else Record
    )
    name = model.__name__
    head = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:rasd:schema:{name.lower()}:{SCHEMA_VERSION}",
        "title": name,
        "schema_version": SCHEMA_VERSION,
    }
    typer.echo(json.dumps({**head, **model.model_json_schema()}, ensure_ascii=False, indent=2))
