"""Runs on the engine, on Daft alone: the same parts as on one machine, whoever is killed on the way."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path

import pytest

import engine_stand_in
from engine_runs import inputs, into, on_one_machine, told
from engine_stand_in import slices_over
from object_store import Store
from rasd.errors import OutputError
from rasd.scale import LocalDepot
from rasd.scale.engine import EngineError, ObjectDepot, run_on_engine

pytest.importorskip("daft")


def test_the_engine_makes_the_same_parts_as_one_machine(tmp_path: Path) -> None:
    slices = slices_over(inputs(), into(tmp_path / "in"))
    wanted = on_one_machine(slices, tmp_path)
    load = partial(engine_stand_in.load, str(tmp_path))
    done, report = run_on_engine(slices, str(tmp_path / "out"), load, workers=2)
    assert told(LocalDepot(tmp_path / "out")) == wanted
    assert len(wanted) == 12
    assert sorted(one.slice.key for one in done) == sorted(one.key for one in slices)
    assert (report.done, report.rounds, report.retries, report.lost, report.set_aside) == (6, 1, 0, 0, [])
    written = json.loads((tmp_path / "out" / "engine.json").read_bytes())
    assert written["pages"] == sum(len(rows) for rows in inputs().values())
    assert sum(share["slices"] for share in written["by_worker"].values()) == 6
    assert "6 of 6 slices done" in (tmp_path / "out" / "engine.txt").read_text("utf-8")


def test_whoever_is_killed_in_the_middle_the_parts_are_the_same(tmp_path: Path) -> None:
    given = inputs()
    for name, whom in {"1.lines": "reader", "2.lines": "pool", "3.lines": "worker"}.items():
        given[name].insert(7, f"kill {whom} once {whom}")
    slices = slices_over(given, into(tmp_path / "in"))
    load = partial(engine_stand_in.load, str(tmp_path))
    _, report = run_on_engine(slices, str(tmp_path / "out"), load, workers=2)
    assert all((tmp_path / whom).exists() for whom in ("reader", "pool", "worker"))
    assert (report.done, report.lost, report.set_aside) == (6, 1, [])
    assert told(LocalDepot(tmp_path / "out")) == on_one_machine(slices, tmp_path)


def test_what_cannot_be_read_is_set_aside_with_its_reason_and_the_rest_is_finished(tmp_path: Path) -> None:
    given = inputs(4)
    given["1.lines"].append("kill worker always again")
    given["2.lines"].append("kill reader always too")
    slices = slices_over(given, into(tmp_path / "in"))
    (tmp_path / "in" / "3.lines").write_text("another\n", "utf-8")
    load = partial(engine_stand_in.load, str(tmp_path))
    done, report = run_on_engine(slices, str(tmp_path / "out"), load, workers=2)
    read = {Path(one.slice.input).name: one.receipt for one in done if one.receipt is not None}
    assert sorted(read) == ["0.lines", "2.lines"]
    (page,) = read["2.lines"].set_aside  # a page that kills its reader costs no other
    assert page["where"].endswith("kill reader always too") and "died with it" in page["reason"]
    reasons = {Path(row["input"]).name: (row["reason"], row["attempts"]) for row in report.set_aside}
    assert "workers were lost 3 times" in reasons["1.lines"][0]
    assert "changed while it was read" in reasons["3.lines"][0]
    assert {attempts for _, attempts in reasons.values()} == {3}


def test_tools_that_cannot_be_loaded_end_the_run_with_the_reason(tmp_path: Path) -> None:
    slices = slices_over(inputs(1), into(tmp_path / "in"))
    with pytest.raises(EngineError, match="A worker cannot begin: .*a pack is broken"):
        run_on_engine(
            slices, str(tmp_path / "out"), partial(engine_stand_in.unready, str(tmp_path)), workers=1
        )


def test_where_nothing_can_be_kept_the_run_ends(tmp_path: Path) -> None:
    slices = slices_over(inputs(1), into(tmp_path / "in"))
    (tmp_path / "out" / "parts" / f"{slices[0].key}.parquet" / "in the way").mkdir(parents=True)
    with pytest.raises(OutputError, match="parts.*cannot be written"):
        load = partial(engine_stand_in.load, str(tmp_path))
        run_on_engine(slices, str(tmp_path / "out"), load, workers=1)


def test_inputs_and_output_may_lie_in_an_object_store(store: Store, tmp_path: Path) -> None:
    def put(name: str, body: bytes) -> str:
        store.put(f"crawl/{name}", body)
        return store.at(f"crawl/{name}")

    slices = slices_over(inputs(3), put)
    load = partial(engine_stand_in.load, str(tmp_path))
    _, report = run_on_engine(slices, store.at("run"), load, workers=2)
    assert (report.done, report.set_aside) == (3, [])
    kept = told(ObjectDepot(store.at("run")))
    assert sorted(kept) == sorted(
        name for one in slices for name in (f"parts/{one.key}.parquet", f"receipts/{one.key}.json")
    )
    assert json.loads(ObjectDepot(store.at("run")).read("engine.json"))["done"] == 3
    assert store.secret.encode() not in b"".join(kept.values())


def test_an_unknown_runner_is_told_what_there_is(tmp_path: Path) -> None:
    slices = slices_over(inputs(1), into(tmp_path / "in"))
    with pytest.raises(EngineError, match="There are: native, ray"):
        load = partial(engine_stand_in.load, str(tmp_path))
        run_on_engine(slices, str(tmp_path / "out"), load, runner="spark", workers=1)
