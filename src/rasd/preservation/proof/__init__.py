"""Proof that everything is as it was kept, offline: what fails is named, and the rest is proved all the same."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from rasd.errors import StoreError
from rasd.preservation.proof.chain import prove_chain
from rasd.preservation.proof.database import prove_log, prove_pages
from rasd.preservation.proof.documents import prove_documents
from rasd.preservation.proof.files import prove_files, prove_files_alone
from rasd.preservation.proof.finding import Finding, Progress, failure
from rasd.preservation.proof.judgements import prove_judgements
from rasd.preservation.proof.media import prove_media
from rasd.preservation.proof.observations import prove_observations

if TYPE_CHECKING:
    from rasd.preservation.stamping import Trust
    from rasd.store import Store

__all__ = ["Finding", "failure", "prove", "prove_files_alone", "prove_log"]

_STEPS: tuple[tuple[str, Callable[[Store, Progress], Iterator[Finding]]], ...] = (
    ("the custody log", prove_chain),
    ("the documents", prove_documents),
    ("the decisions", prove_judgements),
    ("the observations", prove_observations),
    ("the evidence", prove_files),
    ("the media", prove_media),
)


def prove(
    store: Store,
    *,
    database: Path | None = None,
    trust: Trust | None = None,
    progress: Progress | None = None,
) -> Iterator[Finding]:
    """Yield what does not hold; nothing, when all does. `database` is the file of an SQLite store, `trust` the
    certificates that time-stamps are held against in place of those kept with them.

    Memory stays bounded, and a step that cannot go on is named, then the next one begins.
    """
    from django.db import DatabaseError

    progress = progress or (lambda step, done, total: None)
    if database is not None:
        yield from prove_pages(database)

    def stamps(store: Store, progress: Progress) -> Iterator[Finding]:
        from rasd.preservation.stamps import prove_stamps  # needs an extra only where there are stamps

        return prove_stamps(store, trust=trust)

    for what, step in (*_STEPS, ("the time-stamps", stamps)):
        try:
            yield from step(store, progress)
        except (StoreError, DatabaseError, UnicodeError) as error:
            reason = (
                " ".join(str(error).split())[:200] if isinstance(error, StoreError) else type(error).__name__
            )
            yield failure(
                store.address,
                f"{what} cannot be read to the end ({reason})",
                "what stands behind this place is not proved",
                "Restore the database from a backup",
            )
