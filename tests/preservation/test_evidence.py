"""An evidentiary copy is whole or not there, says what it holds, and any reader of WARC reads it."""

from __future__ import annotations

import os
import stat
import zlib
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from rasd.errors import DocumentError, PreservationError
from rasd.preservation.evidence import Answer, Batch, Payload, Written
from rasd.preservation.reading import record_at, records

AT = datetime(2024, 3, 14, 9, 30, tzinfo=UTC)
PAGE = "<html><body>قصف مدفعي على أطراف البلدة</body></html>".encode()
REQUEST = b"GET /a HTTP/1.1\r\nHost: news.example\r\n\r\n"
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nX-Odd:  two  spaces\r\n\r\n"


def write_all(folder: Path, source: Path) -> tuple[Written, list]:
    batch = Batch(folder, at=AT)
    answer = Answer(target_uri="https://news.example/a", at=AT, request=REQUEST, head=HEAD)
    page = batch.response(Payload(PAGE), replace(answer, fields=[("method", "web")]))
    batch.revisit(page, answer)
    row = batch.resource(Payload(source), target_uri="file:rows.jsonl", at=AT, media_type="application/jsonl")
    return batch.close(), [page, row]


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "rows.jsonl"
    path.write_bytes(b'{"text": "x"}\n' * 200_000)
    return path


def test_a_library_for_warc_reads_what_was_written_and_its_digests_hold(tmp_path: Path, source: Path) -> None:
    written, (page, row) = write_all(tmp_path / "evidence", source)
    seen = {}
    with (tmp_path / "evidence" / written.name).open("rb") as stream:
        for record in ArchiveIterator(stream, check_digests="raise"):
            seen[record.rec_headers.get_header("WARC-Record-ID")] = (
                record.rec_type,
                record.raw_stream.read(),
            )
    kinds = [kind for kind, _ in seen.values()]
    assert kinds == ["warcinfo", "response", "request", "metadata", "revisit", "request", "resource"]
    assert seen[page.record_id][1] == PAGE
    assert seen[row.record_id][1] == source.read_bytes()


def test_a_reference_leads_to_the_bytes_as_they_came(tmp_path: Path, source: Path) -> None:
    _, (page, row) = write_all(tmp_path / "evidence", source)
    for reference, expected in ((page, PAGE), (row, source.read_bytes())):
        pieces: list[bytes] = []
        seen = record_at(tmp_path / "evidence" / reference.warc, reference.offset, payload=pieces)
        assert not seen.problem
        assert (seen.length, seen.record_id, seen.sha256) == (
            reference.length,
            reference.record_id,
            reference.sha256,
        )
        assert b"".join(pieces) == expected
    raw = (tmp_path / "evidence" / page.warc).read_bytes()[page.offset : page.offset + page.length]
    assert HEAD + PAGE in zlib.decompress(raw, 31)  # not a header line was set anew


def test_a_finished_file_cannot_be_written_and_nothing_is_left_beside_it(
    tmp_path: Path, source: Path
) -> None:
    written, _ = write_all(tmp_path / "evidence", source)
    path = tmp_path / "evidence" / written.name
    assert stat.S_IMODE(path.stat().st_mode) == 0o444
    assert [entry.name for entry in path.parent.iterdir()] == [path.name]
    assert path.stat().st_size == written.bytes


def test_until_it_is_finished_no_file_bears_its_name(tmp_path: Path) -> None:
    batch = Batch(tmp_path, at=AT)
    batch.resource(Payload(b"x"), target_uri="file:x", at=AT, media_type="text/plain")
    assert not list(tmp_path.rglob("*.warc.gz"))
    batch.abandon()
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_a_file_that_changes_while_it_is_copied_is_refused_and_the_batch_stays_whole(
    tmp_path: Path, source: Path
) -> None:
    batch = Batch(tmp_path / "evidence", at=AT)
    payload = Payload(source)
    source.write_bytes(source.read_bytes().replace(b"x", b"y"))
    with pytest.raises(DocumentError, match="changed while it was being collected"):
        batch.resource(payload, target_uri="file:a", at=AT, media_type="text/plain")
    batch.resource(Payload(b"other"), target_uri="file:b", at=AT, media_type="text/plain")
    path = tmp_path / "evidence" / batch.close().name
    assert [(seen.kind, seen.problem) for seen in records(path)] == [("warcinfo", ""), ("resource", "")]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_cannot_be_written_is_told_before_any_work(tmp_path: Path) -> None:
    tmp_path.chmod(0o555)
    try:
        with pytest.raises(PreservationError, match="permission denied"):
            Batch(tmp_path, at=AT)
    finally:
        tmp_path.chmod(0o755)


def test_every_flipped_byte_of_a_record_is_noticed_or_outside_what_a_record_says(tmp_path: Path) -> None:
    batch = Batch(tmp_path, at=AT)
    batch.resource(Payload(PAGE), target_uri="file:x", at=AT, media_type="text/html")
    path = tmp_path / batch.close().name
    path.chmod(0o644)
    data = path.read_bytes()
    unnoticed = []
    for index in range(len(data)):
        path.write_bytes(data[:index] + bytes([data[index] ^ 1]) + data[index + 1 :])
        if not any(seen.problem for seen in records(path)):
            unnoticed.append(index)
    # gzip has no checksum over its own ten bytes of header: time, flags and system. The file's own hash has them.
    beginnings = [seen.offset for seen in records_of(data, path)]
    assert all(any(start <= index < start + 10 for start in beginnings) for index in unnoticed)


def records_of(data: bytes, path: Path) -> list:
    path.write_bytes(data)
    return list(records(path))


def test_behind_a_broken_record_the_others_are_still_read(tmp_path: Path) -> None:
    batch = Batch(tmp_path, at=AT)
    first = batch.resource(Payload(PAGE), target_uri="file:1", at=AT, media_type="text/html")
    second = batch.resource(Payload(PAGE), target_uri="file:2", at=AT, media_type="text/html")
    path = tmp_path / batch.close().name
    path.chmod(0o644)
    data = bytearray(path.read_bytes())
    data[first.offset + first.length // 2] ^= 0xFF
    path.write_bytes(data)
    found = {seen.offset: seen.problem for seen in records(path)}
    assert found[first.offset] and found[second.offset] == ""


def test_a_truncated_file_is_named(tmp_path: Path) -> None:
    batch = Batch(tmp_path, at=AT)
    batch.resource(Payload(PAGE), target_uri="file:1", at=AT, media_type="text/html")
    path = tmp_path / batch.close().name
    path.chmod(0o644)
    path.write_bytes(path.read_bytes()[:-5])
    assert [seen.problem for seen in records(path)][-1] == "the file ends inside it"
