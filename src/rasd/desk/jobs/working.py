"""The worker: a process beside the server that does one job after the other, until it is stopped or its desk is gone.

A killed worker leaves a job with a lease that ends; a stopped one gives its job back. What a job raises ends the job with
words, never the worker.
"""

from __future__ import annotations

import errno
import json
import os
import signal
import socket
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from secrets import token_hex
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rasd.desk.jobs.models import Job
    from rasd.desk.jobs.progress import Progress

__all__ = ["GONE_VARIABLE", "NAME_VARIABLE", "Worker", "main", "new_name"]

NAME_VARIABLE = "RASD_DESK_WORKER"
GONE_VARIABLE = "RASD_DESK_WORKERS_GONE"
_IDLE = 0.5
_BEAT = 10.0
_PATIENCE = 60.0
"""Seconds that a job which shall end has for its next step; then its worker ends itself, and another is started."""
_NICE = 2


def new_name() -> str:
    """Return a name that no other worker has."""
    return f"{socket.gethostname()[:60]}/{token_hex(8)}"


class Worker:
    """One worker of the desk."""

    def __init__(self, name: str, gone: tuple[str, ...], folder: Path, stopping: threading.Event) -> None:
        self._name = name
        self._gone = gone
        self._folder = folder
        self._stopping = stopping

    def work(self) -> None:
        """Do what waits, until told to stop. A database that is away is waited for."""
        from django.db import Error

        from rasd.errors import RasdError

        pause = _IDLE
        while not self._stopping.is_set():
            try:
                busy = self.one()
                pause = _IDLE
                if not busy:
                    self._stopping.wait(pause)
            except (Error, RasdError, OSError) as error:
                print(f"rasd desk, worker: {type(error).__name__}: {error}", file=sys.stderr, flush=True)
                _let_go()
                pause = min(pause * 2, 30.0)
                self._stopping.wait(pause)

    def one(self) -> bool:
        """Do one job; False where none waits."""
        from rasd.desk.jobs.claiming import claim

        job = claim(self._name, self._gone)
        if job is None:
            return False
        from rasd.desk.jobs.folders import folder_of
        from rasd.desk.jobs.progress import Progress

        folder = folder_of(job.number, self._folder)
        progress = Progress(job.number, self._name, self._stopping, by=job.by, folder=folder)
        with self._beating(progress):
            ending = self._done(job, progress)
        if ending is not None:
            self._settle(ending)
        return True

    def _done(self, job: Job, progress: Progress) -> Callable[[], None] | None:
        """Do the work, and return how the job is ended."""
        from functools import partial

        from rasd.desk.jobs.claiming import finish, give_back
        from rasd.desk.jobs.kinds import kind_named
        from rasd.desk.jobs.progress import Cancelled, Lost, Stopping
        from rasd.errors import RasdError

        end = partial(finish, job.number, self._name)
        kind = kind_named(job.kind)
        if kind is None:
            return partial(end, "failed", "jobs.log.unknown")
        try:
            kind.load()(progress, **json.loads(job.arguments))
        except Cancelled:
            return partial(end, "cancelled", "jobs.log.cancelled")
        except Stopping:
            return partial(give_back, job.number, self._name)
        except Lost:
            return None
        except RasdError as error:
            return partial(end, "failed", "jobs.log.error", error=str(error))
        except MemoryError:
            return partial(end, "failed", "jobs.log.memory")
        except OSError as error:
            if error.errno in (errno.ENOSPC, errno.EDQUOT):
                return partial(end, "failed", "jobs.log.disk")
            traceback.print_exc()
            return partial(end, "failed", "jobs.log.error", error=str(error))
        except Exception as error:  # noqa: BLE001 - a fault of ours in one job must not end the others
            traceback.print_exc()
            return partial(end, "failed", "jobs.log.fault", error=type(error).__name__)
        return partial(end, "done", "jobs.log.done")

    def _settle(self, ending: Callable[[], None]) -> None:
        """Write the end, also when the database comes back a little later; else the lease ends and the job is begun again."""
        from django.db import Error

        for pause in (1.0, 3.0, 9.0, 27.0, 0.0):
            try:
                ending()
                return
            except Error:
                _let_go()
                self._stopping.wait(pause)

    @contextmanager
    def _beating(self, progress: Progress) -> Iterator[None]:
        over = threading.Event()
        heart = threading.Thread(target=self._beat, args=(progress, over), daemon=True)
        heart.start()
        try:
            yield
        finally:
            over.set()
            heart.join(5)

    def _beat(self, progress: Progress, over: threading.Event) -> None:
        from django.db import Error, connection

        from rasd.desk.jobs.claiming import renew
        from rasd.desk.jobs.models import Job

        while not over.wait(_BEAT):
            try:
                renew(progress.number, self._name)
                asked = Job.objects.filter(number=progress.number, asked_to_end_at__isnull=False).exists()
            except Error:
                connection.close()
                continue
            if asked and time.monotonic() - progress.stepped > _PATIENCE:
                os._exit(3)
        connection.close()


def _let_go() -> None:
    from django.db import connections

    with suppress(Exception):
        connections.close_all()


def _watch_parent(stopping: threading.Event) -> None:
    """Stop when the desk that started this worker is gone: its pipe ends, and on POSIX another process is the parent."""
    parent = os.getppid()

    def look() -> None:
        while not stopping.wait(2):
            if sys.platform != "win32" and os.getppid() != parent:
                stopping.set()

    def read() -> None:
        with suppress(OSError):
            while os.read(0, 1024):  # not `sys.stdin`: its lock would be held when the process ends
                pass
        stopping.set()

    for target in (look, read):
        threading.Thread(target=target, daemon=True).start()


def main() -> None:
    """Run a worker for the desk that the environment describes."""
    stopping = threading.Event()

    def stop(*_: Any) -> None:
        stopping.set()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the terminal sends it to all; the desk decides
    if os.environ.get(NAME_VARIABLE):
        _watch_parent(stopping)
    if hasattr(os, "nice"):
        os.nice(_NICE)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rasd.desk.settings")
    import django

    django.setup()
    from django.conf import settings

    gone = tuple(name for name in os.environ.get(GONE_VARIABLE, "").split(",") if name)
    Worker(os.environ.get(NAME_VARIABLE) or new_name(), gone, settings.OPTIONS.folder, stopping).work()
