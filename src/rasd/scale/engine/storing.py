"""A whole run whose inputs, output or both lie in object stores: cut, read on the engine, gather, write back.

The output is that of `rasd.scale.running.archive`, file by file. Parts hold the few documents in a thousand pages that tell
of violence, so they are gathered on the machine that drives, in a scratch folder, and the tables are put beside the parts.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path

from rasd.errors import DocumentError
from rasd.scale.depot import Depot
from rasd.scale.engine.driving import Engine, keep_report
from rasd.scale.engine.objects import depot_at, is_address, listed, open_object, stamp_of_object
from rasd.scale.engine.report import Report
from rasd.scale.folder import drop_orphans, remaining, settle
from rasd.scale.gathering import gather
from rasd.scale.local import Done
from rasd.scale.manifest import is_whole, write_manifest, write_run
from rasd.scale.options import Options
from rasd.scale.page import SetAside
from rasd.scale.part import PARTS, Receipt
from rasd.scale.running import Outcome
from rasd.scale.slices import TARGET, Slice, cut, format_of, slices_of
from rasd.scale.tally import Tally
from rasd.scale.work import Tools

__all__ = ["archive_in_store", "slices_anywhere"]

_LOOK = 1 << 20
"""Bytes of a request while cuts are looked for."""
TABLES = ("documents/", "reports/", "incidents/")


def slices_anywhere(
    inputs: Sequence[str], *, target: int = TARGET, told: Callable[[SetAside], None] | None = None
) -> Iterator[Slice]:
    """Yield the slices of files, folders, objects, folders of objects and patterns, as `slices_of` does for files."""
    for given in inputs:
        if not is_address(given):
            yield from slices_of([given], target=target, told=told)
            continue
        found = [name for name, _ in listed(given) if format_of(name)]
        if not found and told is None:
            raise DocumentError(f"{given}: no readable object there. Give WARC, WACZ, Parquet or JSON Lines.")
        if not found and told is not None:
            told(SetAside(given, "no readable object there. Give WARC, WACZ, Parquet or JSON Lines."))
        for name in found:
            try:
                yield from _cut(name, target)
            except (DocumentError, OSError) as error:
                if told is None:
                    raise DocumentError(f"{name}: cannot be cut ({error})") from error
                told(SetAside(name, str(error).removeprefix(f"{name}: ")))


def _cut(name: str, target: int) -> Iterator[Slice]:
    stamp = stamp_of_object(name)
    with open_object(name, ahead=_LOOK) as stream:
        for start, end in cut(stream, name, format_of(name), target=target):
            yield Slice(name, format_of(name), start, end, stamp)


def archive_in_store(
    inputs: Sequence[str],
    output: str,
    options: Options,
    *,
    runner: str = "native",
    workers: int,
    address: str | None = None,
    packs: tuple[Path, ...] = (),
    told: Callable[[Report], None] | None = None,
) -> Outcome:
    """Read archives into tables in a folder of an object store (or any folder that workers see) and return what was done.

    `told` hears the report grow. Raises DocumentError where no input can be read, OutputError where the output was begun under
    other settings or cannot be written, EngineError. Nobody locks a store: of two runs into one folder at a time, both write the
    same parts, so let there be one.
    """
    unread: list[SetAside] = []
    slices = list(slices_anywhere(inputs, told=unread.append))
    if not slices:
        reasons = "; ".join(f"{one.where}: {one.reason}" for one in unread[:3])
        raise DocumentError(reasons or f"{', '.join(inputs[:3])}: no archive there.")
    depot = depot_at(output)
    tools = Tools.load(options, packs)
    settings = options.as_json(tools.lexicon.version)
    settle(depot, settings, output)
    waiting, standing, changed = remaining(slices, depot)
    engine = Engine(
        partial(Tools.load, options, packs), output, runner=runner, workers=workers, address=address
    )
    begun = time.perf_counter()
    done: list[Done] = []
    try:
        for one in engine.run(waiting):
            done.append(one)
            if one.receipt is not None:
                standing[one.slice.key] = one.receipt
            if told is not None:
                told(engine.report)
    finally:
        keep_report(engine.report, output)
    seconds = {"slices": time.perf_counter() - begun}
    is_new = bool(done) or not is_whole(depot, standing)
    counts: dict[str, int] = {}
    if is_new:
        drop_orphans(depot, standing)
        counts = _gathered(depot, settings, standing, tools)
    seconds["gathering"] = time.perf_counter() - begun - seconds["slices"]
    run = write_run(depot, done, engine=runner, jobs=workers, seconds=seconds) if is_new else {}
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


def _gathered(
    depot: Depot, settings: dict[str, object], standing: Mapping[str, Receipt], tools: Tools
) -> dict[str, int]:
    """Gather the parts in a scratch folder and put the tables where the parts are, the manifest last."""
    with tempfile.TemporaryDirectory(prefix="rasd-gathering-") as scratch:
        folder = Path(scratch)
        (folder / PARTS).mkdir()
        for key in sorted(key for key, receipt in standing.items() if receipt.part_sha256):
            (folder / PARTS / f"{key}.parquet").write_bytes(depot.read(f"{PARTS}{key}.parquet"))
        gathered = gather(folder, coder_lexicon=tools.lexicon)
        files = {str(file["name"]) for file in gathered.files}
        for name in sorted(files):
            depot.write(name, (folder / name).read_bytes())
        for table in TABLES:  # what an earlier run had and this one has not
            for name in list(depot.names(table)):
                if name not in files:
                    depot.remove(name)
    write_manifest(depot, settings, standing, gathered.files, dict(gathered.counts))
    return dict(gathered.counts)
