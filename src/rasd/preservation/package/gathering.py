"""Gathers the contents of a package from a store: documents, their evidence, their custody, the stamps that cover it."""

from __future__ import annotations

import bisect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from rasd.preservation.package.contents import SELF_MADE, Contents, KeptStamp, Tombstone
from rasd.preservation.redaction.tombstones import Tombstones
from rasd.preservation.stamps import kept_stamps
from rasd.store import EvidenceRef, Selection, StoredDocument

if TYPE_CHECKING:
    from rasd.store import Store

__all__ = ["Gathered", "gather"]

_PAGE = 400


@dataclass(frozen=True, slots=True)
class Gathered:
    """The contents, and what a person should know of them before they leave the house."""

    contents: Contents
    redacted: int
    shared: int
    """Evidentiary records that also hold documents that were not chosen."""
    others: int
    """How many such documents."""


def gather(
    store: Store,
    ids: Sequence[str],
    *,
    described: str,
    with_evidence: bool = True,
    with_shared: bool = True,
) -> Gathered:
    """Gather the documents `ids`; the store may be written to meanwhile."""
    tombstones = Tombstones(store)
    hashes, at = _log(store)
    shared, others = _shared(store, ids)
    plain = [one for one in ids if one not in tombstones]

    def withheld(evidence: EvidenceRef) -> str:
        place = evidence.warc, evidence.offset
        if not with_evidence:
            return "by wish"
        if tombstones.seals(*place):
            return "it holds what was redacted"
        return "it holds documents that were not chosen" if not with_shared and place in shared else ""

    subjects = {*plain, *_files(store, plain)}
    entries = [entry for entry in store.custody.entries(subjects=subjects) if entry.seq <= len(hashes)]
    stamps = [stamp for stamp in kept_stamps(store) if stamp.seq <= len(hashes)]
    contents = Contents(
        documents=_documents(store, ids, tombstones),
        evidence=store.evidence,
        entries=list(entries),
        hashes=hashes,
        stamps=_covering(stamps, [entry.seq for entry in entries]),
        withheld=withheld,
        at=at,
        described=described,
    )
    return Gathered(contents, len(ids) - len(plain), len(shared), others)


def _documents(
    store: Store, ids: Sequence[str], tombstones: Tombstones
) -> Iterator[tuple[StoredDocument, Tombstone | None]]:
    for document in store.documents(Selection(ids=tuple(ids))):
        yield document, tombstones.of(document.id)


def _log(store: Store) -> tuple[list[str], datetime]:
    """Return the hashes of all entries up to the last that is no package's, and its moment."""
    from rasd.store import models
    from rasd.store.failing import told

    hashes: list[str] = []
    end, at = 0, "1980-01-01T00:00:00+00:00"
    with told(store.address):
        rows = models.CustodyEntry.objects.using(store.alias).order_by("seq")
        while page := list(rows.filter(seq__gt=len(hashes)).values_list("hash", "action", "at")[:10_000]):
            for digest, action, moment in page:
                hashes.append(digest)
                if action not in SELF_MADE:
                    end, at = len(hashes), moment
    return hashes[:end], datetime.fromisoformat(at).astimezone(UTC)


def _shared(store: Store, ids: Sequence[str]) -> tuple[set[tuple[str, int]], int]:
    """Return the records of the chosen documents that hold others too, and how many others."""
    from rasd.store import models
    from rasd.store.failing import told

    chosen, shared, others = set(ids), set[tuple[str, int]](), set[str]()
    with told(store.address):
        sightings = models.Sighting.objects.using(store.alias)
        numbers: set[int] = set()
        for start in range(0, len(ids), _PAGE):
            rows = sightings.filter(document__key__in=ids[start : start + _PAGE], evidence__isnull=False)
            numbers.update(rows.values_list("evidence_id", flat=True))
        wanted = sorted(numbers)
        for start in range(0, len(wanted), _PAGE):
            rows = sightings.filter(evidence_id__in=wanted[start : start + _PAGE])
            fields = rows.values_list("document__key", "evidence__warc", "evidence__offset").distinct()
            for key, warc, offset in fields.iterator():
                if key not in chosen:
                    others.add(key)
                    shared.add((warc, offset))
    return shared, len(others)


def _files(store: Store, ids: Sequence[str]) -> set[str]:
    """Return the evidence files that the documents rest on."""
    from rasd.store import models
    from rasd.store.failing import told

    found: set[str] = set()
    with told(store.address):
        for start in range(0, len(ids), _PAGE):
            rows = models.Evidence.objects.using(store.alias).filter(
                sightings__document__key__in=ids[start : start + _PAGE]
            )
            found.update(rows.values_list("warc", flat=True).distinct())
    return found


def _covering(stamps: list[KeptStamp], numbers: list[int]) -> list[KeptStamp]:
    """Return for each entry the earliest stamp that covers it: the strongest proof of how old it is."""
    ends = [stamp.seq for stamp in stamps]
    used = {bisect.bisect_left(ends, seq) for seq in numbers}
    return [stamp for index, stamp in enumerate(stamps) if index in used]
