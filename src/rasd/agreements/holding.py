"""An incident is held against an agreement: five questions, one allegation for each term and alleged perpetrator.

What is allegeable is what reports tell as done, or deny; threats, talks and agreements are no acts. Invented incidents can
be held against invented agreements only, and real ones against real ones: `hold` raises on any other pair, so that nothing
invented can enter a real ledger by any way.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from rasd.agreements.acts import Bearing, answer_act
from rasd.agreements.areas import Areas, Look
from rasd.agreements.binding import Bound, answer_bound
from rasd.agreements.exempting import answer_exemption
from rasd.agreements.naming import claim_answer
from rasd.agreements.reasons import Labels, Verdict, rank, told
from rasd.agreements.windows import Windows
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
    Question,
)

__all__ = ["Holder", "is_act"]

_OUTCOMES: tuple[Outcome, ...] = ("out_of_scope", "possibly_in_scope", "in_scope")
_NO_ACTS = {"protest", "agreement", "talks", "threat"}
_UNDONE = {"unrealized"}


def is_act(incident: Incident) -> bool:
    """Whether an incident tells of something done that terms can name: no threat, no talks, nothing only planned."""
    return incident.kind not in _NO_ACTS and incident.factuality not in _UNDONE


@dataclass(slots=True)
class _Held:
    """One term held against one perpetrator, its words not written yet."""

    term: str
    bearing: Bearing
    perpetrator: IncidentPerpetrator | None
    bound: Bound
    verdicts: tuple[Verdict, Verdict, Verdict, Verdict, Verdict]
    is_boundary: bool

    @property
    def failing(self) -> list[Question]:
        return [one.question for one in self.verdicts if one.value == "no"]

    @property
    def outcome(self) -> Outcome:
        values = {one.value for one in self.verdicts}
        return (
            "out_of_scope" if "no" in values else "possibly_in_scope" if "possible" in values else "in_scope"
        )

    @property
    def weight(self) -> tuple[int, int, int, int]:
        """Sort the one that speaks for the entry first: outcome, fewest noes, most yeses, a breach before a performance."""
        sureness = sum(rank(one.value) for one in self.verdicts)
        return (
            -_OUTCOMES.index(self.outcome), len(self.failing), -sureness, self.bearing == "performance"
        )  # fmt: skip

    def allegation(self, *, with_sentences: bool) -> Allegation:
        """Write the words, those of the answers too where they are wanted."""
        doer = self.perpetrator
        return Allegation(
            term=self.term,
            bearing=self.bearing,
            actor=doer.actor if doer is not None else None,
            certainty=doer.certainty if doer is not None else None,
            role=self.bound.role,
            through=self.bound.through,
            answers=[one.answer() for one in self.verdicts] if with_sentences else [],
            outcome=self.outcome,
            failing=self.failing,
        )


class Holder:
    """One agreement, ready to hold incidents against."""

    def __init__(self, agreement: Agreement, lexicon: Lexicon) -> None:
        self.agreement = agreement
        self.labels = Labels(lexicon.actors)
        self._actors: Mapping[str, Actor] = lexicon.actors
        self._zones = {one.id: ZoneInfo(one.timezone) for one in lexicon.theatres.values()}
        self._zone = ZoneInfo(agreement.zone)
        self._windows = Windows(agreement)
        self._areas = Areas(agreement)
        self._places = [(term, self._areas.of(term)) for term in agreement.terms]

    def hold(self, incident: Incident) -> LedgerEntry:
        """Return the entry of an incident, out of scope too.

        Raises DataError when one of the two is invented and the other is not.
        """
        return self._held(incident, self._time(incident), self._areas.look(incident))

    def hold_within(self, incident: Incident, *, with_sentences: bool = True) -> LedgerEntry | Question:
        """Return the entry; of what time or area keep out of every term, only that question, at a fraction of the cost.

        Without sentences, allegations carry no answers. Raises DataError as `hold`.
        """
        time = self._time(incident)
        if time[0].value == "no":
            return "time"
        look = self._areas.look(incident)
        return "area" if look.whole.value == "no" else self._held(incident, time, look, with_sentences)

    def _time(self, incident: Incident) -> tuple[Verdict, bool]:
        """Return the answer for the agreement's own time, and whether the incident straddles an edge of it."""
        if incident.synthetic != self.agreement.synthetic:
            raise DataError(_mixed(incident, self.agreement))
        return self._windows.answer(incident, self._zone_of(incident))

    def _zone_of(self, incident: Incident) -> ZoneInfo:
        return next((self._zones[one] for one in incident.theatres if one in self._zones), self._zone)

    def _held(
        self, incident: Incident, whole: tuple[Verdict, bool], look: Look, with_sentences: bool = True
    ) -> LedgerEntry:
        zone = self._zone_of(incident)
        exemption = answer_exemption(incident, self.agreement, self.labels)
        perpetrators: list[IncidentPerpetrator | None] = list(incident.perpetrators) or [None]
        on = incident.date.start or _published(incident)
        found: list[_Held] = []
        for term, areas in self._places:
            time, is_boundary = self._windows.within(incident, term, zone, whole)
            area = look.answer(areas)
            act, bearing = answer_act(incident, term, self.labels)
            for perpetrator in perpetrators:
                bound = answer_bound(perpetrator, self.agreement, term, on, self._actors)
                verdicts = (time, area, bound.answer, act, exemption)
                found.append(_Held(term.id, bearing, perpetrator, bound, verdicts, is_boundary))
        return self._entry(incident, found, look.inside, with_sentences)

    def _entry(
        self, incident: Incident, found: list[_Held], inside: list[str], with_sentences: bool
    ) -> LedgerEntry:
        found.sort(key=lambda one: one.weight)  # stable: terms and perpetrators keep their order
        within = [one for one in found if one.outcome != "out_of_scope"]
        # An entry that lies within no term shows the one allegation that came nearest.
        kept = [one.allegation(with_sentences=with_sentences) for one in within or found[:1]]
        best, is_boundary = kept[0], found[0].is_boundary
        return LedgerEntry(
            agreement=self.agreement.id,
            incident_id=incident.id,
            kind=incident.kind,
            factuality=incident.factuality,
            date=incident.date,
            places=incident.places,
            areas=inside if within else [],
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
            boundary=any(one.is_boundary for one in within) or (not within and is_boundary),
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
