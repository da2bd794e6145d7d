"""What fails in the middle is told in words, keeps nothing half, and leaves the store usable."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import pytest

from arrivals import arrival, record
from rasd.errors import StoreError
from rasd.store import Store, opening


def other_connection(store: Store) -> Any:
    """Return a connection of another program to the same database."""
    from django.db import connections

    settings = connections[store.alias].settings_dict
    if settings["ENGINE"].endswith("sqlite3"):
        return sqlite3.connect(settings["NAME"], isolation_level=None)
    import psycopg

    return psycopg.connect(
        dbname=settings["NAME"], user=settings["USER"] or None, password=settings["PASSWORD"] or None,
        host=settings["OPTIONS"].get("host") or settings["HOST"] or None, port=settings["PORT"] or None, autocommit=True,
    )  # fmt: skip


def test_a_lock_that_is_held_too_long_is_told(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "_WAIT_SECONDS", 0.2)
    with Store.open(address) as store:
        other = other_connection(store)
        other.execute("BEGIN IMMEDIATE" if "://" not in store.address else "BEGIN")
        other.execute("UPDATE store_custodyhead SET seq = seq")
        with pytest.raises(
            StoreError, match=r"another program has held .* too long\. Nothing of this step was kept"
        ):
            store.add([arrival(id="a")])
        assert store.count() == 0  # reading goes on
        other.execute("ROLLBACK")
        other.close()
        assert store.add([arrival(id="a")])[0].outcome == "added"


def test_a_connection_lost_between_two_steps_is_told_and_made_anew(postgres_url: str) -> None:
    with Store.open(postgres_url) as store:
        store.add([arrival(id="a")])
        _terminate(store)
        with pytest.raises(StoreError, match=r"connection to the server was lost.*Run this again"):
            store.add([arrival(id="b")])
        assert store.add([arrival(id="b")])[0].outcome == "added"
        _terminate(store)
        with pytest.raises(StoreError, match="connection to the server was lost"):
            list(store.documents())
        assert [stored.id for stored in store.documents()] == ["a", "b"]


def test_a_connection_lost_in_the_middle_keeps_nothing_half(postgres_url: str) -> None:
    with Store.open(postgres_url) as store:
        store.add([arrival(id="a")])
        run = store.begin_coding("v1")
        with pytest.raises(StoreError, match="connection to the server was lost"), store.transaction():
            store.keep_records(run, [("a", record("a", (0, 3)))])
            store.add([arrival(id="b")])
            _terminate(store)
            store.add([arrival(id="c")])
        assert [stored.id for stored in store.documents()] == ["a"] and store.record("a") is None
        assert [entry.computed() == entry.hash for entry in store.custody.entries()] == [True]


def _terminate(store: Store) -> None:
    other = other_connection(store)
    other.execute(
        "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
        " WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    other.close()


def test_a_server_that_stops_and_comes_back_has_lost_nothing(
    cluster: Any, request: pytest.FixtureRequest
) -> None:
    import os

    if os.environ.get("RASD_TEST_POSTGRES"):
        pytest.skip("the server of RASD_TEST_POSTGRES is not ours to stop")
    with Store.open(request.getfixturevalue("postgres_url")) as store:
        store.add([arrival(id="a")])
        cluster.stop()
        try:
            for _ in range(2):
                with pytest.raises(
                    StoreError, match=r"(connection to the server was lost|cannot be reached)"
                ):
                    store.add([arrival(id="b")])
        finally:
            cluster.start()
        assert [stored.id for stored in store.documents()] == ["a"]
        assert store.add([arrival(id="b")])[0].outcome == "added"


def test_a_full_disk_is_told_and_what_was_stored_is_whole(tmp_path: Path) -> None:
    from django.db import connections

    with Store.open(str(tmp_path / "store")) as store:
        store.add([arrival(id="a")])
        with connections[store.alias].cursor() as cursor:
            pages = cursor.execute("PRAGMA page_count").fetchone()[0]
            cursor.execute(f"PRAGMA max_page_count = {pages + 5}")
        with pytest.raises(StoreError, match=r"disk is full\. Nothing of this step was kept.*Make room"):
            store.add([arrival("كلمة " * 200_000, id="b")])
        assert [stored.id for stored in store.documents()] == ["a"]
        with connections[store.alias].cursor() as cursor:
            cursor.execute("PRAGMA max_page_count = 1000000")
        assert store.add([arrival(id="b")])[0].outcome == "added"


def test_a_file_that_may_not_grow_is_told(tmp_path: Path) -> None:
    """The system's own limit, in a process of its own: the write itself fails."""
    import subprocess
    import sys

    program = f"""
import resource, signal, sys
from datetime import UTC, datetime
from rasd.model import Document
from rasd.store import Arrival, Store
from rasd.errors import StoreError
store = Store.open({str(tmp_path / "store")!r})
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (700_000, 700_000))
try:
    for n in range(200):
        store.add([Arrival(Document(id=str(n), text="x" * 20_000), "x", "file", datetime.now(UTC))])
except StoreError as error:
    print(n, error)
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    number, _, message = done.stdout.partition(" ")
    assert "disk" in message and "Nothing of this step was kept" in message, done.stdout + done.stderr
    with Store.open(str(tmp_path / "store")) as store:
        assert store.count() == int(number) == store.custody.head()[0]


@pytest.mark.parametrize(
    ("state", "message"),
    [
        ("53100", r"disk of the server is full\. Nothing of this step was kept"),
        ("25006", "may only be read"),
        ("42501", "lacks a right"),
        ("40P01", "another program has held"),
        ("57014", "another program has held"),
        ("XX000", "the database refused"),
    ],
)
def test_what_the_server_refuses_is_told(postgres_url: str, state: str, message: str) -> None:
    from django.db import connections

    with Store.open(postgres_url) as store:
        raising = f"DO $$ BEGIN RAISE EXCEPTION 'refused' USING ERRCODE = '{state}'; END $$"
        with pytest.raises(StoreError, match=message), store.transaction():
            connections[store.alias].cursor().execute(raising)
        assert store.count() == 0
