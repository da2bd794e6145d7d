"""``rasd package``: a selection as one file that proves itself, in the clear or for one reader only."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rasd.cli.console import complain, printable
from rasd.cli.selection import (
    AllOption,
    DocumentsArgument,
    IncidentOption,
    SearchOption,
    SinceOption,
    UntilOption,
    wish_of,
)
from rasd.cli.stopping import stopping_cleanly
from rasd.cli.stores import EvidenceOption, StoreOption, open_store

if TYPE_CHECKING:
    from rasd.preservation.encryption import Readers

__all__ = ["PASSPHRASE_VARIABLE", "package", "passphrase_of"]

PASSPHRASE_VARIABLE = "RASD_PASSPHRASE"  # the name of a variable  # nosec B105


def package(
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="FILE.wacz", help="The package to write.")
    ],
    documents: DocumentsArgument = None,
    search: SearchOption = None,
    since: SinceOption = None,
    until: UntilOption = None,
    incident: IncidentOption = None,
    everything: AllOption = False,
    encrypt: Annotated[
        list[str] | None,
        typer.Option(
            "--encrypt",
            metavar="KEY|FILE",
            help="For the holder of this public key (age1…, ssh-…) only, or of any key in this file; repeatable.",
        ),
    ] = None,
    passphrase: Annotated[
        bool,
        typer.Option(
            "--passphrase",
            help=f"For whoever knows a passphrase, asked for or taken from {PASSPHRASE_VARIABLE}.",
        ),
    ] = False,
    evidence_records: Annotated[
        bool, typer.Option("--records/--no-records", help="With the evidentiary records, or the texts only.")
    ] = True,
    shared: Annotated[
        bool,
        typer.Option(
            "--shared/--no-shared",
            help="With records that also hold other documents, such as a table of many rows.",
        ),
    ] = True,
    by: Annotated[str | None, typer.Option(help="Who takes it out, for the custody log.")] = None,
    replace: Annotated[bool, typer.Option("--replace", help="Write over a file that exists.")] = False,
    store: StoreOption = None,
    evidence: EvidenceOption = None,
) -> None:
    """Write documents with their evidence and custody as a WACZ package that proves itself without the store.

    It opens in ReplayWeb.page. The same selection gives the same bytes, unless it is encrypted. Of redacted documents
    only tombstones go out. `rasd verify --package` proves it; `rasd decrypt` opens an encrypted one.
    """
    from rasd.preservation.encryption import readers_of
    from rasd.preservation.package.gathering import gather
    from rasd.preservation.packing import pack
    from rasd.preservation.selecting import chosen

    wish = wish_of(documents, search, since, until, incident, everything=everything)
    readers: Readers | None = None
    if encrypt or passphrase:
        readers = readers_of(encrypt or [], passphrase=passphrase_of(confirm=True) if passphrase else None)
    with open_store(store, evidence, create=False) as opened, stopping_cleanly():
        ids = chosen(opened, wish)
        gathered = gather(
            opened, ids, described=wish.described, with_evidence=evidence_records, with_shared=shared
        )
        packed = pack(opened, gathered.contents, output, readers=readers, replace=replace, by=by)
    counts = packed.counts
    if evidence_records and shared and gathered.others:
        complain(
            f"{gathered.shared} evidentiary records also hold {gathered.others} documents that were not chosen; they go"
            " out with them. --no-shared leaves such records here."
        )
    if counts.withheld:
        complain(f"{counts.withheld} evidentiary records were left out.")
    if counts.synthetic:
        complain(f"{counts.synthetic} of the documents are synthetic; the package says so.")
    print(
        printable(
            f"{packed.path}: {counts.documents} documents ({counts.tombstones} as tombstones), {counts.records}"
            f" evidentiary records, {counts.entries} custody entries, {packed.bytes:,} bytes."
        )
    )
    print(f"SHA-256 {packed.sha256}" + (f", readable by: {', '.join(readers.names)}" if readers else ""))


def passphrase_of(*, confirm: bool) -> str:
    """Return the passphrase from the environment, else from the terminal; it is never an argument."""
    given = os.environ.get(PASSPHRASE_VARIABLE)
    if given:
        return given
    if not sys.stdin.isatty():
        complain(f"No passphrase. Set {PASSPHRASE_VARIABLE}, or run this at a terminal.")
        raise typer.Exit(2)
    return str(typer.prompt("Passphrase", hide_input=True, confirmation_prompt=confirm, err=True))
