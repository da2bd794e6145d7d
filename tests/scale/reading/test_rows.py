"""JSON Lines and Parquet to pages: rows with a text are documents, rows with markup are pages."""

from __future__ import annotations

import gzip
import io
import json
import os
from datetime import UTC, datetime
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rasd.errors import DocumentError
from rasd.scale.page import Page
from rasd.scale.reading import Limits
from rasd.scale.slices import Slice
from warc_bytes import BODY, opened, slices

TEXT = "قُتل مدنيان في قصف مدفعي على بلدة الزيتونية صباح الخميس"
MIXED: list[dict[str, Any]] = [
    {"text": TEXT, "date": "2024-03-14T09:30:00+03:00", "address": "https://n.example/1", "title": "قصف", "id": "a1"},
    {"html": BODY, "url": "https://n.example/2", "fetched_at": "2024-06-01T00:00:00Z"},
    {"content": TEXT, "published": 1710397800, "outlet": "وكالة", "theatre": "syria"},
    {"body": BODY},
    {"text": ""},
]  # fmt: skip


def jsonl(rows: list[Any]) -> bytes:
    return b"".join(json.dumps(row, ensure_ascii=False).encode() + b"\n" for row in rows)


def parquet(rows: list[dict[str, Any]], **more: Any) -> bytes:
    written = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(rows), written, **more)
    return written.getvalue()


def read(data: bytes, name: str, **more: Any) -> Any:
    kind = "parquet" if name.endswith("parquet") else "jsonl"
    return opened(data, slices(data, name=name, kind=kind)[0], **more)


@pytest.mark.parametrize("name", ["a.jsonl", "a.jsonl.gz", "a.parquet"])
def test_rows_are_documents_or_pages_by_what_they_hold(name: str) -> None:
    if name.endswith("parquet"):
        keys = {key for row in MIXED for key in row}
        rows = [{key: row.get(key) if key != "published" else None for key in keys} for row in MIXED]
        rows[2]["date"] = "2024-03-14T06:30:00+00:00"
        data = parquet(rows)
    else:
        data = jsonl(MIXED) if name == "a.jsonl" else gzip.compress(jsonl(MIXED))
    pages, asides, reader = read(data, name)
    assert not asides and reader.records == 5 and reader.left_out == {"empty row": 1}
    first, second, third, fourth = pages
    assert first.document.text == TEXT and first.document.published == "2024-03-14T09:30:00+03:00"
    assert first.document.id == "a1" and first.document.url == first.address == "https://n.example/1"
    assert first.body == TEXT.encode()
    assert second.document is None and second.body == BODY.encode() and second.media_type == "text/html"
    assert second.address.endswith("/2") and second.fetched_at == datetime(2024, 6, 1, tzinfo=UTC)
    assert third.document.outlet == "وكالة" and third.document.published == "2024-03-14T06:30:00+00:00"
    assert third.document.theatre == "syria"
    assert fourth.document is None and fourth.body == BODY.encode()
    assert len({page.where for page in pages}) == 4
    assert (
        first.where
        == f"{name}: {'row 0' if name.endswith('t') else 'line 1' if name.endswith('gz') else 'byte 0'}"
    )


@pytest.mark.parametrize("name", ["a.jsonl", "a.parquet"])
def test_columns_of_other_names_are_given(name: str) -> None:
    rows = [{"words": TEXT, "when": "14/3/2024", "meta": {"place": "x"}}]
    data = jsonl(rows) if name == "a.jsonl" else parquet(rows)
    pages, asides, _ = read(data, name, columns={"text": "words", "published": "when"}, synthetic=True)
    assert not asides and pages[0].document.text == TEXT and pages[0].document.synthetic
    assert pages[0].document.published == "2024-03-14"


def test_a_broken_line_costs_no_other() -> None:
    good = jsonl([{"text": TEXT}])
    lines = [
        good, b"{not json\n", b"\n", b"[1, 2]\n", b"\xff\xfe\x00garbage\x00\n", b'{"text": 3}\n', b'{"words": "x"}\n',
        b"[" * 100_000 + b"\n", b'{"text": "' + b"x" * 5_000_000 + b'"}\n', b'{"n": ' + b"9" * 6000 + b"}\n",
        b'{"text": "x", "published": "some day"}\n', b'{"text": "a\\ud800b"}\n', "{\"text\": \"قتل مدني\"}\n".encode("cp1256"), good,
    ]  # fmt: skip
    for data, name in ((b"".join(lines), "a.jsonl"), (gzip.compress(b"".join(lines)), "a.jsonl.gz")):
        pages, asides, _ = read(data, name, limits=Limits(max_bytes=1_000_000))
        texts = [page.document.text for page in pages]
        assert texts[0] == texts[-1] == TEXT and "a\ufffdb" in texts and "قتل مدني" in texts
        assert len(asides) == 9, [aside.reason for aside in asides]
        assert all(aside.reason and aside.where.startswith(name) for aside in asides)


def test_a_file_of_broken_lines_alone_fills_no_memory() -> None:
    pages, asides, reader = read(b"x\n" * 5000 + jsonl([{"text": TEXT}]), "a.jsonl")
    assert len(pages) == 1 and reader.records == 5001 and len(asides) == 1001
    assert asides[-1].reason.startswith("4000 more records could not be read")


def test_a_line_without_end_is_not_held() -> None:
    class Endless(io.RawIOBase):
        """One line of 400 MB, made as it is read."""

        at = 0
        size = 400_000_000

        def readable(self) -> bool:
            return True

        def seekable(self) -> bool:
            return True

        def seek(self, offset: int, whence: int = 0) -> int:
            self.at = offset if whence == 0 else self.size + offset
            return self.at

        def tell(self) -> int:
            return self.at

        def readinto(self, buffer: Any) -> int:
            size = min(len(buffer), self.size - self.at)
            self.at += size
            buffer[:size] = bytes(size).replace(b"\0", b"x")
            return size

    from rasd.scale.reading import open_pages

    stream: Any = Endless()
    one = Slice("a.jsonl", "jsonl", 0, 1, "")
    found = list(open_pages(one, stream, limits=Limits(max_bytes=1_000_000)))
    assert (
        len(found) == 1 and not isinstance(found[0], Page) and "a line of 400000000 bytes" in found[0].reason
    )


def test_utf_16_and_a_byte_order_mark_are_read() -> None:
    written = jsonl([{"text": TEXT}, {"text": "قتل"}]).decode()
    for data in (
        written.encode("utf-16"),
        written.encode("utf-8-sig"),
        gzip.compress(written.encode("utf-16")),
    ):
        pages, asides, _ = read(data, "a.jsonl")
        assert [page.document.text for page in pages] == [TEXT, "قتل"] and not asides


def test_gzip_that_breaks_off_gives_what_came_before() -> None:
    data = gzip.compress(jsonl([{"text": TEXT, "noise": os.urandom(200).hex()} for _ in range(2000)]))
    pages, asides, _ = read(data[: len(data) // 2], "a.jsonl.gz")
    assert 500 < len(pages) < 2000 and len(asides) == 1 and "cut short" in asides[0].reason
    bomb = gzip.compress(jsonl([{"text": TEXT}]) + b" " * 300_000_000)
    pages, asides, _ = read(bomb, "a.jsonl.gz")
    assert len(pages) == 1 and "bomb" in asides[0].reason


@settings(max_examples=60, deadline=None)
@given(
    lines=st.lists(st.one_of(st.text(max_size=60), st.just("")), max_size=30),
    target=st.integers(1, 300),
    ends=st.booleans(),
)
def test_slices_of_any_size_hold_every_line_once(lines: list[str], target: int, ends: bool) -> None:
    data = jsonl([{"text": f"x{line}"} if line else "" for line in lines])
    data = data if ends or not data else data[:-1]
    if not data.strip():
        return
    whole, _, counted = read(data, "a.jsonl")
    pages, records = [], 0
    for one in slices(data, name="a.jsonl", kind="jsonl", target=target):
        found, _, reader = opened(data, one)
        pages += found
        records += reader.records
    assert pages == whole and records == counted.records


def test_row_groups_are_slices_and_hold_every_row_once() -> None:
    rows = [{"text": f"{TEXT} {number}", "more": os.urandom(100).hex()} for number in range(1000)]
    data = parquet(rows, row_group_size=90)
    whole = read(data, "a.parquet")[0]
    cuts = slices(data, name="a.parquet", kind="parquet", target=20_000)
    assert len(cuts) > 3
    pages = [page for one in cuts for page in opened(data, one)[0]]
    assert pages == whole and [page.where for page in pages] == [f"a.parquet: row {n}" for n in range(1000)]


def test_a_broken_row_group_costs_no_other() -> None:
    rows = [{"text": f"{TEXT} {number}", "more": os.urandom(100).hex()} for number in range(300)]
    data = bytearray(parquet(rows, row_group_size=100, compression="gzip", use_dictionary=False))
    at = pq.ParquetFile(io.BytesIO(data)).metadata.row_group(1).column(0).data_page_offset
    data[at : at + 60] = os.urandom(60)
    pages, asides, _ = read(bytes(data), "a.parquet")
    numbers = [int(page.where.rpartition(" ")[2]) for page in pages]
    assert numbers[:100] == list(range(100)) and numbers[-100:] == list(range(200, 300))
    assert len(asides) == 1 and "row group 1 is broken" in asides[0].reason


def test_a_word_in_all_rows_is_no_way_to_fill_the_memory() -> None:
    one = pa.DictionaryArray.from_arrays(pa.array([0] * 50_000), pa.array(["x" * 4_000_000]))
    written = io.BytesIO()
    pq.write_table(pa.table({"text": one}), written, dictionary_pagesize_limit=1 << 30)
    pages, asides, _ = read(written.getvalue(), "a.parquet")
    assert 20 < len(pages) < 40 and "a bomb?" in asides[0].reason


@pytest.mark.parametrize(
    ("data", "fact"),
    [
        (b"PAR1" + b"x" * 100 + b"PAR1", "no Parquet that can be read"),
        (parquet([{"a": 1, "b": 2}]), r"no column for a text\. Columns: a, b"),
        (b"words", "no Parquet that can be read"),
    ],
)
def test_what_is_no_table_of_pages_is_refused(data: bytes, fact: str) -> None:
    with pytest.raises(DocumentError, match=fact):
        opened(data, Slice("a.parquet", "parquet", 0, 1, ""))


def test_an_empty_file_is_named() -> None:
    for data in (b"", b"\n \n"):
        with pytest.raises(DocumentError, match="empty"):
            opened(data, Slice("a.jsonl", "jsonl", 0, len(data), ""))


@settings(max_examples=100, deadline=None)
@given(
    flips=st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(1, 255)), min_size=1, max_size=5)
)
def test_flipped_bits_of_a_table_are_told(flips: list[tuple[float, int]]) -> None:
    data = bytearray(parquet([{"text": f"{TEXT} {number}"} for number in range(50)], row_group_size=10))
    for share, mask in flips:
        data[int(share * len(data))] ^= mask
    try:
        read(bytes(data), "a.parquet")
    except DocumentError as error:
        assert str(error).startswith("a.parquet: ")


def test_what_a_row_says_of_its_page_goes_with_it() -> None:
    row = {"html": BODY, "date": "2024-03-14", "title": "قصف على البلدة", "outlet": "وكالة", "author": "x"}
    ((page,), _, _) = read(jsonl([row, {"html": ""}]), "a.jsonl")
    assert page.stated == {"published": "2024-03-14", "title": "قصف على البلدة", "outlet": "وكالة"}
    ((bare,), _, _) = read(jsonl([{"html": BODY, "date": "soon"}]), "a.jsonl")
    assert bare.stated == {}
