"""An invented truce and invented incidents: every test of the ledger is made of these, and none of it can enter a real one."""

from __future__ import annotations

from datetime import date
from typing import Any

from rasd.model import Agreement, Grade, Incident, IncidentDate, LinkedReport

BOX = [[36.0, 35.0], [37.0, 35.0], [37.0, 36.0], [36.0, 36.0], [36.0, 35.0]]


def truce(**changes: Any) -> Agreement:
    """Return an invented truce of SYR_GOV (signed, and RUS for it) and SYR_OPP (a side of TUR) in Idlib and a box.

    In force from 2031-04-02 19:00 to 2031-06-02 19:00, Damascus time; HTS is exempt, ISIS possibly.
    """
    given: dict[str, Any] = {
        "id": "invented_truce",
        "title": {"ar": "هدنة متخيلة", "en": "Invented truce"},
        "names": [{"name": "الهدنة المتخيلة"}],
        "class": "cessation_of_hostilities",
        "form": {"declared": "bilateral", "medium": "written"},
        "references": [{"id": "text", "title": "Invented text", "is_primary": True}],
        "parties": [
            {"actor": "SYR_GOV", "role": "signatory", "sources": ["text"]},
            {"actor": "SYR_OPP", "role": "side", "through": "TUR", "sources": ["text"]},
            {"actor": "SDF", "role": "side", "certainty": "possible", "sources": ["text"]},
        ],
        "guarantors": [{"actor": "TUR", "for": ["SYR_OPP"], "sources": ["text"]}],
        "exempt": [{"actor": "HTS"}, {"actor": "ISIS", "certainty": "possible"}],
        "areas": [
            {
                "id": "idlib",
                "label": {"ar": "إدلب", "en": "Idlib"},
                "units": [
                    {"country": "SY", "admin1": "Idlib"},
                    {"country": "SY", "admin1": "Hama", "certainty": "possible"},
                ],
            },
            {
                "id": "box",
                "label": {"ar": "المربع", "en": "the box"},
                "geometry": {"type": "Polygon", "coordinates": [BOX]},
                "uncertainty_km": 10,
            },
            {
                "id": "buffer",
                "label": {"ar": "الشريط", "en": "the buffer"},
                "is_delimited": False,
                "units": [{"country": "SY", "admin1": "Aleppo", "admin2": "Al Bab"}],
            },
        ],
        "zone": "Asia/Damascus",
        "start": "2031-04-02T19:00",
        "end": "2031-06-02T19:00",
        "terms": [
            {
                "id": "no_fire",
                "rule": "forbids",
                "acts": ["fire"],
                "area": "idlib",
                "text": {"ar": "لا نار", "en": "No fire"},
                "wording": "checked",
                "sources": ["text"],
            }
        ],
        "synthetic": True,
        "theatre": "syria",
    }
    return Agreement.model_validate(given | changes)


def place(name: str = "الدانا", **changes: Any) -> dict[str, Any]:
    """Return a settlement of Idlib governorate, outside the box's edges."""
    given: dict[str, Any] = {
        "name": name,
        "country": "SY",
        "admin1": "Idlib",
        "latitude": 35.5,
        "longitude": 36.5,
        "precision": "settlement",
        "reports": ["d1#r1"],
    }
    return given | changes


def perpetrator(actor: str = "SYR_GOV", certainty: str = "stated") -> dict[str, Any]:
    """Return an alleged perpetrator on one independent source's word."""
    return {"actor": actor, "certainty": certainty, "independent_sources": 1, "reports": ["d1#r1"]}


def incident(**changes: Any) -> Incident:
    """Return an invented shelling by SYR_GOV of civilians at a town in Idlib on 2031-04-20."""
    given: dict[str, Any] = {
        "id": "i1",
        "kind": "shelling",
        "date": IncidentDate(start=date(2031, 4, 20), end=date(2031, 4, 20), reports=["d1#r1"]),
        "places": [place()],
        "perpetrators": [perpetrator()],
        "targets": [{"actor": "CIVILIANS", "reports": ["d1#r1"]}],
        "grade": Grade(proposed="weak", rule="one_source"),
        "occurrence": "single_source",
        "independent_sources": 1,
        "theatres": ["syria"],
        "synthetic": True,
        "reports": [
            LinkedReport(
                document_id="d1",
                report_id="d1#r1",
                factuality="asserted",
                published="2031-04-21T09:00:00+03:00",
            )
        ],
    }
    return Incident.model_validate(given | changes)


def on(day: str, part_of_day: str | None = None, until: str | None = None) -> IncidentDate:
    """Return the window of an incident: a day, a part of it, or days."""
    first, last = date.fromisoformat(day), date.fromisoformat(until or day)
    return IncidentDate.model_validate(
        {"start": first, "end": last, "part_of_day": part_of_day, "reports": ["d1#r1"]}
    )
