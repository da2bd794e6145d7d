"""Photos and videos that documents name: links, until somebody asks for the files; then kept once, by their hash.

A file lies under ``media/`` beside the evidence folder, named by the SHA-256 of its bytes, mode 0444, and is never
written again. Fetching goes through the checked fetcher of `rasd.collection.web`: limits, robots.txt, no private addresses.
"""

from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import rasd
from rasd.errors import FetchError, PreservationError
from rasd.preservation.disk import sync_folder, told
from rasd.preservation.witness import bear_witness

if TYPE_CHECKING:
    from rasd.collection.web import WebSettings
    from rasd.collection.web.fetching import Fetched
    from rasd.store import Store

__all__ = ["KINDS", "Gotten", "Link", "fetch_media", "links"]

_SUFFIXES = {
    "image/jpeg": ".jpg", "image/png": ".png", "image/gif": ".gif", "image/webp": ".webp", "image/avif": ".avif",
    "image/heic": ".heic", "image/tiff": ".tif", "image/bmp": ".bmp", "image/svg+xml": ".svg",
    "video/mp4": ".mp4", "video/webm": ".webm", "video/quicktime": ".mov", "video/3gpp": ".3gp", "video/mpeg": ".mpg",
    "video/x-matroska": ".mkv", "video/x-msvideo": ".avi", "video/ogg": ".ogv", "video/mp2t": ".ts",
    "audio/mpeg": ".mp3", "audio/ogg": ".ogg", "audio/mp4": ".m4a", "audio/wav": ".wav", "audio/webm": ".weba",
    "application/pdf": ".pdf", "application/zip": ".zip", "application/octet-stream": ".bin",
}  # fmt: skip
KINDS = frozenset(_SUFFIXES)
"""What is taken for a photo, video or file; a page that says "not found" is not."""
_PAGE = 400
_HEADERS = ("date", "last-modified", "etag", "content-type", "content-length", "server")


@dataclass(frozen=True, slots=True)
class Link:
    """A photo, video or file that a document names, and its file where it was fetched."""

    document_id: str
    url: str
    kind: str
    sha256: str | None
    path: str | None
    size: int | None
    media_type: str | None
    fetched_at: datetime | None


@dataclass(frozen=True, slots=True)
class Gotten:
    """What became of one link."""

    document_id: str
    url: str
    outcome: Literal["fetched", "kept", "failed"]
    """`kept`: its file was there."""
    sha256: str | None = None
    size: int | None = None
    error: str = ""


def links(store: Store, ids: Sequence[str]) -> Iterator[Link]:
    """Yield the links of documents, in the order of the ids' arrival."""
    for row in _rows(store, ids):
        yield Link(
            row.document.key,
            row.url,
            row.kind,
            row.sha256,
            row.path,
            row.size,
            row.media_type,
            row.fetched_at,
        )


def _rows(store: Store, ids: Sequence[str]) -> Iterator[Any]:
    from rasd.store import models
    from rasd.store.failing import told as told_of_store

    for start in range(0, len(ids), _PAGE):
        with told_of_store(store.address):
            rows = models.Media.objects.using(store.alias).filter(
                document__key__in=ids[start : start + _PAGE]
            )
            page = list(rows.select_related("document").defer("document__text").order_by("document_id", "id"))
        yield from page


def fetch_media(store: Store, ids: Sequence[str], settings: WebSettings) -> Iterator[Gotten]:
    """Fetch the files behind the links of these documents that are not there yet; yields each once it is safe.

    What fails is told and the rest goes on; raises PreservationError when nothing can be written.
    """
    from rasd.collection.web.courtesy import Courtesy
    from rasd.collection.web.fetching import Fetcher
    from rasd.collection.web.memory import Forgetful

    fetcher = Fetcher(settings)
    courtesy = Courtesy(settings, Forgetful(), fetcher)
    failed: dict[str, str] = {}
    try:
        for row in _rows(store, ids):
            key, url = row.document.key, row.url
            known = row if row.sha256 else _same(store, url)
            if known is not None and (store.evidence.parent / (known.path or "")).is_file():
                if known is not row:
                    _note(store, row, _facts(known), {"same_as": known.document.key})
                yield Gotten(key, url, "kept", known.sha256, known.size)
                continue
            if url not in failed:
                try:
                    fetched = _fetch(fetcher, courtesy, url)
                except FetchError as error:
                    failed[url] = str(error)
                else:
                    facts = _keep(store, fetched)
                    _note(store, row, facts, _exchange(fetched))
                    yield Gotten(key, url, "fetched", facts["sha256"], facts["size"])
                    continue
            yield Gotten(key, url, "failed", error=failed[url])
    finally:
        fetcher.close()
        bear_witness(store)


def _fetch(fetcher: Any, courtesy: Any, url: str) -> Fetched:
    if url.startswith("redacted:"):
        raise FetchError(f"{url}: this address was redacted. There is nothing to fetch.")
    try:
        fetched: Fetched = fetcher.fetch(url, kinds=KINDS, permit=courtesy.permit)
    except FetchError as error:
        courtesy.failed(url, error)
        raise
    courtesy.succeeded(url)
    if not fetched.body:
        raise FetchError(f"{url}: answered with nothing.")
    return fetched


def _same(store: Store, url: str) -> Any:
    """Return a fetched link of another document to the same address."""
    from rasd.store import models
    from rasd.store.adding import text_hash

    rows = models.Media.objects.using(store.alias).filter(url_sha256=text_hash(url), sha256__isnull=False)
    return rows.select_related("document").defer("document__text").order_by("id").first()


def _facts(row: Any) -> dict[str, Any]:
    return {name: getattr(row, name) for name in ("path", "sha256", "size", "media_type", "fetched_at")}


def _keep(store: Store, fetched: Fetched) -> dict[str, Any]:
    """Write the file once, under its hash."""
    body = fetched.body
    sha256 = hashlib.sha256(body).hexdigest()
    name = f"media/{sha256[:2]}/{sha256}{_SUFFIXES.get(fetched.media_type, '.bin')}"
    path = store.evidence.parent / name
    if not (path.is_file() and path.stat().st_size == len(body)):
        _write(path, body)
    return {
        "path": name,
        "sha256": sha256,
        "size": len(body),
        "media_type": fetched.media_type,
        "fetched_at": fetched.raw.fetched_at.astimezone(UTC),
    }


def _write(path: Path, body: bytes) -> None:
    part = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with part.open("xb") as stream:
            stream.write(body)
            stream.flush()
            os.fsync(stream.fileno())
        os.chmod(part, 0o444)
        os.replace(part, path)
        sync_folder(path.parent)
        sync_folder(path.parent.parent)
    except OSError as error:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise PreservationError(
            f"{path}: cannot be written: {told(error)}. What was fetched before is kept; make room and run this again."
        ) from None


def _exchange(fetched: Fetched) -> dict[str, Any]:
    """Return the fetch record for the custody log."""
    headers = {name: fetched.headers[name][:300] for name in _HEADERS if name in fetched.headers}
    told_of: dict[str, Any] = {"address": fetched.address, "headers": headers}
    if fetched.raw.earlier:
        told_of["redirects"] = [hop.target_uri for hop in fetched.raw.earlier]
    return told_of


def _note(store: Store, row: Any, facts: dict[str, Any], more: dict[str, Any]) -> None:
    for name, value in facts.items():
        setattr(row, name, value)
    details = {**facts, "url": row.url, "software": f"rasd {rasd.__version__}", **more}
    details["fetched_at"] = facts["fetched_at"].isoformat()
    with store.transaction():
        row.save(using=store.alias, update_fields=list(facts))
        store.custody.append("media.fetched", row.document.key, details)
