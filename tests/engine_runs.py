"""What the engine's tests share: inputs of short lines, the same run on one machine, and what a run left."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import engine_stand_in
from engine_stand_in import texts
from rasd.scale import Depot, LocalDepot, Slice
from rasd.scale.engine import ANYWHERE
from rasd.scale.local import Pool

__all__ = ["inputs", "into", "on_one_machine", "told"]


def into(folder: Path) -> Callable[[str, bytes], str]:
    def put(name: str, body: bytes) -> str:
        folder.mkdir(exist_ok=True)
        (folder / name).write_bytes(body)
        return str(folder / name)

    return put


def inputs(count: int = 6) -> dict[str, list[str]]:
    return {f"{number}.lines": texts(20 + 5 * number, 1000 * number) for number in range(count)}


def told(depot: Depot) -> dict[str, bytes]:
    """Return every part and receipt of a run."""
    return {name: depot.read(name) for place in ("parts/", "receipts/") for name in depot.names(place)}


def on_one_machine(slices: list[Slice], tmp_path: Path) -> dict[str, bytes]:
    depot = LocalDepot(tmp_path / "local")
    (tmp_path / "local").mkdir()
    load = partial(engine_stand_in.load, str(tmp_path))
    done = list(Pool(load, ANYWHERE, depot, jobs=2, crumbs=tmp_path / "crumbs").run(slices))
    assert all(one.receipt is not None for one in done)
    return told(depot)
