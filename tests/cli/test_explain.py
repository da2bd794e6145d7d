"""`rasd explain`: how a text was read, for people and for programs."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from rasd.model import Document, Record

Run = Callable[..., Any]
TEXT = "قُتل مدنيان أمس في قصف على سرمين"


@dataclass
class Fake:
    """Explains every document alike, to hold the shape of the output still."""

    seen: list[Document] = field(default_factory=list)

    def explain(self, document: Document) -> Any:
        self.seen.append(document)

        @dataclass
        class Bag:
            text: str = ""
            start: int = 0
            end: int = 4
            dimension: str = "people"
            span: tuple[int, int] = (5, 11)
            value: dict[str, Any] = field(default_factory=lambda: {"min": 2, "max": 2, "women": None})
            rule: str = "people.two"
            status: str = "report 1"
            notes: list[str] = field(default_factory=lambda: ["a note"])

        @dataclass
        class Explanation:
            folded: str = "قتل مدنيان"
            tokens: list[Bag] = field(default_factory=lambda: [Bag("قتل"), Bag("مدنيان")])
            mentions: list[Bag] = field(default_factory=lambda: [Bag()])
            clauses: list[Bag] = field(default_factory=lambda: [Bag(text="قُتل مدنيان", span=(0, 11))])
            record: Record = field(default_factory=lambda: Record(id="x"))
            theatres: tuple[str, ...] = ("syria",)

        return Explanation()


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> Fake:
    reader = Fake()
    monkeypatch.setattr("rasd.cli.coders.load_reader", lambda *_, **__: reader)
    return reader


def test_people_see_every_step(rasd: Run, fake: Fake) -> None:
    outcome = rasd("explain", TEXT, "--published", "2024-03-14", "--theatre", "syria")
    assert outcome.code == 0
    assert (fake.seen[0].text, fake.seen[0].published, fake.seen[0].theatre) == (TEXT, "2024-03-14", "syria")
    for fact in (
        "قتل · مدنيان",
        "people",
        "5–11",
        "min=2, max=2",
        "[people.two]",
        "0–11 → report 1",
        "a note",
        "none",
    ):
        assert fact in outcome.out


def test_programs_get_one_line_a_text(rasd: Run, fake: Fake) -> None:
    lines = f'{TEXT}\n\n{{"text": "أصيب طفل", "published": "2024-03-14"}}\n"عاجل" قصف\n'
    outcome = rasd("explain", "-", "--format", "jsonl", stdin=lines)
    assert [document.text for document in fake.seen] == [TEXT, "أصيب طفل", '"عاجل" قصف']
    assert [document.published for document in fake.seen] == [None, "2024-03-14", None]
    mention = {
        "dimension": "people",
        "span": [5, 11],
        "value": {"min": 2, "max": 2, "women": None},
        "rule": "people.two",
    }
    clause = {"span": [0, 11], "status": "report 1", "notes": ["a note"]}
    assert outcome.records()[0] == {"text": TEXT, "mentions": [mention], "clauses": [clause]}


def test_a_file_is_read_and_a_missing_one_is_no_text(rasd: Run, fake: Fake, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(f"{TEXT}\n{TEXT}\n", "utf-8")
    assert rasd("explain", path).code == 0 and len(fake.seen) == 1
    assert len(rasd("explain", path, "--format", "jsonl").records()) == 2
    outcome = rasd("explain", tmp_path / "missing.txt")
    assert outcome.code == 2 and "missing.txt: no such file" in outcome.err


def test_a_broken_line_is_named_and_the_rest_is_explained(rasd: Run, fake: Fake) -> None:
    outcome = rasd("explain", "-", "--format", "jsonl", stdin=f'{{"text": 7}}\n{{broken\n{TEXT}\n')
    assert outcome.code == 1 and len(outcome.records()) == 1
    assert "standard input:1: " in outcome.err and "standard input:2: not JSON" in outcome.err


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--format", "xml"], "Formats: jsonl, text"),
        (["--published", "?"], "ISO 8601"),
        (["--theatre", "x"], "Theatres:"),
    ],
)
def test_bad_options_list_what_exists(rasd: Run, arguments: list[str], says: str) -> None:
    outcome = rasd("explain", TEXT, *arguments)
    assert outcome.code == 2 and says in outcome.err


@pytest.mark.parametrize("text", ["", " ", "\n"])
def test_an_empty_text_is_said_so(rasd: Run, text: str) -> None:
    assert "empty" in rasd("explain", text).err


def test_the_reader_explains_itself(rasd: Run) -> None:
    outcome = rasd("explain", TEXT, "--format", "jsonl", "--published", "2024-03-14")
    (row,) = outcome.records()
    dates = [mention["value"] for mention in row["mentions"] if mention["dimension"] == "dates"]
    assert dates[0]["start"] == "2024-03-13"
    assert all(TEXT[slice(*mention["span"])].strip() and mention["rule"] for mention in row["mentions"])
    assert json.dumps(row, ensure_ascii=False)
    assert "shelling" in rasd("explain", TEXT).out
