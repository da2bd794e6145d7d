"""Pages of jobs: the list, one job with its progress and log, ending it, starting it again."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from rasd.desk.access import needs
from rasd.desk.jobs.models import Job
from rasd.desk.jobs.shown import lines_of, shown
from rasd.desk.jobs.starting import again, ask_to_end, visible
from rasd.desk.site.words import Words

__all__ = ["cancel", "job", "jobs", "progress", "repeat"]

_PAGE = 30


@require_GET
@needs("read")
def jobs(request: HttpRequest) -> HttpResponse:
    """Show the jobs of who asks, the newest first; an administrator sees those of all."""
    words = Words.of_request(request)
    page = Paginator(visible(request), _PAGE).get_page(request.GET.get("page"))
    rows = [shown(one, words) for one in page]
    is_live = any(one.is_live for one in rows)
    return render(request, "jobs/list.html", {"jobs": rows, "page": page, "is_live": is_live})


@require_GET
@needs("read")
def job(request: HttpRequest, number: int) -> HttpResponse:
    """Show one job; while it runs the page brings itself up to date."""
    return render(request, "jobs/job.html", _filling(request, number))


@require_GET
@needs("read")
def progress(request: HttpRequest, number: int) -> HttpResponse:
    """Return the part of the page of a job that changes."""
    return render(request, "jobs/progress.html", _filling(request, number))


@require_POST
@needs("read")
def cancel(request: HttpRequest, number: int) -> HttpResponse:
    """Ask a job to end at its next step."""
    _found(request, number)
    ask_to_end(request, number)
    return redirect("job", number=number)


@require_POST
@needs("read")
def repeat(request: HttpRequest, number: int) -> HttpResponse:
    """Start an ended job again, as a new one."""
    _found(request, number)
    found = again(request, number)
    return redirect("job", number=found.number if found is not None else number)


def _filling(request: HttpRequest, number: int) -> dict[str, Any]:
    words = Words.of_request(request)
    found = _found(request, number)
    lines, results, older = lines_of(found, words)
    return {"job": shown(found, words), "lines": lines, "results": results, "older": older}


def _found(request: HttpRequest, number: int) -> Job:
    found: Job | None = visible(request).filter(number=number).first() if number < 2**63 else None
    if found is None:
        raise Http404
    return found
