"""A run on the engine: rounds of queries until every slice has a receipt or has been tried enough.

The engine only schedules: one slice a task, the largest first, whoever is free takes the next. What counts as done is the
receipt, so it does not matter who dies when: a lost worker ends a round at most, and the next takes the slices without one.
"""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

from rasd.errors import RasdError
from rasd.scale.engine.hand import UNREADY, Task, done_of, line_of
from rasd.scale.engine.objects import depot_at, is_address
from rasd.scale.engine.report import Report
from rasd.scale.engine.starting import EngineError, started
from rasd.scale.local import ATTEMPTS, STALL, Done, weight_of
from rasd.scale.part import RECEIPTS, Receipt
from rasd.scale.slices import Slice
from rasd.scale.work import Tools

__all__ = ["Engine", "run_on_engine"]

_MOST_PARTITIONS = 2000
"""Of a query on Ray. More slices share partitions, dealt out like cards, so that the large ones do not lie together."""


class Engine:
    """The engine in the place of `rasd.scale.local.Pool`: slices in, what became of each out."""

    def __init__(
        self,
        load: Callable[[], Tools],
        depot: str,
        *,
        runner: str = "native",
        workers: int,
        address: str | None = None,
        stall: float = STALL,
    ) -> None:
        """`load` must be importable on the nodes, such as ``partial(Tools.load, options, packs)``.

        `depot` is a folder that every node sees, or an address in an object store. `address` is that of a Ray cluster.
        """
        self._task = Task.of(load, depot, stall=stall, is_here=address is None)
        self._runner = runner
        self._workers = workers
        self._address = address
        self.report = Report(runner, workers)

    def run(self, slices: Sequence[Slice]) -> Iterator[Done]:
        """Do the slices and yield what became of each, as it is known; the report is kept in the depot at the end.

        Raises OutputError where nothing can be kept any more and EngineError where the engine is missing, or is lost time
        and again without finishing anything; what was kept stays.
        """
        report = self.report
        report.slices += len(slices)
        begun = time.perf_counter()
        try:
            if self._address is not None:
                _refuse_relative([self._task.depot, *(one.input for one in slices)])
            if slices:
                with started(self._runner, workers=self._workers, address=self._address) as daft:
                    for done, worker in self._rounds(daft, slices):
                        report.add(done, worker)
                        report.seconds = time.perf_counter() - begun
                        yield done
        finally:
            report.seconds = time.perf_counter() - begun
            self._keep_report()

    def _keep_report(self) -> None:
        """Write the report beside what the run made: for programs and for people."""
        depot = depot_at(self._task.depot)
        written = json.dumps(self.report.as_json(), ensure_ascii=False, indent=1)
        depot.write("engine.json", written.encode())
        depot.write("engine.txt", self.report.as_text().encode())

    def _rounds(self, daft: ModuleType, slices: Sequence[Slice]) -> Iterator[tuple[Done, str]]:
        waiting = {one.key: one for one in slices}
        tried: Counter[str] = Counter()
        fruitless = 0
        while waiting:
            self.report.rounds += 1
            before = len(waiting)
            rows = self._round(daft, list(waiting.values()))
            while True:
                try:
                    fields = next(rows, None)
                except RasdError:
                    raise
                except Exception as error:  # noqa: BLE001 - Daft's and Ray's errors have no common root
                    self.report.lost += 1
                    self.report.losses.append(_told(error))
                    for done in self._kept(waiting):
                        del waiting[done.slice.key]
                        yield done, ""
                    break
                if fields is None:
                    break
                done = done_of(fields)
                key = done.slice.key
                if key not in waiting:
                    continue  # told twice, by a worker that was thought lost
                tried[key] += done.attempts
                if done.receipt is not None or tried[key] >= ATTEMPTS:
                    del waiting[key]
                    yield (
                        Done(done.slice, done.receipt, done.reason, tried[key], done.seconds),
                        fields["worker"],
                    )
            fruitless = 0 if len(waiting) < before else fruitless + 1
            if fruitless >= ATTEMPTS and waiting:
                yield from self._given_up(waiting)

    def _round(self, daft: ModuleType, slices: Sequence[Slice]) -> Iterator[dict[str, Any]]:
        """Run one query over the slices and yield its rows, as they come."""
        from rasd.scale.engine.tasks import reader

        ordered = sorted(slices, key=lambda one: (-weight_of(one), one.key))
        workers = min(self._workers, len(ordered))
        partitions = min(len(ordered), _MOST_PARTITIONS)
        dealt = [one for first in range(partitions) for one in ordered[first::partitions]]
        frame = daft.from_pydict({"slice": [line_of(one) for one in dealt]})
        if self._runner == "ray":
            frame = frame.into_partitions(partitions)
        # In order, a query waits for its slowest slice before it hands out the next.
        with daft.execution_config_ctx(maintain_order=False):
            read = reader(self._task, workers).read(daft.col("slice")).alias("done")
            for row in frame.select(read).iter_rows(results_buffer_size=None):
                fields = json.loads(row["done"])
                if fields["sort"] == UNREADY:
                    raise EngineError(f"A worker cannot begin: {fields['said']}")
                yield fields

    def _kept(self, waiting: dict[str, Slice]) -> list[Done]:
        """Return what was finished in a round that was lost, by its receipts."""
        depot = depot_at(self._task.depot)
        found = []
        for name in depot.names(RECEIPTS):
            one = waiting.get(name.removeprefix(RECEIPTS).removesuffix(".json"))
            if one is not None:
                try:
                    found.append(Done(one, Receipt.from_json(depot.read(name))))
                except (ValueError, OSError):
                    continue
        return found

    def _given_up(self, waiting: dict[str, Slice]) -> Iterator[tuple[Done, str]]:
        """Set the last slices aside where no more are left than workers; else the engine itself is at fault."""
        said = self.report.losses[-1] if self.report.losses else "no reason was given"
        if len(waiting) > self._workers:
            raise EngineError(
                f"The engine was lost {ATTEMPTS} times in a row without finishing any slice ({said}). What was finished is"
                " kept; look at the nodes' memory and disks, and start the same command again."
            )
        for key, one in list(waiting.items()):
            del waiting[key]
            reason = f"{one.input}: workers were lost {ATTEMPTS} times while it was read ({said})"
            yield Done(one, None, reason, ATTEMPTS), ""


def run_on_engine(
    slices: Sequence[Slice],
    depot: str,
    load: Callable[[], Tools],
    *,
    runner: str = "native",
    workers: int,
    address: str | None = None,
    told: Callable[[Report], None] | None = None,
) -> tuple[list[Done], Report]:
    """Do all slices on the engine and return what became of them, with the report.

    See `Engine`; `told` hears the report grow with every slice.
    """
    engine = Engine(load, depot, runner=runner, workers=workers, address=address)
    done = []
    for one in engine.run(slices):
        done.append(one)
        if told is not None:
            told(engine.report)
    return done, engine.report


def _refuse_relative(names: Sequence[str]) -> None:
    """Raise EngineError for a path that nodes would look for where they happen to stand."""
    for name in names:
        if not is_address(name) and not Path(name).is_absolute():
            raise EngineError(
                f"{name}: nodes of a cluster need the whole path, of a folder that all of them see. Give {Path(name).resolve()}."
            )


def _told(error: BaseException) -> str:
    lines = [line.strip() for line in str(error).strip().splitlines() if line.strip()]
    return f"{type(error).__name__}: {lines[0] if lines else ''}"[:300]
