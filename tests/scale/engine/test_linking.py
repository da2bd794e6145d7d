"""Linking on the engine gives what one linker over all reports gives, and its components are those of a union-find."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from engine_archives import linked_alone, parts_of_archive
from rasd.scale.engine import link_on_engine, started
from rasd.scale.engine.components import stars
from rasd.scale.gathering import components

pytest.importorskip("daft")


def test_the_incidents_are_those_of_one_linker(tmp_path: Path) -> None:
    parts = parts_of_archive(tmp_path, 400, 3)
    with started("native", workers=2) as daft:
        linked = link_on_engine(daft, parts, workers=2, hot=40, size=100)
        rows = linked.incidents.to_pydict()
    assert (linked.reports, linked.documents) == (400, 400)
    assert linked.shares > 100  # hot blocks are shared out
    assert dict(zip(rows["id"], rows["incident"], strict=True)) == linked_alone(400)
    assert len(rows["id"]) == len(set(rows["id"]))
    assert sorted(name for members in rows["members"] for name in members) == sorted(
        f"g{number:07}#r1" for number in range(400)
    )
    assert all(home.startswith("theatre=") and "/month=20" in home for home in rows["home"])


def test_an_archive_without_reports_has_no_incident(tmp_path: Path) -> None:
    with started("native", workers=1) as daft:
        linked = link_on_engine(daft, parts_of_archive(tmp_path, 0, 1), workers=1)
        assert linked.incidents.to_pydict()["id"] == []


@pytest.mark.parametrize("shape", ["chain", "random", "one", "loops"])
def test_stars_find_what_hangs_together(shape: str) -> None:
    chance = random.Random(shape)
    count = 300
    pairs = {
        "chain": [(one, one + 1) for one in range(count - 1)],
        "random": [(chance.randrange(count), chance.randrange(count)) for _ in range(200)],
        "one": [(3, 7)],
        "loops": [(5, 5), (6, 5), (5, 6), (6, 6)],
    }[shape]
    chance.shuffle(pairs)
    names = [f"r{number:04}" for number in range(count)]
    wanted = components(count, pairs)
    with started("native", workers=1) as daft:
        edges = daft.from_pydict({"one": [names[a] for a, _ in pairs], "other": [names[b] for _, b in pairs]})
        ties, turns = stars(daft, edges)
        rows = ties.to_pydict()
    roots = dict(zip(rows["child"], rows["root"], strict=True))
    assert [roots.get(name, name) for name in names] == [names[root] for root in wanted]
    assert turns < 12
