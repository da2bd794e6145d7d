"""Making a backup: everything as of one moment, streamed through the cipher, read back before it gets its name."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import rasd
from rasd.errors import OutputError, PreservationError
from rasd.preservation.backup.folders import EVIDENCE, Roots
from rasd.preservation.backup.manifest import MANIFEST, TOTALS, Manifest, totals_of
from rasd.preservation.backup.parcel import ParcelReader, ParcelWriter
from rasd.preservation.backup.sealing import Seal
from rasd.preservation.backup.snapshot import Snapshot, snapshot
from rasd.preservation.backup.values import as_line
from rasd.preservation.disk import told
from rasd.preservation.encryption import Readers
from rasd.preservation.leaving import digest_of, leave
from rasd.preservation.outfile import OutFile
from rasd.preservation.proof.finding import Progress
from rasd.preservation.rows import EVIDENCE_ACTIONS

if TYPE_CHECKING:
    from rasd.store import Store

__all__ = ["BackedUp", "back_up", "read_through"]

_PIECE = 4 << 20
"""Bytes of rows in one piece, before they are packed."""
_ATTEMPTS = 5


@dataclass(slots=True)
class BackedUp:
    """A backup that was read back."""

    path: Path
    sha256: str = ""
    bytes: int = 0
    rows: int = 0
    tables: int = 0
    files: int = 0
    custody: tuple[int, str] = (0, "")
    faults: list[str] = field(default_factory=list)
    """Evidence that is missing or not as the custody log says: backed up as it is."""


def back_up(
    store: Store,
    path: Path,
    *,
    readers: Readers | None,
    beside: Mapping[str, Path] | None = None,
    replace: bool = False,
    by: str | None = None,
    progress: Progress | None = None,
) -> BackedUp:
    """Write all of a store to one file, for `readers` only (None: for whoever holds it), and name it in the custody log.

    `beside` names folders that belong to it, such as the desk's. Raises OutputError, PreservationError or StoreError, and
    then leaves nothing behind.
    """
    roots = Roots(store.evidence, beside or {})
    roots.refuse(path)
    seal = Seal(readers)
    done = BackedUp(path)
    tell = progress or (lambda step, done, total: None)
    out = OutFile(path, replace=replace)
    try:
        try:
            with seal.writing(out.stream) as sink:
                _write(store, roots, sink, done, tell)
            out.settle()
            _prove(out.stream, seal, done, tell)
        except OSError as error:
            if error.filename is not None:
                raise PreservationError(
                    f"{error.filename}: cannot be read: {told(error)}. A redaction may have gone on meanwhile:"
                    " run this again. No backup was written."
                ) from None
            raise out.failed(error) from None
        details: dict[str, object] = {
            "sha256": done.sha256,
            "bytes": done.bytes,
            "as_of": {"seq": done.custody[0], "hash": done.custody[1]},
            "encrypted_for": list(readers.names) if readers is not None else [],
        }
        leave(store, out, "backup.written", details, by=by)
    finally:
        out.drop()
    return done


def _write(store: Store, roots: Roots, sink: BinaryIO, done: BackedUp, tell: Progress) -> None:
    from django.db import connections

    for _ in range(_ATTEMPTS):
        early = roots.early()
        with snapshot(store) as held:
            if roots.early().keys() != early.keys():
                continue  # a stamp came between: the rows tell of it, and its file was not read
            parcel = ParcelWriter(sink)
            head = held.ask("SELECT seq, hash FROM store_custodyhead WHERE id = 1")
            done.custody = (int(head[0][0]), str(head[0][1])) if head else (0, "")
            tables = held.tables()
            manifest = Manifest(
                datetime.now(UTC).isoformat(timespec="seconds"),
                f"rasd {rasd.__version__}",
                connections[store.alias].vendor,
                held.migrations(),
                tables,
                done.custody,
            )
            parcel.put(MANIFEST, manifest.written())
            later = list(roots.later())
            wanted = _wanted(held)
            totals: dict[str, int] = {}
            for number, table in enumerate(tables, 1):
                folder = f"tables/{number:04}-{table.name}"
                totals[table.name] = 0
                for piece, (rows, data) in enumerate(_pieces(held.rows(table)), 1):
                    parcel.put(f"{folder}/{piece:06}.jsonl.gz", data)
                    totals[table.name] += rows
                    done.rows += rows
                    tell("rows", done.rows, 0)
            parcel.put(TOTALS, json.dumps(totals).encode())
        done.tables = len(tables)
        done.files = len(early) + len(later)
        for name, data in early.items():
            parcel.put(name, data)
        _files(parcel, later, wanted, done, tell)
        parcel.finish()
        return
    raise PreservationError(f"{store.address}: its stamps change too often. Run this again in a moment.")


def _pieces(rows: Iterator[tuple[Any, ...]]) -> Iterator[tuple[int, bytes]]:
    lines: list[bytes] = []
    size = 0
    for row in rows:
        line = as_line(row)
        lines.append(line)
        size += len(line)
        if size >= _PIECE:
            yield len(lines), gzip.compress(b"".join(lines), 5, mtime=0)
            lines, size = [], 0
    if lines:
        yield len(lines), gzip.compress(b"".join(lines), 5, mtime=0)


def _wanted(held: Snapshot) -> dict[str, str]:
    """Return the evidence files that the rows name, with the SHA-256 that the custody log gives them."""
    wanted = {name: "" for (name,) in held.ask("SELECT DISTINCT warc FROM store_evidence")}
    actions = ", ".join(f"'{action}'" for action in EVIDENCE_ACTIONS)
    for name, details in held.ask(
        f"SELECT subject, details FROM store_custodyentry WHERE action IN ({actions}) ORDER BY seq"  # constants  # nosec B608
    ):
        try:
            wanted[name] = str(json.loads(details)["sha256"])
        except (ValueError, KeyError, TypeError):
            continue
    return wanted


def _files(
    parcel: ParcelWriter,
    later: list[tuple[str, Path]],
    wanted: dict[str, str],
    done: BackedUp,
    tell: Progress,
) -> None:
    total = sum(path.stat().st_size for _, path in later)
    copied = 0
    for name, path in later:
        with path.open("rb") as stream:
            size = path.stat().st_size
            try:
                digest = parcel.copy(name, size, stream)
            except OSError as error:
                if error.errno is None:  # the tar's word for a file that became shorter
                    raise PreservationError(f"{path}: changed while it was read. Run this again.") from None
                raise
        copied += size
        tell("bytes of files", copied, total)
        own = name.removeprefix(f"{EVIDENCE}/")
        if own != name and (said := wanted.pop(own, "")) and said != digest:
            done.faults.append(f"{path}: is not as the custody log says; backed up as it is")
    done.faults += [
        f"{name}: the store names this evidence file, and it is not there" for name in sorted(wanted)
    ]


def _prove(stream: BinaryIO, seal: Seal, done: BackedUp, tell: Progress) -> None:
    """Read the whole file back: what cannot be read is no backup."""
    stream.seek(0)
    place = str(done.path)
    with seal.reading(stream, place) as inner:
        _, rows = read_through(inner, place, tell)
    if rows != done.rows:
        raise OutputError(
            f"{place}: {done.rows} rows were written and {rows} read back. No backup was written."
        )
    done.sha256, done.bytes = digest_of(stream)


def read_through(inner: BinaryIO, place: str, tell: Progress) -> tuple[Manifest, int]:
    """Read a backup to its end, with every hash and every row; return its manifest and the number of rows.

    Raises PreservationError when something does not hold.
    """
    rows = 0
    said: dict[str, int] = {}
    reader = ParcelReader(inner, place)
    members = reader.members()
    manifest = Manifest.first_of(members, place)
    for member in members:
        if member.name.startswith("tables/"):
            try:
                with gzip.open(member.stream) as lines:
                    rows += sum(1 for _ in lines)
            except (OSError, EOFError) as error:
                raise PreservationError(
                    f"{place}: {member.name} in it cannot be unpacked: {error}."
                ) from None
        elif member.name == TOTALS:
            said = totals_of(member.stream.read(), place)
        tell("bytes read back", reader.taken, 0)
    if sum(said.values()) != rows:
        raise PreservationError(f"{place}: {sum(said.values())} rows are named in it and {rows} are there.")
    return manifest, rows
