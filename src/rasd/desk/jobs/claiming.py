"""Who works on which job: one worker a job, by a comparison and a change in one statement, on either database.

A claim is a lease that its worker's heart renews. The worker that takes the place of a dead one is told its name and need
not wait; another desk's job is taken up when its lease has ended.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from rasd.desk.jobs.kinds import kind_named
from rasd.desk.jobs.models import Job, JobLine
from rasd.desk.jobs.progress import LEASE, packed

__all__ = ["MOST_TRIES", "claim", "finish", "give_back", "renew"]

MOST_TRIES = 3
"""A job that lost so many workers is stopped: it may be the reason that they died."""


def claim(holder: str, gone: Sequence[str] = ()) -> Job | None:
    """Return the job to work on: one whose worker is gone, else the one that waits longest; None where there is none."""
    now = datetime.now(UTC)
    lost = {*gone, holder}  # whoever claims has nothing at hand
    for job in Job.objects.filter(state="running").order_by("number"):
        if job.holder in lost or job.held_until is None or job.held_until < now:
            if _is_to_end(job):
                _stop(job, now)
            elif _take(
                job, holder, now, {"state": "running", "holder": job.holder, "held_until": job.held_until}
            ):
                _line(job, "jobs.log.again", now)
                return _read(job)
    for job in Job.objects.filter(state="waiting").order_by("number")[:20]:
        if _take(job, holder, now, {"state": "waiting"}):
            return _read(job)
    return None


def renew(number: int, holder: str) -> bool:
    """Hold a claim for longer; False where it is lost."""
    rows = Job.objects.filter(number=number, holder=holder, state="running")
    return bool(rows.update(held_until=datetime.now(UTC) + LEASE))


def give_back(number: int, holder: str) -> None:
    """Let another worker begin the job again; this try does not count."""
    from django.db.models import F

    rows = Job.objects.filter(number=number, holder=holder, state="running")
    rows.update(state="waiting", holder="", held_until=None, tries=F("tries") - 1)


def finish(number: int, holder: str, state: str, key: str = "", **filling: Any) -> None:
    """End a job, with a last line of its log."""
    from django.db import transaction

    now = datetime.now(UTC)
    rows = Job.objects.filter(number=number, holder=holder, state="running")
    with transaction.atomic():
        if rows.update(state=state, ended_at=now, holder="", held_until=None) and key:
            is_failure = state == "failed"
            JobLine.objects.create(
                job_id=number, at=now, key=key, filling=packed(filling), is_failure=is_failure
            )


def _take(job: Job, holder: str, now: datetime, as_seen: dict[str, Any]) -> bool:
    fresh = {"begun_at": now, "done": 0, "of": None, "saying": "", "tries": job.tries + 1}
    rows = Job.objects.filter(number=job.number, **as_seen)
    return bool(rows.update(state="running", holder=holder, held_until=now + LEASE, **fresh))


def _is_to_end(job: Job) -> bool:
    kind = kind_named(job.kind)
    lost = job.tries >= MOST_TRIES or (kind is not None and not kind.resumes)
    return lost or job.asked_to_end_at is not None


def _stop(job: Job, now: datetime) -> None:
    state = "cancelled" if job.asked_to_end_at is not None else "stopped"
    rows = Job.objects.filter(
        number=job.number, state="running", holder=job.holder, held_until=job.held_until
    )
    if rows.update(state=state, ended_at=now, holder="", held_until=None):
        _line(job, f"jobs.log.{state}", now, is_failure=state == "stopped")


def _line(job: Job, key: str, now: datetime, **more: Any) -> None:
    JobLine.objects.create(job_id=job.number, at=now, key=key, filling=json.dumps({}), **more)


def _read(job: Job) -> Job:
    found: Job = Job.objects.get(number=job.number)
    return found
