"""The loss of a cascade, measured: which pages are drawn, what their shares say of all, and the lost ones by name."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import archive_runs
from rasd.collection import Defaults
from rasd.errors import OutputError
from rasd.scale import LocalDepot, Page, Slice
from rasd.scale.audit import AUDIT, Agreement, Audit, Stratum, audit
from rasd.scale.audit.drawing import KEPT, allotted
from rasd.scale.options import Options
from rasd.scale.part import keep

WORDS = (
    ["market"] * 40
    + ["market strike"]  # the byte test loses it
    + ["ع weather"] * 8
    + ["ع strike"] * 2  # the text test loses them
    + ["ع force of the sea"] * 3
    + ["ع force strike"] * 6
    + ["ع empty"]
    + ["ع stumble"]
)


def run(folder: Path, words: list[str] | None = None) -> Path:
    pages = [
        Page(f"crawl: byte {number}", word.encode(), f"https://news.example/{number}")
        for number, word in enumerate(WORDS if words is None else words)
    ]
    kept = archive_runs.cascade(Options(sample=1.0)).run(pages, "crawl")
    keep(Slice("crawl", "warc", 0, 10, "10-1"), kept, LocalDepot(folder))
    return folder


def measured(folder: Path, most: int = 1000) -> Audit:
    return audit(
        folder, most=most, coder=archive_runs.Reader(), defaults=Defaults(), extract=archive_runs.extract
    )


def test_what_each_stage_lost_is_counted_and_named(tmp_path: Path) -> None:
    found = measured(run(tmp_path))
    assert [(one.stage, one.reason, one.dropped, one.sampled, one.lost) for one in found.strata] == [
        ("bytes", "no Arabic", 41, 41, 1),
        ("parse", "no article", 1, 1, 0),
        ("text", "no word of force", 11, 10, 2),
        ("reader", "no report", 3, 3, 0),
    ]
    assert [(one.where, one.stage, one.address, one.found) for one in found.lost] == [
        ("crawl: byte 40", "bytes", "https://news.example/40", ("air_strike",)),
        ("crawl: byte 49", "text", "https://news.example/49", ("air_strike",)),
        ("crawl: byte 50", "text", "https://news.example/50", ("air_strike",)),
    ]
    assert found.failed == (("crawl: byte 61", "RuntimeError: stumbled"),)
    assert (found.kept, found.kept_sampled, found.kept_confirmed) == (6, 6, 6)
    assert found.lost_pages == pytest.approx(1 + 11 * 2 / 10)
    assert found.recall == pytest.approx(6 / (6 + 3.2))
    assert found.agreement == Agreement(pages=6, same_pages=6, fast=6, careful=6, both=6)


def test_the_same_pages_are_drawn_each_time_and_no_more_than_asked(tmp_path: Path) -> None:
    run(tmp_path)
    first, second = measured(tmp_path, 24), measured(tmp_path, 24)
    assert first == second
    assert first.sampled + first.kept_sampled + len(first.failed) == 24
    assert first.recall_interval[0] < first.recall_interval[1]


def test_a_file_is_left_that_says_it_all(tmp_path: Path) -> None:
    found = measured(run(tmp_path))
    written = json.loads((tmp_path / AUDIT).read_bytes())
    assert written == found.as_json()
    assert written["version"] == 1
    assert [one["where"] for one in written["lost"]] == [one.where for one in found.lost]


def test_the_table_has_a_line_a_reason_and_names_the_lost(tmp_path: Path) -> None:
    lines = measured(run(tmp_path)).table().split("\n")
    assert [line.split()[0] for line in lines[:5]] == ["dropped", "bytes", "parse", "text", "reader"]
    assert "lost: crawl: byte 40 (bytes: no Arabic) air_strike" in lines
    assert any("crawl: byte 61: RuntimeError: stumbled" in line for line in lines)


def test_a_slice_without_a_receipt_is_not_counted(tmp_path: Path) -> None:
    run(tmp_path)
    (tmp_path / "dropped" / "0123456789abcdef.parquet").write_bytes(b"half a file")
    assert measured(tmp_path).sampled == 55


def test_a_folder_without_a_run_is_refused(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="no finished slice"):
        measured(tmp_path)


def test_a_run_that_dropped_nothing_has_lost_nothing(tmp_path: Path) -> None:
    found = measured(run(tmp_path, ["ع force strike"] * 3))
    assert (found.recall, found.recall_interval, found.lost_pages) == (1.0, (1.0, 1.0), 0.0)


def made(*strata: Stratum, kept: int = 100) -> Audit:
    return Audit(0, strata, kept, 0, 0, Agreement(), ())


def test_a_reason_of_which_no_page_was_read_may_have_lost_all() -> None:
    found = made(Stratum("text", "no word of force", 50, 0, 0))
    assert found.lost_interval == (0.0, 50.0)
    assert found.recall_interval == (pytest.approx(100 / 150), 1.0)


def test_more_pages_read_make_the_interval_narrower() -> None:
    few, many = (made(Stratum("bytes", "no Arabic", 10_000, read, 0)).lost_interval[1] for read in (50, 2000))
    assert many < few / 20


def test_intervals_of_reasons_add_up_less_than_plainly() -> None:
    one, two = Stratum("bytes", "a", 1000, 100, 3), Stratum("text", "b", 1000, 100, 3)
    both = made(one, two)
    assert both.lost_pages == 60
    assert both.lost_interval[1] - 60 < 2 * (made(one).lost_interval[1] - 30)


def test_a_quarter_is_drawn_from_the_kept_and_every_reason_has_its_share() -> None:
    sizes = {
        ("bytes", "no Arabic"): 190_000,
        ("text", "no word of force"): 6_000,
        ("parse", "no article"): 40,
    }
    there = {**dict.fromkeys(sizes, 900), ("parse", "no article"): 4, KEPT: 100}
    given = allotted(sizes, there, 200)
    assert sum(given.values()) == 200
    assert given[KEPT] == 50
    assert given["parse", "no article"] == 4
    assert given["bytes", "no Arabic"] > given["text", "no word of force"] >= 20


def test_what_is_there_is_drawn_where_more_is_asked_for() -> None:
    assert allotted({("text", "x"): 70}, {("text", "x"): 7, KEPT: 3}, 1_000) == {("text", "x"): 7, KEPT: 3}
