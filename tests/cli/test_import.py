"""`rasd import`: what it says, what it refuses in which words, and the code it ends with."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from linked_store import told_store
from rasd.store import Store


@pytest.fixture
def given(tmp_path: Path) -> Path:
    """Return the whole export of a store of two incidents."""
    from rasd.cli import main

    told_store(Store.open(str(tmp_path / "first")), ["2019-04-28", "2019-04-28", "2019-05-20"]).close()
    target = tmp_path / "whole.jsonl"
    with pytest.raises(SystemExit):
        main(
            [
                "export",
                "--store",
                str(tmp_path / "first"),
                "--format",
                "jsonl",
                "--include",
                "all",
                "-o",
                str(target),
            ]
        )
    return target


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("RASD_STORE", str(tmp_path / "second"))
    return str(tmp_path / "second")


def test_an_import_is_told_and_holds_before_every_proof(rasd, given: Path, here: str) -> None:
    done = rasd("import", given)
    assert done.code == 0
    assert "Taken: 3 documents, 3 records, 2 incidents, 0 decisions." in done.err and "rasd link" in done.err
    assert len(rasd("incidents", "--format", "jsonl").records()) == 2
    proved = rasd("verify")
    assert proved.code == 0, proved.out + proved.err


def test_an_import_again_says_that_all_is_here(rasd, given: Path, here: str) -> None:
    rasd("import", given)
    again = rasd("import", given, given)
    assert again.code == 0 and "Taken: 0 documents, 0 records, 0 incidents" in again.err
    assert "8 here already" in again.err and "8 lines that came more than once" in again.err


def test_a_broken_line_costs_itself_and_the_exit_code_tells(rasd, given: Path, here: str) -> None:
    given.write_text(given.read_text("utf-8") + "{cut off", "utf-8")
    done = rasd("import", given)
    assert done.code == 1 and "whole.jsonl:10: no line of the format" in done.err
    assert "2 incidents" in done.err and "1 lines left out" in done.err


def test_a_newer_file_is_refused_and_the_others_are_taken(
    rasd, given: Path, here: str, tmp_path: Path
) -> None:
    newer = tmp_path / "newer.jsonl"
    newer.write_text(
        given.read_text("utf-8").replace('"schema_version":"1.0"', '"schema_version":"9.0"', 1), "utf-8"
    )
    alone = rasd("import", newer)
    assert alone.code == 2 and "newer.jsonl:1: schema_version 9.0, and this Rasd reads up to 1.0" in alone.err
    both = rasd("import", newer, given)
    assert both.code == 1 and "2 incidents" in both.err


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (None, "No such file"),
        ("", "is empty"),
        ("{}\n", "no header"),
        ("PK\x03\x04", "no header"),
        ('{"id": "i1"}\n', "rasd export --format jsonl --include all"),
    ],
)
def test_what_is_no_export_is_refused(
    rasd, here: str, tmp_path: Path, content: str | None, words: str
) -> None:
    target = tmp_path / "given.jsonl"
    if content is not None:
        target.write_text(content, "utf-8")
    done = rasd("import", target)
    assert done.code == 2 and words in done.err


def test_a_public_export_is_refused_with_what_to_ask_for(
    rasd, here: str, given: Path, tmp_path: Path
) -> None:
    public = tmp_path / "public.jsonl"
    rasd("export", "--store", tmp_path / "first", "--format", "jsonl", "-o", public)
    done = rasd("import", public)
    assert done.code == 2 and "Export it with --include all" in done.err


def test_the_schema_of_a_line_is_printed(rasd, given: Path) -> None:
    schema = json.loads(rasd("schema", "--exchange").out)
    validator = jsonschema.Draft202012Validator(schema)
    for line in given.read_text("utf-8").splitlines():
        validator.validate(json.loads(line))
