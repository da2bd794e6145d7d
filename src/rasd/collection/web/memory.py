"""What is remembered of hosts and addresses, from one request to the next and, in a store, from run to run.

An address counts as visited only once its document is in the store: `keep_visit` is held back until `settle`, so a run
that is killed in between fetches it again and loses nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from rasd.collection.web.fetching import Validators

__all__ = ["Forgetful", "HostState", "Memory", "Visit"]


@dataclass(frozen=True, slots=True)
class HostState:
    """How a host answered last: failures in a row, and until when it is left alone."""

    failures: int = 0
    not_before: datetime | None = None
    """Aware, UTC; a record, never waited for longer than its own back-off."""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Visit:
    """An address that was fetched: when, and what to ask "has it changed?" with."""

    at: datetime
    validators: Validators = field(default_factory=Validators)
    tries: int = 1
    is_done: bool = True
    """Whether nothing more is to be had there, short of a person who names it again."""
    error: str = ""


class Memory(Protocol):
    """Where states and visits are kept."""

    def host(self, host: str) -> HostState: ...

    def keep_host(self, host: str, state: HostState) -> None: ...

    def visit(self, address: str) -> Visit | None: ...

    def keep_visit(self, address: str, visit: Visit) -> None: ...

    def settle(self, address: str | None = None) -> None:
        """Write the visit to one address, or all: what was yielded of it is in the store."""


class Forgetful:
    """A memory of one run, for those who have no store."""

    def __init__(self) -> None:
        self._hosts: dict[str, HostState] = {}
        self._visits: dict[str, Visit] = {}
        self._held: dict[str, Visit] = {}

    def host(self, host: str) -> HostState:
        return self._hosts.get(host, HostState())

    def keep_host(self, host: str, state: HostState) -> None:
        self._hosts[host] = state

    def visit(self, address: str) -> Visit | None:
        return self._visits.get(address)

    def keep_visit(self, address: str, visit: Visit) -> None:
        self._held[address] = visit

    def settle(self, address: str | None = None) -> None:
        for settled in list(self._held) if address is None else [address]:
            if settled in self._held:
                self._visits[settled] = self._held.pop(settled)
