"""The desk's side of its worker: it is started with the desk, started again when it dies, and ends with the desk."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from rasd.desk.jobs.working import GONE_VARIABLE, NAME_VARIABLE, new_name

__all__ = ["working"]

_MAIN = "from rasd.desk.jobs.working import main; main()"
_LONGEST_PAUSE = 60.0
_QUICK_DEATH = 10.0
_PATIENCE = 15.0


@contextmanager
def working() -> Iterator[None]:
    """Keep a worker running while the desk serves. The environment must hold the desk's options."""
    keeper = _Keeper()
    keeper.begin()
    try:
        yield
    finally:
        keeper.end()


class _Keeper:
    def __init__(self) -> None:
        self._ending = threading.Event()
        self._lock = threading.Lock()
        self._gone: list[str] = []
        self._name = ""
        self._process: subprocess.Popen[bytes] | None = None
        self._thread = threading.Thread(target=self._keep, daemon=True)

    def begin(self) -> None:
        """Start the first worker, and the thread that keeps one.

        Before the server forks its own process: one that is forked meanwhile inherits the pipe by which `Popen` learns that
        its program runs, and `Popen` then waits until that process is gone.
        """
        self._name = new_name()
        self._process = self._started(self._name)
        self._thread.start()

    def end(self) -> None:
        self._ending.set()
        with self._lock:
            process = self._process
        if process is not None:
            with suppress(OSError):
                assert process.stdin is not None
                process.stdin.close()  # the end of its input is how it is told, on every system
            try:
                process.wait(_PATIENCE)
            except subprocess.TimeoutExpired:
                process.kill()
        self._thread.join(5)

    def _keep(self) -> None:
        pause = 0.0
        begun = time.monotonic()
        while self._process is not None:
            code = self._process.wait()
            if self._ending.is_set():
                return
            self._gone = [*self._gone[-20:], self._name]
            print(f"rasd desk: the worker ended ({code}); another is started.", file=sys.stderr, flush=True)
            was_quick = time.monotonic() - begun < _QUICK_DEATH
            pause = min(max(2 * pause, 1.0), _LONGEST_PAUSE) if was_quick else 0.0
            if self._ending.wait(pause):
                return
            begun = time.monotonic()
            with self._lock:
                if self._ending.is_set():
                    return
                self._name = new_name()
                self._process = self._started(self._name)

    def _started(self, name: str) -> subprocess.Popen[bytes]:
        given = {**os.environ, NAME_VARIABLE: name, GONE_VARIABLE: ",".join(self._gone)}
        return subprocess.Popen([sys.executable, "-c", _MAIN], stdin=subprocess.PIPE, env=given)
