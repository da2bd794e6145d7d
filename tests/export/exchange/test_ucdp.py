"""UCDP-GED-like CSV: the columns of GED, bounds that add up, precision by its scales, no best that nobody set."""

from __future__ import annotations

import io

import pytest

from invented import DOSSIERS, dossier, harm
from rasd.export.exchange import ACLED_LIKE, Dossier, ExportOptions, exchange_format_named, export
from rasd.model import Report
from told_rows import header_of, rows_told

# The 49 columns of GED since version 21, in its order.
DOCUMENTED = (
    "id relid year active_year code_status type_of_violence conflict_dset_id conflict_new_id conflict_name dyad_dset_id"
    " dyad_new_id dyad_name side_a_dset_id side_a_new_id side_a side_b_dset_id side_b_new_id side_b number_of_sources"
    " source_article source_office source_date source_headline source_original where_prec where_coordinates"
    " where_description adm_1 adm_2 latitude longitude geom_wkt priogrid_gid country country_id region event_clarity"
    " date_prec date_start date_end deaths_a deaths_b deaths_civilians deaths_unknown best high low gwnoa gwnob"
).split()


@pytest.fixture(scope="module")
def rows() -> dict[str, dict[str, str]]:
    return rows_told("ucdp", key="id")


def test_the_header_is_the_documented_list() -> None:
    assert header_of("ucdp") == DOCUMENTED


def test_the_parts_add_up_to_the_lower_bound(rows: dict[str, dict[str, str]]) -> None:
    for row in rows.values():
        parts = [int(row[f"deaths_{side}"]) for side in ("a", "b", "civilians", "unknown")]
        assert sum(parts) == int(row["low"])
    assert rows["range"]["deaths_civilians"] == "4"
    assert rows["armed_victim"]["deaths_a"] == "2", "fighters of the struck side, which is a state and side A"
    assert rows["clash"]["deaths_unknown"] == "5", "fighters, of which side nobody says"


def test_best_is_a_person_s(rows: dict[str, dict[str, str]]) -> None:
    assert rows["clash"]["best"] == "7"
    assert [row["best"] for name, row in rows.items() if name != "clash"] == [""] * (len(rows) - 1)
    assert (rows["range"]["low"], rows["range"]["high"], rows["open_range"]["high"]) == ("4", "6", "")
    like = rows_told("ucdp", options=ExportOptions(rule_set=ACLED_LIKE), key="id")
    assert like["open_range"]["best"] == "10"


@pytest.mark.parametrize(
    ("incident", "violence", "sides"),
    [
        ("range", "3", ("Syrian government forces (until 8 December 2024)", "Civilians")),
        ("armed_victim", "1", ("Syrian government forces (until 8 December 2024)", "Islamic State")),
        (
            "two_places/1",
            "1",
            ("Syrian government forces (until 8 December 2024)", "Syrian armed opposition"),
        ),
        ("contested", "", ("", "Civilians")),
        ("governorate_only", "", ("", "")),
    ],
)
def test_violence_and_sides(
    rows: dict[str, dict[str, str]], incident: str, violence: str, sides: tuple[str, str]
) -> None:
    row = rows[incident]
    assert (row["type_of_violence"], row["side_a"], row["side_b"]) == (violence, *sides)


def test_groups_against_each_other_are_non_state() -> None:
    given = dossier(
        "x", kind="clash", perpetrators=[{"actor": "HTS"}, {"actor": "SDF"}], harm=[harm("killed", 1, 1)]
    )
    assert rows_told("ucdp", given, key="id")["x"]["type_of_violence"] == "2"


@pytest.mark.parametrize(
    ("start", "end", "precision"),
    [
        ("2019-04-01", "2019-04-01", "1"),
        ("2019-04-01", "2019-04-03", "2"),
        ("2019-04-01", "2019-04-07", "3"),
        ("2019-04-01", "2019-04-30", "4"),
        ("2019-04-01", "2019-09-30", "5"),
        (None, None, "5"),
    ],
)
def test_precision_of_dates(start: str | None, end: str | None, precision: str) -> None:
    given = dossier("x", date={"start": start, "end": end}, harm=[harm("killed", 1, 1)])
    assert rows_told("ucdp", given, key="id")["x"]["date_prec"] == precision


@pytest.mark.parametrize(
    ("precision", "place_class", "where"),
    [
        ("site", None, "1"), ("settlement", "village", "1"), ("district", None, "3"), ("governorate", None, "4"),
        ("district", "mountain", "5"), ("country", None, "6"), ("country", "sea", "7"),
    ],
)  # fmt: skip
def test_precision_of_places(precision: str, place_class: str | None, where: str) -> None:
    place = {"name": "س", "country": "SY", "gazetteer_id": "g", "precision": precision}
    given = dossier("x", places=[place], harm=[harm("killed", 1, 1)])
    report = Report.model_validate({"kind": "shelling", "places": [{**place, "place_class": place_class}]})
    known = Dossier(given.incident, {"x-d1#r1": report}, given.documents)
    assert rows_told("ucdp", known, key="id")["x"]["where_prec"] == where


def test_the_grid_cell_is_the_one_that_prio_numbers(rows: dict[str, dict[str, str]]) -> None:
    # Row 251 from the south (35.25° is its middle), column 434 from the west.
    assert rows["range"]["priogrid_gid"] == str(250 * 720 + 434)


def test_deaths_stand_on_one_row(rows: dict[str, dict[str, str]]) -> None:
    assert (rows["two_places/1"]["low"], rows["two_places/2"]["low"], rows["two_places/2"]["high"]) == (
        "3",
        "0",
        "0",
    )


def test_incidents_without_deaths_are_left_out_and_counted() -> None:
    sent = export(exchange_format_named("ucdp"), DOSSIERS, io.StringIO(), ExportOptions())
    assert sent.without_room == {"no_deaths": 5, "denied": 1}
