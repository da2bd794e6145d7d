"""Incidents are kept whole, with their history; old ids lead on; a report is never in two."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from arrivals import arrival, incident, record
from rasd.errors import StoreError
from rasd.model import (
    Grade,
    IncidentDate,
    IncidentHarm,
    IncidentPerpetrator,
    IncidentPlace,
    IncidentTarget,
)
from rasd.store import IncidentFilter, Store


def test_an_incident_comes_back_as_it_was_kept(store: Store) -> None:
    kept = incident("i1", "a#r1", "b#r1", date=IncidentDate(start=date(2024, 3, 14), end=date(2024, 3, 15)))
    [entry] = store.keep_incidents([kept])
    assert store.incident("i1") == kept and list(store.incidents()) == [kept]
    assert (entry.action, entry.details) == ("founded", {"added": ["a#r1", "b#r1"]})
    assert store.incidents_of(["a#r1", "b#r1", "c#r1"]) == {"a#r1": "i1", "b#r1": "i1"}


def test_keeping_the_same_again_leaves_no_trace(store: Store) -> None:
    store.keep_incidents([incident("i1", "a#r1")])
    assert store.keep_incidents([incident("i1", "a#r1")]) == []
    assert len(store.past("i1")) == 1


def test_a_merged_incident_leads_on_and_its_history_with_it(store: Store) -> None:
    store.keep_incidents([incident("i1", "a#r1"), incident("i2", "b#r1"), incident("i3", "c#r1")])
    store.keep_incidents([incident("i2", "b#r1", "c#r1")], ["i3"])
    store.keep_incidents([incident("i1", "a#r1", "b#r1", "c#r1")], ["i2"], by="سلمى")
    for old in ("i1", "i2", "i3"):
        found = store.incident(old)
        assert found is not None and found.id == "i1"
    assert [(e.incident_id, e.action) for e in store.past("i1")] == [
        ("i1", "founded"), ("i2", "founded"), ("i3", "founded"), ("i2", "changed"), ("i3", "merged"),
        ("i1", "changed"), ("i2", "merged"),
    ]  # fmt: skip
    assert store.past("i1")[-1].by == "سلمى"


def test_a_split_incident_keeps_its_id_for_one_part(store: Store) -> None:
    store.keep_incidents([incident("i1", "a#r1", "b#r1")])
    store.keep_incidents([incident("i1", "a#r1"), incident("i2", "b#r1")])
    assert store.past("i1")[-1].details == {"removed": ["b#r1"]}
    assert {found.id for found in store.incidents()} == {"i1", "i2"}


def test_an_id_in_use_again_leads_to_itself(store: Store) -> None:
    store.keep_incidents([incident("i1", "a#r1"), incident("i2", "b#r1")])
    store.keep_incidents([incident("i1", "a#r1", "b#r1")], ["i2"])
    store.keep_incidents([incident("i1", "a#r1"), incident("i2", "b#r1")])
    found = store.incident("i2")
    assert found is not None and found.id == "i2"


def test_an_incident_that_lost_all_its_reports_is_gone(store: Store) -> None:
    store.keep_incidents([incident("i1", "a#r1")])
    store.keep_incidents([], ["i1", "never"])
    assert store.incident("i1") is None and [entry.action for entry in store.past("i1")] == [
        "founded",
        "removed",
    ]


def test_what_changed_is_told_with_what_it_was(store: Store) -> None:
    harm = [IncidentHarm(effect="killed", min=2, max=3, min_from=["a#r1"], max_from=["a#r1"])]
    more = [harm[0].model_copy(update={"max": 5, "max_from": ["b#r1"]})]
    store.keep_incidents([incident("i1", "a#r1", harm=harm)])
    store.keep_incidents(
        [incident("i1", "a#r1", "b#r1", harm=more, grade=Grade(proposed="fair", rule="two_sources"))]
    )
    details = store.past("i1")[-1].details
    assert details["added"] == ["b#r1"] and details["changed"] == ["grade", "harm"]
    assert details["before"]["harm"][0]["max"] == 3 and details["before"]["grade"]["proposed"] == "weak"


def test_a_report_in_two_incidents_is_refused(store: Store) -> None:
    with pytest.raises(StoreError, match="two incidents at once"):
        store.keep_incidents([incident("i1", "a#r1"), incident("i2", "a#r1")])
    store.keep_incidents([incident("i1", "a#r1")])
    with pytest.raises(StoreError, match="belongs to incident i1"):
        store.keep_incidents([incident("i2", "a#r1")])
    assert [found.id for found in store.incidents()] == ["i1"]


def test_linked_reports_are_pending_no_more(store: Store) -> None:
    store.add([arrival(id="a")])
    store.keep_records(store.begin_coding("v1"), [("a", record("a", (0, 2), (3, 5)))])
    assert store.links.pending() == ["a#r1", "a#r2"] and store.links.pending(1) == ["a#r1"]
    store.keep_incidents([incident("i1", "a#r1")], linked=["a#r1"])
    assert store.links.pending() == ["a#r2"]


PLACE = IncidentPlace(
    name="الرستن", admin1="حمص", country="SY", latitude=34.93, longitude=36.73, precision="settlement", gazetteer_id="core:1"
)  # fmt: skip


@pytest.mark.parametrize(
    "fields",
    [
        {"day_from": date(2024, 3, 14)}, {"day_until": date(2024, 3, 15)}, {"kind": "air_strike"},
        {"family": "remote_violence"}, {"place": "رستن"}, {"place": "الرَّستن"}, {"place": "حمص"}, {"place": "core:1"},
        {"country": "SY"}, {"admin1": "حمص"}, {"killed_until": 2}, {"near": (34.9, 36.7, 20.0)}, {"actor": "SYR_GOV"}, {"perpetrator": "SYR_GOV"},
        {"target": "CIVILIANS"}, {"effect": "killed"}, {"killed": 3}, {"grade": "confirmed"}, {"is_decided": True},
        {"occurrence": "contested"}, {"is_contested": True}, {"theatre": "syria"}, {"is_synthetic": True},
        {"words": "قصف"}, {"report": "a#r1"}, {"document": "a"}, {"outlet": "مرصد"}, {"ids": ("i1",)},
        {"kind": ("clash", "air_strike")}, {"grade": ("fair", "confirmed")}, {"actor": ("RUS", "SYR_GOV")}, {"admin1": ("إدلب", "حمص")},
        {"effect": ("injured", "killed")}, {"box": (36.0, 34.0, 37.0, 35.0)}, {"box": (36.5, 34.0, -170.0, 35.0)},
    ],
    ids=str,
)  # fmt: skip
def test_a_filter_finds_one_and_not_the_other(store: Store, fields: dict[str, Any]) -> None:
    store.add([arrival("قصف على البلدة", id="a"), arrival("اجتماع في العاصمة", id="b")])
    one = incident(
        "i1", "a#r1", places=[PLACE], date=IncidentDate(start=date(2024, 3, 14), end=date(2024, 3, 14)),
        perpetrators=[IncidentPerpetrator(actor="SYR_GOV")], targets=[IncidentTarget(actor="CIVILIANS")],
        harm=[IncidentHarm(effect="killed", min=2, max=4)], occurrence="contested", contested=True,
        grade=Grade(proposed="fair", rule="two_sources", decided="confirmed", by="سلمى"), theatres=["syria"], synthetic=True,
    )  # fmt: skip
    one.reports[0].outlet = "مرصد"
    other = incident(
        "i2", "b#r1", kind="talks", date=IncidentDate(start=date(2024, 3, 10), end=date(2024, 3, 12))
        if "day_from" in fields else IncidentDate(start=date(2024, 3, 16), end=date(2024, 3, 16)),
    )  # fmt: skip
    store.keep_incidents([one, other])
    family = next(iter(store.incidents(IncidentFilter(ids=("i1",))))).kind
    assert family == "air_strike"
    if "family" in fields:
        from rasd.store.records import family_of

        fields = {"family": family_of("air_strike")}
    found = IncidentFilter(**fields)
    assert [kept.id for kept in store.incidents(found)] == ["i1"] and store.count_incidents(found) == 1


def test_the_latest_come_first_and_those_without_a_day_last(store: Store) -> None:
    first = date(2024, 3, 1)
    dated = [
        incident(f"i{n}", f"a#r{n}", date=IncidentDate(start=first + timedelta(n), end=first + timedelta(n)))
        for n in range(3)
    ]
    store.keep_incidents([incident("open", "b#r1"), *dated])
    assert [found.id for found in store.incidents()] == ["i2", "i1", "i0", "open"]
    assert [found.id for found in store.incidents(limit=2)] == ["i2", "i1"]


def test_near_is_a_circle_and_no_square(store: Store) -> None:
    store.keep_incidents([incident("i1", "a#r1", places=[PLACE])])
    near = [(34.93 + north, 36.73 + east, 10.0) for north, east in ((0.08, 0.0), (0.0, 0.1), (0.08, 0.1))]
    assert [store.count_incidents(IncidentFilter(near=one)) for one in near] == [1, 1, 0]


def test_a_range_without_a_ceiling_reaches_any_number(store: Store) -> None:
    harm = {"open": (5, None), "shut": (5, 6), "none": (None, None)}
    store.keep_incidents(
        [
            incident(key, f"{key}#r1", harm=[IncidentHarm(effect="killed", min=low, max=high)])
            for key, (low, high) in harm.items()
        ]
    )
    found = {one.id for one in store.incidents(IncidentFilter(killed=9))}
    assert found == {"open"} and store.count_incidents(IncidentFilter(killed=6)) == 2
    order = [one.id for one in store.incidents(order="killed")]
    assert order[0] == "shut" and len(order) == 3


def test_many_incidents_are_kept_and_changed_at_once(store: Store) -> None:
    store.keep_incidents([incident(f"i{n:04}", f"d{n}#r1") for n in range(1_000)])
    store.keep_incidents([incident(f"i{n:04}", f"d{n}#r1", f"e{n}#r1") for n in range(1_000)])
    assert store.count_incidents() == 1_000 and len(list(store.incidents())) == 1_000
    assert len(store.past("i0999")) == 2
