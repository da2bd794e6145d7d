"""Files, folders and pipes: what is read, in which order, and what is said of the rest."""

from __future__ import annotations

import io
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from rasd.collection import Collected, Defaults, collect
from rasd.collection.plain import title_of

Read = Callable[..., list[Collected]]
TEXT = "قُتل مدنيان في قصف على بلدة الزيتونية أمس"


def all_of(*paths: Path | str) -> list[Collected]:
    return list(collect([str(path) for path in paths], Defaults(), io.BytesIO()))


def test_plain_text_is_unchanged_but_for_its_byte_order_mark(read: Read) -> None:
    content = f"\ufeff {TEXT}\u200f\r\n\tـــ\x0b\r\n"
    document = read("a.txt", content)[0].document
    assert document is not None and document.text == content[1:]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (f"قصف على الزيتونية\n\n{TEXT}", "قصف على الزيتونية"),
        (f"قصف على الزيتونية\r\n\r\n{TEXT}", "قصف على الزيتونية"),
        (f"قصف على الزيتونية\n{TEXT}", None),
        (f"{TEXT * 5}\n\n{TEXT}", None),
        ("قصف على الزيتونية\n\n", None),
        (f"\n\n{TEXT}", None),
        (TEXT, None),
    ],
)
def test_a_short_first_line_alone_is_the_title(text: str, title: str | None) -> None:
    assert title_of(text) == title


@pytest.mark.parametrize("content", ["", "\n \r\n", "\ufeff"], ids=["nothing", "white space", "a mark"])
def test_an_empty_file_is_said_so(read: Read, content: str) -> None:
    error = str(read("leer.txt", content)[0].error)
    assert "leer.txt: empty" in error


def test_a_folder_is_read_recursively_in_a_stable_order(tmp_path: Path) -> None:
    for name in ("b/2.txt", "b/1.txt", "a.txt", "c.txt", "b/deep/x.html.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(TEXT, "utf-8")
    for name in (".hidden.txt", "notes.md", "picture.png"):
        (tmp_path / name).write_text(TEXT, "utf-8")
    names = [Path(one.where).relative_to(tmp_path).as_posix() for one in all_of(tmp_path)]
    assert names == ["a.txt", "b/1.txt", "b/2.txt", "b/deep/x.html.txt", "c.txt"]


def test_a_folder_that_links_to_itself_ends(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, "utf-8")
    (tmp_path / "loop").symlink_to(tmp_path)
    assert len(all_of(tmp_path)) == 1


def test_the_output_of_the_run_is_no_input(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, "utf-8")
    (tmp_path / "records.jsonl").write_text("{}", "utf-8")
    collected = collect([str(tmp_path)], Defaults(), io.BytesIO(), leave_out=tmp_path / "records.jsonl")
    assert [Path(one.where).name for one in collected] == ["a.txt"]


def test_a_folder_without_readable_files_names_what_is_there(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("x")
    error = str(all_of(tmp_path)[0].error)
    assert "no readable file" in error and "1 .md" in error and ".jsonl" in error


@pytest.mark.parametrize("name", ["missing.txt", "missing", "a\x00b", "x" * 5000])
def test_a_missing_file_is_named_and_the_rest_is_read(tmp_path: Path, name: str) -> None:
    good = tmp_path / "good.txt"
    good.write_text(TEXT, "utf-8")
    first, second = all_of(f"{tmp_path}/{name}", good)
    assert first.error is not None and second.document is not None


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_forbidden_file_is_named(tmp_path: Path) -> None:
    path = tmp_path / "secret.txt"
    path.write_text(TEXT, "utf-8")
    path.chmod(0)
    assert "Permission denied" in str(all_of(path)[0].error)


def test_a_text_above_the_limit_is_refused_with_the_way_out(read: Read) -> None:
    error = str(read("long.txt", TEXT * 100, max_bytes=1000)[0].error)
    assert "longer than 0.001 MB" in error and "--limit-mb" in error


def test_an_endless_device_is_refused() -> None:
    assert "not text" in str(all_of("/dev/zero")[0].error)


@pytest.mark.parametrize(
    ("content", "count"),
    [
        (TEXT, 1),
        (f'{{"text": "{TEXT}"}}\n{{"text": "{TEXT}"}}\n', 2),
        (f'\n\n{{"text": "{TEXT}"}}\n', 1),
        (f'[{{"text": "{TEXT}"}},\n{{"text": "{TEXT}"}}]', 2),
        (f'{{\n"text": "{TEXT}"\n}}', 1),
        (f"id,text\n1,{TEXT}\n2,{TEXT}\n", 2),
        (f"text\tid\n{TEXT}\t1\n", 1),
        (f"<!doctype html>\n<html><body><article><p>{TEXT * 3}</p></article></body></html>", 1),
        (f"[عاجل] {TEXT}", 1),
        (f"<عاجل> {TEXT}", 1),
    ],
    ids=["text", "lines", "blank first", "list", "object", "csv", "tsv", "page", "bracket", "angle"],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1256"])
def test_standard_input_is_recognised(pipe: Read, content: str, count: int, encoding: str) -> None:
    collected = pipe(content.replace("ُ", "").encode(encoding))
    assert [one.error for one in collected] == [None] * count
    assert all(one.document is not None and "الزيتونية" in one.document.text for one in collected)


@pytest.mark.parametrize(
    ("content", "says"), [(b"", "empty"), (b"%PDF-1.4", "PDF"), (bytes(100), "not text")]
)
def test_standard_input_that_holds_nothing_to_read(pipe: Read, content: bytes, says: str) -> None:
    assert says in str(pipe(content)[0].error)


def test_the_first_line_of_a_slow_pipe_is_read_at_once() -> None:
    read_end, write_end = os.pipe()
    with os.fdopen(read_end, "rb") as source, os.fdopen(write_end, "wb", buffering=0) as sink:
        sink.write(f'{{"text": "{TEXT}"}}\n'.encode())
        first = next(collect(["-"], Defaults(), source))  # would block here if it read ahead
        assert first.document is not None


def test_documents_of_a_run_that_is_said_to_be_invented_are_marked_whatever_they_say(tmp_path: Path) -> None:
    rows = tmp_path / "rows.jsonl"
    rows.write_text('{"text": "قصف"}\n{"text": "هدنة", "synthetic": false}\nnothing\n', "utf-8")
    first, second, broken = collect([str(rows)], Defaults(synthetic=True), io.BytesIO())
    assert first.document is not None and first.document.synthetic
    assert second.document is not None and second.document.synthetic
    assert broken.error is not None
