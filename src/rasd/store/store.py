"""The store: one interface over an SQLite file and a PostgreSQL database.

Everything that changes is one transaction: when a method returns, its work is acknowledged and outlives a killed
process; when it raises, nothing of it was kept. Django is imported when a store is opened, never before.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Self

from rasd.store.address import parse_address
from rasd.store.arrival import Added, Arrival, Selection, StoredDocument

if TYPE_CHECKING:
    from rasd.model import Record
    from rasd.store.custody import Custody
    from rasd.store.records import CodingRun

__all__ = ["Store"]

_ALL = Selection()


class Store:
    """An open store; get one with `Store.open`. May be used from several threads."""

    def __init__(self, alias: str, address: str, evidence: Path, *, is_new: bool) -> None:
        from rasd.store.custody import Custody

        self.alias = alias
        """Name of its connection in Django, for queries over `rasd.store.models`."""
        self.address = address
        """Printable: a password is masked."""
        self.evidence = evidence
        """Folder of the evidentiary copies."""
        self.is_new = is_new
        """Whether opening it made it."""
        self.custody: Custody = Custody(alias, address)

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
        """Make everything inside one transaction; methods of the store join it."""
        from django.db import transaction

        from rasd.store.failing import told

        with told(self.address), transaction.atomic(using=self.alias):
            yield

    # --- documents ---------------------------------------------------------------------------------------------

    def add(self, arrivals: Sequence[Arrival]) -> list[Added]:
        """Add documents and their custody entries; when this returns they are acknowledged. In the order given."""
        from rasd.store.adding import add
        from rasd.store.failing import told

        with told(self.address):
            return add(self.alias, self.custody, arrivals)

    def document(self, document_id: str) -> StoredDocument | None:
        """Return one document."""
        from rasd.store.reading import one_document

        return one_document(self.alias, self.address, document_id)

    def documents(self, selection: Selection = _ALL) -> Iterator[StoredDocument]:
        """Yield documents in the order of their arrival, page by page."""
        from rasd.store.reading import documents

        return documents(self.alias, self.address, selection)

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
        """Return the current record of a document, or the one that an earlier run made."""
        from rasd.store.failing import told
        from rasd.store.records import record_of

        with told(self.address):
            return record_of(self.alias, document_id, run)
