"""Proves the evidence folder: every file against the custody log, every record against its digests, every reference of
the store against the record that it names."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from rasd.preservation.disk import told
from rasd.preservation.leftovers import evidence_files, file_sha256, unfinished
from rasd.preservation.proof.finding import Finding, Progress, failure, notice, some
from rasd.preservation.reading import Seen, records
from rasd.preservation.rows import FileEntry, documents_of, file_entries, named_files, references

if TYPE_CHECKING:
    from rasd.store import Store

__all__ = ["prove_files", "prove_files_alone"]

_AT_ONCE = 200
_RESTORE = "Restore this file from a backup or a package; nothing else can bring the bytes back"
_STEP = "evidence files"


def prove_files(store: Store, progress: Progress) -> Iterator[Finding]:
    """Yield what is wrong with the evidence of a store."""
    folder = store.evidence
    names = list(evidence_files(folder)) if folder.is_dir() else []
    present = set(names)
    for done in range(0, len(names), _AT_ONCE):
        some_names = names[done : done + _AT_ONCE]
        entries = file_entries(store, some_names)
        for index, name in enumerate(some_names):
            progress(_STEP, done + index, len(names))
            yield from _prove_file(store, name, entries.get(name))
    progress(_STEP, len(names), len(names))
    yield from _missing(store, present)
    if folder.is_dir():
        yield from _unfinished(folder)


def prove_files_alone(folder: Path, progress: Progress) -> Iterator[Finding]:
    """Yield what is wrong with the evidence files by themselves, where no store can say what they must be."""
    names = list(evidence_files(folder)) if folder.is_dir() else []
    for done, name in enumerate(names, start=1):
        path = folder / name
        try:
            for seen in records(path):
                if seen.problem:
                    fact = f"the record at byte {seen.offset}: {seen.problem}"
                    yield failure(str(path), fact, "a copy is not as it came", _RESTORE)
        except OSError as error:
            yield failure(str(path), f"cannot be read: {told(error)}", "nothing in it is proved", _RESTORE)
        progress(_STEP, done, len(names))


def _prove_file(store: Store, name: str, entry: FileEntry | None) -> Iterator[Finding]:
    path = store.evidence / name
    place = str(path)
    try:
        sound, broken = _read(path)
        digest = file_sha256(path) if entry is not None else ""
        mode = path.stat().st_mode
    except OSError as error:
        yield failure(
            place,
            f"cannot be read: {told(error)}",
            "nothing in it is proved",
            "Check the file's permissions and disk",
        )
        return
    if entry is None and not any(True for _ in references(store, name)):
        yield from _unacknowledged(place, broken)
        return
    if entry is None:
        yield failure(
            place,
            "no custody entry names this file, and rows of the store do",
            "the custody log is not the one that was written with it",
            "Restore the database from a backup",
        )
    yield from _records(store, name, place, sound, broken)
    if entry is not None and digest != entry.sha256 and not broken:
        size = path.stat().st_size
        fact = (
            f"it has {size} bytes, the custody log says {entry.bytes}"
            if size != entry.bytes
            else f"its SHA-256 is {digest[:12]}…, the custody log says {entry.sha256[:12]}…"
        )
        meaning = f"the file was changed after custody entry {entry.seq}, outside of what its records say of themselves"
        yield failure(place, fact, meaning, _RESTORE)
    if os.name == "posix" and stat.S_IMODE(mode) & 0o222:
        yield failure(
            place,
            f"may be written (mode {stat.S_IMODE(mode):04o})",
            "an evidentiary copy is written once; its bytes are proved apart from this",
            f"chmod 0444 {path}",
        )


def _read(path: Path) -> tuple[dict[int, tuple[int, str, str]], list[Seen]]:
    """Return the sound records of a file by offset (length, id, SHA-256 of the payload) and the broken ones."""
    sound: dict[int, tuple[int, str, str]] = {}
    broken = []
    for seen in records(path):
        if seen.problem:
            broken.append(seen)
        else:
            sound[seen.offset] = (seen.length, seen.record_id, seen.sha256)
    return sound, broken


def _records(
    store: Store, name: str, place: str, sound: dict[int, tuple[int, str, str]], broken: list[Seen]
) -> Iterator[Finding]:
    told_of = set()
    for seen in broken:
        keys, total = documents_of(store, name, seen.offset)
        whose = (
            f"the copy behind {some(keys, total)} is not as it came"
            if total
            else "a record of the file is lost"
        )
        told_of.add(seen.offset)
        record = f"record {seen.record_id} ({seen.kind})" if seen.record_id else "the record"
        yield failure(place, f"{record} at byte {seen.offset}: {seen.problem}", whose, _RESTORE)
    for reference in references(store, name):
        if reference.offset in told_of:
            continue
        found = sound.get(reference.offset)
        if found is None:
            fact = f"no record begins at byte {reference.offset}"
        elif found[2] != reference.sha256:
            fact = (
                f"the record at byte {reference.offset} holds bytes of SHA-256 {found[2][:12]}…, the store says"
                f" {reference.sha256[:12]}…"
            )
        elif found[0] != reference.length:
            fact = f"the record at byte {reference.offset} has {found[0]} bytes, the store says {reference.length}"
        elif reference.record_id and found[1] != reference.record_id:
            fact = (
                f"the record at byte {reference.offset} is {found[1]}, the store says {reference.record_id}"
            )
        else:
            continue
        keys, total = documents_of(store, name, reference.offset)
        yield failure(
            place,
            fact,
            f"the reference of {some(keys, total) or 'the store'} does not lead to its copy",
            "Restore the database or this file from a backup, whichever was changed",
        )


def _unacknowledged(place: str, broken: list[Seen]) -> Iterator[Finding]:
    state = f"; {len(broken)} of its records do not hold" if broken else ""
    yield notice(
        place,
        f"no custody entry names this file{state}",
        "a run was stopped before it told anybody of what is in it: nothing acknowledged is lost, or the file was put"
        " here by somebody else",
        "Collect the same input again: what is in it is then taken over and named in the custody log. Nothing is"
        " deleted by Rasd",
    )


def _missing(store: Store, present: set[str]) -> Iterator[Finding]:
    for name, seq in named_files(store):
        if name not in present and not (store.evidence / name).is_file():  # one may have come meanwhile
            keys, total = documents_of(store, name, None)
            whose = f" The copies behind {some(keys, total)} are gone" if total else ""
            yield failure(
                str(store.evidence / name),
                f"no such file, and custody entry {seq} names it"
                if seq
                else "no such file, and the store names it",
                f"an evidentiary copy is missing.{whose}",
                _RESTORE,
            )


def _unfinished(folder: Path) -> Iterator[Finding]:
    for path in unfinished(folder):
        yield notice(
            str(path),
            "an evidence file that was never finished",
            "a run was stopped while it wrote it; nobody was told of anything in it",
            "Collect the same input again, then delete this file by hand if you like",
        )
