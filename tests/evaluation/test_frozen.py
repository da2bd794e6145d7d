"""A frozen run shows a change as a row diff and tells better from worse."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from rasd.errors import DataError
from rasd.evaluation import changes, compare, frozen_cells, read_frozen, write_frozen

GOLD: dict[str, Any] = {
    "kind": "air_strike",
    "places": [{"name": "المرجانية"}, {"name": "السروية"}],
    "harm": [{"effect": "killed", "min": 2, "max": None}],
}


def cells(golds: list[dict[str, Any]], predicted: list[dict[str, Any]]) -> list[Any]:
    return list(frozen_cells([compare("d\t1", golds, predicted)]))


def test_rows_survive_writing_and_reading(tmp_path: Path) -> None:
    path = tmp_path / "run.tsv"
    rows = cells([GOLD], [GOLD, {"kind": "clash"}])
    write_frozen(path, rows)
    assert read_frozen(path) == rows
    assert "d 1\t1\tharm\tkilled..2..\tkilled..2.." in path.read_text("utf-8")
    assert "d 1\t+1\tkind\t\tclash" in path.read_text("utf-8")


def test_the_same_run_has_no_changes() -> None:
    assert changes(cells([GOLD], [GOLD]), cells([GOLD], [GOLD])) == []


def test_a_right_value_gone_is_a_loss() -> None:
    worse = GOLD | {"places": [{"name": "المرجانية"}]}
    found = changes(cells([GOLD], [GOLD]), cells([GOLD], [worse]))
    assert [(change.cell.slot, change.lost) for change in found] == [("place", {"سرويه"})]


def test_a_value_put_right_is_no_loss() -> None:
    worse = GOLD | {"places": [{"name": "المرجانية"}]}
    found = changes(cells([GOLD], [worse]), cells([GOLD], [GOLD]))
    assert [(change.cell.slot, change.lost) for change in found] == [("place", frozenset())]


def test_a_missed_report_loses_its_values() -> None:
    found = changes(cells([GOLD], [GOLD]), cells([GOLD], []))
    assert {change.cell.slot for change in found if change.lost} == {"kind", "factuality", "place", "harm"}


def test_a_new_false_alarm_is_a_loss() -> None:
    found = changes(cells([], []), cells([], [GOLD]))
    assert [change.cell.slot for change in found if change.lost] == ["alarm"]


def test_a_changed_gold_owes_nothing() -> None:
    gold = GOLD | {"places": [{"name": "المرجانية"}]}
    found = changes(cells([GOLD], [GOLD]), cells([gold], [gold]))
    assert all(not change.lost for change in found) and found


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("a\tb\n", ":1: not a frozen run"),
        ("document\treport\tslot\tgold\tpredicted\nx\t1\tkind\n", ":2: 3 columns where 5"),
    ],
)
def test_a_broken_file_is_named_by_line(tmp_path: Path, content: str, says: str) -> None:
    path = tmp_path / "run.tsv"
    path.write_text(content, "utf-8")
    with pytest.raises(DataError, match=says):
        read_frozen(path)
