"""ACLED-like CSV: the columns that ACLED documents, its codes, one death counted once, nobody made a culprit."""

from __future__ import annotations

import io
from importlib.resources import files

import pytest
import yaml

from invented import BY_ID, DOSSIERS, dossier, harm
from rasd.export.exchange import ACLED_LIKE, ExportOptions, exchange_format_named, export
from rasd.export.exchange.acled_codes import event_of, sub_event_of
from rasd.export.exchange.sides import sides_of
from rasd.export.exchange.tables import kind_code, table
from rasd.model import terms
from told_rows import header_of, rows_told

# As ACLED's codebook lists them ("ACLED data columns at a glance").
DOCUMENTED = [
    "event_id_cnty", "event_date", "year", "time_precision", "disorder_type", "event_type", "sub_event_type", "actor1",
    "assoc_actor_1", "inter1", "actor2", "assoc_actor_2", "inter2", "interaction", "civilian_targeting", "iso", "region",
    "country", "admin1", "admin2", "admin3", "location", "latitude", "longitude", "geo_precision", "source",
    "source_scale", "notes", "fatalities", "tags", "timestamp",
]  # fmt: skip


@pytest.fixture(scope="module")
def rows() -> dict[str, dict[str, str]]:
    return rows_told("acled", key="event_id_cnty")


def test_the_header_is_the_documented_list() -> None:
    assert header_of("acled") == DOCUMENTED


def test_every_kind_has_a_code_that_the_tables_know_or_none() -> None:
    for kind in terms("kinds"):
        code = kind_code(kind, "acled")
        sub_event = sub_event_of(dossier("x", kind=kind).incident, sides_of(dossier("x", kind=kind).incident))
        assert (code is None) is (sub_event is None), kind
        if code is not None and sub_event is not None:
            assert kind == "capture" or code.startswith(event_of(sub_event)), f"{kind}: {code}, {sub_event}"


@pytest.mark.parametrize(
    ("incident", "event", "sub_event"),
    [
        ("taken_by_government", "Battles", "Government regains territory"),
        ("taken_by_group", "Battles", "Non-state actor overtakes territory"),
        ("armed_victim", "Battles", "Armed clash"),
        ("named", "Violence against civilians", "Attack"),
        ("clash", "Battles", "Armed clash"),
        ("no_place", "Strategic developments", "Arrests"),
        ("open_range", "Explosions/Remote violence", "Air/drone strike"),
    ],
)
def test_types(rows: dict[str, dict[str, str]], incident: str, event: str, sub_event: str) -> None:
    assert (rows[incident]["event_type"], rows[incident]["sub_event_type"]) == (event, sub_event)


def test_a_capture_by_nobody_named_or_by_a_contested_side_is_no_side_s_gain() -> None:
    nobody = dossier("x", kind="capture").incident
    both = dossier(
        "x",
        kind="capture",
        perpetrators=[{"actor": "SYR_GOV"}, {"actor": "HTS"}],
        contested_over=["perpetrator"],
    ).incident
    foreign = dossier("x", kind="capture", perpetrators=[{"actor": "TUR"}]).incident
    assert sub_event_of(nobody, sides_of(nobody)) == sub_event_of(both, sides_of(both)) == "Other"
    assert sub_event_of(foreign, sides_of(foreign)) == "Non-state actor overtakes territory"


def test_deaths_of_several_places_stand_on_one_row_and_the_others_are_tagged(
    rows: dict[str, dict[str, str]],
) -> None:
    first, second = rows["two_places/1"], rows["two_places/2"]
    assert (first["location"], second["location"]) == ("الهبيط", "كفرنبل")
    assert (first["fatalities"], second["fatalities"]) == ("3", "0")
    assert "fatalities counted on=two_places/1" in second["tags"]
    assert "two_places/1" in second["notes"]


def test_direction_stands_in_the_tags(rows: dict[str, dict[str, str]]) -> None:
    assert "alleged perpetrator=SYR_GOV|RUS; struck=SYR_OPP" in rows["two_places/1"]["tags"]
    assert "alleged" not in rows["clash"]["tags"]


def test_a_contested_perpetrator_is_nobody_s_column(rows: dict[str, dict[str, str]]) -> None:
    row = rows["contested"]
    assert row["actor1"] == "Unidentified Armed Group (Syria)"
    assert "perpetrator contested" in row["tags"]
    assert "Syrian government forces" in row["notes"]
    assert "Syrian armed opposition" in row["notes"]


def test_a_person_s_decision_settles_it() -> None:
    decided = dossier(
        "x",
        perpetrators=[{"actor": "SYR_GOV"}, {"actor": "SYR_OPP"}],
        contested_over=["perpetrator"],
        decided=[{"about": "perpetrator", "value": "SYR_OPP", "by": "م", "judgement": 1}],
    )
    row = rows_told("acled", decided, key="event_id_cnty")["x"]
    assert row["actor1"] == "Syrian armed opposition"
    assert "A reviewer decided" in row["notes"]


def test_what_is_not_exact_is_coded_so(rows: dict[str, dict[str, str]]) -> None:
    area = rows["governorate_only"]
    assert (area["geo_precision"], area["time_precision"], area["event_date"]) == ("3", "2", "2019-04-23")
    assert "approximate location" in area["tags"]
    assert "between 2019-04-20 and 2019-04-26" in area["notes"]
    month = rows["taken_by_government"]
    assert (month["time_precision"], month["event_date"]) == ("3", "2019-05-16")
    assert (rows["no_date"]["event_date"], rows["no_date"]["time_precision"]) == ("", "3")
    nowhere = rows["no_place"]
    assert (nowhere["latitude"], nowhere["location"], nowhere["country"]) == ("", "", "Syria")


@pytest.mark.parametrize(("incident", "both"), [("range", "17"), ("open_range", "78"), ("clash", "11"), ("governorate_only", "30")])  # fmt: skip
def test_interaction(rows: dict[str, dict[str, str]], incident: str, both: str) -> None:
    assert rows[incident]["interaction"] == both


def test_a_state_in_its_own_country_is_a_state_force() -> None:
    abroad = dossier("x", perpetrators=[{"actor": "TUR"}])
    at_home = dossier("x", places=[{"name": "أنقرة", "country": "TR"}], perpetrators=[{"actor": "TUR"}])
    assert rows_told("acled", abroad, key="event_id_cnty")["x"]["inter1"] == "8"
    assert rows_told("acled", at_home, key="event_id_cnty")["x"]["inter1"] == "1"


def test_deaths_follow_the_rule_set(rows: dict[str, dict[str, str]]) -> None:
    like = rows_told("acled", options=ExportOptions(rule_set=ACLED_LIKE), key="event_id_cnty")
    assert (rows["open_range"]["fatalities"], like["open_range"]["fatalities"]) == ("20", "10")
    assert like["range"]["fatalities"] == "4"
    assert like["clash"]["fatalities"] == "7", "a person's best comes first"


def test_what_has_no_code_is_left_out_and_counted() -> None:
    given = [*DOSSIERS, dossier("t", kind="threat", factuality="unrealized")]
    sent = export(exchange_format_named("acled"), given, io.StringIO(), ExportOptions())
    assert sent.without_room == {"denied": 1, "displacement": 1, "threat": 1}


def test_civilian_targeting_is_for_political_violence(rows: dict[str, dict[str, str]]) -> None:
    assert rows["range"]["civilian_targeting"] == "Civilian targeting"
    assert rows["no_place"]["civilian_targeting"] == "", "arrests are no violence there"
    assert rows["armed_victim"]["civilian_targeting"] == ""


def test_protests_are_told_by_what_met_them() -> None:
    shot = dossier("x", kind="protest", harm=[harm("killed", 1, 1)])
    calm = dossier("x", kind="protest")
    row = rows_told("acled", shot, key="event_id_cnty")["x"]
    assert row["sub_event_type"] == "Excessive force against protesters"
    assert (row["actor1"], row["inter1"]) == ("Protesters (Syria)", "6")
    assert rows_told("acled", calm, key="event_id_cnty")["x"]["interaction"] == "60"


def test_nothing_runs_in_a_spreadsheet(rows: dict[str, dict[str, str]]) -> None:
    assert rows["formula"]["location"].startswith("'=")


def test_an_invented_incident_says_so_in_its_row() -> None:
    row = rows_told("acled", options=ExportOptions(is_synthetic=True), key="event_id_cnty")
    assert list(row) == ["synthetic"]
    assert row["synthetic"]["notes"].startswith("SYNTHETIC")
    assert row["synthetic"]["tags"].endswith("synthetic")


def test_every_type_of_actor_has_a_code() -> None:
    types = yaml.safe_load((files("rasd.data") / "vocab/actor_types.yaml").read_text("utf-8"))
    assert {one["id"] for one in types} <= set(table("acled")["inter"])
    assert {one["id"] for one in types} <= set(table("plover")["sectors"])


def test_the_theatre_s_country_is_no_guess_where_it_is_of_several() -> None:
    row = rows_told("acled", dossier("x", places=[], theatres=["syria", "iraq"]), key="event_id_cnty")["x"]
    assert row["country"] == ""
    assert BY_ID["no_place"].incident.theatres == ["syria"]
