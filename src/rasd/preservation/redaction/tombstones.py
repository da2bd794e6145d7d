"""What the custody log says was taken out of documents, and which evidentiary records still hold it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from rasd.preservation.package.contents import Tombstone

if TYPE_CHECKING:
    from rasd.store import Store

__all__ = ["DESTROYED", "REDACTED", "Tombstones"]

REDACTED = "document.redacted"
DESTROYED = "document.evidence_destroyed"
_PAGE = 400
_DERIVED = 64
"""Length of an id that was made from the text: whoever holds it could try words against it."""


class Tombstones:
    """The redacted documents of a store."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._details: dict[str, list[dict[str, Any]]] = {}
        for subject, at, details in _entries(store, REDACTED):
            self._details.setdefault(subject, []).append({**details, "at": at})
        self._destroyed = {subject for subject, _, _ in _entries(store, DESTROYED)}
        self._sealed: set[tuple[str, int]] | None = None

    def __contains__(self, document_id: str) -> bool:
        return document_id in self._details

    def __len__(self) -> int:
        return len(self._details)

    def ids(self) -> list[str]:
        """Return the redacted documents."""
        return sorted(self._details)

    def of(self, document_id: str) -> Tombstone | None:
        """Return the tombstone of a document; None for one that nothing was taken out of."""
        told = self._details.get(document_id)
        if told is None:
            return None
        removed = [dict(one) for said in told for one in said.get("removed", ())]
        return Tombstone(
            name=told[0].get("alias", document_id) if _is_derived(document_id) else document_id,
            at=str(told[-1]["at"]),
            is_whole=any(said.get("whole") for said in told),
            removed=tuple(removed),
            is_destroyed=document_id in self._destroyed,
        )

    def seals(self, warc: str, offset: int) -> bool:
        """Tell whether an evidentiary record belongs to a redacted document, and so still holds what was taken out."""
        if self._sealed is None:
            self._sealed = set(_records(self._store, self._details))
        return (warc, offset) in self._sealed


def _is_derived(document_id: str) -> bool:
    """Tell whether an id is the hash of a text, or a version's name that holds one."""
    head = document_id.partition("@")[0]
    return len(head) == _DERIVED or "@" in document_id


def _entries(store: Store, action: str) -> Iterator[tuple[str, str, dict[str, Any]]]:
    from rasd.store import models
    from rasd.store.failing import told

    with told(store.address):
        rows = models.CustodyEntry.objects.using(store.alias).filter(action=action).order_by("seq")
        for subject, at, details in rows.values_list("subject", "at", "details"):
            yield subject, at, json.loads(details)


def _records(store: Store, ids: Iterable[str]) -> Iterator[tuple[str, int]]:
    from rasd.store import models
    from rasd.store.failing import told

    wanted = list(ids)
    for start in range(0, len(wanted), _PAGE):
        with told(store.address):
            rows = models.Sighting.objects.using(store.alias).filter(
                document__key__in=wanted[start : start + _PAGE], evidence__isnull=False
            )
            yield from rows.values_list("evidence__warc", "evidence__offset")
