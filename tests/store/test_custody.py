"""The log is chained, contiguous and append-only, and belongs to the transaction of what it records."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import Any

import pytest

from arrivals import arrival
from rasd.errors import StoreError
from rasd.store import Store


def run_sql(store: Store, statement: str) -> Any:
    from django.db import connections

    from rasd.store.failing import told

    with told(store.address), connections[store.alias].cursor() as cursor:
        cursor.execute(statement)


def test_each_entry_holds_the_hash_of_the_one_before(store: Store) -> None:
    store.add([arrival("نص أول"), arrival("نص ثانٍ")])
    store.custody.append("evidence.written", "2024/a.warc.gz", {"b": [1, "ق"], "a": None})
    entries = list(store.custody.entries())
    assert [entry.seq for entry in entries] == [1, 2, 3]
    previous = "0" * 64
    for entry in entries:
        fields = {
            name: getattr(entry, name) for name in ("seq", "at", "action", "subject", "details", "previous")
        }
        written = json.dumps(fields, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        assert (
            entry.previous == previous
            and entry.hash == sha256(written.encode()).hexdigest() == entry.computed()
        )
        previous = entry.hash
    assert store.custody.head() == (3, previous)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE store_custodyentry SET action = 'x' WHERE seq = 1",
        "DELETE FROM store_custodyentry",
        "TRUNCATE store_custodyentry",
    ],
)
def test_the_database_refuses_to_alter_entries(store: Store, statement: str) -> None:
    if statement.startswith("TRUNCATE") and "://" not in store.address:
        pytest.skip("SQLite has no TRUNCATE")
    store.add([arrival()])
    with pytest.raises(StoreError, match="append-only"):
        run_sql(store, statement)
    assert [entry.computed() == entry.hash for entry in store.custody.entries()] == [True]


def test_an_entry_goes_with_its_transaction(store: Store) -> None:
    with pytest.raises(RuntimeError), store.transaction():
        store.custody.append("evidence.written", "a")
        raise RuntimeError
    assert store.custody.head() == (0, "0" * 64) and not list(store.custody.entries())


def test_entries_are_found_by_subject_and_number(store: Store) -> None:
    for number in range(1_200):
        if number % 400 == 0:
            store.custody.append("note", "often", {})
    store.custody.append_all([("note", f"s{number}", {"n": number}) for number in range(1_100)])
    assert len(list(store.custody.entries())) == 1_103
    assert [entry.seq for entry in store.custody.entries(after=1_101)] == [1_102, 1_103]
    assert [entry.seq for entry in store.custody.entries(subjects=["often"])] == [1, 2, 3]
    wanted = [f"s{number}" for number in range(0, 1_100, 2)] + ["often"]
    found = list(store.custody.entries(subjects=wanted))
    assert len(found) == 553 and [entry.seq for entry in found] == sorted(entry.seq for entry in found)


def test_characters_that_a_database_refuses_do_not_break_the_chain(store: Store) -> None:
    entry = store.custody.append("note", "a\x00b" * 500, {"x": "a\x00b", "y": "\U0001f4a5"})
    [kept] = store.custody.entries()
    assert kept == entry and kept.computed() == kept.hash
