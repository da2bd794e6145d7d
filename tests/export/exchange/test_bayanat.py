"""Bayanat: requests against a schema written from the validation of its API, and a sheet that its import could map."""

from __future__ import annotations

import html
import io
import json
import re
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from exchanged import written
from invented import BY_ID, DOSSIERS, dossier, harm
from rasd.export.exchange import ExportOptions, exchange_format_named, export
from rasd.export.exchange.bayanat_bulletins import BayanatBulletins
from told_rows import rows_told

DAY = {"type": "string", "format": "date"}
# BulletinValidationModel, PartialGeoLocationModel and PartialEventModel of enferno/admin/validation/models.py, and the
# lengths of the columns of enferno/admin/models/Bulletin.py.
SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": ["item"],
    "additionalProperties": False,
    "properties": {
        "item": {
            "type": "object",
            "required": ["title", "comments", "source_link"],
            "additionalProperties": False,
            "properties": {
                "originid": {"type": "string"},
                "title": {"type": "string", "minLength": 1, "maxLength": 255},
                "title_ar": {"type": "string", "maxLength": 255},
                "description": {"type": "string"},
                "comments": {"type": "string", "minLength": 1},
                "source_link": {
                    "type": "string",
                    "pattern": "^(NA|[a-z]+://[^/]+.*|(/[^/]+)+/?)$",
                    "maxLength": 255,
                },
                "tags": {"type": "array", "items": {"type": "string"}},
                "geoLocations": {
                    "type": "array",
                    "items": {
                        "type": "object",
                        "required": ["title", "lat", "lng"],
                        "additionalProperties": False,
                        "properties": {
                            "title": {"type": "string", "minLength": 1},
                            "main": {"type": "boolean"},
                            "lat": {"type": "number"},
                            "lng": {"type": "number"},
                            "comment": {"type": "string"},
                        },
                    },
                },
                "events": {
                    "type": "array",
                    "items": {
                        "type": "object",
                        "additionalProperties": False,
                        "properties": {
                            "title": {"type": "string"},
                            "title_ar": {"type": "string"},
                            "from_date": DAY,
                            "to_date": DAY,
                            "estimated": {"type": "boolean"},
                        },
                    },
                },
                "publish_date": DAY,
                "status": {"type": "string"},
            },
        }
    },
}


def items(*given: Any, options: ExportOptions | None = None) -> dict[str, dict[str, Any]]:
    lines = written("bayanat-bulletins", *(given or DOSSIERS), options=options).decode().splitlines()
    return {one["item"]["originid"]: one["item"] for one in map(json.loads, lines)}


def test_every_request_keeps_the_api_s_schema() -> None:
    validator = Draft202012Validator(SCHEMA, format_checker=FormatChecker())
    told = items()
    assert len(told) == len(DOSSIERS) - 1
    for item in told.values():
        validator.validate({"item": item})
        for event in item["events"]:
            assert event.get("to_date", "9") >= event.get("from_date", "")


def test_no_number_of_an_installation_is_guessed() -> None:
    assert {"labels", "sources", "locations"}.isdisjoint(field.column for field in BayanatBulletins.fields)


def test_text_is_no_markup() -> None:
    given = dossier("x", places=[{"name": "<script>alert(1)</script>"}])
    described = items(given)["x"]["description"]
    assert "<script>" not in described
    assert set(re.findall(r"<[^>]*>", described)) == {"<p>", "</p>"}
    assert "<script>alert(1)</script>" in html.unescape(described)


def test_areas_and_uncertain_days_are_marked() -> None:
    told = items()["governorate_only"]
    assert "area" in told["geoLocations"][0]["comment"]
    assert told["events"][0]["estimated"] is True
    assert (told["events"][0]["from_date"], told["events"][0]["to_date"]) == ("2019-04-20", "2019-04-26")
    assert "comment" not in items()["range"]["geoLocations"][0]


def test_without_an_address_the_link_is_na() -> None:
    given = dossier("x")
    bare = type(given)(given.incident, given.reports, {})
    assert items(bare)["x"]["source_link"] == "NA"


def test_a_very_long_title_is_cut() -> None:
    assert len(items(dossier("x", places=[{"name": "م" * 400}]))["x"]["title"]) == 255


def actors(include: tuple[str, ...] = (), *given: Any) -> dict[str, dict[str, str]]:
    options = ExportOptions(include=frozenset(include))  # type: ignore[arg-type]
    return rows_told("bayanat-actors", *given, options=options, key="originid")


def test_names_stay_here_unless_asked_for() -> None:
    public = actors((), BY_ID["named"])
    assert [(row["name"], row["type"]) for row in public.values()] == [
        ("No names in this export: Killed 3", "Entity")
    ]
    named = actors(("names",), BY_ID["named"])
    assert [(row["name"], row["type"]) for row in named.values()] == [
        ("سمر المثال", "Person"), ("نادر المثال", "Person"), ("Not named by reports: Killed 1", "Entity"),
    ]  # fmt: skip
    assert {row["civilian"] for row in named.values()} == {"Civilian"}


def test_one_person_is_one_row_however_reports_spell_the_name() -> None:
    given = dossier("x", documents=2, names=["أحمد المثال"], harm=[harm("killed", 1, 1)])
    second = given.reports["x-d2#r1"]
    second.harm[0].victims[:] = ["احمد المثال"]
    assert [row["name"] for row in actors(("names",), given).values()] == ["أحمد المثال"]


def test_a_name_that_is_a_formula_runs_nowhere() -> None:
    assert next(iter(actors(("names",), BY_ID["formula"]).values()))["name"] == "'@SUM(A1)"


@pytest.mark.parametrize(("children", "age"), [(2, "Minor"), (1, "")])
def test_an_age_is_told_only_where_it_holds_for_all(children: int, age: str) -> None:
    given = dossier("x", harm=[harm("killed", 2, 2, children=children)])
    assert {row["age"] for row in actors((), given).values()} == {age}


def test_incidents_without_anybody_harmed_are_counted() -> None:
    sent = export(exchange_format_named("bayanat-actors"), DOSSIERS, io.StringIO(), ExportOptions())
    assert sent.without_room == {"nobody_harmed": 4}
