"""A file that leaves the house: it gets its name in the transaction that names it in the custody log, never without."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import TYPE_CHECKING, BinaryIO

import rasd
from rasd.preservation.outfile import OutFile
from rasd.preservation.witness import bear_witness

if TYPE_CHECKING:
    from rasd.store import Store

__all__ = ["digest_of", "leave"]


def digest_of(stream: BinaryIO) -> tuple[str, int]:
    """Return the SHA-256 of a stream from its beginning, and how many bytes it has."""
    stream.seek(0)
    digest = hashlib.sha256()
    while piece := stream.read(1 << 20):
        digest.update(piece)
    return digest.hexdigest(), stream.tell()


def leave(store: Store, out: OutFile, action: str, details: Mapping[str, object], *, by: str | None) -> None:
    """Name a whole file in the custody log, with the software and who did it, and give it its name.

    Raises OutputError when it cannot get its name: then the log does not name it either.
    """
    said = {**details, "software": f"rasd {rasd.__version__}"}
    if by:
        said["by"] = by
    with store.transaction():  # the file appears last: what the log does not name does not leave the house
        store.custody.append(action, out.path.name, said)
        out.keep()
    bear_witness(store)
