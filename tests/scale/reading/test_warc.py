"""WARC slices to pages: every whole record once, whatever stands beside it."""

from __future__ import annotations

import gzip
import io
import os
import random
import zlib
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from fastwarc.stream_io import BrotliWriter, ZstdWriter
from hypothesis import given, settings
from hypothesis import strategies as st

from rasd.errors import DocumentError
from rasd.scale.page import Page, SetAside
from rasd.scale.reading import Limits, open_pages
from rasd.scale.slices import Slice
from warc_bytes import BODY, http, numbers, opened, packed, record, slices

FIVE = [record(number) for number in range(5)]
WAYS = {"packed": packed, "plain": b"".join, "one member": lambda records: gzip.compress(b"".join(records))}


def zstd(data: bytes) -> bytes:
    written = io.BytesIO()
    writer = ZstdWriter(written)
    writer.write(data)
    writer.close()
    return written.getvalue()


@pytest.mark.parametrize("way", WAYS)
def test_every_page_comes_with_its_place_address_and_time(way: str) -> None:
    pages, asides, reader = opened(WAYS[way](FIVE))
    assert numbers(pages) == [0, 1, 2, 3, 4] and not asides and reader.records == 5
    first = pages[0]
    assert first.body == f"{BODY}<!-- 0 -->".encode()
    assert (first.where, first.media_type, first.charset) == ("a.warc.gz: byte 0", "text/html", "UTF-8")
    assert first.fetched_at == datetime(2024, 6, 1, tzinfo=UTC)
    assert len({page.where for page in pages}) == 5
    assert reader.bytes_read > sum(len(page.body) for page in pages)


def test_zstd_frames_are_read_as_one_slice() -> None:
    data = b"".join(zstd(one) for one in FIVE)
    assert len(slices(data, target=100)) == 1
    assert numbers(opened(data)[0]) == [0, 1, 2, 3, 4]


def test_what_is_no_page_is_counted_and_not_given() -> None:
    records = [
        record(0, b"software: x\r\n", kind="warcinfo", media="application/warc-fields"),
        record(1, b"GET / HTTP/1.1\r\n\r\n", kind="request"),
        record(2),
        record(3, http(b"gone", status="404 Not Found")),
        record(4, http(b"\x89PNG", media="image/png")),
        record(5, kind="revisit"),
        record(6, http(b"{}", media="")),
        record(7, http(BODY.encode(), media="")),
        record(8, BODY.encode(), kind="resource", media="text/html"),
        record(9, b"\xd9\x82", kind="conversion", media="text/plain"),
        record(10, b"no head", media="application/http"),
    ]
    pages, asides, reader = opened(packed(records))
    assert numbers(pages) == [2, 7, 8, 9] and not asides and reader.records == 11
    wanted = {
        "warcinfo": 1, "request": 1, "status 404": 1, "image/png": 1, "revisit": 1, "no media type": 2
    }  # fmt: skip
    assert dict(reader.left_out) == wanted


def brotli(body: bytes) -> bytes:
    written = io.BytesIO()
    writer = BrotliWriter(written)
    writer.write(body)
    writer.close()
    return written.getvalue()


def chunked(body: bytes) -> bytes:
    parts = [body[at : at + 50] for at in range(0, len(body), 50)]
    return b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        (gzip.compress(BODY.encode()), ["Content-Encoding: gzip"]),
        (zlib.compress(BODY.encode()), ["content-encoding: Deflate"]),
        (brotli(BODY.encode()), ["Content-Encoding: br"]),
        (zstd(BODY.encode()), ["Content-Encoding: zstd"]),
        (chunked(BODY.encode()), ["Transfer-Encoding: chunked"]),
        (
            chunked(gzip.compress(BODY.encode())),
            ["Transfer-Encoding: chunked", "Content-Encoding: gzip"],
        ),
        (BODY.encode(), ["Content-Encoding: gzip", "Transfer-Encoding: chunked"]),  # kept decoded
        (BODY.encode(), ["X-Crawler-Content-Encoding: br"]),
    ],
)
def test_encodings_are_undone(body: bytes, fields: list[str]) -> None:
    pages, asides, _ = opened(packed([record(0, http(body, *fields))]))
    assert [page.body for page in pages] == [BODY.encode()] and not asides


@pytest.mark.parametrize("size", [300, 200_000])
@pytest.mark.parametrize(
    ("damage", "reason"),
    [
        (lambda member: member[:-1], "cut short"),
        (lambda member: member[:-8], "cut short"),
        (lambda member: member[: len(member) // 2], "cut short"),
        (lambda member: member[:-8] + b"\0" * 4 + member[-4:], "broken"),
        (lambda member: member[:-4] + b"\0" * 4, "broken"),
    ],
)
def test_a_body_that_does_not_unpack_whole_is_set_aside(
    size: int, damage: Callable[[bytes], bytes], reason: str
) -> None:
    member = gzip.compress(b"<html>" + os.urandom(size))
    pages, asides, _ = opened(packed([record(0, http(damage(member), "Content-Encoding: gzip")), FIVE[1]]))
    assert numbers(pages) == [1]
    assert len(asides) == 1 and reason in asides[0].reason


def test_what_follows_the_first_member_of_a_body_is_not_read() -> None:
    members = gzip.compress(BODY.encode()) + gzip.compress(b"more")
    pages, asides, _ = opened(packed([record(0, http(members, "Content-Encoding: gzip"))]))
    assert [page.body for page in pages] == [BODY.encode()] and not asides


def test_a_bomb_in_a_body_is_set_aside_and_the_rest_is_read() -> None:
    bomb = gzip.compress(b"\0" * 3_000_000)
    records = [FIVE[0], record(1, http(bomb, "Content-Encoding: gzip")), FIVE[2]]
    pages, asides, _ = opened(packed(records), limits=Limits(max_bytes=1_000_000))
    assert numbers(pages) == [0, 2]
    assert len(asides) == 1 and "unpack to more than 1 MB" in asides[0].reason
    assert asides[0].offset == len(packed(records[:1]))


@pytest.mark.parametrize("way", WAYS)
def test_a_record_above_the_limit_is_passed_over(way: str) -> None:
    long = record(1, http(b"<html>" + b"a" * 3_000_000))
    video = record(2, http(os.urandom(3_000_000), media="video/mp4"))
    pages, asides, reader = opened(
        WAYS[way]([FIVE[0], long, video, FIVE[3]]), limits=Limits(max_bytes=1_000_000)
    )
    assert numbers(pages) == [0, 3]
    assert len(asides) == 1 and "above the 2 MB" in asides[0].reason and reader.left_out["video/mp4"] == 1


# What is broken: the damaged record is named, and those before and behind it are read.
WRONG = {
    "claims more": record(1, length=2000),
    "claims 10 GB": record(1, length=10_000_000_000),
    "claims 19 MB": record(1, length=19_000_000),
    "claims less": record(1, length=60),
    "claims nothing": record(1, length=""),
    "claims no number": record(1, length="many"),
    "claims a negative number": record(1, length=-5),
    "claims beyond all numbers": record(1, length=10**30),
    "has no head": b"just some words\r\n\r\n",
    "head without end": b"WARC/1.0\r\nWARC-Type: response\r\n" + b"A: b\r\n" * 40_000,
    "is of zeros": b"\0" * 400,
}


@pytest.mark.parametrize("wrong", WRONG)
@pytest.mark.parametrize("way", WAYS)
def test_a_wrong_record_costs_no_other(way: str, wrong: str) -> None:
    data = WAYS[way]([FIVE[0], WRONG[wrong], *FIVE[2:]])
    pages, asides, _ = opened(data)
    assert [number for number in numbers(pages) if number != 1] == [0, 2, 3, 4]
    assert asides and all(aside.reason and aside.where.startswith("a.warc.gz: byte") for aside in asides)
    for page in pages:
        assert b"WARC/1.0" not in page.body  # no page holds another's head


@pytest.mark.parametrize("cut_at", [0.3, 0.9, 0.99])
@pytest.mark.parametrize("way", WAYS)
def test_a_file_that_was_cut_off_is_read_as_far_as_it_goes(way: str, cut_at: float) -> None:
    data = WAYS[way]([record(n, http(os.urandom(400) + b"%d" % n)) for n in range(5)])
    pages, asides, _ = opened(data[: int(len(data) * cut_at)])
    assert numbers(pages) == list(range(len(pages))) and len(pages) >= (1 if cut_at < 0.5 else 4)
    assert len(asides) == 1 and asides[0].reason


def test_the_trailer_alone_cut_off_is_told() -> None:
    pages, asides, _ = opened(packed(FIVE)[:-5])
    assert numbers(pages) == [0, 1, 2, 3, 4] and len(asides) == 1


def test_padding_at_the_end_is_no_break() -> None:
    pages, asides, _ = opened(packed(FIVE) + b"\0" * 512)
    assert numbers(pages) == [0, 1, 2, 3, 4] and not asides


def test_garbage_between_members_is_named() -> None:
    pages, asides, _ = opened(packed(FIVE[:2]) + b"garbage" * 100 + packed(FIVE[2:]))
    assert numbers(pages) == [0, 1, 2, 3, 4] and len(asides) == 1


@pytest.mark.parametrize(
    "member",
    [
        FIVE[1] + b"\r\n" * 30_000_000,
        b"\r\n" * 30_000_000,
        FIVE[1] + b"\0" * 60_000_000,
        b"WARC/1.0\r\n" + b"a" * 60_000_000,
        record(1, http(b"<html>" + b"a" * 60_000_000)),
    ],
    ids=["blank lines behind", "blank lines", "zeros behind", "head", "body"],
)
def test_a_member_that_unpacks_to_much_is_bounded(member: bytes) -> None:
    pages, asides, _ = opened(packed([FIVE[0], member, FIVE[2]]), limits=Limits(max_bytes=1_000_000))
    assert [number for number in numbers(pages) if number != 1] == [0, 2]
    assert asides or 1 in numbers(pages) or not member.strip()


def test_mislabelled_files_are_read_by_what_they_are() -> None:
    assert numbers(opened(packed(FIVE), Slice("a.warc", "warc", 0, 1 << 40, ""))[0]) == [0, 1, 2, 3, 4]
    for data in (b"words\n" * 1000, gzip.compress(b"words\n" * 1000), b"\0" * 5000, os.urandom(5000)):
        try:
            pages, asides, _ = opened(data)
        except DocumentError as error:
            assert "a.warc.gz: no WARC file" in str(error) and ".wacz" in str(error)
        else:
            assert not pages and asides


def test_an_empty_file_is_named() -> None:
    with pytest.raises(DocumentError, match="a.warc.gz: empty"):
        list(open_pages(Slice("a.warc.gz", "warc", 0, 0, ""), io.BytesIO()))


def test_a_failing_disk_is_no_damage_of_the_file() -> None:
    class Failing(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            if self.tell() > 100_000:
                raise OSError(5, "Input/output error")
            return super().read(size)

    data = packed([record(n, http(os.urandom(3000))) for n in range(100)])
    found: list[Page | SetAside] = []
    with pytest.raises(OSError, match="Input/output error"):
        found.extend(open_pages(slices(data)[0], Failing(data)))
    assert len(found) > 10 and all(isinstance(page, Page) for page in found)


def test_short_reads_of_a_raw_stream_change_nothing() -> None:
    class Slow(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            return super().read(min(size, 7) if size is not None and size > 7 else size)

    data = packed([*FIVE[:2], b"broken", *FIVE[2:]])
    wanted = opened(data)[0]
    found = [page for page in open_pages(slices(data)[0], Slow(data)) if isinstance(page, Page)]
    assert found == wanted


def archive(seed: int, count: int = 40) -> list[bytes]:
    """Return records of many sizes, some of which hold what looks like the head of another."""
    draw = random.Random(seed)
    records = []
    for number in range(count):
        words = bytes(draw.choices(range(256), k=draw.choice((10, 300, 5000))))
        if draw.random() < 0.2:
            words += (
                b"\r\n\r\nWARC/1.0\r\nWARC-Type: response\r\nContent-Length: 3\r\n\r\nabc\r\n\r\n" + words
            )
        records.append(record(number, http(words)))
    return records


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 5), target=st.integers(50, 150_000), way=st.sampled_from(["packed", "plain"]))
def test_slices_of_any_size_hold_every_record_once(seed: int, target: int, way: str) -> None:
    data = WAYS[way](archive(seed))
    whole, _, counted = opened(data)
    pages: list[Page] = []
    records = 0
    for one in slices(data, target=target):
        found, asides, reader = opened(data, one)
        pages += found
        records += reader.records
        assert not asides
    assert pages == whole and records == counted.records == 40


@settings(max_examples=200, deadline=None)
@given(
    seed=st.integers(0, 2),
    flips=st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(1, 255)), min_size=1, max_size=6),
    way=st.sampled_from(["packed", "plain", "one member"]),
    target=st.sampled_from([1 << 40, 2000]),
)
def test_flipped_bits_cost_the_records_that_they_hit(
    seed: int, flips: list[tuple[float, int]], way: str, target: int
) -> None:
    records = archive(seed, 20)
    data = bytearray(WAYS[way](records))
    hit = set()
    for share, mask in flips:
        at = int(share * len(data))
        data[at] ^= mask
        hit.add(at)
    found: list[Page | SetAside] = []
    try:
        for one in slices(bytes(data), target=target):
            found += open_pages(one, io.BytesIO(data))
    except DocumentError:
        assert min(hit) < 20  # the head of the file itself
        return
    if way == "packed":
        ends, at = [], 0
        for one_record in records:
            ends.append((at, at + len(gzip.compress(one_record, mtime=0))))
            at = ends[-1][1]
        whole = {
            n for n, (start, end) in enumerate(ends) if not any(start <= position < end for position in hit)
        }
        got = numbers([one for one in found if isinstance(one, Page)])
        if min(hit) > 3:
            assert whole <= set(got)
        assert len(got) == len(set(got)) or max(hit) < 20


def test_what_a_break_costs_is_the_same_for_a_file_on_disk(tmp_path: Path) -> None:
    data = packed([*FIVE[:2], b"broken", *FIVE[2:]])
    path = tmp_path / "a.warc.gz"
    path.write_bytes(data)
    with path.open("rb") as stream:
        assert [p for p in open_pages(slices(data)[0], stream) if isinstance(p, Page)] == opened(data)[0]
