"""The memory of the web in a store: the next run knows what this one learned."""

from __future__ import annotations

from rasd.collection.web.fetching import Validators
from rasd.collection.web.memory import HostState, Visit
from rasd.store import Store

__all__ = ["StoreMemory"]


class StoreMemory:
    """Keeps hosts at once, and visits once they are settled."""

    def __init__(self, store: Store) -> None:
        from rasd.store.feeds import Visits

        self._visits = Visits(store)
        self._held: dict[str, Visit] = {}

    def host(self, host: str) -> HostState:
        row = self._visits.host(host)
        return HostState(row.failures, row.not_before, row.reason)

    def keep_host(self, host: str, state: HostState) -> None:
        from rasd.store.feeds import HostRow

        self._visits.keep_host(host, HostRow(state.failures, state.not_before, state.reason))

    def visit(self, address: str) -> Visit | None:
        return self.known([address]).get(address)

    def known(self, addresses: list[str]) -> dict[str, Visit]:
        """Return what is known of many addresses at once."""
        return {
            address: Visit(row.at, Validators(row.etag, row.last_modified), row.tries, row.is_done, row.error)
            for address, row in self._visits.known(addresses).items()
        }

    def keep_visit(self, address: str, visit: Visit) -> None:
        self._held[address] = visit

    def settle(self, address: str | None = None) -> None:
        from rasd.store.feeds import VisitRow

        for settled in list(self._held) if address is None else [address]:
            visit = self._held.pop(settled, None)
            if visit is not None:
                given = visit.validators
                row = VisitRow(
                    visit.at, given.etag, given.last_modified, visit.tries, visit.is_done, visit.error
                )
                self._visits.keep(settled, row)

    def forget(self) -> None:
        """Drop the visits that were not settled: their documents did not reach the store."""
        self._held.clear()
