"""Reading in several processes: the order of the output is the order of the input, and memory stays bounded.

Documents go to the workers in batches that grow with the run (one at a time at first, so that a few long ones are
spread) and never to a busy worker, so neither side waits for the other to empty a pipe. Where lines of JSON are wanted
the workers write them, and no record is taken apart and put together again. A worker that dies costs the document that
it died of: another takes its place, and what else was in the batch is read one by one.
"""

from __future__ import annotations

import gc
import multiprocessing
import signal
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any

from rasd.cli.coders import Reader
from rasd.collection import Collected
from rasd.errors import DocumentError
from rasd.model import Document, Record

__all__ = ["Outcome", "read_all", "read_in_processes"]

_WINDOW = 4  # batches read ahead or waiting for an earlier one, per worker
_WINDOW_CHARACTERS = 40_000_000
_BATCH = 16  # documents
_BATCH_CHARACTERS = 30_000
_BATCH_SECONDS = 0.05  # a slow input is not waited for
_GROWTH = 32  # documents after which a batch holds one more
_TOLD = frozenset({"not_arabic", "text_cut", "bad_publication_date"})  # issues of a whole document


@dataclass(frozen=True, slots=True)
class Outcome:
    """One input after reading: its record, or the error that names why there is none."""

    where: str
    document: Document | None = None
    record: Record | None = None
    error: DocumentError | None = None
    note: str = ""
    line: str = ""
    """The record as a line of JSON, where lines were asked for; `record` is None then."""
    told: tuple[str, ...] = ()
    """What is to be said aloud of the document."""


def _failed(where: str, error: BaseException) -> DocumentError:
    reason = "out of memory" if isinstance(error, MemoryError) else f"{type(error).__name__}: {error}"
    return DocumentError(f"{where}: the reader failed on this document ({reason[:300]}). Please report it.")


_Answer = tuple[Record | None, str, tuple[str, ...]] | str
"""What reading a document gives: its record or its line and what is to be told, or the fault of ours."""


def _answer(reader: Reader, document: Document, *, lines: bool) -> _Answer:
    try:
        record = reader.code(document)
        told = tuple(issue.message for issue in record.issues if issue.code in _TOLD)
        if lines:
            from rasd.export import one_line  # only here: other commands start without the formats

            return None, one_line(record), told
        return record, "", told
    except Exception as error:  # noqa: BLE001 - a fault of ours in one document must not lose the others
        return str(_failed("", error)).removeprefix(": ")


def _outcome(collected: Collected, answer: _Answer) -> Outcome:
    if isinstance(answer, str):
        error = DocumentError(f"{collected.where}: {answer}")
        return Outcome(collected.where, collected.document, error=error)
    record, line, told = answer
    return Outcome(collected.where, collected.document, record, note=collected.note, line=line, told=told)


def read_all(reader: Reader, inputs: Iterable[Collected], *, lines: bool = False) -> Iterator[Outcome]:
    """Read the inputs one after another in this process; with `lines` to lines of JSON instead of records."""
    for collected in inputs:
        if collected.document is None:
            yield Outcome(collected.where, error=collected.error, note=collected.note)
        else:
            yield _outcome(collected, _answer(reader, collected.document, lines=lines))


@dataclass(frozen=True, slots=True)
class _Source:
    """Where workers have their reader from: the parent's memory when forked, else each loads its own."""

    reader: Reader | None
    load: Callable[[], Reader]
    lines: bool


def _serve(connection: Connection, source: _Source, others: list[Connection]) -> None:
    """Run in a worker: read documents off the pipe until it closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the terminal sends it to all; the parent decides
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    for other in others:  # copies of the parent's ends would keep sibling pipes open for ever
        other.close()
    reader = source.reader or source.load()
    while True:
        try:
            documents: list[Document] = connection.recv()
        except (EOFError, OSError):
            return
        connection.send([_answer(reader, document, lines=source.lines) for document in documents])


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
        self.batch: list[int] = []  # numbers of the documents at hand; empty: idle

    def end(self) -> str:
        self.connection.close()
        self.process.join(2)
        if self.process.is_alive():
            self.process.kill()
            self.process.join()
        code = self.process.exitcode or 0
        return f"signal {-code}" if code < 0 else f"exit code {code}"


def read_in_processes(
    reader: Reader,
    inputs: Iterable[Collected],
    jobs: int,
    load: Callable[[], Reader],
    *,
    lines: bool = False,
) -> Iterator[Outcome]:
    """Read the inputs in `jobs` processes, with `lines` to lines of JSON; yields in the order of the inputs.

    Where the system forks safely the workers share `reader`; elsewhere each gets its own by `load`.
    """
    forks = multiprocessing.get_all_start_methods()[0] != "spawn"
    source = _Source(reader if forks else None, load, lines)
    gc.freeze()  # shared pages stay shared
    workers: list[_Worker] = []
    try:
        for _ in range(jobs):
            workers.append(_Worker(source, workers))
        yield from _Spreading(source, iter(inputs), workers).outcomes()
    finally:
        for worker in workers:
            worker.end()
        gc.unfreeze()


@dataclass(slots=True)
class _Spreading:
    """The inputs on their way through the workers."""

    source: _Source
    inputs: Iterator[Collected]
    workers: list[_Worker]
    taken: dict[int, Collected] = field(default_factory=dict)
    """Documents that workers have, or that wait for one again."""
    again: deque[int] = field(default_factory=deque)
    """Numbers of the documents whose batch died with its worker: each is read alone."""
    ready: dict[int, Outcome] = field(default_factory=dict)
    read: int = 0
    shown: int = 0
    characters: int = 0
    is_exhausted: bool = False

    def outcomes(self) -> Iterator[Outcome]:
        """Yield the outcomes in the order of the inputs."""
        while True:
            while self.shown in self.ready:
                outcome = self.ready.pop(self.shown)
                self.characters -= len(outcome.document.text) if outcome.document is not None else 0
                self.shown += 1
                yield outcome
            idle = next((worker for worker in self.workers if not worker.batch), None)
            if idle is not None and self.again:
                self._send(idle, [self.again.popleft()])
            elif idle is not None and not self.is_exhausted and not (self._is_full() and self.taken):
                self._send(idle, self._next_batch())
            elif self.taken:
                for worker in self._answering():
                    self._receive(worker)
            elif self.is_exhausted and not self.ready:
                return

    def _size(self) -> int:
        return min(_BATCH, 1 + self.read // _GROWTH)

    def _is_full(self) -> bool:
        ahead = self.read - self.shown
        return ahead >= _WINDOW * self._size() * len(self.workers) or self.characters > _WINDOW_CHARACTERS

    def _next_batch(self) -> list[int]:
        """Take documents from the inputs; what holds none is ready at once, and ends the batch."""
        batch: list[int] = []
        size, characters = self._size(), 0
        until = time.monotonic() + _BATCH_SECONDS
        while len(batch) < size and characters < _BATCH_CHARACTERS:
            collected = next(self.inputs, None)
            if collected is None:
                self.is_exhausted = True
                break
            number = self.read
            self.read += 1
            if collected.document is None:
                self.ready[number] = Outcome(collected.where, error=collected.error, note=collected.note)
                break
            self.taken[number] = collected
            batch.append(number)
            characters += len(collected.document.text)
            if time.monotonic() > until:
                break
        self.characters += characters
        return batch

    def _send(self, worker: _Worker, batch: list[int]) -> None:
        worker.batch = batch
        if not batch:
            return
        try:
            worker.connection.send([self.taken[number].document for number in batch])
        except OSError:  # it died while idle; `_receive` finds the pipe closed
            pass

    def _answering(self) -> list[_Worker]:
        busy = {worker.connection: worker for worker in self.workers if worker.batch}
        return [busy[connection] for connection in wait(list(busy)) if isinstance(connection, Connection)]

    def _receive(self, worker: _Worker) -> None:
        batch, worker.batch = worker.batch, []
        try:
            answers: list[_Answer] = worker.connection.recv()
        except (EOFError, OSError):
            reason = worker.end()
            self.workers.remove(worker)
            self.workers.append(_Worker(self.source, self.workers))
            if len(batch) > 1:
                self.again.extend(batch)  # whichever it died of is found when each is read alone
                return
            collected = self.taken.pop(batch[0])
            fact = (
                f"{collected.where}: the process that read this document died ({reason}). The others go on."
            )
            self.ready[batch[0]] = Outcome(collected.where, collected.document, error=DocumentError(fact))
            return
        for number, answer in zip(batch, answers, strict=True):
            self.ready[number] = _outcome(self.taken.pop(number), answer)
