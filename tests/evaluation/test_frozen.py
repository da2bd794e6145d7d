"""A frozen run holds values row by row, and all figures follow from it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from rasd.errors import DataError
from rasd.evaluation import Cell, Score, Scorer, compare, frozen_cells, read_frozen, scores_of, write_frozen

GOLD: dict[str, Any] = {
    "kind": "air_strike",
    "places": [
        {"name": "المرجانية", "latitude": 35.0, "longitude": 36.5},
        {"name": "السروية", "latitude": 35.2, "longitude": 36.5},
    ],
    "harm": [{"effect": "killed", "min": 2, "max": None}],
}
TALKS: dict[str, Any] = {"kind": "talks", "parties": [{"actor": "RUS"}]}


def cells(golds: list[dict[str, Any]], predicted: list[dict[str, Any]]) -> list[Cell]:
    return list(frozen_cells([compare("d\t1", golds, predicted, theatre="syria")]))


def test_rows_survive_writing_and_reading(tmp_path: Path) -> None:
    path = tmp_path / "run.tsv"
    rows = cells([GOLD], [GOLD, {"kind": "clash"}])
    write_frozen(path, rows)
    assert read_frozen(path) == rows
    assert "d 1\tsyria\t1\tharm\tkilled..2..\tkilled..2.." in path.read_text("utf-8")
    assert "d 1\tsyria\t+1\tkind\t\tclash" in path.read_text("utf-8")


@pytest.mark.parametrize(
    ("golds", "predicted"),
    [
        ([GOLD], [GOLD]),
        ([GOLD, TALKS], [TALKS, {"kind": "clash"}]),
        ([GOLD | {"harm": []}], [GOLD]),
        ([], [GOLD]),
        ([], []),
        ([GOLD], []),
        ([GOLD], [GOLD | {"places": [{"name": "المرجانية", "latitude": 30.0, "longitude": 36.5}]}]),
    ],
)
def test_the_figures_follow_from_the_rows(
    golds: list[dict[str, Any]], predicted: list[dict[str, Any]]
) -> None:
    scorer = Scorer()
    scorer.add(compare("d 1", golds, predicted, theatre="syria"), "", [])
    ((theatre, score),) = scores_of(cells(golds, predicted)).values()
    assert theatre == "syria" and isinstance(score, Score)
    assert score.as_json() == scorer.score.as_json()
    assert (score.points_found, score.points_near) == (scorer.score.points_found, scorer.score.points_near)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("a\tb\n", ":1: not a frozen run"),
        ("document\ttheatre\treport\tslot\tgold\tpredicted\nx\tsyria\t1\tkind\n", ":2: 4 columns where 6"),
    ],
)
def test_a_broken_file_is_named_by_line(tmp_path: Path, content: str, says: str) -> None:
    path = tmp_path / "run.tsv"
    path.write_text(content, "utf-8")
    with pytest.raises(DataError, match=says):
        read_frozen(path)


@pytest.mark.parametrize("name", ["seed", "dev"])
def test_the_committed_runs_are_whole(name: str) -> None:
    run = read_frozen(Path(__file__).parents[2] / f"benchmarks/gold/{name}.tsv")
    keys = [cell.key for cell in run]
    assert len(keys) == len(set(keys)) > 50
    assert not any(len(cell.gold) > 200 or len(cell.predicted) > 400 for cell in run), "values, never texts"


def test_the_committed_sentences_are_judged_with_yes_or_no() -> None:
    run = read_frozen(Path(__file__).parents[2] / "benchmarks/gold/sentences.tsv")
    assert {word for cell in run for word in (cell.gold, cell.predicted)} == {"yes", "no"}
    assert {cell.slot for cell in run} == {"assault"} and len(run) > 1_000
