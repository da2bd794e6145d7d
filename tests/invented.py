"""Invented incidents that every format of exchange is tried with: nobody in them lives, nothing in them happened.

All but one pass for real ones, so that a public export holds them; `SYNTHETIC` is marked as invented.
"""

from __future__ import annotations

from typing import Any

from rasd.export.exchange import Cited, Dossier
from rasd.model import Incident, Report

__all__ = ["BY_ID", "DOSSIERS", "SYNTHETIC", "dossier"]

VILLAGE = {
    "name": "الهبيط", "country": "SY", "admin1": "Idlib", "admin2": "Khan Shaykun", "latitude": 35.4494,
    "longitude": 36.5361, "gazetteer_id": "sy_habit", "precision": "settlement",
}  # fmt: skip
OTHER_VILLAGE = {
    "name": "كفرنبل", "country": "SY", "admin1": "Idlib", "admin2": "Maarrat an Numan", "latitude": 35.6144,
    "longitude": 36.5622, "gazetteer_id": "sy_kafranbel", "precision": "settlement",
}  # fmt: skip
GOVERNORATE = {
    "name": "إدلب", "country": "SY", "admin1": "Idlib", "latitude": 35.9, "longitude": 36.6,
    "gazetteer_id": "sy_idlib_gov", "precision": "governorate", "approximate": True,
}  # fmt: skip
TRIPOLI = {
    "name": "طرابلس", "country": "LY", "admin1": "Tripoli", "latitude": 32.8872, "longitude": 13.1913,
    "gazetteer_id": "ly_tripoli", "precision": "settlement",
}  # fmt: skip


def harm(effect: str, low: int | None, high: int | None, **more: Any) -> dict[str, Any]:
    return {"effect": effect, "min": low, "max": high, "open": high is None, **more}


def figure(report: str, low: int | None, high: int | None, phrase: str, **more: Any) -> dict[str, Any]:
    return {
        "report_id": report,
        "document_id": report.split("#")[0],
        "min": low,
        "max": high,
        "phrase": phrase,
        **more,
    }


def dossier(identity: str, *, documents: int = 1, names: list[str] | None = None, **told: Any) -> Dossier:
    """Return an incident with its reports and documents, a shelling of one village on one day unless `told` otherwise."""
    theatre = told.pop("theatre", "syria")
    report = told.pop("report", {})
    reports = [f"{identity}-d{number}#r1" for number in range(1, documents + 1)]
    incident = Incident.model_validate(
        {
            "id": identity,
            "kind": "shelling",
            "date": {"start": "2019-04-27", "end": "2019-04-27"},
            "places": [VILLAGE],
            "grade": {"proposed": "weak", "rule": "grades.one_source"},
            "occurrence": "single_source",
            "independent_sources": documents,
            "theatres": [theatre],
            "reports": [
                {"document_id": one.split("#")[0], "report_id": one, "factuality": "asserted",
                 "outlet": f"وكالة المثال {number}", "published": f"2019-04-28T1{number}:00:00+03:00"}
                for number, one in enumerate(reports, start=1)
            ],
            **told,
        }
    )  # fmt: skip
    victims = [{"effect": "killed", "min": len(names), "max": len(names), "victims": names}] if names else []
    return Dossier(
        incident,
        {
            one: Report.model_validate({"id": "r1", "kind": incident.kind, "harm": victims, **report})
            for one in reports
        },
        {
            one.split("#")[0]: Cited(
                id=one.split("#")[0], outlet=f"وكالة المثال {number}", title=f"خبر من مثال {number}",
                url=f"https://example.org/{identity}/{number}", published=f"2019-04-28T1{number}:00:00+03:00",
                theatre=theatre, synthetic=incident.synthetic,
            )
            for number, one in enumerate(reports, start=1)
        },
    )  # fmt: skip


SYNTHETIC = dossier("synthetic", synthetic=True, perpetrators=[{"actor": "SYR_GOV"}], targets=[{"actor": "CIVILIANS"}],
    harm=[harm("killed", 1, 1)])  # fmt: skip

DOSSIERS: tuple[Dossier, ...] = (
    dossier(
        "range", documents=2, perpetrators=[{"actor": "SYR_GOV", "certainty": "stated", "independent_sources": 2}],
        targets=[{"actor": "CIVILIANS"}], target_sites=[{"site": "house"}], weapons=[{"weapon": "artillery"}],
        munitions=[{"item": "shell", "min": 20, "max": 30}],
        grade={"proposed": "fair", "rule": "grades.two_sources"}, occurrence="likely",
        harm=[
            harm("killed", 4, 6, victim_status="civilian",
                by_status=[{"victim_status": "civilian", "min": 4, "max": 6}], children=2,
                figures=[figure("range-d1#r1", 4, 4, "أربعة مدنيين"), figure("range-d2#r1", 6, 6, "ستة مدنيين")]),
            harm("injured", 9, 9),
        ],
    ),
    dossier(
        "open_range", documents=1, kind="air_strike", perpetrators=[{"actor": "RUS", "certainty": "accused"}],
        targets=[{"actor": "CIVILIANS"}], weapons=[{"weapon": "warplane"}],
        harm=[harm("killed", 20, None, figures=[figure("open_range-d1#r1", 20, None, "عشرات القتلى")])],
    ),
    dossier("no_date", date={"start": None, "end": None}, kind="abduction", targets=[{"actor": "CIVILIANS"}],
        harm=[harm("abducted", 1, 1)]),
    dossier("no_place", places=[], kind="arrest", perpetrators=[{"actor": "SDF"}], targets=[{"actor": "CIVILIANS"}],
        harm=[harm("detained", 4, 4)]),
    dossier("governorate_only", places=[GOVERNORATE], kind="explosion", date={"start": "2019-04-20", "end": "2019-04-26"},
        weapons=[{"weapon": "ied"}], harm=[harm("killed", 1, None)]),
    dossier("two_places", places=[VILLAGE, OTHER_VILLAGE], perpetrators=[{"actor": "SYR_GOV"}, {"actor": "RUS"}],
        targets=[{"actor": "SYR_OPP"}], harm=[harm("killed", 3, 3)]),
    dossier(
        "contested", documents=2, perpetrators=[{"actor": "SYR_GOV", "certainty": "accused"}, {"actor": "SYR_OPP", "certainty": "accused"}],
        targets=[{"actor": "CIVILIANS"}], contested=True, contested_over=["perpetrator"], occurrence="contested",
        grade={"proposed": "contested", "rule": "grades.two_sides"}, harm=[harm("killed", 2, 2)],
    ),
    dossier("denied", factuality="denied", kind="chemical_attack", perpetrators=[{"actor": "SYR_GOV"}]),
    dossier("families", kind="displacement", harm=[harm("displaced", 40, 40, unit="families")]),
    dossier("formula", places=[{**VILLAGE, "name": "=HYPERLINK(\"https://example.org\")"}], kind="destruction",
        names=["@SUM(A1)"], harm=[harm("killed", 1, 1)]),
    dossier("taken_by_government", kind="capture", perpetrators=[{"actor": "SYR_GOV"}], targets=[{"actor": "SYR_OPP"}],
        date={"start": "2019-05-01", "end": "2019-05-31"}),
    dossier("taken_by_group", kind="capture", perpetrators=[{"actor": "HTS"}], targets=[{"actor": "SYR_GOV"}]),
    dossier("clash", kind="clash", theatre="libya", places=[TRIPOLI], perpetrators=[{"actor": "GNU"}, {"actor": "LNA"}],
        harm=[harm("killed", 5, 9, victim_status="combatant", by_status=[{"victim_status": "combatant", "min": 5, "max": 9}], best=7)]),
    dossier("armed_victim", kind="attack", perpetrators=[{"actor": "ISIS", "certainty": "claimed"}], targets=[{"actor": "SYR_GOV"}],
        harm=[harm("killed", 2, 2, victim_status="combatant")]),
    dossier("named", kind="attack", targets=[{"actor": "CIVILIANS"}], names=["سمر المثال", "نادر المثال"],
        harm=[harm("killed", 3, 3, victim_status="civilian")]),
    SYNTHETIC,
)  # fmt: skip
BY_ID = {one.incident.id: one for one in DOSSIERS}
