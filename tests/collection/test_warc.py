"""WARC and WACZ: the pages of an archive, whatever is broken in it."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import tracemalloc
import zipfile
import zlib
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from rasd.collection import Collected, Defaults, collect
from rasd.collection.bodies import decoded_body
from rasd.errors import DocumentError

Read = Callable[..., list[Collected]]
TEXT = "قُتل مدنيان في قصف مدفعي على بلدة الزيتونية صباح الخميس وأصيب طفل بجروح"


def page(number: int = 0, more: str = "") -> bytes:
    meta = '<meta property="article:published_time" content="2024-03-14T09:30:00+03:00">'
    return (
        f"<html><head><meta charset=utf-8>{meta}<title>قصف {number}</title></head><body><article><p>{TEXT}</p>"
        f"<p>{TEXT} {number} {more}</p></article></body></html>"
    ).encode()


def http(body: bytes, *fields: str, status: str = "200 OK") -> bytes:
    head = "".join(f"{field}\r\n" for field in ("Content-Type: text/html", *fields))
    return f"HTTP/1.1 {status}\r\n{head}\r\n".encode() + body


def record(
    number: int, block: bytes | None = None, kind: str = "response", media: str = "application/http"
) -> bytes:
    block = http(page(number)) if block is None else block
    return (
        (
            f"WARC/1.1\r\nWARC-Type: {kind}\r\nWARC-Target-URI: https://news.example/{number}\r\n"
            f"WARC-Date: 2024-06-01T00:00:00Z\r\nWARC-Record-ID: <urn:uuid:{number:032x}>\r\n"
            f"Content-Type: {media}\r\nContent-Length: {len(block)}\r\n\r\n"
        ).encode()
        + block
        + b"\r\n\r\n"
    )


def addresses(collected: list[Collected]) -> list[int]:
    return [int(str(one.document.url).rpartition("/")[2]) for one in collected if one.document is not None]


def errors(collected: list[Collected]) -> list[str]:
    return [str(one.error) for one in collected if one.error is not None]


FIVE = [record(number) for number in range(5)]


def test_a_page_keeps_its_bytes_its_address_and_when_it_was_fetched(read: Read) -> None:
    (only,) = read("a.warc.gz", gzip.compress(FIVE[3]))
    assert only.document is not None and only.raw is not None and only.raw.exchange is not None
    assert only.document.url == "https://news.example/3" and only.method == "warc"
    assert (
        only.document.published == "2024-03-14T09:30:00+03:00"
    )  # what the page says, not when it was fetched
    assert only.raw.fetched_at == datetime(2024, 6, 1, tzinfo=UTC)
    assert only.raw.body == page(3) and only.raw.sha256 == hashlib.sha256(page(3)).hexdigest()
    assert only.raw.exchange.response == "HTTP/1.1 200 OK"


def test_a_page_without_a_date_has_none(read: Read) -> None:
    body = page().replace(b"2024-03-14T09:30:00+03:00", b"soon")
    (only,) = read("a.warc", record(0, http(body)))
    assert only.document is not None and only.document.published is None


def test_other_records_are_left_out_and_counted(read: Read) -> None:
    others = [
        record(1, b"GET / HTTP/1.1\r\n\r\n", "request"),
        record(2, b"a: b\r\n", "metadata", "application/warc-fields"),
        record(3, http(b""), "revisit"),
        record(4, http(page(), status="404 Not Found")),
        record(5, b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n\x89PNG"),
        record(6, http(b"<html><body>menu</body></html>")),
    ]
    collected = read("a.warc.gz", b"".join(map(gzip.compress, [*FIVE[:1], *others])))
    assert addresses(collected) == [0] and not errors(collected)
    for said in (
        "1 request",
        "1 metadata",
        "1 revisit",
        "1 with status 404",
        "1 of image/png",
        "1 without an article",
    ):
        assert said in collected[-1].note


@pytest.mark.parametrize("kind", ["resource", "conversion"])
def test_pages_without_an_exchange_are_read(read: Read, kind: str) -> None:
    (only,) = read("a.warc", record(1, page(1), kind, "text/html"))
    assert only.document is not None and only.raw is not None and only.raw.exchange is None
    (text,) = read("b.warc", record(1, TEXT.encode(), kind, "text/plain"))
    assert text.document is not None and text.document.text == TEXT


def chunked(body: bytes) -> bytes:
    pieces = [body[at : at + 100] for at in range(0, len(body), 100)]
    return b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"


def bare(body: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(body) + packer.flush()


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        (chunked(page()), ["Transfer-Encoding: chunked"]),
        (page(), ["Transfer-Encoding: chunked"]),  # kept without its chunks
        (gzip.compress(page()), ["Content-Encoding: gzip"]),
        (page(), ["Content-Encoding: gzip"]),  # kept decoded
        (zlib.compress(page()), ["Content-Encoding: deflate"]),
        (bare(page()), ["Content-Encoding: deflate"]),
        (chunked(gzip.compress(page())), ["Transfer-Encoding: chunked", "content-encoding: GZIP"]),
        (gzip.compress(gzip.compress(page())), ["Content-Encoding: gzip, gzip"]),
        (
            gzip.compress(page()) + b"\xff" * 8,
            ["Content-Encoding: gzip"],
        ),  # what stands behind it is no length
    ],
)
def test_bodies_are_read_through_their_codings(read: Read, body: bytes, fields: list[str]) -> None:
    (only,) = read("a.warc", record(0, http(body, *fields)))
    assert only.document is not None and TEXT in only.document.text
    assert only.raw is not None and only.raw.body == body


@pytest.mark.parametrize(
    ("body", "coding", "says"),
    [
        (gzip.compress(bytes(3_000_000)), "gzip", "unpack to more than"),
        (gzip.compress(gzip.compress(bytes(3_000_000))), "gzip, gzip", "unpack to more than"),
        (zlib.compress(bytes(3_000_000)), "deflate", "unpack to more than"),
        (gzip.compress(page())[:-8] + b"x" * 8, "gzip", "broken"),
        (gzip.compress(page())[:-30], "gzip", "cut short"),
        (page(), "rot13", "not known"),
        (page(), "gzip, gzip, gzip", "3 times over"),
    ],
    ids=["gzip bomb", "gzip in gzip", "deflate bomb", "broken", "cut", "unknown", "three times"],
)
def test_a_body_that_is_a_bomb_or_broken_is_named_and_the_rest_read(
    read: Read, body: bytes, coding: str, says: str
) -> None:
    bad = record(9, http(body, f"Content-Encoding: {coding}"))
    collected = read("a.warc.gz", b"".join(map(gzip.compress, [FIVE[0], bad, FIVE[1]])), max_bytes=1_000_000)
    assert addresses(collected) == [0, 1]
    assert says in errors(collected)[0] and "news.example/9" in errors(collected)[0]


def test_a_gzip_bomb_takes_no_memory() -> None:
    body = gzip.compress(bytes(50_000_000))
    tracemalloc.start()
    try:
        with pytest.raises(DocumentError, match="unpack to more than"):
            decoded_body(body, "gzip", "here", 20_000_000)
        assert tracemalloc.get_traced_memory()[1] < 1_000_000
    finally:
        tracemalloc.stop()


def flipped(records: list[bytes], index: int, at: int = 60) -> bytes:
    data = bytearray(records[index])
    data[at] ^= 0xFF
    return b"".join([*records[:index], bytes(data), *records[index + 1 :]])


@pytest.mark.parametrize("index", range(5))
def test_a_damaged_record_costs_itself(read: Read, index: int) -> None:
    packed = [gzip.compress(one) for one in FIVE]
    collected = read("a.warc.gz", flipped(packed, index))
    assert addresses(collected) == [number for number in range(5) if number != index]
    (error,) = errors(collected)
    begin = sum(map(len, packed[: max(index - 1, 0)]))
    assert f"byte {begin}" in error


@pytest.mark.parametrize("index", range(1, 5))
def test_a_plain_file_with_a_damaged_head_loses_one_record(read: Read, index: int) -> None:
    collected = read("a.warc", flipped(FIVE, index, 2))
    assert addresses(collected) == [number for number in range(5) if number != index]
    assert len(errors(collected)) == 1


@pytest.mark.parametrize("kept", [4, 12, 40, 200])
@pytest.mark.parametrize("packed", [True, False], ids=["gzip", "plain"])
def test_a_truncated_file_gives_what_came_before(read: Read, kept: int, packed: bool) -> None:
    records = [gzip.compress(one) if packed else one for one in FIVE]
    whole = b"".join(records[:3])
    collected = read("a.warc.gz" if packed else "a.warc", whole + records[3][:kept])
    assert addresses(collected) == [0, 1, 2]
    if packed or kept > 12:
        assert len(errors(collected)) == 1


def test_a_length_that_swallows_the_rest_costs_one_record(read: Read) -> None:
    length = f"Content-Length: {len(http(page(1)))}".encode()
    lying = FIVE[1].replace(length, b"Content-Length: 99999999")
    collected = read("a.warc", FIVE[0] + lying + FIVE[2])
    assert addresses(collected) == [0, 2] and "shorter than it says" in errors(collected)[0]


@pytest.mark.parametrize(
    ("bomb", "says"),
    [
        (record(9, http(b"<p>" + bytes(5_000_000))), "longer than"),
        (b"WARC/1.0\r\nX: " + b"x" * 5_000_000, "Maximum header length"),
        (b"x" * 5_000_000, "Invalid WARC header"),
        (record(9, http(b"", "X: " + "x" * 5_000_000)), "longer than"),
    ],
    ids=["page", "head", "no record", "head of the answer"],
)
def test_a_record_without_end_is_named_and_the_rest_read(read: Read, bomb: bytes, says: str) -> None:
    packed = map(gzip.compress, [FIVE[0], bomb, FIVE[1]])
    collected = read("a.warc.gz", b"".join(packed), max_bytes=1_000_000)
    assert addresses(collected) == [0, 1]
    assert says in errors(collected)[0] and len(errors(collected)) == 1


def test_what_is_no_warc_says_so(read: Read) -> None:
    for content in (b"", b"nothing of the kind", gzip.compress(b"nothing of the kind"), bytes(1000)):
        collected = read("a.warc.gz", content)
        assert errors(collected) and not addresses(collected)


def test_a_warc_on_standard_input_is_read(pipe: Read) -> None:
    assert addresses(pipe(b"".join(map(gzip.compress, FIVE)))) == [0, 1, 2, 3, 4]
    assert addresses(pipe(b"".join(FIVE))) == [0, 1, 2, 3, 4]


def wacz(path: Path, members: dict[str, bytes], *, listed: dict[str, str] | None = None) -> Path:
    hashes = {name: "sha256:" + hashlib.sha256(data).hexdigest() for name, data in members.items()}
    rows = [{"path": name, "hash": value} for name, value in {**hashes, **(listed or {})}.items()]
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)
        archive.writestr("datapackage.json", json.dumps({"profile": "data-package", "resources": rows}))
    return path


def collected_of(path: Path) -> list[Collected]:
    return list(collect([str(path)], Defaults(), io.BytesIO()))


MEMBERS = {
    "archive/a.warc.gz": b"".join(gzip.compress(one) for one in FIVE[:2]),
    "archive/b.warc": FIVE[2],
    "pages/pages.jsonl": b"{}\n",
}


def test_a_wacz_gives_the_pages_of_its_warc_files(tmp_path: Path) -> None:
    collected = collected_of(wacz(tmp_path / "a.wacz", MEMBERS))
    assert addresses(collected) == [0, 1, 2] and not errors(collected)
    assert addresses(collected_of(wacz(tmp_path / "a.zip", MEMBERS))) == [0, 1, 2]


def test_a_hash_that_does_not_agree_is_told(tmp_path: Path) -> None:
    path = wacz(
        tmp_path / "a.wacz", MEMBERS, listed={"archive/b.warc": "sha256:" + "0" * 64, "gone": "sha256:0"}
    )
    collected = collected_of(path)
    assert addresses(collected) == [0, 1, 2]
    changed, missing = errors(collected)
    assert "archive/b.warc" in changed and "changed" in changed and "gone" in missing


@pytest.mark.parametrize("listed", [b"", b"[", b"[" * 50_000, b"{}", b'{"resources": [5]}', b"\xff\xfe"])
def test_a_broken_list_is_told_and_the_pages_read(tmp_path: Path, listed: bytes) -> None:
    path = tmp_path / "a.wacz"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("archive/a.warc", FIVE[0])
        archive.writestr("datapackage.json", listed)
    collected = collected_of(path)
    assert addresses(collected) == [0] and "datapackage.json" in errors(collected)[0]


def test_a_wacz_without_pages_or_cut_short_is_named(tmp_path: Path) -> None:
    assert "no WARC file" in errors(collected_of(wacz(tmp_path / "a.wacz", {"pages/p.jsonl": b""})))[0]
    whole = wacz(tmp_path / "b.wacz", MEMBERS)
    whole.write_bytes(whole.read_bytes()[:-60])
    assert "cut short" in errors(collected_of(whole))[0]


def test_every_break_is_named_where_it_is_and_costs_no_whole_record(read: Read) -> None:
    packed = [gzip.compress(one) for one in FIVE]
    broken = gzip.compress(record(9))[:-20]
    parts = [packed[0], broken, packed[1], packed[2], broken, packed[3], broken, packed[4]]
    collected = read("a.warc.gz", b"".join(parts))
    assert addresses(collected) == [0, 1, 2, 3, 4] and len(errors(collected)) == 3
