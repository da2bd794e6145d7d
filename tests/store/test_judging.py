"""Decisions stay as they were made, are undone by another entry, and find their reports again after a new coding."""

from __future__ import annotations

from typing import Any

import pytest

from arrivals import arrival, record
from rasd.errors import StoreError
from rasd.store import Store


@pytest.fixture
def coded(store: Store) -> Store:
    store.add([arrival(f"نص {n} طويل بما يكفي", id=f"d{n}") for n in range(3)])
    run = store.begin_coding("v1")
    store.keep_records(run, [(f"d{n}", record(f"d{n}", (0, 4), (5, 12))) for n in range(3)])
    return store


def test_a_decision_comes_back_with_who_and_why(coded: Store) -> None:
    made = coded.judge("positive", ["d0#r1", "d1#r2"], by="سلمى", why="الضربة نفسها")
    [kept] = coded.judgements()
    assert kept == made and kept.subjects == ("d0#r1", "d1#r2") and kept.by == "سلمى"
    best = coded.judge("best", ["d0#r1"], by="سلمى", value={"effect": "killed", "value": 7})
    assert [one.number for one in coded.judgements(reports=["d0#r1"])] == [made.number, best.number]
    assert [one.value for one in coded.judgements(action="best")] == [{"effect": "killed", "value": 7}]
    assert not list(coded.judgements(reports=["d2#r1"])) and not list(coded.judgements(by="آخر"))


def test_undoing_keeps_both(coded: Store) -> None:
    made = coded.judge("negative", ["d0#r1", "d1#r1"], by="سلمى")
    undone = coded.undo(made.number, by="كريم", why="خطأ في الاسم")
    assert undone.undone is not None and (undone.undone.by, undone.undone.why) == ("كريم", "خطأ في الاسم")
    assert not list(coded.judgements())
    assert list(coded.judgements(undone=None)) == [undone] == list(coded.judgements(undone=True))
    with pytest.raises(StoreError, match="undone by كريم"):
        coded.undo(made.number, by="سلمى")
    assert [e.action for e in coded.custody.entries()][-2:] == ["judgement.made", "judgement.undone"]


@pytest.mark.parametrize(
    ("call", "message"),
    [
        ({"action": "positive", "reports": ["d0#r1"], "by": "س"}, "two different reports"),
        ({"action": "positive", "reports": ["d0#r1", "d0#r1"], "by": "س"}, "two different reports"),
        ({"action": "note", "reports": [], "by": "س"}, "names no report"),
        ({"action": "note", "reports": ["d9#r1"], "by": "س"}, "no report d9#r1"),
        ({"action": "note", "reports": ["d0#r1"], "by": " "}, "who decides"),
        ({"action": "grade", "reports": ["d0#r1"], "by": "س", "value": "good"}, "There are: confirmed"),
        ({"action": "best", "reports": ["d0#r1"], "by": "س", "value": 7}, "an effect and a value"),
        (
            {"action": "best", "reports": ["d0#r1"], "by": "س", "value": {"effect": "killed", "value": -1}},
            "no number of people",
        ),
        ({"action": "perpetrator", "reports": ["d0#r1"], "by": "س", "value": ""}, "names no actor"),
        ({"action": "delete", "reports": ["d0#r1"], "by": "س"}, "Decisions: positive, negative"),
    ],
)
def test_a_decision_that_means_nothing_is_refused(coded: Store, call: dict[str, Any], message: str) -> None:
    with pytest.raises(StoreError, match=message):
        coded.judge(**call)
    assert not list(coded.judgements(undone=None))


def test_a_number_that_is_none_is_refused(coded: Store) -> None:
    with pytest.raises(StoreError, match="no decision has the number 77"):
        coded.undo(77, by="سلمى")


def test_a_new_coding_leaves_decisions_and_finds_their_reports_again(coded: Store) -> None:
    made = coded.judge("positive", ["d0#r2", "d1#r1"], by="سلمى")
    run = coded.begin_coding("v2")
    # The first document now opens with a report that was missed, the second is no longer read as one.
    coded.keep_records(run, [("d0", record("d0", (0, 2), (3, 4), (6, 12))), ("d1", record("d1"))])
    assert list(coded.judgements()) == [made]
    assert coded.located([made]) == [("d0#r3", None)]


def test_the_log_tells_a_decision_without_its_words(coded: Store) -> None:
    coded.judge("note", ["d0#r1"], by="سلمى", why="قال الشاهد فلان", value="نص الملاحظة")
    entry = list(coded.custody.entries())[-1]
    assert "فلان" not in str(entry) and "الملاحظة" not in str(entry) and entry.details["by"] == "سلمى"
