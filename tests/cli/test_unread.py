"""`rasd unread`: the share of clauses of force that no rule read, with examples that can be looked up."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]
READ = "قتل ثلاثة مدنيين أمس في قصف مدفعي على بلدة سرمين في ريف إدلب."
TOLL = "وقتل 1200 مدني في إدلب منذ مطلع العام."
MISSED = "وعن الصواريخ في إدلب كلام كثير."


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    rows = [
        {"id": "a", "text": f"{READ}\n{TOLL}", "published": "2018-05-10"},
        {"id": "b", "text": f"{READ}\n{MISSED}", "published": "2018-05-10"},
    ]
    (tmp_path / "documents.jsonl").write_text(
        "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8"
    )
    return tmp_path


def test_each_clause_of_force_ends_in_one_way(rasd: Run, folder: Path) -> None:
    outcome = rasd("unread", folder, "--json", "--by", "theatre", "--sample", 9)
    assert outcome.code == 0
    told = json.loads(outcome.out)
    assert told["documents"] == 2
    assert (told["read"], told["reason"], told["unread"]) == (2, 1, 1)
    assert told["share"] == 0.25
    assert told["reasons"] == {"toll": 1}
    assert told["by"]["syria"]["unread"] == 1
    assert {row["outcome"] for row in told["sample"]} == {"read", "reason", "unread"}


def test_what_is_unread_can_be_found_in_its_document(rasd: Run, folder: Path) -> None:
    told = json.loads(rasd("unread", folder, "--json").out)
    [outline] = told["outlines"]
    assert "PLACE" in outline["outline"] and "rocket" in outline["outline"]
    [example] = outline["examples"]
    text = f"{READ}\n{MISSED}"
    first, last = example["span"]
    assert (example["document"], text[first:last]) == ("b", example["text"])


def test_the_reason_is_shown_with_its_words(rasd: Run, folder: Path) -> None:
    told = json.loads(rasd("unread", folder, "--json", "--sample", 1, "--outcome", "reason").out)
    assert [(row["reason"], row["reason_text"]) for row in told["sample"]] == [("toll", "منذ مطلع العام")]


def test_a_seed_draws_the_same_sample_again(rasd: Run, folder: Path) -> None:
    drawn = [rasd("unread", folder, "--sample", 1, "--seed", 3).out for _ in range(2)]
    assert drawn[0] == drawn[1] and "Sample" in drawn[0]


def test_people_see_the_share_first(rasd: Run, folder: Path) -> None:
    outcome = rasd("unread", folder, "--by", "year", "--limit", 1)
    assert outcome.out.startswith("1 of 4 clauses of force are unread: 25.0%")
    assert "2018" in outcome.out and "Toll over a period" in outcome.out


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--by", "weather"], "Groups: outlet, theatre, year"),
        (["--sample", "1", "--outcome", "lost"], "Outcomes: read, reason, unread"),
    ],
)
def test_a_wrong_choice_is_named(rasd: Run, folder: Path, arguments: list[str], says: str) -> None:
    outcome = rasd("unread", folder, *arguments)
    assert outcome.code == 2 and says in outcome.err


def test_the_record_names_the_same_clauses(rasd: Run, folder: Path) -> None:
    issues = [
        (record["id"], issue["span"])
        for record in rasd("read", folder, "--format", "jsonl").records()
        for issue in record["issues"]
        if issue["code"] == "clause_unread"
    ]
    told = json.loads(rasd("unread", folder, "--json").out)
    assert issues == [(row["document"], row["span"]) for o in told["outlines"] for row in o["examples"]]


def test_a_clause_that_no_rule_read_is_named_by_explain(rasd: Run) -> None:
    outcome = rasd("explain", f"{READ}\n{MISSED}", "--published", "2018-05-10")
    assert f"→ unread: {MISSED.rstrip('.')}" in outcome.out
