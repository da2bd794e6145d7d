"""Intake: what was collected becomes evidence on the disk, then rows of the store, and only then is acknowledged.

A batch is one evidence file and one transaction. The file is whole and on the disk before the transaction that names
it commits, and nothing is yielded before that: a process that dies at any moment loses no document that somebody was
told of. What it leaves behind at worst is an evidence file that no row names; the next run refers to the copies in
it instead of writing them again, and names it in the custody log.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import rasd
from rasd.errors import DocumentError, StoreError
from rasd.model import MediaLink
from rasd.preservation.evidence import Answer, Batch, Payload, Written
from rasd.preservation.exchange import request_head, response_head
from rasd.preservation.leftovers import Leftovers
from rasd.preservation.rows import evidence_with
from rasd.preservation.witness import bear_witness
from rasd.store import Added, Arrival, EvidenceRef

if TYPE_CHECKING:
    from rasd.collection import Collected, Exchange, Raw
    from rasd.errors import RasdError
    from rasd.store import Store

__all__ = ["Kept", "Limits", "keep"]

_REMEMBERED = 4096
_TAKEN_OVER = ("warc", "wacz")


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of one input; without an error it is on the disk and will be there after a power cut."""

    where: str
    outcome: Literal["added", "seen", "version", "failed", "noted"]
    """`noted`: no document, only a note of the whole input."""
    document_id: str | None = None
    version_of: str | None = None
    evidence: EvidenceRef | None = None
    error: RasdError | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Limits:
    """When a batch is closed: whichever comes first."""

    documents: int = 500
    bytes: int = 64_000_000
    seconds: float = 5.0
    """How long a document waits for others."""
    idle: float = 2.0
    """A source that made us wait this long is slow: its document is kept at once."""


def keep(
    collected: Iterable[Collected],
    store: Store,
    *,
    limits: Limits | None = None,
    stored: Callable[[], None] | None = None,
) -> Iterator[Kept]:
    """Yield what became of each input, in order, once it is safe.

    Raises PreservationError or StoreError when nothing more can be kept (a full disk, a lost database); what was
    yielded before stays. Closing the iterator early gives up what is not yielded yet. `stored` is called whenever all
    that was taken from `collected` is safe, before any of it is yielded.
    """
    intake = _Intake(store, limits or Limits(), stored)
    try:
        begun = time.monotonic()
        for one in collected:
            waited = time.monotonic() - begun
            with _in_words(store):
                intake.take(one)
                ready = intake.acknowledge() if intake.is_full(waited=waited) else []
            yield from ready
            begun = time.monotonic()
        with _in_words(store):
            ready = intake.acknowledge()
        yield from ready
    finally:
        intake.give_up()


@contextmanager
def _in_words(store: Store) -> Iterator[None]:
    """Tell errors of the database in words, and let whoever tries again open a new connection."""
    from rasd.store.failing import told

    try:
        with told(store.address):
            yield
    except StoreError:
        store.close()
        raise


class _Intake:
    """The batch that is being filled."""

    def __init__(self, store: Store, limits: Limits, stored: Callable[[], None] | None) -> None:
        self._store = store
        self._stored = stored
        self._limits = limits
        self._leftovers = Leftovers(store)
        self._batch: Batch | None = None
        self._bytes = 0
        self._since = 0.0
        self._waiting: list[tuple[Kept, Arrival | None]] = []
        self._fresh: dict[str, EvidenceRef] = {}
        self._known: OrderedDict[str, EvidenceRef] = OrderedDict()
        self._last: tuple[Raw, object, EvidenceRef] | None = None
        self._adopted: dict[str, Written] = {}

    def take(self, one: Collected) -> None:
        """Put one input into the batch."""
        if not self._waiting:
            self._since = time.monotonic()
        if one.document is None:
            outcome: Literal["failed", "noted"] = "failed" if one.error is not None else "noted"
            kept = Kept(one.where, outcome, error=one.error, note=one.note)
            if (
                one.raw is not None and one.raw.exchange is not None
            ):  # what a server said is evidence all the same
                kept = replace(kept, evidence=self._evidence(one, one.raw))
            self._waiting.append((kept, None))
            return
        try:
            evidence = self._parsed(one) if one.raw is None else self._evidence(one, one.raw)
        except DocumentError as error:
            self._waiting.append((Kept(one.where, "failed", error=error), None))
            return
        arrival = Arrival(
            one.document,
            one.where,
            one.method,
            _collected_at(one),
            evidence=evidence,
            part=one.part,
            extractor=one.extractor or f"rasd {rasd.__version__}",
            media=tuple(MediaLink(link.url, link.kind) for link in one.media),
        )
        self._waiting.append((Kept(one.where, "added", evidence=evidence, note=one.note), arrival))

    def is_full(self, *, waited: float) -> bool:
        """Tell whether the batch is to be acknowledged now."""
        return bool(self._waiting) and (
            len(self._waiting) >= self._limits.documents
            or self._bytes >= self._limits.bytes
            or waited >= self._limits.idle
            or time.monotonic() - self._since >= self._limits.seconds
        )

    def acknowledge(self) -> list[Kept]:
        """Put the batch on the disk and into the store, then return what became of each of its inputs."""
        waiting, self._waiting = self._waiting, []
        arrivals = [arrival for _, arrival in waiting if arrival is not None]
        written = []
        if self._batch is not None:
            written.append(self._batch.close())
            self._batch = None
        added: list[Added] = []
        if arrivals or written:
            with self._store.transaction():
                for adopted in self._adopted.values():
                    self._record("evidence.adopted", adopted)
                for file in written:
                    self._record("evidence.written", file)
                added = self._store.add(arrivals)
            bear_witness(self._store)
        for sha256, evidence in self._fresh.items():
            self._remember(sha256, evidence)
        self._fresh.clear()
        self._adopted.clear()
        self._bytes = 0
        if self._stored is not None:
            self._stored()
        outcomes = iter(added)
        return [kept if arrival is None else _became(kept, next(outcomes)) for kept, arrival in waiting]

    def give_up(self) -> None:
        """Leave nothing of an unfinished batch."""
        if self._batch is not None:
            self._batch.abandon()
            self._batch = None

    def _record(self, action: str, file: Written) -> None:
        details = {"bytes": file.bytes, "sha256": file.sha256, "records": file.records}
        self._store.custody.append(action, file.name, {**details, "software": f"rasd {rasd.__version__}"})

    def _evidence(self, one: Collected, raw: Raw) -> EvidenceRef:
        stamp = _stamp(raw)
        if self._last is not None and self._last[0] is raw and self._last[1] == stamp:
            return self._last[2]
        for hop in raw.earlier:
            self._hop(hop)
        payload = Payload(raw.body, one.where)
        if raw.sha256 and raw.sha256 != payload.sha256:
            raise payload.changed()
        known = self._find(payload.sha256)
        fields, at, uri = _fields(one), raw.fetched_at, raw.target_uri
        if raw.exchange is None:
            evidence = known or self._open().resource(
                payload, target_uri=uri, at=at, media_type=raw.media_type, fields=fields
            )
        else:
            answer = _answer(raw, raw.exchange, fields)
            if known is None:
                evidence = self._open().response(payload, answer)
            else:
                self._open().revisit(known, answer)
                evidence = replace(known, target_uri=uri)
        if known is None:
            self._fresh[payload.sha256] = evidence
            self._bytes += payload.size
        self._last = (raw, stamp, evidence)
        return evidence

    def _parsed(self, one: Collected) -> EvidenceRef:
        """Keep what was read of an input whose bytes are gone, such as a row of a pipe."""
        assert one.document is not None
        payload = Payload(one.document.model_dump_json(exclude_none=True).encode("utf-8", "replace"))
        known = self._find(payload.sha256)
        if known is not None:
            return known
        fields = (*_fields(one), ("form", "as read; the bytes of the input could not be kept"))
        evidence = self._open().resource(
            payload,
            target_uri=f"urn:sha256:{payload.sha256}",
            at=datetime.now(UTC),
            media_type="application/json",
            fields=fields,
        )
        self._fresh[payload.sha256] = evidence
        self._bytes += payload.size
        return evidence

    def _hop(self, hop: Raw) -> None:
        if hop.exchange is not None:
            answer = _answer(hop, hop.exchange, (("method", "redirect"),))
            self._open().response(Payload(hop.body, hop.target_uri), answer)

    def _open(self) -> Batch:
        if self._batch is None:
            self._batch = Batch(self._store.evidence)
        return self._batch

    def _find(self, sha256: str) -> EvidenceRef | None:
        """Return the copy of a payload that is kept already, in this batch, by an earlier run or by one that was killed."""
        if sha256 in self._fresh:
            return self._fresh[sha256]
        found = self._known.get(sha256) or evidence_with(self._store, sha256)
        if found is not None and (self._store.evidence / found.warc).is_file():
            self._remember(sha256, found)
            return found
        left = self._leftovers.find(sha256)
        if left is None:
            return None
        evidence, file = left
        self._adopted[file.name] = file
        return evidence

    def _remember(self, sha256: str, evidence: EvidenceRef) -> None:
        self._known[sha256] = evidence
        self._known.move_to_end(sha256)
        if len(self._known) > _REMEMBERED:
            self._known.popitem(last=False)


def _became(kept: Kept, added: Added) -> Kept:
    return replace(kept, outcome=added.outcome, document_id=added.document_id, version_of=added.version_of)


def _fields(one: Collected) -> tuple[tuple[str, str], ...]:
    """Return the fetch record: how the bytes came and by which version, beside the headers and the moment."""
    path = one.raw.body if one.raw is not None else None
    fields = [("method", one.method), ("software", f"rasd {rasd.__version__}")]
    if isinstance(path, Path):
        fields.append(("modified", _modified(path)))
    if one.method in _TAKEN_OVER:  # the moment of the record is what that archive says of it
        fields += [
            ("taken-from", one.where),
            ("collected-at", _collected_at(one).isoformat(timespec="seconds")),
        ]
    return tuple(fields)


def _collected_at(one: Collected) -> datetime:
    """Return when we came by an input; what an archive was fetched at is its own claim and stands in the record."""
    if one.raw is None or one.method in _TAKEN_OVER:
        return datetime.now(UTC)
    return one.raw.fetched_at


def _modified(path: Path) -> str:
    try:
        return datetime.fromtimestamp(path.stat().st_mtime, UTC).isoformat(timespec="seconds")
    except OSError:
        return ""


def _answer(raw: Raw, exchange: Exchange, fields: Sequence[tuple[str, str]]) -> Answer:
    return Answer(
        target_uri=raw.target_uri,
        at=raw.fetched_at,
        request=request_head(exchange),
        head=response_head(exchange),
        peer=exchange.peer,
        fields=fields,
    )


def _stamp(raw: Raw) -> object:
    """Return what changes when a file is written to, so that later rows of it are not told to lie in an older copy."""
    if isinstance(raw.body, bytes):
        return None
    try:
        status = raw.body.stat()
    except OSError:
        return None
    return status.st_size, status.st_mtime_ns, status.st_ino
