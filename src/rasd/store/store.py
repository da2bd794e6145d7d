"""The store: one interface over an SQLite file and a PostgreSQL database.

Everything that changes is one transaction: when a method returns, its work is acknowledged and outlives a killed
process; when it raises, nothing of it was kept. Django is imported when a store is opened, never before.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from rasd.store.address import parse_address
from rasd.store.arrival import Added, Arrival, CodingRun, Found, Selection, StoredDocument
from rasd.store.incident_filter import IncidentFilter, IncidentPast, Order
from rasd.store.judgement import Action, Judgement
from rasd.store.review import QueueFilter, QueueRow, ReviewDecision, Reviewed, ReviewState

if TYPE_CHECKING:
    from rasd.model import Document, Incident, Record, Report
    from rasd.store.custody import Custody
    from rasd.store.links import Links

__all__ = ["Store"]

_ALL = Selection()
_EVERY = IncidentFilter()
_WAITING = QueueFilter()


class Store:
    """An open store; get one with `Store.open`. May be used from several threads."""

    def __init__(self, alias: str, address: str, evidence: Path, *, is_new: bool) -> None:
        from rasd.store.custody import Custody
        from rasd.store.links import Links

        self.alias = alias
        """Name of its connection in Django, for queries over `rasd.store.models`."""
        self.address = address
        """Printable: a password is masked."""
        self.evidence = evidence
        """Folder of the evidentiary copies."""
        self.is_new = is_new
        """Whether opening it made it."""
        self.custody: Custody = Custody(alias, address)
        self.links: Links = Links(alias, address)

    @classmethod
    def open(cls, address: str | None = None, *, evidence: Path | None = None, create: bool = True) -> Store:
        """Open the store that `address`, else RASD_STORE, names; by default the folder ``rasd-store``.

        With `create`, one is made where there is none. Raises StoreError when it cannot be opened.
        """
        parsed = parse_address(address, evidence)
        from rasd.store.opening import open_database

        alias, is_new = open_database(parsed, create=create)
        return cls(alias, parsed.printable, parsed.evidence, is_new=is_new)

    def close(self) -> None:
        """Give back the connection of this thread; the next use opens another."""
        from django.db import connections

        connections[self.alias].close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Make everything inside one transaction; methods of the store join it.

        Writers take turns: what is read inside does not change under the reader's hands.
        """
        from django.db import transaction

        from rasd.store.failing import told

        with told(self.address), transaction.atomic(using=self.alias):
            self.custody.lock()
            yield

    # --- documents ---------------------------------------------------------------------------------------------

    def add(self, arrivals: Sequence[Arrival]) -> list[Added]:
        """Add documents and their custody entries; when this returns they are acknowledged. In the order given."""
        from rasd.store.adding import add
        from rasd.store.redactions import key_of, load_rules, tell_of, without_redacted

        with self.transaction():
            self.custody.lock()  # a redaction that was ordered before is heeded, one that is under way is waited for
            rules = load_rules(self.alias) if arrivals else []
            if not rules:
                return add(self.alias, self.custody, arrivals)
            kept, taken = without_redacted(arrivals, rules, key_of(self.evidence))
            added = add(self.alias, self.custody, kept)
            self.custody.append_all(tell_of(added, taken))
            return added

    def document(self, document_id: str) -> StoredDocument | None:
        """Return one document."""
        from rasd.store.reading import one_document

        return one_document(self.alias, self.address, document_id)

    def documents(self, selection: Selection = _ALL) -> Iterator[StoredDocument]:
        """Yield documents in the order of their arrival, page by page."""
        from rasd.store.reading import documents

        return documents(self.alias, self.address, selection)

    def cited(self, ids: Sequence[str], *, with_text: bool = False) -> dict[str, tuple[Document, str]]:
        """Return documents by id, each with the hash of its text; the words themselves only `with_text`."""
        from rasd.store.citing import documents_cited

        return documents_cited(self.alias, self.address, ids, with_text=with_text)

    def count(self, selection: Selection = _ALL) -> int:
        """Return how many documents a selection without `ids` has."""
        from rasd.store import models
        from rasd.store.failing import told
        from rasd.store.reading import narrowed

        with told(self.address):
            rows = models.Document.objects.using(self.alias).filter(id__gt=selection.after)
            return int(narrowed(rows, selection).count())

    # --- records -----------------------------------------------------------------------------------------------

    def uncoded(self, data_version: str) -> Iterator[StoredDocument]:
        """Yield documents that have no record of this data version; batches may be kept while this goes on."""
        from rasd.store.reading import uncoded

        return uncoded(self.alias, self.address, data_version)

    def begin_coding(self, data_version: str) -> CodingRun:
        """Return a new run of the coder, to keep records under."""
        from rasd import __version__
        from rasd.store.failing import told
        from rasd.store.records import begin_coding

        with told(self.address):
            return begin_coding(self.alias, data_version, __version__)

    def keep_records(self, run: CodingRun, records: Sequence[tuple[str, Record]]) -> None:
        """Keep the records of a batch, by document id, and make them current; earlier ones stay readable."""
        from rasd.store.failing import told
        from rasd.store.records import keep_records

        with told(self.address):
            keep_records(self.alias, self.custody, self.address, run, records)

    def record(self, document_id: str, *, run: int | None = None) -> Record | None:
        """Return the record of a document that stands, or what the machine read in one run."""
        from rasd.store.failing import told
        from rasd.store.records import record_of

        with told(self.address):
            return record_of(self.alias, document_id, run)

    def records(self, document_ids: Sequence[str]) -> dict[str, Record]:
        """Return the records of many documents that stand, by document id."""
        from rasd.store.citing import records_of

        return records_of(self.alias, self.address, document_ids)

    def reports(self, report_ids: Iterable[str]) -> dict[str, Report]:
        """Return reports of current records by id; what is no longer read is left out."""
        from rasd.store.failing import told
        from rasd.store.records import reports_of

        with told(self.address):
            return reports_of(self.alias, list(report_ids))

    # --- reviews -----------------------------------------------------------------------------------------------

    def reviewed(self, document_id: str) -> Reviewed:
        """Return a document's record as the machine read it and as it stands after people's decisions.

        Raises StoreError when there is no such document, or it is not coded.
        """
        from rasd.store.failing import told
        from rasd.store.reviewing import reviewed

        with told(self.address):
            return reviewed(self.alias, self.address, document_id)

    def review(
        self, document_id: str, decisions: Sequence[ReviewDecision], *, by: str, base: int
    ) -> Reviewed:
        """Record what a person decided on values of a record, all or none; the machine's record stays as it is.

        `base` is the `revision` that the person saw. Raises ReviewConflict when a value is another one now, or somebody
        decided on it since; StoreError when a decision cannot be one.
        """
        from rasd.store.failing import told
        from rasd.store.reviewing import review

        with told(self.address):
            return review(
                self.alias, self.custody, self.address, document_id, decisions, by=by, base=base,
                refresh=self._stand,
            )  # fmt: skip

    def undo_review(self, number: int, *, by: str, why: str = "") -> Reviewed:
        """Take a decision on a record back; both stay in its history."""
        from rasd.store.failing import told
        from rasd.store.reviewing import undo_review

        with told(self.address):
            return undo_review(
                self.alias, self.custody, self.address, number, by=by, why=why, refresh=self._stand
            )

    def conclude(
        self, document_id: str, state: ReviewState, *, by: str, why: str = "", needs_second: bool = False
    ) -> Reviewed:
        """Say where a document stands. With `needs_second`, who verified it may not approve it."""
        from rasd.store.failing import told
        from rasd.store.reviewing import conclude

        with told(self.address):
            return conclude(
                self.alias, self.custody, self.address, document_id, state, by=by, why=why,
                needs_second=needs_second, refresh=self._stand,
            )  # fmt: skip

    def queue(
        self, wanted: QueueFilter = _WAITING, *, after: tuple[float, str] | None = None, limit: int = 50
    ) -> list[QueueRow]:
        """Return coded documents to look at, the weightiest first; `after`: weight and id of the last one seen."""
        from rasd.store.queueing import queue

        return queue(self.alias, self.address, wanted, after=after, limit=limit)

    def count_queue(self, wanted: QueueFilter = _WAITING, *, most: int | None = None) -> int:
        """Return how many documents are to be looked at; with `most` counting ends there."""
        from rasd.store.queueing import count_queue

        return count_queue(self.alias, self.address, wanted, most)

    def fill_queue(self) -> Iterator[int]:
        """Give documents that were coded before there was a queue their place in it; yield how many got one."""
        from rasd.store.queueing import fill_queue

        return fill_queue(self.alias, self.address)

    def _stand(self, *changed: Any) -> None:
        from rasd.store.records import stand

        stand(self.alias, self.address, *changed)

    # --- search ------------------------------------------------------------------------------------------------

    def search(self, words: str, selection: Selection = _ALL, *, limit: int | None = None) -> Iterator[Found]:
        """Yield documents that hold all `words`, newest arrivals first, with an excerpt of each.

        A word is found in any spelling and behind و ف ب ك ل س ال لل; words in quotes are found in a row.
        """
        from rasd.store.searching import search

        return search(self.alias, self.address, words, selection, limit)

    def count_found(self, words: str, selection: Selection = _ALL) -> int:
        """Return how many documents hold all `words`."""
        from rasd.store.searching import count_found

        return count_found(self.alias, self.address, words, selection)

    # --- judgements --------------------------------------------------------------------------------------------

    def judge(
        self, action: Action, reports: Sequence[str], *, by: str, why: str = "", value: Any = None
    ) -> Judgement:
        """Record what a person decided about reports of current records. Nothing is ever altered: see `undo`."""
        from rasd.store.failing import told
        from rasd.store.judging import judge

        with told(self.address):
            return judge(self.alias, self.custody, self.address, action, reports, value=value, by=by, why=why)

    def undo(self, number: int, *, by: str, why: str = "") -> Judgement:
        """Take a decision back; both stay in the record."""
        from rasd.store.failing import told
        from rasd.store.judging import undo

        with told(self.address):
            return undo(self.alias, self.custody, self.address, number, by=by, why=why)

    def judgements(
        self,
        *,
        reports: Iterable[str] | None = None,
        documents: Iterable[str] | None = None,
        action: Action | None = None,
        by: str | None = None,
        undone: bool | None = False,
    ) -> Iterator[Judgement]:
        """Yield decisions in the order in which they were made; with `undone=None` those taken back too.

        `reports` are ids as they were then; `documents` also finds decisions on reports that are called otherwise now.
        """
        from rasd.store.judging import judgements

        return judgements(
            self.alias, self.address, subjects=reports, documents=documents, action=action, by=by,
            undone=undone,
        )  # fmt: skip

    def located(self, judgements: Sequence[Judgement]) -> list[tuple[str | None, ...]]:
        """Return what the reports of each judgement are called in the current records; None: not read any more."""
        from rasd.store.judging import located

        return located(self.alias, self.address, judgements)

    # --- incidents ---------------------------------------------------------------------------------------------

    def keep_incidents(
        self,
        changed: Sequence[Incident],
        removed: Sequence[str] = (),
        *,
        linked: Iterable[str] = (),
        by: str = "link",
    ) -> list[IncidentPast]:
        """Keep a set of changes in one transaction, and return what was noted in the history.

        An incident takes the place of the one with its id; one that is as it was leaves no trace. The id of a removed
        one leads to the changed incident that has most of its reports. `linked`: reports that are pending no more.
        Raises StoreError when a report would stand in two incidents.
        """
        from rasd.store.failing import told
        from rasd.store.incidents import keep_incidents

        with told(self.address):
            return keep_incidents(
                self.alias, self.custody, self.address, changed, removed, linked=linked, by=by
            )

    def incident(self, incident_id: str) -> Incident | None:
        """Return one incident by its id or a former one."""
        from rasd.store.failing import told
        from rasd.store.incident_list import incident

        with told(self.address):
            return incident(self.alias, incident_id)

    def incidents(
        self, wanted: IncidentFilter = _EVERY, *, limit: int | None = None, order: Order = "date"
    ) -> Iterator[Incident]:
        """Yield incidents, the latest or most first."""
        from rasd.store.incident_list import incidents

        return incidents(self.alias, self.address, wanted, limit, order)

    def incidents_by_id(self, wanted: IncidentFilter = _EVERY) -> Iterator[Incident]:
        """Yield incidents in the order of their ids, page by page: any number in the same memory."""
        from rasd.store.citing import incidents_by_id

        return incidents_by_id(self.alias, self.address, wanted)

    def count_incidents(self, wanted: IncidentFilter = _EVERY) -> int:
        """Return how many incidents there are."""
        from rasd.store.failing import told
        from rasd.store.incident_list import count_incidents

        with told(self.address):
            return count_incidents(self.alias, wanted)

    def incidents_of(self, report_ids: Sequence[str]) -> dict[str, str]:
        """Return the incident id of each report that has one."""
        from rasd.store.failing import told
        from rasd.store.incident_list import incidents_of

        with told(self.address):
            return incidents_of(self.alias, report_ids)

    def past(self, incident_id: str) -> list[IncidentPast]:
        """Return the history of an incident and of those that were merged into it, oldest first."""
        from rasd.store.failing import told
        from rasd.store.incidents import past

        with told(self.address):
            return past(self.alias, incident_id)
