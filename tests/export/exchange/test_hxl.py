"""HXL: validated by the standard's own library, offline; its filters find what was meant."""

from __future__ import annotations

import csv
import io

import pytest

hxl = pytest.importorskip("hxl")

from exchanged import written
from invented import DOSSIERS
from rasd.export.exchange import ExportOptions
from rasd.export.exchange.hxl import Hxl


def dataset(options: ExportOptions | None = None) -> hxl.Dataset:
    text = written("hxl", *DOSSIERS, options=options).decode()
    return hxl.data([list(row) for row in csv.reader(io.StringIO(text))])


@pytest.mark.parametrize("language", ["ar", "en"])
def test_libhxl_finds_no_error_against_the_core_schema(language) -> None:
    found = []
    schema = hxl.schema(None, callback=found.append)
    assert schema.validate(dataset(ExportOptions(language=language)))
    assert not [one.message for one in found if one.rule.severity == "error"]


def test_every_column_has_a_hashtag_of_its_own() -> None:
    tags = [column.display_tag for column in dataset().columns]
    assert len(tags) == len(Hxl.fields) == len(set(tags))
    assert all(tag.startswith("#") for tag in tags)


def test_the_killed_are_summed_once() -> None:
    rows = {row.get("#event+id"): row for row in dataset()}
    assert rows["two_places/1"].get("#affected+killed+min") == "3"
    assert rows["two_places/2"].get("#affected+killed+min") is None
    assert "two_places/1" in rows["two_places/2"].get("#description")


def test_a_range_stays_a_range_and_families_are_households() -> None:
    rows = {row.get("#event+id"): row for row in dataset()}
    assert [rows["range"].get(f"#affected+ind+killed+{bound}-injured") for bound in ("min", "max")] == [
        "4",
        "6",
    ]
    assert rows["open_range"].get("#affected+ind+killed+max-injured") is None
    assert rows["families"].get("#affected+hh+displaced+min") == "40"
    assert rows["families"].get("#affected+ind+displaced+min") is None


def test_an_area_is_marked() -> None:
    rows = {row.get("#event+id"): row for row in dataset()}
    assert rows["governorate_only"].get("#geo+approximate") == "yes"
    assert rows["range"].get("#geo+approximate") == "no"


def test_what_is_denied_says_so() -> None:
    rows = {row.get("#event+id"): row for row in dataset()}
    assert rows["denied"].get("#status+factuality") == "Denied"
    assert "only its denial" in rows["denied"].get("#description")
