"""Pages of ledgers: all agreements at a glance, one agreement's ledger, one entry with all that is alleged in it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from rasd.agreements import NOBODY, ending, runs_on
from rasd.desk.access import is_allowed, masks, needs
from rasd.desk.ledgers.asking import NOBODY_NAMED, OUTCOMES, STANDINGS, Asked
from rasd.desk.ledgers.book import Book, book
from rasd.desk.ledgers.drawings import drawings, period_table
from rasd.desk.ledgers.seen import Seen, claimed, observations, seen, whole
from rasd.desk.ledgers.shown import Shown
from rasd.desk.site.words import Words
from rasd.model import QUESTIONS, Agreement

__all__ = ["agreement_or_404", "asked_of", "entry", "ledger", "overview"]

_PAGE = 20
_CLAIMS = 10


def agreement_or_404(key: str) -> Agreement:
    """Return the agreement of an address."""
    found = book().agreement(key)
    if found is None:
        raise Http404(key)
    return found


def asked_of(request: HttpRequest, agreement: Agreement) -> Asked:
    """Return what the address asks of a ledger."""
    held = book().parties(agreement.id)
    return Asked.read(request.GET, agreement, held)


@require_GET
@needs("read")
def overview(request: HttpRequest) -> HttpResponse:
    """All agreements: those in force today, and those that were."""
    kept = book()
    progress = kept.progress()
    today = datetime.now(UTC).date()
    words = Words.of_request(request)
    groups: dict[str, list[dict[str, Any]]] = {"now": [], "past": []}
    for agreement in kept.agreements():
        when = "now" if runs_on(agreement, today, today) else "past"
        groups[when].append(
            _glance(kept, agreement, request, words) if progress.is_ready else _named(agreement, words)
        )
    filling = {"groups": groups, "progress": progress, "left_out": kept.register.left_out}
    return render(request, "ledgers/overview.html", filling)


def _named(agreement: Agreement, words: Words) -> dict[str, Any]:
    language = words.language
    return {
        "key": agreement.id,
        "title": getattr(agreement.title, language),
        "theatre": agreement.theatre,
        "window": _window(agreement, words),
        "zone": agreement.zone,
        "is_invented": agreement.synthetic,
        "is_doubted": bool(agreement.doubts or agreement.suspensions),
        "terms": len(agreement.terms),
        "unchecked": sum(one.wording == "unchecked" for one in agreement.terms),
        "parties": [words.term("actor", one.actor) for one in agreement.parties],
    }


def _window(agreement: Agreement, words: Words) -> str:
    """Return the time in force in words, with the hours where they are known."""
    start, end = agreement.start, ending(agreement)
    said = [words.moment(one) if isinstance(one, datetime) else words.day(one) for one in (start, end)]
    return (
        words("ledgers.window", start=said[0], end=said[1])
        if end
        else words("ledgers.window_open", start=said[0])
    )


def _glance(kept: Book, agreement: Agreement, request: HttpRequest, words: Words) -> dict[str, Any]:
    found = seen(kept, agreement, Asked(), request)
    statements = [one for one in claimed(kept, agreement, Asked(), request) if one.is_this == "yes"]
    return {
        **_named(agreement, words),
        "total": found.total,
        "breach_claims": found.breach_claims,
        "statements": len(statements),
        "observations": len(observations(agreement, Asked(), request)),
    }


@require_GET
@needs("read")
def ledger(request: HttpRequest, agreement: str) -> HttpResponse:
    """One agreement: both sides beside each other, entries with five answers, claimed totals, observations, terms."""
    pact, kept, words = agreement_or_404(agreement), book(), Words.of_request(request)
    progress = kept.progress()
    shown = Shown(pact, words, is_masked=masks(request))
    filling: dict[str, Any] = {
        "agreement": _named(pact, words),
        "pact": pact,
        "progress": progress,
        "caution": shown.caution,
        "terms": list(shown.terms()),
        "bound": list(shown.bound()),
        "areas": list(shown.areas()),
        "reservations": [(shown.text(one.label), shown.text(one.text)) for one in pact.reservations],
        "timeline": [(one.day, shown.text(one.what)) for one in pact.timeline],
        "exempt": [shown.party(one.actor) for one in pact.exempt],
        "note": shown.text(pact.note) if pact.note else "",
        "may_decide": is_allowed(request, "verify"),
    }
    if progress.is_ready:
        asked = asked_of(request, pact)
        found = seen(kept, pact, asked, request)
        filling |= _body(request, kept, found, asked, shown)
    return render(request, "ledgers/ledger.html", filling)


def _body(request: HttpRequest, kept: Book, found: Seen, asked: Asked, shown: Shown) -> dict[str, Any]:
    pact, words = found.agreement, Words.of_request(request)
    pages = max(1, -(-len(found.keys) // _PAGE))
    page = min(asked.page, pages)
    keys = found.keys[(page - 1) * _PAGE : page * _PAGE]
    claims = claimed(kept, pact, asked, request)
    total, outside = found.total, found.outside
    return {
        "asked": asked,
        "query": asked.query(),
        "table": shown.table(found, asked),
        "charts": drawings(found, asked, words.language),
        "periods": period_table(found, words),
        "entries": [shown.entry(one) for one in whole(kept, pact, keys, request)],
        "total": total,
        "number": len(found.keys),
        "all": found.all,
        "page": page,
        "pages": pages,
        "before": asked.query(page=page - 1) if page > 1 else None,
        "after": asked.query(page=page + 1) if page < pages else None,
        "rounds": shown.rounds(total),
        "statements": [shown.statement(one) for one in kept.claims.told(pact, claims[:_CLAIMS])],
        "statements_all": len(claims),
        "observations": [shown.observation(one) for one in observations(pact, asked, request)],
        "outside": outside,
        "outside_all": sum(outside.failing.values()),
        "outside_by": [
            {**one, "query": asked.query(outcome="out_of_scope", failing=one["key"], party=None, term=None, area=None, standing=None)}
            for one in shown.outside(outside.failing)
        ],
        "options": _options(kept, pact, shown),
        "all_rows": asked.query(rows=1),
    }  # fmt: skip


def _options(kept: Book, pact: Agreement, shown: Shown) -> dict[str, Any]:
    alleged = kept.parties(pact.id)
    named = [one.actor for one in pact.parties]
    parties = [*dict.fromkeys(named), *sorted(alleged - {*named, NOBODY})]
    return {
        "parties": [(one, shown.party(one)) for one in parties] + [(NOBODY_NAMED, shown.party(NOBODY))],
        "terms": [(one.id, shown.text(one.text)) for one in pact.terms],
        "outcomes": [(one, f"ledgers.outcome.{one}") for one in OUTCOMES],
        "standings": [(one, f"ledgers.standing.{one}") for one in STANDINGS],
        "groupings": [(one, f"ledgers.by.{one}") for one in ("term", "party", "area", "day", "week")],
        "questions": QUESTIONS,
    }


@require_GET
@needs("read")
def entry(request: HttpRequest, agreement: str, incident: str) -> HttpResponse:
    """One incident under one agreement: each term and alleged party with its five answers, and what people decided."""
    from rasd.desk.ledgers.deciding import entry_page

    return entry_page(request, agreement_or_404(agreement), incident)
