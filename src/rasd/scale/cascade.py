"""From pages to coded documents, throwing out early what cannot be an Arabic report of violence.

Each stage sees what the one before it let pass: the bytes as they came, then the main text that a fast parser takes out of
the page, folded, then the reader. Every dropped page is counted with its reason, and a share of them is kept for inspection.
One page that a stage stumbles over is set aside by name and costs no other.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable
from dataclasses import dataclass, field
from time import perf_counter
from typing import Any, Protocol

from rasd.collection.collected import Defaults
from rasd.errors import DocumentError
from rasd.linking import Member, members_of, traits_of
from rasd.model import Document, Record
from rasd.scale.options import Options
from rasd.scale.page import Page, SetAside
from rasd.scale.sampling import rate_of, share_of
from rasd.scale.tally import Tally

__all__ = ["Cascade", "Kept"]

_SAMPLE_BYTES = 32_000_000
"""Most bytes of dropped pages that one slice keeps."""
_TOGETHER, _TOGETHER_BYTES = 64, 4_000_000
"""Most pages, and bytes of them, that a stage takes at once."""


class Reader(Protocol):
    """What codes a document."""

    def code(self, document: Document) -> Record:
        """Return the record of `document`."""
        ...


class Sieve(Protocol):
    """What tells that a page cannot be an Arabic report of violence."""

    def of_bytes(self, body: bytes, charset: str = "") -> str:
        """Return why the bytes cannot be one; empty where they may."""
        ...

    def of_text(self, text: str) -> str:
        """Return why a main text cannot be one; empty where it may."""
        ...


class Extract(Protocol):
    """What takes the document out of a page."""

    def __call__(self, page: Page, *, defaults: Defaults, careful: bool = False) -> Any:
        """Return an object with `document` and `extractor`; raises DocumentError."""
        ...


@dataclass(slots=True)
class Kept:
    """What came of the pages of one slice."""

    rows: list[dict[str, Any]] = field(default_factory=list)
    """Rows of the part."""
    sample: list[dict[str, Any]] = field(default_factory=list)
    """Rows of the sample of dropped and kept pages."""
    set_aside: list[SetAside] = field(default_factory=list)
    tally: Tally = field(default_factory=Tally)


class Cascade:
    """The stages, over a reader that is loaded once and used for any number of slices."""

    def __init__(
        self,
        reader: Reader,
        sieve: Sieve,
        extract: Extract,
        signature: Callable[[str], list[int]],
        options: Options,
    ) -> None:
        self._reader = reader
        self._sieve = sieve
        self._extract = extract
        self._signature = signature
        self._options = options

    def run(
        self,
        pages: Iterable[Page | SetAside],
        name: str,
        *,
        told: Callable[[Tally, str], None] | None = None,
        avoided: Container[str] = (),
    ) -> Kept:
        """Return what came of the pages of input `name`.

        `told` hears the counts so far and the place of each page before it is parsed and before it is read, empty when that is
        done. Pages whose place is in `avoided` are set aside: they took the process with them before.
        """
        kept = Kept()
        tally, seconds = kept.tally, kept.tally.seconds
        of_bytes = self._sieve.of_bytes if self._options.has_byte_test else _passes
        passed: list[Page] = []
        weight = 0
        at = perf_counter()
        for page in pages:
            now = perf_counter()
            seconds["record"] += now - at
            if isinstance(page, SetAside):
                kept.set_aside.append(page)
                at = perf_counter()
                continue
            tally.pages += 1
            tally.bytes_read += len(page.body)
            try:
                reason = of_bytes(page.body, page.charset)
            except Exception as error:  # noqa: BLE001 - a fault of ours in one page must not lose the others
                self._stumble(kept, page, "bytes", error)
                at = _spent(seconds, "bytes", now)
                continue
            at = _spent(seconds, "bytes", now)
            if reason:
                self._drop(kept, page, "bytes", reason)
            elif page.where in avoided:
                kept.set_aside.append(SetAside(page.where, "the process that read this page died with it"))
            else:
                passed.append(page)
                weight += len(page.body)
                if len(passed) == _TOGETHER or weight >= _TOGETHER_BYTES:
                    self._read(kept, passed, name, told)
                    passed, weight = [], 0
                    at = perf_counter()
        seconds["record"] += perf_counter() - at
        self._read(kept, passed, name, told)
        tally.set_aside = len(kept.set_aside)
        return kept

    def _read(
        self, kept: Kept, pages: list[Page], name: str, told: Callable[[Tally, str], None] | None
    ) -> None:
        """Parse some pages, then read those that may tell something: a stage does several at once, while what it works with
        is in the processor's caches.
        """
        tally = kept.tally
        parsed: list[tuple[Page, Document, str]] = []
        for page in pages:
            if told is not None:
                told(tally, page.where)
            found = self._parse(kept, page)
            if found is not None:
                parsed.append((page, *found))
        for page, document, extractor in parsed:
            if told is not None:
                told(tally, page.where)
            self._code(kept, page, name, document, extractor)
        if pages and told is not None:
            told(tally, "")

    def _drop(self, kept: Kept, page: Page, stage: str, reason: str) -> None:
        kept.tally.dropped[stage][reason] += 1
        self._inspect(kept, page, stage, reason)

    def _inspect(self, kept: Kept, page: Page, stage: str, reason: str) -> None:
        """Keep a page for inspection if it was drawn."""
        if share_of(page.where) >= rate_of(reason, self._options.sample):
            return
        if sum(len(row["body"]) for row in kept.sample) + len(page.body) <= _SAMPLE_BYTES:
            kept.sample.append(sample_row(page, stage, reason))

    def _parse(self, kept: Kept, page: Page) -> tuple[Document, str] | None:
        """Return the document of a page and what made its text, None where it was dropped or set aside."""
        seconds = kept.tally.seconds
        begun = perf_counter()
        stage = "parse"
        try:
            document, extractor = self._extracted(page)
            begun = _spent(seconds, stage, begun)
            stage = "text"
            reason = self._sieve.of_text(document.text)
            begun = _spent(seconds, stage, begun)
            if reason:
                self._drop(kept, page, stage, reason)
                return None
            if self._options.careful and page.document is None:
                stage = "parse"
                document, extractor = self._extracted(page, careful=True)
                _spent(seconds, stage, begun)
        except Exception as error:  # noqa: BLE001 - as above
            _spent(seconds, stage, begun)
            self._stumble(kept, page, stage, error)
            return None
        return document, extractor

    def _extracted(self, page: Page, *, careful: bool = False) -> tuple[Document, str]:
        if page.document is not None:
            return page.document, "none"
        extracted = self._extract(page, defaults=self._options.defaults, careful=careful)
        return extracted.document, extracted.extractor

    def _code(self, kept: Kept, page: Page, name: str, document: Document, extractor: str) -> None:
        """Keep the row of a document in which the reader finds something."""
        tally, seconds = kept.tally, kept.tally.seconds
        begun = perf_counter()
        stage = "reader"
        try:
            record = self._reader.code(document)
            if not record.reports and not record.tolls:
                self._drop(kept, page, stage, "no report")
            else:
                kept.rows.append(self._row(page, name, document, extractor, record))
                tally.kept += 1
                tally.reports += len(record.reports)
                tally.tolls += len(record.tolls)
                self._inspect(kept, page, "kept", "")
        except Exception as error:  # noqa: BLE001 - as above
            self._stumble(kept, page, stage, error)
        _spent(seconds, stage, begun)

    def _stumble(self, kept: Kept, page: Page, stage: str, error: Exception) -> None:
        """Drop a page that is no article, set aside one that a stage failed on."""
        if isinstance(error, DocumentError):
            self._drop(kept, page, "parse", _reason_of(error))
            return
        kind = "out of memory" if isinstance(error, MemoryError) else f"{type(error).__name__}: {error}"
        kept.set_aside.append(SetAside(page.where, f"{stage} failed: {kind[:300]}"))

    def _row(
        self, page: Page, name: str, document: Document, extractor: str, record: Record
    ) -> dict[str, Any]:
        members: list[Member] = members_of(record, document.text)
        return {
            "id": record.id,
            "url": document.url,
            "outlet": document.outlet,
            "title": document.title,
            "published": document.published,
            "published_from": record.published_from,
            "fetched_at": page.fetched,
            "theatre": record.theatre,
            "text": document.text,
            "text_sha256": record.text_sha256,
            "extractor": extractor,
            "input": name,
            "where": page.where,
            "record": record.model_dump_json(),
            "signature": self._signature(document.text),
            "members": [{"id": one.id, "traits": traits_of(one).as_json()} for one in members],
            "synthetic": record.synthetic,
        }


def sample_row(page: Page, stage: str, reason: str) -> dict[str, Any]:
    """Return a page as a row of the sample."""
    return {
        "where": page.where,
        "stage": stage,
        "reason": reason,
        "address": page.address,
        "media_type": page.media_type,
        "charset": page.charset,
        "fetched_at": page.fetched,
        "last_modified": page.last_modified,
        "document": page.document.model_dump_json() if page.document is not None else None,
        "body": page.body,
    }


def _passes(body: bytes, charset: str = "") -> str:
    return ""


def _spent(seconds: Any, stage: str, begun: float) -> float:
    now = perf_counter()
    seconds[stage] += now - begun
    return now


def _reason_of(error: DocumentError) -> str:
    """Return the kind of difficulty without its place: reasons are counted."""
    return "no article" if "no article" in str(error) else "not readable"
