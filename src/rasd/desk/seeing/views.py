"""The page of the map, what its drawing asks for, and the same in words."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.http import require_GET

from rasd.desk.access import hidden, needs
from rasd.desk.assets import has_assets, has_base_map
from rasd.desk.seeing.drawing import GRADES, GROUPS, kinds_of
from rasd.desk.seeing.grid import Box
from rasd.desk.seeing.naming import named
from rasd.desk.seeing.showing import Asked, MapError, View, drawn, view_of
from rasd.desk.selection import Selection
from rasd.desk.site import Words

__all__ = ["drawing_settings", "map_data", "map_page", "map_rows"]

_LISTED = 30
_BARS = 120
_UNITS = ("all", "day", "week", "month")


@require_GET
@needs("read")
def map_page(request: HttpRequest) -> HttpResponse:
    """The map of a selection, its legend, its days, and the same as a list."""
    words = Words.of_request(request)
    selection = Selection.from_query(request.GET)
    view = view_of(request, selection)
    box = Box(*selection.box) if selection.box and selection.box[0] < selection.box[2] else view.frame()
    whole = Asked(box=Box(-180, -90, 180, 90), zoom=0, by="kind", since=None, until=None)
    found = view.within(whole)
    given: dict[str, Any] = {
        "selection": selection,
        "count": view.count,
        "placed": view.count - view.unplaced,
        "unplaced": view.unplaced,
        "rows": named(view.points, found[:_LISTED].tolist(), words, hidden(request)),
        "more": max(0, len(found) - _LISTED),
        "groups": [
            {
                "name": group,
                "label": words(f"seeing.group.{group}"),
                "kinds": words.listed(words.term("kinds", kind) for kind in kinds_of(group)[:6]),
            }
            for group in GROUPS
        ],
        "grades": GRADES,
        "units": [{"name": unit, "label": words(f"seeing.unit.{unit}")} for unit in _UNITS],
        "complaints": [
            words(one.key, value=one.value, field=words(f"selection.field.{one.field}"))
            for one in selection.complaints
        ],
        "has_base_map": has_base_map(),
        "map": {
            **drawing_settings(words),
            "data": reverse("map_data"),
            "rows": reverse("map_rows"),
            "query": selection.having(box=None).query,
            "box": [box.west, box.south, box.east, box.north],
            "days": _days(view),
        },
    }
    return render(request, "seeing/map.html", given)


@require_GET
@needs("read")
def map_data(request: HttpRequest) -> HttpResponse:
    """What is drawn in a box at a zoom: sums of a grid, and areas."""
    words = Words.of_request(request)
    try:
        asked = Asked.from_query(request.GET)
    except MapError as error:
        return _refused(error, words)
    view = view_of(request, Selection.from_query(request.GET))
    found = drawn(view, asked)
    told = [words.counted("seeing.in_view", found["seen"])]
    told += [words.counted("seeing.vague", found["vague"])] if found["vague"] else []
    return JsonResponse({**found, "told": " ".join(told), "count": view.count})


@require_GET
@needs("read")
def map_rows(request: HttpRequest) -> HttpResponse:
    """The latest incidents in a box, in words."""
    words = Words.of_request(request)
    try:
        asked = Asked.from_query(request.GET)
    except MapError as error:
        return _refused(error, words)
    view = view_of(request, Selection.from_query(request.GET))
    found = view.within(asked)
    rows = [one.plain() for one in named(view.points, found[:_LISTED].tolist(), words, hidden(request))]
    more = max(0, len(found) - _LISTED)
    return JsonResponse({"rows": rows, "more": words.counted("seeing.more", more) if more else ""})


def drawing_settings(words: Words) -> dict[str, Any]:
    """Return what every drawing needs: where the base map is, the person's language and digits, phrases of the controls."""
    tiles = settings.OPTIONS.tiles
    return {
        "base": static("vendor/base.pmtiles") if has_base_map() else "",
        "font": static("vendor/fonts/noto-kufi-arabic-400.woff2") if has_assets() else "",
        "tiles": tiles,
        "language": words.language,
        "digits": "arab" if words.is_arabic and words.digits == "arabic" else "latn",
        "groups": list(GROUPS),
        "grades": list(GRADES),
        "words": {
            name: words(f"seeing.control.{name}")
            for name in ("in", "out", "north", "map", "close", "play", "pause", "failed", "credit", "nothing")
        },
    }


def _refused(error: MapError, words: Words) -> HttpResponse:
    return JsonResponse({"error": words(error.key, given=error.value)}, status=400)


def _days(view: View) -> dict[str, Any] | None:
    """Return the first and last day of what is on the map and how many fall into each of equal parts between; None without days."""
    first = view.points.first[view.rows]
    first = first[first > 0]
    if not len(first):
        return None
    low, high = int(first.min()), int(first.max())
    parts = max(1, min(_BARS, high - low + 1))
    counts, _ = np.histogram(first, bins=parts, range=(low, high + 1))
    return {
        "first": date.fromordinal(low).isoformat(),
        "last": date.fromordinal(high).isoformat(),
        "counts": counts.tolist(),
    }
