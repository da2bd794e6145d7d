"""Compressed inputs: read like the rest, within limits that a bomb meets by name."""

from __future__ import annotations

import gzip
import io
import os
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from rasd.collection import Collected, Defaults, collect, packed

Read = Callable[..., list[Collected]]
TEXT = "قُتل مدنيان في قصف على بلدة الزيتونية"
ROWS = f'{{"text": "{TEXT}"}}\n' * 3


def texts(collected: list[Collected]) -> list[str]:
    return [one.document.text for one in collected if one.document is not None]


def errors(collected: list[Collected]) -> list[str]:
    return [str(one.error) for one in collected if one.error is not None]


def collected_of(*paths: Path) -> list[Collected]:
    return list(collect([str(path) for path in paths], Defaults(), io.BytesIO()))


def zipped(members: dict[str, bytes], kind: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", kind) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return stream.getvalue()


@pytest.fixture
def small_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a bomb of a megabyte be one, so that no test unpacks gigabytes."""
    monkeypatch.setattr(packed, "_FREE", 100_000)
    monkeypatch.setattr(packed, "_MOST_MEMBERS", 50)


def test_a_gzip_file_is_read_as_what_it_holds(read: Read, pipe: Read) -> None:
    assert texts(read("rows.jsonl.gz", gzip.compress(ROWS.encode()))) == [TEXT] * 3
    assert texts(read("a.txt.gz", gzip.compress(TEXT.encode()))) == [TEXT]
    assert texts(read("unnamed.gz", gzip.compress(ROWS.encode()))) == [TEXT] * 3
    assert texts(pipe(gzip.compress(ROWS.encode()) + gzip.compress(ROWS.encode()))) == [TEXT] * 6


def test_a_row_of_a_gzip_file_names_its_line(read: Read) -> None:
    collected = read("rows.jsonl.gz", gzip.compress(ROWS.encode()))
    assert [one.part for one in collected] == ["1", "2", "3"]
    assert collected[0].raw is not None and collected[0].raw.media_type == "application/gzip"


@pytest.mark.parametrize("kept", [-4, -12, 14, 5])
def test_a_gzip_file_that_is_cut_short_gives_what_came_before(read: Read, kept: int) -> None:
    collected = read("rows.jsonl.gz", gzip.compress(ROWS.encode())[:kept])
    assert "cut short" in errors(collected)[-1]


def test_a_damaged_gzip_file_is_named(read: Read) -> None:
    whole = gzip.compress(ROWS.encode())
    assert "broken gzip data" in errors(read("rows.jsonl.gz", whole[:-8] + b"\0" * 8))[-1]
    assert "broken gzip data" in errors(read("rows.jsonl.gz", b"no gzip at all"))[-1]


@pytest.mark.usefixtures("small_limits")
@pytest.mark.parametrize(
    "name", ["b.jsonl.gz", "b.txt.gz", "b.json.gz", "b.csv.gz", "b.html.gz", "result.json.gz"]
)
def test_a_gzip_bomb_is_named_and_the_rest_read(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(gzip.compress(b" " * 20_000_000))
    (tmp_path / "z.txt").write_text(TEXT, "utf-8")
    collected = collected_of(tmp_path)
    assert "bomb" in errors(collected)[0] and texts(collected) == [TEXT]


def test_a_zip_is_read_file_by_file(read: Read, pipe: Read) -> None:
    content = zipped({"b.txt": TEXT.encode(), "a/rows.jsonl": ROWS.encode(), "x.png": b"", "a/.b.txt": b"x"})
    for collected in (read("a.zip", content), pipe(content)):
        assert texts(collected) == [TEXT] * 4 and not errors(collected)
    assert [one.part for one in read("a.zip", content)] == [
        *(f"a/rows.jsonl: {line}" for line in (1, 2, 3)),
        "b.txt",
    ]


def test_archives_in_archives_are_read_to_a_depth(read: Read) -> None:
    content = gzip.compress(zipped({"a.txt": TEXT.encode()}))
    assert texts(read("a.zip", zipped({"deep.zip.gz": content}))) == [TEXT]
    for _ in range(5):
        content = zipped({"a.zip": content if content[:2] == b"PK" else zipped({"a.txt": TEXT.encode()})})
    collected = read("a.zip", content)
    assert not texts(collected) and "deep in others" in errors(collected)[0]


@pytest.mark.usefixtures("small_limits")
def test_a_zip_bomb_is_refused_by_name() -> None:
    for content in (
        zipped({"a.txt": b" " * 20_000_000}),
        zipped({f"{number}.txt": b"x" for number in range(51)}),
    ):
        collected = list(collect(["-"], Defaults(), io.BytesIO(content)))
        assert "bomb" in errors(collected)[0] and not texts(collected)


@pytest.mark.usefixtures("small_limits")
def test_a_bomb_in_a_zip_costs_itself(read: Read) -> None:
    bomb = zipped(
        {"bomb.zip": zipped({"a.txt": b" " * 20_000_000}), "z.txt": TEXT.encode()}, zipfile.ZIP_STORED
    )
    collected = read("a.zip", bomb)
    assert "bomb.zip: a bomb?" in errors(collected)[0] and texts(collected) == [TEXT]


@pytest.mark.parametrize("name", ["../a.txt", "/etc/a.txt", "a/../../b.txt", "..\\a.txt", "C:\\a.txt"])
def test_a_path_out_of_the_archive_is_refused(read: Read, tmp_path: Path, name: str) -> None:
    collected = read("a.zip", zipped({name: TEXT.encode(), "z.txt": TEXT.encode()}))
    assert "leads out" in errors(collected)[0] and texts(collected) == [TEXT]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.zip"]


def test_links_and_encrypted_files_of_a_zip_are_named(read: Read) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        link = zipfile.ZipInfo("link.txt")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
        archive.writestr("secret.txt", TEXT)
        archive.writestr("z.txt", TEXT)
    content = bytearray(stream.getvalue())
    at = content.index(b"PK\x01\x02", content.index(b"PK\x01\x02") + 4)
    content[at + 8] |= 1
    collected = read("a.zip", bytes(content))
    assert "a link" in errors(collected)[0] and "encrypted" in errors(collected)[1]
    assert texts(collected) == [TEXT]


def test_a_damaged_member_costs_itself(read: Read) -> None:
    content = bytearray(zipped({"a.txt": TEXT.encode(), "b.txt": TEXT.encode() * 2}, zipfile.ZIP_STORED))
    content[content.index(TEXT.encode())] ^= 0xFF
    collected = read("a.zip", bytes(content))
    assert "a.txt: broken in the zip" in errors(collected)[0] and texts(collected) == [TEXT * 2]


@pytest.mark.parametrize("cut", [10, 30, 200])
def test_a_zip_that_is_cut_short_is_named(read: Read, cut: int) -> None:
    content = zipped({f"{number}.txt": TEXT.encode() for number in range(10)})
    assert "cut short" in errors(read("a.zip", content[:-cut]))[0]


def test_a_zip_that_lies_about_its_list_is_refused_before_it_is_read(read: Read) -> None:
    content = bytearray(zipped({"a.txt": TEXT.encode()}))
    struct.pack_into("<HI", content, content.rindex(b"PK\x05\x06") + 10, 0xFFFF, 0xFFFFFFFF)
    assert "bomb" in errors(read("a.zip", bytes(content)))[0]


def test_an_office_document_is_no_archive_of_texts(read: Read) -> None:
    assert "office" in errors(read("a.zip", zipped({"[Content_Types].xml": b"", "word/a.html": b""})))[0]


def test_a_folder_of_everything_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, "utf-8")
    (tmp_path / "b.jsonl.gz").write_bytes(gzip.compress(ROWS.encode()))
    (tmp_path / "c.zip").write_bytes(zipped({"inner.txt": TEXT.encode()}))
    (tmp_path / "d.eml").write_bytes(b"From: a@b.example\nMIME-Version: 1.0\n\n" + TEXT.encode())
    (tmp_path / "e.gz").write_bytes(zlib.compress(b"x"))
    collected = collected_of(tmp_path)
    assert texts(collected) == [TEXT] * 6 and len(errors(collected)) == 1


def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    inside, outside = tmp_path / "inside", tmp_path / "inside-out"
    inside.mkdir()
    outside.mkdir()
    (outside / "secret.txt").write_text(TEXT, "utf-8")
    (inside / "a.txt").write_text(TEXT, "utf-8")
    (inside / "b.txt").symlink_to(outside / "secret.txt")
    (inside / "c.txt").symlink_to(inside / "a.txt")
    (inside / "d.txt").symlink_to(inside / "gone.txt")
    collected = collected_of(inside)
    assert len(texts(collected)) == 2 and "leads out of the folder" in errors(collected)[0]


def test_folders_nested_without_end_are_named_and_the_rest_read(tmp_path: Path) -> None:
    deep = tmp_path / "b"
    for _ in range(70):
        deep = deep / "x"
    os.makedirs(deep)
    (deep / "a.txt").write_text(TEXT, "utf-8")
    (tmp_path / "a.txt").write_text(TEXT, "utf-8")
    collected = collected_of(tmp_path)
    assert texts(collected) == [TEXT] and "folders deep" in errors(collected)[0]


@pytest.mark.parametrize(
    "name", ["a.json", "a.jsonl", "a.csv", "a.html", "a.txt", "a.eml", "a.mbox", "messages.html"]
)
@pytest.mark.parametrize(
    "content",
    [
        b"[" * 200_000,
        b'{"a":' * 200_000,
        b"x" * 2_000_000,
        "\ud800".encode("utf-8", "surrogatepass") * 1000,
        bytes(5000),
    ],
    ids=["lists", "objects", "one line", "surrogates", "zeros"],
)
def test_hostile_bytes_end_in_a_document_or_an_error(read: Read, name: str, content: bytes) -> None:
    for one in read(name, content, max_bytes=1_000_000):
        assert one.error is not None or one.note or one.document is not None
        if one.document is not None:
            one.document.model_dump_json().encode("utf-8")


@pytest.mark.parametrize(
    ("content", "count"),
    [
        (('{\n "name": "س",\n "type": "public_channel",\n "id": 7,\n "messages": [\n  {"id": 1, "type": "message",'
         f' "date": "2024-03-14T12:30:00", "text": "{TEXT}"}}\n ]\n}}\n'), 1),
        ((f"<!DOCTYPE html>\n<html><head>\n<title>Exported Data</title></head><body>\n"
         f'<div class="message default clearfix" id="message1"><div class="text">{TEXT}</div></div></body></html>\n'), 1),
        (f"From a@b Thu Mar 14 09:30:00 2024\nFrom: a@b.example\n\n{TEXT}\n\nFrom a@b Thu\nFrom: a@b.example\n\n{TEXT}\n", 2),
        (f"العنوان: قصف\nالتاريخ: 14/3/2024\n\n{TEXT}\n\nالعنوان: قصف\nالتاريخ: 14/3/2024\n\n{TEXT}\n", 2),
    ],
    ids=["telegram", "telegram page", "box", "heads"],
)  # fmt: skip
def test_a_pipe_is_told_apart_by_more_than_its_first_line(content: str, count: int) -> None:
    read_end, write_end = os.pipe()
    with os.fdopen(read_end, "rb") as source, os.fdopen(write_end, "wb") as sink:
        sink.write(content.encode())
        sink.close()
        assert len(texts(list(collect(["-"], Defaults(), source)))) == count


def test_a_web_archive_in_a_zip_is_read_behind_its_damage(read: Read) -> None:
    block = f"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n{TEXT}".encode()
    head = f"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: {len(block)}\r\n\r\n".encode()
    good = gzip.compress(head + block + b"\r\n\r\n")
    bad = good[:40] + bytes(20) + good[60:]
    collected = read("a.zip", zipped({"b.warc.gz": good + bad + good}))
    assert texts(collected) == [TEXT] * 2 and "b.warc.gz: byte 0: broken" in errors(collected)[0]
