"""Uwazi's CSV read again by the rules of its import: marks between values, ranges of days, points, language columns."""

from __future__ import annotations

from datetime import date as Day

import pytest

from invented import dossier
from told_rows import header_of, rows_told


@pytest.fixture(scope="module")
def rows() -> dict[str, dict[str, str]]:
    return rows_told("uwazi", key="rasd_id")


def point(cell: str) -> tuple[float, float] | None:
    """As typeParsers/geolocation.ts: latitude and longitude, both needed."""
    pieces = cell.split("|")
    return (float(pieces[0]), float(pieces[1])) if len(pieces) > 1 and all(pieces[:2]) else None


def days(cell: str) -> tuple[Day | None, Day | None]:
    """As parseDateRange: an empty end is open."""
    first, last = cell.split(":")
    return (Day.fromisoformat(first) if first else None, Day.fromisoformat(last) if last else None)


def test_no_name_is_in_both_forms_and_each_translation_is_complete() -> None:
    header = header_of("uwazi")
    plain = {name for name in header if "__" not in name}
    translated = {name.split("__")[0] for name in header if "__" in name}
    assert not plain & translated
    assert all({f"{name}__ar", f"{name}__en"} <= set(header) for name in translated)
    assert header == [name.lower() for name in header]


def test_points_are_latitude_then_longitude_and_areas_have_none(rows: dict[str, dict[str, str]]) -> None:
    assert point(rows["range"]["geolocation"]) == (35.4494, 36.5361)
    assert rows["governorate_only"]["geolocation"] == ""
    assert rows["governorate_only"]["precision__en"] == "Governorate"


def test_days(rows: dict[str, dict[str, str]]) -> None:
    assert days(rows["governorate_only"]["period"]) == (Day(2019, 4, 20), Day(2019, 4, 26))
    assert (rows["governorate_only"]["date"], rows["range"]["date"]) == ("", "2019-04-27")
    assert (rows["no_date"]["date"], rows["no_date"]["period"]) == ("", "")
    open_end = dossier("x", date={"start": "2019-04-20", "end": None})
    assert days(rows_told("uwazi", open_end, key="rasd_id")["x"]["period"]) == (Day(2019, 4, 20), None)


def test_several_values_have_a_bar_between_and_none_within() -> None:
    given = dossier(
        "x",
        places=[{"name": "أ|ب", "country": "SY", "admin1": "Idlib"}, {"name": "ج::د", "country": "SY"}],
        perpetrators=[{"actor": "SYR_GOV"}, {"actor": "RUS"}],
    )
    row = rows_told("uwazi", given, key="rasd_id")["x"]
    assert row["places"].split("|") == ["أ/ب", "ج د"]
    assert row["alleged__ar"].split("|")[1] == "روسيا"


def test_a_nested_value_is_parent_and_child(rows: dict[str, dict[str, str]]) -> None:
    assert rows["range"]["unit__ar"].split("::") == ["سوريا", "إدلب"]
    assert rows["range"]["unit__en"].split("::") == ["Syria", "Idlib"]


def test_a_link_is_label_and_address(rows: dict[str, dict[str, str]]) -> None:
    assert rows["range"]["source"].split("|") == ["وكالة المثال 1", "https://example.org/range/1"]


def test_both_languages_tell_what_columns_cannot(rows: dict[str, dict[str, str]]) -> None:
    assert "لا سقف" in rows["open_range"]["description__ar"]
    assert "no ceiling" in rows["open_range"]["description__en"]
    assert rows["contested"]["contested__ar"] == "الفاعل"
