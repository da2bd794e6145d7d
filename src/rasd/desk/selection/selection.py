"""A selection as a value: made from an address, turned into one, and into what the store is asked.

Two addresses that ask for the same give equal selections with the same `query`: parts stand in one order, values sorted,
defaults left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Self, cast
from urllib.parse import urlencode

from rasd.desk.selection.asking import FACETS, SORTS, Asked, Complaint, Values, query_values
from rasd.store import IncidentFilter, Order

__all__ = ["Selection"]

_SEVERAL = (*(name for name in FACETS if name != "decided"), "factuality")
_SINGLE = ("decided", "place", "words", "since", "until", "killed", "injured", "synthetic", "box")
_RANK = {name: number for number, name in enumerate((*_SEVERAL, *_SINGLE, "sort"))}


@dataclass(frozen=True, slots=True)
class Selection:
    """What is chosen; empty fields narrow nothing."""

    theatre: tuple[str, ...] = ()
    admin1: tuple[str, ...] = ()
    """First-level units, folded as the store keeps them."""
    kind: tuple[str, ...] = ()
    actor: tuple[str, ...] = ()
    """As perpetrator or target."""
    weapon: tuple[str, ...] = ()
    harm: tuple[str, ...] = ()
    """Effects: killed, injured, displaced …"""
    grade: tuple[str, ...] = ()
    """As decided, else as proposed."""
    occurrence: tuple[str, ...] = ()
    agreement: tuple[str, ...] = ()
    """Incidents reported within the terms of an agreement, possibly so too."""
    factuality: tuple[str, ...] = ()
    decided: str = ""
    """`people`: the grade is a person's; `machine`: it is proposed only."""
    place: str = ""
    """A name in any spelling, or a gazetteer id."""
    words: str = ""
    since: date | None = None
    until: date | None = None
    killed: int | None = None
    """At least so many by the upper bound."""
    injured: int | None = None
    synthetic: str = ""
    """`yes`: only invented ones; `no`: none of them."""
    box: tuple[float, float, float, float] | None = None
    """West, south, east, north: what a map shows."""
    sort: Order = "date"
    page: int = 1
    complaints: tuple[Complaint, ...] = field(default=(), compare=False)
    """What the address asked for and nobody understood; the page says it."""

    @classmethod
    def from_query(cls, query: Values | str) -> Self:
        """Return what a query asks for. Never raises: see `complaints`. Names that are not its own are left alone."""
        asked = Asked(query_values(query) if isinstance(query, str) else query)
        values: dict[str, Any] = {name: asked.facet(name) for name in _SEVERAL}
        since, until = asked.day("since"), asked.day("until")
        if since and until and until < since:
            asked.complaints.append(Complaint("selection.wrong.order", "until", until.isoformat()))
            since, until = until, since
        return cls(
            **values,
            decided=next(iter(asked.facet("decided")), "") if len(asked.facet("decided")) == 1 else "",
            place=asked.text("place"),
            words=asked.words("words"),
            since=since,
            until=until,
            killed=asked.number("killed") or None,
            injured=asked.number("injured") or None,
            synthetic=asked.choice("synthetic", ("", "yes", "no")),
            box=cast("tuple[float, float, float, float] | None", asked.degrees("box", 4)),
            sort=cast("Order", asked.choice("sort", SORTS)),
            page=asked.number("page", least=1) or 1,
            complaints=tuple(dict.fromkeys(asked.complaints)),
        )

    @property
    def query(self) -> str:
        """Return the canonical query string of what is chosen, without the page."""
        return self._query(with_page=False)

    @property
    def paged_query(self) -> str:
        """Return the query string, with the page too."""
        return self._query(with_page=True)

    @property
    def is_empty(self) -> bool:
        """Whether nothing is chosen: all incidents."""
        return not any(getattr(self, name) for name in (*_SEVERAL, *_SINGLE))

    @property
    def filter(self) -> IncidentFilter:
        """Return what the store is asked. It knows no agreements: with one chosen, ask the index for the ids instead."""
        return IncidentFilter(
            day_from=self.since,
            day_until=self.until,
            kind=self.kind or None,
            factuality=self.factuality or None,
            place=self.place or None,
            admin1=self.admin1 or None,
            box=self.box,
            actor=self.actor or None,
            weapon=self.weapon or None,
            theatre=self.theatre or None,
            effect=self.harm or None,
            killed=self.killed,
            injured=self.injured,
            grade=self.grade or None,
            is_decided={"people": True, "machine": False}.get(self.decided),
            occurrence=self.occurrence or None,
            is_synthetic={"yes": True, "no": False}.get(self.synthetic),
            words=self.words or None,
        )

    def chosen(self) -> list[tuple[str, str]]:
        """Return name and value of all that is chosen, as the address writes them."""
        found = [(name, value) for name in _SEVERAL for value in getattr(self, name)]
        found += [(name, _written(getattr(self, name))) for name in _SINGLE if getattr(self, name)]
        return found

    def having(self, **fields: Any) -> Self:
        """Return this selection with other values, from its first page on."""
        return replace(self, **{"page": 1, "complaints": (), **fields})

    def without(self, name: str, value: str) -> Self:
        """Return this selection with one value less."""
        now = getattr(self, name)
        if name in _SEVERAL:
            return self.having(**{name: tuple(one for one in now if one != value)})
        return self.having(**{name: None if name in ("since", "until", "killed", "injured", "box") else ""})

    def toggled(self, name: str, value: str) -> Self:
        """Return this selection with one value of a facet more, or less when it is chosen."""
        now = getattr(self, name)
        if name == "decided":
            return self.having(decided="" if now == value else value)
        if value in now:
            return self.without(name, value)
        return self.having(**{name: tuple(sorted({*now, value}))})

    def toggling(self, name: str, values: Sequence[str]) -> list[str]:
        """Return the query of `toggled` for each of many values of a facet, in order."""
        parts = [(one, urlencode([(one, value)])) for one, value in self._parts() if one != name]
        before = [part for one, part in parts if _RANK[one] < _RANK[name]]
        after = [part for one, part in parts if _RANK[one] > _RANK[name]]
        own = {value for one, value in self.chosen() if one == name}
        found = []
        for value in values:
            now = own ^ {value} if name in _SEVERAL or value in own else {value}
            found.append("&".join([*before, *(urlencode([(name, one)]) for one in sorted(now)), *after]))
        return found

    def _parts(self) -> list[tuple[str, str]]:
        parts = self.chosen()
        if self.sort != SORTS[0]:
            parts.append(("sort", self.sort))
        return parts

    def _query(self, *, with_page: bool) -> str:
        parts = self._parts()
        if with_page and self.page > 1:
            parts.append(("page", str(self.page)))
        return urlencode(parts)


def _written(value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return ",".join(f"{one:g}" if one == int(one) else str(one) for one in value)
    return str(value)
