"""``rasd watch``: keeps visiting the feeds of a store until it is stopped."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from rasd.cli.console import EXIT_FAILED, EXIT_INTERRUPTED, EXIT_NOTHING, complain, printable
from rasd.cli.feed import health_lines
from rasd.cli.options import AllowPrivateOption
from rasd.cli.stores import EvidenceOption, StoreOption, open_store

if TYPE_CHECKING:
    from rasd.cli.interrupt import Interruptible
    from rasd.collection import Collected
    from rasd.collection.web.watching import Visited, Watch
    from rasd.preservation import Kept
    from rasd.store import Store

__all__ = ["watch"]

_FIRST_PAUSE = 5.0
_LONGEST_PAUSE = 300.0


def watch(
    once: Annotated[bool, typer.Option("--once", help="Visit every feed that is due, then end.")] = False,
    store: StoreOption = None,
    evidence: EvidenceOption = None,
    allow_private: AllowPrivateOption = False,
    delay: Annotated[
        float,
        typer.Option(
            metavar="SECONDS",
            min=0,
            max=3600,
            help="Between two requests to one host; its robots.txt may ask for more.",
        ),
    ] = 1.0,
    limit_mb: Annotated[
        float, typer.Option(min=0.001, max=200, help="A longer page is refused by name, in megabytes.")
    ] = 20,
) -> None:
    """Visit feeds and sitemaps when they are due, until stopped (Ctrl-C, SIGTERM).

    Each page that a feed names is fetched once and goes the way of `rasd collect`. All state is in the store: a watch
    that was stopped or killed goes on where it was, and several may run beside one another. Each visit is told in one
    line, each gap when it opens; `rasd feed list` shows all feeds.

    Exit code 0: stopped, or with --once all feeds answered; 1: with --once a feed failed; 2: there are no feeds;
    130: --once was interrupted.
    """
    from rasd.cli.interrupt import Interruptible
    from rasd.collection import Defaults
    from rasd.collection.web import WebSettings
    from rasd.collection.web.watching import Watch

    size = int(limit_mb * 1_000_000)
    settings = WebSettings(
        allow_private=allow_private,
        delay=delay,
        max_bytes=size,
        max_wire_bytes=size,
        defaults=Defaults(max_bytes=size),
    )
    with open_store(store, evidence, create=False) as opened, Interruptible() as interruptible:
        running = _Running(opened, interruptible)
        if not running.feeds():
            complain("No feeds to watch. Add one with `rasd feed add ADDRESS`.")
            raise typer.Exit(EXIT_NOTHING)
        watching = Watch(opened, settings, waiting=interruptible.waiting)
        try:
            if once:
                running.once(watching)
            else:
                running.until_stopped(watching)
        finally:
            watching.close()


class _Running:
    """A watch at work, and what is told of it."""

    def __init__(self, store: Store, interruptible: Interruptible) -> None:
        from rasd.store.feeds import Feeds

        self._store = store
        self._interruptible = interruptible
        self._table = Feeds(store)
        self._gaps: set[str] = set()
        self._failed = self._new = self._visits = 0

    def feeds(self) -> bool:
        """Tell whether there is any feed."""
        return bool(self._table.all())

    def once(self, watching: Watch) -> None:
        """Visit what is due, then say how it went."""
        try:
            self._round(watching)
        except KeyboardInterrupt:
            pass
        if self._visits:
            self._tell(f"{self._visits} visits: {self._new} new documents, {self._failed} failures.")
        else:
            wait = self._table.wait()
            self._tell(f"No feed is due; the next one in {wait or 0:.0f} s.")
        self._tell_gaps()
        if self._interruptible.requested:
            complain("Interrupted: what is counted here is kept.")
            raise typer.Exit(EXIT_INTERRUPTED)
        if self._failed:
            raise typer.Exit(EXIT_FAILED)

    def until_stopped(self, watching: Watch) -> None:
        """Visit what is due and wait for the next, until a signal comes; a store that fails is waited for."""
        from rasd.errors import PreservationError, StoreError

        pause = _FIRST_PAUSE
        self._tell(f"Watching {len(self._table.all())} feeds of {self._store.address}. Ctrl-C stops.")
        try:
            while not self._interruptible.requested:
                try:
                    self._round(watching)
                    self._tell_gaps()
                    watching.nap()
                    pause = _FIRST_PAUSE
                except (StoreError, PreservationError) as error:
                    complain(f"{error} The watch goes on in {pause:.0f} s.")
                    self._store.close()
                    with self._interruptible.waiting():
                        time.sleep(pause)
                    pause = min(2 * pause, _LONGEST_PAUSE)
        except KeyboardInterrupt:
            if not self._interruptible.requested:
                raise
        self._tell(f"Stopped: {self._new} new documents in {self._visits} visits are kept.")

    def _round(self, watching: Watch) -> None:
        for visited in watching.round(self._intake):
            self._take(visited)
            if self._interruptible.requested:
                return

    def _intake(self, collected: Iterable[Collected]) -> Iterator[Kept]:
        from rasd.preservation import keep

        for kept in keep(self._interruptible.until_interrupted(collected), self._store):
            if kept.error is not None:
                complain(str(kept.error))
            elif kept.note:
                complain(kept.note)
            yield kept

    def _take(self, visited: Visited) -> None:
        self._visits += 1
        self._new += visited.new
        feed = visited.feed
        if feed.failures:
            self._failed += 1
        parts = [f"{visited.new} new"]
        if visited.failed:
            parts.append(f"{visited.failed} failed")
        if visited.left:
            parts.append(f"{visited.left} wait for the next visit")
        what = f"failed: {feed.error}" if feed.failures else ", ".join(parts)
        self._tell(f"{datetime.now(UTC):%Y-%m-%d %H:%M} {feed.address}: {what}")
        if visited.note and not feed.failures:
            self._tell(f"  left out: {visited.note}")

    def _tell_gaps(self) -> None:
        """Tell each gap once, when it opens, and forget it when it closes."""
        now = datetime.now(UTC)
        open_now: set[str] = set()
        for feed in self._table.all():
            for line in health_lines(feed, now):
                if line.startswith("gap since"):
                    open_now.add(feed.address)
                    if feed.address not in self._gaps:
                        self._tell(f"{feed.address}: {line}")
        self._gaps = open_now

    @staticmethod
    def _tell(words: str) -> None:
        print(printable(words), flush=True)
