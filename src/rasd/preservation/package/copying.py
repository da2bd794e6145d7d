"""WARC records on their way into a package: byte for byte as they lie in the evidence folder, each proved before.

A record brings what belongs to it: the request that it answers and the note on how it was fetched, which lie behind it
in its file, and the heading of that file.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from rasd.errors import PreservationError
from rasd.preservation.package.index import IndexLine
from rasd.preservation.reading import Seen, record_at
from rasd.store import EvidenceRef

__all__ = ["Copied", "copy_records", "index_line"]

_CHUNK = 1 << 20
_HEAD = 1 << 17
_BESIDE = {"request", "metadata"}
_INDEXED = {"response", "resource", "revisit"}


class _Sink(Protocol):
    size: int

    def write(self, data: bytes) -> None: ...


@dataclass(frozen=True, slots=True)
class Copied:
    """A record that lies in the package now."""

    evidence: EvidenceRef
    offset: int
    line: IndexLine | None


def copy_records(
    folder: Path, wanted: Iterable[EvidenceRef], sink: _Sink, *, filename: str
) -> Iterator[Copied]:
    """Copy the wanted records to `sink`, in order of file and place; yields each one with its new place.

    Raises PreservationError when a record is not there, or not what the store says that it is.
    """
    heading = ""
    places = {(one.warc, one.offset): one for one in wanted}
    for _, evidence in sorted(places.items()):
        path = folder / evidence.warc
        try:
            if heading != evidence.warc:
                heading = evidence.warc
                first = record_at(path, 0)
                if first.kind == "warcinfo" and not first.problem and evidence.offset:
                    _copy(path, first, sink)
            seen = record_at(path, evidence.offset)
            _prove(path, seen, evidence)
            offset = sink.size
            _copy(path, seen, sink)
            yield Copied(evidence, offset, index_line(path, seen, offset=offset, filename=filename))
            for beside in _following(path, seen):
                _copy(path, beside, sink)
        except OSError as error:
            reason = (
                "is missing" if isinstance(error, FileNotFoundError) else f"cannot be read ({error.strerror})"
            )
            raise PreservationError(
                f"{path}: {reason}, and the selection has evidence in it. `rasd verify` names all that fails;"
                " put the file back from a backup, or package with --no-evidence."
            ) from None


def _prove(path: Path, seen: Seen, evidence: EvidenceRef) -> None:
    problem = seen.problem
    if not problem and seen.sha256 != evidence.sha256:
        problem = "its payload has another SHA-256 than the store wrote down"
    if not problem and seen.length != evidence.length:
        problem = f"it has {seen.length} bytes where the store wrote down {evidence.length}"
    if problem:
        raise _does_not_hold(path, seen, problem)


def _does_not_hold(path: Path, seen: Seen, problem: str) -> PreservationError:
    return PreservationError(
        f"{path}: the record at {seen.offset} does not hold: {problem}. Nothing was packaged. `rasd verify` names all"
        " that fails; put the file back from a backup, or leave its documents out of the selection."
    )


def _following(path: Path, seen: Seen) -> Iterator[Seen]:
    offset, end = seen.offset + seen.length, path.stat().st_size
    while offset < end:
        beside = record_at(path, offset)
        belongs = beside.headers.get("warc-concurrent-to") == seen.record_id
        if beside.problem and (belongs or not beside.headers):
            raise _does_not_hold(path, beside, beside.problem)
        if beside.kind not in _BESIDE or not belongs:
            return
        yield beside
        offset += beside.length


def _copy(path: Path, seen: Seen, sink: _Sink) -> None:
    with path.open("rb") as stream:
        stream.seek(seen.offset)
        left = seen.length
        while left:
            piece = stream.read(min(left, _CHUNK))
            if not piece:
                raise PreservationError(
                    f"{path}: ends inside the record at {seen.offset}. Run `rasd verify`."
                )
            sink.write(piece)
            left -= len(piece)


def index_line(path: Path, seen: Seen, *, offset: int, filename: str) -> IndexLine | None:
    """Return the line of the index for a record; None for one that nobody looks up."""
    address = seen.headers.get("warc-target-uri", "")
    if seen.kind not in _INDEXED or not address:
        return None
    status, mime = "", seen.headers.get("content-type", "")
    if mime.startswith("application/http"):
        status, mime = _http(path, seen.offset)
    digits = "".join(character for character in seen.headers.get("warc-date", "") if character.isdigit())
    return IndexLine(
        url=address,
        timestamp=digits[:14].ljust(14, "0"),
        mime="warc/revisit" if seen.kind == "revisit" else mime.partition(";")[0].strip().lower(),
        status=status,
        digest=seen.headers.get("warc-payload-digest", f"sha256:{seen.sha256}"),
        offset=offset,
        length=seen.length,
        filename=filename,
    )


def _http(path: Path, offset: int) -> tuple[str, str]:
    """Return the status and the media type that a server gave, from the first bytes of a record."""
    with path.open("rb") as stream:
        stream.seek(offset)
        start = zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(stream.read(_HEAD), _HEAD)
    head = start.partition(b"\r\n\r\n")[2].partition(b"\r\n\r\n")[0].decode("utf-8", "replace").split("\r\n")
    status = (head[0].split(" ", 2) + ["", ""])[1]
    named = (line.partition(":") for line in head[1:])
    mime = next((value.strip() for name, _, value in named if name.strip().lower() == "content-type"), "")
    return (status if status.isdigit() else ""), mime
