"""What a decision will make of the incidents, before it is made: it is carried out and taken back whole, in one transaction."""

from __future__ import annotations

from collections.abc import Callable

from rasd.store import Store
from rasd.store.deciding import Outcome

__all__ = ["foreseen"]

_MOST_PENDING = 200
"""With more reports waiting to be linked, carrying a decision out would link them all: nothing is foreseen then."""


class _TakenBack(Exception):
    def __init__(self, outcome: Outcome) -> None:
        super().__init__()
        self.outcome = outcome


def foreseen(store: Store, act: Callable[[], Outcome]) -> Outcome | None:
    """Return what `act` would do; None where that is not known. Raises StoreError when it would be refused."""
    if store.links.count_pending() > _MOST_PENDING:
        return None
    try:
        with store.transaction():
            raise _TakenBack(act())
    except _TakenBack as back:
        return back.outcome
