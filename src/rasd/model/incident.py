"""The incident: what linked reports tell of one thing that happened, each value naming the reports that give it.

An incident adds nothing to its reports. Ranges are never sums over reports, and each bound names the report that sets it
(docs/linking.md). What people decided stands beside what is proposed, never instead of it.
"""

from __future__ import annotations

from datetime import date as Day
from typing import Literal

from pydantic import Field

from rasd.model.record import (
    Certainty,
    Effect,
    Factuality,
    Kind,
    Model,
    MunitionItem,
    PartOfDay,
    Precision,
    Site,
    SourceType,
    Span,
    WeaponId,
)

__all__ = [
    "Decided",
    "Given",
    "Grade",
    "GradeName",
    "Incident",
    "IncidentBreachClaim",
    "IncidentDate",
    "IncidentHarm",
    "IncidentMunition",
    "IncidentPerpetrator",
    "IncidentPlace",
    "IncidentSite",
    "IncidentTarget",
    "IncidentWeapon",
    "LinkReason",
    "LinkedReport",
    "Occurrence",
    "ReportedFigure",
    "StatusHarm",
]

GradeName = Literal["confirmed", "fair", "weak", "contested", "discounted"]
Occurrence = Literal["declared", "likely", "contested", "single_source"]
VictimStatus = Literal["civilian", "combatant", "unknown"]


class Decided(Model):
    """What a person decided on an incident, beside what its reports give."""

    about: Literal["grade", "occurrence", "best", "perpetrator", "victim_status"]
    value: str | int
    effect: Effect | None = Field(None, description="Of which harm, for `best` and `victim_status`.")
    by: str
    at: str = Field("", description="When, ISO 8601, UTC.")
    why: str = ""
    judgement: int = Field(description="Number of the decision; `rasd undo` takes it back.")
    joined: int = Field(0, description="Reports that are here now and were not when it was made.")
    left: int = Field(0, description="Reports that were here when it was made and are not now.")
    earlier: list[int] = Field(
        default_factory=list,
        description="Standing decisions on the same value that this later one contradicts.",
    )


class Given(Model):
    """What every value of an incident carries: the reports that give it."""

    reports: list[str] = Field(default_factory=list, description="Ids of the reports that give this value.")


class IncidentDate(Given):
    """When: the narrowest window that the reports agree on."""

    start: Day | None = None
    end: Day | None = None
    part_of_day: PartOfDay | None = None


class IncidentPlace(Given):
    """Where: the most specific places that reports name."""

    name: str
    region: str | None = None
    country: str | None = None
    admin1: str | None = None
    admin2: str | None = None
    latitude: float | None = Field(None, ge=-90, le=90)
    longitude: float | None = Field(None, ge=-180, le=180)
    gazetteer_id: str | None = None
    precision: Precision | None = None
    approximate: bool = Field(
        False, description="The point stands for an area: a district, a governorate, a country."
    )


class IncidentPerpetrator(Given):
    """Who is alleged to have done it, and on how many independent sources' word."""

    actor: str
    certainty: Certainty = "stated"
    independent_sources: int = Field(
        0, description="Independent sources that name this actor, parties left out."
    )


class IncidentTarget(Given):
    """A side that was struck."""

    actor: str


class IncidentSite(Given):
    """What sort of site was struck."""

    site: Site


class IncidentWeapon(Given):
    """A weapon that a report names."""

    weapon: WeaponId


class IncidentMunition(Given):
    """A counted munition: from the lowest to the highest count that reports give."""

    item: MunitionItem
    min: int
    max: int


class IncidentBreachClaim(Given):
    """Words of reports that call the incident a breach of an agreement: a claim, judged by nobody here."""

    agreement: str = Field(description="As the text names it.")
    claimed_by: list[str] = Field(default_factory=list, description="Empty: the outlet's own words.")


class ReportedFigure(Model):
    """One figure as one report gives it, and what became of it in the range."""

    report_id: str
    document_id: str
    source: str = Field("", description="Whose figure: the body that the document names, else its outlet.")
    source_type: SourceType | None = None
    published: str | None = None
    min: int | None = None
    max: int | None = None
    victim_status: VictimStatus = "unknown"
    phrase: str = Field("", description="The words that were counted.")
    evidence: list[Span] = Field(default_factory=list, description="Where they stand in the document.")
    counted: Literal["counted", "replaced", "party", "denied", "copy"] = "counted"
    replaced_by: str | None = Field(None, description="Id of the report whose update replaces this figure.")
    group: int | None = Field(None, description="Number of its independence group in `groups`.")


class StatusHarm(Model):
    """The part of a harm whose people have one status."""

    victim_status: VictimStatus
    min: int | None = None
    max: int | None = None
    min_from: list[str] = Field(default_factory=list)
    max_from: list[str] = Field(default_factory=list)


class IncidentHarm(Model):
    """One effect over all statuses: from the lowest to the highest credible figure of independent sources."""

    effect: Effect
    min: int | None = None
    max: int | None = None
    open: bool = Field(False, description="A source says `at least`: nobody gives a ceiling for its figure.")
    unit: Literal["people", "families"] = "people"
    victim_status: VictimStatus = Field("unknown", description="The one status of all parts, else unknown.")
    children: int | None = None
    women: int | None = None
    min_from: list[str] = Field(default_factory=list, description="Ids of the reports that set `min`.")
    max_from: list[str] = Field(default_factory=list, description="Ids of the reports that set `max`.")
    best: int | None = Field(default=None, description="Set by a person, never by the software.")
    by_status: list[StatusHarm] = Field(default_factory=list)
    figures: list[ReportedFigure] = Field(
        default_factory=list, description="Every figure in order of publication, replaced ones too."
    )


class LinkReason(Model):
    """One part of a pair's score, in words."""

    part: str = Field(description="place, date, kind, actors, weapon, site, harm, text, decision.")
    weight: float = Field(description="What the part adds to the score; below zero it speaks against.")
    ar: str
    en: str


class LinkedReport(Model):
    """A report of the incident, and why it is here."""

    document_id: str
    report_id: str
    factuality: Factuality
    score: float | None = Field(
        None, description="0 to 1: its best pair with another report of the incident; null when it is alone."
    )
    linked_to: str | None = Field(None, description="The report of that pair.")
    reasons: list[LinkReason] = Field(default_factory=list)
    copy_of: str | None = Field(None, description="Id of the document whose words it repeats.")
    group: int | None = Field(None, description="Number of its independence group in `groups`.")
    is_party: bool = Field(False, description="A belligerent's own statement: shown, never corroboration.")
    outlet: str | None = None
    published: str | None = None


class Grade(Model):
    """How well the harm is attested: proposed by a printed rule, decided by people."""

    proposed: GradeName
    rule: str = Field(description="Id of the rule in data/vocab/grade_rules.yaml.")
    reasons: dict[str, str] = Field(default_factory=dict, description="The rule in words, `ar` and `en`.")
    reports: list[str] = Field(default_factory=list, description="The reports that it rests on.")
    decided: GradeName | None = None
    by: str | None = None


class Incident(Model):
    """Linked reports of one incident."""

    schema_version: str = "1.0"
    id: str = Field(
        description="From its founding report (the earliest published): the same whatever came first."
    )
    kind: Kind
    factuality: Factuality = "asserted"
    date: IncidentDate = Field(default_factory=IncidentDate)
    places: list[IncidentPlace] = Field(default_factory=list)
    perpetrators: list[IncidentPerpetrator] = Field(default_factory=list)
    targets: list[IncidentTarget] = Field(default_factory=list)
    target_sites: list[IncidentSite] = Field(default_factory=list)
    weapons: list[IncidentWeapon] = Field(default_factory=list)
    munitions: list[IncidentMunition] = Field(default_factory=list)
    harm: list[IncidentHarm] = Field(default_factory=list)
    conceded: list[IncidentHarm] = Field(
        default_factory=list, description="What a belligerent itself admits, kept apart from the range."
    )
    breach_claims: list[IncidentBreachClaim] = Field(default_factory=list)
    grade: Grade
    occurrence: Occurrence
    occurrence_decided: Occurrence | None = Field(None, description="What a person decided on it.")
    decided: list[Decided] = Field(
        default_factory=list, description="People's decisions on values of the incident, in force."
    )
    contested: bool = False
    contested_over: list[Literal["perpetrator", "status", "occurrence"]] = Field(default_factory=list)
    independent_sources: int = 0
    groups: list[list[str]] = Field(
        default_factory=list, description="Independence groups: lists of report ids that count as one source."
    )
    theatres: list[str] = Field(default_factory=list)
    synthetic: bool = False
    reports: list[LinkedReport]
