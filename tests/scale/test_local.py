"""Processes do slices; one that dies or hangs costs at most the page that it died at, and twice."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from archive_runs import rows, tools
from rasd.errors import OutputError
from rasd.scale import LocalDepot, Slice
from rasd.scale.crumbs import Crumbs, Trail
from rasd.scale.files import LOCAL
from rasd.scale.local import Done, Pool
from rasd.scale.part import receipts
from rasd.scale.slices import slices_of, stamp_of
from rasd.scale.tally import Tally


def slices(folder: Path) -> list[Slice]:
    return list(slices_of([str(folder)]))


def do(folder: Path, output: Path, *, jobs: int = 2, stall: float = 300.0) -> list[Done]:
    output.mkdir(exist_ok=True)
    pool = Pool(tools, LOCAL, LocalDepot(output), jobs=jobs, crumbs=output / ".crumbs", stall=stall)
    return list(pool.run(slices(folder)))


@pytest.fixture
def inputs(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    for name in ("a", "b", "c"):
        rows(
            folder / f"{name}.jsonl", [f"ع force strike {name} {number}" for number in range(5)] + ["ع rain"]
        )
    return folder


def kept(output: Path) -> dict[str, bytes]:
    depot = LocalDepot(output)
    return {name: depot.read(name) for name in depot.names()}


def test_every_slice_is_done_once_and_bytes_do_not_depend_on_jobs(inputs: Path, tmp_path: Path) -> None:
    done = do(inputs, tmp_path / "one", jobs=1)
    do(inputs, tmp_path / "three", jobs=3)
    assert sum(one.receipt.tally.kept for one in done if one.receipt) == 15
    assert kept(tmp_path / "one") == kept(tmp_path / "three")
    assert len(receipts(LocalDepot(tmp_path / "one"))) == 3


def test_a_page_at_which_the_process_dies_twice_is_set_aside(inputs: Path, tmp_path: Path) -> None:
    rows(
        inputs / "b.jsonl", ["ع force strike first", "ع force die", "ع force strike last", "ع force die too"]
    )
    done = do(inputs, tmp_path / "out")
    deadly = next(one for one in done if one.slice.input.endswith("b.jsonl"))
    assert deadly.receipt is not None
    assert deadly.receipt.tally.kept == 2
    assert [row["where"].rpartition(": ")[2] for row in deadly.receipt.set_aside] == ["byte 74", "byte 212"]
    assert all("died" in row["reason"] for row in deadly.receipt.set_aside)


def test_a_process_killed_by_somebody_costs_nothing(inputs: Path, tmp_path: Path) -> None:
    rows(inputs / "b.jsonl", ["ع force strike first", f"ع force strike once {tmp_path / 'mark'} second"])
    done = do(inputs, tmp_path / "out")
    assert (tmp_path / "mark").exists()
    assert [
        one.receipt.tally.kept for one in done if one.receipt and one.slice.input.endswith("b.jsonl")
    ] == [2]
    assert sum(one.attempts for one in done) == 4
    assert not any(one.receipt and one.receipt.set_aside for one in done)


def test_a_page_that_never_ends_counts_as_deadly(inputs: Path, tmp_path: Path) -> None:
    rows(inputs / "b.jsonl", ["ع force strike first", "ع force hang"])
    done = do(inputs, tmp_path / "out", stall=1.0)
    hung = next(one for one in done if one.slice.input.endswith("b.jsonl"))
    assert hung.receipt is not None
    assert hung.receipt.tally.kept == 1
    assert len(hung.receipt.set_aside) == 1


def test_an_input_that_changed_since_it_was_cut_is_refused_by_name(inputs: Path, tmp_path: Path) -> None:
    cut = slices(inputs)
    rows(inputs / "b.jsonl", ["ع force strike other"])
    (tmp_path / "out").mkdir()
    pool = Pool(tools, LOCAL, LocalDepot(tmp_path / "out"), jobs=2, crumbs=tmp_path / "crumbs")
    done = list(pool.run(cut))
    refused = [one for one in done if one.receipt is None]
    assert [one.slice.input for one in refused] == [str(inputs / "b.jsonl")]
    assert "changed while it was read" in refused[0].reason
    assert len(receipts(LocalDepot(tmp_path / "out"))) == 2


def test_where_nothing_can_be_kept_the_run_ends_with_a_clear_word(inputs: Path, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "parts").write_text("a file where a folder must be")
    with pytest.raises(OutputError, match="cannot be written"):
        do(inputs, tmp_path / "out")


def test_a_process_whose_parent_is_gone_ends(inputs: Path, tmp_path: Path) -> None:
    rows(inputs / "a.jsonl", ["ع force strike"] * 8_000)
    output = tmp_path / "out"
    output.mkdir()
    parent = os.fork()
    if parent == 0:
        pool = Pool(tools, LOCAL, LocalDepot(output), jobs=1, crumbs=output / ".crumbs")
        for _ in pool.run(slices(inputs), told=lambda crumbs: os.kill(os.getpid(), signal.SIGKILL)):
            pass
        os._exit(0)
    os.waitpid(parent, 0)
    again = do(inputs, output, jobs=1)
    assert sum(one.receipt.tally.kept for one in again if one.receipt) == 8_010


def test_a_trail_is_read_after_its_process(tmp_path: Path) -> None:
    crumbs = Crumbs(tmp_path / "crumbs", 2)
    Trail(crumbs.path, 1)(Tally(pages=7, bytes_read=100, kept=2), "crawl: byte 5")
    assert (crumbs.read(1).pages, crumbs.read(1).where) == (7, "crawl: byte 5")
    assert crumbs.read(0).where == ""
    crumbs.clear(1)
    assert crumbs.read(1).where == ""
    crumbs.close()
    assert not crumbs.path.exists()


def test_a_stamp_tells_a_change_of_size(tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_bytes(b"1")
    before = stamp_of(str(path))
    path.write_bytes(b"12")
    assert stamp_of(str(path)) != before
