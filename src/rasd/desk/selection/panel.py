"""The panel of a selection as pages draw it: facets with counts, chips of what is chosen, fields; all of them plain addresses.

The list, the map and the charts include ``selection/panel.html`` with it. Every link works without a script; where htmx is
there it takes the part of the page that changes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from rasd.desk.selection.asking import FACETS, OCCURRENCES, SORTS
from rasd.desk.selection.indexing import Chosen
from rasd.desk.selection.selection import Selection
from rasd.desk.site import Words
from rasd.export.page import labels
from rasd.export.page.labels import shown
from rasd.model import ids
from rasd.store.words import folded

__all__ = ["Chip", "Facet", "Panel", "Value", "panel_of", "value_named"]

_SHOWN = 7
"""Values of a facet that are shown before `more` is asked for."""
_VOCABULARIES = {
    "kind": "kinds",
    "weapon": "weapons",
    "harm": "effects",
    "grade": "grades",
    "factuality": "factuality",
}
_IN_ORDER = {"grade": ids("grades"), "occurrence": OCCURRENCES, "decided": ("people", "machine")}
"""Facets whose values keep their own order; the others go by how many there are."""
_TYPED = ("words", "place", "since", "until", "killed", "injured", "synthetic")


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a facet."""

    name: str
    count: int
    written: str
    is_on: bool
    query: str
    """The selection with this value more, or less when it is chosen."""
    id: str


@dataclass(frozen=True, slots=True)
class Facet:
    """One facet: the first values, and the rest, drawn as lists of links."""

    key: str
    name: str
    shown: SafeString
    more: SafeString
    left: int
    """How many are in `more`."""
    chosen: int


@dataclass(frozen=True, slots=True)
class Chip:
    """One thing that is chosen, and the selection without it."""

    name: str
    value: str
    query: str


@dataclass(frozen=True, slots=True)
class Panel:
    """All that ``selection/panel.html`` needs."""

    selection: Selection
    path: str
    total: int
    facets: Sequence[Facet]
    chips: Sequence[Chip]
    complaints: Sequence[str]
    kept: Sequence[tuple[str, str]]
    """What the form of typed fields carries along."""
    typed: dict[str, str]
    sorts: Sequence[tuple[str, str]]
    is_typed: bool


def panel_of(selection: Selection, chosen: Chosen, words: Words, path: str) -> Panel:
    """Return the panel of a selection for the page at `path`."""
    pairs = selection.chosen()
    typed = {name: value for name, value in pairs if name in _TYPED}
    kept = [pair for pair in pairs if pair[0] not in _TYPED]
    if selection.sort != SORTS[0]:
        kept.append(("sort", selection.sort))
    facets = [_facet(name, selection, chosen, words, path) for name in FACETS]
    return Panel(
        selection=selection,
        path=path,
        total=chosen.total,
        facets=[facet for facet in facets if facet.shown],
        chips=[
            Chip(
                words(f"selection.field.{name}"),
                value_named(words, name, value),
                selection.without(name, value).query,
            )
            for name, value in pairs
        ],
        complaints=[
            words(one.key, field=words(f"selection.field.{one.field}"), value=one.value)
            for one in selection.complaints
        ],
        kept=kept,
        typed=typed,
        sorts=[(sort, words(f"selection.sort.{sort}")) for sort in SORTS],
        is_typed=bool(typed),
    )


def value_named(words: Words, name: str, value: str) -> str:
    """Return a value of a field in the person's language."""
    if name in _VOCABULARIES:
        return words.term(_VOCABULARIES[name], value)
    if name in ("actor", "theatre"):
        return words.term(name, value)
    if name == "admin1":
        return _unit(words, value)
    if name == "agreement":
        return _title(words, value)
    if name in ("decided", "occurrence", "synthetic"):
        return words(f"selection.{name}.{value}")
    if name in ("since", "until"):
        return words.day(value)
    if name in ("killed", "injured"):
        return words.number(int(value))
    return value


def _facet(name: str, selection: Selection, chosen: Chosen, words: Words, path: str) -> Facet:
    counts = chosen.counts(name)
    now: Any = getattr(selection, name)
    on = set([now] if isinstance(now, str) and now else now)
    counts = {**{value: 0 for value in on}, **counts}
    order = _IN_ORDER.get(name, ())
    ranked = sorted(
        counts,
        key=lambda value: (order.index(value) if value in order else len(order), -counts[value], value),
    )
    queries = selection.toggling(name, ranked)
    values = [
        Value(
            value_named(words, name, value), counts[value], words.number(counts[value]), value in on, query,
            f"f-{name}-{value.replace(' ', '_')}",
        )
        for value, query in zip(ranked, queries, strict=True)
    ]  # fmt: skip
    first = [value for number, value in enumerate(values) if number < _SHOWN or value.is_on]
    more = [value for number, value in enumerate(values) if number >= _SHOWN and not value.is_on]
    return Facet(
        name, words(f"selection.field.{name}"), _drawn(path, first), _drawn(path, more), len(more), len(on)
    )


def _drawn(path: str, values: Sequence[Value]) -> SafeString:
    """Return links to values as a list: a hundred and more of them, without the template language."""
    rows = []
    for one in values:
        address = escape(f"{path}?{one.query}" if one.query else path)
        state = ' aria-current="true"' if one.is_on else ""
        rows.append(
            f'<li><a id="{escape(one.id)}" class="value{" on" if one.is_on else ""}" href="{address}"{state}>'
            f'<span class="box" aria-hidden="true"></span><bdi>{shown(one.name)}</bdi>'
            f'<span class="number">{escape(one.written)}</span></a></li>'
        )
    return mark_safe(f"<ul>{''.join(rows)}</ul>" if rows else "")  # nosec B308 B703: every value is escaped above


def _title(words: Words, value: str) -> str:
    """Return the title of an agreement; its id where no file of it is loaded."""
    from rasd.desk.ledgers import book

    found = book().agreement(value)
    return value if found is None else found.title.ar if words.is_arabic else found.title.en


def _unit(words: Words, value: str) -> str:
    """Return the name of a first-level unit from the folded form in which the store keeps it."""
    found = _units().get(value)
    if found is None:
        return value
    label = labels.admin1(*found)
    return label.ar if words.is_arabic else label.en


_KNOWN: dict[str, tuple[str, str]] = {}


def _units() -> dict[str, tuple[str, str]]:
    if not _KNOWN:
        _KNOWN.update({folded(name): (country, name) for country, name in labels.units()})
    return _KNOWN
