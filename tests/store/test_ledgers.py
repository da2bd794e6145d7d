"""What the ledger reads: nothing that could be within the terms is left out, and totals are statements of current records."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from arrivals import arrival, incident, record
from rasd.model import ClaimedTotal, Record
from rasd.preservation.redaction import Order, redact
from rasd.store import IncidentFilter, Store
from rasd.store.ledgers import LedgerStore

TEXT = "أعلن المرصد المتخيل تسجيل 27 خرقاً للهدنة خلال يوم واحد."
WORDS = "تسجيل 27 خرقاً للهدنة"


def day(first: str, last: str | None = None) -> dict[str, Any]:
    return {"date": {"start": first, "end": last or first}}


@pytest.fixture
def kept(store: Store) -> Store:
    """Return a store of incidents that differ in their days, theatres and countries."""
    somewhere = {"name": "قرية", "latitude": 35.0, "longitude": 36.0}
    told = {
        "inside": {**day("2031-04-10"), "theatres": ["syria"], "places": [{**somewhere, "country": "SY"}]},
        "straddling": {**day("2031-03-30", "2031-04-02"), "theatres": ["syria", "lebanon"]},
        "before": {**day("2031-03-01"), "theatres": ["syria"]},
        "elsewhere": {**day("2031-04-10"), "theatres": ["sudan"], "places": [{**somewhere, "country": "SD"}]},
        "undated": {"theatres": ["syria"]},
        "nowhere": day("2031-04-11"),
        "invented": {**day("2031-04-12"), "theatres": ["syria"], "synthetic": True},
    }
    store.add([arrival(f"نص {key}", id=key) for key in told])
    run = store.begin_coding("v1")
    store.keep_records(run, [(key, record(key, (0, 2))) for key in told])
    store.keep_incidents([incident(key, f"{key}#r1", **fields) for key, fields in told.items()])
    return store


def ids(store: Store, *window: Any, **more: Any) -> list[str]:
    return [one.id for one in LedgerStore(store).incidents(*window, **more)]


FIRST, LAST = date(2031, 4, 1), date(2031, 4, 30)


def test_what_has_no_day_no_theatre_or_no_country_always_comes(kept: Store) -> None:
    assert ids(kept, FIRST, LAST, ["syria"]) == ["straddling", "inside", "nowhere", "invented", "undated"]
    assert ids(kept, FIRST, LAST, countries=["SY"]) == [
        "straddling",
        "inside",
        "nowhere",
        "invented",
        "undated",
    ]
    assert set(ids(kept, FIRST, LAST)) == set(ids(kept)) - {"before"}
    assert ids(kept, None, date(2031, 3, 15)) == ["before", "undated"]


def test_it_is_narrowed_as_a_list_is(kept: Store) -> None:
    wanted = IncidentFilter(is_synthetic=False)
    assert ids(kept, FIRST, LAST, ["syria"], wanted=wanted) == ["straddling", "inside", "nowhere", "undated"]


def coded(store: Store, key: str, *totals: ClaimedTotal, version: str = "v1") -> None:
    run = store.begin_coding(version)
    told = Record(id=key, data_version=version, theatre="syria", claimed_totals=list(totals))
    store.keep_records(run, [(key, told)])


def total(**fields: Any) -> ClaimedTotal:
    at = TEXT.index(WORDS)
    given = {"min": 27, "max": 27, "of": "خرق", "phrase": WORDS, "evidence": [(at, at + len(WORDS))]}
    return ClaimedTotal.model_validate({**given, **fields})


@pytest.fixture
def claiming(store: Store) -> Store:
    store.add(
        [
            arrival(TEXT, id="d0", outlet="صحيفة", published="2031-04-10T12:00:00+03:00"),
            arrival(TEXT + " ", id="d1", synthetic=True),
        ]
    )
    coded(store, "d0", total(claimed_by=["المرصد المتخيل"]), total(since="2031-01-01", until="2031-01-31"))
    coded(store, "d1", total())
    return store


def test_totals_are_found_by_their_days_with_their_words(claiming: Store) -> None:
    source = LedgerStore(claiming)
    first, undated = source.statements(FIRST, LAST, ["syria"])
    assert (first.document_id, first.outlet, first.published) == ("d0", "صحيفة", "2031-04-10T12:00:00+03:00")
    assert first.words == WORDS and first.total.claimed_by == ["المرصد المتخيل"] and not first.synthetic
    assert undated.document_id == "d1" and undated.synthetic and undated.is_this == "possible"
    assert [one.total.since for one in source.statements()] == [date(2031, 1, 1), None, None]
    assert not list(source.statements(theatres=["sudan"]))


def test_a_new_coding_takes_the_place_of_the_totals(claiming: Store) -> None:
    coded(claiming, "d0", total(min=28, max=28), version="v2")
    assert [one.total.min for one in LedgerStore(claiming).statements(FIRST, LAST)] == [28, 27]
    coded(claiming, "d0", version="v3")
    assert [one.document_id for one in LedgerStore(claiming).statements()] == ["d1"]


def test_what_is_taken_out_of_a_text_is_out_of_its_totals(claiming: Store) -> None:
    redact(claiming, Order(by="أمل", why="طلب", text="المرصد المتخيل"))
    told = list(LedgerStore(claiming).statements())
    assert len(told) == 3 and "المتخيل" not in str([one.model_dump() for one in told])
    redact(claiming, Order(by="أمل", why="طلب", is_whole=True, documents=("d0",)))
    assert [one.document_id for one in LedgerStore(claiming).statements()] == ["d1"]
