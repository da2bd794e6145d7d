"""The native format back into a store, line by line: what is broken is named, the rest goes on, nothing here is overwritten.

Documents come as any others do: another text under a known id is a version, kept beside it. A record or an incident of the
store stays as it is; an incident whose reports are elsewhere already is left to `rasd link`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any, Self

from rasd.export.exchange.lines import DocumentLine, JudgementLine, RecordLine
from rasd.export.exchange.native_file import NativeFile
from rasd.model import Document, Incident, Record
from rasd.store import Arrival, CodingRun, IncidentFilter, Judgement, Store, Undoing

__all__ = ["Import", "Taken"]

_BATCH = 200
_METHOD = "import"


@dataclass(slots=True)
class Taken:
    """What became of the lines of a file."""

    documents: int = 0
    versions: int = 0
    """Documents whose id had another text here."""
    records: int = 0
    incidents: int = 0
    judgements: int = 0
    known: int = 0
    """Lines of what the store had already, as it is."""
    doubled: int = 0
    """Lines that came more than once."""
    kept_ours: int = 0
    """Records that differ from those here, which stay."""
    to_code: int = 0
    """Records of documents that redactions here changed: what was read from the words is not brought back."""
    to_link: int = 0
    """Incidents that touch others here: their reports wait for `rasd link`."""
    failed: int = 0

    def __iadd__(self, other: Taken) -> Self:
        for name in self.__slots__:
            setattr(self, name, getattr(self, name) + getattr(other, name))
        return self


class Import:
    """One run of `rasd import`: files of the native format into a store."""

    def __init__(
        self, store: Store, *, tell: Callable[[str], None], tick: Callable[[], None] = lambda: None
    ) -> None:
        self._store = store
        self._tell = tell
        self._tick = tick
        self._seen: set[bytes] = set()
        self._renamed: dict[str, str] = {}
        """Documents that are versions here: the id that they had, the id that they have."""
        self._redacted: set[str] = set()
        self._runs: dict[str, CodingRun] = {}

    def take(self, path: Path) -> Taken:
        """Take what a file holds; raises DocumentError when nothing of it can be kept."""
        file = NativeFile(path, seen=self._seen, tell=self._tell)
        digest, decisions = file.survey()
        one = _Taking(file, {"imported_from": path.name, "file_sha256": digest})
        for batch in self._batches(file.lines("document", "record")):
            self._keep(one, batch)
        numbers = self._decide(one, decisions)
        for batch in self._batches(file.lines("incident")):
            self._found(one, [(number, _numbered(line.incident, numbers)) for number, line in batch])
        one.taken.failed, one.taken.doubled = file.failed, file.doubled
        told = {name: getattr(one.taken, name) for name in Taken.__slots__ if getattr(one.taken, name)}
        self._store.custody.append("exchange.imported", digest, {**one.origin, **told})
        return one.taken

    def _batches(self, lines: Iterator[tuple[int, Any]]) -> Iterator[list[tuple[int, Any]]]:
        while batch := list(islice(lines, _BATCH)):
            for _ in batch:
                self._tick()
            yield batch

    # --- keeping -----------------------------------------------------------------------------------------------

    def _keep(self, one: _Taking, batch: list[tuple[int, DocumentLine | RecordLine]]) -> None:
        """Keep a batch of documents and records."""
        from rasd.store.adding import text_hash

        documents = [(number, line.document) for number, line in batch if isinstance(line, DocumentLine)]
        arrivals = []
        for number, cited in documents:
            if cited.text is None or text_hash(cited.text) != cited.text_sha256:
                why = "has no text" if cited.text is None else "has another text than its text_sha256 says"
                one.file.fail(number, f"document {cited.id} {why}")
                continue
            arrivals.append(
                Arrival(
                    Document(
                        id=cited.id, text=cited.text, title=cited.title, outlet=cited.outlet, published=cited.published,
                        published_from=cited.published_from, url=cited.url, theatre=cited.theatre,
                        synthetic=cited.synthetic,
                    ),
                    where=f"{one.file.path}:{number}",
                    method=_METHOD,
                    collected_at=datetime.now(UTC),
                    extractor=f"rasd import of a file with SHA-256 {one.origin['file_sha256']}",
                )
            )  # fmt: skip
        outcomes = self._store.add(arrivals)
        here = self._store.cited([added.document_id for added in outcomes])
        for arrival, added in zip(arrivals, outcomes, strict=True):
            if here[added.document_id][1] != text_hash(arrival.document.text):
                self._redacted.add(added.document_id)
            if added.document_id != arrival.document.id:
                self._renamed[arrival.document.id or ""] = added.document_id
            one.taken.documents += added.outcome == "added"
            one.taken.versions += added.outcome == "version"
            one.taken.known += added.outcome == "seen"
        self._code(one, [(number, line) for number, line in batch if isinstance(line, RecordLine)])

    def _code(self, one: _Taking, lines: list[tuple[int, RecordLine]]) -> None:
        """Keep the records of documents that have none; one that differs from ours changes nothing."""
        ids = [self._renamed.get(line.document_id, line.document_id) for _, line in lines]
        here = self._store.cited([key for key in ids if key not in self._redacted])
        current = self._store.records(ids)
        kept: dict[str, list[tuple[str, Record]]] = {}
        for (number, line), key in zip(lines, ids, strict=True):
            record = line.record if key == line.document_id else line.record.model_copy(update={"id": key})
            if key in self._redacted:
                one.taken.to_code += 1
            elif key not in here:
                one.file.fail(number, f"no document {key}: its line is missing or broken")
            elif key in current:
                one.taken.known += current[key] == record
                one.taken.kept_ours += current[key] != record
            else:
                kept.setdefault(record.data_version, []).append((key, record))
                one.taken.records += 1
        for version, pairs in kept.items():
            if version not in self._runs:
                self._runs[version] = self._store.begin_coding(version)
            self._store.keep_records(self._runs[version], pairs)

    def _decide(self, one: _Taking, decisions: list[JudgementLine]) -> dict[int, int]:
        """Keep the decisions; return what their numbers became: those that they had, where nobody decided here before."""
        from rasd.store.failing import told
        from rasd.store.taking import take_judgements

        if not decisions:
            return {}
        given = [
            Judgement(
                line.number, line.action, tuple(map(self._report, line.subjects)), line.value, line.by, line.at, line.why,
                {self._report(name): [list(span) for span in spans] for name, spans in line.spans.items()},
                None if line.undone is None else Undoing(line.undone.by, line.undone.at, line.undone.why),
            )
            for line in sorted(decisions, key=lambda line: line.number)
        ]  # fmt: skip
        store = self._store
        with told(store.address):
            numbers, new = take_judgements(store.alias, store.custody, given, origin=one.origin)
        one.taken.judgements += new
        one.taken.known += len(given) - new
        return numbers

    def _found(self, one: _Taking, lines: list[tuple[int, Incident]]) -> None:
        """Keep incidents that touch none of those here."""
        links = [link for _, incident in lines for link in incident.reports]
        documents = self._store.cited(list(dict.fromkeys(link.document_id for link in links)))
        homes = self._store.incidents_of([link.report_id for link in links])
        wanted = IncidentFilter(ids=tuple(incident.id for _, incident in lines))
        known = {incident.id: incident for incident in self._store.incidents_by_id(wanted)}
        moved = self._redacted.union(self._renamed)
        kept = []
        for number, incident in lines:
            reports = incident.reports
            missing = next((link.document_id for link in reports if link.document_id not in documents), None)
            if missing is not None:
                one.file.fail(
                    number, f"incident {incident.id} rests on document {missing}, which is not here"
                )
            elif known.get(incident.id) == incident:
                one.taken.known += 1
            elif incident.id in known or any(
                link.report_id in homes or link.document_id in moved for link in reports
            ):
                one.taken.to_link += 1
            else:
                homes |= {link.report_id: incident.id for link in reports}
                known[incident.id] = incident
                kept.append(incident)
        self._store.keep_incidents(kept, by=_METHOD)
        one.taken.incidents += len(kept)

    def _report(self, report_id: str) -> str:
        document, _, number = report_id.rpartition("#")
        return f"{self._renamed.get(document, document)}#{number}"


@dataclass(frozen=True, slots=True)
class _Taking:
    """A file that is being taken, and what custody entries say of it."""

    file: NativeFile
    origin: dict[str, str]
    taken: Taken = field(default_factory=Taken)


def _numbered(incident: Incident, numbers: Mapping[int, int]) -> Incident:
    """Return an incident whose decisions have the numbers that they have here."""
    if all(numbers.get(one.judgement, one.judgement) == one.judgement for one in incident.decided):
        return incident
    decided = [
        one.model_copy(
            update={
                "judgement": numbers.get(one.judgement, one.judgement),
                "earlier": [numbers.get(number, number) for number in one.earlier],
            }
        )
        for one in incident.decided
    ]
    return incident.model_copy(update={"decided": decided})
