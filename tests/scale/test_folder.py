"""One run at a time in an output folder, under one set of settings; what a kill left there counts for nothing."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from rasd.errors import OutputError
from rasd.scale import Kept, LocalDepot, Options, Receipt, SetAside, Slice
from rasd.scale.folder import drop_orphans, held, remaining, settle
from rasd.scale.part import DROPPED, PARTS, RECEIPTS, keep, receipts

ONE = Slice("a.warc", "warc", 0, 100, "100-1")


def row(name: str) -> dict[str, object]:
    return {"id": name, "text": "نص", "members": [{"id": f"{name}#1", "traits": "{}"}], "signature": [1, 2]}


def a_kept() -> Kept:
    kept = Kept(rows=[row("one")], set_aside=[SetAside("a.warc: byte 7", "cut short", 7)])
    kept.tally.kept = 1
    return kept


def test_a_folder_in_use_by_another_run_is_refused(tmp_path: Path) -> None:
    code = (
        "import sys, pathlib\nfrom rasd.scale.folder import held\n"
        "with held(pathlib.Path(sys.argv[1])):\n    print('held', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path / "out")], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdout is not None and other.stdin is not None
        other.stdout.readline()
        with (
            pytest.raises(OutputError, match=rf"in use by another run \(process {other.pid}\)"),
            held(tmp_path / "out"),
        ):
            pass
        other.kill()
        other.wait()
        with held(tmp_path / "out"):  # the system gives the lock back, however a run ends
            pass


def test_a_folder_of_other_files_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.docx").write_text("x")
    with pytest.raises(OutputError, match=r"holds other files \(thesis.docx\)"), held(tmp_path):
        pass
    assert (tmp_path / "thesis.docx").exists()


def test_other_settings_are_refused_by_name(tmp_path: Path) -> None:
    depot = LocalDepot(tmp_path)
    settle(depot, Options().as_json("words-1"), "out")
    settle(depot, Options().as_json("words-1"), "out")
    with pytest.raises(OutputError, match="careful was False, is True"):
        settle(depot, Options(careful=True).as_json("words-1"), "out")
    with pytest.raises(OutputError, match="data_version was 'words-1', is 'words-2'"):
        settle(depot, Options().as_json("words-2"), "out")


def test_a_receipt_is_written_last_and_read_back(tmp_path: Path) -> None:
    depot = LocalDepot(tmp_path)
    receipt = keep(ONE, a_kept(), depot)
    assert receipts(depot) == {ONE.key: receipt}
    assert Receipt.from_json(receipt.as_json()) == receipt
    assert receipt.set_aside == ({"where": "a.warc: byte 7", "reason": "cut short", "offset": 7},)


def test_the_same_slice_leaves_the_same_bytes(tmp_path: Path) -> None:
    one, other = LocalDepot(tmp_path / "one"), LocalDepot(tmp_path / "other")
    keep(ONE, a_kept(), one)
    keep(ONE, a_kept(), other)
    assert {name: one.read(name) for name in one.names()} == {
        name: other.read(name) for name in other.names()
    }


def test_what_has_a_receipt_is_not_done_again_and_a_changed_input_is(tmp_path: Path) -> None:
    depot = LocalDepot(tmp_path)
    keep(ONE, a_kept(), depot)
    second = Slice("a.warc", "warc", 100, 200, "100-1")
    other = Slice("b.warc", "warc", 0, 10, "10-1")
    assert remaining([ONE, second, other], depot)[0] == [second, other]
    assert remaining([other], depot)[1].keys() == {ONE.key}  # an earlier month stays
    changed = Slice("a.warc", "warc", 0, 100, "100-2")
    waiting, standing, names = remaining([changed], depot)
    assert (waiting, standing, names) == ([changed], {}, ["a.warc"])
    assert list(depot.names(PARTS)) == list(depot.names(RECEIPTS)) == []


def test_a_torn_receipt_counts_as_none(tmp_path: Path) -> None:
    depot = LocalDepot(tmp_path)
    receipt = keep(ONE, a_kept(), depot)
    depot.write(f"{RECEIPTS}{ONE.key}.json", receipt.as_json().encode()[:40])
    assert receipts(depot) == {}
    assert remaining([ONE], depot)[0] == [ONE]


def test_a_part_without_a_receipt_is_taken_away(tmp_path: Path) -> None:
    depot = LocalDepot(tmp_path)
    receipt = keep(ONE, a_kept(), depot)
    depot.write(f"{PARTS}0123456789abcdef.parquet", b"x")
    depot.write(f"{DROPPED}0123456789abcdef.parquet", b"x")
    drop_orphans(depot, {ONE.key: receipt})
    assert list(depot.names(PARTS)) == [f"{PARTS}{ONE.key}.parquet"]


def test_what_a_kill_left_half_written_is_taken_away(tmp_path: Path) -> None:
    with held(tmp_path) as depot:
        depot.write("settings.json", b"{}")
    (tmp_path / "parts").mkdir()
    left = tmp_path / "parts" / ".x.parquet.123.tmp"
    left.write_bytes(b"half")
    with held(tmp_path) as depot:
        assert not left.exists()
        assert list(depot.names()) == ["settings.json"]
