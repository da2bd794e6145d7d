"""Every coding is kept, one record a document is current, and interrupted coding goes on where it was."""

from __future__ import annotations

import pytest

from arrivals import arrival, record
from rasd.errors import StoreError
from rasd.store import Selection, Store


def test_what_has_no_record_of_the_data_version_is_uncoded(store: Store) -> None:
    store.add([arrival(f"نص {n}", id=f"d{n}") for n in range(5)])
    run = store.begin_coding("v1")
    store.keep_records(run, [("d0", record("d0", (0, 2))), ("d3", record("d3"))])
    assert [stored.id for stored in store.uncoded("v1")] == ["d1", "d2", "d4"]
    assert [stored.id for stored in store.uncoded("v2")] == ["d0", "d1", "d2", "d3", "d4"]
    assert [stored.coded_with for stored in store.documents(Selection(is_coded=True))] == ["v1", "v1"]


def test_coding_may_go_on_while_the_uncoded_are_read(store: Store) -> None:
    store.add([arrival(f"نص {n}", id=f"d{n}") for n in range(450)])
    run = store.begin_coding("v1")
    for stored in store.uncoded("v1"):
        store.keep_records(run, [(stored.id, record(stored.id))])
    assert not list(store.uncoded("v1"))


def test_a_new_coding_keeps_the_earlier_one(store: Store) -> None:
    store.add([arrival(id="d")])
    first, second = store.begin_coding("v1"), store.begin_coding("v2")
    store.keep_records(first, [("d", record("d", (0, 2), (4, 6)))])
    store.keep_records(second, [("d", record("d", (0, 6), data_version="v2"))])
    current, earlier = store.record("d"), store.record("d", run=first.number)
    assert current is not None and current.data_version == "v2"
    assert earlier == record("d", (0, 2), (4, 6))
    assert set(store.reports(["d#r1", "d#r2"])) == {"d#r1"}
    assert store.links.pending() == ["d#r1", "d#r2"]


def test_the_same_run_again_replaces_its_record(store: Store) -> None:
    store.add([arrival(id="d")])
    run = store.begin_coding("v1")
    store.keep_records(run, [("d", record("d", (0, 2)))])
    store.keep_records(run, [("d", record("d", (0, 3)))])
    assert store.record("d") == record("d", (0, 3))


def test_a_batch_is_kept_whole_or_not_at_all(store: Store) -> None:
    store.add([arrival(id="d")])
    run = store.begin_coding("v1")
    with pytest.raises(StoreError, match="no document missing"):
        store.keep_records(run, [("d", record("d", (0, 2))), ("missing", record("missing"))])
    assert store.record("d") is None and [stored.id for stored in store.uncoded("v1")] == ["d"]
