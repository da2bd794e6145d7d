"""Reports made for the tests of linking: invented, on real places."""

from __future__ import annotations

from typing import Any

from rasd.linking import Member, Traits, traits_of
from rasd.model import Record, Report

VILLAGE = {
    "name": "الهبيط", "country": "SY", "admin1": "Idlib", "admin2": "Khan Shaykun", "latitude": 35.45,
    "longitude": 36.54, "gazetteer_id": "sy_habit", "precision": "settlement", "place_class": "village",
}  # fmt: skip
GOVERNORATE = {
    "name": "إدلب", "country": "SY", "admin1": "Idlib", "latitude": 35.9, "longitude": 36.6,
    "gazetteer_id": "sy_idlib_gov", "precision": "governorate", "place_class": "governorate",
}  # fmt: skip


def place(name: str, identity: str, latitude: float, longitude: float, **more: Any) -> dict[str, Any]:
    """Return a village, or what `more` makes of it."""
    base = {**VILLAGE, "name": name, "gazetteer_id": identity, "latitude": latitude, "longitude": longitude}
    return {**base, **more}


def member(
    document: str = "a",
    number: int = 1,
    *,
    text: str = "",
    published: str | None = "2019-04-28T12:00:00+03:00",
    outlet: str | None = None,
    synthetic: bool = False,
    **report: Any,
) -> Member:
    """Return a report as a member; by default a shelling of one village on one day."""
    day = report.pop("day", "2019-04-28")
    date = {"start": day, "end": report.pop("until", day), "part_of_day": report.pop("part_of_day", None)}
    given = {"kind": "shelling", "places": [VILLAGE], "date": date, "id": f"r{number}", **report}
    told = Report.model_validate(given)
    record = Record(
        id=document, published=published, outlet=outlet, theatre="syria", synthetic=synthetic, reports=[told]
    )
    return Member(f"{document}#r{number}", document, told, record, text)


def traits(document: str = "a", number: int = 1, **told: Any) -> Traits:
    """Return the traits of `member` with the same arguments."""
    return traits_of(member(document, number, **told))


def harm(effect: str, low: int | None, high: int | None, status: str = "unknown") -> dict[str, Any]:
    """Return a row of harm."""
    return {"effect": effect, "min": low, "max": high, "victim_status": status}
