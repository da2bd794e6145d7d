"""What the queue is asked for: its query string, read without trust, canonical when it is written again."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite
from typing import Any
from urllib.parse import urlencode

from rasd.store.review import OPEN_STATES, REVIEW_STATES

__all__ = ["REASONS", "STATES", "TABS", "Asked"]

TABS = ("documents", "incidents")
STATES = ("open", *REVIEW_STATES)
REASONS = ("contested", "new")
"""Why an incident waits: sources disagree; it is new or changed since the person last looked."""
_FIELDS = {
    "documents": ("theatre", "kind", "outlet", "state", "by"),
    "incidents": ("theatre", "kind", "outlet", "reason"),
}
_LONGEST = 300


@dataclass(frozen=True, slots=True)
class Asked:
    """A tab, what it is narrowed by, and where the page begins."""

    tab: str
    typed: dict[str, str]
    after: tuple[float, str] | None = None
    """Weight, and id or number, of the last row of the page before."""

    @classmethod
    def from_query(cls, query: Any) -> Asked:
        """Read a query string; what is none of its own is left alone."""
        tab = query.get("tab", "")
        tab = tab if tab in TABS else TABS[0]
        typed = {}
        for name in _FIELDS[tab]:
            value = query.get(name, "").replace("\x00", "").strip()[:_LONGEST]
            if (name == "state" and (value not in STATES or value == "open")) or (
                name == "reason" and value not in REASONS
            ):
                continue
            if value:
                typed[name] = value
        return cls(tab, typed, _after(query.get("after", "")))

    @property
    def query(self) -> str:
        """The canonical query string, without the place in the list."""
        return urlencode(
            [
                ("tab", self.tab),
                *((name, self.typed[name]) for name in _FIELDS[self.tab] if name in self.typed),
            ]
        )

    @property
    def states(self) -> frozenset[str]:
        """The states that are asked for."""
        state = self.typed.get("state")
        return frozenset({state}) if state else OPEN_STATES


def _after(text: str) -> tuple[float, str] | None:
    weight, _, key = text.partition("_")
    try:
        number = float(weight)
    except ValueError:
        return None
    return (number, key[:_LONGEST].replace("\x00", "")) if key and isfinite(number) else None
