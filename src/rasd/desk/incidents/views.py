"""The page of the list. With htmx the same address gives the part that changes."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from rasd.desk.access import hidden, needs
from rasd.desk.incident.seeing import eyes_of
from rasd.desk.incidents.drawing import rows_drawn
from rasd.desk.incidents.rows import Line, row_of
from rasd.desk.selection import Chosen, Selection, index, panel_of
from rasd.desk.site import Words

__all__ = ["A_PAGE", "incidents"]

A_PAGE = 50
_HEADS = (
    "day", "what", "where", "killed", "injured", "alleged", "grade", "sources",
    "decided", "proposed", "contested", "synthetic", "approximate", "no_day", "no_place",
)  # fmt: skip


@require_GET
@needs("read")
def incidents(request: HttpRequest) -> HttpResponse:
    """Show a page of the selection that the address asks for, with its facets."""
    words = Words.of_request(request)
    selection = Selection.from_query(request.GET)
    found = index()
    chosen = found.select(selection, hidden(request))
    pages = max(1, -(-chosen.total // A_PAGE))
    page = min(selection.page, pages)
    start = (page - 1) * A_PAGE
    path = reverse("incidents")
    heads = {name: words(f"incidents.{name}") for name in _HEADS}
    filling: dict[str, Any] = {
        "panel": panel_of(selection, chosen, words, path),
        "rows": rows_drawn(
            [row_of(one, words) for one in _lines(request, chosen, start, start + A_PAGE)], heads
        ),
        "heads": heads,
        "first": start + 1,
        "last": min(start + A_PAGE, chosen.total),
        "page": page,
        "pages": pages,
        "before": _address(path, selection, page - 1) if page > 1 else "",
        "next": _address(path, selection, page + 1) if page < pages else "",
        "query": selection.query,
        "is_empty": not chosen.total and selection.is_empty,
    }
    is_part = (
        request.headers.get("HX-Request") == "true" and "HX-History-Restore-Request" not in request.headers
    )
    response = render(request, "incidents/part.html" if is_part else "incidents/list.html", filling)
    response.headers["Vary"] = "HX-Request"
    return response


def _lines(request: HttpRequest, chosen: Chosen, start: int, stop: int) -> list[Line]:
    """Return what this person sees of the incidents of a page; where documents are hidden, described without them."""
    if hidden(request).is_empty:
        return [Line.model_validate_json(text) for text in index().texts(chosen, start, stop)]
    eyes = eyes_of(request)
    seen = (eyes.seen(one) for one in index().incidents(chosen, start, stop))
    return [Line.model_validate(one.model_dump()) for one in seen if one is not None]


def _address(path: str, selection: Selection, page: int) -> str:
    pairs = "&".join(
        part for part in (selection.query, urlencode({"page": page}) if page > 1 else "") if part
    )
    return f"{path}?{pairs}" if pairs else path
