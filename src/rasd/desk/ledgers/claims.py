"""Totals that somebody claims about an agreement: read once each, their words only when they are shown."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from rasd.agreements import Ledger
from rasd.lexicon import Lexicon
from rasd.model import Agreement, AnswerValue, Statement

if TYPE_CHECKING:
    from rasd.store import Store

__all__ = ["Claimed", "Claims"]

_FORGOTTEN_AFTER = 200_000


@dataclass(frozen=True, slots=True)
class Claimed:
    """One statement, without its words."""

    number: int
    document: str
    first: date | None
    last: date | None
    is_this: AnswerValue
    synthetic: bool


class Claims:
    """Statements of the store by number; a new coding writes them under new numbers."""

    def __init__(self, store: Store, lexicon: Lexicon) -> None:
        self._store, self._lexicon = store, lexicon
        self._lock = threading.Lock()
        self._known: dict[tuple[str, int], Claimed] = {}

    def of(self, agreement: Agreement, since: date | None, until: date | None) -> list[Claimed]:
        """Return what is claimed for days of a window and may be of this agreement, the earliest first."""
        from rasd.store.statements import statement_numbers, statements_numbered

        theatres = (agreement.theatre,) if agreement.theatre else ()
        numbers = statement_numbers(self._store, since, until, theatres)
        with self._lock:
            if len(self._known) > _FORGOTTEN_AFTER:
                self._known.clear()
            unknown = [one for one in numbers if (agreement.id, one) not in self._known]
            for number, statement in statements_numbered(self._store, unknown):
                told = self._judged(agreement, [statement])
                days = [one for one in (statement.total.since, statement.total.until) if one is not None]
                published = statement.published[:10] if statement.published else None
                known = days or ([date.fromisoformat(published)] if published else [])
                self._known[agreement.id, number] = Claimed(
                    number, statement.document_id, min(known, default=None), max(known, default=None),
                    told[0].is_this if told else "no", statement.synthetic,
                )  # fmt: skip
            found = [self._known[agreement.id, one] for one in numbers if (agreement.id, one) in self._known]
        return [one for one in found if one.is_this != "no" and one.synthetic == agreement.synthetic]

    def told(self, agreement: Agreement, some: Sequence[Claimed]) -> list[Statement]:
        """Return statements with their words."""
        from rasd.store.statements import statements_numbered

        found = dict(statements_numbered(self._store, [one.number for one in some]))
        return self._judged(agreement, [found[one.number] for one in some if one.number in found])

    def _judged(self, agreement: Agreement, statements: Sequence[Statement]) -> list[Statement]:
        return Ledger(agreement, self._lexicon, statements=statements).statements
