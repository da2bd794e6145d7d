"""Feeds that are visited when they are due: what is new comes in, what fails is told, the rest goes on.

All state is in the store, so a watch that is stopped or killed goes on where it was: an address is done with once its
document is acknowledged, never before. Waiting goes by the monotonic clock; the wall clock only dates records.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Protocol

from rasd.collection.collected import Collected
from rasd.collection.web.addresses import host_of
from rasd.collection.web.collecting import Task, Visitor
from rasd.collection.web.entries import Entry
from rasd.collection.web.fetching import Validators
from rasd.collection.web.listing import Found, find_entries
from rasd.collection.web.remembering import StoreMemory
from rasd.collection.web.settings import WebSettings
from rasd.errors import FetchError, RasdError
from rasd.store import Store
from rasd.store.feeds import LONGEST_PAUSE, MOST_MOMENTS, Feed, Feeds, holder_name

__all__ = ["Intake", "Outcome", "Visited", "Watch"]

MOST_NEW = 200
"""Addresses of one feed in one visit; the rest is due at once, after the other feeds had their turn."""
MOST_TRIES = 5
_LONGEST_BACKOFF = 6 * 3_600.0
_RENEWAL = 60.0
_NAP = 30.0


class Outcome(Protocol):
    """What became of one input, as `rasd.preservation.keep` tells it."""

    @property
    def where(self) -> str: ...

    @property
    def outcome(self) -> str: ...

    @property
    def error(self) -> RasdError | None: ...


Intake = Callable[[Iterable[Collected]], Iterable[Outcome]]
"""Takes documents into the store and yields each once it is acknowledged."""


@dataclass(frozen=True, slots=True)
class Visited:
    """One visit to one feed."""

    feed: Feed
    new: int
    """Documents that came."""
    failed: int
    left: int = 0
    """New addresses that wait for the next visit."""
    note: str = ""


class Watch:
    """Visits the feeds of a store."""

    def __init__(
        self,
        store: Store,
        settings: WebSettings,
        *,
        sleep: Callable[[float], None] = time.sleep,
        waiting: Callable[[], AbstractContextManager[None]] = nullcontext,
    ) -> None:
        """`waiting` is entered around whatever may be broken off at any moment: a nap, reading a list."""
        self._feeds = Feeds(store)
        self._memory = StoreMemory(store)
        self._visitor = Visitor(settings, self._memory, sleep)
        self._sleep = sleep
        self._waiting = waiting
        self._holder = holder_name()

    def close(self) -> None:
        """Close the connections."""
        self._visitor.close()

    def round(self, intake: Intake, only: Collection[str] | None = None) -> Iterator[Visited]:
        """Visit every feed that is due, until none is; of `only`, where addresses are given."""
        while (feed := self._feeds.claim_due(self._holder, only)) is not None:
            yield self.visit(feed, intake)

    def nap(self) -> None:
        """Wait for the next feed, in short pieces: feeds are added, clocks jump."""
        wait = self._feeds.wait()
        with self._waiting():
            self._sleep(min(max(wait if wait is not None else _NAP, 0.2), _NAP))

    def visit(self, feed: Feed, intake: Intake) -> Visited:
        """Visit one claimed feed and record how it fared; the claim is given back whatever happens."""
        before = feed
        try:
            return self._visit(feed, intake)
        except BaseException:
            self._memory.forget()
            try:
                self._feeds.release(before, self._holder)
            except RasdError:
                pass  # the store is why; the claim ends by itself
            raise

    def _visit(self, feed: Feed, intake: Intake) -> Visited:
        hosts = frozenset({host_of(feed.address), *feed.hosts})
        try:
            with self._waiting():
                found = find_entries(
                    self._visitor, feed.address, Validators(feed.etag, feed.last_modified), hosts, feed.since
                )
        except FetchError as error:
            return self._failed(feed, error)
        fresh = self._fresh(found.entries, feed.since)
        tasks = [self._task(entry, feed, found, hosts) for entry in fresh[:MOST_NEW]]
        counts: Counter[str] = Counter()
        is_ended = False
        collected = self._documents(feed, found, tasks)
        for kept in intake(collected):
            counts[kept.outcome] += 1
            if kept.error is not None and isinstance(kept.error, FetchError) and kept.error.is_passing:
                counts["passing"] += 1
            self._memory.settle(kept.where)
            if kept.where == _END:
                is_ended = True
        left = len(fresh) - len(tasks)
        if tasks and not is_ended:
            left = max(left, 1)
        return self._succeeded(feed, found, counts, left)

    def _documents(self, feed: Feed, found: Found, tasks: list[Task]) -> Iterator[Collected]:
        if not tasks:
            return
        method = "sitemap" if "sitemap" in found.kind else "feed"
        for raw in found.raws:  # the list gave dates and titles: it is evidence too
            yield Collected(raw.target_uri, raw=raw, method=method)
        renewed = time.monotonic()
        for collected in self._visitor.documents(tasks):
            yield collected
            if time.monotonic() - renewed > _RENEWAL:
                renewed = time.monotonic()
                if not self._feeds.renew(feed, self._holder):
                    return
        yield Collected(_END)

    def _fresh(self, entries: list[Entry], since: str | None) -> list[Entry]:
        """Return the entries that are not done with, each once, the newest first where they are dated."""
        by_address = {entry.address: entry for entry in reversed(entries)}
        known = self._memory.known(list(by_address))
        fresh = []
        for entry in reversed(by_address.values()):
            visit = known.get(entry.address)
            is_done = visit is not None and (visit.is_done or visit.tries >= MOST_TRIES)
            if not is_done and not (since and entry.day() and entry.day() < since):
                fresh.append(entry)
        return sorted(fresh, key=lambda entry: entry.day(), reverse=True)

    @staticmethod
    def _task(entry: Entry, feed: Feed, found: Found, hosts: frozenset[str]) -> Task:
        return Task(
            entry.address,
            method="sitemap" if "sitemap" in found.kind else "feed",
            entry_published=entry.published,
            entry_from=entry.published_from,
            entry_title=entry.title,
            outlet=entry.outlet or feed.outlet,
            theatre=feed.theatre,
            hosts=hosts,
        )

    def _succeeded(self, feed: Feed, found: Found, counts: Counter[str], left: int) -> Visited:
        now = datetime.now(UTC)
        new = counts["added"] + counts["version"]
        failed = counts["failed"]
        is_whole = found.is_whole and not left and not counts["passing"]
        if is_whole:
            for address, visit in found.nested:
                self._memory.keep_visit(address, visit)
                self._memory.settle(address)
        moments = _moments(feed.moments, found.entries, now, undated=new)
        validators = found.validators if is_whole else Validators()
        after = replace(
            feed,
            kind=found.kind or feed.kind,
            title=found.title or feed.title,
            etag=validators.etag,
            last_modified=validators.last_modified,
            last_visit_at=now,
            last_success_at=now,
            last_new_at=now if new else feed.last_new_at,
            due_at=now if left else now + timedelta(seconds=feed.interval),
            failures=0,
            error="",
            documents=feed.documents + new,
            left_out=feed.left_out if found.is_unchanged else "; ".join(found.notes),
            moments=moments,
        )
        self._feeds.finish(after, self._holder)
        return Visited(after, new, failed, left, "" if found.is_unchanged else "; ".join(found.notes))

    def _failed(self, feed: Feed, error: FetchError) -> Visited:
        now = datetime.now(UTC)
        wait = min(feed.interval * 2.0 ** min(feed.failures, 16), max(_LONGEST_BACKOFF, feed.interval))
        wait = min(max(wait, error.wait or 0.0), LONGEST_PAUSE.total_seconds() / 2)
        after = replace(
            feed,
            last_visit_at=now,
            due_at=now + timedelta(seconds=wait),
            failures=feed.failures + 1,
            error=str(error).removeprefix(feed.address).lstrip(": "),
        )
        self._feeds.finish(after, self._holder)
        return Visited(after, 0, 0, note=str(error))


_END = "end of the feed's addresses"


def _moments(
    known: tuple[datetime, ...], entries: list[Entry], now: datetime, *, undated: int
) -> tuple[datetime, ...]:
    """Return when the last documents were published, from the list's own dates; else that something came now."""
    dated = {moment for entry in entries if (moment := entry.moment()) is not None and moment <= now}
    if not dated and undated:
        dated = {now}
    return tuple(sorted({*known, *dated})[-MOST_MOMENTS:])
