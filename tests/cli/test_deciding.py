"""`rasd split`, `merge`, `judge`, `note`, `undo` and `judgements`: who and why are asked for, and nothing is without a way back."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from linked_store import code, grouping, told_store
from rasd.store import Store
from rasd.store.linking import link_store


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    """Return a store of two incidents, d0 with d1, and d2; the commands work on it."""
    monkeypatch.setenv("RASD_STORE", str(tmp_path / "store"))
    monkeypatch.setenv("RASD_BY", "سلمى")
    monkeypatch.setenv("COLUMNS", "120")
    return told_store(Store.open(), ["2019-04-28", "2019-04-28", "2019-05-20"])


def of(store: Store, report: str) -> str:
    return store.incidents_of([report])[report]


def test_a_split_is_told_and_can_be_taken_back(rasd, store: Store) -> None:
    before = grouping(store)
    done = rasd("split", of(store, "d0#r1"), "d1", "--why", "شارعان مختلفان")
    assert (
        done.code == 0 and "Decision 1: not one incident, by سلمى" in done.out and "rasd undo 1" in done.out
    )
    assert len(grouping(store)) == 3
    done = rasd("undo", 1, "--why", "شارع واحد")
    assert done.code == 0 and "Decision 1" in done.out and grouping(store) == before


def test_a_no_blocks_a_merge_and_is_named(rasd, store: Store) -> None:
    rasd("split", of(store, "d0#r1"), "d1", "--why", "شارعان مختلفان")
    done = rasd("merge", of(store, "d0#r1"), of(store, "d1#r1"), "--why", "واحدة")
    assert done.code == 2 and "سلمى held d1#r1 and d0#r1 apart" in done.err and "rasd undo 1" in done.err
    assert "شارعان" in done.err and len(grouping(store)) == 3


def test_a_no_across_a_yes_is_told(rasd, store: Store) -> None:
    rasd("merge", of(store, "d0#r1"), of(store, "d2#r1"), "--why", "واحدة")
    done = rasd("split", of(store, "d2#r1"), "d2", "--why", "يومان", "--by", "حسن")
    assert done.code == 0 and "Decision 1 of سلمى held some of these together" in done.err
    listed = rasd("judgements").out
    assert "contradicts 2" in listed and "contradicts 1" in listed


def test_values_are_decided_beside_what_is_proposed(rasd, store: Store) -> None:
    key = of(store, "d0#r1")
    done = rasd(
        "judge", key, "--grade", "confirmed", "--best", "killed=2", "--occurrence", "declared", "--why", "أقر الطرف",
        "--perpetrator-confirmed", "syr_gov", "--victim-status", "killed=civilian",
    )  # fmt: skip
    assert done.code == 0 and "No report here tells that a belligerent accepted" in done.err
    out = rasd("incident", key).out
    for words in (
        "proposed: weak",
        "decided: confirmed",
        "best: 2",
        "decided: SYR_GOV",
        "decided: civilians",
    ):
        assert words in out, words
    assert "killed 1–2" in out


def test_of_two_grades_the_later_holds_and_both_are_listed(rasd, store: Store) -> None:
    key = of(store, "d0#r1")
    rasd("judge", key, "--grade", "confirmed", "--why", "أقر الطرف")
    done = rasd("judge", key, "--grade", "discounted", "--why", "مقاتلون", "--by", "حسن")
    assert "Decision 2 contradicts 1" in done.err
    rows = rasd("judgements", "--format", "jsonl").records()
    assert [(row["number"], row["overruled_by"]) for row in rows] == [(1, 2), (2, None)]


def test_a_note_needs_no_reason(rasd, store: Store) -> None:
    key = of(store, "d0#r1")
    assert rasd("note", key, "راجع الصورة").code == 0
    assert "راجع الصورة" in rasd("judgements", "--incident", key).out
    assert "no decision" in rasd("judgements", "--incident", of(store, "d2#r1")).err


def test_what_was_taken_back_is_listed_when_asked_for(rasd, store: Store) -> None:
    rasd("note", of(store, "d0#r1"), "خطأ")
    rasd("undo", 1, "--by", "حسن")
    assert not rasd("judgements", "--format", "jsonl").records()
    [row] = rasd("judgements", "--all", "--format", "jsonl").records()
    assert row["undone"]["by"] == "حسن" and "undone by حسن" in rasd("judgements", "--all").out


def test_a_decision_without_its_report_is_listed_as_orphaned(rasd, store: Store) -> None:
    rasd("split", of(store, "d0#r1"), "d1", "--why", "شارعان")
    code(store, {"d1": []}, version="v2")
    link_store(store)
    [row] = rasd("judgements", "--orphaned", "--format", "jsonl").records()
    assert row["orphaned"] == ["d1#r1"] and "orphaned: d1#r1" in rasd("judgements").out


def test_who_decides_is_never_guessed(rasd, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("RASD_BY")
    for name in ("USER", "LOGNAME"):
        monkeypatch.setenv(name, "root")
    done = rasd("note", of(store, "d0#r1"), "ملاحظة")
    assert done.code == 2 and "--by NAME" in done.err and not list(store.judgements())
    assert rasd("note", of(store, "d0#r1"), "ملاحظة", "--by", "  ").code == 2


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["split", "i0", "d0", "--why", "x"], 'no incident "i0"'),
        (["split", "ID", "d2", "--why", "x"], "no report of"),
        (["split", "ID", "d0"], "needs its reason"),
        (["split", "ID", "d0", "d1", "--why", "x"], "nothing is left"),
        (["merge", "ID", "ID", "--why", "x"], "one and the same incident"),
        (["judge", "ID", "--why", "x"], "nothing to judge"),
        (["judge", "ID", "--grade", "good", "--why", "x"], "There are: confirmed"),
        (["judge", "ID", "--grade", "weak"], "needs its reason"),
        (["judge", "ID", "--best", "killed", "--why", "x"], "killed=5"),
        (["judge", "ID", "--best", "killed=99", "--why", "x"], "outside of what credible reports give, 1–2"),
        (["judge", "ID", "--best", "injured=1", "--why", "x"], "Harm that reports tell of: killed"),
        (["judge", "ID", "--victim-status", "civilian", "--why", "x"], "killed=civilian"),
        (["note", "ID", " "], "empty note"),
        (["undo", "7"], "no decision has the number 7"),
        (["judgements", "--format", "csv"], "table, jsonl"),
    ],
    ids=str,
)
def test_bad_input_is_told_and_changes_nothing(rasd, store: Store, arguments: list[str], words: str) -> None:
    before = grouping(store)
    key = of(store, "d0#r1")
    done = rasd(*(key if argument == "ID" else argument for argument in arguments))
    assert done.code == 2 and words in " ".join(done.err.split()), done.err
    assert not list(store.judgements(undone=None)) and grouping(store) == before


def test_undoing_twice_is_refused(rasd, store: Store) -> None:
    rasd("note", of(store, "d0#r1"), "خطأ")
    assert rasd("undo", 1).code == 0
    done = rasd("undo", 1)
    assert done.code == 2 and "undone by سلمى" in done.err


def test_reading_a_text_imports_nothing_of_this() -> None:
    probe = "import sys, rasd.cli.read, rasd.cli; sys.exit('django' in sys.modules or 'rasd.store.models' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", probe], check=False).returncode == 0
