"""Atlos: columns by the names of its attributes, within their lengths and lists; no area becomes a spot."""

from __future__ import annotations

import pytest

from invented import dossier
from told_rows import header_of, rows_told

# Core attributes of platform/lib/platform/material/attribute.ex, and `source_1` … of the bulk import.
ATTRIBUTES = {"status", "description", "sensitive", "date", "latitude", "longitude", "more_info", "tags"}
SENSITIVE = {
    "Not Sensitive", "Personal Information Visible", "Graphic Violence", "Deleted by Source", "Deceptive or Misleading",
}  # fmt: skip
STATUSES = {"To Do", "In Progress", "Help Needed", "Ready for Review", "Completed", "Canceled"}


@pytest.fixture(scope="module")
def rows() -> dict[str, dict[str, str]]:
    return {
        row["tags"].split(",")[0].removeprefix("rasd "): row
        for row in rows_told("atlos", key="tags").values()
    }


def test_columns_are_atlos_attributes_in_lower_case() -> None:
    header = header_of("atlos")
    assert set(header) == ATTRIBUTES | {f"source_{number}" for number in range(1, 11)}
    assert header == [name.lower() for name in header]


def test_values_keep_the_lengths_and_lists(rows: dict[str, dict[str, str]]) -> None:
    for row in rows.values():
        assert 8 <= len(row["description"]) <= 240
        assert len(row["more_info"]) <= 3000
        assert row["status"] in STATUSES
        chosen = {value.strip() for value in row["sensitive"].split(",")}
        assert chosen <= SENSITIVE
        assert chosen == {"Not Sensitive"} or "Not Sensitive" not in chosen


def test_only_a_named_spot_is_a_geolocation(rows: dict[str, dict[str, str]]) -> None:
    assert (rows["range"]["latitude"], rows["range"]["longitude"]) == ("35.4494", "36.5361")
    area = rows["governorate_only"]
    assert (area["latitude"], area["longitude"], area["date"]) == ("", "", "")
    assert "إدلب" in area["description"]


def test_what_the_columns_cannot_carry_is_in_more_info(rows: dict[str, dict[str, str]]) -> None:
    assert "Sources disagree on who did it" in rows["contested"]["more_info"]
    assert "Killed 4–6" in rows["range"]["more_info"]
    assert "كفرنبل" in rows["two_places"]["more_info"]


def test_sensitivity_follows_the_harm(rows: dict[str, dict[str, str]]) -> None:
    assert rows["range"]["sensitive"] == "Graphic Violence"
    assert rows["no_place"]["sensitive"] == "Not Sensitive"


def test_more_documents_than_columns_are_told_in_words() -> None:
    row = next(iter(rows_told("atlos", dossier("x", documents=12), key="tags").values()))
    assert row["source_10"] == "https://example.org/x/10"
    assert "https://example.org/x/12" in row["more_info"]


def test_a_long_place_is_cut() -> None:
    row = next(iter(rows_told("atlos", dossier("x", places=[{"name": "م" * 400}]), key="tags").values()))
    assert len(row["description"]) == 240
