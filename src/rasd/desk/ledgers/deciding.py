"""What verifiers do in a ledger: facets of an entry, observations of what did not happen, and taking both back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from rasd.agreements import together
from rasd.desk.access import audit, hidden, is_allowed, masked_incident, masks, needs
from rasd.desk.ledgers.book import book
from rasd.desk.ledgers.shown import Shown
from rasd.desk.ledgers.visible import without_documents
from rasd.desk.site import store
from rasd.desk.site.words import Words
from rasd.errors import DataError, StoreError
from rasd.model import FACETS, Agreement, FacetName, FacetValue, Incident, LedgerEntry
from rasd.store.facet_values import ANSWERS, FacetChoice
from rasd.store.facets import facets_of, set_facet
from rasd.store.observing import Sight, observe, undo_observation

__all__ = ["entry_page", "facet", "observation", "undo_facet", "undo_observed"]

_LONGEST = 4000


@dataclass(frozen=True, slots=True)
class _Typed:
    """What was typed into a form, and what is wrong with it, by field; `refused` is what the store says."""

    values: dict[str, str]
    wrong: dict[str, str]
    refused: str = ""

    @property
    def is_sound(self) -> bool:
        return not self.wrong and not self.refused


def _agreement(key: str) -> Agreement:
    found = book().agreement(key)
    if found is None:
        raise Http404(key)
    return found


def _incident(request: HttpRequest, key: str) -> Incident:
    """Return an incident that this person may see; a former id leads to it."""
    found = store().incident(key)
    unseen = hidden(request)
    if found is None or found.id in unseen.incidents or key in unseen.incidents:
        raise Http404(key)
    return found


# --- facets ------------------------------------------------------------------------------------------------------------


def entry_page(
    request: HttpRequest, agreement: Agreement, key: str, typed: _Typed | None = None
) -> HttpResponse:
    """Show an incident under an agreement, with the form for deciding."""
    words, incident = Words.of_request(request), _incident(request, key)
    is_masked = masks(request)
    shown = Shown(agreement, words, is_masked=is_masked)
    visible = without_documents(incident, hidden(request).documents)
    entry: LedgerEntry | None
    try:
        entry = book().hold(agreement.id, masked_incident(visible) if is_masked else visible)
    except DataError:  # invented against real: there is no entry, by any way
        entry = None
    filling: dict[str, Any] = {
        "agreement": agreement,
        "title": shown.text(agreement.title),
        "incident": incident.id,
        "caution": shown.caution,
        "typed": typed or _Typed({}, {}),
        "may_decide": is_allowed(request, "verify"),
        "entry": None,
    }
    if entry is not None:
        decided = facets_of(store(), agreement.id, [incident.id]).get(incident.id, [])
        entry.facets = together(entry.facets, decided)
        actors = dict.fromkeys(one.actor for one in agreement.parties)
        actors |= dict.fromkeys(one.actor for one in incident.perpetrators)
        filling |= {
            "entry": shown.entry(entry),
            "allegations": list(shown.allegations(entry)),
            "facets": [(one, f"ledgers.facet.{one}") for one in FACETS],
            "answers": [(one, f"ledgers.answer.{one}") for one in ANSWERS],
            "actors": [(one, shown.party(one)) for one in actors],
            "terms": [(one.id, shown.text(one.text)) for one in agreement.terms],
        }
    status = 200 if typed is None or typed.is_sound else 422
    return render(request, "ledgers/entry.html", filling, status=status)


@require_POST
@needs("verify")
def facet(request: HttpRequest, agreement: str, incident: str) -> HttpResponse:
    """Record what a person decides on an entry."""
    pact, found = _agreement(agreement), _incident(request, incident)
    given = {
        name: request.POST.get(name, "").strip()[:_LONGEST]
        for name in ("facet", "answer", "actor", "term", "why", "unset")
    }
    wrong = {}
    if given["facet"] not in FACETS:
        wrong["facet"] = "ledgers.wrong.facet"
    if not given["why"]:
        wrong["why"] = "ledgers.wrong.why"
    if given["facet"] == "attributed" and not given["actor"]:
        wrong["actor"] = "ledgers.wrong.actor"
    if given["facet"] == "answered" and not given["unset"] and given["answer"] not in ANSWERS:
        wrong["answer"] = "ledgers.wrong.answer"
    if wrong:
        return entry_page(request, pact, found.id, _Typed(given, wrong))
    value = "unset" if given["unset"] else given["answer"] if given["facet"] == "answered" else "set"
    has_actor = given["facet"] in ("attributed", "answered")
    choice = FacetChoice(
        cast("FacetName", given["facet"]), cast("FacetValue", value),
        (given["actor"] or None) if has_actor else None, given["term"] or None,
    )  # fmt: skip
    by = request.user.get_username()
    try:
        outcome = set_facet(store(), found.id, pact, choice, by=by, why=given["why"], lexicon=book().lexicon)
    except StoreError as error:
        return entry_page(request, pact, found.id, _Typed(given, {}, str(error)))
    made = outcome.judgements[0]
    audit(request, "ledger.decided", found.id, agreement=pact.id, facet=choice.facet, judgement=made.number)
    words = Words.of_request(request)
    messages.success(request, words("ledgers.decided", number=made.number))
    for told in outcome.told:
        messages.info(request, told)
    return redirect("ledger-entry", pact.id, found.id)


@require_POST
@needs("verify")
def undo_facet(request: HttpRequest, agreement: str, incident: str) -> HttpResponse:
    """Take a decision on an entry back; both stay on record."""
    pact, found = _agreement(agreement), _incident(request, incident)
    number = request.POST.get("number", "")
    here = facets_of(store(), pact.id, [found.id]).get(found.id, [])
    if number not in [str(one.judgement) for one in here]:
        raise Http404(number)
    by = request.user.get_username()
    try:
        store().undo(int(number), by=by, why=request.POST.get("why", "").strip()[:_LONGEST])
    except StoreError as error:
        return entry_page(request, pact, found.id, _Typed({}, {}, str(error)))
    audit(request, "ledger.undone", found.id, agreement=pact.id, judgement=int(number))
    messages.success(request, Words.of_request(request)("ledgers.undone", number=int(number)))
    return redirect("ledger-entry", pact.id, found.id)


# --- observations ------------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
@needs("verify")
def observation(request: HttpRequest, agreement: str) -> HttpResponse:
    """Enter what a term requires and did not happen, from the words of a stored document."""
    pact, words = _agreement(agreement), Words.of_request(request)
    names = ("term", "first", "last", "document", "words", "count", "against", "why")
    source = request.POST if request.method == "POST" else request.GET
    given = {name: source.get(name, "").strip()[:_LONGEST] for name in names}
    typed = _Typed(given, {})
    if request.method == "POST":
        typed = _sound(given)
        first, last = _day(given["first"]), _day(given["last"])
        if typed.is_sound and given["document"] in hidden(request).documents:
            typed = _Typed(given, {"document": "ledgers.wrong.document"})
        if typed.is_sound and first is not None:
            sight = Sight(
                given["term"], first, last or first, given["document"], given["words"],
                int(given["count"]) if given["count"] else None, given["against"] or None,
            )  # fmt: skip
            try:
                made = observe(
                    store(),
                    pact,
                    sight,
                    by=request.user.get_username(),
                    why=given["why"],
                    lexicon=book().lexicon,
                )
            except StoreError as error:
                typed = _Typed(given, {}, str(error))
            else:
                audit(
                    request,
                    "observation.made",
                    made.document_id or "",
                    agreement=pact.id,
                    observation=made.number,
                )
                messages.success(request, words("ledgers.observed", number=made.number))
                return redirect(f"{_address(pact)}#observations")
    shown = Shown(pact, words, is_masked=False)
    filling = {
        "agreement": pact,
        "title": shown.text(pact.title),
        "typed": typed,
        "terms": [(one["key"], one["text"], one["quantity"]) for one in shown.terms() if one["requires"]],
        "actors": [(one.actor, shown.party(one.actor)) for one in pact.parties],
    }
    return render(request, "ledgers/observe.html", filling, status=200 if typed.is_sound else 422)


@require_POST
@needs("verify")
def undo_observed(request: HttpRequest, agreement: str, number: int) -> HttpResponse:
    """Take an observation back; both stay on record."""
    from rasd.store.ledgers import LedgerStore

    pact, unseen = _agreement(agreement), hidden(request)
    here = [one for one in LedgerStore(store()).observations(pact.id) if one.number == number]
    if not here or here[0].document_id in unseen.documents:
        raise Http404(str(number))
    why = request.POST.get("why", "").strip()[:_LONGEST]
    words = Words.of_request(request)
    try:
        undo_observation(store(), number, by=request.user.get_username(), why=why)
    except StoreError as error:
        messages.error(request, str(error))
    else:
        audit(request, "observation.undone", here[0].document_id or "", agreement=pact.id, observation=number)
        messages.success(request, words("ledgers.observation_undone", number=number))
    return redirect(f"{_address(pact)}#observations")


def _sound(given: dict[str, str]) -> _Typed:
    wrong = {}
    for name in ("term", "document", "words"):
        if not given[name]:
            wrong[name] = f"ledgers.wrong.{name}"
    for name in ("first", "last"):
        if (given[name] or name == "first") and _day(given[name]) is None:
            wrong[name] = "ledgers.wrong.day"
    if given["count"] and not (
        given["count"].isascii() and given["count"].isdigit() and len(given["count"]) < 9
    ):
        wrong["count"] = "ledgers.wrong.count"
    return _Typed(given, wrong)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _address(pact: Agreement) -> str:
    from django.urls import reverse

    return reverse("ledger", args=(pact.id,))
