"""``rasd code``: the documents of a store into records, what was not read with the present words yet."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from rasd.cli.console import EXIT_FAILED, EXIT_INTERRUPTED, EXIT_NOTHING, Ticker, complain, count_of
from rasd.cli.options import MAX_JOBS
from rasd.cli.packs import PackOption, pack_folders
from rasd.cli.stores import StoreOption, open_store

if TYPE_CHECKING:
    from rasd.cli.pool import Outcome
    from rasd.collection import Collected
    from rasd.model import Record
    from rasd.store import CodingRun, Store

__all__ = ["code"]

_BATCH = 200
_BATCH_SECONDS = 5.0


def code(
    store: StoreOption = None,
    jobs: Annotated[int, typer.Option("--jobs", "-j", min=1, max=MAX_JOBS, help="Processes that read.")] = 1,
    again: Annotated[
        bool,
        typer.Option(
            "--again", help="Code all documents anew, those with a record of the present words too."
        ),
    ] = False,
    theatre_pack: PackOption = None,
) -> None:
    """Code the documents of a store: each that has no record of the present data version.

    Records are kept in batches, each whole or not at all; when interrupted or killed, the same command goes on where it
    was. Earlier codings are kept, and what people decided is not touched.

    Exit code 0: all coded; 1: some documents could not be read; 2: the store cannot be opened; 130: interrupted,
    what was finished is kept.
    """
    from functools import partial

    from rasd.cli.coders import load_reader
    from rasd.cli.interrupt import Interruptible
    from rasd.cli.pool import read_all, read_in_processes

    packs = pack_folders(theatre_pack)
    reader = load_reader(packs)
    version: str = reader.lexicon.version
    with open_store(store, create=False) as opened:
        keeper = _Keeper(opened, version)
        with Interruptible() as interruptible:
            opened.close()  # the processes that read share no connection
            inputs = interruptible.until_interrupted(_inputs(opened, version, again=again))
            if jobs > 1:
                outcomes = read_in_processes(reader, inputs, jobs, partial(load_reader, packs))
            else:
                outcomes = read_all(reader, inputs)
            try:
                for outcome in outcomes:
                    keeper.take(outcome)
            finally:
                keeper.close()
        keeper.conclude(interrupted=interruptible.requested)


def _inputs(store: Store, version: str, *, again: bool) -> Iterator[Collected]:
    from rasd.collection import Collected

    for stored in store.documents() if again else store.uncoded(version):
        yield Collected(stored.id, stored.document)


class _Keeper:
    """Keeps records in batches and counts them."""

    def __init__(self, store: Store, version: str) -> None:
        self._store = store
        self._version = version
        self._run: CodingRun | None = None
        self._waiting: list[tuple[str, Record]] = []
        self._since = time.monotonic()
        self._kept = self._reports = self._failed = 0
        self._ticker = Ticker(wanted=True)

    def take(self, outcome: Outcome) -> None:
        """Take one document that was read."""
        self._ticker.tick()
        if outcome.record is None:
            self._failed += 1
            complain(str(outcome.error))
            return
        self._waiting.append((outcome.where, outcome.record))
        if len(self._waiting) >= _BATCH or time.monotonic() - self._since > _BATCH_SECONDS:
            self._keep()

    def _keep(self) -> None:
        if self._waiting:
            if self._run is None:
                self._run = self._store.begin_coding(self._version)
            self._store.keep_records(self._run, self._waiting)
            self._kept += len(self._waiting)
            self._reports += sum(len(record.reports) for _, record in self._waiting)
            self._waiting = []
        self._since = time.monotonic()

    def close(self) -> None:
        """Keep what waits and take the progress away."""
        try:
            self._keep()
        finally:
            self._ticker.close()

    def conclude(self, *, interrupted: bool) -> None:
        """Say what was coded and what comes next, and exit with the code that tells it."""
        words = f"data version {self._version}"
        if self._kept:
            typer.echo(
                f"{count_of(self._kept, 'document')} coded with {words}: {count_of(self._reports, 'report')}."
            )
            if not interrupted:
                typer.echo("Next: `rasd link` groups the reports into incidents.")
        elif not self._failed and not interrupted:
            if self._store.count():
                typer.echo(f"Nothing to do: all {self._store.count():,} documents are coded with {words}.")
            else:
                complain(f"{self._store.address}: holds no document. `rasd collect` adds some.")
                raise typer.Exit(EXIT_NOTHING)
        if interrupted:
            complain("Interrupted: what is counted here is kept. Run the same command again for the rest.")
            raise typer.Exit(EXIT_INTERRUPTED)
        if self._failed:
            complain(f"{self._failed:,} documents could not be read; they stay uncoded.")
            raise typer.Exit(EXIT_FAILED if self._kept else EXIT_NOTHING)
