"""Starting a job, asking it to end, starting it again: what pages do. The work itself is the worker's."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.urls import reverse

from rasd.desk.access import is_allowed, role_of
from rasd.desk.jobs.kinds import kind_named

if TYPE_CHECKING:
    from rasd.desk.jobs.models import Job

__all__ = ["address_of", "again", "ask_to_end", "start", "under_way", "visible"]

ENDED = ("done", "failed", "cancelled", "stopped")


def start(request: HttpRequest, kind: str, **arguments: Any) -> Job:
    """Put a job into the queue and return it; the same one that still waits is not put there twice.

    `arguments` must be plain values. Raises LookupError when no room registered the kind.
    """
    from rasd.desk.jobs.models import Job

    if kind_named(kind) is None:
        raise LookupError(f"no kind of job is called {kind}")
    by = str(request.user.get_username())
    written = json.dumps(arguments, ensure_ascii=False, sort_keys=True)
    same = Job.objects.filter(kind=kind, arguments=written, by=by, state="waiting").first()
    found: Job = same or Job.objects.create(kind=kind, arguments=written, by=by, made_at=datetime.now(UTC))
    return found


def address_of(job: Job) -> str:
    """Return the page of a job."""
    return reverse("job", args=[job.number])


def visible(request: HttpRequest) -> Any:
    """Return the jobs that who asks may see: one's own; an administrator sees all. A log may name what is hidden."""
    from rasd.desk.jobs.models import Job

    jobs = Job.objects.order_by("-number")
    return jobs if role_of(request) == "administrator" else jobs.filter(by=request.user.get_username())


def under_way(request: HttpRequest) -> int:
    """Return how many of the visible jobs wait or run."""
    return int(visible(request).filter(state__in=("waiting", "running")).count())


def ask_to_end(request: HttpRequest, number: int) -> None:
    """End a waiting job at once, and ask a running one to end at its next step."""
    now = datetime.now(UTC)
    rows = visible(request).filter(number=number)
    if not rows.filter(state="waiting").update(state="cancelled", asked_to_end_at=now, ended_at=now):
        rows.filter(state="running", asked_to_end_at=None).update(asked_to_end_at=now)


def again(request: HttpRequest, number: int) -> Job | None:
    """Start an ended job again; None where its kind cannot be, or not by this person."""
    job = visible(request).filter(number=number, state__in=ENDED).first()
    kind = kind_named(job.kind) if job is not None else None
    if job is None or kind is None or not kind.repeats or not is_allowed(request, kind.need):
        return None
    return start(request, job.kind, **json.loads(job.arguments))
