"""Kinds of jobs for tests, and what a test asks of a store of jobs. Each call runs in a process of its own."""

from __future__ import annotations

import errno
import json
import os
import time
from pathlib import Path
from typing import Any

from rasd.desk.jobs import Progress, register
from rasd.errors import StoreError


def noting(progress: Progress, *, path: str, steps: int, pause: float) -> None:
    """Write a line a step, so that a test sees who worked when."""
    for step in range(steps):
        progress.step(step, steps, "jobs.log.error", error=f"step {step}")
        with Path(path).open("a") as stream:
            stream.write(f"{progress.number} {os.getpid()} {step}\n")
        time.sleep(pause)
    progress.tell("jobs.progress.done", n=steps)
    progress.result("jobs.one.title", "/about", number=progress.number)


def failing(progress: Progress, *, how: str) -> None:
    """Fail in one of the ways that there are."""
    progress.fail("jobs.log.error", error="\u202ehostile\u0007 name")
    if how == "words":
        raise StoreError("here: this is wrong. Do that.")
    if how == "memory":
        raise MemoryError
    if how == "disk":
        raise OSError(errno.ENOSPC, "No space left on device")
    if how == "die":
        os._exit(9)
    raise KeyError("ours")


def made(kinds: str) -> None:
    """Register the kinds, those named `once` as such that cannot be begun again."""
    register("noting", "jobs_sample:noting")
    register("once", "jobs_sample:noting", resumes=False)
    register("failing", "jobs_sample:failing")


def put(kind: str, number: int, **arguments: Any) -> list[int]:
    """Put jobs into the queue, as a page does."""
    from datetime import UTC, datetime

    from rasd.desk.jobs.models import Job

    written = json.dumps(arguments)
    return [
        Job.objects.create(kind=kind, arguments=written, by="amina", made_at=datetime.now(UTC)).number
        for _ in range(number)
    ]
