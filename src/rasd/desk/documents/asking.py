"""What a list of documents is asked for: the query string of an address, read without trust, and what there is to choose."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Literal
from urllib.parse import urlencode

from django.db import connections

from rasd.desk.access import Hidden
from rasd.desk.site import store
from rasd.errors import StoreError
from rasd.store import Selection

__all__ = ["FIELDS", "Asked", "choices", "is_searchable"]

FIELDS = ("words", "outlet", "theatre", "method", "coded", "synthetic", "since", "until")
"""The names in the query string, in the order in which a canonical address has them."""
_LONGEST = 300
_MOST_CHOICES = 120
_CHOICES = """
WITH RECURSIVE met(value) AS (
  SELECT MIN({column}) FROM store_document WHERE {column} > ''
  UNION ALL
  SELECT (SELECT MIN({column}) FROM store_document WHERE {column} > met.value) FROM met WHERE met.value IS NOT NULL
) SELECT value FROM met WHERE value IS NOT NULL LIMIT %s
"""
_YES_NO = {"yes": True, "no": False}


@dataclass(frozen=True, slots=True)
class Asked:
    """A filter as it was typed, what of it the store is asked, and what could not be read."""

    typed: dict[str, str]
    selection: Selection
    wrong: dict[str, str] = field(default_factory=dict)
    """Keys of words, by field."""
    before: tuple[date | None, int] | None = None
    """Where the page begins: behind a day and number, or behind a number."""

    @property
    def words(self) -> str:
        """The words to look for; empty: none."""
        return self.typed.get("words", "")

    @property
    def by_day(self) -> bool:
        """Whether the order is that of days of publication: with a bound of days, and no words."""
        return not self.words and bool(self.selection.published_from or self.selection.published_until)

    @property
    def query(self) -> str:
        """The canonical query string, without the place in the list."""
        return urlencode([(name, self.typed[name]) for name in FIELDS if self.typed.get(name)])

    @classmethod
    def from_query(cls, query: Any) -> Asked:
        """Read a query string; what cannot be read is told and not heeded."""
        typed = {name: query.get(name, "").replace("\x00", "").strip()[:_LONGEST] for name in FIELDS}
        wrong: dict[str, str] = {}
        days = {name: _day(typed[name], name, wrong) for name in ("since", "until")}
        if days["since"] and days["until"] and days["until"] < days["since"]:
            wrong["until"] = "documents.wrong.order"
            days["until"] = None
        selection = Selection(
            outlet=typed["outlet"] or None,
            theatre=typed["theatre"] or None,
            method=typed["method"] or None,
            is_coded=_YES_NO.get(typed["coded"]),
            is_synthetic=_YES_NO.get(typed["synthetic"]),
            published_from=days["since"],
            published_until=days["until"],
        )
        asked = cls({name: value for name, value in typed.items() if value}, selection, wrong)
        return replace(asked, before=_before(query.get("before", "")))


def _day(text: str, name: str, wrong: dict[str, str]) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        wrong[name] = "documents.wrong.day"
        return None


def _before(text: str) -> tuple[date | None, int] | None:
    day, _, number = text.rpartition("_")
    if not (number.isascii() and number.isdigit() and len(number) < 19):
        return None
    try:
        return (date.fromisoformat(day) if day else None), int(number)
    except ValueError:
        return None


def is_searchable(words: str) -> bool:
    """Tell whether the store can look for these words: there is at least one among them, and not too many."""
    from rasd.store.words import wanted

    try:
        return bool(wanted(words))
    except StoreError:
        return False


def choices(column: Literal["outlet", "theatre", "method"], hidden: Hidden) -> list[str]:
    """Return the values that documents have in an indexed column: one look at the index a value, never at the archive."""
    from rasd.store import models

    with connections[store().alias].cursor() as cursor:
        cursor.execute(_CHOICES.format(column=column), [_MOST_CHOICES])
        found = [str(value) for (value,) in cursor.fetchall()]
    if not hidden.documents:
        return found
    seen = models.Document.objects.exclude(key__in=hidden.documents)
    return [value for value in found if seen.filter(**{column: value}).exists()]
