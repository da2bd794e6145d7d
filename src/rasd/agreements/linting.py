"""What a careful editor would mend in an agreement that loads: facts without source, names that no list has, spelling."""

from __future__ import annotations

import re
from functools import cache

from rasd.agreements.checking import sourced
from rasd.agreements.polygons import swapped
from rasd.agreements.reading import Loc, Sheet
from rasd.lexicon import Lexicon
from rasd.lexicon.lint import characters
from rasd.model import Agreement, AgreementArea
from rasd.places import Place
from rasd.places.admin import admin1_name
from rasd.places.library import core_places
from rasd.text import fold

__all__ = ["check_places", "lint_agreement"]

_LATIN_MARK = re.compile("[\u0620-\u064a][,;?]")


def lint_agreement(sheet: Sheet, agreement: Agreement) -> None:
    """Add to the sheet what is not wrong and should be better."""
    _sources(sheet, agreement)
    _wording(sheet, agreement)
    _terms(sheet, agreement)
    _guarantors(sheet, agreement)
    for number, area in enumerate(agreement.areas):
        _area(sheet, ("areas", number), area)
    _names(sheet, agreement)
    _characters(sheet)


def check_places(sheet: Sheet, agreement: Agreement, lexicon: Lexicon) -> None:
    """Add the error that a polygon's latitude and longitude look exchanged."""
    theatre = lexicon.theatres.get(agreement.theatre or "")
    for number, area in enumerate(agreement.areas):
        countries = {unit.country for unit in area.units} or set(theatre.countries if theatre else ())
        if area.geometry is None or not countries:
            continue
        places = [place for country in countries for place in _by_country().get(country, ())]
        if swapped(area.geometry, places):
            sheet.complain(
                ("areas", number, "geometry", "coordinates"),
                f"lies far from every place of {', '.join(sorted(countries))} and close to them with latitude and "
                "longitude exchanged.",
                "Longitude comes first: [lon, lat].",
            )


def _warn(sheet: Sheet, loc: Loc, fact: str, remedy: str) -> None:
    sheet.complain(loc, fact, remedy, is_error=False)


def _sources(sheet: Sheet, agreement: Agreement) -> None:
    for loc, sources in sourced(agreement):
        if not sources:
            ids = ", ".join(one.id for one in agreement.references)
            _warn(
                sheet, loc, "a fact without source.", f"Write `sources: […]` with ids of references: {ids}."
            )
    for number, reference in enumerate(agreement.references):
        if not (reference.url or reference.publisher):
            _warn(
                sheet,
                ("references", number),
                "nobody could find this text.",
                "Write `url:`, or `publisher:` and in `note:` where it is printed.",
            )


def _wording(sheet: Sheet, agreement: Agreement) -> None:
    primary = {one.id for one in agreement.references if one.is_primary}
    for number, term in enumerate(agreement.terms):
        if term.wording == "checked" and not primary & set(term.sources):
            _warn(
                sheet,
                ("terms", number),
                "`wording: checked` without a primary reference among its sources.",
                f"Add one ({', '.join(sorted(primary)) or 'mark it `is_primary: true`'}), or write `wording: unchecked`.",
            )


def _terms(sheet: Sheet, agreement: Agreement) -> None:
    bound = {party.actor for party in agreement.parties} | {one.actor for one in agreement.guarantors}
    for number, term in enumerate(agreement.terms):
        for at, actor in enumerate(term.by):
            if actor not in bound:
                _warn(
                    sheet,
                    ("terms", number, "by", at),
                    f"binds {actor}, which is neither party nor guarantor.",
                    f"Add it to `parties:`, or choose among: {', '.join(sorted(bound))}.",
                )


def _guarantors(sheet: Sheet, agreement: Agreement) -> None:
    for number, party in enumerate(agreement.parties):
        if party.role == "side" and party.through is None and party.note is None:
            _warn(
                sheet,
                ("parties", number),
                "a side that nobody answers for.",
                "Say in `note:` why it may be bound.",
            )
    sides = {party.actor for party in agreement.parties if party.role == "side"}
    for number, guarantor in enumerate(agreement.guarantors):
        for at, actor in enumerate(guarantor.answers_for):
            if actor not in sides:
                _warn(
                    sheet,
                    ("guarantors", number, "for", at),
                    f"{actor} is no side of the agreement.",
                    f"Add it to `parties:` with `role: side, through: {guarantor.actor}`.",
                )


def _area(sheet: Sheet, loc: Loc, area: AgreementArea) -> None:
    for at, unit in enumerate(area.units):
        where = (*loc, "units", at)
        known = _units().get(unit.country)
        if known is None:
            _warn(
                sheet,
                where,
                f"no place of {unit.country} in the core list.",
                "Records there name other units.",
            )
            continue
        if unit.admin1 is not None and unit.admin1 not in known:
            meant = admin1_name(unit.country, unit.admin1)
            _warn(
                sheet,
                where,
                f"{unit.country} has no admin1 {unit.admin1!r} in the core list.",
                f"Write {meant}." if meant in known else f"Known: {', '.join(sorted(filter(None, known)))}.",
            )
        elif unit.admin2 is not None and unit.admin2 not in known[unit.admin1 or ""]:
            seconds = ", ".join(sorted(filter(None, known[unit.admin1 or ""])))
            _warn(
                sheet,
                where,
                f"{unit.admin1} has no admin2 {unit.admin2!r} in the core list.",
                f"Known: {seconds or 'none'}.",
            )
    for at, place in enumerate(area.places):
        if place.id not in _ids():
            _warn(
                sheet,
                (*loc, "places", at),
                f"no place {place.id!r} in the core list.",
                "Find it with `rasd gazetteer show NAME`; ids of added lists hold where those are added.",
            )
    if area.uncertainty_km and area.geometry is None:
        _warn(
            sheet,
            (*loc, "uncertainty_km"),
            "a distance from no polygon.",
            "Add `geometry:`, or leave it out.",
        )


def _names(sheet: Sheet, agreement: Agreement) -> None:
    if not agreement.names:
        _warn(sheet, (), "no `names:`.", "Without them no breach claim of a text can be known to mean it.")
    seen: dict[str, int] = {}
    for number, name in enumerate(agreement.names):
        form = f"{fold(name.name).text} {name.since} {name.until}"
        if form in seen:
            _warn(
                sheet, ("names", number), "folds to the same as one above.", "Spelling variants need no name."
            )
        seen[form] = number


def _characters(sheet: Sheet) -> None:
    titles = range(sheet.line(("references",)), max(sheet.reference_lines, default=0) + 1)
    for one in characters(sheet.path):
        if "Farsi" in one.message and one.line in titles:
            continue  # a text in Persian has a title in Persian
        fact, _, remedy = one.message.partition(". ")
        sheet.complain_of_line(one.line, fact + ".", remedy)
    try:
        lines = sheet.path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return
    for number, line in enumerate(lines, start=1):
        found = _LATIN_MARK.search(line.split(" #")[0])
        if found and _in_words(line, found.start()):
            sheet.complain_of_line(number, f"holds a Latin mark in Arabic: {found[0]!r}.", "Type ، ؛ or ؟")


def _in_words(line: str, at: int) -> bool:
    """Whether a mark behind Arabic stands within quoted words, not between the values of a flow."""
    return line[:at].count('"') % 2 == 1


@cache
def _by_country() -> dict[str, list[Place]]:
    found: dict[str, list[Place]] = {}
    for place in core_places():
        found.setdefault(place.country, []).append(place)
    return found


@cache
def _units() -> dict[str, dict[str, set[str]]]:
    found: dict[str, dict[str, set[str]]] = {}
    for place in core_places():
        found.setdefault(place.country, {}).setdefault(place.admin1, set()).add(place.admin2)
    return found


@cache
def _ids() -> frozenset[str]:
    return frozenset(place.id for place in core_places())
