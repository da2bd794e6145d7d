"""The page of charts, and each chart as a file."""

from __future__ import annotations

import csv
import threading
from collections import OrderedDict
from dataclasses import dataclass
from io import StringIO
from typing import Any
from urllib.parse import urlencode

import numpy as np
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from rasd.desk.access import Hidden, audit, hidden, needs
from rasd.desk.charts.coverage import gaps
from rasd.desk.charts.drawing import Drawing, Drawn
from rasd.desk.charts.gathering import GROUPS, Gathered, gathered
from rasd.desk.ledgers.book import book
from rasd.desk.ledgers.visible import without_documents
from rasd.desk.selection import Chosen, Selection, index, panel_of
from rasd.desk.site.words import Words
from rasd.errors import OutputError
from rasd.export.charts import Gap
from rasd.export.charts.scales import Period
from rasd.export.incidents.csv import safe_row
from rasd.model import Incident
from rasd.store import IncidentFilter

__all__ = ["charts", "file"]

PERIODS: tuple[Period, ...] = ("day", "week", "month")
_KEPT = 24
_MOST = 24
_MANY = 400
_kept: OrderedDict[Any, _Made] = OrderedDict()
_lock = threading.Lock()


@dataclass(frozen=True, slots=True)
class _Asked:
    """What the address asks for beside the selection."""

    selection: Selection
    lanes: str
    period: Period | None

    @classmethod
    def of(cls, request: HttpRequest) -> _Asked:
        lanes, period = request.GET.get("lanes", ""), request.GET.get("period", "")
        return cls(
            Selection.from_query(request.GET),
            lanes if lanes in GROUPS else "kind",
            next((one for one in PERIODS if one == period), None),
        )

    def query(self, **changed: str) -> str:
        """Return the address's query, changed."""
        more = {"lanes": self.lanes if self.lanes != "kind" else "", "period": self.period or "", **changed}
        return "&".join(filter(None, (self.selection.query, urlencode({k: v for k, v in more.items() if v}))))


@dataclass(frozen=True, slots=True)
class _Made:
    """What was drawn for one question."""

    found: Gathered
    drawn: list[Drawn]
    period: Period
    gaps: tuple[Gap, ...]


@require_GET
@needs("read")
def charts(request: HttpRequest) -> HttpResponse:
    """Draw what is selected: over time, by kind, actor, weapon and theatre, and the ranges of harm."""
    asked, words = _Asked.of(request), Words.of_request(request)
    made = _made(request, asked, words)
    filling = {
        "asked": asked,
        "query": asked.query(),
        "selection": asked.selection,
        "panel": panel_of(asked.selection, made.found.chosen, words, request.path),
        "found": made.found,
        "total": made.found.chosen.total,
        "charts": [
            {
                "name": one.chart.name,
                "title": one.chart.title,
                "svg": one.chart.svg(alone=False, prefix=f"c-{one.chart.name}"),
                "heads": one.heads,
                "rows": one.rows[:_MANY],
                "cut": max(0, len(one.rows) - _MANY),
                "caption": one.caption,
            }
            for one in made.drawn
        ],
        "forms": ("svg", "png", "csv"),
        "gaps": made.gaps,
        "lanes": [(one, f"charts.{one}", asked.query(lanes="" if one == "kind" else one), one == asked.lanes) for one in GROUPS],
        "periods": [(one, f"charts.per.{one}", asked.query(period=one), one == made.period) for one in PERIODS],
        "invented_query": asked.selection.having(synthetic="yes").query,
    }  # fmt: skip
    return render(request, "charts/charts.html", filling)


@require_GET
@needs("read")
def file(request: HttpRequest, name: str, form: str) -> HttpResponse:
    """Return one chart as SVG or PNG, or its numbers as CSV."""
    asked, words = _Asked.of(request), Words.of_request(request)
    found = next((one for one in _made(request, asked, words).drawn if one.chart.name == name), None)
    if found is None or form not in ("svg", "png", "csv"):
        raise Http404(name)
    try:
        data = (
            _csv(found)
            if form == "csv"
            else found.chart.svg().encode()
            if form == "svg"
            else found.chart.png()
        )
    except OutputError as error:
        return render(
            request, "charts/refused.html", {"told": str(error), "query": asked.query()}, status=501
        )
    audit(request, "chart.taken", name, form=form, selection=asked.selection.query)
    kind = {"csv": "text/csv; charset=utf-8", "svg": "image/svg+xml", "png": "image/png"}[form]
    answer = HttpResponse(data, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="rasd-{name}.{form}"'
    return answer


def _made(request: HttpRequest, asked: _Asked, words: Words) -> _Made:
    unseen, selection = hidden(request), asked.selection
    kept = book()
    kept.progress()
    chosen = index().select(selection, unseen)
    theatre = selection.theatre[0] if len(selection.theatre) == 1 else None
    silent = tuple(gaps(theatre, selection.until))
    key = (
        chosen.columns.mark, kept.version, selection.query, asked.lanes, asked.period, words.language, words.digits, words.has_hijri,
        unseen, silent,
    )  # fmt: skip
    with _lock:
        made = _kept.get(key)
        if made is not None:
            _kept.move_to_end(key)
            return made
    found = gathered(chosen, unseen, _touched(chosen, unseen), kept.without_ceiling)
    drawing = Drawing(found, words, silent, first=selection.since, last=selection.until, period=asked.period)
    made = _Made(found, drawing.all(asked.lanes, _most(found, unseen)), drawing.period, silent)
    with _lock:
        _kept[key] = made
        while len(_kept) > _KEPT:
            _kept.popitem(last=False)
    return made


def _touched(chosen: Chosen, unseen: Hidden) -> Any:
    """Return the rows of incidents of which some documents are hidden."""
    from rasd.store import models

    keys = sorted(unseen.documents)
    numbers: list[int] = []
    for start in range(0, len(keys), _MANY):
        rows = models.Document.objects.filter(key__in=keys[start : start + _MANY])
        numbers += rows.values_list("id", flat=True)
    return chosen.columns.rows_of_documents(np.array(numbers, np.int64))


def _most(found: Gathered, unseen: Hidden) -> list[Incident]:
    """Return the incidents with the highest figures, without what only hidden documents tell."""
    from rasd.desk.site import store

    keys = found.most_harmed(_MOST)
    read = {one.id: one for one in store().incidents(IncidentFilter(ids=tuple(keys)))} if keys else {}
    return [without_documents(read[key], unseen.documents) for key in keys if key in read]


def _csv(found: Drawn) -> bytes:
    stream = StringIO()
    writer = csv.DictWriter(stream, found.heads, lineterminator="\n")
    writer.writeheader()
    writer.writerows(safe_row(dict(zip(found.heads, row, strict=True))) for row in found.rows)
    return stream.getvalue().encode("utf-8", "replace")
