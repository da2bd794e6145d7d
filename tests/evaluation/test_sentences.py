"""Judged sentences: reading a set, and what counts as an assault."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from rasd.errors import DocumentError
from rasd.evaluation import AssaultScore, is_sentence_set, read_sentences, tells_assault


def written(tmp_path: Path, *rows: object) -> Path:
    path = tmp_path / "sentences.jsonl"
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")
    return path


@pytest.mark.parametrize(
    ("reports", "says"),
    [
        ([{"kind": "shelling"}], True),
        ([{"kind": "abduction", "factuality": "asserted"}], True),
        ([{"kind": "attack", "factuality": "unrealized"}], False),
        ([{"kind": "arrest"}, {"kind": "talks"}, {"kind": "protest"}], False),
        ([], False),
    ],
)
def test_an_asserted_use_of_force_is_an_assault(reports: list[dict[str, str]], says: bool) -> None:
    assert tells_assault(reports) is says


def test_sentences_are_told_from_documents(tmp_path: Path) -> None:
    assert is_sentence_set(written(tmp_path, {"id": 1, "text": "هدأت الجبهات", "assault": False}))
    assert not is_sentence_set(written(tmp_path, {"id": 1, "text": "x", "reports": []}))
    assert not is_sentence_set(written(tmp_path, [1]))
    assert not is_sentence_set(tmp_path / "missing.jsonl")


def test_a_broken_sentence_is_named_by_line(tmp_path: Path) -> None:
    path = written(tmp_path, {"id": 1, "text": "x", "assault": True}, {"id": 2, "text": "x"})
    with pytest.raises(DocumentError, match=":2: not a judged sentence"):
        list(read_sentences(path))


def test_errors_name_the_sentence(tmp_path: Path) -> None:
    rows = [{"id": name, "text": "x", "assault": name in "ab"} for name in "abcd"]
    score = AssaultScore()
    for sentence, yes in zip(
        read_sentences(written(tmp_path, *rows)), (True, False, True, False), strict=True
    ):
        score.add(sentence, says_yes=yes)
    assert (score.tally.hits, score.tally.false, score.tally.missed) == (1, 1, 1)
    assert score.errors == [("missed", "b"), ("false", "c")]
