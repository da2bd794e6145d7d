"""What a killed run left in the evidence folder: whole files that no row names, and unfinished ones."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from rasd.preservation.disk import is_locked
from rasd.preservation.evidence import PART_SUFFIX, WARC_SUFFIX, Written
from rasd.preservation.reading import records
from rasd.preservation.rows import acknowledged
from rasd.store import EvidenceRef

if TYPE_CHECKING:
    from rasd.store import Store

__all__ = ["Leftovers", "evidence_files", "file_sha256", "unfinished", "whole"]

_AT_ONCE = 500
_CHUNK = 1 << 20
_PAYLOADS = ("response", "resource")


def evidence_files(folder: Path) -> Iterator[str]:
    """Yield the names of the WARC files below a folder, relative to it, sorted."""
    for path in sorted(folder.rglob(f"*{WARC_SUFFIX}")):
        if path.is_file() and not path.name.startswith("."):
            yield path.relative_to(folder).as_posix()


def unfinished(folder: Path) -> Iterator[Path]:
    """Yield the files under a temporary name that no living process is writing."""
    for path in sorted(folder.rglob(f".*{PART_SUFFIX}")):
        if path.is_file() and not is_locked(path):
            yield path


def file_sha256(path: Path) -> str:
    """Return the SHA-256 of a whole file, read in pieces."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while piece := stream.read(_CHUNK):
            digest.update(piece)
    return digest.hexdigest()


def whole(folder: Path, name: str) -> tuple[Written, list[EvidenceRef]] | None:
    """Return a file with the payloads in it, or None when one of its records does not hold."""
    found = []
    count = 0
    for seen in records(folder / name):
        if seen.problem:
            return None
        count += 1
        if seen.kind in _PAYLOADS:
            uri = seen.headers.get("warc-target-uri", "")
            found.append(EvidenceRef(name, seen.offset, seen.length, seen.sha256, seen.record_id, uri))
    path = folder / name
    return Written(name, path.stat().st_size, file_sha256(path), count), found


class Leftovers:
    """Finds payloads in whole files that no run acknowledged; the folder is looked at once, when first asked."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._found: dict[str, tuple[EvidenceRef, Written]] | None = None

    def find(self, sha256: str) -> tuple[EvidenceRef, Written] | None:
        """Return the copy of a payload with the file that holds it."""
        if self._found is None:
            self._found = dict(self._look())
        return self._found.get(sha256)

    def _look(self) -> Iterator[tuple[str, tuple[EvidenceRef, Written]]]:
        folder = self._store.evidence
        names = list(evidence_files(folder))
        for start in range(0, len(names), _AT_ONCE):
            some = names[start : start + _AT_ONCE]
            known = acknowledged(self._store, some)
            for name in some:
                if name in known:
                    continue
                try:
                    held = whole(folder, name)
                except OSError:
                    continue
                if held is not None:
                    for evidence in held[1]:
                        yield evidence.sha256, (evidence, held[0])
