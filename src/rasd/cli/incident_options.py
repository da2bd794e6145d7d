"""Which incidents: the options that narrow a list of them, under one name with one meaning in every command that lists."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated

import typer

from rasd.cli.options import day_of

if TYPE_CHECKING:
    from rasd.store import IncidentFilter

__all__ = [
    "ActorOption",
    "Admin1Option",
    "ContestedOption",
    "CountryOption",
    "DecidedOnlyOption",
    "GradeOption",
    "InjuredOption",
    "KilledOption",
    "KindOption",
    "NearOption",
    "OfTheatreOption",
    "PerpetratorOption",
    "PlaceOption",
    "SinceOption",
    "TargetOption",
    "UntilOption",
    "WeaponOption",
    "WordsOption",
    "incident_filter",
]

_SPAN = re.compile(r"(\d{1,9})?(?:(\.\.)(\d{1,9})?)?")
_FARTHEST = 20_040  # half way round the earth, in kilometres

PlaceOption = Annotated[
    str | None,
    typer.Option(metavar="NAME|ID", help="Place, district, governorate in any spelling; or a gazetteer id."),
]
NearOption = Annotated[
    str | None, typer.Option(metavar="LAT,LON,KM", help="Within so many kilometres of a point.")
]
Admin1Option = Annotated[
    str | None, typer.Option(metavar="NAME", help="First-level unit, in Arabic or as records write it.")
]
CountryOption = Annotated[str | None, typer.Option(metavar="CODE", help="ISO 3166-1 alpha-2, as SY.")]
OfTheatreOption = Annotated[str | None, typer.Option(metavar="ID", help="Of one theatre.")]
SinceOption = Annotated[str | None, typer.Option(metavar="DAY", help="On this day or later, ISO 8601.")]
UntilOption = Annotated[str | None, typer.Option(metavar="DAY", help="On this day or earlier.")]
KindOption = Annotated[str | None, typer.Option(metavar="KIND", help="A kind, or a family of kinds.")]
ActorOption = Annotated[str | None, typer.Option(metavar="ID", help="As perpetrator or target.")]
PerpetratorOption = Annotated[str | None, typer.Option(metavar="ID", help="Alleged to have done it.")]
TargetOption = Annotated[str | None, typer.Option(metavar="ID", help="Struck.")]
WeaponOption = Annotated[str | None, typer.Option(metavar="ID", help="Named by a report.")]
KilledOption = Annotated[
    str | None, typer.Option(metavar="N|N..|..N|N..M", help="Killed: the range meets this one.")
]
InjuredOption = Annotated[str | None, typer.Option(metavar="N|N..|..N|N..M", help="Injured, likewise.")]
GradeOption = Annotated[
    str | None, typer.Option(metavar="GRADE", help="As a person decided; where nobody did, as proposed.")
]
DecidedOnlyOption = Annotated[
    bool, typer.Option("--decided-only", help="Only where a person decided the grade.")
]
ContestedOption = Annotated[
    bool,
    typer.Option("--contested", help="Only where sources disagree on perpetrator, status or occurrence."),
]
WordsOption = Annotated[
    str | None,
    typer.Option(metavar="WORDS", help="A document holds these words in any spelling; quotes: in a row."),
]


def incident_filter(
    *,
    place: str | None,
    near: str | None,
    admin1: str | None,
    country: str | None,
    theatre: str | None,
    since: str | None,
    until: str | None,
    kind: str | None,
    actor: str | None,
    perpetrator: str | None,
    target: str | None,
    weapon: str | None,
    killed: str | None,
    injured: str | None,
    grade: str | None,
    decided_only: bool,
    contested: bool,
    text: str | None,
    is_synthetic: bool | None,
) -> IncidentFilter:
    """Return what the options ask for; raises typer.BadParameter in words of a person."""
    from rasd.store import IncidentFilter

    day_from, day_until = day_of("--since", since), day_of("--until", until)
    if day_from and day_until and day_until < day_from:
        raise typer.BadParameter(f"--until {day_until} lies before --since {day_from}. Exchange them.")
    fewest, most = _span("--killed", killed)
    fewest_injured, most_injured = _span("--injured", injured)
    kind, family = _kind(kind)
    return IncidentFilter(
        place=place,
        near=_near(near),
        admin1=_unit(admin1),
        country=country.upper() if country else None,
        theatre=theatre,
        day_from=day_from,
        day_until=day_until,
        kind=kind,
        family=family,
        actor=_id(actor),
        perpetrator=_id(perpetrator),
        target=_id(target),
        weapon=_term("weapons", "weapon", weapon),
        killed=fewest,
        killed_until=most,
        injured=fewest_injured,
        injured_until=most_injured,
        grade=_term("grades", "grade", grade),
        is_decided=True if decided_only else None,
        is_contested=True if contested else None,
        words=text,
        is_synthetic=is_synthetic,
    )


def _span(option: str, given: str | None) -> tuple[int | None, int | None]:
    """Return the bounds of ``5``, ``5..``, ``..3`` or ``5..9``."""
    if given is None:
        return None, None
    read = _SPAN.fullmatch(given.strip())
    if read is None or (read[1] is None and read[3] is None):
        raise typer.BadParameter(f'{option}: "{given}" is no range. Write 5, 5.., ..3 or 5..9.')
    low = int(read[1]) if read[1] else None
    high = low if read[2] is None else (int(read[3]) if read[3] else None)
    if low is not None and high is not None and high < low:
        raise typer.BadParameter(f'{option}: "{given}" ends before it begins. Write {high}..{low}.')
    return low, high


def _near(given: str | None) -> tuple[float, float, float] | None:
    if given is None:
        return None
    try:
        latitude, longitude, kilometres = (float(piece) for piece in given.split(","))
    except ValueError:
        latitude = longitude = kilometres = float("nan")
    if not (abs(latitude) <= 90 and abs(longitude) <= 180 and 0 < kilometres <= _FARTHEST):
        raise typer.BadParameter(
            f'--near: "{given}" is no latitude, longitude and distance. Write degrees and kilometres: 35.45,36.54,10.'
        )
    return latitude, longitude, kilometres


def _kind(given: str | None) -> tuple[str | None, str | None]:
    """Return a kind, or a family."""
    from rasd.model import terms

    kinds = terms("kinds")
    if given is None or given in kinds:
        return given, None
    families = {term.family for term in kinds.values() if term.family}
    if given in families:
        return None, given
    raise typer.BadParameter(
        f'No kind is called "{given}". Kinds: {", ".join(kinds)}. Families: {", ".join(sorted(families))}.'
    )


def _term(vocabulary: str, option: str, given: str | None) -> str | None:
    from rasd.model import terms

    if given is not None and given not in terms(vocabulary):
        raise typer.BadParameter(
            f'No {option} is called "{given}". There are: {", ".join(terms(vocabulary))}.'
        )
    return given


def _id(given: str | None) -> str | None:
    return given.strip().upper() if given else None


def _unit(given: str | None) -> str | None:
    """Return the name that records give a first-level unit."""
    from rasd.export.page.labels import admin1_named

    return given and (admin1_named(given) or given)
