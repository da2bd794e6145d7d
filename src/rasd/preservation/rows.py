"""The rows of the store that preservation asks for: the one file here that knows its tables.

Everything is read in pages, so memory does not grow with the archive.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rasd.store import EvidenceRef

if TYPE_CHECKING:
    from rasd.store import Store

__all__ = [
    "EVIDENCE_ACTIONS",
    "CustodyRow",
    "DocumentRow",
    "FileEntry",
    "JudgementRow",
    "MediaRow",
    "Met",
    "ObservationRow",
    "acknowledged",
    "custody_rows",
    "custody_total",
    "document_rows",
    "document_total",
    "documents_of",
    "evidence_with",
    "file_entries",
    "first_hash",
    "judgement_rows",
    "lost_documents",
    "lost_judgements",
    "lost_observations",
    "media_rows",
    "named_files",
    "observation_rows",
    "references",
]

EVIDENCE_ACTIONS = ("evidence.written", "evidence.adopted", "evidence.redacted")
OBSERVATION_ACTIONS = ("observation.made", "observation.redacted")
UNDOING_ACTIONS = ("observation.undone", "observation.undoing_redacted")
JUDGEMENT_ACTIONS = ("judgement.made", "judgement.undone", "judgement.redacted")
_ENTRY = ("seq", "at", "action", "subject", "details", "previous", "hash")
_PAGE = 1000
_DOCUMENTS = 400


@dataclass(frozen=True, slots=True)
class FileEntry:
    """What the custody log says of an evidence file."""

    seq: int
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class CustodyRow:
    """An entry as it lies in the table, its details unread."""

    seq: int
    at: str
    action: str
    subject: str
    details: str
    previous: str
    hash: str


@dataclass(frozen=True, slots=True)
class Met:
    """One sighting of a document, as the tables have it."""

    method: str
    where: str
    part: str
    evidence: EvidenceRef | None


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A working copy as it lies in the table, with its sightings and what the custody log says of it."""

    number: int
    key: str
    text: str | None
    """None: the characters cannot be read."""
    text_sha256: str
    facts_sha256: str
    met: tuple[Met, ...] = ()
    entries: tuple[CustodyRow, ...] = ()


@dataclass(frozen=True, slots=True)
class MediaRow:
    """A fetched photo, video or file, as the table has it."""

    key: str
    url: str
    path: str
    sha256: str
    size: int | None


@dataclass(frozen=True, slots=True)
class JudgementRow:
    """A decision of a person as it lies in the tables, with the details of the custody entry that tells of it."""

    number: int
    action: str
    value: str
    by: str
    why: str
    undoes: int | None
    subjects: tuple[str, ...]
    told: dict[str, Any] | None
    """None: no entry tells of it."""


@dataclass(frozen=True, slots=True)
class ObservationRow:
    """An observation, or its undoing, as it lies in the tables, beside what the custody log tells of it."""

    number: int
    is_undoing: bool
    said: dict[str, Any]
    told: dict[str, Any] | None
    """None: no entry tells of it."""


def evidence_with(store: Store, sha256: str) -> EvidenceRef | None:
    """Return the oldest copy of a payload that the store names."""
    row = _all(store, "Evidence").filter(sha256=sha256).order_by("id").first()
    return _reference(row) if row is not None else None


def acknowledged(store: Store, names: Sequence[str]) -> set[str]:
    """Return those of these evidence files that the custody log names."""
    return set(file_entries(store, names))


def file_entries(store: Store, names: Sequence[str]) -> dict[str, FileEntry]:
    """Return what the custody log says of these evidence files, by name."""
    rows = _all(store, "CustodyEntry").filter(subject__in=list(names), action__in=EVIDENCE_ACTIONS)
    found = {}
    for seq, subject, details in rows.order_by("seq").values_list(
        "seq", "subject", "details"
    ):  # the last one holds
        try:
            said = json.loads(details)
            found[subject] = FileEntry(seq, int(said["bytes"]), str(said["sha256"]))
        except (ValueError, KeyError, TypeError):
            found[subject] = FileEntry(
                seq, 0, ""
            )  # the proof of the chain tells what is wrong with the entry
    return found


def named_files(store: Store) -> Iterator[tuple[str, int]]:
    """Yield each evidence file that custody log or store name, with the number of the entry (0: none)."""
    last = ""
    entries = _all(store, "CustodyEntry").filter(action__in=EVIDENCE_ACTIONS).order_by("subject", "seq")
    while page := list(entries.filter(subject__gt=last).values_list("subject", "seq")[:_PAGE]):
        for subject, seq in page:
            if subject != last:
                yield subject, seq
            last = subject
    rows = _all(store, "Evidence").order_by("warc").values_list("warc", flat=True).distinct()
    last = ""
    while names := list(rows.filter(warc__gt=last)[:_PAGE]):
        known = acknowledged(store, names)
        yield from ((name, 0) for name in names if name not in known)
        last = names[-1]


def references(store: Store, name: str) -> Iterator[EvidenceRef]:
    """Yield what the store says of the records of one evidence file, in order."""
    last = -1
    rows = _all(store, "Evidence").filter(warc=name).order_by("offset")
    while page := list(rows.filter(offset__gt=last)[:_PAGE]):
        yield from map(_reference, page)
        last = page[-1].offset


def documents_of(store: Store, name: str, offset: int | None) -> tuple[list[str], int]:
    """Return a few ids of the documents behind a record, or behind a whole file, and how many there are."""
    sightings = _all(store, "Sighting").filter(evidence__warc=name)
    if offset is not None:
        sightings = sightings.filter(evidence__offset=offset)
    keys = sightings.order_by("document__key").values_list("document__key", flat=True).distinct()
    return list(keys[:3]), keys.count()


def custody_total(store: Store) -> int:
    """Return how many entries the log has."""
    return int(_all(store, "CustodyEntry").count())


def custody_rows(store: Store) -> Iterator[CustodyRow]:
    """Yield the entries of the log as they lie in the table, in order."""
    rows = _all(store, "CustodyEntry").order_by("seq")
    last: int | None = None
    while page := list((rows if last is None else rows.filter(seq__gt=last)).values_list(*_ENTRY)[:_PAGE]):
        for values in page:
            yield CustodyRow(*values)
        last = page[-1][0]


def document_total(store: Store) -> int:
    """Return how many documents the store has."""
    return int(_all(store, "Document").count())


def document_rows(store: Store) -> Iterator[DocumentRow]:
    """Yield every working copy in order of arrival; one whose characters are broken does not hide the others."""
    rows = _all(store, "Document").order_by("id")
    last = 0
    while numbers := list(rows.filter(id__gt=last).values_list("id", flat=True)[:_DOCUMENTS]):
        page = list(_readable(rows, numbers))
        met = _met(store, numbers)
        entries = _about(store, [row.key for row in page])
        for row in page:
            yield DocumentRow(
                row.number,
                row.key,
                row.text,
                row.text_sha256,
                row.facts_sha256,
                tuple(met.get(row.number, ())),
                tuple(entries.get(row.key, ())),
            )
        last = numbers[-1]


def _readable(rows: Any, numbers: list[int]) -> Iterator[DocumentRow]:
    from django.db import DatabaseError

    try:
        yield from [_document(row) for row in rows.filter(id__in=numbers)]
        return
    except (DatabaseError, UnicodeError):
        if len(numbers) > 1:
            half = len(numbers) // 2
            yield from _readable(rows, numbers[:half])
            yield from _readable(rows, numbers[half:])
            return
    try:
        key, digest = rows.filter(id__in=numbers).values_list("key", "text_sha256").get()
    except (DatabaseError, UnicodeError):
        key, digest = f"number {numbers[0]}", ""
    yield DocumentRow(numbers[0], key, None, digest, "")


def _document(row: Any) -> DocumentRow:
    from rasd.store.adding import facts_hash

    return DocumentRow(row.id, row.key, row.text, row.text_sha256, facts_hash(row))


def _met(store: Store, numbers: list[int]) -> dict[int, list[Met]]:
    found: dict[int, list[Met]] = {}
    rows = _all(store, "Sighting").filter(document_id__in=numbers).select_related("evidence").order_by("id")
    for row in rows:
        evidence = _reference(row.evidence) if row.evidence is not None else None
        found.setdefault(row.document_id, []).append(Met(row.method, row.where, row.part, evidence))
    return found


def _about(store: Store, keys: list[str]) -> dict[str, list[CustodyRow]]:
    found: dict[str, list[CustodyRow]] = {}
    rows = _all(store, "CustodyEntry").filter(subject__in=keys, action__startswith="document.")
    for values in rows.order_by("seq").values_list(*_ENTRY):
        found.setdefault(values[3], []).append(CustodyRow(*values))
    return found


def lost_documents(store: Store) -> Iterator[tuple[str, int]]:
    """Yield each document that the custody log says was added and that has no row, with the number of the entry."""
    last = 0
    added = _all(store, "CustodyEntry").filter(action="document.added").order_by("seq")
    while page := list(added.filter(seq__gt=last).values_list("subject", "seq")[:_DOCUMENTS]):
        keys = [subject for subject, _ in page]
        there = set(_all(store, "Document").filter(key__in=keys).values_list("key", flat=True))
        yield from ((subject, seq) for subject, seq in page if subject not in there)
        last = page[-1][1]


def judgement_rows(store: Store) -> Iterator[JudgementRow]:
    """Yield every decision in the order in which they were made, undoings too."""
    rows = _all(store, "Judgement").order_by("id")
    last = 0
    while page := list(rows.filter(id__gt=last)[:_DOCUMENTS]):
        numbers = [row.undoes_id or row.id for row in page]
        subjects: dict[int, list[str]] = {}
        named = _all(store, "JudgementSubject").filter(judgement_id__in=numbers).order_by("id")
        for number, subject in named.values_list("judgement_id", "subject"):
            subjects.setdefault(number, []).append(subject)
        told = _told_of(store, [some[0] for some in subjects.values()])
        for row, number in zip(page, numbers, strict=True):
            yield JudgementRow(
                row.id,
                row.action,
                row.value,
                row.by,
                row.why,
                row.undoes_id,
                tuple(subjects.get(number, ())),
                told.get(row.id),
            )
        last = page[-1].id


def _told_of(store: Store, subjects: list[str]) -> dict[int, dict[str, Any]]:
    rows = _all(store, "CustodyEntry").filter(subject__in=subjects, action__in=JUDGEMENT_ACTIONS)
    return dict(_numbered(rows.order_by("seq").values_list("seq", "details")))


def _numbered(
    rows: Iterable[tuple[int, str]], what: str = "judgement"
) -> Iterator[tuple[int, dict[str, Any]]]:
    for _, written in rows:
        try:
            details = json.loads(written)
            yield int(details[what]), details
        except (ValueError, KeyError, TypeError):
            continue  # the proof of the chain tells what is wrong with the entry


def lost_judgements(store: Store) -> Iterator[int]:
    """Yield the numbers of decisions that the custody log tells of and that have no row."""
    last = 0
    entries = _all(store, "CustodyEntry").filter(action__in=JUDGEMENT_ACTIONS).order_by("seq")
    while page := list(entries.filter(seq__gt=last).values_list("seq", "details")[:_DOCUMENTS]):
        numbers = [number for number, _ in _numbered(page)]
        there = set(_all(store, "Judgement").filter(id__in=numbers).values_list("id", flat=True))
        yield from (number for number in numbers if number not in there)
        last = page[-1][0]


def observation_rows(store: Store) -> Iterator[ObservationRow]:
    """Yield every observation in the order in which they were entered, each before its undoing."""
    from rasd.store.observing import said_of, said_of_undoing, subject_of

    last = 0
    rows = _all(store, "Observation").select_related("document", "undone_by").order_by("id")
    while page := list(rows.filter(id__gt=last)[:_DOCUMENTS]):
        keys = {subject_of(row.document.key, row.id) for row in page}
        made, undone = (_observed(store, actions, keys) for actions in (OBSERVATION_ACTIONS, UNDOING_ACTIONS))
        for row in page:
            yield ObservationRow(row.id, False, said_of(row), made.get(row.id))
            if hasattr(row, "undone_by") or row.id in undone:
                undoing = getattr(row, "undone_by", None)
                said = {} if undoing is None else said_of_undoing(undoing)
                yield ObservationRow(row.id, True, said, undone.get(row.id))
        last = page[-1].id


def _observed(store: Store, actions: Sequence[str], keys: Iterable[str]) -> dict[int, dict[str, Any]]:
    rows = _all(store, "CustodyEntry").filter(subject__in=list(keys), action__in=actions)
    return dict(_numbered(rows.order_by("seq").values_list("seq", "details"), "observation"))


def lost_observations(store: Store) -> Iterator[int]:
    """Yield the numbers of observations that the custody log tells of and that have no row."""
    last = 0
    entries = _all(store, "CustodyEntry").filter(action="observation.made").order_by("seq")
    while page := list(entries.filter(seq__gt=last).values_list("seq", "details")[:_DOCUMENTS]):
        numbers = [number for number, _ in _numbered(page, "observation")]
        there = set(_all(store, "Observation").filter(id__in=numbers).values_list("id", flat=True))
        yield from (number for number in numbers if number not in there)
        last = page[-1][0]


def media_rows(store: Store) -> Iterator[MediaRow]:
    """Yield the media that were fetched."""
    last = 0
    rows = _all(store, "Media").filter(sha256__isnull=False).order_by("id")
    fields = ("id", "document__key", "url", "path", "sha256", "size")
    while page := list(rows.filter(id__gt=last).values_list(*fields)[:_PAGE]):
        for _, key, url, path, digest, size in page:
            yield MediaRow(key, url, path or "", digest, size)
        last = page[-1][0]


def first_hash(store: Store) -> str | None:
    """Return the hash of the first entry, which no two stores share."""
    found: str | None = _all(store, "CustodyEntry").order_by("seq").values_list("hash", flat=True).first()
    return found


def _reference(row: Any) -> EvidenceRef:
    return EvidenceRef(row.warc, row.offset, row.length, row.sha256, row.record_id, row.target_uri)


def _all(store: Store, table: str) -> Any:
    from rasd.store import models

    return getattr(models, table).objects.using(store.alias)
