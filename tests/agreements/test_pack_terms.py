"""What the shipped agreements of Yemen, Sudan, Lebanon and Gaza say of an hour, a place and a party, tried with invented incidents.

The agreements are taken as copies that are marked invented, since an invented incident enters no real one.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from shapely.geometry import shape

from agreements_invented import incident, on, perpetrator, place
from rasd.agreements import Holder
from rasd.lexicon import Lexicon
from rasd.model import Agreement, Incident, LedgerEntry

LEXICON = Lexicon.load()
PACKS = Path(__file__).parents[2] / "src" / "rasd" / "data" / "theatres"
FILES = {
    path.stem: path
    for theatre in ("yemen", "sudan", "lebanon", "palestine")
    for path in sorted((PACKS / theatre / "agreements").glob("*.yaml"))
}


@cache
def agreement(stem: str) -> Agreement:
    given = Agreement.model_validate(yaml.safe_load(FILES[stem].read_text(encoding="utf-8")))
    return given.model_copy(update={"theatre": FILES[stem].parent.parent.name, "synthetic": True})


def held(stem: str, **changes: Any) -> LedgerEntry:
    given: Incident = incident(theatres=[FILES[stem].parent.parent.name], **changes)
    return Holder(agreement(stem), LEXICON).hold(given)


def at(
    country: str, admin1: str | None = None, admin2: str | None = None, **changes: Any
) -> list[dict[str, Any]]:
    return [
        place("بلدة متخيلة", country=country, admin1=admin1, admin2=admin2, **{"latitude": None, "longitude": None} | changes)
    ]  # fmt: skip


YEMEN = "2022-04-02_truce"
HODEIDAH = "2018-12-18_hodeidah"
LEBANON = "2024-11-27_cessation_of_hostilities"
JANUARY = "2025-01-19_gaza"
OCTOBER = "2025-10-10_gaza"
GAZA = at("PS", "Gaza Strip", "Gaza")
TAIZ = at("YE", "Taiz")

# agreement, outcome, whether at an edge, what of the incident makes it so
CASES: list[tuple[str, str, bool, dict[str, Any]]] = [
    (YEMEN, "in_scope", False, {"date": on("2022-04-10"), "places": TAIZ, "perpetrators": [perpetrator("HOUTHI")]}),
    (YEMEN, "in_scope", False, {"date": on("2022-09-10"), "places": TAIZ, "perpetrators": [perpetrator("YEM_GOV")]}),
    (YEMEN, "in_scope", False, {"date": on("2022-05-10"), "places": at("SA"), "perpetrators": [perpetrator("HOUTHI")]}),
    (YEMEN, "out_of_scope", False, {"date": on("2022-04-02", "noon"), "places": TAIZ, "perpetrators": [perpetrator("HOUTHI")]}),
    (YEMEN, "possibly_in_scope", True, {"date": on("2022-10-02"), "places": TAIZ, "perpetrators": [perpetrator("HOUTHI")]}),
    (YEMEN, "out_of_scope", False, {"date": on("2022-10-03"), "places": TAIZ, "perpetrators": [perpetrator("HOUTHI")]}),
    (YEMEN, "out_of_scope", False, {"date": on("2022-05-10"), "places": TAIZ, "perpetrators": [perpetrator("AQAP")]}),
    (HODEIDAH, "out_of_scope", False, {"date": on("2018-12-17"), "places": at("YE", "Al Hodeidah"), "perpetrators": [perpetrator("HOUTHI")]}),
    (HODEIDAH, "in_scope", False, {"date": on("2018-12-18"), "places": at("YE", "Al Hodeidah", "Hays"), "perpetrators": [perpetrator("HOUTHI")]}),
    (HODEIDAH, "possibly_in_scope", False, {"date": on("2019-02-01"), "places": at("YE", "Al Hodeidah", "Hays"), "perpetrators": [perpetrator("SAUDI_COALITION")]}),
    (HODEIDAH, "out_of_scope", False, {"date": on("2019-02-01"), "places": TAIZ, "perpetrators": [perpetrator("HOUTHI")]}),
    (HODEIDAH, "out_of_scope", False, {"date": on("2025-05-01"), "places": at("YE", "Al Hodeidah"), "perpetrators": [perpetrator("USA")]}),
    (LEBANON, "in_scope", False, {"date": on("2025-03-10"), "places": at("LB", "Nabatieh", "Bent Jbayl"), "perpetrators": [perpetrator("ISR")]}),
    (LEBANON, "in_scope", False, {"date": on("2025-03-10"), "places": at("IL", "Northern"), "perpetrators": [perpetrator("HEZBOLLAH")]}),
    (LEBANON, "possibly_in_scope", True, {"date": on("2024-11-27"), "places": at("LB", "Beirut"), "perpetrators": [perpetrator("ISR")]}),
    (LEBANON, "possibly_in_scope", False, {"date": on("2026-03-10"), "places": at("LB", "Beirut"), "perpetrators": [perpetrator("ISR")]}),
    (LEBANON, "possibly_in_scope", False, {"date": on("2026-03-10"), "places": at("IL", "Northern"), "perpetrators": [perpetrator("HEZBOLLAH")]}),
    (JANUARY, "in_scope", False, {"date": on("2025-02-10"), "places": GAZA, "perpetrators": [perpetrator("ISR")]}),
    (JANUARY, "in_scope", False, {"date": on("2025-02-10"), "places": GAZA, "perpetrators": [perpetrator("HAMAS")]}),
    (JANUARY, "possibly_in_scope", False, {"date": on("2025-03-05"), "places": GAZA, "perpetrators": [perpetrator("ISR")]}),
    (JANUARY, "possibly_in_scope", True, {"date": on("2025-03-18"), "places": GAZA, "perpetrators": [perpetrator("ISR")]}),
    (JANUARY, "out_of_scope", False, {"date": on("2025-03-19"), "places": GAZA, "perpetrators": [perpetrator("ISR")]}),
    (OCTOBER, "out_of_scope", False, {"date": on("2025-10-09"), "places": GAZA, "perpetrators": [perpetrator("ISR")]}),
    (OCTOBER, "in_scope", False, {"date": on("2025-10-19"), "places": GAZA, "perpetrators": [perpetrator("ISR")]}),
    (OCTOBER, "in_scope", False, {"date": on("2025-10-19"), "places": GAZA, "perpetrators": [perpetrator("HAMAS")]}),
    (OCTOBER, "out_of_scope", False, {"date": on("2025-10-19"), "places": at("PS", "West Bank", "Jenin"), "perpetrators": [perpetrator("ISR")]}),
]  # fmt: skip


@pytest.mark.parametrize(("stem", "outcome", "boundary", "changes"), CASES)
def test_hour_place_and_party(stem: str, outcome: str, boundary: bool, changes: dict[str, Any]) -> None:
    entry = held(stem, **changes)
    assert (entry.outcome, entry.boundary) == (outcome, boundary), [
        (one.question, one.value, one.reason.en) for one in entry.answers
    ]


def test_the_jeddah_declaration_is_about_civilians_not_about_fighting() -> None:
    darfur = {
        "places": at("SD", "North Darfur"),
        "date": on("2024-06-01"),
        "perpetrators": [perpetrator("RSF")],
    }
    struck = held("2023-05-11_jeddah_declaration", **darfur)
    assert struck.outcome == "in_scope" and "protection_of_civilians" in struck.terms
    fought = held("2023-05-11_jeddah_declaration", kind="clash", targets=[{"actor": "SAF", "reports": ["d1#r1"]}], **darfur)  # fmt: skip
    assert fought.outcome != "in_scope"


def test_south_of_the_litani_keeps_its_banks_apart() -> None:
    """Villages of the south bank lie in the polygon, those of the north bank outside; near the river neither is sure."""
    area = next(one for one in agreement(LEBANON).areas if one.id == "south_litani")
    assert area.geometry is not None and area.uncertainty_km == 5
    polygon = shape(area.geometry)
    for name, lon, lat, is_inside in (
        ("Tyre side", 35.24, 33.22, True),
        ("Tebnine", 35.41, 33.194, True),
        ("Froun", 35.429, 33.295, True),
        ("Khiam", 35.613, 33.328, True),
        ("Nabatieh", 35.484, 33.379, False),
        ("Zaoutar", 35.472, 33.32, False),
        ("Metula side", 35.56, 33.25, False),
    ):
        assert polygon.contains(shape({"type": "Point", "coordinates": (lon, lat)})) is is_inside, name


@pytest.mark.parametrize("stem", FILES)
def test_every_fact_names_a_text_and_nothing_is_checked_without_one(stem: str) -> None:
    given = agreement(stem)
    known = {one.id for one in given.references}
    facts = [*given.parties, *given.guarantors, *given.areas, *given.extensions, *given.doubts, *given.terms]
    for fact in [*facts, *given.reservations, *given.timeline]:
        assert fact.sources and set(fact.sources) <= known, fact
    assert all(term.clause for term in given.terms if term.wording == "checked")
