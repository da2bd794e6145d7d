"""One agreement's ledger as one person sees it: what is hidden from them left out of entries and of every count."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from django.http import HttpRequest

from rasd.agreements import Grouping, Ledger, Row, Tally, together
from rasd.desk.access import Hidden, hidden, masked_incident, masks
from rasd.desk.ledgers.asking import Asked
from rasd.desk.ledgers.book import Book, Outside
from rasd.desk.ledgers.claims import Claimed
from rasd.desk.ledgers.slim import decided_on
from rasd.desk.ledgers.visible import without_documents
from rasd.desk.site import store
from rasd.model import Agreement, Incident, LedgerEntry, Observation

__all__ = ["Seen", "claimed", "incidents", "observations", "seen", "whole"]

_Known = TypeVar("_Known")
_KEPT = 48
_kept: OrderedDict[Any, Seen] = OrderedDict()
_lock = threading.Lock()
_PAGE = 200


@dataclass(frozen=True, slots=True)
class Seen:
    """What a person asked of a ledger: entries, and what stands beside them."""

    agreement: Agreement
    ledger: Ledger
    """Entries that are asked for, without sentences; tallies, columns and charts are made of it."""
    keys: list[str]
    """Their incidents, the latest first, those without a day last; with `out_of_scope` asked for, those instead."""
    outside: Outside
    all: int
    """Entries without any narrowing."""
    total: Tally
    breach_claims: int
    """Entries that a report calls a breach of this very agreement."""
    identity: Any
    """The same as long as the same is shown."""
    _known: dict[str, Any] = field(default_factory=dict)

    def known(self, name: str, made: Callable[[], _Known]) -> _Known:
        """Return what `made` gives, made once for all who see this: tallies of many entries take their time."""
        if name not in self._known:
            self._known[name] = made()
        found: _Known = self._known[name]
        return found

    def rows(self, grouping: Grouping) -> list[Row]:
        """Return the rows of a grouping."""
        return self.known(f"rows {grouping}", lambda: self.ledger.rows(grouping))

    def columns(self) -> list[str]:
        """Return the parties of the table, in the agreement's own order."""
        return self.known("columns", self.ledger.columns)


def seen(book: Book, agreement: Agreement, asked: Asked, request: HttpRequest) -> Seen:
    """Return the ledger as this person sees it; the same question is answered once until something changes."""
    unseen = hidden(request)
    book.facets(agreement.id)
    question = replace(asked, page=1, rows=0, by="term", strange=())
    key = (agreement.id, book.version, book.facet_version, question, unseen)
    with _lock:
        found = _kept.get(key)
        if found is not None:
            _kept.move_to_end(key)
            return found
    found = _made(book, agreement, asked, unseen, key)
    with _lock:
        _kept[key] = found
        while len(_kept) > _KEPT:
            _kept.popitem(last=False)
    return found


def _made(book: Book, agreement: Agreement, asked: Asked, unseen: Hidden, identity: Any) -> Seen:
    entries, facets = book.entries(agreement.id), book.facets(agreement.id)
    outside = book.outside(agreement.id, unseen.incidents)
    for key in unseen.incidents:
        entries.pop(key, None)
    for key, entry in _partly(book, agreement, unseen, entries):
        if entry is None:
            entries.pop(key)
        else:
            entries[key] = entry
    ledger = Ledger(agreement, book.lexicon)
    for key, entry in entries.items():
        decided = facets.get(key)
        if asked.outcome != "out_of_scope" and asked.takes(entry, decided):
            ledger.entries.append(decided_on(entry, decided) if decided else entry)
    ledger.entries = ledger.sorted()
    ledger.failing.update(outside.failing)
    ledger.no_acts, ledger.invented, ledger.real = outside.no_acts, outside.invented, outside.real
    if asked.outcome == "out_of_scope":
        wanted = [asked.failing] if asked.failing else list(outside.failing)
        keys = [
            key
            for question in wanted
            for key in book.outside_keys(agreement.id, question)
            if key not in unseen
        ]
    else:
        undated = [one.incident_id for one in ledger.entries if one.date.start is None]
        dated = [one.incident_id for one in ledger.entries if one.date.start is not None]
        keys = [*reversed(dated), *undated]
    claims = sum(any(claim.is_this == "yes" for claim in one.claims) for one in ledger.entries)
    return Seen(agreement, ledger, keys, outside, len(entries), ledger.total(), claims, identity)


def _partly(
    book: Book, agreement: Agreement, unseen: Hidden, entries: dict[str, LedgerEntry]
) -> Iterator[tuple[str, LedgerEntry | None]]:
    """Yield anew the entries of incidents of which some documents are hidden; None: it no longer lies within."""
    from rasd.store import models

    documents: list[str] = sorted(unseen.documents)
    touched: set[str] = set()
    for start in range(0, len(documents), _PAGE):
        rows = models.IncidentReport.objects.filter(document_key__in=documents[start : start + _PAGE])
        touched.update(rows.values_list("incident__key", flat=True))
    for incident in incidents(sorted(touched & entries.keys())):
        entry = book.hold(agreement.id, without_documents(incident, unseen.documents))
        yield incident.id, None if entry.outcome == "out_of_scope" else entry


def incidents(keys: list[str]) -> Iterator[Incident]:
    """Yield incidents by key, page by page; those that are there no more are left out."""
    from rasd.store import models
    from rasd.store.failing import told

    for start in range(0, len(keys), _PAGE):
        some = keys[start : start + _PAGE]
        with told(store().address):
            found = dict(models.Incident.objects.filter(key__in=some).values_list("key", "incident"))
        yield from (Incident.model_validate_json(found[key]) for key in some if key in found)


def whole(book: Book, agreement: Agreement, keys: list[str], request: HttpRequest) -> Iterator[LedgerEntry]:
    """Yield whole entries, with the sentences of their answers, as this person may read them."""
    unseen, masked, facets = hidden(request), masks(request), book.facets(agreement.id)
    for incident in incidents(keys):
        shown = without_documents(incident, unseen.documents)
        entry = book.hold(agreement.id, masked_incident(shown) if masked else shown)
        decided = facets.get(incident.id, ())
        if masked:
            decided = [one.model_copy(update={"by": "", "why": ""}) for one in decided]
        entry.facets = together(entry.facets, decided)
        yield entry


def observations(agreement: Agreement, asked: Asked, request: HttpRequest) -> list[Observation]:
    """Return what people observed, of the days and term that are asked for."""
    from rasd.store.ledgers import LedgerStore

    unseen = hidden(request)
    return [
        one
        for one in LedgerStore(store()).observations(agreement.id)
        if one.synthetic == agreement.synthetic
        and one.document_id not in unseen.documents
        and asked.meets(one.start, one.end)
        and asked.term in (None, one.term)
    ]


def claimed(book: Book, agreement: Agreement, asked: Asked, request: HttpRequest) -> list[Claimed]:
    """Return the totals that are claimed for the days that are asked for, the latest first."""
    unseen = hidden(request)
    found = book.claims.of(agreement, asked.since, asked.until)
    return [
        one
        for one in reversed(found)
        if one.document not in unseen.documents and asked.meets(one.first, one.last)
    ]
