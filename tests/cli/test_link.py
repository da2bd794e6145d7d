"""`rasd link`: documents in, incidents out, the same whatever the order."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

Run = Callable[..., Any]

FIRST = {
    "id": "a", "published": "2019-04-28T14:00:00+03:00", "outlet": "شبكة الحقل", "theatre": "syria",
    "text": "قتل ثلاثة مدنيين وأصيب خمسة آخرون صباح اليوم الأحد بقصف مدفعي لقوات النظام على بلدة الهبيط بريف إدلب، بحسب الدفاع المدني.",
}  # fmt: skip
SECOND = {
    "id": "b", "published": "2019-04-29T09:00:00+03:00", "outlet": "صحيفة البيدر", "theatre": "syria",
    "text": "قال مجلس محلي إن أربعة مدنيين قتلوا في قصف مدفعي نفذته قوات النظام صباح أمس الأحد على بلدة الهبيط جنوبي إدلب.",
}  # fmt: skip
ELSEWHERE = {
    "id": "c", "published": "2019-04-28T18:00:00+03:00", "outlet": "شبكة الحقل", "theatre": "syria",
    "text": "أصيب مدنيان بقصف مدفعي لقوات النظام على مدينة كفرنبل بريف إدلب ظهر اليوم الأحد.",
}  # fmt: skip


def lines(*rows: dict[str, object]) -> str:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def test_reports_of_one_incident_become_one_with_a_range_that_names_its_reports(
    rasd: Run, tmp_path: Path
) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(lines(FIRST, SECOND, ELSEWHERE), "utf-8")
    outcome = rasd("link", path, "--format", "jsonl")
    incidents = [json.loads(line) for line in outcome.out.splitlines()]
    assert outcome.code == 0 and len(incidents) == 2
    told = next(one for one in incidents if len(one["reports"]) == 2)
    killed = next(harm for harm in told["harm"] if harm["effect"] == "killed")
    assert (killed["min"], killed["max"]) == (3, 4)
    assert (killed["min_from"], killed["max_from"]) == (["a#r1"], ["b#r1"])
    assert told["grade"]["proposed"] == "fair" and told["grade"]["decided"] is None
    linked = told["reports"][0]
    assert linked["score"] > 0.5 and {reason["part"] for reason in linked["reasons"]} >= {
        "date",
        "place",
        "kind",
    }
    assert all(reason["ar"] and reason["en"] for reason in linked["reasons"])


def test_the_order_of_documents_changes_nothing(rasd: Run, tmp_path: Path) -> None:
    given = [FIRST, SECOND, ELSEWHERE]
    outputs = []
    for order in (given, given[::-1], [SECOND, ELSEWHERE, FIRST]):
        path = tmp_path / "a.jsonl"
        path.write_text(lines(*order), "utf-8")
        outputs.append(rasd("link", path, "--format", "jsonl").out)
    assert outputs[0] == outputs[1] == outputs[2]


def test_a_document_that_comes_a_hundred_times_counts_once(rasd: Run) -> None:
    outcome = rasd("link", "-", "--format", "jsonl", stdin=lines(*[FIRST] * 100))
    assert len(json.loads(outcome.out)["reports"]) == 1
    assert "99 documents came more than once" in outcome.err


def test_two_texts_with_one_id_are_both_kept_and_told(rasd: Run) -> None:
    outcome = rasd("link", "-", "--format", "jsonl", stdin=lines(FIRST, {**ELSEWHERE, "id": "a"}))
    documents = {json.loads(line)["reports"][0]["document_id"] for line in outcome.out.splitlines()}
    assert len(documents) == 2 and "a" in documents
    assert "another text already has the id a" in outcome.err


def test_broken_lines_are_named_and_the_rest_is_linked(rasd: Run) -> None:
    outcome = rasd("link", "-", "--format", "jsonl", stdin=lines(FIRST) + "{broken\n" + lines(SECOND))
    assert outcome.code == 1 and len(outcome.out.splitlines()) == 1
    assert "standard input:2" in outcome.err and "1 of 3 inputs failed" in outcome.err


def test_a_table_for_spreadsheets(rasd: Run, tmp_path: Path) -> None:
    outcome = rasd("link", "-", "--output", tmp_path / "a.csv", stdin=lines(FIRST, SECOND))
    (row,) = csv.DictReader(io.StringIO((tmp_path / "a.csv").read_text("utf-8")))
    assert outcome.code == 0 and (row["killed_min"], row["killed_max"], row["documents"]) == ("3", "4", "2")


def test_nothing_to_link_is_said(rasd: Run) -> None:
    outcome = rasd("link", "-", stdin="")
    assert outcome.code == 2 and outcome.out == "" and "nothing to read" in outcome.err


def test_an_unknown_format_lists_the_formats_before_any_work(rasd: Run) -> None:
    outcome = rasd("link", "-", "--format", "xslx", stdin=lines(FIRST))
    assert outcome.code == 2 and "Formats: csv, json, jsonl, table" in outcome.err


def test_a_linked_set_is_scored(rasd: Run, tmp_path: Path) -> None:
    path, incidents = tmp_path / "links.jsonl", tmp_path / "incidents.jsonl"
    path.write_text(
        lines(
            {**FIRST, "incidents": ["x"]}, {**SECOND, "incidents": ["x"]}, {**ELSEWHERE, "incidents": ["x"]}
        ),
        "utf-8",
    )
    incidents.write_text(
        lines({"key": "x", "documents": ["a", "b", "c"], "killed": [3, 4], "injured": [5, 5]}), "utf-8"
    )
    outcome = rasd("evaluate", path, "--incidents", incidents, "--errors")
    assert outcome.code == 0 and "pairwise" in outcome.out and "ranges exact  1 of 1" in outcome.out
    assert "missed\ta\tc" in outcome.out
