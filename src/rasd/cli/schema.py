"""``rasd schema``: what a record looks like, for other programs."""

from __future__ import annotations

from typing import Annotated

import typer

__all__ = ["schema"]


def schema(
    document: Annotated[bool, typer.Option("--document", help="The schema of an input row instead.")] = False,
) -> None:
    """Print the JSON Schema of a record: what every line of `rasd read --format jsonl` holds."""
    import json

    from rasd.model import SCHEMA_VERSION, Document, Record

    model: type[Document | Record] = Document if document else Record
    head = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:rasd:schema:{'document' if document else 'record'}:{SCHEMA_VERSION}",
        "title": "Document" if document else "Record",
        "schema_version": SCHEMA_VERSION,
    }
    typer.echo(json.dumps({**head, **model.model_json_schema()}, ensure_ascii=False, indent=2))
