"""Observations are proved on both databases, and what is redacted in a document is out of what was observed from it."""

from __future__ import annotations

from datetime import date

import pytest

from agreements_invented import truce
from arrivals import arrival
from rasd.preservation import prove
from rasd.preservation.redaction import Order, redact
from rasd.store import Store
from rasd.store.observing import Sight, observations, observe, undo_observation

DAY = date(2031, 4, 10)
TERM = {
    "id": "trucks",
    "rule": "requires",
    "acts": ["aid_delivery"],
    "text": {"ar": "شاحنات", "en": "Trucks"},
}


@pytest.fixture
def observed(store: Store) -> Store:
    """A store with two observations, one of them taken back."""
    store.add([arrival("قال السائق وديع المتخيل إن المعبر مغلق ولم تدخل شاحنة", id="d0")])
    agreement = truce(synthetic=False, terms=[TERM])
    for words in ("وديع المتخيل إن المعبر مغلق", "ولم تدخل شاحنة"):
        observe(
            store, agreement, Sight("trucks", DAY, DAY, "d0", words), by="سلمى", why="اتصال مع وديع المتخيل"
        )
    undo_observation(store, 2, by="كريم", why="ألغاه وديع المتخيل")
    return store


def facts(store: Store) -> list[str]:
    return [f"{one.place.rpartition(': ')[2]}: {one.fact}" for one in prove(store) if one.level == "failure"]


def test_observations_as_they_were_entered_hold(observed: Store) -> None:
    assert facts(observed) == []


def test_an_altered_observation_is_named(observed: Store) -> None:
    from rasd.store import models

    models.Observation.objects.using(observed.alias).filter(id=1).update(term="other")
    models.ObservationUndoing.objects.using(observed.alias).update(by="سلمى")
    assert facts(observed) == [
        "observation 1: its row and its custody entry differ in term",
        "the undoing of observation 2: its row and its custody entry differ in by",
    ]


def test_what_was_put_in_or_taken_out_past_the_log_is_named(observed: Store) -> None:
    from rasd.store import models

    rows = models.Observation.objects.using(observed.alias)
    models.ObservationUndoing.objects.using(observed.alias).all().delete()
    copied = rows.get(id=2)
    copied.pk = None
    copied.save()
    rows.filter(id=1).delete()
    assert sorted(facts(observed)) == [
        "observation 1: the custody log tells of it, and no such observation is there",
        f"observation {copied.pk}: no custody entry tells of it",
        "the undoing of observation 2: the custody log tells of it, and it is not there",
    ]


def test_a_name_that_is_redacted_is_in_no_observation(observed: Store) -> None:
    redact(observed, Order(by="أمل", why="طلب", text="وديع المتخيل"))
    kept = list(observations(observed, undone=None))
    assert len(kept) == 2 and kept[1].undone is not None
    assert "وديع" not in str(kept) and "إن المعبر مغلق" in kept[0].observation.words
    assert facts(observed) == []
