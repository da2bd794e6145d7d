"""Evidentiary copies: the bytes as they came, in WARC files that are written once.

A batch is one file. It grows under a hidden temporary name, and appears under its own only when it is whole and on
the disk (fsync, rename, fsync of the folder, mode 0444): whatever moment the machine stops at, a file under its own
name is complete. Nothing here changes or deletes such a file. Every block carries its SHA-256, computed before it is
written and again while it is: a file that changes under our hands is refused, not half kept.
"""

from __future__ import annotations

import hashlib
import io
import os
import secrets
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO
from uuid import uuid4

from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

import rasd
from rasd.errors import DocumentError, PreservationError
from rasd.preservation.disk import lock, sync_folder, told
from rasd.store import EvidenceRef

__all__ = ["PART_SUFFIX", "WARC_SUFFIX", "Answer", "Batch", "Payload", "Written"]

WARC_SUFFIX = ".warc.gz"
PART_SUFFIX = ".part"
_CHUNK = 1 << 20
_REVISIT = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
_ATTEMPTS = 5


class Payload:
    """Bytes to keep, in memory or in a file that is read in pieces; knows its size and SHA-256."""

    def __init__(self, content: bytes | Path, name: str = "") -> None:
        self._content = content
        self._name = name or (str(content) if isinstance(content, Path) else "bytes")
        self.size = 0
        digest = hashlib.sha256()
        try:
            with self.open() as stream:
                while piece := stream.read(_CHUNK):
                    digest.update(piece)
                    self.size += len(piece)
        except OSError as error:
            raise self._unread(error) from None
        self.sha256 = digest.hexdigest()

    def open(self) -> BinaryIO:
        """Open the bytes for reading; raises DocumentError when the file is gone."""
        if isinstance(self._content, bytes):
            return io.BytesIO(self._content)
        try:
            return self._content.open("rb")
        except OSError as error:
            raise self._unread(error) from None

    def _unread(self, error: OSError) -> DocumentError:
        return DocumentError(f"{self._name}: {told(error)}. It was not kept; collect it again.")

    def with_head(self, head: bytes) -> str:
        """Return the SHA-256 of `head` and the bytes behind it."""
        if not head:
            return self.sha256
        digest = hashlib.sha256(head)
        with self.open() as stream:
            while piece := stream.read(_CHUNK):
                digest.update(piece)
        return digest.hexdigest()

    def changed(self) -> DocumentError:
        """Return the error for bytes that are not those that were read before."""
        return DocumentError(f"{self._name}: changed while it was being collected. Collect it again.")


@dataclass(frozen=True, slots=True)
class Written:
    """A WARC file that is whole and on the disk."""

    name: str
    """Relative to the evidence folder."""
    bytes: int
    sha256: str
    records: int


class _Block:
    """The head and the payload of a record as one stream, hashed again on the way to the disk."""

    def __init__(self, head: bytes, payload: Payload | None) -> None:
        self._head = head
        self._stream = payload.open() if payload is not None else io.BytesIO()
        self._digest = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        piece, self._head = self._head, b""
        piece = piece or self._stream.read(size)
        self._digest.update(piece)
        return piece

    def close(self) -> str:
        """Close the file behind it and return the SHA-256 of what was read."""
        self._stream.close()
        return self._digest.hexdigest()


class _Growing:
    """The file under its temporary name; knows the SHA-256 of all that was written to it."""

    def __init__(self, path: Path) -> None:
        self._stream = path.open("xb")
        lock(self._stream.fileno())
        self.digest = hashlib.sha256()
        self.size = 0

    def write(self, data: bytes) -> None:
        self._stream.write(data)
        self.digest.update(data)
        self.size += len(data)

    def flush(self) -> None:
        """Do nothing: the whole file is synced once, when it is finished."""

    def back_to(self, size: int, digest: hashlib._Hash) -> None:
        """Forget what was written behind `size`."""
        self._stream.flush()
        self._stream.truncate(size)
        self._stream.seek(size)
        self.size, self.digest = size, digest

    def finish(self) -> None:
        self._stream.flush()
        os.fsync(self._stream.fileno())

    def close(self) -> None:
        self._stream.close()


class _Writer(WARCWriter):  # type: ignore[misc]
    """Writes records whose digests stand in their headers already, and whose blocks are written as they are."""

    def ensure_digest(self, record: ArcWarcRecord, block: bool = True, payload: bool = True) -> None:
        """Compute nothing."""

    def _write_warc_record(self, out: _Growing, record: ArcWarcRecord) -> None:
        record.rec_type = (
            "block"  # of a revisit the writer would leave out the block; the header keeps the type
        )
        super()._write_warc_record(out, record)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a server answered, without its bytes: how it is told beside them."""

    target_uri: str
    at: datetime
    request: bytes
    """The request line and its headers with the blank line; empty where none is known."""
    head: bytes
    """The status line and the headers with the blank line."""
    peer: str = ""
    fields: Sequence[tuple[str, str]] = ()
    """How it was come by, in a metadata record beside it."""


class Batch:
    """One WARC file in the making: records go in, then `close` makes it appear or `abandon` makes it vanish."""

    def __init__(self, folder: Path, *, at: datetime | None = None) -> None:
        """Begin a file; raises PreservationError when the folder cannot be written."""
        self._folder = folder
        self._at = at or datetime.now(UTC)
        self._records = 0
        self.at = self._at
        for attempt in range(_ATTEMPTS):
            stem = f"rasd-{self._at:%Y%m%dT%H%M%SZ}-{secrets.token_hex(4)}"
            self.name = f"{self._at:%Y-%m}/{stem}{WARC_SUFFIX}"
            self._path = folder / self.name
            self._part = self._path.with_name(f".{self._path.name}{PART_SUFFIX}")
            try:
                self._path.parent.mkdir(parents=True, exist_ok=True)
                self._file = _Growing(self._part)
                break
            except FileExistsError:
                if attempt + 1 == _ATTEMPTS:
                    raise
            except OSError as error:
                raise self._failed(error) from None
        self._writer = _Writer(self._file, gzip=True, warc_version="1.1")
        self._info()

    def __len__(self) -> int:
        return self._records

    def _info(self) -> None:
        fields = (
            f"software: rasd/{rasd.__version__}\r\nformat: WARC File Format 1.1\r\n"
            "conformsTo: https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/\r\n"
            "description: evidentiary copies, bytes as they came; of a body that was sent in chunks the chunks are not"
            " kept, and its header is named X-Archive-Orig-Transfer-Encoding\r\n"
        )
        self._write(
            "warcinfo",
            "",
            self.at,
            "application/warc-fields",
            Payload(fields.encode()),
            extra=[("WARC-Filename", self._path.name)],
        )

    def resource(
        self,
        payload: Payload,
        *,
        target_uri: str,
        at: datetime,
        media_type: str,
        fields: Sequence[tuple[str, str]] = (),
    ) -> EvidenceRef:
        """Keep the bytes of a file; `fields` say how they were come by, in a metadata record beside them."""
        kept = self._write("resource", target_uri, at, media_type, payload, has_payload=True)
        self._metadata(target_uri, at, kept.record_id, fields)
        return kept

    def response(self, payload: Payload, answer: Answer) -> EvidenceRef:
        """Keep an answer of a server with its bytes."""
        return self._answered("response", answer, payload)

    def revisit(self, known: EvidenceRef, answer: Answer) -> None:
        """Note that a server answered again with bytes that are kept as `known`; they are not stored twice."""
        extra = [
            ("WARC-Profile", _REVISIT),
            ("WARC-Refers-To", known.record_id),
            ("WARC-Refers-To-Target-URI", known.target_uri),
            ("WARC-Payload-Digest", f"sha256:{known.sha256}"),
        ]
        self._answered("revisit", answer, None, extra)

    def _answered(
        self, kind: str, answer: Answer, payload: Payload | None, extra: Sequence[tuple[str, str]] = ()
    ) -> EvidenceRef:
        """Write the record of an answer, with those of its request and of how it was come by beside it."""
        kept = self._write(
            kind,
            answer.target_uri,
            answer.at,
            "application/http; msgtype=response",
            payload,
            head=answer.head,
            extra=[*extra, ("WARC-IP-Address", answer.peer)] if answer.peer else extra,
            has_payload=payload is not None,
        )
        self._request(answer.request, answer.target_uri, answer.at, kept.record_id)
        self._metadata(answer.target_uri, answer.at, kept.record_id, answer.fields)
        return kept

    def _request(self, request: bytes, target_uri: str, at: datetime, record_id: str) -> None:
        if request:
            media_type = "application/http; msgtype=request"
            extra = [("WARC-Concurrent-To", record_id)]
            self._write("request", target_uri, at, media_type, None, head=request, extra=extra)

    def _metadata(
        self, target_uri: str, at: datetime, record_id: str, fields: Sequence[tuple[str, str]]
    ) -> None:
        lines = "".join(f"{name}: {_one_line(value)}\r\n" for name, value in fields if value)
        if lines:
            extra = [("WARC-Concurrent-To", record_id)]
            self._write(
                "metadata", target_uri, at, "application/warc-fields", Payload(lines.encode()), extra=extra
            )

    def _write(
        self,
        kind: str,
        target_uri: str,
        at: datetime,
        media_type: str,
        payload: Payload | None,
        *,
        head: bytes = b"",
        extra: Sequence[tuple[str, str]] = (),
        has_payload: bool = False,
    ) -> EvidenceRef:
        record_id = f"<urn:uuid:{uuid4()}>"
        expected = payload.with_head(head) if payload is not None else hashlib.sha256(head).hexdigest()
        headers = StatusAndHeaders("", [], protocol="WARC/1.1")
        headers.add_header("WARC-Type", kind)
        headers.add_header("WARC-Record-ID", record_id)
        headers.add_header("WARC-Date", f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%fZ}")
        if target_uri:
            headers.add_header("WARC-Target-URI", _one_line(target_uri))
        for name, value in extra:
            headers.add_header(name, value)
        if has_payload and payload is not None:
            headers.add_header("WARC-Payload-Digest", f"sha256:{payload.sha256}")
        headers.add_header("WARC-Block-Digest", f"sha256:{expected}")
        length = len(head) + (payload.size if payload is not None else 0)
        block = _Block(head, payload)
        record = ArcWarcRecord("warc", kind, headers, block, None, media_type, length)
        record.payload_length = length
        offset, before = self._file.size, self._file.digest.copy()
        try:
            self._writer.write_record(record)
        except OSError as error:
            raise self._failed(error) from None
        finally:
            found = block.close()
        if found != expected and payload is not None:
            self._file.back_to(offset, before)
            raise payload.changed()
        self._records += 1
        sha256 = payload.sha256 if payload is not None else expected
        length = self._file.size - offset
        return EvidenceRef(self.name, offset, length, sha256, record_id, target_uri)

    def close(self) -> Written:
        """Put the file on the disk under its name; after this it is never touched again."""
        written = Written(self.name, self._file.size, self._file.digest.hexdigest(), self._records)
        try:
            self._file.finish()
            os.chmod(self._part, 0o444)
            os.rename(self._part, self._path)
            sync_folder(self._path.parent)
            sync_folder(self._folder)
        except OSError as error:
            raise self._failed(error) from None
        finally:
            self._file.close()
        return written

    def abandon(self) -> None:
        """Take the unfinished file away; nobody was told of anything in it."""
        with suppress(OSError):
            self._file.close()
        with suppress(OSError):
            self._part.unlink(missing_ok=True)

    def _failed(self, error: OSError) -> PreservationError:
        return PreservationError(
            f"{self._path.parent}: evidence cannot be written: {told(error)}. What was acknowledged is kept. Make room"
            " or give the folder back its permissions, then run the same command again: nothing is collected twice."
        )


def _one_line(value: str) -> str:
    return " ".join(value.split())
