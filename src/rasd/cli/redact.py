"""``rasd redact``: a name, a passage or a whole document out of working copies and outputs, for good."""

from __future__ import annotations

import re
import sys
from typing import Annotated

import typer

from rasd.cli.console import complain, printable
from rasd.cli.selection import DocumentsArgument
from rasd.cli.stores import EvidenceOption, StoreOption, open_store

__all__ = ["redact"]

_SPAN = re.compile(r"(\d{1,9}):(\d{1,9})")


def redact(
    by: Annotated[str, typer.Option(help="Who decides it, for the custody log.")],
    why: Annotated[str, typer.Option(help="Why, for the custody log. Do not repeat the words here.")],
    documents: DocumentsArgument = None,
    text: Annotated[
        str | None,
        typer.Option(
            metavar="WORDS", help="A name or passage, in any spelling; - reads it from standard input."
        ),
    ] = None,
    span: Annotated[
        str | None,
        typer.Option(metavar="START:END", help="Characters of one document, as evidence counts them."),
    ] = None,
    whole: Annotated[
        bool, typer.Option("--whole", help="The documents themselves, with all that was read in them.")
    ] = False,
    ahead: Annotated[
        bool,
        typer.Option(
            "--ahead", help="Keep the rule for what is collected later, though nothing has the words yet."
        ),
    ] = False,
    destroy_evidence: Annotated[
        bool,
        typer.Option(
            "--destroy-evidence",
            help="With --whole: destroy the evidentiary copies too. Nothing brings them back.",
        ),
    ] = False,
    store: StoreOption = None,
    evidence: EvidenceOption = None,
) -> None:
    """Take words or documents out of texts, search, records, reports, incidents and all that is written from them.

    Without ids, --text is taken out everywhere, and out of everything that is collected later. Each character becomes █,
    so that evidence elsewhere stays in its place. The custody log keeps who, why, where and a keyed hash of the words.

    This cannot be undone. The evidentiary copies still hold the words unless they are destroyed: they are closed to
    other users of this machine, and no package takes them out.
    """
    from rasd.preservation.redaction import Order, destroy
    from rasd.preservation.redaction import redact as carry_out

    given = [name for name, value in (("--text", text), ("--span", span), ("--whole", whole)) if value]
    if len(given) != 1:
        raise typer.BadParameter("Give --text WORDS, --span START:END or --whole, one of them.")
    if destroy_evidence and not whole:
        raise typer.BadParameter("--destroy-evidence goes with --whole: a record holds the whole document.")
    bounds = None
    if span is not None:
        matched = _SPAN.fullmatch(span)
        if matched is None:
            raise typer.BadParameter(f'--span "{span}" is no span. Write it as START:END, such as 120:135.')
        bounds = (int(matched[1]), int(matched[2]))
    order = Order(
        by=by,
        why=why,
        text=sys.stdin.read() if text == "-" else text,
        span=bounds,
        is_whole=whole,
        documents=tuple(documents or ()),
        ahead=ahead,
    )
    with open_store(store, evidence, create=False) as opened:
        if destroy_evidence:
            done = destroy(opened, order)
        else:
            done = carry_out(opened, order)
    print(f"Redaction {done.redaction}: {done.places} places in {len(done.documents)} documents.")
    if done.inside:
        complain(
            f"{done.inside} longer words hold it and were left. If they are meant too, redact them themselves."
        )
    if done.sealed:
        complain(
            f"{len(done.sealed)} evidence files still hold the words: they stay as proof, closed to other users of this"
            " machine, and no package takes the redacted documents' records out."
        )
    for note in done.notes:
        complain(printable(note))
    complain("Earlier packages, exports, reports and backups are not changed: find and replace them.")
