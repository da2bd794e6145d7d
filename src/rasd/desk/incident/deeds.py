"""How every decision on an incident goes: asked for, shown beforehand, confirmed with a reason, and told if somebody was quicker.

Nothing is decided on what a person no longer sees: the form carries the revision that they saw, and where the store holds
another, nothing is recorded, what happened in between is told, and what they typed is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode

from rasd.desk.access import audit
from rasd.desk.incident.cards import Card, card_of
from rasd.desk.incident.foreseeing import foreseen
from rasd.desk.incident.history import Happened, history_of
from rasd.desk.incident.naming import name_of
from rasd.desk.incident.refs import Numbers
from rasd.desk.incident.revisions import changes_since, now, revision_of
from rasd.desk.incident.seeing import Eyes, eyes_of
from rasd.desk.incident.sheets import sheet_on
from rasd.desk.incident.views import gone_or_missing
from rasd.desk.site import Words
from rasd.errors import StoreError
from rasd.model import Incident
from rasd.store import Store
from rasd.store.deciding import Outcome

__all__ = ["Act", "Deed", "Plan", "begun"]

Act = Callable[[str], Outcome]
"""Carries a decision out, with its reason; raises StoreError when it is refused."""
_LONGEST = 4_000


class _Changed(Exception):
    pass


@dataclass(frozen=True, slots=True)
class Plan:
    """A decision that is asked for."""

    name: str
    """Of its phrases and its address: merge, split, judge …"""
    audited: str
    others: tuple[Incident, ...]
    """Incidents that it is about beside the one at hand."""
    will: tuple[str, ...]
    """What will happen, sentence by sentence."""
    fields: tuple[tuple[str, str], ...]
    """What the confirming form carries."""
    act: Act
    done: str
    """Key of the phrase that tells that it is done; `{n}` is the number of the decision."""
    needs_reason: bool = True
    details: tuple[tuple[str, Any], ...] = ()
    back: str = ""
    """Where a person goes who does not want it after all."""


@dataclass(slots=True)
class Deed:
    """One request to decide."""

    request: HttpRequest
    eyes: Eyes
    words: Words
    shown: Incident

    @property
    def store(self) -> Store:
        """Return the store."""
        return self.eyes.store

    @property
    def by(self) -> str:
        """Return who decides."""
        person: Any = self.request.user
        return str(person.username)

    @property
    def address(self) -> str:
        """Return the address of the incident's page."""
        return reverse("incident", args=[self.shown.id])

    def answer(self, plan: Plan) -> HttpResponse:
        """Return the confirmation of what is asked for, or carry it out where it was confirmed."""
        if self.request.method != "POST" or self.request.POST.get("stage") != "do":
            return self._confirmation(plan)
        why = self.request.POST.get("why", "").strip()
        if plan.needs_reason and not why:
            return self._confirmation(plan, why=why, wrong="incident.wrong.why", status=422)
        if len(why) > _LONGEST:
            return self._confirmation(plan, why=why, wrong="incident.wrong.long", status=422)
        keys = [self.shown.id, *(one.id for one in plan.others)]
        try:
            with self.store.transaction():
                if revision_of(self.store, keys) != self.request.POST.get("revision"):
                    raise _Changed
                outcome = plan.act(why)
                numbers = [made.number for made in outcome.judgements]
                audit(self.request, plan.audited, self.shown.id, decisions=numbers, **dict(plan.details))
        except _Changed:
            return self._confirmation(plan, why=why, is_late=True, status=409)
        except StoreError as error:
            if error.__cause__ is not None:  # the database's, not ours
                raise
            return self._confirmation(plan, why=why, refused=str(error), status=409)
        messages.success(self.request, self.words(plan.done, n=numbers[0] if numbers else ""))
        return HttpResponseRedirect(self._landing(outcome))

    def between(self, incidents: Sequence[Incident]) -> list[Happened]:
        """Return what became of incidents since the form at hand was made."""
        found: list[Happened] = []
        for one in incidents:
            sheet = sheet_on(self.eyes, one)
            entries = changes_since(sheet, self.request.POST.get("seen", ""))
            found += history_of(entries, Numbers(sheet, 1), self.words, one.id)
        return found

    def late(self) -> dict[str, Any]:
        """Return for a form that is shown again whether somebody was quicker, and what they did."""
        given = self.request.POST.get("revision", "")
        is_late = bool(given) and given != revision_of(self.store, [self.shown.id])
        return {"is_late": is_late, "between": self.between([self.shown]) if is_late else []}

    def _landing(self, outcome: Outcome) -> str:
        """Return where to go: to the incident at hand, wherever it is now; else to the first of the outcome."""
        home = self.eyes.incident(self.shown.id)
        if home is None:
            home = next((seen for one in outcome.incidents if (seen := self.eyes.seen(one))), None)
        return reverse("incident", args=[home.id]) if home is not None else "/"

    def _confirmation(
        self,
        plan: Plan,
        *,
        why: str = "",
        wrong: str = "",
        refused: str = "",
        is_late: bool = False,
        status: int = 200,
    ) -> HttpResponse:
        incidents = [self.shown, *plan.others]
        between = self.between(incidents) if is_late else []
        made: Outcome | None = None
        if not refused:
            try:
                made = foreseen(self.store, lambda: plan.act(why or "–"))
            except StoreError as error:
                if error.__cause__ is not None:
                    raise
                refused, status = str(error), 409
        after = [seen for one in made.incidents if (seen := self.eyes.seen(one))] if made is not None else []
        filling = {
            "plan": plan,
            "heading": self.words(f"incident.{plan.name}.title"),
            "button": self.words(f"incident.{plan.name}.do"),
            "name": name_of(self.words, self.shown),
            "key": self.shown.id,
            "action": reverse(f"incident_{plan.name}", args=self._arguments(plan)),
            "before": self._cards(incidents),
            "after": self._cards(after),
            "is_foreseen": made is not None,
            "revision": revision_of(self.store, [one.id for one in incidents]),
            "seen": now(),
            "why": why,
            "wrong": wrong,
            "refused": refused,
            "is_late": is_late,
            "between": between,
            "back": plan.back or self.address,
        }
        return render(self.request, "incident/confirm.html", filling, status=status)

    def _arguments(self, plan: Plan) -> list[Any]:
        number = dict(plan.details).get("decision")
        return [self.shown.id] if number is None else [self.shown.id, number]

    def _cards(self, incidents: Sequence[Incident]) -> list[Card]:
        return [card_of(self.words, one) for one in incidents]


def begun(request: HttpRequest, key: str, name: str, *more: Any) -> Deed | HttpResponse:
    """Return the deed on an incident; where that is gone or part of another by now, the page that says so."""
    eyes, words = eyes_of(request), Words.of_request(request)
    shown = eyes.incident(key)
    if shown is None:
        return gone_or_missing(request, key)
    if shown.id == key:
        return Deed(request, eyes, words, shown)
    if request.method == "GET":
        query = f"?{urlencode(request.GET, doseq=True)}" if request.GET else ""
        return HttpResponseRedirect(reverse(f"incident_{name}", args=[shown.id, *more]) + query)
    sheet = sheet_on(eyes, shown)
    entries = changes_since(sheet, request.POST.get("seen", ""))
    filling = {
        "was": key,
        "name": name_of(words, shown),
        "key": shown.id,
        "why": request.POST.get("why", ""),
        "between": history_of(entries, Numbers(sheet, 1), words, shown.id),
    }
    return render(request, "incident/moved.html", filling, status=409)
