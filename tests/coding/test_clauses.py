"""Clauses of force: each is read, or a reason is stated by its words, or it is unread.

The examples stand in ``data/arabic/corpus/clauses.yaml``.
"""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from dimensions import coder
from rasd.coding.coder import ClauseOutcome
from rasd.lexicon.files import root
from rasd.model import Document, ids

CONTENT: dict[str, Any] = yaml.safe_load((root() / "arabic/corpus/clauses.yaml").read_text("utf-8"))
STATED = [
    (case["reason"], case.get("before", ""), text) for case in CONTENT["cases"] for text in case["texts"]
]
BY_RULE = {  # stated by the rules of screening and merging, whose examples stand in reports.yaml
    "toll", "summed_up", "metaphor", "exercise", "accident", "crime", "no_armed_actor", "court", "outside_theatres",
    "culture", "sport", "economy", "only_named",
}  # fmt: skip


def clauses(text: str) -> list[ClauseOutcome]:
    document = Document(text=text, published=str(CONTENT["published"]))
    return coder().clauses(document)[1]


@pytest.mark.parametrize(("reason", "before", "marked"), STATED, ids=[text for *_, text in STATED])
def test_a_reason_is_stated_by_words_of_the_text(reason: str, before: str, marked: str) -> None:
    text = f"{before}\n" * bool(before) + marked.replace("[", "").replace("]", "")
    words = marked[marked.index("[") + 1 : marked.index("]")]
    last = clauses(text)[-1]
    assert last.reason_span is not None, last
    assert (last.reason, text[slice(*last.reason_span)]) == (reason, words)


@pytest.mark.parametrize("text", CONTENT["unread"])
def test_no_reason_is_stated_for_a_look_alike(text: str) -> None:
    assert [clause.reason for clause in clauses(text)] == [None] * len(clauses(text))


def test_every_reason_has_an_example() -> None:
    assert {reason for reason, *_ in STATED} | BY_RULE == set(ids("reasons"))


def test_a_word_inside_a_name_is_no_word_of_force() -> None:
    assert clauses("زار الوزير أمس مقر سرايا القدس في غزة.") == []


def test_a_clause_without_person_place_or_actor_is_none_of_force() -> None:
    assert clauses("القصف لا يبني.") == []


def test_a_clause_lends_to_the_report_of_another() -> None:
    told = clauses(
        "قتل مدني أمس في قصف مدفعي على بلدة سرمين في ريف إدلب، ما أدى إلى تدمير منزل بصاروخ في البلدة."
    )
    assert {clause.outcome for clause in told} == {"read"}
    assert {clause.reports for clause in told} == {(1,)}


def test_fire_told_by_a_definite_weapon_is_read() -> None:
    [clause] = clauses("القذائف المدفعية على حي الشجاعية أعلنتها كتائب القسام.")
    assert clause.outcome == "read"
