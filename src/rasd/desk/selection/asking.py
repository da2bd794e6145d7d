"""Reading what an address asks for: what is not understood is left out and said, never an error.

Each reader returns the value to use, and puts what it could not use among the complaints, which the page shows.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol
from urllib.parse import parse_qs

from rasd.errors import StoreError
from rasd.model import ids
from rasd.store import ORDERS, Order
from rasd.store.words import folded, wanted

__all__ = ["FACETS", "OCCURRENCES", "SORTS", "Asked", "Complaint", "Values", "query_values"]

SORTS: tuple[Order, ...] = ORDERS
FACETS = (
    "theatre",
    "admin1",
    "kind",
    "actor",
    "weapon",
    "harm",
    "grade",
    "decided",
    "occurrence",
    "agreement",
)
"""What a selection narrows by choosing among values, in the order of the panel. Several values of one: either of them."""
OCCURRENCES = ("declared", "likely", "contested", "single_source")
_CLOSED: Mapping[str, tuple[str, ...]] = {
    "kind": ids("kinds"),
    "weapon": ids("weapons"),
    "harm": ids("effects"),
    "grade": ids("grades"),
    "factuality": ids("factuality"),
    "occurrence": OCCURRENCES,
    "decided": ("people", "machine"),
}
_UPPER = ("actor",)
_LONGEST = 200
_MOST = 50
"""Values of one facet; a longer list was made by no person."""
_HIGHEST = 1_000_000
_ID = re.compile(r"[\w.:-]{1,80}")


class Values(Protocol):
    """What Django's QueryDict does that is needed here."""

    def getlist(self, key: str) -> Sequence[Any]:
        """Return all values of a name."""


class _Parsed(dict[str, list[str]]):
    def getlist(self, key: str) -> Sequence[str]:
        return self.get(key, [])


def query_values(query: str) -> Values:
    """Return the values of a query string."""
    return _Parsed(parse_qs(query.removeprefix("?"), errors="replace"))


@dataclass(frozen=True, slots=True)
class Complaint:
    """One thing in an address that was not understood, for `Words`: a key and what fills it."""

    key: str
    field: str
    value: str = ""


@dataclass(slots=True)
class Asked:
    """A query being read."""

    query: Values
    complaints: list[Complaint] = field(default_factory=list)

    def facet(self, name: str) -> tuple[str, ...]:
        """Return the values of a facet that can be chosen, each once, sorted."""
        found: set[str] = set()
        for given in self._texts(name)[:_MOST]:
            value = given.upper() if name in _UPPER else folded(given) if name == "admin1" else given
            closed = _CLOSED.get(name)
            is_known = (
                value in closed
                if closed is not None
                else bool(value if name == "admin1" else _ID.fullmatch(value))
            )
            if is_known:
                found.add(value)
            else:
                self._complain("unknown", name, given)
        return tuple(sorted(found))

    def text(self, name: str) -> str:
        """Return one text, its spaces as one."""
        return " ".join(" ".join(self._texts(name)[:1]).split())

    def words(self, name: str) -> str:
        """Return words to look for; none when nothing of them can be looked for."""
        text = self.text(name)
        if text:
            try:
                wanted(text)
            except StoreError:
                self._complain("words", name, text)
                return ""
        return text

    def day(self, name: str) -> date | None:
        """Return a day written YYYY-MM-DD."""
        text = self.text(name)
        if not text:
            return None
        try:
            return date.fromisoformat(text)
        except ValueError:
            self._complain("day", name, text)
            return None

    def number(self, name: str, *, least: int = 0) -> int | None:
        """Return a whole number, in Latin or Arabic digits."""
        text = self.text(name)
        if not text:
            return None
        if len(text) <= 7 and text.isdecimal() and least <= int(text) <= _HIGHEST:
            return int(text)
        self._complain("number", name, text)
        return None

    def choice(self, name: str, choices: Sequence[str]) -> str:
        """Return one of `choices`, the first by default."""
        text = self.text(name)
        if not text or text in choices:
            return text or choices[0]
        self._complain("unknown", name, text)
        return choices[0]

    def degrees(self, name: str, count: int) -> tuple[float, ...] | None:
        """Return numbers with commas between them: longitudes and latitudes in turn."""
        text = self.text(name)
        if not text:
            return None
        try:
            found = tuple(round(float(piece), 6) for piece in text.split(","))
        except ValueError:
            found = ()
        limits = (180, 90) * 2
        if len(found) == count and all(
            math.isfinite(one) and abs(one) <= most for one, most in zip(found, limits, strict=False)
        ):
            return found
        self._complain("box", name, text)
        return None

    def _texts(self, name: str) -> list[str]:
        found = [str(value).replace("\x00", "").strip() for value in self.query.getlist(name)]
        kept = [value for value in found if value]
        for value in kept:
            if len(value) > _LONGEST:
                self._complain("long", name, f"{value[:40]}…")
        return [value for value in kept if len(value) <= _LONGEST]

    def _complain(self, key: str, name: str, value: str) -> None:
        if len(self.complaints) < 10:
            self.complaints.append(Complaint(f"selection.wrong.{key}", name, value[:80]))
