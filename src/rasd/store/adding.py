"""Arrivals become documents: one transaction, after which they are acknowledged.

What is the same: with a given id, the same id and text; without one, the same address and text, or the same outlet,
date and text. The same id or address with another text is a version, kept under an id of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any, Literal

from django.db import transaction

from rasd.coding import document_id
from rasd.store import models
from rasd.store.arrival import Added, Arrival, EvidenceRef
from rasd.store.custody import Custody, canonical
from rasd.store.words import put_words

__all__ = ["add", "facts_hash", "published_day", "text_hash"]

_MANY = 400
_LONGEST_FACET = 500
Outcome = Literal["added", "seen", "version"]


def text_hash(text: str) -> str:
    """Return SHA-256 of a working copy."""
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def facts_hash(row: Any) -> str:
    """Return SHA-256 of what a row says of a document beside its text, in canonical JSON."""
    names = ("title", "outlet", "published", "published_from", "url", "theatre", "synthetic")
    return text_hash(canonical({name: getattr(row, name) for name in names}))


def published_day(published: str | None) -> date | None:
    """Return the day of an ISO 8601 day or moment, as its own zone counts it."""
    try:
        return date.fromisoformat((published or "")[:10])
    except ValueError:
        return None


@dataclass(slots=True)
class _Incoming:
    """An arrival with what identifies it."""

    arrival: Arrival
    text: str
    text_sha256: str
    key: str
    """Id, when no other text has it."""
    url_sha256: str | None
    row: Any = None
    outcome: Outcome = "added"
    version_of: Any = None


@dataclass(slots=True)
class _Known:
    """What the store and the batch hold already."""

    by_key: dict[str, Any]
    by_url: dict[str, list[Any]]

    def put(self, row: Any) -> None:
        self.by_key[row.key] = row
        if row.url_sha256:
            self.by_url.setdefault(row.url_sha256, []).append(row)


def add(alias: str, custody: Custody, arrivals: Sequence[Arrival]) -> list[Added]:
    """Add arrivals in one transaction, in their order."""
    incoming = [_incoming(arrival) for arrival in arrivals]
    if not incoming:
        return []
    with transaction.atomic(using=alias):
        custody.lock()  # writers take turns, so that two who bring the same document see one another
        known = _known(alias, incoming)
        new = []
        for one in incoming:
            _decide(one, known)
            if one.outcome != "seen":
                one.row = _document(one)
                known.put(one.row)
                new.append(one)
        _save_documents(alias, new)
        evidence = _save_evidence(alias, incoming)
        met = _save_sightings(alias, incoming, evidence)
        _save_media(alias, incoming)
        put_words(alias, [(one.row.id, f"{one.arrival.document.title or ''}\n{one.text}") for one in new])
        custody.append_all([_entry(one) for one in incoming if one.outcome != "seen" or id(one) in met])
    return [
        Added(one.row.key, one.outcome, one.version_of.key if one.version_of is not None else None)
        for one in incoming
    ]


def _incoming(arrival: Arrival) -> _Incoming:
    document = arrival.document
    text = document.text.encode("utf-8", "replace").decode("utf-8").replace("\x00", "\ufffd")
    key = _plain(document_id(document)) or ""
    if len(key) > _LONGEST_FACET:
        key = text_hash(key)
    url = _plain(document.url)
    return _Incoming(arrival, text, text_hash(text), key, text_hash(url) if url else None)


def _plain(value: str | None) -> str | None:
    """Return a field as both databases can hold it."""
    return (
        value if value is None else value.encode("utf-8", "replace").decode("utf-8").replace("\x00", "\ufffd")
    )


def _facet(value: str | None) -> str | None:
    return None if value is None else (_plain(value) or "")[:_LONGEST_FACET]


def _some(values: Iterable[Any]) -> Iterator[list[Any]]:
    every = list(dict.fromkeys(values))
    for start in range(0, len(every), _MANY):
        yield every[start : start + _MANY]


def _known(alias: str, incoming: Sequence[_Incoming]) -> _Known:
    rows = models.Document.objects.using(alias).defer("text")
    known = _Known({}, {})
    keys = [key for one in incoming for key in (one.key, *_version_keys(one))]
    for some in _some(keys):
        known.by_key.update({row.key: row for row in rows.filter(key__in=some)})
    urls = [one.url_sha256 for one in incoming if one.url_sha256 and one.arrival.document.id is None]
    for some in _some(urls):
        for row in rows.filter(url_sha256__in=some).order_by("id"):
            known.by_url.setdefault(row.url_sha256, []).append(row)
    return known


def _version_keys(one: _Incoming) -> tuple[str, str]:
    return f"{one.key}@{one.text_sha256[:8]}", f"{one.key}@{one.text_sha256}"


def _decide(one: _Incoming, known: _Known) -> None:
    """Find out whether the document is new, known or a version of a known one."""
    same_key = known.by_key.get(one.key)
    if same_key is not None and same_key.text_sha256 == one.text_sha256:
        one.row, one.outcome = same_key, "seen"
        return
    if same_key is None:
        if one.arrival.document.id is None and one.url_sha256:
            earlier = known.by_url.get(one.url_sha256, [])
            same = next((row for row in earlier if row.text_sha256 == one.text_sha256), None)
            if same is not None:
                one.row, one.outcome = same, "seen"
            elif earlier:
                one.outcome, one.version_of = "version", earlier[0]
    else:
        for key in _version_keys(one):
            row = known.by_key.get(key)
            if row is not None and row.text_sha256 == one.text_sha256:
                one.row, one.outcome = row, "seen"
                return
            if row is None:
                one.key, one.outcome, one.version_of = key, "version", same_key
                return


def _document(one: _Incoming) -> Any:
    document = one.arrival.document
    return models.Document(
        key=one.key,
        text=one.text,
        text_sha256=one.text_sha256,
        title=_plain(document.title),
        outlet=_facet(document.outlet),
        published=_facet(document.published),
        published_on=published_day(document.published),
        published_from=_facet(document.published_from),
        url=_plain(document.url),
        url_sha256=one.url_sha256,
        theatre=_facet(document.theatre),
        synthetic=document.synthetic,
        method=_facet(one.arrival.method),
    )


def _save_documents(alias: str, new: Sequence[_Incoming]) -> None:
    """Insert in order; those that name a row of the same batch are given its number afterwards."""
    late = []
    for one in new:
        if one.version_of is not None:
            if one.version_of.pk is None:
                late.append(one)
            else:
                one.row.version_of_id = one.version_of.pk
    models.Document.objects.using(alias).bulk_create([one.row for one in new], batch_size=_MANY)
    for one in late:
        models.Document.objects.using(alias).filter(pk=one.row.pk).update(version_of_id=one.version_of.pk)


def _save_evidence(alias: str, incoming: Sequence[_Incoming]) -> dict[tuple[str, int], int]:
    """Return the number of every record of evidence that the arrivals name."""
    named: dict[tuple[str, int], EvidenceRef] = {}
    for one in incoming:
        if one.arrival.evidence is not None:
            named.setdefault((one.arrival.evidence.warc, one.arrival.evidence.offset), one.arrival.evidence)
    rows = models.Evidence.objects.using(alias)
    found: dict[tuple[str, int], int] = {}
    files: dict[str, list[int]] = {}
    for warc, offset in named:
        files.setdefault(warc, []).append(offset)
    for warc, offsets in files.items():
        for some in _some(offsets):
            for number, offset in rows.filter(warc=warc, offset__in=some).values_list("id", "offset"):
                found[warc, offset] = number
    made = [
        models.Evidence(
            warc=ref.warc,
            offset=ref.offset,
            length=ref.length,
            sha256=ref.sha256,
            record_id=ref.record_id,
            target_uri=_plain(ref.target_uri) or "",
        )
        for place, ref in named.items()
        if place not in found
    ]
    for row in rows.bulk_create(made, batch_size=_MANY):
        found[row.warc, row.offset] = row.pk
    return found


def _save_sightings(
    alias: str, incoming: Sequence[_Incoming], evidence: dict[tuple[str, int], int]
) -> set[int]:
    """Note each meeting once for an evidence (a place, where there is none); return which arrivals it was noted for."""
    seen = [one.row.pk for one in incoming if one.outcome == "seen"]
    noted: set[tuple[Any, ...]] = set()
    rows = models.Sighting.objects.using(alias)
    for some in _some(seen):
        for document, ref, where, part in rows.filter(document_id__in=some).values_list(
            "document_id", "evidence_id", "where", "part"
        ):
            noted.add((document, ref, None if ref else where, part))
    made, met = [], set()
    for one in incoming:
        arrival, ref = one.arrival, one.arrival.evidence
        number = evidence[ref.warc, ref.offset] if ref is not None else None
        where, part = _plain(arrival.where) or "", _plain(arrival.part) or ""
        place = (one.row.pk, number, None if number else where, part)
        if place in noted:
            continue
        noted.add(place)
        met.add(id(one))
        made.append(
            models.Sighting(
                document_id=one.row.pk,
                evidence_id=number,
                where=where,
                method=arrival.method,
                part=part,
                extractor=arrival.extractor,
                collected_at=arrival.collected_utc,
            )
        )
    rows.bulk_create(made, batch_size=_MANY)
    return met


def _save_media(alias: str, incoming: Sequence[_Incoming]) -> None:
    links = {
        (one.row.pk, _plain(link.url) or ""): link.kind for one in incoming for link in one.arrival.media
    }
    models.Media.objects.using(alias).bulk_create(
        [
            models.Media(document_id=number, url=url, url_sha256=text_hash(url), kind=kind)
            for (number, url), kind in links.items()
        ],
        batch_size=_MANY,
        ignore_conflicts=True,
    )


def _entry(one: _Incoming) -> tuple[str, str, dict[str, Any]]:
    arrival = one.arrival
    details: dict[str, Any] = {
        "text_sha256": one.text_sha256,
        "facts_sha256": facts_hash(one.row),
        "where": arrival.where,
        "method": arrival.method,
        "collected_at": arrival.collected_utc.isoformat(),
    }
    for name, value in (
        ("part", arrival.part),
        ("extractor", arrival.extractor),
        ("url", arrival.document.url),
    ):
        if value:
            details[name] = value
    if one.version_of is not None:
        details["version_of"] = one.version_of.key
    if arrival.evidence is not None:
        ref = arrival.evidence
        details["evidence"] = {
            "warc": ref.warc,
            "offset": ref.offset,
            "length": ref.length,
            "sha256": ref.sha256,
            "record_id": ref.record_id,
        }
    action = "document.seen" if one.outcome == "seen" else "document.added"
    return action, one.row.key, {name: _plain(v) if isinstance(v, str) else v for name, v in details.items()}
