"""The page of one incident; a former id leads on, one that is gone says where its reports went."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from rasd.desk.access import audit, is_allowed, needs
from rasd.desk.incident.naming import name_of
from rasd.desk.incident.page import page_of
from rasd.desk.incident.refs import A_PAGE
from rasd.desk.incident.seeing import eyes_of
from rasd.desk.incident.sheets import gone_of, sheet_on
from rasd.desk.site import Words

__all__ = ["gone_or_missing", "incident"]


@require_GET
@needs("read")
def incident(request: HttpRequest, key: str) -> HttpResponse:
    """Show one incident: sources side by side, ranges with the reports that set them, why linked, history."""
    eyes = eyes_of(request)
    shown = eyes.incident(key)
    if shown is None:
        return gone_or_missing(request, key)
    if shown.id != key:
        return HttpResponseRedirect(f"{reverse('incident', args=[shown.id])}?{urlencode({'was': key})}")
    words = Words.of_request(request)
    sheet = sheet_on(eyes, shown)
    wanted = request.GET.get("page", "1")
    most = -(-len(shown.reports) // A_PAGE)
    page = min(int(wanted), most) if wanted.isdecimal() and len(wanted) < 6 and int(wanted) else 1
    filling = page_of(sheet, eyes, words, page=page, whole_history=request.GET.get("history") == "all")
    former = request.GET.get("was", "")
    audit(request, "incident.seen", shown.id)
    return render(
        request,
        "incident/incident.html",
        {
            **filling,
            "was": former if former in filling["former"] else "",
            "may_decide": is_allowed(request, "verify"),
        },
    )


def gone_or_missing(request: HttpRequest, key: str) -> HttpResponse:
    """Return the page of an incident that is no more; raises Http404 where this person never could see one."""
    eyes = eyes_of(request)
    gone = gone_of(eyes, key)
    if gone is None:
        raise Http404
    words = Words.of_request(request)
    homes = [{"key": one.id, "name": name_of(words, one)} for one in gone.homes]
    return render(request, "incident/gone.html", {"gone": gone, "homes": homes}, status=410)
