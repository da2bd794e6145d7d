"""A package on its way out: written whole or not at all, for its reader only, and named in the custody log."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from rasd.preservation.encryption import Readers, encrypting
from rasd.preservation.leaving import digest_of, leave
from rasd.preservation.outfile import OutFile
from rasd.preservation.package.contents import Contents
from rasd.preservation.package.readme import Counts
from rasd.preservation.package.writing import Written, write_package

if TYPE_CHECKING:
    from rasd.store import Store

__all__ = ["Packed", "pack"]


@dataclass(frozen=True, slots=True)
class Packed:
    """A package that left the house."""

    path: Path
    sha256: str
    bytes: int
    counts: Counts


def pack(
    store: Store,
    contents: Contents,
    path: Path,
    *,
    readers: Readers | None = None,
    replace: bool = False,
    by: str | None = None,
) -> Packed:
    """Write a package and its custody entry. Raises OutputError or PreservationError, and then leaves nothing behind."""
    out = OutFile(path, replace=replace)
    try:
        try:
            written = _write(out.stream, contents, readers)
            out.settle()
            sha256, size = digest_of(out.stream)
        except OSError as error:
            raise out.failed(error) from None
        details: dict[str, object] = {
            "sha256": sha256,
            "bytes": size,
            "datapackage_sha256": written.digest,
            "documents": written.counts.documents,
            "tombstones": written.counts.tombstones,
        }
        if readers is not None:
            details["encrypted_for"] = list(readers.names)
        leave(store, out, "package.written", details, by=by)
    finally:
        out.drop()
    return Packed(path, sha256, size, written.counts)


def _write(stream: BinaryIO, contents: Contents, readers: Readers | None) -> Written:
    if readers is None:
        return write_package(stream, contents)
    with encrypting(stream, readers) as encrypted:
        return write_package(encrypted, contents)
