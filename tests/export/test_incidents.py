"""Incidents in each format: nothing is lost in JSON, nothing runs in a spreadsheet, nothing invented passes for real."""

from __future__ import annotations

import csv
import io
import json

import pytest

from rasd.errors import OutputError
from rasd.export.incidents import INCIDENT_FORMATS, incident_format_named
from rasd.export.incidents.csv import COLUMNS
from rasd.model import Incident


def incident(**more: object) -> Incident:
    return Incident.model_validate(
        {
            "id": "inc-1",
            "kind": "shelling",
            "date": {"start": "2019-04-27", "end": "2019-04-27", "part_of_day": "morning"},
            "places": [
                {
                    "name": "الهبيط",
                    "country": "SY",
                    "latitude": 35.4,
                    "longitude": 36.5,
                    "precision": "settlement",
                }
            ],
            "perpetrators": [{"actor": "SYR_GOV", "certainty": "suspected"}],
            "harm": [{"effect": "killed", "min": 4, "max": 6}, {"effect": "injured", "min": 9, "max": None}],
            "grade": {"proposed": "fair", "rule": "grades.two_sources"},
            "occurrence": "likely",
            "reports": [
                {"document_id": "a", "report_id": "a#r1", "factuality": "asserted"},
                {"document_id": "b", "report_id": "b#r1", "factuality": "asserted"},
            ],
            **more,
        }
    )


def written(name: str, *incidents: Incident) -> str:
    stream = io.StringIO()
    incident_format_named(name).write(iter(incidents), stream)
    return stream.getvalue()


@pytest.mark.parametrize(
    "form", [form for form in INCIDENT_FORMATS if form.lossless], ids=lambda form: form.name
)
def test_a_lossless_format_gives_back_what_went_in(form) -> None:
    given = [incident(), incident(id="inc-2", contested=True)]
    text = written(form.name, *given)
    rows = json.loads(text) if form.name == "json" else [json.loads(line) for line in text.splitlines()]
    assert [Incident.model_validate(row) for row in rows] == given


def test_a_spreadsheet_gets_both_bounds_and_no_guess() -> None:
    row = next(csv.DictReader(io.StringIO(written("csv", incident()))))
    assert tuple(row) == COLUMNS
    assert (row["killed_min"], row["killed_max"], row["injured_min"], row["injured_max"]) == (
        "4",
        "6",
        "9",
        "",
    )
    assert row["perpetrators"] == "SYR_GOV (suspected)" and row["grade_decided"] == ""


@pytest.mark.parametrize("name", ["=HYPERLINK(1)", "+1", "-1", "@SUM(1)", "\tx"])
def test_a_spreadsheet_runs_nothing(name: str) -> None:
    row = next(csv.DictReader(io.StringIO(written("csv", incident(places=[{"name": name}])))))
    assert row["places"] == f"'{name}"


def test_the_table_tells_ranges_grades_and_what_is_invented() -> None:
    text = written("table", incident(synthetic=True, places=[{"name": "إدلب", "approximate": True}]))
    assert "killed 4–6" in text.replace("\n", " ") or "4–6" in text
    assert "9 or more" in text.replace("\n", " ") or "or more" in text
    assert "(proposed)" in text and "(area)" in text and "SYNTHETIC" in text
    assert "1 incident from 2 reports" in text


def test_an_unknown_format_lists_those_that_exist() -> None:
    with pytest.raises(OutputError, match="csv, json, jsonl, table"):
        incident_format_named("xslx")


def harmed(killed: tuple[int, int | None], **more: object) -> Incident:
    return incident(harm=[{"effect": "killed", "min": killed[0], "max": killed[1]}], **more)


def graded(proposed: str, decided: str | None = None) -> dict[str, object]:
    return {"proposed": proposed, "rule": "r", "decided": decided, "by": "سلمى" if decided else None}


def test_sums_keep_decided_apart_from_proposed_and_show_every_grade() -> None:
    text = written(
        "table",
        harmed((4, 6), grade=graded("fair", "confirmed")),
        harmed((1, 2), grade=graded("weak")),
        harmed((10, None), grade=graded("weak")),
        harmed((3, 3), grade=graded("contested"), contested=True),
    )
    foot = text[text.index("4 incidents from") :]
    rows = [line.split() for line in foot.splitlines()]
    assert ["decided", "confirmed", "1", "4–6", "–"] in rows
    assert ["proposed", "weak", "2", "11–12", "or", "more", "–"] in rows and [
        "contested",
        "1",
        "3",
        "–",
    ] in rows
    assert "Sources disagree in 1" in foot and "18" not in foot.replace("2019", "")


def test_nothing_invented_discounted_or_denied_is_summed_with_the_rest() -> None:
    text = written(
        "table",
        harmed((4, 4)),
        harmed((100, 100), synthetic=True),
        harmed((200, 200), grade=graded("weak", "discounted")),
        harmed((300, 300), factuality="denied"),
    )
    foot = text[text.index("4 incidents from") :]
    assert not any(number in foot for number in ("100", "200", "300", "104"))
    assert "Not summed: 1 discounted" in foot and "1 denied" in foot and "1 SYNTHETIC" in foot


def test_the_table_shows_a_decision_beside_the_proposal() -> None:
    text = written("table", harmed((4, 6), grade=graded("fair", "confirmed")))
    assert "(decided)" in text and "(proposed)" in text


def test_what_people_decided_has_columns_of_its_own() -> None:
    decided = {"about": "perpetrator", "value": "RUS", "by": "سلمى", "judgement": 1}
    given = incident(
        harm=[{"effect": "killed", "min": 4, "max": 6, "best": 5}],
        occurrence_decided="declared",
        decided=[decided],
    )
    row = next(csv.DictReader(io.StringIO(written("csv", given))))
    assert (row["killed_min"], row["killed_max"], row["killed_best"]) == ("4", "6", "5")
    assert (row["occurrence"], row["occurrence_decided"]) == ("likely", "declared")
    assert (row["perpetrators"], row["perpetrators_decided"]) == ("SYR_GOV (suspected)", "RUS")
    assert "سلمى" not in written("csv", given), "spreadsheets name nobody who decided"
    table = " ".join(written("table", given).split())
    assert "RUS (decided)" in table and "best 5" in table
