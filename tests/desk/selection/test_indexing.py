"""The index: the same incidents as the store lists, counts that leave their own facet out, and what changed without reading all."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, timedelta

import pytest

from arrivals import arrival, incident
from rasd.desk.selection import Index, Selection
from rasd.desk.selection import columns as reading
from rasd.model import (
    Grade,
    Incident,
    IncidentDate,
    IncidentHarm,
    IncidentPerpetrator,
    IncidentPlace,
    IncidentWeapon,
    Record,
)
from rasd.store import ORDERS, Store

_PLACES = (("Idlib", "إدلب", 35.93, 36.63), ("Homs", "الرستن", 34.93, 36.73), ("Aleppo", "حلب", 36.2, 37.16))
_TEXTS = ("قصف على السوق", "غارة على المدرسة", "اشتباك قرب الحاجز")


def made(number: int, chance: random.Random) -> Incident:
    """Return an incident of chance."""
    day = date(2024, 1, 1) + timedelta(chance.randrange(200))
    admin1, name, north, east = chance.choice(_PLACES)
    low = chance.randrange(5)
    open_ended = chance.random() < 0.2
    return incident(
        f"i{number:03}", f"d{number}#r1", kind=chance.choice(["shelling", "air_strike", "clash"]),
        date=IncidentDate(start=day, end=day + timedelta(chance.randrange(3))) if chance.random() < 0.9 else IncidentDate(),
        places=[IncidentPlace(name=name, admin1=admin1, country="SY", latitude=north, longitude=east, precision="settlement")]
        if chance.random() < 0.9 else [],
        perpetrators=[IncidentPerpetrator(actor=actor) for actor in chance.sample(["SYR_GOV", "RUS", "HTS"], chance.randrange(3))],
        weapons=[IncidentWeapon(weapon=weapon) for weapon in chance.sample(["artillery", "drone"], chance.randrange(2))],
        harm=[IncidentHarm(effect="killed", min=low, max=None if open_ended else low + chance.randrange(3), open=open_ended)]
        if chance.random() < 0.8 else [],
        grade=Grade(proposed=chance.choice(["weak", "fair"]), rule="two_sources", decided=chance.choice([None, None, "confirmed"]), by="سلمى"),
        occurrence=chance.choice(["likely", "single_source"]), theatres=["syria"] if chance.random() < 0.8 else [],
        synthetic=chance.random() < 0.3,
    )  # fmt: skip


@dataclass(frozen=True)
class Unseen:
    """What somebody must not see."""

    documents: frozenset[str] = frozenset()
    incidents: frozenset[str] = frozenset()
    is_masked: bool = False


@pytest.fixture
def filled(store: Store) -> Store:
    """Return a store of each kind with 60 incidents."""
    chance = random.Random(3)
    store.add([arrival(chance.choice(_TEXTS), id=f"d{number}") for number in range(60)])
    store.keep_incidents([made(number, chance) for number in range(60)])
    return store


_CHOICES = (
    "", "kind=clash&kind=shelling", "actor=RUS", "actor=RUS&actor=HTS&kind=clash", "weapon=drone", "harm=killed", "grade=confirmed",
    "grade=weak&decided=machine", "decided=people", "occurrence=likely", "theatre=syria", "admin1=idlib", "place=الرَّستن", "place=SY",
    "since=2024-03-01", "until=2024-03-01", "since=2024-02-01&until=2024-05-01", "killed=4", "synthetic=no", "synthetic=yes",
    "words=قصف", "words=قصف&kind=clash&since=2024-02-01", "box=36,34,37,35", "box=37,30,36.7,40", "actor=NOBODY", "factuality=asserted",
)  # fmt: skip


@pytest.mark.parametrize("sort", ORDERS)
def test_the_index_lists_what_the_store_lists(filled: Store, sort: str) -> None:
    index = Index(filled)
    for query in _CHOICES:
        selection = Selection.from_query(f"{query}&sort={sort}")
        assert not selection.complaints
        expected = [one.id for one in filled.incidents(selection.filter, order=selection.sort)]
        chosen = index.select(selection)
        assert (chosen.ids(), chosen.total) == (expected, len(expected)), query


def test_a_facet_counts_as_if_it_were_not_narrowed(filled: Store) -> None:
    selection = Selection.from_query("kind=clash&actor=RUS&since=2024-02-01")
    chosen = Index(filled).select(selection)
    others = list(filled.incidents(replace(selection, kind=()).filter))
    assert chosen.counts("kind") == Counter(one.kind for one in others)
    without_actor = list(filled.incidents(replace(selection, actor=()).filter))
    assert chosen.counts("actor") == Counter(p.actor for one in without_actor for p in one.perpetrators)
    shown = list(filled.incidents(selection.filter))
    assert chosen.counts("grade") == Counter(one.grade.decided or one.grade.proposed for one in shown)


def test_what_is_hidden_is_in_no_list_and_no_count(filled: Store) -> None:
    index = Index(filled)
    seen = index.select(Selection()).ids()
    chosen = index.select(Selection(), Unseen(incidents=frozenset({seen[0], "unknown"})))
    assert chosen.ids() == seen[1:] and sum(chosen.counts("kind").values()) == len(seen) - 1


def test_only_what_changed_is_read_again(filled: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    index = Index(filled)
    index.select(Selection())
    monkeypatch.setattr(
        "rasd.desk.selection.indexing.read", lambda *_: pytest.fail("all incidents were read again")
    )
    filled.add([arrival("قصف جديد", id=f"d{number}") for number in (60, 61)])
    chance = random.Random(5)
    filled.keep_incidents([made(7, chance), made(60, chance), made(61, chance)], ["i003"])
    filled.keep_incidents([], ["i060"])
    for query in _CHOICES:
        selection = Selection.from_query(query)
        assert index.select(selection).ids() == [one.id for one in filled.incidents(selection.filter)], query
    again = reading.read(filled.alias)
    fresh = Index(filled)
    fresh._columns = again
    for facet in (*reading.ONE, *reading.MANY):
        assert index.select(Selection()).counts(facet) == fresh.select(Selection()).counts(facet), facet


def test_an_incident_that_came_back_is_found_again(filled: Store) -> None:
    index = Index(filled)
    index.select(Selection())
    one = filled.incident("i005")
    assert one is not None
    filled.keep_incidents([], ["i005"])
    assert "i005" not in index.select(Selection()).ids()
    filled.keep_incidents([one])
    assert "i005" in index.select(Selection()).ids()
    assert [found.id for found in index.incidents(index.select(Selection()), 0, 3)] == index.select(
        Selection()
    ).ids(0, 3)


def test_an_empty_store_has_nothing(store: Store) -> None:
    chosen = Index(store).select(Selection.from_query("kind=clash&actor=RUS&words=قصف"))
    assert (chosen.total, chosen.counts("kind"), chosen.counts("actor")) == (0, {}, {})


def test_a_masked_name_is_found_by_no_word(store: Store) -> None:
    text = "قتل المواطن سالم الحمادي بقصف على السوق"
    at = text.index("سالم")
    harm = {"effect": "killed", "min": 1, "max": 1, "victims": ["سالم الحمادي"], "evidence": [[at, at + 12]]}
    store.add([arrival(text, id="d0"), arrival("بيان سالم البستاني عن السوق", id="d1")])
    record = Record.model_validate(
        {"id": "d0", "reports": [{"id": "r1", "kind": "shelling", "harm": [harm]}]}
    )
    store.keep_records(store.begin_coding("v1"), [("d0", record)])
    store.keep_incidents([incident("i0", "d0#r1"), incident("i1", "d1#r1")])
    index = Index(store)
    for query, whole, masked in (
        ("words=الحمادي", ["i0"], []),
        ("words=سالم", ["i0", "i1"], ["i1"]),
        ("words=السوق", ["i0", "i1"], ["i0", "i1"]),
    ):
        selection = Selection.from_query(query)
        assert sorted(index.select(selection, Unseen()).ids()) == whole
        assert sorted(index.select(selection, Unseen(is_masked=True)).ids()) == masked, query
