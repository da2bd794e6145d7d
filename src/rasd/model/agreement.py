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

    ar: str = Field(min_length=1)
    en: str = Field(min_length=1)


class Sourced(_Model):
    """What every fact of an agreement carries."""

    sources: list[str] = Field(default_factory=list, description="Ids of the `references` that say so.")
    note: Words | None = None


class Reference(_Model):
    """A text that facts come from."""

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9_]*$")
    title: str
    publisher: str = ""
    url: str = ""
    is_primary: bool = Field(
        default=False, description="The text of the agreement itself, or its official publication."
    )
    note: str = ""


class AgreementName(_Model):
    """How outlets call it; between days where the same words mean another agreement at another time."""

    name: str = Field(min_length=2)
    since: Day | None = None
    until: Day | None = None

    @model_validator(mode="before")
    @classmethod
    def _bare(cls, value: Any) -> Any:
        """Take words without days as they stand."""
        return {"name": value} if isinstance(value, str) else value


class AgreementForm(_Model):
    """How it was made."""

    declared: Literal["unilateral", "bilateral", "multilateral"]
    medium: Literal["written", "verbal"]


class AgreementParty(Sourced):
    """An actor that is bound: by its signature, or as a side for which a guarantor answers."""

    actor: str
    role: PartyRole = "signatory"
    through: str | None = Field(default=None, description="For a side: the guarantor that answers for it.")
    certainty: Sureness = Field(
        default="yes", description="`possible` where the text does not name it plainly."
    )


class Guarantor(Sourced):
    """An actor that answers for sides."""

    actor: str
    answers_for: list[str] = Field(default_factory=list, alias="for")


class Exemption(Sourced):
    """A group that the text leaves without its protection: acts against it are outside the terms."""

    actor: str
    certainty: Sureness = "yes"


class AgreementUnit(_Model):
    """A country, first-level or second-level unit, in the names that records use."""

    country: str = Field(pattern="^[A-Z]{2}$")
    admin1: str | None = None
    admin2: str | None = None
    certainty: Sureness = "yes"


class AgreementPlace(_Model):
    """A place of the gazetteer."""

    id: str
    certainty: Sureness = "yes"


class AgreementArea(Sourced):
    """Where terms hold: units, places and a polygon; what is in any of them is in the area."""

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    label: Words
    is_delimited: bool = Field(
        default=True,
        description="Whether the text draws it; what was left to later delimitation is at most possible.",
    )
    units: list[AgreementUnit] = Field(default_factory=list)
    places: list[AgreementPlace] = Field(default_factory=list)
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

    until: Moment
    agreed: Day | None = Field(default=None, description="The day on which it was agreed.")


class Suspension(Sourced):
    """A stretch in which it was declared not to hold."""

    start: Moment
    end: Moment | None = None
    certainty: Sureness = "yes"


class Doubt(Sourced):
    """A stretch in which it is disputed whether it was in force."""

    start: Moment
    end: Moment | None = None


class Quantity(_Model):
    """What a term counts; too few are entered as observations, since an absence is no incident."""

    count: int = Field(ge=0)
    of: str = Field(description="What is counted: aid_truck, fuel_ship, flight, prisoner …")
    per: Literal["day", "week", "month", "total"]


class Term(Sourced):
    """What the agreement forbids or requires, in our own words."""

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    rule: Literal["forbids", "requires"]
    acts: list[ActId] = Field(min_length=1)
    by: list[str] = Field(default_factory=list, description="Actors that it binds; empty: every bound party.")
    against: list[str] = Field(default_factory=list, description="Actors that it protects; empty: anyone.")
    area: str | None = Field(default=None, description="Id of an area; null: all areas of the agreement.")
    start: Moment | None = None
    end: Moment | None = None
    quantity: Quantity | None = None
    text: Words
    clause: str = Field(default="", description="Where it stands in the primary text.")
    wording: Literal["checked", "unchecked"] = "unchecked"


class Reservation(Sourced):
    """What parties reserved for themselves, as self-defence: shown beside the ledger, it decides nothing."""

    label: Words
    text: Words


class Milestone(Sourced):
    """What became of the agreement, and when."""

    day: Day
    what: Words


class Agreement(_Model):
    """One agreement."""

    schema_version: str = "1.0"
    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    title: Words
    names: list[AgreementName] = Field(
        default_factory=list, description="What breach claims call it; matched as the reader folds."
    )
    agreement_class: AgreementClass = Field(alias="class")
    form: AgreementForm
    declared_by: list[str] = Field(default_factory=list)
    references: list[Reference] = Field(min_length=1)
    parties: list[AgreementParty] = Field(min_length=1)
    guarantors: list[Guarantor] = Field(default_factory=list)
    exempt: list[Exemption] = Field(default_factory=list)
    areas: list[AgreementArea] = Field(min_length=1)
    zone: str = Field(description="IANA name of the zone of all its times.")
    start: Moment
    end: Moment | None = Field(
        default=None, description="Exclusive where it is a time; a day is the last one. Null: none stated."
    )
    extensions: list[Extension] = Field(default_factory=list)
    suspensions: list[Suspension] = Field(default_factory=list)
    doubts: list[Doubt] = Field(default_factory=list)
    terms: list[Term] = Field(min_length=1)
    reservations: list[Reservation] = Field(default_factory=list)
    timeline: list[Milestone] = Field(default_factory=list)
    synthetic: bool = Field(default=False, description="Invented: it takes invented incidents only.")
    note: Words | None = None
    theatre: str | None = Field(default=None, description="Of the pack that holds it; set when it is loaded.")
