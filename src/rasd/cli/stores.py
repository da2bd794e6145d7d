"""Which store a command works on: the options of all commands that open one, and how it is opened."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rasd.cli.console import complain

if TYPE_CHECKING:
    from rasd.store import Store

__all__ = ["EvidenceOption", "StoreOption", "open_store"]

StoreOption = Annotated[
    str | None,
    typer.Option(
        "--store",
        metavar="FOLDER|URL",
        help="Folder of the store, or postgresql://user@host/database; also RASD_STORE.",
        show_default="rasd-store",
    ),
]

EvidenceOption = Annotated[
    Path | None,
    typer.Option(
        "--evidence",
        metavar="FOLDER",
        help="Folder of the evidentiary copies; also RASD_EVIDENCE.",
        show_default="evidence in the store's folder, or rasd-evidence beside a database",
    ),
]


def open_store(address: str | None, evidence: Path | None = None, *, create: bool) -> Store:
    """Open the store that the options name, and say so once when that made it; raises StoreError."""
    from rasd.store import Store

    store = Store.open(address, evidence=evidence, create=create)
    if store.is_new:
        complain(f"A new store: {store.address}, with evidentiary copies in {store.evidence}.")
    return store
