"""PLOVER records against a schema written from the manual's tables, and its rule for who is source and who recipient."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from exchanged import written
from invented import DOSSIERS, dossier
from rasd.export.exchange import ExportOptions, exchange_format_named, export
from rasd.export.exchange.tables import kind_code
from rasd.model import terms

CATEGORIES = [
    "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "DEMAND", "ACCUSE", "REJECT", "THREATEN",
    "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT",
]  # fmt: skip
# The manual's modes; `aerial` is in use by the coders of its authors, `unconventional` in its table of 2021 for CAMEO.
MODES = {
    "ASSAULT": {
        "abduct", "aerial", "assassinate", "beat", "cleansing", "destroy", "execute", "explosives", "firearms",
        "heavy-weapons", "primitive", "sexual", "suicide-attack", "torture", "unconventional",
    },
    "COERCE": {"arrest", "ban", "censor", "confiscate", "curfew", "deport", "martial-law", "restrict", "withhold"},
    "PROTEST": {"boycott", "demo", "obstruct", "riot", "strike-gen", "strike-hun", "strike-lim"},
    "RETREAT": {"access", "ceasefire", "disarm", "release", "resign", "return", "withdraw"},
    "MOBILIZE": {"police", "troops", "weapons"},
}  # fmt: skip
SECTORS = ["GOV", "MIL", "COP", "OPP", "PTY", "REB", "PRM", "SPY", "UAF", "CVL"]
ACTOR = {
    "type": "object",
    "required": ["code"],
    "properties": {
        "code": {"type": "string", "pattern": "^[A-Z]{3}$"},
        "sector": {"enum": SECTORS},
        "identifier_text": {"type": "string"},
        "rasd_actor": {"type": "string"},
    },
    "additionalProperties": False,
}
SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": ["id", "date", "source", "event"],
    "properties": {
        "id": {"type": "string", "minLength": 1},
        "date": {"type": "string", "format": "date"},
        "enddate": {"type": "string", "format": "date"},
        "source": {"type": "array", "minItems": 1, "items": ACTOR},
        "recipient": {"type": "array", "minItems": 1, "items": ACTOR},
        "event": {"type": "array", "items": {"enum": CATEGORIES}, "minItems": 1},
        "mode": {"type": "array", "items": {"type": "string"}},
        "context": {"type": "array", "items": {"type": "string"}},
        "quad_code": {"enum": [1, 2, 3, 4]},
        "event_loc": {
            "type": "object",
            "required": ["name"],
            "properties": {
                "latitude": {"type": "number", "minimum": -90, "maximum": 90},
                "longitude": {"type": "number", "minimum": -180, "maximum": 180},
                "country code": {"type": "string", "pattern": "^[A-Z]{2}$"},
                "cc3": {"type": "string", "pattern": "^[A-Z]{3}$"},
            },
        },
        "dead": {"type": "integer"},
        "injured": {"type": "integer"},
        "cite_info": {"type": "object", "additionalProperties": {"type": "string"}},
    },
}


def records(*given: Any, options: ExportOptions | None = None) -> dict[str, dict[str, Any]]:
    lines = written("plover", *(given or DOSSIERS), options=options).decode().splitlines()
    return {record["id"]: record for record in map(json.loads, lines)}


def test_every_record_keeps_the_manual_s_schema() -> None:
    validator = Draft202012Validator(SCHEMA, format_checker=FormatChecker())
    for record in records().values():
        validator.validate(record)
        category = record["event"][0]
        assert set(record.get("mode", [])) <= MODES.get(category, set())


def test_every_kind_has_a_category_and_mode_of_the_manual_or_none() -> None:
    for kind in terms("kinds"):
        code = kind_code(kind, "plover")
        if code is not None:
            category, _, mode = code.partition(" ")
            assert category in CATEGORIES, kind
            assert not mode or mode in MODES[category], kind


def test_both_who_fight_are_sources_and_nobody_is_recipient() -> None:
    clash = records()["clash"]
    assert [one["rasd_actor"] for one in clash["source"]] == ["GNU", "LNA"]
    assert "recipient" not in clash


def test_one_sided_violence_has_source_and_recipient() -> None:
    told = records()["range"]
    assert told["source"][0] == {"code": "SYR", "sector": "GOV", "identifier_text": told["source"][0]["identifier_text"], "rasd_actor": "SYR_GOV"}  # fmt: skip
    assert told["recipient"] == [{"code": "SYR", "sector": "CVL"}]


def test_a_contested_perpetrator_is_no_source() -> None:
    told = records()["contested"]
    assert told["source"] == [{"code": "SYR", "sector": "UAF"}]
    assert told["contested_source"] == ["SYR_GOV", "SYR_OPP"]


def test_ranges_are_carried_and_the_dead_counted_once() -> None:
    told = records()
    assert (told["range"]["dead"], told["range"]["dead_min"], told["range"]["dead_max"]) == (4, 4, 6)
    assert told["open_range"]["dead_open"] is True
    assert told["two_places/1"]["dead"] == 3
    assert "dead" not in told["two_places/2"]
    assert told["two_places/1"]["link"] == told["two_places/2"]["link"] == "two_places"


def test_an_area_is_marked_approximate() -> None:
    assert records()["governorate_only"]["event_loc"]["approximate"] is True
    assert records()["range"]["event_loc"]["approximate"] is False


def test_what_has_no_day_or_no_code_is_left_out_and_counted() -> None:
    sent = export(exchange_format_named("plover"), DOSSIERS, io.StringIO(), ExportOptions())
    assert sent.without_room == {"no_day": 1, "denied": 1, "displacement": 1}


def test_an_actor_of_no_one_country_has_the_code_for_those() -> None:
    assert records()["armed_victim"]["source"][0]["code"] == "IMG"


def test_an_invented_incident_is_marked() -> None:
    told = records(options=ExportOptions(is_synthetic=True))["synthetic"]
    assert told["synthetic"] is True
    assert told["comment"].startswith("SYNTHETIC")


@pytest.mark.parametrize(("kind", "mode"), [("protest", "demo"), ("riot", "riot")])
def test_crowds_have_a_mode(kind: str, mode: str) -> None:
    assert records(dossier("x", kind=kind))["x"]["mode"] == [mode]
