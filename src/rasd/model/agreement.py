"""The agreement as data: who bound themselves to what, where and when, and which text says so.

Every fact names the references that it was taken from; a term whose wording could not be held against the primary text
is `unchecked`, and every page that shows it says so. Docs page: docs/agreements.md.
"""

from __future__ import annotations

from datetime import date as Day
from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from rasd.model.record import ActId

__all__ = [
    "Agreement",
    "AgreementArea",
    "AgreementClass",
    "AgreementForm",
    "AgreementName",
    "AgreementParty",
    "AgreementPlace",
    "AgreementUnit",
    "Doubt",
    "Exemption",
    "Extension",
    "Guarantor",
    "Milestone",
    "Quantity",
    "Reference",
    "Reservation",
    "Sureness",
    "Suspension",
    "Term",
    "Words",
]

AgreementClass = Literal["cessation_of_hostilities", "preliminary", "definitive"]
PartyRole = Literal["signatory", "side"]


def _sureness(value: Any) -> Any:
    """YAML reads a bare ``yes`` as true."""
    return "yes" if value is True else value


Sureness = Annotated[Literal["yes", "possible"], BeforeValidator(_sureness)]


def _moment(value: Any) -> Any:
    """Keep a day a day and a moment a moment, whether YAML or JSON brought it; pydantic would make midnights of days."""
    if isinstance(value, datetime) or value is None:
        return value
    if isinstance(value, Day):
        return value
    text = str(value).strip()
    try:
        return Day.fromisoformat(text) if len(text) == 10 else datetime.fromisoformat(text.replace(" ", "T"))
    except ValueError:
        raise ValueError(f"{text!r} is no day and no time. Write 2022-04-02 or 2022-04-02T19:00") from None


Moment = Annotated[datetime | Day, BeforeValidator(_moment)]
"""A day where the hour is not known, else a local time in the agreement's zone."""


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", populate_by_name=True, serialize_by_alias=True)


class Words(_Model):
    """Words in both languages."""

    ar: str = Field(min_length=1, description="In Arabic, as a careful editor writes it.")
    en: str = Field(min_length=1, description="In English.")


class Sourced(_Model):
    """What every fact of an agreement carries."""

    sources: list[str] = Field(default_factory=list, description="Ids of the `references` that say so.")
    note: Words | None = None


class Reference(_Model):
    """A text that facts come from."""

    id: str = Field(
        pattern=r"^[a-z0-9][a-z0-9_]*$", description="Lower case letters, digits and _; what `sources` names."
    )
    title: str = Field(description="Of the text.")
    publisher: str = Field(default="", description="Who published it.")
    url: str = Field(default="", description="Where it can be read.")
    is_primary: bool = Field(
        default=False, description="The text of the agreement itself, or its official publication."
    )
    note: str = ""


class AgreementName(_Model):
    """How outlets call it; between days where the same words mean another agreement at another time."""

    name: str = Field(min_length=2, description="In careful spelling; article, hamzas and marks are folded.")
    since: Day | None = Field(default=None, description="First day on which the words mean this agreement.")
    until: Day | None = Field(default=None, description="Last such day.")

    @model_validator(mode="before")
    @classmethod
    def _bare(cls, value: Any) -> Any:
        """Take words without days as they stand."""
        return {"name": value} if isinstance(value, str) else value


class AgreementForm(_Model):
    """How it was made."""

    declared: Literal["unilateral", "bilateral", "multilateral"] = Field(
        description="By one side, by two, or by more."
    )
    medium: Literal["written", "verbal"] = Field(description="Written or verbal.")


class AgreementParty(Sourced):
    """An actor that is bound: by its signature, or as a side for which a guarantor answers."""

    actor: str = Field(description="Id of an actor (docs/theatres.md).")
    role: PartyRole = Field(
        default="signatory", description="`signatory`: it signed or declared; `side`: it is spoken for."
    )
    through: str | None = Field(default=None, description="For a side: the guarantor that answers for it.")
    certainty: Sureness = Field(
        default="yes", description="`possible` where the text does not name it plainly."
    )


class Guarantor(Sourced):
    """An actor that answers for sides."""

    actor: str = Field(description="Id of an actor.")
    answers_for: list[str] = Field(
        default_factory=list, alias="for", description="Sides for which it answers; written `for`."
    )


class Exemption(Sourced):
    """A group that the text leaves without its protection: acts against it are outside the terms."""

    actor: str = Field(description="Id of an actor.")
    certainty: Sureness = Field(
        default="yes", description="`possible` where the text does not name it plainly."
    )


class AgreementUnit(_Model):
    """A country, first-level or second-level unit, in the names that records use."""

    country: str = Field(pattern="^[A-Z]{2}$", description="ISO 3166-1 alpha-2.")
    admin1: str | None = Field(default=None, description="First-level unit, as places carry it.")
    admin2: str | None = Field(default=None, description="Second-level unit, as places carry it.")
    certainty: Sureness = Field(default="yes", description="`possible` where only parts of it belong.")


class AgreementPlace(_Model):
    """A place of the gazetteer."""

    id: str = Field(description="Gazetteer id (`rasd gazetteer find`).")
    certainty: Sureness = Field(default="yes", description="`possible` where it may belong.")


class AgreementArea(Sourced):
    """Where terms hold: units, places and a polygon; what is in any of them is in the area."""

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$", description="What terms name it by.")
    label: Words = Field(description="What people call it.")
    is_delimited: bool = Field(
        default=True,
        description="Whether the text draws it; what was left to later delimitation is at most possible.",
    )
    units: list[AgreementUnit] = Field(
        default_factory=list, description="Countries and administrative units in it."
    )
    places: list[AgreementPlace] = Field(default_factory=list, description="Places of the gazetteer in it.")
    geometry: dict[str, Any] | None = Field(
        default=None,
        description="GeoJSON Polygon or MultiPolygon, longitude and latitude in degrees, WGS 84.",
    )
    uncertainty_km: float = Field(
        default=0,
        ge=0,
        le=500,
        description="Distance from the polygon's edge, in kilometres, within which it is possible.",
    )


class Extension(Sourced):
    """A later end that the parties agreed on."""

    until: Moment = Field(description="The new end.")
    agreed: Day | None = Field(default=None, description="The day on which it was agreed.")


class Suspension(Sourced):
    """A stretch in which it was declared not to hold."""

    start: Moment = Field(description="When it began.")
    end: Moment | None = Field(default=None, description="When it ended; null: open.")
    certainty: Sureness = Field(default="yes", description="`possible` where it is disputed.")


class Doubt(Sourced):
    """A stretch in which it is disputed whether it was in force."""

    start: Moment = Field(description="When the doubt begins.")
    end: Moment | None = Field(default=None, description="When it ends; null: open.")


class Quantity(_Model):
    """What a term counts; too few are entered as observations, since an absence is no incident."""

    count: int = Field(ge=0, description="How many.")
    of: str = Field(description="What is counted: aid_truck, fuel_ship, flight, prisoner …")
    per: Literal["day", "week", "month", "total"] = Field(description="In what stretch of time.")


class Term(Sourced):
    """What the agreement forbids or requires, in words of this project."""

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$", description="What entries name it by.")
    rule: Literal["forbids", "requires"] = Field(description="What it does with the acts.")
    acts: list[ActId] = Field(min_length=1, description="One or more of the acts of the codebook.")
    by: list[str] = Field(default_factory=list, description="Actors that it binds; empty: every bound party.")
    against: list[str] = Field(default_factory=list, description="Actors that it protects; empty: anyone.")
    area: str | None = Field(default=None, description="Id of an area; null: all areas of the agreement.")
    start: Moment | None = Field(default=None, description="Own start inside that of the agreement.")
    end: Moment | None = Field(default=None, description="Own end.")
    quantity: Quantity | None = Field(default=None, description="Of a term that requires.")
    text: Words = Field(description="What it says, in words of this project.")
    clause: str = Field(default="", description="Where it stands in the primary text.")
    wording: Literal["checked", "unchecked"] = Field(
        default="unchecked", description="`checked`: held against the primary text."
    )


class Reservation(Sourced):
    """What parties reserved for themselves, as self-defence: shown beside the ledger, it decides nothing."""

    label: Words = Field(description="Its name.")
    text: Words = Field(description="What was reserved, in words of this project.")


class Milestone(Sourced):
    """What became of the agreement, and when."""

    day: Day = Field(description="The day.")
    what: Words = Field(description="What happened to the agreement.")


class Agreement(_Model):
    """One agreement."""

    schema_version: str = Field(default="1.0", description="Of this form.")
    id: str = Field(
        pattern=r"^[a-z][a-z0-9_]*$",
        description="Lower case letters, digits and _; unique over all agreements.",
    )
    title: Words = Field(description="Its full name.")
    names: list[AgreementName] = Field(
        default_factory=list, description="What breach claims call it; matched as the reader folds."
    )
    agreement_class: AgreementClass = Field(
        alias="class", description="After the ETH/PRIO ceasefire dataset; written `class`."
    )
    form: AgreementForm = Field(description="How it was made.")
    declared_by: list[str] = Field(default_factory=list, description="Actors that signed or declared it.")
    references: list[Reference] = Field(min_length=1, description="The texts that its facts come from.")
    parties: list[AgreementParty] = Field(min_length=1, description="Who is bound.")
    guarantors: list[Guarantor] = Field(default_factory=list, description="Who answers for sides.")
    exempt: list[Exemption] = Field(default_factory=list, description="Groups outside its protection.")
    areas: list[AgreementArea] = Field(min_length=1, description="Where it holds.")
    zone: str = Field(description="IANA name of the zone of all its times.")
    start: Moment = Field(
        description="A day where the hour is not known (all of it is boundary then), else a local time."
    )
    end: Moment | None = Field(
        default=None, description="Exclusive where it is a time; a day is the last one. Null: none stated."
    )
    extensions: list[Extension] = Field(default_factory=list, description="Later ends that were agreed.")
    suspensions: list[Suspension] = Field(
        default_factory=list, description="Stretches in which it was declared not to hold."
    )
    doubts: list[Doubt] = Field(
        default_factory=list, description="Stretches in which its force is disputed: time is `possible`."
    )
    terms: list[Term] = Field(min_length=1, description="What it forbids and requires.")
    reservations: list[Reservation] = Field(
        default_factory=list, description="Shown beside the ledger; they decide nothing."
    )
    timeline: list[Milestone] = Field(default_factory=list, description="What became of it.")
    synthetic: bool = Field(default=False, description="Invented: it takes invented incidents only.")
    note: Words | None = None
    theatre: str | None = Field(default=None, description="Of the pack that holds it; set when it is loaded.")
