"""Reports that are of another incident leave this one, and two that are of one are held together: remembered until taken back."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from rasd.desk.access import needs
from rasd.desk.incident.deeds import Deed, Plan, begun
from rasd.desk.incident.naming import days_of, name_of
from rasd.desk.incident.refs import Numbers
from rasd.desk.incident.sheets import sheet_on
from rasd.store.deciding import hold_together
from rasd.store.deciding import split as decide
from rasd.store.linking import relink

__all__ = ["same", "split"]


@require_http_methods(["GET", "POST"])
@needs("verify")
def split(request: HttpRequest, key: str) -> HttpResponse:
    """Choose the reports that leave (`report`, `each`), show what will be, and split."""
    deed = begun(request, key, "split")
    if isinstance(deed, HttpResponse):
        return deed
    chosen = list(dict.fromkeys(request.POST.getlist("report") or request.GET.getlist("report")))
    each = (request.POST.get("each") or request.GET.get("each")) == "yes"
    here = [link.report_id for link in deed.shown.reports]
    if request.method == "GET":
        return _choice(deed, chosen, each=each)
    if not chosen:
        return _choice(deed, chosen, each=each, wrong="incident.wrong.no_report", status=422)
    gone = [one for one in chosen if one not in here]
    if gone:
        return _choice(
            deed, [one for one in chosen if one in here], each=each, wrong="incident.wrong.left", status=409
        )
    if len(chosen) == len(here) and not (each and len(chosen) > 1):
        return _choice(deed, chosen, each=each, wrong="incident.wrong.all", status=422)
    words = deed.words
    several = each and len(chosen) > 1
    plan = Plan(
        name="split",
        audited="incident.split",
        others=(),
        will=(
            words.counted("incident.split.will", len(chosen), name=name_of(words, deed.shown)),
            words(
                "incident.split.become",
                what=words("incident.split.each" if several else "incident.split.together"),
            ),
            words("incident.split.undo"),
        ),
        fields=(*(("report", one) for one in chosen), *((("each", "yes"),) if several else ())),
        act=lambda why: decide(
            deed.store, deed.shown.id, chosen, by=deed.by, why=why, relink=relink, each=several
        ),
        done="incident.split.done",
        details=(("reports", len(chosen)),),
        back=reverse("incident_split", args=[deed.shown.id]),
    )
    return deed.answer(plan)


@require_http_methods(["GET", "POST"])
@needs("verify")
def same(request: HttpRequest, key: str) -> HttpResponse:
    """Record that two reports of the incident (`report`, twice) tell the same."""
    deed = begun(request, key, "same")
    if isinstance(deed, HttpResponse):
        return deed
    pair = list(dict.fromkeys(request.POST.getlist("report") or request.GET.getlist("report")))
    numbers = Numbers(sheet_on(deed.eyes, deed.shown), 1)
    named = [number for report in pair if (number := numbers.of(report)) is not None]
    if len(named) != 2 or len(pair) != 2:
        return HttpResponseRedirect(deed.address)
    words = deed.words
    plan = Plan(
        name="same",
        audited="incident.held_together",
        others=(),
        will=(words("incident.same.will", one=named[0], other=named[1]), words("incident.apart.undo")),
        fields=tuple(("report", report) for report in pair),
        act=lambda why: hold_together(deed.store, deed.shown.id, pair, by=deed.by, why=why, relink=relink),
        done="incident.same.done",
        details=(("reports", pair),),
        back=f"{deed.address}#linked",
    )
    return deed.answer(plan)


def _choice(deed: Deed, chosen: list[str], *, each: bool, wrong: str = "", status: int = 200) -> HttpResponse:
    sheet = sheet_on(deed.eyes, deed.shown)
    numbers = Numbers(sheet, 1)
    reports = deed.eyes.reports(link.report_id for link in deed.shown.reports)
    words = deed.words
    rows = []
    for source in sheet.sources:
        link, report = source.link, reports.get(source.link.report_id)
        harms = [
            f"{words.term('effects', one.effect)} {words.range(one.figure.min, one.figure.max)}"
            for one in source.figures
        ]
        rows.append(
            {
                "id": link.report_id,
                "number": source.number,
                "outlet": link.outlet or words("incident.no_outlet"),
                "title": source.title or "",
                "published": link.published or "",
                "copy_of": numbers.ref(source.copy_of).number if source.copy_of else None,
                "day": days_of(words, report.date.start, report.date.end) if report else "",
                "places": words.listed(place.name for place in report.places) if report else "",
                "harm": words.listed(harms),
                "is_chosen": link.report_id in chosen,
            }
        )
    filling = {
        "key": deed.shown.id,
        "name": name_of(words, deed.shown),
        "rows": rows,
        "each": each,
        "wrong": wrong,
        "is_one": len(rows) < 2,
        "back": deed.address,
        **deed.late(),
    }
    return render(deed.request, "incident/split.html", filling, status=status)
