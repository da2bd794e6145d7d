"""Tasks on all cores: each a function of its files, done again where the process that had it died.

Processes are forked off before Arrow is loaded, whose threads no fork survives: so they share the words that were read
and begin at once. Where it was loaded already, and for a process that died, they are started anew.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from types import TracebackType
from typing import Any, Self, TypeVar

from rasd.errors import OutputError
from rasd.lexicon import Lexicon
from rasd.scale.memory import give_back

__all__ = ["Workshop", "lexicon_here"]

Given = TypeVar("Given")
Made = TypeVar("Made")
_ATTEMPTS = 3
_here: dict[str, Lexicon] = {}


def lexicon_here() -> Lexicon:
    """Return the words of this run, in whichever process."""
    if "lexicon" not in _here:
        _here["lexicon"] = Lexicon.load()
    return _here["lexicon"]


class Workshop:
    """Processes that are kept for all steps of a run; with one job, the work is done here."""

    def __init__(self, jobs: int, lexicon: Lexicon | None) -> None:
        self._jobs, self._lexicon = jobs, lexicon
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Self:
        if self._jobs > 1:
            self._pool = self._hired()
        elif self._lexicon is not None:
            _here["lexicon"] = self._lexicon
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)
        _here.clear()

    @property
    def jobs(self) -> int:
        """How many processes there are."""
        return self._jobs

    def each(
        self,
        do: Callable[[Given], Made],
        tasks: Sequence[Given],
        told: Callable[[int, int], None] = lambda done, of: None,
    ) -> Iterator[Made]:
        """Yield what `do` makes of each task, in the order of the tasks; `told` hears how many are done.

        Raises OutputError where a task takes its process with it again and again.
        """
        told(0, len(tasks))
        if self._jobs > 1:
            yield from self._spread(do, tasks, told)
            return
        for number, task in enumerate(tasks):
            yield do(task)
            told(number + 1, len(tasks))

    def _spread(
        self, do: Callable[[Given], Made], tasks: Sequence[Given], told: Callable[[int, int], None]
    ) -> Iterator[Made]:
        made: dict[int, Made] = {}
        attempts = shown = 0
        while shown < len(tasks):
            left = [number for number in range(shown, len(tasks)) if number not in made]
            try:
                for number, result in self._finished(do, tasks, left):
                    made[number] = result
                    told(shown + len(made), len(tasks))
                    while shown in made:
                        yield made.pop(shown)
                        shown += 1
            except BrokenProcessPool as error:
                self._pool = None
                attempts += 1
                if attempts == _ATTEMPTS:
                    raise OutputError(
                        "Linking: a process died three times, most likely for want of memory. What was read is kept;"
                        " start the same command again with --jobs 1."
                    ) from error

    def _finished(
        self, do: Callable[[Given], Made], tasks: Sequence[Given], left: Sequence[int]
    ) -> Iterator[tuple[int, Made]]:
        """Yield tasks as they are finished, never more than a few ahead: results wait in memory."""
        pool = self._pool = self._pool or self._hired()
        waiting: dict[Future[Made], int] = {}
        queue = iter(left)
        while True:
            while len(waiting) < 2 * self._jobs and (number := next(queue, None)) is not None:
                waiting[pool.submit(do, tasks[number])] = number
            if not waiting:
                return
            for future in wait(waiting, return_when=FIRST_COMPLETED).done:
                yield waiting.pop(future), future.result()

    def _hired(self) -> ProcessPoolExecutor:
        forks = multiprocessing.get_all_start_methods()[0] != "spawn" and "pyarrow" not in sys.modules
        pool = ProcessPoolExecutor(
            self._jobs,
            mp_context=multiprocessing.get_context("fork" if forks else "spawn"),
            initializer=_begin,
            initargs=(os.getpid(), self._lexicon),
        )
        if forks:
            gc.freeze()  # shared pages stay shared
            pool.submit(os.getpid)  # the first task forks all processes
            gc.unfreeze()
        return pool


def _begin(parent: int, lexicon: Any) -> None:
    give_back()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the terminal sends it to all; the parent decides
    if lexicon is not None:
        _here["lexicon"] = lexicon
    gc.freeze()
    gc.set_threshold(200_000, 20, 50)  # a task makes millions of objects and no circles
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()


def _end_with(parent: int) -> None:
    """End this process once its parent was killed."""
    while os.getppid() == parent:
        time.sleep(1.0)
    os._exit(1)
