"""Points of places against those of the gold."""

from __future__ import annotations

from typing import Any

from rasd.evaluation import Scorer, compare, compared_points


def place(name: str, latitude: float | None = None, longitude: float | None = None) -> dict[str, Any]:
    return {"name": name, "latitude": latitude, "longitude": longitude}


def report(*places: dict[str, Any]) -> dict[str, Any]:
    return {"kind": "shelling", "places": list(places)}


def test_the_same_name_is_compared_however_far() -> None:
    gold = report(place("مدينة الدانا", 36.21, 36.77))
    (pair,) = compared_points(gold, report(place("الدانا", 31.0, 31.0), place("سرمدا", 36.21, 36.77)))
    assert pair.is_found and pair.km is not None and pair.km > 500 and not pair.is_within(25)


def test_another_name_is_compared_by_the_nearest_that_is_left() -> None:
    gold = report(place("الدانا", 36.21, 36.77), place("سرمدا", 36.19, 36.72))
    first, second = compared_points(
        gold, report(place("سرمدا", 36.19, 36.72), place("أطراف الدانا", 36.2, 36.77))
    )
    assert first.is_within(10) and second.km == 0


def test_a_place_without_a_point_is_found_and_not_near() -> None:
    (pair,) = compared_points(report(place("الدانا", 36.21, 36.77)), report(place("الدانا")))
    assert pair.is_found and not pair.is_within(25)


def test_a_missed_place_is_not_found_and_a_gold_place_without_a_point_does_not_count() -> None:
    gold = report(place("الدانا", 36.21, 36.77), place("سرمدا"))
    assert [pair.is_found for pair in compared_points(gold, None)] == [False]


def test_points_are_counted() -> None:
    gold = report(place("الدانا", 36.21, 36.77), place("سرمدا", 36.19, 36.72), place("بنش", 35.96, 36.71))
    near = report(place("الدانا", 36.22, 36.77), place("سرمدا", 36.35, 36.72))
    scorer = Scorer()
    scorer.add(compare("d", [gold], [near]), "", [])
    assert scorer.score.points_as_json() == {"of": 3, "found": 2, "within_10_km": 1, "within_25_km": 2}
