"""Many points as few: nothing is lost in the sums, cells stand still, and no map gets more than it can draw."""

from __future__ import annotations

import random
from typing import Any

import pytest

np: Any = pytest.importorskip("numpy")

from rasd.desk.seeing.grid import Box, cells, fineness, inside, spread

_WORLD = Box(-180, -85, 180, 85)


def _many(number: int, *, groups: int = 5) -> tuple[Any, Any, Any]:
    dice = random.Random(7)
    return (
        np.array([dice.uniform(-179, 179) for _ in range(number)]),
        np.array([dice.uniform(-80, 80) for _ in range(number)]),
        np.array([dice.randrange(groups) for _ in range(number)]),
    )


@pytest.mark.parametrize("zoom", [0, 3.7, 9, 22])
def test_every_point_is_in_one_cell_with_its_group(zoom: float) -> None:
    longitude, latitude, group = _many(2000)
    found = cells(longitude, latitude, group, 5, box=_WORLD, zoom=zoom)
    assert sum(one.count for one in found) == 2000
    assert [sum(one.groups[n] for one in found) for n in range(5)] == np.bincount(group, minlength=5).tolist()
    for one in found:
        west, south, east, north = one.box
        assert west <= one.longitude + 1e-5 and one.longitude <= east + 1e-5
        assert south <= one.latitude + 1e-5 and one.latitude <= north + 1e-5
        assert west <= longitude[one.first] <= east and south <= latitude[one.first] <= north
        assert one.is_spread == (one.count > 1)
    assert [one.count for one in found] == sorted(one.count for one in found)


def test_the_world_at_its_finest_zoom_is_still_few_cells() -> None:
    longitude, latitude, group = _many(50_000)
    assert fineness(_WORLD, 22) == 3
    assert len(cells(longitude, latitude, group, 5, box=_WORLD, zoom=22)) <= (4096 // 64) ** 2


def test_cells_stand_still_while_the_map_moves() -> None:
    longitude, latitude, group = _many(3000)
    found = []
    for box in (Box(0, 0, 60, 60), Box(5, 5, 65, 65)):
        near = inside(longitude, latitude, box)
        got = cells(longitude[near], latitude[near], group[near], 5, box=box, zoom=4)
        found.append(
            {(one.longitude, one.latitude, one.count) for one in got if one.box[0] > 20 and one.box[2] < 50}
        )
    both = [{one for one in some if 20 < one[1] < 50} for some in found]
    assert both[0] == both[1] != set()


def test_incidents_at_one_spot_stay_one_mark_and_say_so() -> None:
    here = np.full(50, 36.2), np.full(50, 37.16), np.arange(50) % 5
    (one,) = cells(*here, 5, box=Box(36, 37, 37, 38), zoom=13)
    assert (one.longitude, one.latitude, one.count, one.is_spread) == (36.2, 37.16, 50, False)
    assert one.groups == (10,) * 5


def test_no_points_are_no_cells() -> None:
    empty = np.array([], dtype=float)
    assert cells(empty, empty, empty.astype(int), 5, box=_WORLD, zoom=4) == []


def test_kilometres_are_as_wide_as_the_map_draws_them() -> None:
    equator, north = spread(np.array([40075.0, 40075.0]), np.array([0.0, 60.0]), 0).tolist()
    assert equator == pytest.approx(512)
    assert north == pytest.approx(1024, rel=0.01)
