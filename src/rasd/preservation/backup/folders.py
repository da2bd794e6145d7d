"""The files of a store: which belong into a backup, and under which names.

Witnesses, stamps and keys are read before the rows are held, evidence and media after: so no file tells of what the rows
do not have yet, and no row names a file that was not there yet.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from rasd.errors import PreservationError
from rasd.preservation.evidence import PART_SUFFIX, WARC_SUFFIX

__all__ = ["EVIDENCE", "MEDIA", "Roots", "is_safe"]

EVIDENCE, MEDIA = "evidence", "media"
_MEDIUM = re.compile(r"[0-9a-f]{2}/[0-9a-f]{64}\.[0-9a-z]{1,8}")
_LARGEST_SMALL = 16 << 20


def is_safe(name: str) -> bool:
    """Tell whether a member's name stays inside the folder that it is put into.

    >>> is_safe("evidence/2024-03/a.warc.gz"), is_safe("evidence/../../.profile"), is_safe("/etc/passwd")
    (True, False, False)
    """
    parts = PurePosixPath(name).parts
    return (
        bool(parts)
        and not name.startswith("/")
        and "\\" not in name
        and "\x00" not in name
        and not any(part in ("..", ".") or ":" in part for part in parts)
    )


@dataclass(frozen=True, slots=True)
class Roots:
    """Where a store's files are: evidence, media, and folders of others that belong to it, by name."""

    evidence: Path
    beside: Mapping[str, Path]

    def folders(self) -> dict[str, Path]:
        """Return each folder by the name that its files have in a backup."""
        return {EVIDENCE: self.evidence, MEDIA: self.evidence.parent / MEDIA, **self.beside}

    def refuse(self, path: Path) -> None:
        """Raise PreservationError when `path` lies in a folder that goes into the backup."""
        for folder in self.folders().values():
            if folder.resolve() in path.resolve().parents:
                raise PreservationError(
                    f"{path}: lies in {folder}, which is backed up. Write it elsewhere, best on another disk."
                )

    def early(self) -> dict[str, bytes]:
        """Return the small files beside the evidence: witnesses, stamps, the key of redactions."""
        found = {}
        for path in _files(self.evidence):
            name = path.relative_to(self.evidence).as_posix()
            if not name.endswith(WARC_SUFFIX) and path.stat().st_size <= _LARGEST_SMALL:
                found[f"{EVIDENCE}/{name}"] = path.read_bytes()
        return found

    def later(self) -> Iterator[tuple[str, Path]]:
        """Yield what is large or was made by people: evidence files, media, the folders beside."""
        for path in _files(self.evidence):
            name = path.relative_to(self.evidence).as_posix()
            if name.endswith(WARC_SUFFIX) or path.stat().st_size > _LARGEST_SMALL:
                yield f"{EVIDENCE}/{name}", path
        for label, folder in self.folders().items():
            if label == EVIDENCE:
                continue
            for path in _files(folder):
                name = path.relative_to(folder).as_posix()
                if label != MEDIA or _MEDIUM.fullmatch(name):
                    yield f"{label}/{name}", path


def _files(folder: Path) -> Iterator[Path]:
    if not folder.is_dir():
        return
    for path in sorted(folder.rglob("*")):
        parts = path.relative_to(folder).parts
        hidden = any(part.startswith(".") for part in parts) or path.name.endswith(PART_SUFFIX)
        if path.is_file() and not path.is_symlink() and not hidden:
            yield path
