"""What counts as a loss, and how a commit explains one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from rasd.errors import DataError
from rasd.evaluation import (
    Cell,
    Explanation,
    Loss,
    changes,
    compare,
    explained_path,
    frozen_cells,
    losses,
    read_explained,
    stale,
    write_explained,
)

GOLD: dict[str, Any] = {
    "kind": "air_strike",
    "places": [{"name": "المرجانية"}, {"name": "السروية"}],
    "harm": [{"effect": "killed", "min": 2, "max": None}],
}
WORSE = GOLD | {"places": [{"name": "المرجانية"}]}
MORE = GOLD | {"weapons": [{"weapon": "drone"}]}


def cells(golds: list[dict[str, Any]], predicted: list[dict[str, Any]]) -> list[Cell]:
    return list(frozen_cells([compare("d", golds, predicted)]))


def lost(before: list[Cell], after: list[Cell]) -> list[tuple[str, str, str]]:
    return [(loss.report, loss.slot, loss.value) for loss in losses(before, after)]


def test_the_same_run_has_no_changes() -> None:
    same = cells([GOLD], [GOLD])
    assert changes(same, same) == [] and losses(same, same) == []


def test_a_right_value_gone_is_a_loss() -> None:
    assert lost(cells([GOLD], [GOLD]), cells([GOLD], [WORSE])) == [("1", "place", "سرويه")]


def test_a_value_put_right_is_no_loss() -> None:
    assert lost(cells([GOLD], [WORSE]), cells([GOLD], [GOLD])) == []
    assert [change.cell.slot for change in changes(cells([GOLD], [WORSE]), cells([GOLD], [GOLD]))] == [
        "place"
    ]


def test_a_missed_report_loses_its_values() -> None:
    found = lost(cells([GOLD], [GOLD]), cells([GOLD], []))
    assert {slot for _, slot, _ in found} == {"kind", "factuality", "place", "harm"}


def test_a_wrong_value_more_is_a_loss() -> None:
    assert lost(cells([GOLD], [GOLD]), cells([GOLD], [MORE])) == [("1", "weapon", "drone")]


def test_a_report_found_owes_nothing_for_its_wrong_values() -> None:
    assert lost(cells([GOLD], []), cells([GOLD], [MORE])) == []


def test_one_wrong_value_for_another_is_no_loss() -> None:
    other = GOLD | {"weapons": [{"weapon": "tank"}]}
    assert lost(cells([GOLD], [MORE]), cells([GOLD], [other])) == []


def test_a_report_more_is_a_loss_and_a_false_alarm_is_one() -> None:
    assert lost(cells([GOLD], [GOLD]), cells([GOLD], [GOLD, {"kind": "clash"}])) == [("+", "report", "clash")]
    assert lost(cells([], []), cells([], [GOLD])) == [("-", "alarm", "quiet")]


def test_a_changed_gold_owes_nothing() -> None:
    before, after = cells([GOLD], [GOLD]), cells([WORSE], [WORSE])
    assert losses(before, after) == [] and changes(before, after)


def test_an_explanation_lives_as_long_as_the_value_is_wrong() -> None:
    one = Explanation(Loss("d", "1", "place", "سرويه"), "the rule took quarters for towns")
    extra = Explanation(Loss("d", "+", "report", "clash"), "a lead read apart")
    now = cells([GOLD], [WORSE, {"kind": "clash"}])
    assert stale([one, extra], now) == []
    assert stale([one, extra], cells([GOLD], [GOLD])) == [one, extra]
    assert stale([one], cells([WORSE], [WORSE])) == [one]


def test_explanations_survive_writing_and_reading(tmp_path: Path) -> None:
    path = explained_path(tmp_path / "dev.tsv")
    assert path.name == "dev.explained.tsv" and read_explained(path) == []
    one = Explanation(Loss("d", "1", "place", "سرويه"), "the rule  took quarters\nfor towns")
    write_explained(path, [one])
    assert read_explained(path) == [Explanation(one.loss, "the rule took quarters for towns")]
    write_explained(path, [])
    assert not path.exists()


@pytest.mark.parametrize(
    ("rows", "says"),
    [("d\t1\tplace\tx\t \n", ":2: no reason"), ("d\t1\tplace\tx\twhy\n" * 2, ":3: explained twice")],
)
def test_a_broken_explanation_is_named_by_line(tmp_path: Path, rows: str, says: str) -> None:
    path = tmp_path / "dev.explained.tsv"
    path.write_text("document\treport\tslot\tvalue\treason\n" + rows, "utf-8")
    with pytest.raises(DataError, match=says):
        read_explained(path)
