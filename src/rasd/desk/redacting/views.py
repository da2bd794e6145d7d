"""The page of redaction: it says what will be met before anything is done, and afterwards what still holds the words.

The words are never put into a job, a draft or the audit log: all of them are tables of the same database.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from rasd.desk.access import audit, needs
from rasd.desk.redacting.asking import Asked
from rasd.desk.redacting.forgetting import forget
from rasd.desk.site import store
from rasd.errors import PreservationError
from rasd.preservation.redaction import redact as carry_out
from rasd.store import Selection

__all__ = ["redact"]

_SHOWN = 50


@require_http_methods(["GET", "POST"])
@needs("administer")
def redact(request: HttpRequest) -> HttpResponse:
    """Show the form; with POST what an order would meet; with POST and a tick, carry it out."""
    is_sent = request.method == "POST"
    asked = Asked.from_form(
        request.POST if is_sent else {"documents": request.GET.get("document", "")}, is_sent=is_sent
    )
    filling: dict[str, Any] = {"asked": asked, "wrong": asked.wrong, "ids": "\n".join(asked.documents)}
    if not is_sent:
        return render(request, "redacting/redact.html", filling)
    if asked.wrong:
        return render(request, "redacting/redact.html", filling, status=422)
    if not (asked.is_sure and request.POST.get("do") == "redact"):
        filling |= _met(asked)
        filling["is_asked"] = True
        return render(request, "redacting/redact.html", filling)
    try:
        done = carry_out(store(), asked.order(request.user.get_username()))
    except PreservationError as error:
        filling["refused"] = str(error)
        return render(request, "redacting/redact.html", filling, status=422)
    forgotten = forget(done.documents)
    audit(request, "words.redacted", done.redaction, documents=len(done.documents), places=done.places)
    filling = {
        "done": done,
        "shown": done.documents[:_SHOWN],
        "more": max(0, len(done.documents) - _SHOWN),
        "forgotten": forgotten,
    }
    return render(request, "redacting/done.html", filling)


def _met(asked: Asked) -> dict[str, Any]:
    """Return how many documents hold the words, in any spelling; an order itself looks at each of them again."""
    held = store()
    known = {one.id for one in held.documents(Selection(ids=asked.documents))} if asked.documents else set()
    missing = [one for one in asked.documents if one not in known]
    if asked.what == "whole":
        return {"met": len(known), "missing": missing}
    narrowed = Selection(ids=tuple(known)) if asked.documents else Selection()
    met = (
        sum(1 for _ in held.search(f'"{asked.text}"', narrowed, limit=1_000))
        if known or not asked.documents
        else 0
    )
    return {"met": met, "missing": missing, "is_least": met == 1_000}
