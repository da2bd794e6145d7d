"""The nouns of a coded document, declared once: validation, JSON Schema and docs come from here.

Every value carries `evidence` (where in the text), `rule` (what read it) and `data_version` (with which words).
No logic beyond validity lives here.
"""

from __future__ import annotations

from datetime import date as Day
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, GetCoreSchemaHandler, model_validator
from pydantic_core import CoreSchema, core_schema

from rasd.model.vocabulary import ids

__all__ = [
    "SCHEMA_VERSION",
    "BreachClaim",
    "ClaimedTotal",
    "DateWindow",
    "Document",
    "Figure",
    "Harm",
    "Issue",
    "Keyword",
    "Munition",
    "Party",
    "Perpetrator",
    "Place",
    "PlaceCandidate",
    "Record",
    "Report",
    "Source",
    "Target",
    "TargetSite",
    "Toll",
    "Value",
    "Weapon",
]

SCHEMA_VERSION = "1.0"


class _OneOf:
    """A closed list of ``data/vocab``: checks the value and lists the options in the schema."""

    def __init__(self, vocabulary: str) -> None:
        self._options = ids(vocabulary)

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.literal_schema(list(self._options))


Kind = Annotated[str, _OneOf("kinds")]
Factuality = Annotated[str, _OneOf("factuality")]
Certainty = Annotated[str, _OneOf("certainty")]
Effect = Annotated[str, _OneOf("effects")]
WeaponId = Annotated[str, _OneOf("weapons")]
MunitionItem = Annotated[str, _OneOf("munitions")]
Site = Annotated[str, _OneOf("target_sites")]
SourceType = Annotated[str, _OneOf("source_types")]
Precision = Annotated[str, _OneOf("precision")]
PlaceClass = Annotated[str, _OneOf("place_classes")]
PartOfDay = Annotated[str, _OneOf("parts_of_day")]
ActId = Annotated[str, _OneOf("acts")]
Span = Annotated[
    tuple[int, int],
    Field(description="[start, end] in code points of the document's text, end exclusive."),
]


class Model(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Document(Model):
    """One collected text, as it came."""

    id: str | None = Field(None, description="Given, else SHA-256 of outlet, published and text.")
    text: str
    title: str | None = None
    outlet: str | None = None
    published: str | None = Field(None, description="ISO 8601 day or moment; null where unknown.")
    published_from: str | None = Field(
        None, description="Where the publication date was read: field, option, text."
    )
    url: str | None = None
    theatre: str | None = None
    synthetic: bool = False


class Value(Model):
    """What every coded value carries."""

    evidence: list[Span] = Field(default_factory=list, description="Where in the text the value was read.")
    rule: str = Field(default="", description="Id of the rule that read it.")
    data_version: str = Field(default="", description="Version of the words and shapes it was read with.")


class DateWindow(Value):
    """When: ISO days, both inclusive; null when the text gives no time."""

    start: Day | None = None
    end: Day | None = None
    part_of_day: PartOfDay | None = None

    @model_validator(mode="after")
    def _ordered(self) -> DateWindow:
        if self.start and self.end and self.end < self.start:
            raise ValueError(f"end {self.end} lies before start {self.start}")
        return self


class PlaceCandidate(Model):
    """A namesake that could not be ruled out."""

    gazetteer_id: str
    name: str
    country: str | None = None
    admin1: str | None = None
    latitude: float | None = None
    longitude: float | None = None


class Place(Value):
    """Where: the name as written, its region as the text gives it, then what the gazetteer adds."""

    name: str
    region: str | None = None
    country: str | None = Field(None, description="ISO 3166-1 alpha-2.")
    admin1: str | None = None
    admin2: str | None = None
    latitude: float | None = Field(None, ge=-90, le=90, description="Degrees, WGS 84.")
    longitude: float | None = Field(None, ge=-180, le=180, description="Degrees, WGS 84.")
    gazetteer_id: str | None = None
    precision: Precision | None = None
    place_class: PlaceClass | None = Field(None, description="What sort of place the gazetteer knows it as.")
    candidates: list[PlaceCandidate] = Field(
        default_factory=list, description="Namesakes left open; empty when decided."
    )
    decided_by: list[str] = Field(default_factory=list, description="Why this namesake, in words.")


class Perpetrator(Value):
    """An alleged perpetrator."""

    actor: str
    certainty: Certainty = "stated"
    claimed_by: list[str] = Field(default_factory=list, description="Names of the sources that say so.")


class Party(Value):
    """A party to an agreement or to talks."""

    actor: str
    certainty: Certainty = "stated"


class Target(Value):
    """The side that was struck; CIVILIANS when civilians are named or harmed."""

    actor: str


class TargetSite(Value):
    """What sort of site was struck."""

    site: Site


class Weapon(Value):
    """A weapon that the text names."""

    weapon: WeaponId


class Munition(Value):
    """A counted munition; several sums are several items."""

    item: MunitionItem
    count: int = Field(ge=1)


class Harm(Value):
    """Harm to people, counted by the rule set `rasd-1`."""

    effect: Effect
    min: int | None = Field(None, ge=0)
    max: int | None = Field(None, ge=0)
    victim_status: Literal["civilian", "combatant", "unknown"] = "unknown"
    status_basis: Literal["stated", "presumed"] | None = None
    children: int | None = None
    women: int | None = None
    men: int | None = None
    medics: int | None = None
    journalists: int | None = None
    aid_workers: int | None = None
    approximate: bool = False
    unit: Literal["people", "families"] = "people"
    victims: list[str] = Field(
        default_factory=list, description="Names; sensitive, left out of public exports."
    )
    phrase: str = Field(default="", description="The words that were counted.")

    @model_validator(mode="after")
    def _ordered(self) -> Harm:
        if self.min is not None and self.max is not None and self.max < self.min:
            raise ValueError(f"max {self.max} lies below min {self.min}")
        return self


class Figure(Model):
    """One source's own figure where sources differ."""

    effect: Effect
    min: int | None = None
    max: int | None = None


class Source(Value):
    """Who the document says it from."""

    name: str
    type: SourceType
    figures: list[Figure] = Field(default_factory=list)


class BreachClaim(Value):
    """Words of the text that call the incident a breach of an agreement."""

    agreement: str
    claimed_by: list[str] = Field(default_factory=list)


class Report(Value):
    """One document's account of one incident."""

    id: str = ""
    kind: Kind
    kind_basis: Literal["stated", "inferred"] = "stated"
    factuality: Factuality = "asserted"
    date: DateWindow = Field(default_factory=lambda: DateWindow())
    places: list[Place] = Field(default_factory=list)
    perpetrators: list[Perpetrator] = Field(default_factory=list)
    parties: list[Party] = Field(default_factory=list)
    targets: list[Target] = Field(default_factory=list)
    target_sites: list[TargetSite] = Field(default_factory=list)
    weapons: list[Weapon] = Field(default_factory=list)
    munitions: list[Munition] = Field(default_factory=list)
    harm: list[Harm] = Field(default_factory=list)
    sources: list[Source] = Field(default_factory=list)
    breach_claims: list[BreachClaim] = Field(default_factory=list)


class Toll(Value):
    """A count over a period, never an incident."""

    effect: Effect
    min: int | None = None
    max: int | None = None
    since: Day | None = None
    until: Day | None = None
    place: str | None = None
    source: str | None = None


class ClaimedTotal(Value):
    """How many breaches somebody claims over a period ("سجل 27 خرقاً خلال يوم"): a statement, never incidents."""

    min: int | None = Field(default=None, ge=0)
    max: int | None = Field(default=None, ge=0)
    approximate: bool = False
    of: str = Field(default="", description="What is counted, as written: خرق, انتهاك, غارة.")
    agreement: str | None = Field(default=None, description="The agreement as the text names it.")
    against: list[str] = Field(default_factory=list, description="Actors that are said to have done it.")
    claimed_by: list[str] = Field(default_factory=list, description="Names of the sources that say so.")
    claimed_by_actors: list[str] = Field(
        default_factory=list, description="Actors among them: a belligerent's own statement."
    )
    since: Day | None = None
    until: Day | None = None
    place: str | None = None
    phrase: str = Field(default="", description="The words that were counted.")


class Issue(Model):
    """Something in the text that was met and not understood."""

    code: str
    span: Span | None = None
    message: str


class Keyword(Value):
    """What a newsroom would put under "الكلمات المفتاحية"."""

    text: str
    of: Literal["actor", "place", "agreement", "kind"]


class Record(Model):
    """The coded record of one document."""

    schema_version: str = SCHEMA_VERSION
    data_version: str = ""
    id: str
    outlet: str | None = None
    title: str | None = None
    url: str | None = None
    published: str | None = None
    published_from: str | None = None
    theatre: str | None = None
    theatres: list[str] = Field(default_factory=list)
    """Every theatre that its reports are of, the likeliest first: a missile from Yemen at Israel is of both."""
    synthetic: bool = False
    text_sha256: str = ""
    reports: list[Report] = Field(default_factory=list)
    tolls: list[Toll] = Field(default_factory=list)
    claimed_totals: list[ClaimedTotal] = Field(default_factory=list)
    keywords: list[Keyword] = Field(default_factory=list)
    issues: list[Issue] = Field(default_factory=list)
