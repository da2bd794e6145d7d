"""The output folder of a run: one run at a time, under one set of settings, and nothing in it that a kill could spoil.

``settings.json`` says under which settings the receipts were made; another run may go on only under the same. ``.lock`` is
held by the process that runs.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from rasd.errors import OutputError
from rasd.scale.depot import Depot, LocalDepot
from rasd.scale.part import DROPPED, PARTS, RECEIPTS, Receipt, receipts
from rasd.scale.slices import Slice

__all__ = ["SETTINGS", "drop_orphans", "held", "remaining", "settle"]

SETTINGS = "settings.json"
_LOCK = ".lock"


@contextmanager
def held(folder: Path) -> Iterator[LocalDepot]:
    """Hold an output folder for this process, made where it is missing; raises OutputError where another run has it.

    What an interrupted write left behind is taken away.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handle = os.open(folder / _LOCK, os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        raise OutputError(
            f"{folder}: cannot be written ({error.strerror or error}). Give a folder that you may write, with --output."
        ) from error
    try:
        if not _lock(handle):
            raise OutputError(
                f"{folder}: in use by another run (process {_holder(handle)}). Wait for it, or give another --output."
            )
        os.ftruncate(handle, 0)
        os.pwrite(handle, str(os.getpid()).encode(), 0)
        _refuse_foreign(folder)
        for name in (PARTS, DROPPED, RECEIPTS, ""):
            for left in (folder / name).glob(".*.tmp"):
                left.unlink(missing_ok=True)
        yield LocalDepot(folder)
    finally:
        os.close(handle)


def _lock(handle: int) -> bool:
    """Take the lock without waiting; the system gives it back when the process ends, however it ends."""
    try:
        import fcntl
    except ImportError:  # Windows
        import msvcrt

        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
        except OSError:
            return False
        return True
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _holder(handle: int) -> str:
    return os.pread(handle, 20, 0).decode("ascii", "replace") or "unknown"


def _refuse_foreign(folder: Path) -> None:
    if (folder / SETTINGS).exists():
        return
    others = sorted(path.name for path in folder.iterdir() if not path.name.startswith("."))
    if others:
        raise OutputError(
            f"{folder}: holds other files ({', '.join(others[:3])}) and no run of this command. Give an empty or new folder."
        )


def settle(depot: Depot, settings: dict[str, Any], where: str) -> None:
    """Write the settings of a new run, or refuse to go on under other settings; raises OutputError."""
    try:
        known = json.loads(depot.read(SETTINGS))
    except FileNotFoundError:
        depot.write(SETTINGS, json.dumps(settings, ensure_ascii=False, indent=1, sort_keys=True).encode())
        return
    except ValueError:
        raise OutputError(
            f"{where}: its {SETTINGS} cannot be read. Give another --output, or remove this folder."
        ) from None
    other = [name for name in sorted({*known, *settings}) if known.get(name) != settings.get(name)]
    if other:
        told = "; ".join(f"{name} was {known.get(name)!r}, is {settings.get(name)!r}" for name in other)
        raise OutputError(
            f"{where}: was begun under other settings ({told}). Go on under the same, or give another --output."
        )


def remaining(slices: Iterable[Slice], depot: Depot) -> tuple[list[Slice], dict[str, Receipt], list[str]]:
    """Return the slices without a receipt, the receipts that stand, and the inputs that changed since they were read.

    Of an input that changed, receipts and parts are taken away: it is read anew. Inputs of earlier runs that are not given
    now keep theirs, so that a folder can grow month by month.
    """
    given = list(slices)
    stamps = {one.input: one.stamp for one in given}
    standing = receipts(depot)
    changed = set()
    for key, receipt in list(standing.items()):
        if stamps.get(receipt.slice.input, receipt.slice.stamp) != receipt.slice.stamp:
            changed.add(receipt.slice.input)
            depot.remove(f"{RECEIPTS}{key}.json")
            depot.remove(f"{PARTS}{key}.parquet")
            depot.remove(f"{DROPPED}{key}.parquet")
            del standing[key]
    return [one for one in given if one.key not in standing], standing, sorted(changed)


def drop_orphans(depot: Depot, standing: Mapping[str, Receipt]) -> None:
    """Take away parts and samples that no receipt vouches for: a kill, or a failed slice, left them."""
    for prefix in (PARTS, DROPPED):
        for name in list(depot.names(prefix)):
            if name.removeprefix(prefix).removesuffix(".parquet") not in standing:
                depot.remove(name)
