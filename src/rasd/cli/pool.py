"""Reading in several processes: the order of the output is the order of the input, and memory stays bounded.

One document a message and never a message to a busy worker, so neither side waits for the other to empty a pipe.
A worker that dies costs the document that it had; another takes its place.
"""

from __future__ import annotations

import gc
import multiprocessing
import signal
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any

from rasd.cli.coders import Reader
from rasd.collection import Collected
from rasd.errors import DocumentError
from rasd.model import Document, Record

__all__ = ["Outcome", "read_all", "read_in_processes"]

_WINDOW = 4  # documents read ahead or waiting for an earlier one, per worker
_WINDOW_CHARACTERS = 40_000_000


@dataclass(frozen=True, slots=True)
class Outcome:
    """One input after reading: its record, or the error that names why there is none."""

    where: str
    document: Document | None = None
    record: Record | None = None
    error: DocumentError | None = None
    note: str = ""


def _failed(where: str, error: BaseException) -> DocumentError:
    reason = "out of memory" if isinstance(error, MemoryError) else f"{type(error).__name__}: {error}"
    return DocumentError(f"{where}: the reader failed on this document ({reason[:300]}). Please report it.")


def _read_one(reader: Reader, collected: Collected) -> Outcome:
    if collected.document is None:
        return Outcome(collected.where, error=collected.error, note=collected.note)
    try:
        record = reader.code(collected.document)
    except Exception as error:  # noqa: BLE001 - a fault of ours in one document must not lose the others
        return Outcome(collected.where, collected.document, error=_failed(collected.where, error))
    return Outcome(collected.where, collected.document, record, note=collected.note)


def read_all(reader: Reader, inputs: Iterable[Collected]) -> Iterator[Outcome]:
    """Read the inputs one after another in this process."""
    for collected in inputs:
        yield _read_one(reader, collected)


@dataclass(frozen=True, slots=True)
class _Source:
    """Where workers have their reader from: the parent's memory when forked, else each loads its own."""

    reader: Reader | None
    load: Callable[[], Reader]


def _serve(connection: Connection, source: _Source, others: list[Connection]) -> None:
    """Run in a worker: read documents off the pipe until it closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the terminal sends it to all; the parent decides
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    for other in others:  # copies of the parent's ends would keep sibling pipes open for ever
        other.close()
    reader = source.reader or source.load()
    while True:
        try:
            document: Document = connection.recv()
        except (EOFError, OSError):
            return
        try:
            answer: Record | str = reader.code(document)
        except Exception as error:  # noqa: BLE001 - as in `_read_one`
            answer = str(_failed("", error)).removeprefix(": ")
        connection.send(answer)


class _Worker:
    def __init__(self, source: _Source, siblings: list[_Worker]) -> None:
        context: Any = multiprocessing.get_context("spawn" if source.reader is None else "fork")
        self.connection, theirs = context.Pipe()
        others = (
            [] if source.reader is None else [*(worker.connection for worker in siblings), self.connection]
        )
        self.process: BaseProcess = context.Process(target=_serve, args=(theirs, source, others), daemon=True)
        self.process.start()
        theirs.close()
        self.index = -1  # of the document at hand; -1: idle

    def end(self) -> str:
        self.connection.close()
        self.process.join(2)
        if self.process.is_alive():
            self.process.kill()
            self.process.join()
        code = self.process.exitcode or 0
        return f"signal {-code}" if code < 0 else f"exit code {code}"


def read_in_processes(
    reader: Reader, inputs: Iterable[Collected], jobs: int, load: Callable[[], Reader]
) -> Iterator[Outcome]:
    """Read the inputs in `jobs` processes; yields in the order of the inputs.

    Where the system forks safely the workers share `reader`; elsewhere each gets its own by `load`.
    """
    forks = multiprocessing.get_all_start_methods()[0] != "spawn"
    source = _Source(reader if forks else None, load)
    gc.freeze()  # shared pages stay shared
    workers: list[_Worker] = []
    try:
        for _ in range(jobs):
            workers.append(_Worker(source, workers))
        yield from _spread(source, iter(inputs), workers)
    finally:
        for worker in workers:
            worker.end()
        gc.unfreeze()


def _spread(source: _Source, inputs: Iterator[Collected], workers: list[_Worker]) -> Iterator[Outcome]:
    taken: dict[int, Collected] = {}
    ready: dict[int, Outcome] = {}
    read, shown, characters = 0, 0, 0
    exhausted = False
    while True:
        while shown in ready:
            outcome = ready.pop(shown)
            characters -= len(outcome.document.text) if outcome.document is not None else 0
            shown += 1
            yield outcome
        idle = next((worker for worker in workers if worker.index < 0), None)
        is_full = read - shown >= _WINDOW * len(workers) or characters > _WINDOW_CHARACTERS
        if idle is not None and not exhausted and not (is_full and taken):
            collected = next(inputs, None)
            if collected is None:
                exhausted = True
            elif collected.document is None:
                ready[read] = Outcome(collected.where, error=collected.error, note=collected.note)
                read += 1
            else:
                characters += len(collected.document.text)
                taken[read] = collected
                _send(idle, read, collected)
                read += 1
        elif taken:
            for worker in _answering(workers):
                index = worker.index
                ready[index] = _receive(worker, taken.pop(index), source, workers)
        elif exhausted and not ready:
            return


def _send(worker: _Worker, index: int, collected: Collected) -> None:
    worker.index = index
    try:
        worker.connection.send(collected.document)
    except OSError:  # it died while idle; `_receive` finds the pipe closed and names the document
        pass


def _answering(workers: list[_Worker]) -> list[_Worker]:
    busy = {worker.connection: worker for worker in workers if worker.index >= 0}
    return [busy[connection] for connection in wait(list(busy)) if isinstance(connection, Connection)]


def _receive(worker: _Worker, collected: Collected, source: _Source, workers: list[_Worker]) -> Outcome:
    try:
        answer = worker.connection.recv()
    except (EOFError, OSError):
        reason = worker.end()
        workers.remove(worker)
        workers.append(_Worker(source, workers))
        fact = f"{collected.where}: the process that read this document died ({reason}). The others go on."
        return Outcome(collected.where, collected.document, error=DocumentError(fact))
    worker.index = -1
    if isinstance(answer, str):
        return Outcome(
            collected.where, collected.document, error=DocumentError(f"{collected.where}: {answer}")
        )
    return Outcome(collected.where, collected.document, answer, note=collected.note)
