"""Decisions of people are proved on both databases: what was altered past the log is named."""

from __future__ import annotations

import pytest

from arrivals import arrival, record
from rasd.preservation import prove
from rasd.store import Store


@pytest.fixture
def judged(store: Store) -> Store:
    """A store with two decisions, one of them undone."""
    store.add([arrival(f"نص {n} طويل بما يكفي", id=f"d{n}") for n in range(3)])
    run = store.begin_coding("v1")
    store.keep_records(run, [(f"d{n}", record(f"d{n}", (0, 4), (5, 12))) for n in range(3)])
    store.judge("positive", ["d0#r1", "d1#r2"], by="سلمى", why="الضربة نفسها")
    made = store.judge("note", ["d2#r1"], by="سلمى", value="يحتاج إلى تحقق")
    store.undo(made.number, by="كريم", why="خطأ")
    return store


def facts(store: Store) -> list[str]:
    return [f"{one.place.rpartition(': ')[2]}: {one.fact}" for one in prove(store) if one.level == "failure"]


def test_decisions_as_they_were_made_hold(judged: Store) -> None:
    assert facts(judged) == []


def test_an_altered_decision_is_named(judged: Store) -> None:
    from rasd.store import models

    rows = models.Judgement.objects.using(judged.alias)
    rows.filter(action="positive").update(action="negative")
    rows.filter(action="note").update(value='"شيء آخر"')
    rows.filter(action="undo").update(by="سلمى")
    assert facts(judged) == [
        "decision 1: its row and its custody entry differ in action",
        "decision 2: its row and its custody entry differ in value",
        "decision 3: its row and its custody entry differ in by",
    ]


def test_a_decision_put_in_or_taken_out_past_the_log_is_named(judged: Store) -> None:
    from rasd.store import models

    subjects = models.JudgementSubject.objects.using(judged.alias)
    subjects.filter(judgement_id=1).delete()
    rows = models.Judgement.objects.using(judged.alias)
    rows.filter(id=1).delete()
    copied = rows.get(id=2)
    copied.pk = None
    copied.save()
    told = facts(judged)
    assert "decision 1: the custody log tells of it, and no such decision is there" in told
    assert f"decision {copied.pk}: no custody entry tells of it" in told
