"""Errors as pages, in both languages: what happened, that nothing was changed, and what to do. Never a traceback."""

from __future__ import annotations

import sys
import traceback
from typing import TypeGuard

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template import loader

from rasd.desk.site.words import Words
from rasd.errors import StoreError

__all__ = ["away", "bad_request", "broken", "csrf_failure", "forbidden", "is_of_store", "not_found", "told"]


def told(request: HttpRequest, status: int, key: str, detail: str = "") -> HttpResponse:
    """Return a page for `key` (``site.error.<key>.title`` and ``.text``) with this status; JSON for the API."""
    words = Words.of_request(request)
    if request.path.startswith("/api/"):
        said = {"code": key, "message": detail or words(f"site.error.{key}.text")}
        return JsonResponse({"error": said}, status=status, json_dumps_params={"ensure_ascii": False})
    wants_fragment = request.headers.get("HX-Request") == "true"
    name = "site/error_fragment.html" if wants_fragment else "site/error.html"
    filling = {
        "words": words,
        "language": words.language,
        "direction": words.direction,
        "theme": getattr(request, "theme", "auto"),
        "title": words(f"site.error.{key}.title"),
        "text": words(f"site.error.{key}.text"),
        "detail": detail,
        "home": words("site.error.home"),
        "status": status,
    }
    return HttpResponse(loader.get_template(name).render(filling), status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: what was sent cannot be read."""
    return told(request, 400, "bad")


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403: this person may not."""
    return told(request, 403, "forbidden")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: there is no such page, or none for this person: the two look the same."""
    return told(request, 404, "missing")


def broken(request: HttpRequest) -> HttpResponse:
    """500: an error of ours; its place goes to the terminal, not to the page. 503 where it is the store's."""
    error = sys.exc_info()[1]
    if is_of_store(error):
        return away(request, error)
    traceback.print_exception(*sys.exc_info(), limit=-6)
    return told(request, 500, "broken")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: the form is of another session.."""
    return told(request, 403, "csrf")


def is_of_store(error: BaseException | None) -> TypeGuard[Exception]:
    """Tell whether the store or its disk is the reason: also where middleware asked it, before any view."""
    return isinstance(error, (StoreError, OperationalError, InterfaceError, OSError))


def away(request: HttpRequest, error: Exception) -> HttpResponse:
    """503: the store did not answer or did not take what was written; nothing of it was kept."""
    print(f"rasd desk: {type(error).__name__}: {error}", file=sys.stderr)
    response = told(request, 503, "away", detail=str(error) if type(error).__name__ == "StoreError" else "")
    response.headers["Retry-After"] = "5"
    return response
