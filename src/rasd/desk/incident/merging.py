"""Two incidents are one, or are not: found by name, place and day or by likeness, confirmed side by side, and taken back like any decision."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from rasd.desk.access import needs
from rasd.desk.incident.cards import card_of
from rasd.desk.incident.deeds import Deed, Plan, begun
from rasd.desk.incident.likeness import held_apart, hints_for, is_at, is_on
from rasd.desk.incident.naming import name_of
from rasd.errors import StoreError
from rasd.model import Incident
from rasd.store import IncidentFilter
from rasd.store.deciding import hold_apart
from rasd.store.deciding import merge as decide
from rasd.store.linking import relink

__all__ = ["apart", "merge"]

_MOST = 20


@require_http_methods(["GET", "POST"])
@needs("verify")
def merge(request: HttpRequest, key: str) -> HttpResponse:
    """Find another incident (`q`, `day`), show both beside what they will be (`with`), and make them one."""
    deed = begun(request, key, "merge")
    if isinstance(deed, HttpResponse):
        return deed
    given = request.POST.get("with") or request.GET.get("with") or ""
    if not given:
        return _search(deed)
    other = deed.eyes.incident(given.strip())
    if other is None or other.id == deed.shown.id:
        wrong = "incident.wrong.same" if other is not None else "incident.wrong.none"
        return _search(deed, wrong=wrong, typed=given, status=422)
    if other.synthetic != deed.shown.synthetic:
        return _search(deed, wrong="incident.wrong.invented", typed=given, status=422)
    apart_by = held_apart(deed.eyes, deed.shown, other)
    if apart_by is not None:
        return _search(deed, wrong="incident.wrong.apart", typed=given, number=apart_by, status=409)
    words = deed.words
    keys = [deed.shown.id, other.id]
    plan = Plan(
        name="merge",
        audited="incident.merged",
        others=(other,),
        will=(
            words("incident.merge.will", one=name_of(words, deed.shown), other=name_of(words, other)),
            words.counted("incident.merge.reports", len(deed.shown.reports) + len(other.reports)),
            words("incident.merge.ids"),
            words("incident.merge.undo"),
        ),
        fields=(("with", other.id),),
        act=lambda why: decide(deed.store, keys, by=deed.by, why=why, relink=relink),
        done="incident.merge.done",
        details=(("with", other.id),),
        back=reverse("incident_merge", args=[deed.shown.id]),
    )
    return deed.answer(plan)


@require_http_methods(["GET", "POST"])
@needs("verify")
def apart(request: HttpRequest, key: str) -> HttpResponse:
    """Record that another incident (`with`) is not the same."""
    deed = begun(request, key, "apart")
    if isinstance(deed, HttpResponse):
        return deed
    given = request.POST.get("with") or request.GET.get("with") or ""
    other = deed.eyes.incident(given.strip())
    if other is None or other.id == deed.shown.id:
        return HttpResponseRedirect(deed.address)
    words = deed.words
    keys = [deed.shown.id, other.id]
    plan = Plan(
        name="apart",
        audited="incident.held_apart",
        others=(other,),
        will=(
            words("incident.apart.will", one=name_of(words, deed.shown), other=name_of(words, other)),
            words("incident.apart.undo"),
        ),
        fields=(("with", other.id),),
        act=lambda why: hold_apart(deed.store, keys, by=deed.by, why=why, relink=relink),
        done="incident.apart.done",
        details=(("with", other.id),),
    )
    return deed.answer(plan)


def _search(
    deed: Deed, *, wrong: str = "", typed: str = "", number: int | None = None, status: int = 200
) -> HttpResponse:
    query = (typed or deed.request.GET.get("q", "")).strip()[:200]
    day = deed.request.GET.get("day", "").strip()
    on: date | None = None
    if day:
        try:
            on = date.fromisoformat(day)
        except ValueError:
            wrong, status = "incident.wrong.day", 422
    found = _found(deed, query, on) if (query or on) and not wrong else []
    filling = {
        "key": deed.shown.id,
        "card": card_of(deed.words, deed.shown),
        "query": query,
        "day": day,
        "wrong": deed.words(wrong, n=number or "") if wrong else "",
        "number": number,
        "is_asked": bool(query or on) and not wrong,
        "found": [card_of(deed.words, one) for one in found],
        "hints": hints_for(deed.eyes, deed.shown, deed.words, most=8),
        "back": deed.address,
    }
    return render(deed.request, "incident/merge.html", filling, status=status)


def _found(deed: Deed, query: str, on: date | None) -> list[Incident]:
    """Return incidents of that id, at that place or with those words in their documents, and on that day.

    What only a hidden document tells finds nothing: each is held against what this person sees of it.
    """
    store, eyes = deed.store, deed.eyes
    by_key = eyes.incident(query) if query else None
    if by_key is not None:
        return [by_key] if by_key.id != deed.shown.id else []
    if not query:
        asked = [IncidentFilter(day_from=on, day_until=on)]
    else:
        asked = [IncidentFilter(day_from=on, day_until=on, place=query)]
        asked += [IncidentFilter(day_from=on, day_until=on, document=key) for key in _documents(deed, query)]
    found: dict[str, Incident] = {}
    for one in asked:
        for incident in store.incidents(one, limit=_MOST * 2):
            seen = eyes.seen(incident)
            if seen is None or seen.id == deed.shown.id or len(found) >= _MOST:
                continue
            if is_on(seen, on) and (one.place is None or is_at(seen, query)):
                found.setdefault(seen.id, seen)
    return list(found.values())


def _documents(deed: Deed, query: str) -> list[str]:
    """Return documents that this person may see and that hold all these words."""
    try:
        found = [one.document.id for one in deed.store.search(query, limit=_MOST * 2)]
    except StoreError as error:
        if error.__cause__ is not None:
            raise  # the database's; else these are no words to search for
        return []
    return [key for key in found if key not in deed.eyes.hidden.documents]
