"""``rasd import``: what `rasd export` wrote whole, back into a store."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rasd.cli.console import EXIT_FAILED, EXIT_NOTHING, Ticker, complain, count_of
from rasd.cli.stores import EvidenceOption, StoreOption, open_store

if TYPE_CHECKING:
    from rasd.export.exchange import Taken

__all__ = ["import_"]


def import_(
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILE…", help="Files of `rasd export --format jsonl --include all`.", show_default=False
        ),
    ],
    store: StoreOption = None,
    evidence: EvidenceOption = None,
) -> None:
    """Take documents, records, incidents and decisions of another store into this one.

    Nothing of this store is overwritten: another text under a known id is kept beside it as a version, a record or an
    incident that is here stays as it is, and incidents that touch others here are left to `rasd link`. The custody log says
    of everything from which file it came, by the file's hash. Evidentiary copies travel in packages (`rasd package`).

    Exit code 0: all taken; 1: broken lines or files were left out, named with their lines; 2: nothing could be taken.
    """
    from rasd.errors import DocumentError
    from rasd.export.exchange import Import, Taken

    total = Taken()
    refused = 0
    ticker = Ticker(wanted=True, noun="lines")
    with open_store(store, evidence, create=True) as opened:
        run = Import(opened, tell=complain, tick=ticker.tick)
        try:
            for path in files:
                try:
                    total += run.take(path)
                except DocumentError as error:
                    refused += 1
                    complain(str(error))
        finally:
            ticker.close()
    if refused == len(files):
        raise typer.Exit(EXIT_NOTHING)
    _say(total)
    if total.failed or refused:
        raise typer.Exit(EXIT_FAILED)


def _say(taken: Taken) -> None:
    complain(
        f"Taken: {count_of(taken.documents, 'document')}, {count_of(taken.records, 'record')},"
        f" {count_of(taken.incidents, 'incident')}, {count_of(taken.judgements, 'decision')}."
    )
    told = (
        (taken.known, "here already, as they came"),
        (taken.doubled, "lines that came more than once, counted once"),
        (taken.versions, "documents with another text under a known id, kept as versions"),
        (taken.kept_ours, "records that differ from those here, which stay"),
        (taken.to_code, "records of documents that redactions here changed; `rasd code` reads them again"),
        (taken.to_link, "incidents that touch others here; `rasd link` joins their reports"),
        (taken.failed, "lines left out, named above"),
    )
    for number, words in told:
        if number:
            complain(f"{number:,} {words}.")
    if taken.records:
        complain("`rasd link` holds what is new against what was here.")
