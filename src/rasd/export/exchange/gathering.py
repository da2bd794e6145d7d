"""Dossiers out of a store: in batches, so that a long export holds little and asks the database a few times a batch."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from rasd.export.exchange.dossier import Cited, Dossier
from rasd.export.exchange.options import INCLUDES, ExportOptions
from rasd.model import Document, Incident
from rasd.store import IncidentFilter, Judgement, Store

__all__ = ["dossiers_of", "gathered", "is_whole"]

_BATCH = 400


def is_whole(options: ExportOptions) -> bool:
    """Tell whether everything may leave: records and decisions go along for a format that carries them."""
    return options.include == frozenset(INCLUDES)


def dossiers_of(store: Store, wanted: IncidentFilter, options: ExportOptions) -> Iterator[Dossier]:
    """Yield the dossiers of the incidents that are asked for, in the order of their ids."""
    for batch in _batches(store.incidents_by_id(wanted)):
        yield from gathered(store, batch, options)


def _batches(incidents: Iterable[Incident]) -> Iterator[list[Incident]]:
    waiting = iter(incidents)
    while batch := list(islice(waiting, _BATCH)):
        yield batch


def gathered(store: Store, batch: Sequence[Incident], options: ExportOptions) -> Iterator[Dossier]:
    """Yield the dossiers of incidents that are at hand already, with what may leave of their documents."""
    wanted = [one for one in batch if one.synthetic is options.is_synthetic]
    reports = store.reports([link.report_id for one in wanted for link in one.reports])
    ids = list(dict.fromkeys(link.document_id for one in wanted for link in one.reports))
    documents = {
        key: cited(document, digest)
        for key, (document, digest) in store.cited(ids, with_text="texts" in options.include).items()
    }
    records = store.records(ids) if is_whole(options) else {}
    decided = _decided(store, ids) if is_whole(options) else {}
    for incident in batch:
        links = incident.reports
        told_by = list(dict.fromkeys(link.document_id for link in links))
        yield Dossier(
            incident,
            {link.report_id: reports[link.report_id] for link in links if link.report_id in reports},
            {key: documents[key] for key in told_by if key in documents},
            {key: records[key] for key in told_by if key in records},
            sorted(
                {one.number: one for key in told_by for one in decided.get(key, ())}.values(),
                key=lambda one: one.number,
            ),
        )


def _decided(store: Store, ids: Sequence[str]) -> dict[str, list[Judgement]]:
    """Return people's decisions by the documents whose reports they name, those taken back too."""
    found: dict[str, list[Judgement]] = {}
    for one in store.judgements(documents=ids, undone=None):
        for subject in one.subjects:
            found.setdefault(subject.rpartition("#")[0], []).append(one)
    return found


def cited(document: Document, digest: str) -> Cited:
    """Return a document as an incident cites it."""
    return Cited(
        id=document.id or "", outlet=document.outlet, title=document.title, url=document.url,
        published=document.published, published_from=document.published_from, theatre=document.theatre,
        synthetic=document.synthetic, text_sha256=digest, text=document.text or None,
    )  # fmt: skip
