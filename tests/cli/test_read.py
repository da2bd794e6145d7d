"""`rasd read`: what is read, what is said of the rest, and what the exit code tells."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]  # the fixture `rasd`: arguments and stdin in, an Outcome back


TEXT = "قُتل ثلاثة مدنيين أمس في قصف مدفعي على بلدة سرمين بريف إدلب."
ENGLISH = "Three civilians were killed yesterday in shelling, residents said on Sunday morning."


def row(identity: str, text: str = TEXT, **fields: object) -> str:
    return json.dumps({"id": identity, "text": text, "published": "2019-04-28"} | fields, ensure_ascii=False)


def rows(*identities: str) -> str:
    return "".join(row(identity) + "\n" for identity in identities)


def test_a_text_becomes_a_record(rasd: Run, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(TEXT, "utf-8")
    outcome = rasd("read", path, "--published", "2019-04-28", "--outlet", "شبكة", "--theatre", "syria")
    (record,) = outcome.records()
    assert outcome.code == 0 and outcome.err == ""
    assert (record["published"], record["published_from"]) == ("2019-04-28", "option --published")
    assert (record["outlet"], record["theatre"]) == ("شبكة", "syria")
    assert [report["kind"] for report in record["reports"]] == ["shelling"]


def test_several_inputs_keep_their_order(rasd: Run, tmp_path: Path) -> None:
    (tmp_path / "b.jsonl").write_text(rows("b1", "b2"), "utf-8")
    (tmp_path / "a.csv").write_text(f"id,text,published\na1,{TEXT},2019-04-28\n", "utf-8")
    outcome = rasd("read", tmp_path / "b.jsonl", "-", tmp_path, stdin=rows("s1"))
    assert outcome.ids() == ["b1", "b2", "s1", "a1", "b1", "b2"]


def test_a_bare_read_takes_standard_input(rasd: Run) -> None:
    assert rasd("read", stdin=rows("s1")).ids() == ["s1"]


@pytest.mark.parametrize("format", ["jsonl", "json", "table", "html"])
def test_every_format_goes_to_output_and_file(rasd: Run, tmp_path: Path, format: str) -> None:
    target = tmp_path / "out"
    shown = rasd("read", "-", "--format", format, stdin=rows("s1"))
    kept = rasd("read", "-", "--format", format, "--output", target, stdin=rows("s1"))
    assert (shown.code, kept.code, kept.out) == (0, 0, "")
    assert target.read_text("utf-8").strip() and shown.out.strip()
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


@pytest.mark.parametrize(
    ("name", "begins"), [("r.html", "<!doctype"), ("r.json", "["), ("r.jsonl", "{"), ("r.other", "{")]
)
def test_the_extension_of_the_output_names_the_format(
    rasd: Run, tmp_path: Path, name: str, begins: str
) -> None:
    assert rasd("read", "-", "--output", tmp_path / name, stdin=rows("s1")).code == 0
    assert (tmp_path / name).read_text("utf-8").lower().startswith(begins)


# --- bad input -------------------------------------------------------------------------------------------------------


def test_a_broken_line_is_named_and_the_rest_is_processed(rasd: Run) -> None:
    outcome = rasd("read", "-", stdin=rows("a") + "{broken\n" + rows("b"))
    assert (outcome.code, outcome.ids()) == (1, ["a", "b"])
    assert "standard input:2: not JSON" in outcome.err and "1 of 3 inputs failed" in outcome.err


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a.txt", b"", "a.txt: empty"),
        ("a.txt", bytes(5000), "a.txt: not text"),
        ("a.txt", b"%PDF-1.7 ...", "a.txt: not text: this is a PDF"),
        ("a.html", b"<html><body><nav>x</nav></body></html>", "a.html: no article text found"),
        ("a.json", b'{"text": ', "a.json: not JSON"),
        ("a.json", b"[" * 100_000, "nested too deeply"),
        ("a.csv", b"id,body\n1,x\n", "a.csv:1: no column `text`"),
        ("a.jsonl", b'{"id": 1}\n', 'a.jsonl:1: no field "text"'),
        ("a.jsonl", b'{"text": "\xd9\x82", "id": 1}\n', 'a.jsonl:1: field "id" is a number'),
    ],
)
def test_input_that_cannot_be_read_ends_with_two(
    rasd: Run, tmp_path: Path, name: str, content: bytes, says: str
) -> None:
    (tmp_path / name).write_bytes(content)
    alone = rasd("read", tmp_path / name)
    assert (alone.code, alone.out) == (2, "") and says in alone.err
    assert alone.err.count("\n") == 2  # the fact, and the sum
    beside = rasd("read", tmp_path / name, "-", stdin=rows("a"))
    assert (beside.code, beside.ids()) == (1, ["a"]) and says in beside.err


@pytest.mark.parametrize("encoding", ["cp1256", "utf-16", "utf-16-le", "utf-8-sig"])
def test_old_encodings_give_the_same_record(rasd: Run, tmp_path: Path, encoding: str) -> None:
    (tmp_path / "new.txt").write_text(TEXT, "utf-8")
    (tmp_path / "old.txt").write_bytes(TEXT.encode(encoding))
    outcome = rasd("read", tmp_path, "--published", "2019-04-28")
    new, old = outcome.records()
    assert new == old and new["reports"]


def test_a_missing_file_and_an_empty_folder_are_named(rasd: Run, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    outcome = rasd("read", tmp_path / "missing.txt", tmp_path / "empty")
    assert outcome.code == 2
    assert (
        "missing.txt: no such file or folder" in outcome.err
        and "no readable file in this folder" in outcome.err
    )


def test_a_text_that_is_not_arabic_is_said_so_and_its_record_is_empty(rasd: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(ENGLISH, "utf-8")
    outcome = rasd("read", tmp_path / "a.txt")
    (record,) = outcome.records()
    assert outcome.code == 0 and record["reports"] == []
    assert "not_arabic" in [issue["code"] for issue in record["issues"]]
    assert "a.txt: " in outcome.err and "not Arabic" in outcome.err


def test_arabic_with_latin_in_it_is_read(rasd: Run) -> None:
    mixed = f"{TEXT} (Reuters, AFP 28/4/2019) {ENGLISH}"
    (record,) = rasd("read", "-", stdin=row("m", mixed)).records()
    assert record["reports"]


def test_without_a_date_relative_days_stay_unresolved_and_it_is_said(rasd: Run) -> None:
    outcome = rasd("read", "-", stdin=row("a", published=None))
    (record,) = outcome.records()
    assert [report["date"]["start"] for report in record["reports"]] == [None]
    assert outcome.code == 0 and "1 of 1 documents have no publication date" in outcome.err


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--published", "أمس"], "ISO 8601"),
        (["--published", "2019-13-01"], "ISO 8601"),
        (["--theatre", "atlantis"], "Theatres: iraq, lebanon, libya, palestine, sudan, syria, yemen"),
        (["--format", "xslx"], "Formats: html, json, jsonl, table"),
        (["--jobs", "0"], "--jobs"),
        (["--nonsense"], "--nonsense"),
    ],
)
def test_bad_options_list_what_exists(rasd: Run, arguments: list[str], says: str) -> None:
    outcome = rasd("read", "-", *arguments, stdin=rows("a"))
    assert (outcome.code, outcome.out) == (2, "") and says in outcome.err


@pytest.mark.parametrize("format", ["jsonl", "html"])
def test_an_unwritable_output_is_said_before_any_work(rasd: Run, tmp_path: Path, format: str) -> None:
    outcome = rasd("read", "-", "--format", format, "--output", tmp_path / "no" / "out", stdin="{broken")
    assert outcome.code == 2 and "cannot be written" in outcome.err and "not JSON" not in outcome.err
    outcome = rasd("read", "-", "--format", format, "--output", tmp_path, stdin="{broken")
    assert outcome.code == 2 and "not JSON" not in outcome.err


def test_a_full_disk_is_said_so(rasd: Run) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("no /dev/full here")
    outcome = rasd("read", "-", "--output", "/dev/full", stdin=rows("a"))
    assert outcome.code == 2 and "/dev/full: writing failed: No space left" in outcome.err


def test_an_input_is_not_overwritten(rasd: Run, tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(rows("a"), "utf-8")
    assert rasd("read", path, "--output", path).code == 2
    assert path.read_text("utf-8") == rows("a")


def test_an_older_output_is_replaced_whole_or_left(rasd: Run, tmp_path: Path) -> None:
    path = tmp_path / "r.html"
    path.write_text("older", "utf-8")
    assert rasd("read", "-", "--output", path, "--format", "xslx", stdin=rows("a")).code == 2
    assert path.read_text("utf-8") == "older"
    assert rasd("read", "-", "--output", path, stdin=rows("a")).code == 0
    assert path.read_text("utf-8") != "older"


def test_hostile_characters_reach_no_terminal(rasd: Run, tmp_path: Path) -> None:
    path = tmp_path / "a\x1b[31m\u202e.txt"
    path.write_text("", "utf-8")
    outcome = rasd("read", path)
    assert "\x1b" not in outcome.err and "\u202e" not in outcome.err


def test_lone_surrogates_do_not_break_the_output(rasd: Run, tmp_path: Path) -> None:
    line = '{"id": "\\ud800", "text": "\\udc00' + TEXT + '\\ud83d", "title": "\\udfff"}\n'
    for format in ("jsonl", "json", "table", "html"):
        target = tmp_path / format
        assert rasd("read", "-", "--format", format, "--output", target, stdin=line).code == 0
        target.read_text("utf-8")


@pytest.mark.parametrize(
    "text",
    [
        "قتل " * 20_000,
        "9" * 50_000,
        "،" * 50_000,
        "ـ" * 50_000,
        "\u064e" * 50_000,
        "\x00" * 3 + TEXT,
        "(" * 20_000,
        "و" * 50_000,
    ],
    ids=["words", "digits", "commas", "tatweel", "marks", "nul", "brackets", "one letter"],
)
def test_hostile_repetition_ends(rasd: Run, text: str) -> None:
    outcome = rasd(
        "read", "-", stdin=json.dumps({"id": "h", "text": TEXT + " " + text, "published": "2019-04-28"})
    )
    assert outcome.code == 0 and outcome.ids() == ["h"]


def test_a_document_above_the_limit_is_refused_by_name(rasd: Run, tmp_path: Path) -> None:
    (tmp_path / "long.txt").write_text(TEXT * 200, "utf-8")
    outcome = rasd("read", tmp_path / "long.txt", "-", "--limit-mb", "0.01", stdin=rows("a"))
    assert (outcome.code, outcome.ids()) == (1, ["a"])
    assert "long.txt: longer than 0.01 MB" in outcome.err


def test_a_fault_in_one_document_does_not_cost_the_others(rasd: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    from rasd.coding import Coder
    from rasd.model import Document, Record

    code = Coder.code

    def faulty(self: Coder, document: Document) -> Record:
        if document.id == "b":
            raise RuntimeError("a fault")
        return code(self, document)

    monkeypatch.setattr(Coder, "code", faulty)
    for jobs in ("1", "2"):
        outcome = rasd("read", "-", "--jobs", jobs, stdin=rows("a", "b", "c"))
        assert (outcome.code, outcome.ids()) == (1, ["a", "c"])
        assert "standard input:2: the reader failed on this document (RuntimeError: a fault)" in outcome.err
