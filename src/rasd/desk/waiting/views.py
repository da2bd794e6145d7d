"""The queue, its next document, and views that are saved."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth import get_user_model
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from rasd.desk.access import hidden, is_allowed, needs, roles_up_to
from rasd.desk.documents.asking import choices
from rasd.desk.site import Words
from rasd.desk.waiting.asking import REASONS, STATES, TABS, Asked
from rasd.desk.waiting.holding import take
from rasd.desk.waiting.lines import document_page, incident_page, queue_filter
from rasd.desk.waiting.saving import default_of, drop, keep, set_default, views_of
from rasd.model import ids

__all__ = ["change_view", "queue", "save_view", "take_next"]


@require_GET
@needs("code")
def queue(request: HttpRequest) -> HttpResponse:
    """Return a page of what waits; without a query the view that this person opens with."""
    if not request.GET:
        default = default_of(request.user)
        if default:
            return HttpResponseRedirect(f"{reverse('queue')}?{default}")
    return _page(request, Asked.from_query(request.GET))


def _page(
    request: HttpRequest, asked: Asked, *, status: int = 200, wrong: str = "", typed: Any = None
) -> HttpResponse:
    words, unseen = Words.of_request(request), hidden(request)
    is_documents = asked.tab == "documents"
    page = (document_page if is_documents else incident_page)(asked, unseen, words, request.user)
    views = views_of(request.user)
    filling = {
        "asked": asked.typed,
        "tab": asked.tab,
        "tabs": TABS,
        "query": asked.query,
        "page": page,
        "is_first": asked.after is None,
        "is_narrowed": bool(asked.typed),
        "outlets": choices("outlet", unseen),
        "theatres": [(one, words.term("theatre", one)) for one in choices("theatre", unseen)],
        "kinds": sorted(((one, words.term("kinds", one)) for one in ids("kinds")), key=lambda pair: pair[1]),
        "states": STATES,
        "reasons": REASONS,
        "people": _people() if is_documents else [],
        "views": views,
        "view": next((one for one in views if one.query == asked.query), None),
        "wrong": wrong,
        "typed": typed or {},
        "may_verify": is_allowed(request, "verify"),
        "may_administer": is_allowed(request, "administer"),
    }
    return render(request, "waiting/queue.html", filling, status=status)


def _people() -> list[str]:
    """Return the names of those who may have a document in work."""
    rows = get_user_model().objects.filter(is_active=True).exclude(role__in=list(roles_up_to("reader")))
    return list(rows.order_by("username").values_list("username", flat=True)[:200])


@require_POST
@needs("code")
def take_next(request: HttpRequest) -> HttpResponse:
    """Open the first document of this filter that nobody else has open."""
    asked = Asked.from_query(QueryDict(request.POST.get("query", "")[:2000]))
    person: Any = request.user
    found = take(queue_filter(asked, hidden(request)), person.username) if asked.tab == "documents" else None
    if found is None:
        messages.info(request, Words.of_request(request)("waiting.next.none"))
        return HttpResponseRedirect(f"{reverse('queue')}?{asked.query}")
    return redirect("verify", found)


@require_POST
@needs("code")
def save_view(request: HttpRequest) -> HttpResponse:
    """Save the filter that is shown under a name."""
    asked = Asked.from_query(QueryDict(request.POST.get("query", "")[:2000]))
    wrong = keep(
        request.user,
        request.POST.get("name", ""),
        asked.query,
        is_shared=bool(request.POST.get("shared")) and is_allowed(request, "verify"),
        is_default=bool(request.POST.get("default")),
    )
    if wrong:
        return _page(request, asked, status=422, wrong=wrong, typed=request.POST)
    messages.success(request, Words.of_request(request)("waiting.view.kept"))
    return HttpResponseRedirect(f"{reverse('queue')}?{asked.query}")


@require_POST
@needs("code")
def change_view(request: HttpRequest, number: int) -> HttpResponse:
    """Open the queue with a view, or with it no more, or take it away."""
    action = request.POST.get("action", "")
    if action == "drop":
        done = drop(request.user, number, may_drop_shared=is_allowed(request, "administer"))
    else:
        done = action in ("default", "plain") and set_default(
            request.user, number, is_default=action == "default"
        )
    if not done:
        raise Http404
    asked = Asked.from_query(QueryDict(request.POST.get("query", "")[:2000]))
    return HttpResponseRedirect(f"{reverse('queue')}?{asked.query}")
