"""A job as a page shows it: its state, how far it is and its log, in the words of who looks."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from rasd.desk.jobs.kinds import kind_named
from rasd.desk.jobs.models import Job, JobLine
from rasd.desk.jobs.starting import ENDED
from rasd.desk.site.words import Words

__all__ = ["Line", "Shown", "lines_of", "shown"]

_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_BADGES = {"done": "good", "failed": "bad", "stopped": "bad", "cancelled": "care"}
_LAST_LINES = 200


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a log."""

    at: str
    text: str
    is_failure: bool
    address: str


@dataclass(frozen=True, slots=True)
class Shown:
    """One job."""

    number: int
    title: str
    by: str
    state: str
    state_words: str
    badge: str
    is_live: bool
    is_ending: bool
    """Somebody asked it to end, and it has not come to its next step."""
    done: int
    of: int | None
    progress_words: str
    saying: str
    failures: int
    left_out: int
    made_at: datetime
    took: str
    can_repeat: bool


def shown(job: Job, words: Words) -> Shown:
    """Return a job in `words`."""
    kind = kind_named(job.kind)
    is_live = job.state not in ENDED
    if job.of is not None:
        progress = words("jobs.progress.of", done=job.done, of=job.of)
    else:
        progress = words.counted("jobs.progress.done", job.done) if job.done else ""
    key, filling = json.loads(job.saying) if job.saying and is_live else ("", {})
    return Shown(
        number=job.number,
        title=words(kind.title) if kind is not None and words.known(kind.title) else job.kind,
        by=job.by,
        state=job.state,
        state_words=words(f"jobs.state.{job.state}"),
        badge=_BADGES.get(job.state, ""),
        is_live=is_live,
        is_ending=is_live and job.asked_to_end_at is not None,
        done=job.done,
        of=job.of,
        progress_words=progress if is_live or job.state != "done" else "",
        saying=_said(key, filling, words) if key else "",
        failures=job.failures,
        left_out=job.lines_left_out,
        made_at=job.made_at,
        took=_took(job, words),
        can_repeat=not is_live and kind is not None and kind.repeats,
    )


def lines_of(job: Job, words: Words) -> tuple[list[Line], list[Line], int]:
    """Return the last lines of a log, its results, and how many older lines are not shown."""
    every = JobLine.objects.filter(job_id=job.number)
    results = [_line(one, words) for one in every.exclude(address="").order_by("id")]
    told = every.filter(address="")
    rows = list(told.order_by("-id")[:_LAST_LINES])
    older = told.count() - len(rows) if len(rows) == _LAST_LINES else 0
    return [_line(one, words) for one in reversed(rows)], results, older


def _line(row: JobLine, words: Words) -> Line:
    at = words.digits_of(f"{row.at.astimezone(UTC):%H:%M:%S}")
    return Line(at, _said(row.key, json.loads(row.filling), words), row.is_failure, row.address)


def _said(key: str, filling: dict[str, Any], words: Words) -> str:
    """Return a phrase; what fills it stands in its own direction and steers neither page nor terminal."""
    if not words.known(key):
        return key
    clean = {name: _isolated(value) for name, value in filling.items() if name != "n"}
    if isinstance(filling.get("n"), int):
        return words.counted(key, filling["n"], **clean)
    return words(key, **clean)


def _isolated(value: Any) -> Any:
    return value if isinstance(value, int) else f"\u2068{_CONTROL.sub(chr(0xFFFD), str(value))}\u2069"


def _took(job: Job, words: Words) -> str:
    if job.begun_at is None:
        return ""
    seconds = int(((job.ended_at or datetime.now(UTC)) - job.begun_at).total_seconds())
    if seconds < 60:
        return words.counted("jobs.seconds", max(seconds, 0))
    return words.counted("jobs.minutes", round(seconds / 60))
