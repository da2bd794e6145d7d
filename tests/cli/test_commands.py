"""The commands about the reader itself: schema, evaluate, data lint; and the command line as a whole."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]
TEXT = "قُتل ثلاثة مدنيين أمس في قصف مدفعي على بلدة سرمين بريف إدلب."
GOLD = {
    "id": "g1",
    "text": TEXT,
    "published": "2019-04-28",
    "theatre": "syria",
    "reports": [
        {
            "kind": "shelling",
            "date": {"start": "2019-04-27", "end": "2019-04-27"},
            "places": [{"name": "سرمين"}],
            "harm": [{"effect": "killed", "min": 3, "max": 3}],
        }
    ],
}
QUIET = {"id": "g2", "text": "افتتح الوزير معرض الكتاب في المدينة أمس.", "theatre": "iraq", "reports": []}


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    path = tmp_path / "gold.jsonl"
    path.write_text("".join(json.dumps(one, ensure_ascii=False) + "\n" for one in (GOLD, QUIET)), "utf-8")
    return path


# --- schema ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("arguments", "title"), [([], "Record"), (["--document"], "Document")])
def test_the_schema_names_itself_and_its_version(rasd: Run, arguments: list[str], title: str) -> None:
    outcome = rasd("schema", *arguments)
    schema = json.loads(outcome.out)
    assert (schema["title"], schema["schema_version"]) == (title, "1.0")
    assert schema["$id"] == f"urn:rasd:schema:{title.lower()}:1.0"
    assert rasd("schema", *arguments).out == outcome.out


def test_records_are_valid_by_the_schema(rasd: Run) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    schema = json.loads(rasd("schema").out)
    (record,) = rasd("read", "-", stdin=json.dumps(GOLD)).records()
    jsonschema.Draft202012Validator(schema).validate(record)


# --- evaluate --------------------------------------------------------------------------------------------------------


def test_evaluate_prints_a_table_for_each_group(rasd: Run, gold: Path) -> None:
    outcome = rasd("evaluate", gold, "--by", "theatre")
    assert outcome.code == 0
    for fact in (
        "incidents",
        "political",
        "harm_detail",
        "exact harm 1.000 (1/1)",
        "false alarms 0/1",
        "syria",
        "iraq",
    ):
        assert fact in outcome.out


def test_figures_as_json(rasd: Run, gold: Path) -> None:
    figures = json.loads(rasd("evaluate", gold, "--json", "--by", "theatre").out)
    assert figures["documents"] == 2 and figures["incidents"]["report"]["f1"] == 1.0
    assert figures["by_theatre"]["syria"]["documents"] == 1


def test_differences_are_listed(rasd: Run, tmp_path: Path) -> None:
    wrong = GOLD | {"reports": [GOLD["reports"][0] | {"harm": [{"effect": "killed", "min": 4, "max": 4}]}]}  # type: ignore[index]
    path = tmp_path / "gold.jsonl"
    path.write_text(json.dumps(wrong), "utf-8")
    assert "g1\t1\tharm\tkilled..4..4\tkilled..3..3" in rasd("evaluate", path, "--errors").out


def test_a_frozen_run_is_written_compared_and_updated(rasd: Run, gold: Path, tmp_path: Path) -> None:
    frozen = tmp_path / "run.tsv"
    assert "written" in rasd("evaluate", gold, "--frozen", frozen).err
    content = frozen.read_text("utf-8")
    assert (
        "g1\tsyria\t1\tharm\tkilled..3..3\tkilled..3..3\n" in content
        and "g2\tiraq\t-\talarm\tquiet\tquiet\n" in content
    )
    assert rasd("evaluate", gold, "--frozen", frozen).code == 0

    # The gold of the frozen run had a place more: what it no longer holds is not owed.
    frozen.write_text(content.replace("سرمين\tسرمين", "بنش | سرمين\tبنش | سرمين"), "utf-8")
    outcome = rasd("evaluate", gold, "--frozen", frozen)
    assert outcome.code == 0 and "no loss unexplained" in outcome.err


def test_a_right_value_that_goes_wrong_ends_with_one(
    rasd: Run, gold: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from rasd.coding import Coder

    frozen = tmp_path / "run.tsv"
    rasd("evaluate", gold, "--frozen", frozen)
    code = Coder.code

    def forgetful(self: Any, document: Any) -> Any:
        record = code(self, document)
        for report in record.reports:
            report.harm = []
        return record

    monkeypatch.setattr(Coder, "code", forgetful)
    outcome = rasd("evaluate", gold, "--frozen", frozen)
    assert outcome.code == 1
    assert "WORSE: g1\t1\tharm\tkilled..3..3" in outcome.err and "--why" in outcome.err
    assert rasd("evaluate", gold, "--frozen", frozen, "--update").code == 1

    # Explained in the file, or in one go with --why; an explanation lives until the value is right again.
    explained = tmp_path / "run.explained.tsv"
    row = "g1\t1\tharm\tkilled..3..3\tharm is left out for a test\n"
    explained.write_text("document\treport\tslot\tvalue\treason\n" + row, "utf-8")
    assert rasd("evaluate", gold, "--frozen", frozen).code == 0
    explained.unlink()
    assert rasd("evaluate", gold, "--frozen", frozen, "--update", "--why", "a test").code == 0
    assert "g1\t1\tharm\tkilled..3..3\ta test\n" in explained.read_text("utf-8")
    assert rasd("evaluate", gold, "--frozen", frozen).code == 0
    monkeypatch.setattr(Coder, "code", code)
    outcome = rasd("evaluate", gold, "--frozen", frozen)
    assert outcome.code == 1 and "STALE: g1" in outcome.err
    assert rasd("evaluate", gold, "--frozen", frozen, "--update").code == 0
    assert not explained.exists()


def test_figures_are_held_against_the_frozen_run(rasd: Run, gold: Path, tmp_path: Path) -> None:
    frozen = tmp_path / "run.tsv"
    rasd("evaluate", gold, "--core", "--frozen", frozen)
    worse = frozen.read_text("utf-8").replace(
        "harm\tkilled..3..3\tkilled..3..3", "harm\tkilled..3..3\tkilled..4..4"
    )
    frozen.write_text(worse, "utf-8")
    out = rasd("evaluate", gold, "--core", "--by", "theatre", "--frozen", frozen).out
    assert re.search(r"harm +1\.000 +1\.000 +1\.000 +1 +1 +0\.000 +\+1\.000", out)
    assert "incidents, F1" in out and "frozen run: exact harm 0/1" in out


def test_intervals_are_printed(rasd: Run, gold: Path) -> None:
    out = rasd("evaluate", gold, "--intervals", "--by", "theatre").out
    assert "95 %" in out and "1.000–1.000" in out
    figures = json.loads(rasd("evaluate", gold, "--intervals", "--json").out)
    assert figures["incidents"]["kind"]["f1_interval"] == [1.0, 1.0]
    assert figures["points"]["of"] == 0


def test_sentences_are_judged(rasd: Run, tmp_path: Path) -> None:
    path = tmp_path / "sentences.jsonl"
    rows = [
        {"id": "s1", "text": "قتل ثلاثة مدنيين في قصف مدفعي على سرمين", "assault": True},
        {"id": "s2", "text": "افتتح الوزير معرض الكتاب", "assault": True},
    ]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    outcome = rasd("evaluate", path, "--errors")
    assert "P 1.000   R 0.500   F1 0.667" in outcome.out and "missed\ts2" in outcome.out
    assert json.loads(rasd("evaluate", path, "--json").out)["assault"]["gold"] == 2
    assert "no slots" in rasd("evaluate", path, "--by", "theatre").err
    frozen = tmp_path / "sentences.tsv"
    rasd("evaluate", path, "--frozen", frozen)
    assert "s2\tnone\t-\tassault\tyes\tno\n" in frozen.read_text("utf-8")
    assert rasd("evaluate", path, "--frozen", frozen).code == 0


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("", "empty"),
        ("{broken\n", "gold.jsonl:1: not JSON"),
        ('{"text": "x"}\n', "gold.jsonl:1: not a coded document"),
        ('{"text": "x", "reports": [7]}\n', "gold.jsonl:1: a report is not an object"),
        ('{"text": "x", "reports": [], "outlet": 7}\n', "gold.jsonl:1"),
    ],
)
def test_a_broken_gold_file_is_named_by_line(rasd: Run, tmp_path: Path, content: str, says: str) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text(content, "utf-8")
    outcome = rasd("evaluate", path)
    assert outcome.code == 2 and says in outcome.err


@pytest.mark.parametrize(
    ("arguments", "says"), [(["--by", "day"], "Groups: theatre"), (["--update"], "--frozen FILE")]
)
def test_evaluate_says_what_its_options_take(rasd: Run, gold: Path, arguments: list[str], says: str) -> None:
    outcome = rasd("evaluate", gold, *arguments)
    assert outcome.code == 2 and says in outcome.err


# --- data lint -------------------------------------------------------------------------------------------------------


def test_findings_are_file_line_message(rasd: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    from rasd.lexicon import Finding

    monkeypatch.setattr("rasd.lexicon.lint", lambda path: [Finding("a.yaml", 7, "holds direction marks")])
    outcome = rasd("data", "lint")
    assert (outcome.code, outcome.out) == (1, "a.yaml:7: holds direction marks\n")
    monkeypatch.setattr("rasd.lexicon.lint", lambda path: [])
    assert rasd("data", "lint").code == 0


def test_a_missing_data_folder_is_named(rasd: Run, tmp_path: Path) -> None:
    outcome = rasd("data", "lint", tmp_path / "no")
    assert outcome.code == 2 and "no such folder" in outcome.err


# --- the whole -------------------------------------------------------------------------------------------------------


def test_help_lists_every_command(rasd: Run) -> None:
    outcome = rasd("--help")
    assert outcome.code == 0
    for name in ("read", "explain", "evaluate", "schema", "data", "gazetteer"):
        assert f"  {name} " in outcome.out


def test_an_unknown_command_ends_with_two(rasd: Run) -> None:
    assert rasd("reed").code == 2


def test_broken_data_is_one_line(rasd: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from rasd.errors import DataError

    def broken(packs: tuple[Path, ...]) -> None:
        raise DataError("data/arabic/words/harm.yaml:12: unknown key. Keys: nouns, verbs.")

    monkeypatch.setattr("rasd.cli.coders.load_reader", broken)
    target = tmp_path / "out.jsonl"
    outcome = rasd("read", "-", "--output", target, stdin="x")
    assert (outcome.code, outcome.err.count("\n")) == (2, 1) and "harm.yaml:12" in outcome.err
    assert not target.exists()


def test_a_fault_of_ours_is_one_line_with_a_way_to_see_more(
    rasd: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rasd.cli.coders.load_reader", lambda *_, **__: 1 / 0)
    outcome = rasd("read", "-", stdin="x")
    assert outcome.code == 70 and "RASD_DEBUG=1" in outcome.err
