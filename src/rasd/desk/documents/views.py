"""Pages of documents."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from rasd.desk.access import audit, hidden, masks, needs
from rasd.desk.documents.asking import FIELDS, Asked, choices, is_searchable
from rasd.desk.documents.evidence import evidence_of, sent
from rasd.desk.documents.listing import Listed, listed
from rasd.desk.documents.page import page_of
from rasd.desk.site import Words
from rasd.desk.site.errors import told

__all__ = ["document", "documents", "evidence"]


@require_GET
@needs("read")
def documents(request: HttpRequest) -> HttpResponse:
    """Return one page of the list: newest arrivals first, or by day of publication where days are given."""
    asked = Asked.from_query(request.GET)
    unseen = hidden(request)
    is_masked = masks(request)
    wrong = dict(asked.wrong)
    page = Listed((), "", None)
    if asked.words and not is_searchable(asked.words):
        wrong["words"] = "documents.wrong.words"
    else:
        page = listed(asked, unseen, is_masked=is_masked)
    words = Words.of_request(request)
    filling = {
        "asked": asked.typed,
        "wrong": wrong,
        "page": page,
        "query": asked.query,
        "is_narrowed": bool(asked.typed),
        "is_first": asked.before is None,
        "is_empty": not page.lines and not asked.typed and asked.before is None,
        "by_day": asked.by_day,
        "outlets": choices("outlet", unseen),
        "is_filtered": any(asked.typed.get(name) for name in FIELDS if name != "words"),
        "theatres": [(one, words.term("theatre", one)) for one in choices("theatre", unseen)],
        "methods": [(one, _method(words, one)) for one in choices("method", unseen)],
    }
    return render(request, "documents/list.html", filling)


def _method(words: Words, method: str) -> str:
    return words(f"documents.method.{method}") if words.known(f"documents.method.{method}") else method


@require_GET
@needs("read")
def document(request: HttpRequest, key: str) -> HttpResponse:
    """Return the page of one document; what is not for this person is not there."""
    part = request.GET.get("part", "")
    page = page_of(
        key,
        hidden(request),
        Words.of_request(request),
        is_masked=masks(request),
        part=int(part) if part.isascii() and part.isdigit() and len(part) < 9 else 1,
    )
    if page is None:
        raise Http404
    audit(request, "document.seen", key)
    return render(request, "documents/document.html", {"page": page})


@require_GET
@needs("read")
def evidence(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """Send an evidence record as a file; names are not masked in it, so a reader gets none."""
    row = None if masks(request) or number >= 2**63 else evidence_of(key, number, hidden(request))
    if row is None:
        raise Http404
    answer = sent(row)
    if answer is None:
        return told(request, 410, "evidence")
    audit(request, "evidence.taken", key, evidence=number)
    return answer  # type: ignore[return-value]
