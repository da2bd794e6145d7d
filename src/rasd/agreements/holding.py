"""An incident is held against an agreement: five questions, one allegation for each term and alleged perpetrator.

What is allegeable is what reports tell as done, or deny; threats, talks and agreements are no acts. Invented incidents can
be held against invented agreements only, and real ones against real ones: `hold` raises on any other pair, so that nothing
invented can enter a real ledger by any way.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cached_property
from zoneinfo import ZoneInfo

from rasd.agreements.acts import answer_act
from rasd.agreements.areas import Areas
from rasd.agreements.binding import answer_bound
from rasd.agreements.exempting import answer_exemption
from rasd.agreements.naming import claim_answer
from rasd.agreements.reasons import Labels, rank, told
from rasd.agreements.windows import answer_time
from rasd.errors import DataError
from rasd.lexicon import Actor, Lexicon
from rasd.model import (
    Agreement,
    Allegation,
    EntryHarm,
    Facet,
    Incident,
    IncidentPerpetrator,
    LedgerClaim,
    LedgerEntry,
    Outcome,
)

__all__ = ["Holder", "is_act"]

_OUTCOMES: tuple[Outcome, ...] = ("out_of_scope", "possibly_in_scope", "in_scope")
_NO_ACTS = {"protest", "agreement", "talks", "threat"}
_UNDONE = {"unrealized"}


def is_act(incident: Incident) -> bool:
    """Whether an incident tells of something done that terms can name: no threat, no talks, nothing only planned."""
    return incident.kind not in _NO_ACTS and incident.factuality not in _UNDONE


class Holder:
    """One agreement, ready to hold incidents against."""

    def __init__(self, agreement: Agreement, lexicon: Lexicon) -> None:
        self.agreement = agreement
        self.labels = Labels(lexicon.actors)
        self._actors: Mapping[str, Actor] = lexicon.actors
        self._zones = {one.id: ZoneInfo(one.timezone) for one in lexicon.theatres.values()}
        self._zone = ZoneInfo(agreement.zone)

    @cached_property
    def _areas(self) -> Areas:
        return Areas(self.agreement)

    def hold(self, incident: Incident) -> LedgerEntry:
        """Return the entry of an incident, out of scope too.

        Raises DataError when one of the two is invented and the other is not.
        """
        if incident.synthetic != self.agreement.synthetic:
            raise DataError(_mixed(incident, self.agreement))
        zone = next((self._zones[one] for one in incident.theatres if one in self._zones), self._zone)
        exemption = answer_exemption(incident, self.agreement, self.labels)
        perpetrators: list[IncidentPerpetrator | None] = list(incident.perpetrators) or [None]
        on = incident.date.start or _published(incident)
        found: list[tuple[Allegation, bool]] = []
        for term in self.agreement.terms:
            time, is_boundary = answer_time(incident, self.agreement, term, zone)
            area, _ = self._areas.answer(incident, self._areas.of(term))
            act, bearing = answer_act(incident, term, self.labels)
            for perpetrator in perpetrators:
                bound = answer_bound(perpetrator, self.agreement, term, on, self._actors)
                answers = [time, area, bound.answer, act, exemption]
                failing = [one.question for one in answers if one.value == "no"]
                allegation = Allegation(
                    term=term.id,
                    bearing=bearing,
                    actor=perpetrator.actor if perpetrator is not None else None,
                    certainty=perpetrator.certainty if perpetrator is not None else None,
                    role=bound.role,
                    through=bound.through,
                    answers=answers,
                    outcome=_outcome(failing, all(one.value == "yes" for one in answers)),
                    failing=failing,
                )
                found.append((allegation, is_boundary))
        return self._entry(incident, found)

    def areas_of(self, incident: Incident) -> list[str]:
        """Return the ids of the areas in which places of the incident lie or may lie."""
        return self._areas.answer(incident, self.agreement.areas)[1]

    def _entry(self, incident: Incident, found: list[tuple[Allegation, bool]]) -> LedgerEntry:
        found.sort(key=lambda one: _weight(one[0]))  # stable: terms and perpetrators keep their order
        best, is_boundary = found[0]
        within = [(one, edge) for one, edge in found if one.outcome != "out_of_scope"]
        # An entry that lies within no term shows the one allegation that came nearest.
        kept = [one for one, _ in within] or [best]
        return LedgerEntry(
            agreement=self.agreement.id,
            incident_id=incident.id,
            kind=incident.kind,
            factuality=incident.factuality,
            date=incident.date,
            places=incident.places,
            areas=self.areas_of(incident) if within else [],
            targets=[one.actor for one in incident.targets],
            harm=[
                EntryHarm(effect=one.effect, min=one.min, max=one.max, open=one.open, unit=one.unit)
                for one in incident.harm
            ],
            munitions=incident.munitions,
            grade=incident.grade.proposed,
            grade_decided=incident.grade.decided,
            occurrence=incident.occurrence_decided or incident.occurrence,
            contested=incident.contested,
            independent_sources=incident.independent_sources,
            documents=list(dict.fromkeys(one.document_id for one in incident.reports)),
            outcome=best.outcome,
            bearing=best.bearing,
            boundary=any(edge for _, edge in within) or (not within and is_boundary),
            terms=list(dict.fromkeys(one.term for one in kept)) if within else [],
            allegations=kept,
            claims=self._claims(incident),
            facets=_facets(incident, best),
            synthetic=incident.synthetic,
        )

    def _claims(self, incident: Incident) -> list[LedgerClaim]:
        """Return the breach claims of the reports, each with whether its words name this agreement."""
        published = {one.report_id: one.published for one in incident.reports}
        same = (
            self.agreement.theatre is None
            or not incident.theatres
            or self.agreement.theatre in incident.theatres
        )
        return [
            LedgerClaim(
                agreement=claim.agreement,
                claimed_by=claim.claimed_by,
                reports=claim.reports,
                is_this=claim_answer(
                    self.agreement,
                    claim.agreement,
                    on=incident.date.start
                    or _day(published.get(claim.reports[0]) if claim.reports else None),
                    same_theatre=same,
                ),
            )
            for claim in incident.breach_claims
        ]


def _outcome(failing: Sequence[str], is_sure: bool) -> Outcome:
    return "out_of_scope" if failing else "in_scope" if is_sure else "possibly_in_scope"


def _weight(one: Allegation) -> tuple[int, int, int, int]:
    """Sort the allegation that speaks for the entry first: outcome, fewest noes, most yeses, a breach before a performance."""
    values = [rank(given.value) for given in one.answers]
    return (
        -_OUTCOMES.index(one.outcome), len(one.failing), -sum(values), one.bearing == "performance"
    )  # fmt: skip


def _facets(incident: Incident, best: Allegation) -> list[Facet]:
    """Return what software may say: alleged; and corroborated as a suggestion from two independent sources."""
    if best.outcome == "out_of_scope" or best.bearing == "performance":
        return []
    reports = [one.report_id for one in incident.reports]
    facets = [Facet(facet="alleged", reports=reports)]
    named = [one.independent_sources for one in incident.perpetrators if one.actor == best.actor]
    if incident.independent_sources >= 2 and not incident.contested and incident.factuality != "denied":
        sentence = "facet.corroborated_named" if best.actor else "facet.corroborated"
        why = told(sentence, count=incident.independent_sources, of_doer=max(named, default=0))
        facets.append(Facet(facet="corroborated", is_suggested=True, why=why, reports=reports))
    return facets


def _published(incident: Incident) -> date | None:
    return _day(min((one.published for one in incident.reports if one.published), default=None))


def _day(moment: str | None) -> date | None:
    try:
        return date.fromisoformat(moment[:10]) if moment else None
    except ValueError:
        return None


def _mixed(incident: Incident, agreement: Agreement) -> str:
    if incident.synthetic:
        return (
            f"Incident {incident.id} is invented (synthetic) and cannot be held against {agreement.id}, which is real."
            " Leave it out, or hold it against an invented agreement (`synthetic: true`)."
        )
    return (
        f"Incident {incident.id} is real and cannot be held against {agreement.id}, which is invented."
        " Hold it against a real agreement: `rasd agreement list` shows them."
    )
