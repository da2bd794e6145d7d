"""The home page, and the button that says "I have seen this"."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from rasd.desk.access import hidden, is_allowed, masks, needs
from rasd.desk.overview import news
from rasd.desk.overview.changes import changes_since
from rasd.desk.overview.marking import last_rows, mark, place_of
from rasd.desk.site import Words
from rasd.store import models

__all__ = ["home", "seen"]


@require_GET
@needs("read")
def home(request: HttpRequest) -> HttpResponse:
    """Return what changed since this person last said to have seen everything."""
    words, unseen, is_masked = Words.of_request(request), hidden(request), masks(request)
    if not models.Document.objects.exclude(key__in=unseen.documents).exists():
        return render(request, "overview/empty.html", {"may_bring_in": is_allowed(request, "code")})
    place, last = place_of(request.user), last_rows()
    documents, newest = news.new_documents(place, unseen, is_masked=is_masked)
    filling: dict[str, Any] = {
        "place": place,
        "last": last,
        "documents": documents,
        "newest": newest,
        "changes": changes_since(place.change, unseen, words, is_masked=is_masked),
        "waiting": news.waiting_for(request, unseen),
        "jobs": news.failed_jobs(request, place),
    }
    if not is_masked:
        filling["decided"], filling["decisions"] = news.decisions(request.user, place, unseen)
        filling["silent"] = news.silent_feeds(words)
    changes = filling["changes"]
    filling["is_quiet"] = not (
        documents.number
        or changes.founded
        or changes.changed
        or changes.gone
        or filling.get("decisions")
        or filling["jobs"]
    )
    return render(request, "overview/home.html", filling)


@require_POST
@needs("read")
def seen(request: HttpRequest) -> HttpResponse:
    """Move this person's mark to what their page had shown: what came meanwhile stays new."""
    mark(request.user, request.POST)
    return redirect("home")
