"""``rasd media``: the photos and videos that documents name, listed, and fetched only when asked for."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from rasd.cli.console import EXIT_FAILED, EXIT_NOTHING, complain, printable
from rasd.cli.options import AllowPrivateOption, checked_format
from rasd.cli.selection import (
    AllOption,
    DocumentsArgument,
    IncidentOption,
    SearchOption,
    SinceOption,
    UntilOption,
    wish_of,
)
from rasd.cli.stores import EvidenceOption, StoreOption, open_store

__all__ = ["app"]

app = typer.Typer(
    name="media", help="Photos and videos that documents name: list, fetch.", no_args_is_help=True
)

_FORMATS = ("words", "jsonl")
FormatOption = Annotated[
    str, typer.Option("--format", metavar="FORMAT", help="words, or jsonl: one line a link.")
]


@app.command("list")
def list_links(
    documents: DocumentsArgument = None,
    search: SearchOption = None,
    since: SinceOption = None,
    until: UntilOption = None,
    incident: IncidentOption = None,
    everything: AllOption = False,
    format: FormatOption = "words",
    store: StoreOption = None,
    evidence: EvidenceOption = None,
) -> None:
    """List the photos, videos and files that documents name, and which of them were fetched."""
    from rasd.preservation.media import links
    from rasd.preservation.selecting import chosen

    checked_format(format, _FORMATS)
    wish = wish_of(documents, search, since, until, incident, everything=everything)
    count = fetched = 0
    with open_store(store, evidence, create=False) as opened:
        for link in links(opened, chosen(opened, wish)):
            count += 1
            fetched += link.sha256 is not None
            if format == "jsonl":
                row = {
                    "document": link.document_id,
                    "url": link.url,
                    "kind": link.kind,
                    "sha256": link.sha256,
                    "path": link.path,
                    "bytes": link.size,
                    "media_type": link.media_type,
                    "fetched_at": link.fetched_at.isoformat() if link.fetched_at else None,
                }
                print(json.dumps(row, ensure_ascii=False))
            else:
                state = f"{link.path} ({link.size:,} bytes)" if link.sha256 else "not fetched"
                print(printable(f"{link.document_id}  {link.kind}  {link.url}  {state}"))
    complain(f"{count} links, {fetched} of them fetched.")


@app.command()
def fetch(
    documents: DocumentsArgument = None,
    search: SearchOption = None,
    since: SinceOption = None,
    until: UntilOption = None,
    incident: IncidentOption = None,
    everything: AllOption = False,
    limit_mb: Annotated[
        float,
        typer.Option(
            min=0.001, max=2000, help="A larger file is refused by name, in megabytes; held in memory."
        ),
    ] = 100,
    seconds: Annotated[float, typer.Option(min=1, max=86_400, help="Time for one file.")] = 300,
    delay: Annotated[
        float, typer.Option(min=0, max=60, help="Seconds between two requests to one host.")
    ] = 1,
    allow_private: AllowPrivateOption = False,
    format: FormatOption = "words",
    store: StoreOption = None,
    evidence: EvidenceOption = None,
) -> None:
    """Fetch the files behind the links of these documents, once, and keep them under their SHA-256.

    The hosts see your address. Files lie under media/ beside the evidence; `rasd verify` proves them.

    Exit code 0: all fetched or there; 1: some failed, named; 2: nothing was fetched; 130: interrupted, what came is kept.
    """
    from rasd.cli.interrupt import Interruptible
    from rasd.collection.web import WebSettings
    from rasd.preservation.media import fetch_media
    from rasd.preservation.selecting import chosen

    checked_format(format, _FORMATS)
    wish = wish_of(documents, search, since, until, incident, everything=everything)
    limit = int(limit_mb * 1_000_000)
    settings = WebSettings(
        allow_private=allow_private, seconds=seconds, delay=delay, max_bytes=limit, max_wire_bytes=limit
    )
    counts = {"fetched": 0, "kept": 0, "failed": 0}
    with open_store(store, evidence, create=False) as opened, Interruptible() as interruptible:
        ids = chosen(opened, wish)
        for one in interruptible.until_interrupted(fetch_media(opened, ids, settings)):
            counts[one.outcome] += 1
            if format == "jsonl":
                row = {
                    "document": one.document_id,
                    "url": one.url,
                    "outcome": one.outcome,
                    "sha256": one.sha256,
                }
                print(
                    json.dumps(row | ({"error": one.error} if one.error else {}), ensure_ascii=False),
                    flush=True,
                )
            elif one.error:
                complain(printable(f"{one.document_id}: {one.error}"))
    complain(f"{counts['fetched']} fetched, {counts['kept']} were there, {counts['failed']} failed.")
    if interruptible.requested:
        raise typer.Exit(130)
    if counts["failed"]:
        raise typer.Exit(EXIT_FAILED if counts["fetched"] or counts["kept"] else EXIT_NOTHING)
