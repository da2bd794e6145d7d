"""Inputs to slices: what is cut, what is one, what is refused by name."""

from __future__ import annotations

import gzip
import os
from pathlib import Path

import pytest

from rasd.errors import DocumentError
from rasd.scale.page import SetAside
from rasd.scale.slices import Slice, format_of, slices_of, stamp_of
from warc_bytes import packed, record, slices

RECORDS = [record(number, os.urandom(500)) for number in range(20)]


def test_slices_tile_the_file_and_have_keys_of_their_own(tmp_path: Path) -> None:
    path = tmp_path / "a.warc.gz"
    path.write_bytes(packed(RECORDS))
    found = list(slices_of([str(path)], target=3000))
    assert len(found) > 3 and found[0].start == 0 and found[-1].end == path.stat().st_size
    assert [one.end for one in found[:-1]] == [one.start for one in found[1:]]
    assert len({one.key for one in found}) == len(found)
    assert {one.stamp for one in found} == {stamp_of(str(path))}
    assert found == list(slices_of([str(path)], target=3000))


def test_another_state_of_the_file_is_another_slice(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"text": "x"}\n')
    before = next(slices_of([str(path)]))
    path.write_text('{"text": "y"}\n{}\n')
    assert next(slices_of([str(path)])).key != before.key


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.warc.gz", gzip.compress(b"".join(RECORDS))),
        ("a.jsonl.gz", gzip.compress(b'{"text": "x"}\n' * 2000)),
        ("a.jsonl", ('{"text": "x"}\n' * 2000).encode("utf-16")),
        ("a.warc", b"words\n" * 2000),
        ("a.wacz", b"PK" * 3000),
    ],
)
def test_what_cannot_be_cut_is_one_slice(name: str, data: bytes) -> None:
    assert [(one.start, one.end) for one in slices(data, name=name, kind=format_of(name), target=100)] == [
        (0, len(data))
    ]


def test_a_plain_warc_is_cut_where_records_begin() -> None:
    found = slices(b"".join(RECORDS), name="a.warc", target=2000)
    begins = {sum(map(len, RECORDS[:n])) for n in range(len(RECORDS))}
    assert len(found) > 3 and {one.start for one in found} <= begins


def test_folders_are_walked_in_order_and_no_file_twice(tmp_path: Path) -> None:
    for name in ("b/two.jsonl", "a/one.warc", "c.txt", ".hidden.jsonl"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"".join(RECORDS[:1]))
    (tmp_path / "z.warc").symlink_to(tmp_path / "a/one.warc")
    found = list(slices_of([str(tmp_path), str(tmp_path / "b")]))
    assert [Path(one.input).name for one in found] == ["one.warc", "two.jsonl"]


def test_the_output_of_a_run_is_no_input_of_the_folder_around_it(tmp_path: Path) -> None:
    (tmp_path / "a.warc").write_bytes(RECORDS[0])
    (tmp_path / "out" / "receipts").mkdir(parents=True)
    (tmp_path / "out" / "settings.json").write_text("{}")
    (tmp_path / "out" / "set-aside.jsonl").write_text("{}\n")
    assert [Path(one.input).name for one in slices_of([str(tmp_path)])] == ["a.warc"]


def test_what_cannot_be_read_is_told_and_the_rest_goes_on(tmp_path: Path) -> None:
    (tmp_path / "a.warc").write_bytes(RECORDS[0])
    (tmp_path / "empty.warc.gz").touch()
    (tmp_path / "folder.warc").mkdir()
    (tmp_path / "folder.warc" / "in.warc").write_bytes(RECORDS[1])
    os.mkfifo(tmp_path / "pipe.jsonl")
    (tmp_path / "gone.warc").symlink_to(tmp_path / "nowhere")
    (tmp_path / "broken.parquet").write_bytes(b"PAR1 not at all")
    (tmp_path / "loop.warc").symlink_to(tmp_path / "loop.warc")
    told: list[SetAside] = []
    found = list(slices_of([str(tmp_path), str(tmp_path / "never.warc")], told=told.append))
    assert [Path(one.input).name for one in found] == ["a.warc", "in.warc"]
    reasons = {Path(one.where).name: one.reason for one in told}
    assert set(reasons) == {
        "empty.warc.gz", "pipe.jsonl", "gone.warc", "broken.parquet", "loop.warc", "never.warc"
    }  # fmt: skip
    assert "empty" in reasons["empty.warc.gz"] and "pipe" in reasons["pipe.jsonl"]
    assert "leads nowhere" in reasons["gone.warc"] and "No such file" in reasons["never.warc"]


def test_without_a_listener_the_first_is_an_error_with_its_remedy(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match=r"never\.warc: No such file or directory\. Check the path\."):
        list(slices_of([str(tmp_path / "never.warc")]))
    (tmp_path / "notes.txt").write_text("x")
    with pytest.raises(DocumentError, match=r"notes\.txt: of no known kind\. Readable: .*\.warc\.gz"):
        list(slices_of([str(tmp_path / "notes.txt")]))
    with pytest.raises(DocumentError, match="no readable file in this folder"):
        list(slices_of([str(tmp_path)]))


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_the_right_to_read_is_named(tmp_path: Path) -> None:
    path = tmp_path / "a.warc"
    path.write_bytes(RECORDS[0])
    path.chmod(0)
    with pytest.raises(DocumentError, match="permission denied"):
        list(slices_of([str(path)]))


def test_the_key_holds_names_that_are_no_text() -> None:
    assert len(Slice("bad\udcff.warc", "warc", 0, 1, "").key) == 16
