"""XLSX as openpyxl reads it: its sheets, its direction, texts that are texts, a full sheet that goes on."""

from __future__ import annotations

import io

import pytest
from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from exchanged import written
from invented import BY_ID, DOSSIERS, dossier
from rasd.export.exchange import Dossier, ExportOptions, xlsx
from rasd.export.exchange.xlsx import Xlsx


def book(*dossiers: Dossier, options: ExportOptions | None = None) -> Workbook:
    return load_workbook(io.BytesIO(written("xlsx", *(dossiers or DOSSIERS), options=options)))


def rows(workbook: Workbook, sheet: str) -> list[dict[str, object]]:
    head, *body = workbook[sheet].iter_rows(values_only=True)
    return [dict(zip(map(str, head), row, strict=True)) for row in body]


def test_its_sheets() -> None:
    assert book().sheetnames == ["Incidents", "Figures", "Sources", "Notes"]


def test_arabic_runs_from_right_to_left() -> None:
    arabic = book(options=ExportOptions(language="ar"))
    assert arabic.sheetnames == ["الحوادث", "الأرقام", "المصادر", "ملاحظات"]
    assert all(sheet.sheet_view.rightToLeft for sheet in arabic)
    assert not any(sheet.sheet_view.rightToLeft for sheet in book())


def test_a_row_an_incident_with_days_as_days_and_ranges_as_numbers() -> None:
    told = {row["id"]: row for row in rows(book(), "Incidents")}
    assert len(told) == len(DOSSIERS) - 1, "the invented one is left out"
    assert (told["range"]["killed_min"], told["range"]["killed_max"]) == (4, 6)
    assert getattr(told["range"]["start"], "isoformat", str)()[:10] == "2019-04-27"
    assert told["no_date"]["start"] is None


def test_figures_and_sources_stand_beside() -> None:
    workbook = book(BY_ID["range"])
    assert [(row["report"], row["min"]) for row in rows(workbook, "Figures")] == [
        ("range-d1#r1", 4),
        ("range-d2#r1", 6),
    ]
    assert [row["url"] for row in rows(workbook, "Sources")] == [
        "https://example.org/range/1",
        "https://example.org/range/2",
    ]


def test_nothing_runs_and_nothing_is_a_link() -> None:
    workbook = book(BY_ID["formula"])
    for sheet in workbook:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f"
                assert cell.hyperlink is None
    assert rows(workbook, "Incidents")[0]["places"] == '\'=HYPERLINK("https://example.org")'


def test_the_notes_say_what_cannot_be_carried() -> None:
    notes = [row["Notes"] for row in rows(book(), "Notes")]
    assert all(text.en in notes for text in Xlsx.cannot_carry)
    assert any("alleged" in str(note) for note in notes)


def test_an_invented_workbook_says_so_first() -> None:
    workbook = book(options=ExportOptions(is_synthetic=True))
    assert str(rows(workbook, "Notes")[0]["Notes"]).startswith("SYNTHETIC")
    assert str(rows(workbook, "Incidents")[0]["notice"]).startswith("SYNTHETIC")


def test_a_full_sheet_goes_on_in_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx, "MOST_ROWS", 2)
    workbook = book(*(dossier(f"i{number}") for number in range(5)))
    assert [name for name in workbook.sheetnames if name.startswith("Incidents")] == [
        "Incidents",
        "Incidents 2",
        "Incidents 3",
    ]
    told = [row["id"] for name in ("Incidents", "Incidents 2", "Incidents 3") for row in rows(workbook, name)]
    assert told == ["i0", "i1", "i2", "i3", "i4"]
