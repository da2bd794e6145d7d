"""Agreements whose terms an incident may fall within, and what people decided on it under each: reported and alleged, no more."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from rasd.agreements import Holder, Register, is_act
from rasd.desk.site import Words
from rasd.errors import DataError
from rasd.export.sheet import Sheet, facet_words
from rasd.export.sheet import Words as SheetWords
from rasd.lexicon import Lexicon
from rasd.model import Facet, LedgerEntry

__all__ = ["Under", "ledgers_of"]

_OWN = "RASD_AGREEMENTS"


@dataclass(frozen=True, slots=True)
class Under:
    """One agreement."""

    agreement: str
    title: str
    outcome: str
    """in_scope, possibly_in_scope or boundary; empty where only people decided under it."""
    outcome_said: str
    against: str
    answers: tuple[str, ...]
    """The five questions that speak for it, answered with their reasons."""
    decided: tuple[str, ...]


def ledgers_of(sheet: Sheet, words: Words) -> list[Under]:
    """Return the agreements that may bear on the incident, those that surely do first."""
    incident = sheet.incident
    register = _register()
    said = SheetWords(words.language)
    found: dict[str, Under] = {}
    date = incident.date
    for agreement in register.in_force(date.start, date.end) if is_act(incident) else ():
        if agreement.synthetic != incident.synthetic:
            continue
        try:
            entry = _holder(agreement.id).hold(incident)
        except DataError:
            continue
        if entry.outcome == "out_of_scope":
            continue
        outcome = "boundary" if entry.boundary else entry.outcome
        found[agreement.id] = Under(
            agreement.id,
            agreement.title.ar if words.is_arabic else agreement.title.en,
            outcome,
            words(f"incident.within.{outcome}"),
            words.listed(words.term("actor", one) for one in entry.parties if one),
            tuple(_answers(entry, words)),
            _decided(said, agreement.id, sheet.facets.get(agreement.id, ())),
        )
    for agreement_id, facets in sheet.facets.items():
        if agreement_id not in found:
            found[agreement_id] = Under(
                agreement_id, agreement_id, "", "", "", (), _decided(said, agreement_id, facets)
            )
    order = ("in_scope", "boundary", "possibly_in_scope", "")
    return sorted(found.values(), key=lambda one: (order.index(one.outcome), one.agreement))


def _answers(entry: LedgerEntry, words: Words) -> Sequence[str]:
    return [one.reason.ar if words.is_arabic else one.reason.en for one in entry.answers]


def _decided(said: SheetWords, agreement: str, facets: Sequence[Facet]) -> tuple[str, ...]:
    return tuple(
        facet_words(
            said, agreement=agreement, facet=one.facet, value=one.value, actor=one.actor, term=one.term
        ).removeprefix(f"{agreement}: ")
        for one in facets
    )


@cache
def _register() -> Register:
    named = [one for one in os.environ.get(_OWN, "").split(os.pathsep) if one.strip()]
    own = [path for path in (Path(one).expanduser() for one in named) if path.exists()]
    return Register.load(lexicon=Lexicon.load(), extra=own)


@cache
def _holder(agreement: str) -> Holder:
    return Holder(_register().get(agreement), Lexicon.load())
