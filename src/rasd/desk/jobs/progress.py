"""What a job says while it works: how far it is, lines of its log, results; and how it learns that it shall end."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rasd.store import Store

__all__ = ["LEASE", "MOST_LINES", "Cancelled", "Lost", "Progress", "Stopping", "packed"]

LEASE = timedelta(seconds=60)
MOST_LINES = 1000
_PAUSE = 0.4
"""Seconds between two writes: progress is told to people, and SQLite has one writer."""


class Cancelled(BaseException):
    """A person asked the job to end. Not an `Exception`: work that goes on after errors must not go on after this."""


class Stopping(BaseException):
    """The worker is being stopped: the job is begun again by the next one."""


class Lost(BaseException):
    """Another worker has the job, or it is gone: nothing more is written of it."""


def packed(filling: Mapping[str, Any]) -> str:
    """Return what fills a phrase as JSON that every database keeps."""
    clean = {
        key: value if isinstance(value, int) else str(value).replace("\0", "\ufffd")[:2000]
        for key, value in filling.items()
    }
    return json.dumps(clean, ensure_ascii=False).encode("utf-8", "replace").decode()


class Progress:
    """One running job. All of it may be called from the thread that the job runs in, and there alone."""

    def __init__(self, number: int, holder: str, stopping: Event, *, by: str, folder: Path) -> None:
        self.number = number
        self.by = by
        """Who started it: what it decides carries this name."""
        self.stepped = time.monotonic()
        """When it last came to a step: one that comes to none cannot be ended politely."""
        self._holder = holder
        self._stopping = stopping
        self._folder = folder
        self._told = 0.0
        self._lines = 0
        self._failures = 0

    @property
    def store(self) -> Store:
        """Return the open store."""
        from rasd.desk.site import store

        return store()

    @property
    def folder(self) -> Path:
        """Return a folder of this job's own, made when it is asked for; it goes with the job."""
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        return self._folder

    def step(self, done: int, of: int | None = None, words: str = "", **filling: Any) -> None:
        """Say how far the work is, and at what (`words`: key of a phrase). Call it often: most calls cost nothing.

        Raises Cancelled when a person asked the job to end; what is done by then stays done.
        """
        self.stepped = time.monotonic()
        if self._stopping.is_set():
            raise Stopping
        if self.stepped - self._told < _PAUSE and done != of:
            return
        self._told = self.stepped
        saying = json.dumps([words, json.loads(packed(filling))], ensure_ascii=False) if words else None
        self._write(done=done, of=of, **({} if saying is None else {"saying": saying}))
        if self._rows().filter(asked_to_end_at__isnull=False).exists():
            raise Cancelled

    def tell(self, key: str, **filling: Any) -> None:
        """Add a line to the log: the key of a phrase and what fills it; `n` chooses the plural."""
        self._line(key, filling)

    def fail(self, key: str, **filling: Any) -> None:
        """Add a line on something that failed; the work goes on."""
        self._failures += 1
        self._line(key, filling, is_failure=True)
        self._write(failures=self._failures)

    def result(self, key: str, address: str, **filling: Any) -> None:
        """Add a result: a phrase that leads to an address of the desk."""
        self._line(key, filling, address=address)

    def _rows(self) -> Any:
        from rasd.desk.jobs.models import Job

        return Job.objects.filter(number=self.number, holder=self._holder, state="running")

    def _write(self, **values: Any) -> None:
        if not self._rows().update(held_until=datetime.now(UTC) + LEASE, **values):
            raise Lost

    def _line(self, key: str, filling: Mapping[str, Any], **more: Any) -> None:
        from rasd.desk.jobs.models import JobLine

        self._lines += 1
        if self._lines > MOST_LINES and not more.get("address"):
            self._write(lines_left_out=self._lines - MOST_LINES)
            return
        JobLine.objects.create(
            job_id=self.number, at=datetime.now(UTC), key=key, filling=packed(filling), **more
        )
