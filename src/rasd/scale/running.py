"""A whole run on one machine: cut, read, gather, say what came of it. Killed at any moment and begun again, it ends the same."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from rasd.errors import DocumentError, OutputError
from rasd.scale.crumbs import Crumb
from rasd.scale.ends import is_remote, opened, slices_anywhere, source_of
from rasd.scale.files import LOCAL
from rasd.scale.folder import drop_orphans, remaining, settle
from rasd.scale.local import Done, Pool, weight_of
from rasd.scale.manifest import is_whole, write_manifest, write_run
from rasd.scale.memory import give_back
from rasd.scale.options import Options
from rasd.scale.page import SetAside
from rasd.scale.tally import Tally
from rasd.scale.work import Tools

__all__ = ["ENGINES", "Outcome", "Progress", "archive"]

ENGINES = {"local": "", "daft": "native", "ray": "ray"}
"""Who schedules the slices: our own processes, Daft on this machine, Daft on a Ray cluster."""


@dataclass(slots=True)
class Progress:
    """How far a run is."""

    total_bytes: int = 0
    """Of the slices to read, as they lie in the inputs."""
    done_bytes: int = 0
    tally: Tally = field(default_factory=Tally)
    """Of the slices that this run finished."""
    pages: int = 0
    """Pages of this run, with those of slices at hand."""
    kept: int = 0
    step: str = "slices"
    """slices, then the steps of gathering."""
    step_done: int = 0
    step_of: int = 0


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run did."""

    total: Tally
    """Of all that the folder holds."""
    fresh: int
    """Slices that this run read."""
    standing: int
    """Slices that earlier runs had read."""
    changed: tuple[str, ...]
    """Inputs that were read anew, because they changed."""
    failed: tuple[Done, ...]
    unread: tuple[SetAside, ...]
    """Inputs that could not be cut into slices, with the reason."""
    counts: dict[str, int]
    """Documents, copies, reports and incidents written."""
    run: dict[str, Any]
    is_new: bool
    """False where an earlier run had done it all."""


def archive(
    inputs: Sequence[str],
    output: str,
    options: Options,
    *,
    jobs: int = 1,
    packs: tuple[Path, ...] = (),
    engine: str = "local",
    address: str | None = None,
    told: Callable[[Progress], None] | None = None,
) -> Outcome:
    """Read archives into tables and return what was done.

    Inputs and output are paths or addresses in object stores; an output in a store needs an engine. `engine` is one of
    `ENGINES`, with `jobs` workers; `address` is that of a Ray cluster, whose nodes all see inputs and output.
    `told` hears a few times a second how far the run is. Raises DocumentError where no input can be read, OutputError where
    the folder is in use, was begun under other settings, or is full.
    """
    if engine == "local" and is_remote(output):
        raise OutputError(
            f"{output}: an output in an object store needs an engine. Give --engine daft or ray."
        )
    give_back()
    unread: list[SetAside] = []
    slices = slices_anywhere(inputs, unread.append)
    if not slices:
        raise DocumentError(_nothing(inputs, unread))
    progress = Progress()

    def tell() -> None:
        if told is not None:
            told(progress)

    with opened(output) as home:
        depot = home.depot
        tools = Tools.load(options, packs)
        settings = options.as_json(tools.lexicon.version)
        settle(depot, settings, output)
        waiting, standing, changed = remaining(slices, depot)
        progress.total_bytes = sum(weight_of(one) for one in waiting)
        tell()
        begun = time.perf_counter()
        done: list[Done] = []

        def steps(step: str, step_done: int, of: int) -> None:
            progress.step, progress.step_done, progress.step_of = step, step_done, of
            tell()

        def hear(crumbs: Sequence[Crumb]) -> None:
            progress.pages = progress.tally.pages + sum(one.pages for one in crumbs)
            progress.kept = progress.tally.kept + sum(one.kept for one in crumbs)
            tell()

        if engine == "local" and home.folder is not None:
            source = source_of(inputs)
            is_here = source is LOCAL
            pool = Pool(
                (lambda: tools) if is_here else partial(Tools.load, options, packs),
                source,
                depot,
                jobs=jobs,
                crumbs=home.folder / ".crumbs",
                forks=is_here,
            )
            finished = pool.run(waiting, told=hear)
        else:
            from rasd.scale.engine import Engine

            load = partial(Tools.load, options, packs)
            hands = Engine(load, home.where, runner=ENGINES[engine], workers=jobs, address=address)
            finished = hands.run(waiting)
        for one in finished:
            done.append(one)
            progress.done_bytes += weight_of(one.slice)
            if one.receipt is not None:
                standing[one.slice.key] = one.receipt
                progress.tally.add(one.receipt.tally)
            hear(())
        seconds = {"slices": time.perf_counter() - begun}
        is_new = bool(done) or not is_whole(depot, standing)
        counts: dict[str, int] = {}
        if is_new:
            progress.step = "gathering"
            tell()
            drop_orphans(depot, standing)
            keys = sorted(key for key, receipt in standing.items() if receipt.part_sha256)
            gathered = home.gather(keys, jobs=jobs, lexicon=tools.lexicon, told=steps)
            counts = dict(gathered.counts)
            write_manifest(depot, settings, standing, gathered.files, counts)
        seconds["gathering"] = time.perf_counter() - begun - seconds["slices"]
        run = write_run(depot, done, engine=engine, jobs=jobs, seconds=seconds) if is_new else {}
    return Outcome(
        Tally.of(receipt.tally for receipt in standing.values()),
        len(done),
        len(standing) - sum(one.receipt is not None for one in done),
        tuple(changed),
        tuple(one for one in done if one.receipt is None),
        tuple(unread),
        counts,
        run,
        is_new,
    )


def _nothing(inputs: Sequence[str], unread: Sequence[SetAside]) -> str:
    if unread:
        return "; ".join(f"{one.where}: {one.reason}" for one in unread[:3])
    return f"{', '.join(inputs[:3])}: no archive there. Give WARC, WACZ, Parquet or JSON Lines files, or folders of them."
