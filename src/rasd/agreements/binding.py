"""The third question: is the alleged perpetrator bound, and how: by signature, as a side, as a guarantor, or not at all?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from rasd.agreements.reasons import Labels, Verdict, verdict
from rasd.lexicon import Actor
from rasd.model import Agreement, AgreementTerm, IncidentPerpetrator

__all__ = ["Bound", "answer_bound"]

Role = Literal["signatory", "side", "guarantor", "not_bound"]
_NOBODY = {"UNIDENTIFIED"}


@dataclass(frozen=True, slots=True)
class Bound:
    """How a perpetrator is bound by a term."""

    answer: Verdict
    role: Role | None
    through: str | None = None


def answer_bound(
    perpetrator: IncidentPerpetrator | None,
    agreement: Agreement,
    term: AgreementTerm,
    on: date | None,
    actors: Mapping[str, Actor],
) -> Bound:
    """Return how `perpetrator` (None: nobody is named) is bound by `term` on a day (None: not known)."""
    if perpetrator is None or perpetrator.actor in _NOBODY:
        reports = perpetrator.reports if perpetrator is not None else ()
        return Bound(verdict("bound", "possible", "nobody", reports), None)
    found = _bound(perpetrator, agreement, term, on, actors)
    if perpetrator.certainty != "suspected" or found.answer.value == "no":
        return found
    how = found.answer.reason
    suspected = verdict(
        "bound", "possible", "suspected", perpetrator.reports, actor=Labels(actors).actor(perpetrator.actor), how=how
    )  # fmt: skip
    return Bound(suspected, found.role, found.through)


def _bound(
    perpetrator: IncidentPerpetrator,
    agreement: Agreement,
    term: AgreementTerm,
    on: date | None,
    actors: Mapping[str, Actor],
) -> Bound:
    actor, reports, labels = perpetrator.actor, perpetrator.reports, Labels(actors)
    own = _own(actor, agreement, term, reports, labels)
    if own is not None:
        return own
    if any(one.actor == actor and one.certainty == "yes" for one in agreement.exempt):
        return Bound(verdict("bound", "no", "outside", reports, actor=labels.actor(actor)), "not_bound")
    for parent in _parents(actor, on, actors):
        above = _own(parent, agreement, term, reports, labels)
        if above is not None and above.answer.value != "no":
            reason = verdict(
                "bound", "possible", "under", reports, actor=labels.actor(actor), through=labels.actor(parent)
            )
            return Bound(reason, above.role, parent)
    return Bound(verdict("bound", "no", "not_bound", reports, actor=labels.actor(actor)), "not_bound")


def _own(
    actor: str, agreement: Agreement, term: AgreementTerm, reports: list[str], labels: Labels
) -> Bound | None:
    """Return how the agreement binds an actor that it names; None when it does not name it."""
    label = labels.actor(actor)
    party = next((one for one in agreement.parties if one.actor == actor), None)
    guarantor = next((one for one in agreement.guarantors if one.actor == actor), None)
    if party is None and guarantor is None:
        return None
    role: Role = party.role if party is not None else "guarantor"
    if term.by and actor not in term.by:
        bound = verdict("bound", "no", "other_parties", reports, parties=labels.all(term.by), actor=label)
        return Bound(bound, role, party.through if party is not None else None)
    if party is None:
        sentence = "guarantor" if actor in term.by else "guarantor_possible"
        return Bound(
            verdict("bound", "yes" if actor in term.by else "possible", sentence, reports, actor=label), role
        )
    if party.certainty == "possible":
        return Bound(verdict("bound", "possible", "side_possible", reports, actor=label), role, party.through)
    if party.role == "signatory":
        return Bound(verdict("bound", "yes", "signatory", reports, actor=label), role)
    if party.through is None:
        return Bound(verdict("bound", "yes", "side_alone", reports, actor=label), role)
    through = labels.actor(party.through)
    return Bound(verdict("bound", "yes", "side", reports, actor=label, through=through), role, party.through)


def _parents(actor: str, on: date | None, actors: Mapping[str, Actor]) -> list[str]:
    """Return the actors above one on a day, the nearest first; without a day, those of any time."""
    found: list[str] = []
    waiting = [actor]
    while waiting:
        known = actors.get(waiting.pop(0))
        for parent, since, until in known.parents if known is not None else ():
            begun = on is None or since is None or since <= on.isoformat()
            ended = on is not None and until is not None and until < on.isoformat()
            if begun and not ended and parent not in found:
                found.append(parent)
                waiting.append(parent)
    return found
