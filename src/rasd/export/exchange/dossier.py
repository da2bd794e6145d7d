"""An incident with what it rests on: its reports and the documents that they were read from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from rasd.model import Incident, Record, Report
from rasd.model.record import Model
from rasd.store import Judgement

__all__ = ["Cited", "Dossier"]


class Cited(Model):
    """A document as an incident cites it."""

    id: str
    outlet: str | None = None
    title: str | None = None
    url: str | None = None
    published: str | None = None
    published_from: str | None = None
    theatre: str | None = None
    synthetic: bool = False
    text_sha256: str = ""
    text: str | None = None
    """Only where the words of documents leave too (`--include texts`)."""


@dataclass(frozen=True, slots=True)
class Dossier:
    """An incident with its reports and its documents by id; both may lack some: a file of `rasd link` has neither.

    Whole records, by document id, and decisions are there only for a format that carries everything.
    """

    incident: Incident
    reports: Mapping[str, Report] = field(default_factory=dict)
    documents: Mapping[str, Cited] = field(default_factory=dict)
    records: Mapping[str, Record] = field(default_factory=dict)
    judgements: Sequence[Judgement] = ()
