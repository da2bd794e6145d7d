"""A witness of the custody log outside the database: its head as of the last acknowledged batch, beside the evidence.

The chain proves that no entry was altered; it cannot prove that none is missing at its end. A database that is older
than its evidence, or whose write-ahead log lost a transaction, is told by this file. It is no anchor against somebody
who holds the disk: that is what a time-stamp by others is for.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from rasd.errors import PreservationError
from rasd.preservation.disk import lock_waiting, sync_folder, told
from rasd.preservation.rows import first_hash

if TYPE_CHECKING:
    from rasd.store import Store

__all__ = ["Witness", "bear_witness", "witnessed"]


@dataclass(frozen=True, slots=True)
class Witness:
    """What the file says."""

    path: Path
    seq: int
    hash: str


def bear_witness(store: Store) -> None:
    """Write down the head of the log; raises PreservationError when the evidence folder cannot be written."""
    first = first_hash(store)
    if first is None:
        return
    path = _path(store, first)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with _one_at_a_time(path):
            seq, digest = store.custody.head()
            before = _read(path)
            if before is not None and before.seq >= seq:
                return
            part = path.with_name(f".{path.name}.new")
            with part.open("w", encoding="utf-8") as stream:
                json.dump({"seq": seq, "hash": digest}, stream)
                stream.write("\n")
                stream.flush()
                os.fsync(stream.fileno())
            os.replace(part, path)
            sync_folder(path.parent)
    except OSError as error:
        raise PreservationError(
            f"{path}: cannot be written: {told(error)}. The documents of this batch are kept; make room or give the"
            " folder back its permissions, then run the same command again."
        ) from None


def witnessed(store: Store) -> Witness | None:
    """Return what the witness of this store saw last; None where there is none, or it says nothing."""
    first = first_hash(store)
    if first is not None:
        return _read(_path(store, first))
    # An empty log beside a witness: the database is not the one that the evidence was written with.
    for path in sorted(store.evidence.glob("custody-head-*.json")):
        return _read(path)
    return None


def _path(store: Store, first: str) -> Path:
    return store.evidence / f"custody-head-{first[:12]}.json"


def _read(path: Path) -> Witness | None:
    try:
        said = json.loads(path.read_text("utf-8"))
        return Witness(path, int(said["seq"]), str(said["hash"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


@contextmanager
def _one_at_a_time(path: Path) -> Iterator[None]:
    with path.with_name(f".{path.stem}.lock").open("w") as stream:
        with suppress(OSError):
            lock_waiting(stream.fileno())
        yield
