"""One machine: slices handed to processes, one at a time each, the largest first; what dies or stalls is found out and left out.

A process keeps what came of its slice itself and sends back the receipt alone, so hand-over costs nothing and memory is that of
the slices at hand. A process that dies is replaced and its slice done again; a page at which it dies twice is set aside.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any

from rasd.errors import DocumentError, OutputError
from rasd.scale.crumbs import Crumb, Crumbs, Trail
from rasd.scale.depot import Depot
from rasd.scale.part import Receipt
from rasd.scale.slices import Slice
from rasd.scale.tally import Tally
from rasd.scale.work import Source, Tools, work

__all__ = ["Done", "Pool", "weight_of"]

ATTEMPTS = 3
"""How often a slice is begun before it is set aside."""
_DEADLY = 50
"""Pages of one slice that may each take a process with them before the slice is set aside."""
STALL = 300.0
"""Seconds on one page after which its process counts as dead. Texts are read in linear time: a news page takes milliseconds."""
_LOOK = 0.5


@dataclass(frozen=True, slots=True)
class Done:
    """What became of one slice."""

    slice: Slice
    receipt: Receipt | None = None
    reason: str = ""
    """Why there is no receipt."""
    attempts: int = 1
    seconds: float = 0.0


@dataclass(slots=True)
class _Task:
    slice: Slice
    attempts: int = 0
    died_at: Counter[str] = field(default_factory=Counter)
    begun: float = 0.0

    @property
    def avoided(self) -> frozenset[str]:
        """The pages at which a process died twice: once may have been anybody's kill."""
        return frozenset(where for where, times in self.died_at.items() if times > 1)


class Pool:
    """Processes that do slices."""

    def __init__(
        self,
        load: Callable[[], Tools],
        source: Source,
        depot: Depot,
        *,
        jobs: int,
        crumbs: Path,
        stall: float = STALL,
        forks: bool = True,
    ) -> None:
        """`load` is called here where processes are forked, else in each of them: it must be importable there then.

        `forks` is False where a library with threads of its own was used before: its locks would never open in a fork.
        """
        self._forks = forks and multiprocessing.get_all_start_methods()[0] != "spawn"
        self._load = load
        self._source = source
        self._depot = depot
        self._jobs = jobs
        self._crumbs = Crumbs(crumbs, jobs)
        self._stall = stall

    def run(
        self, slices: Sequence[Slice], *, told: Callable[[Sequence[Crumb]], None] | None = None
    ) -> Iterator[Done]:
        """Do the slices and yield what became of each, as they end; `told` hears twice a second how far all are.

        Raises OutputError where nothing can be kept any more (a full disk): what was kept stays.
        """
        waiting = sorted(
            (_Task(one) for one in slices), key=lambda task: (-weight_of(task.slice), task.slice.key)
        )
        tools = self._load() if self._forks and waiting else None
        gc.freeze()  # shared pages stay shared
        workers: list[_Worker] = []
        try:
            for number in range(min(self._jobs, len(waiting))):
                workers.append(self._hire(number, tools, workers))
            yield from self._spread(waiting[::-1], workers, tools, told)
        finally:
            for worker in workers:
                worker.end()
            self._crumbs.close()
            gc.unfreeze()

    def _hire(self, number: int, tools: Tools | None, siblings: Sequence[_Worker]) -> _Worker:
        self._crumbs.clear(number)
        return _Worker(
            number,
            _Desk(tools, self._load, self._source, self._depot, self._crumbs.path, number),
            [one for one in siblings if one.number != number],
        )

    def _spread(
        self,
        waiting: list[_Task],
        workers: list[_Worker],
        tools: Tools | None,
        told: Callable[[Sequence[Crumb]], None] | None,
    ) -> Iterator[Done]:
        while True:
            for worker in workers:
                if worker.task is None and waiting:
                    worker.begin(waiting.pop())
            busy = [worker for worker in workers if worker.task is not None]
            if not busy:
                return
            ready = wait([worker.connection for worker in busy], timeout=_LOOK)
            for worker in busy:
                answer = worker.answer() if worker.connection in ready else None
                if answer is None and (worker.connection in ready or self._is_stuck(worker)):
                    done = self._buried(worker, waiting)
                    workers[workers.index(worker)] = self._hire(worker.number, tools, workers)
                elif answer is None:
                    continue
                else:
                    done = _done(worker, answer)
                    self._crumbs.clear(worker.number)
                if done is not None:
                    yield done
            if told is not None:
                told([self._crumbs.read(worker.number) for worker in workers if worker.task is not None])

    def _is_stuck(self, worker: _Worker) -> bool:
        crumb = self._crumbs.read(worker.number)
        now = time.monotonic()
        if not crumb.where or crumb.steps != worker.steps:
            worker.steps, worker.since = crumb.steps, now
            return False
        return now - worker.since > self._stall

    def _buried(self, worker: _Worker, waiting: list[_Task]) -> Done | None:
        """Note where a process died and let its slice be done again; the outcome once it has been tried enough."""
        task = worker.take()
        worker.process.kill()  # where it is stuck
        how = worker.end()
        where = self._crumbs.read(worker.number).where
        deadly = len(task.avoided)
        task.died_at[where] += 1
        if where and len(task.avoided) > deadly:
            task.attempts = 0  # a cause was found: the next try is another one
        if task.attempts < ATTEMPTS and len(task.avoided) < _DEADLY:
            waiting.append(task)
            return None
        reason = f"the process that read it died {task.died_at.total()} times ({how})"
        return Done(task.slice, None, reason, task.died_at.total())


def weight_of(one: Slice) -> int:
    """Return what stands for the work in a slice: bytes; a row group counts as a slice of its own."""
    return one.end - one.start if one.format != "parquet" else (one.end - one.start) << 23


def _done(worker: _Worker, answer: tuple[str, str, dict[str, float]]) -> Done:
    task = worker.take()
    sort, said, seconds = answer
    if sort == "full":
        raise OutputError(said)
    spent = time.monotonic() - task.begun
    if sort == "refused":
        return Done(task.slice, None, said, task.died_at.total() + 1, spent)
    receipt = Receipt.from_json(said)
    receipt.tally.seconds.update(seconds)
    return Done(task.slice, receipt, "", task.died_at.total() + 1, spent)


@dataclass(frozen=True, slots=True)
class _Desk:
    """What a process has at hand."""

    tools: Tools | None
    """The parent's, where the system forks; else each process loads its own."""
    load: Callable[[], Tools]
    source: Source
    depot: Depot
    crumbs: Path
    number: int


def _serve(connection: Connection, desk: _Desk, others: Sequence[Connection], parent: int) -> None:
    """Run in a process: do slices off the pipe until it closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the terminal sends it to all; the parent decides
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    for other in others:  # copies of the parent's ends would keep sibling pipes open for ever
        other.close()
    tools = desk.tools or desk.load()
    trail = Trail(desk.crumbs, desk.number)

    def told(tally: Tally, where: str) -> None:
        trail(tally, where)
        if os.getppid() != parent:
            os._exit(1)  # nobody waits any more, and another run may begin

    while True:
        try:
            one, avoided = connection.recv()
        except (EOFError, OSError):
            return
        answer: tuple[str, str, dict[str, float]]
        try:
            receipt = work(one, tools, desk.source, desk.depot, told=told, avoided=avoided)
            answer = ("done", receipt.as_json(), dict(receipt.tally.seconds))
        except OutputError as error:
            answer = ("full", str(error), {})
        except DocumentError as error:
            answer = ("refused", str(error), {})
        except Exception as error:  # noqa: BLE001 - a fault of ours in one slice must not lose the others
            kind = "out of memory" if isinstance(error, MemoryError) else f"{type(error).__name__}: {error}"
            answer = (
                "refused",
                f"{one.input}: the reader failed on this slice ({kind[:300]}). Please report it.",
                {},
            )
        connection.send(answer)


class _Worker:
    def __init__(self, number: int, desk: _Desk, siblings: Sequence[_Worker]) -> None:
        context: Any = multiprocessing.get_context("spawn" if desk.tools is None else "fork")
        self.number = number
        self.task: _Task | None = None
        self.steps, self.since = 0, time.monotonic()
        self.connection, theirs = context.Pipe()
        others = [] if desk.tools is None else [*(one.connection for one in siblings), self.connection]
        self.process = context.Process(target=_serve, args=(theirs, desk, others, os.getpid()), daemon=True)
        self.process.start()
        theirs.close()

    def begin(self, task: _Task) -> None:
        """Hand over a slice."""
        task.attempts += 1
        task.begun = self.since = time.monotonic()
        self.task = task
        try:
            self.connection.send((task.slice, task.avoided))
        except OSError:  # it died while idle; its pipe is found closed
            pass

    def answer(self) -> tuple[str, str, dict[str, float]] | None:
        """Return what it sent; None when it died instead."""
        try:
            return self.connection.recv()  # type: ignore[no-any-return]
        except (EOFError, OSError):
            return None

    def take(self) -> _Task:
        """Return its slice and let it be idle."""
        task, self.task = self.task, None
        assert task is not None
        return task

    def end(self) -> str:
        """Let it end, by force where it does not, and return how it ended."""
        self.connection.close()
        if self.task is not None or not self.process.is_alive():
            self.process.kill()
        self.process.join(2)
        if self.process.is_alive():
            self.process.kill()
            self.process.join()
        code = self.process.exitcode or 0
        return f"signal {-code}" if code < 0 else f"exit code {code}"
