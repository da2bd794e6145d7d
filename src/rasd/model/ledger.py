"""The ledger of alleged breaches: what of an incident lies within the terms of an agreement, question by question.

An entry says that something was reported within the terms and against whom it is alleged; never that a party breached
them. Software sets `alleged` and may suggest `corroborated`; every other facet is a person's (docs/ledger.md).
"""

from __future__ import annotations

from datetime import date as Day
from typing import Literal, get_args

from pydantic import Field, model_validator

from rasd.model.incident import Given, GradeName, IncidentDate, IncidentMunition, IncidentPlace, Occurrence
from rasd.model.record import Certainty, ClaimedTotal, Effect, Factuality, Kind, Model, Span

__all__ = [
    "FACETS",
    "QUESTIONS",
    "Allegation",
    "Answer",
    "AnswerValue",
    "EntryHarm",
    "Facet",
    "FacetName",
    "FacetValue",
    "LedgerClaim",
    "LedgerEntry",
    "Observation",
    "Outcome",
    "Question",
    "Statement",
    "Text",
]

Question = Literal["time", "area", "bound", "act", "exemption"]
QUESTIONS: tuple[Question, ...] = get_args(Question)
"""In the time window; in the area; the party is bound; an act that the term covers; no exemption applies."""
AnswerValue = Literal["yes", "possible", "no"]
Outcome = Literal["in_scope", "possibly_in_scope", "out_of_scope"]
FacetName = Literal["alleged", "corroborated", "attributed", "answered"]
FACETS: tuple[FacetName, ...] = get_args(FacetName)
FacetValue = Literal["set", "unset", "denied", "admitted", "counter_alleged"]


class Text(Model):
    """A sentence for people, in both languages."""

    ar: str
    en: str


class Answer(Model):
    """One of the five questions, answered with its reason."""

    question: Question
    value: AnswerValue
    reason: Text
    reports: list[str] = Field(default_factory=list, description="The reports that the answer rests on.")


class Allegation(Model):
    """One term held against one alleged perpetrator, or against nobody named."""

    term: str
    bearing: Literal["breach", "performance"] = Field(
        default="breach", description="`performance`: what happened is what the term requires."
    )
    actor: str | None = Field(
        default=None, description="Against whom it is alleged; null: no report names anybody."
    )
    certainty: Certainty | None = None
    role: Literal["signatory", "side", "guarantor", "not_bound"] | None = None
    through: str | None = Field(
        default=None, description="The party by which the actor is bound, where it is not its own."
    )
    answers: list[Answer] = Field(description="Five, in the order of the questions.")
    outcome: Outcome
    failing: list[Question] = Field(default_factory=list, description="Questions answered no.")


class EntryHarm(Model):
    """The range of one effect, as the incident gives it."""

    effect: Effect
    min: int | None = None
    max: int | None = None
    open: bool = False
    unit: Literal["people", "families"] = "people"


class LedgerClaim(Given):
    """Words of a report that call what happened a breach of an agreement."""

    agreement: str = Field(description="As the text names it.")
    claimed_by: list[str] = Field(default_factory=list, description="Empty: the outlet's own words.")
    is_this: AnswerValue = Field(default="possible", description="Whether the words name this agreement.")


class Facet(Model):
    """One facet of an entry: set by a person with who, when and why; by software only alleged, or a suggestion."""

    facet: FacetName
    value: FacetValue = "set"
    is_suggested: bool = Field(
        default=False, description="The software's suggestion, which nobody has decided on."
    )
    actor: str | None = Field(
        default=None,
        description="For `attributed`: to whom; for `answered`: who answers, where that is known.",
    )
    term: str | None = Field(default=None, description="The term that it is about; null: the whole entry.")
    by: str = Field(default="software", description="Who set it.")
    at: str = ""
    why: Text | str = ""
    judgement: int | None = Field(
        default=None, description="Number of the decision; `rasd undo` takes it back."
    )
    earlier: list[int] = Field(
        default_factory=list, description="Decisions in force that this later one contradicts."
    )
    joined: int = Field(default=0, description="Reports that are here now and were not when it was decided.")
    reports: list[str] = Field(default_factory=list)


class LedgerEntry(Model):
    """An incident held against an agreement."""

    schema_version: str = "1.0"
    agreement: str
    incident_id: str
    kind: Kind
    factuality: Factuality
    date: IncidentDate
    places: list[IncidentPlace] = Field(default_factory=list)
    areas: list[str] = Field(
        default_factory=list, description="Areas of the agreement in which its places lie or may lie."
    )
    targets: list[str] = Field(default_factory=list)
    harm: list[EntryHarm] = Field(default_factory=list)
    munitions: list[IncidentMunition] = Field(default_factory=list)
    grade: GradeName
    grade_decided: GradeName | None = None
    occurrence: Occurrence
    contested: bool = False
    independent_sources: int = 0
    documents: list[str] = Field(default_factory=list)
    outcome: Outcome
    bearing: Literal["breach", "performance"] = "breach"
    boundary: bool = Field(default=False, description="Its time straddles the start or the end.")
    terms: list[str] = Field(default_factory=list, description="Terms within which it lies, or may lie.")
    allegations: list[Allegation] = Field(
        description="Those with the best outcome come first; the first one's answers speak for the entry."
    )
    claims: list[LedgerClaim] = Field(default_factory=list)
    facets: list[Facet] = Field(default_factory=list)
    synthetic: bool = False

    @property
    def answers(self) -> list[Answer]:
        """The five answers that speak for the entry."""
        return self.allegations[0].answers

    def outcome_for(self, *, term: str | None = None, party: str | None = None) -> Outcome:
        """Return the best outcome among the allegations of one term, against one party (`NOBODY`, "": nobody named)."""
        outcomes = {
            one.outcome
            for one in self.allegations
            if term in (None, one.term) and (party is None or party == (one.actor or ""))
        }
        return next((one for one in get_args(Outcome) if one in outcomes), "out_of_scope")

    @property
    def parties(self) -> list[str | None]:
        """Against whom the entry is alleged within the terms; None where nobody is named."""
        return list(
            dict.fromkeys(one.actor for one in self.allegations if one.outcome != "out_of_scope")
        ) or [self.allegations[0].actor]


class Observation(Model):
    """Something that a term requires and that did not happen, or happened too little: no incident, entered by a person."""

    number: int = 0
    agreement: str
    term: str
    start: Day
    end: Day
    count: int | None = Field(default=None, ge=0, description="How many were counted, where a source says.")
    required: int | None = Field(default=None, description="How many the term requires over those days.")
    against: str | None = Field(default=None, description="The party against which it is alleged.")
    source: str = Field(description="Who says so.")
    document_id: str | None = None
    words: str = Field(description="The words that say so.")
    evidence: list[Span] = Field(default_factory=list)
    by: str = ""
    at: str = ""
    why: str = ""
    synthetic: bool = False

    @model_validator(mode="after")
    def _ordered(self) -> Observation:
        if self.end < self.start:
            raise ValueError(f"end {self.end} lies before start {self.start}")
        return self


class Statement(Model):
    """A total that somebody claims ("1,234 breaches"): shown as said, never counted as rows."""

    document_id: str
    outlet: str | None = None
    published: str | None = None
    total: ClaimedTotal
    is_this: AnswerValue = Field(default="possible", description="Whether the words name this agreement.")
    words: str = ""
    synthetic: bool = False
