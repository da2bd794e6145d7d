"""Intervals: known values, and the same draws everywhere."""

from __future__ import annotations

from rasd.evaluation import Score, bootstrap, compare, frozen_cells, scores_of, wilson

SHELLING = {"kind": "shelling"}


def scores(hits: int, missed: int) -> list[Score]:
    compared = [compare(f"h{n}", [SHELLING], [SHELLING]) for n in range(hits)]
    compared += [compare(f"m{n}", [SHELLING], []) for n in range(missed)]
    return [score for _, score in scores_of(frozen_cells(compared)).values()]


def test_wilson_has_the_values_of_the_book() -> None:
    low, high = wilson(0, 10)
    assert low == 0 and round(high, 3) == 0.278
    assert [round(bound, 3) for bound in wilson(3, 57)] == [0.018, 0.144]
    assert wilson(0, 0) == (0.0, 1.0)


def test_a_bootstrap_encloses_the_figure_and_repeats_itself() -> None:
    sample = scores(30, 10)
    first = bootstrap(sample)
    low, high = first[("incidents", "report")]
    assert low < 2 * 30 / (2 * 30 + 10) < high and high - low < 0.25
    assert bootstrap(sample) == first


def test_a_perfect_set_has_no_width_and_an_empty_row_no_interval() -> None:
    found = bootstrap(scores(5, 0), samples=50)
    assert found[("incidents", "kind")] == (1.0, 1.0)
    assert ("political", "kind") not in found and ("incidents", "harm") not in found
