"""Putting a backup back: into a new place, whole or not at all, and proved there as `rasd verify` proves a store."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import BinaryIO, cast

import rasd
from rasd.errors import PreservationError
from rasd.preservation.backup.folders import EVIDENCE, MEDIA, is_safe
from rasd.preservation.backup.loading import SESSIONS, Loader, loader
from rasd.preservation.backup.manifest import TOTALS, Manifest, totals_of
from rasd.preservation.backup.parcel import Member, ParcelReader
from rasd.preservation.backup.sealing import Opener
from rasd.preservation.backup.snapshot import DERIVED, Table
from rasd.preservation.backup.staging import Staging
from rasd.preservation.backup.writing import read_through
from rasd.preservation.disk import told
from rasd.preservation.proof import Finding, prove
from rasd.preservation.proof.finding import Progress
from rasd.preservation.witness import bear_witness
from rasd.store.address import Address

__all__ = ["Restored", "check", "restore"]

_LONGEST_LINE = 1 << 30
_WORDS_AT_ONCE = 200


@dataclass(slots=True)
class Restored:
    """What was put back, and what does not hold in it."""

    made: str
    software: str
    custody: tuple[int, str]
    rows: int = 0
    files: int = 0
    sha256: str = ""
    findings: list[Finding] = field(default_factory=list)


def check(path: Path, opener: Opener, *, progress: Progress | None = None) -> Restored:
    """Read a backup to its end without writing anything. Raises PreservationError when something in it does not hold."""
    with _open(path) as source, opener.reading(source, str(path)) as inner:
        manifest, rows = read_through(inner, str(path), progress or (lambda step, done, total: None))
    return Restored(manifest.made, manifest.software, manifest.custody, rows)


def restore(
    path: Path,
    address: Address,
    opener: Opener,
    *,
    beside: Mapping[str, Path] | None = None,
    prepare: Callable[[Address, frozenset[str]], None] | None = None,
    progress: Progress | None = None,
) -> Restored:
    """Put a backup back at `address`, which must be a new or empty folder or a database without tables.

    `beside` names folders of others, as when it was made. `prepare` is called with the place at which the database is made
    and the applications whose tables it needs, before Django is asked for them. Raises PreservationError or StoreError, and
    then nothing is left. What does not hold in a store that was put back is in `findings`.
    """
    from rasd.store.founding import is_bare, raze

    tell = progress or (lambda step, done, total: None)
    places = {EVIDENCE: address.evidence, MEDIA: address.evidence.parent / MEDIA, **(beside or {})}
    staging = Staging(address.folder, places)
    work = replace(address, folder=staging.folder, evidence=staging.evidence)
    with _open(path) as source:
        hashed = _Hashed(source)
        with opener.reading(cast(BinaryIO, hashed), str(path)) as inner:
            members = ParcelReader(inner, str(path)).members()
            manifest = Manifest.first_of(members, str(path))
            if prepare is not None:
                prepare(work, frozenset(app for app, _ in manifest.migrations))
            if address.url is not None and not is_bare(address):
                raise PreservationError(
                    f"{address.printable}: holds tables. A backup is put back into a database without any: createdb NAME."
                )
            done = Restored(manifest.made, manifest.software, manifest.custody)
            is_whole = False
            try:
                staging.begin()
                _fill(members, manifest, work, staging, done, tell, str(path))
                hashed.finish()
                done.sha256 = hashed.digest.hexdigest()
                _conclude(work, path, done, tell)
                staging.commit()
                done.findings = [staging.said_of(finding) for finding in done.findings]
                is_whole = True
            except OSError as error:
                raise staging.failed(error) from None
            finally:
                if not is_whole:
                    if address.url is not None:
                        raze(address)
                    staging.drop()
    return done


def _open(path: Path) -> BinaryIO:
    try:
        return path.open("rb")
    except OSError as error:
        raise PreservationError(f"{path}: cannot be read: {told(error)}.") from None


class _Hashed:
    """The file, hashed as it is read; going back to its beginning begins anew."""

    def __init__(self, source: BinaryIO) -> None:
        self._source = source
        self.digest = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        piece = self._source.read(size)
        self.digest.update(piece)
        return piece

    def seek(self, offset: int) -> int:
        self.digest = hashlib.sha256()
        return self._source.seek(offset)

    def finish(self) -> None:
        """Read what nobody asked for: padding behind the end."""
        while self.read(1 << 20):
            pass


def _fill(
    members: Iterator[Member],
    manifest: Manifest,
    work: Address,
    staging: Staging,
    done: Restored,
    tell: Progress,
    place: str,
) -> None:
    from rasd.store.founding import found

    alias = found(work, manifest.migrations)
    tables = {table.name: table for table in manifest.tables}
    loaded = dict.fromkeys(tables, 0)
    said: dict[str, int] = {}
    with loader(alias, work.printable, manifest.tables) as into:
        for member in members:
            label, _, name = member.name.partition("/")
            if not is_safe(member.name):
                raise PreservationError(f"{place}: {member.name[:80]!r} in it names no file of a store.")
            if label == "tables":
                table = tables.get(name.partition("/")[0][5:])
                if table is None:
                    raise PreservationError(f"{place}: {member.name} in it is of no table.")
                loaded[table.name] += _load(into, table, member, place)
                tell("rows", sum(loaded.values()), 0)
            elif member.name == TOTALS:
                said = totals_of(member.stream.read(), place)
                if said != loaded:
                    raise PreservationError(
                        f"{place}: rows are missing in it. Take another copy of the backup."
                    )
                into.finish(manifest.tables)
            elif name and staging.knows(label):
                staging.put(label, name, member.stream)
                done.files += 1
                tell("files", done.files, 0)
            else:
                raise PreservationError(f"{place}: {member.name[:80]!r} in it has no place here.")
    if not said:
        raise PreservationError(f"{place}: its rows have no end. Take another copy of the backup.")
    done.rows = sum(loaded.values())
    _index_words(alias, tell)


def _load(into: Loader, table: Table, member: Member, place: str) -> int:
    try:
        with gzip.open(member.stream) as lines:
            given = iter(lambda: lines.readline(_LONGEST_LINE), b"")
            if table.name in SESSIONS:
                return sum(1 for _ in given)
            return into.load(table, given)
    except (gzip.BadGzipFile, EOFError):
        raise PreservationError(f"{place}: {member.name} in it cannot be unpacked.") from None


def _index_words(alias: str, tell: Progress) -> None:
    """Make the index of words anew: each database has its own."""
    from rasd.store import models
    from rasd.store.words import put_words

    assert "store_documentwords" in DERIVED
    last = 0
    rows = models.Document.objects.using(alias).order_by("id")
    done = 0
    while page := list(rows.filter(id__gt=last).values_list("id", "title", "text")[:_WORDS_AT_ONCE]):
        put_words(alias, [(number, f"{title or ''}\n{text}") for number, title, text in page])
        last = page[-1][0]
        done += len(page)
        tell("texts for search", done, 0)


def _conclude(work: Address, path: Path, done: Restored, tell: Progress) -> None:
    """Open the store as any other, prove it, and say in its log where it came from."""
    from rasd.store import Store

    given = str(work.folder) if work.url is None else work.url
    with Store.open(given, evidence=work.evidence, create=False) as store:
        head = store.custody.head()
        if head != done.custody:
            raise PreservationError(
                f"{path}: the custody log in it ends at entry {head[0]}, its manifest says {done.custody[0]}."
            )
        done.findings = list(prove(store, database=work.database, progress=tell))
        store.custody.append(
            "store.restored",
            path.name,
            {"sha256": done.sha256, "made": done.made, "software": f"rasd {rasd.__version__}"},
        )
        bear_witness(store)
