"""The table: readable in any width, in logical order, with totals."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from rasd.export import Pair
from rasd.model import Document, Record
from rasd.model.record import Report

Written = Callable[..., str]


@pytest.mark.parametrize("columns", ["80", "100", "160", "220"])
def test_every_value_is_there_at_every_width(
    columns: str, written: Written, pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    output = written("table", pair)
    assert max(map(len, output.splitlines())) <= int(columns)
    said = " ".join(output.split())
    for words in (
        "one",
        "2020-01-13",
        "morning",
        "Air strike",
        "أريحا",
        "RUS",
        "Asserted",
        "Agreement",
        "TUR",
    ):
        assert words in said
    assert "killed 4" in said
    assert said.endswith("1 document, 2 reports, 1 toll, 1 issue")


def test_a_file_gets_plain_text(written: Written, pair: Pair) -> None:
    output = written("table", pair)
    assert "\x1b" not in output
    assert "\u200e" not in output


def test_a_report_without_a_date_shows_a_dash(written: Written, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "160")
    record = Record(id="one", reports=[Report(kind="clash")])
    (row,) = [
        line for line in written("table", (Document(text=""), record)).splitlines() if "Armed clash" in line
    ]
    assert row.split()[:2] == ["one", "—"]


def test_a_document_without_reports_says_so(written: Written) -> None:
    assert "no report" in written("table", (Document(text=""), Record(id="one")))


def test_a_name_cannot_drive_the_terminal(written: Written) -> None:
    record = Record(id="a\x1b[2Jb\u202e[red]")
    output = written("table", (Document(text=""), record))
    assert "\x1b" not in output and "\u202e" not in output
    assert "[red]" in output


def test_long_runs_print_in_batches_and_lose_nothing(written: Written) -> None:
    records = [Record(id=f"n{n:04}", reports=[Report(kind="protest")]) for n in range(450)]
    output = written("table", *((Document(text=""), record) for record in records))
    assert [r.id for r in records if r.id not in output] == []
    assert "450 documents, 450 reports" in output
