"""Feeds of a store: which are visited, when they are due, how they fare; and what is known of addresses and hosts.

Two processes may visit the feeds of one store: each feed is claimed by one of them at a time, by a comparison and a
change in one statement. A claim ends by itself when its holder dies. Times are of the wall clock and only records: one
that lies further ahead than any that Rasd sets comes from a clock that jumped, and counts as past.
"""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

from rasd.store.failing import told
from rasd.store.store import Store

__all__ = ["Feed", "Feeds", "HostRow", "VisitRow", "Visits", "holder_name"]

LEASE = timedelta(minutes=10)
LONGEST_PAUSE = timedelta(days=2)
"""No feed is put off for longer, whatever its interval and however it fails."""
MOST_MOMENTS = 100
_FIELDS = (
    "id", "address", "kind", "title", "outlet", "theatre", "interval", "since", "added_at", "etag", "last_modified",
    "last_visit_at", "last_success_at", "last_new_at", "due_at", "failures", "error", "documents", "left_out", "is_paused",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Feed:
    """A list of addresses that a person had visited, and how it fared."""

    address: str
    interval: int
    """Seconds between two visits."""
    added_at: datetime
    due_at: datetime
    hosts: tuple[str, ...] = ()
    """Hosts that it may lead to besides its own."""
    outlet: str | None = None
    theatre: str | None = None
    since: str | None = None
    """ISO day; what it dates earlier is not fetched."""
    id: int = 0
    kind: str = ""
    title: str = ""
    etag: str = ""
    last_modified: str = ""
    last_visit_at: datetime | None = None
    last_success_at: datetime | None = None
    last_new_at: datetime | None = None
    failures: int = 0
    error: str = ""
    documents: int = 0
    left_out: str = ""
    """What of it was not fetched and why, in words."""
    is_paused: bool = False
    """Not visited until it is resumed."""
    moments: tuple[datetime, ...] = ()
    """When its last documents were published, in order."""


def _digest(address: str) -> str:
    return sha256(address.encode("utf-8", "replace")).hexdigest()


def _clean(text: str) -> str:
    return text.replace("\0", "\ufffd")[:2_000]  # PostgreSQL keeps no NUL


def holder_name() -> str:
    """Return the name under which this process claims feeds."""
    return f"{socket.gethostname()}/{os.getpid()}"


def _is_gone(holder: str) -> bool:
    """Tell whether a holder is a process of this machine that is no more."""
    host, _, number = holder.rpartition("/")
    if host != socket.gethostname() or not number.isdecimal() or int(number) == os.getpid():
        return False
    try:
        os.kill(int(number), 0)
    except ProcessLookupError:
        return True
    except (OSError, OverflowError):
        return False
    return False


class Feeds:
    """The feeds of one store."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def _rows(self) -> Any:
        from rasd.store.models import Feed as Row  # tables are there once a store was opened

        return Row.objects.using(self._store.alias)

    def add(self, feed: Feed) -> bool:
        """Add a feed, or give one that is there the new settings; return whether it was added."""
        settings = {
            "interval": feed.interval,
            "hosts": json.dumps(list(feed.hosts)),
            "outlet": feed.outlet,
            "theatre": feed.theatre,
            "since": feed.since,
            "due_at": feed.due_at,
            "is_paused": feed.is_paused,
        }
        first = {**settings, "address": feed.address, "added_at": feed.added_at}
        with told(self._store.address), self._store.transaction():
            _, is_new = self._rows().update_or_create(
                address_sha256=_digest(feed.address), defaults=settings, create_defaults=first
            )
        return bool(is_new)

    def remove(self, address: str) -> bool:
        """Stop visiting a feed; its documents stay. Return whether it was there."""
        with told(self._store.address):
            gone, _ = self._rows().filter(address_sha256=_digest(address)).delete()
        return bool(gone)

    def pause(self, address: str) -> bool:
        """Visit a feed no more until it is resumed. Return whether it was there."""
        with told(self._store.address):
            return bool(self._rows().filter(address_sha256=_digest(address)).update(is_paused=True))

    def resume(self, address: str, *, due_now: bool = False) -> bool:
        """Visit a feed again: when it is due, or `due_now`. Return whether it was there."""
        changed: dict[str, Any] = {"is_paused": False}
        if due_now:
            changed["due_at"] = datetime.now(UTC)
        with told(self._store.address):
            return bool(self._rows().filter(address_sha256=_digest(address)).update(**changed))

    def all(self) -> list[Feed]:
        """Return the feeds in the order in which they were added."""
        with told(self._store.address):
            return [_feed(row) for row in self._rows().order_by("id")]

    def claim_due(self, holder: str, only: Collection[str] | None = None) -> Feed | None:
        """Claim the feed that has been due longest, of the addresses in `only` where those are given; None where none is due
        or all are held by others."""
        now = datetime.now(UTC)
        with told(self._store.address):
            waiting = self._rows().filter(is_paused=False).order_by("due_at", "id")
            rows = [row for row in waiting if _is_due(row, now) and (only is None or row.address in only)]
            for row in rows:
                # Only if nobody else was quicker: the claim must still be the one that was looked at.
                same = {
                    "claimed_by": row.claimed_by,
                    "claimed_until": row.claimed_until,
                    "due_at": row.due_at,
                }
                if _is_free(row, now, holder) and self._rows().filter(id=row.id, **same).update(
                    claimed_by=holder, claimed_until=now + LEASE
                ):
                    return _feed(row)
        return None

    def renew(self, feed: Feed, holder: str) -> bool:
        """Hold a claim for longer; False where the feed was removed or another process holds it."""
        until = datetime.now(UTC) + LEASE
        with told(self._store.address):
            return bool(self._rows().filter(id=feed.id, claimed_by=holder).update(claimed_until=until))

    def finish(self, feed: Feed, holder: str) -> None:
        """Record a visit and give the claim back; a feed that was removed meanwhile stays removed."""
        values = {name: getattr(feed, name) for name in _FIELDS if name not in ("id", "address", "added_at")}
        for name in ("kind", "title", "etag", "last_modified", "error", "left_out"):
            values[name] = _clean(values[name])
        for setting in (
            "outlet",
            "theatre",
            "interval",
            "since",
            "is_paused",
        ):  # a person may have changed them meanwhile
            del values[setting]
        values["moments"] = json.dumps([moment.isoformat() for moment in feed.moments[-MOST_MOMENTS:]])
        with told(self._store.address):
            self._rows().filter(id=feed.id, claimed_by=holder).update(
                claimed_by="", claimed_until=None, **values
            )

    def release(self, feed: Feed, holder: str) -> None:
        """Give a claim back without a record: the visit did not take place, and stays due."""
        with told(self._store.address):
            self._rows().filter(id=feed.id, claimed_by=holder).update(claimed_by="", claimed_until=None)

    def wait(self) -> float | None:
        """Return the seconds until the next feed is due; None where there is no feed."""
        now = datetime.now(UTC)
        with told(self._store.address):
            rows = list(self._rows().filter(is_paused=False).only("due_at"))
        waits = [0.0 if _is_due(row, now) else (row.due_at - now).total_seconds() for row in rows]
        return min(waits, default=None)


def _is_due(row: Any, now: datetime) -> bool:
    return bool(row.due_at <= now or row.due_at > now + LONGEST_PAUSE)


def _is_free(row: Any, now: datetime, holder: str) -> bool:
    until = row.claimed_until
    if not row.claimed_by or until is None or row.claimed_by == holder:
        return True
    return bool(until <= now or until > now + 2 * LEASE or _is_gone(row.claimed_by))


def _feed(row: Any) -> Feed:
    feed = Feed(**{name: getattr(row, name) for name in _FIELDS})
    moments = sorted(datetime.fromisoformat(moment) for moment in json.loads(row.moments))
    return replace(feed, hosts=tuple(json.loads(row.hosts)), moments=tuple(moments))


@dataclass(frozen=True, slots=True)
class VisitRow:
    """What is known of an address: when it was visited, its validators, whether it is done with."""

    at: datetime
    etag: str = ""
    last_modified: str = ""
    tries: int = 1
    is_done: bool = True
    error: str = ""


@dataclass(frozen=True, slots=True)
class HostRow:
    """How a host answered last."""

    failures: int = 0
    not_before: datetime | None = None
    reason: str = ""


class Visits:
    """Addresses and hosts of one store."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def _rows(self) -> Any:
        from rasd.store.models import WebVisit

        return WebVisit.objects.using(self._store.alias)

    def _hosts(self) -> Any:
        from rasd.store.models import WebHost

        return WebHost.objects.using(self._store.alias)

    def visit(self, address: str) -> VisitRow | None:
        """Return what is known of one address."""
        return self.known([address]).get(address)

    def known(self, addresses: Sequence[str]) -> dict[str, VisitRow]:
        """Return what is known of many addresses."""
        by_digest = {_digest(address): address for address in addresses}
        digests = list(by_digest)
        found: dict[str, VisitRow] = {}
        with told(self._store.address):
            for begin in range(0, len(digests), 500):
                rows = self._rows().filter(address_sha256__in=digests[begin : begin + 500])
                for row in rows:
                    found[by_digest[row.address_sha256]] = VisitRow(
                        row.at, row.etag, row.last_modified, row.tries, row.is_done, row.error
                    )
        return found

    def keep(self, address: str, visit: VisitRow) -> None:
        """Write what is known of an address."""
        values = {
            "address": _clean(address),
            "at": visit.at,
            "etag": _clean(visit.etag),
            "last_modified": _clean(visit.last_modified),
            "tries": visit.tries,
            "is_done": visit.is_done,
            "error": _clean(visit.error),
        }
        with told(self._store.address), self._store.transaction():
            self._rows().update_or_create(address_sha256=_digest(address), defaults=values)

    def host(self, host: str) -> HostRow:
        """Return how a host answered last."""
        with told(self._store.address):
            row = self._hosts().filter(host=host[:255]).first()
        return HostRow(row.failures, row.not_before, row.reason) if row is not None else HostRow()

    def keep_host(self, host: str, state: HostRow) -> None:
        """Write how a host answered."""
        values = {"failures": state.failures, "not_before": state.not_before, "reason": _clean(state.reason)}
        with told(self._store.address), self._store.transaction():
            self._hosts().update_or_create(host=_clean(host)[:255], defaults=values)
