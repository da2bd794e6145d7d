"""Opening makes and migrates a store; what is none, or cannot be used, is told with place, fact and remedy."""

from __future__ import annotations

import os
import sqlite3
import stat
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from arrivals import arrival
from rasd.errors import StoreError
from rasd.store import Store, opening


@contextmanager
def nobody() -> Iterator[None]:
    """Act as a user without rights, where the tests run as root."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


def test_the_first_opening_makes_the_store_and_says_so(bare_address: str) -> None:
    with Store.open(bare_address) as store:
        assert store.is_new
        store.add([arrival(id="a")])
    with Store.open(bare_address, create=False) as store:
        assert not store.is_new and store.document("a")


def test_reading_makes_no_store(bare_address: str) -> None:
    with pytest.raises(StoreError, match=r"no store .* yet\. `rasd collect` makes one"):
        Store.open(bare_address, create=False)
    assert not Path(bare_address).exists()


def test_the_address_comes_from_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RASD_STORE", str(tmp_path / "named"))
    with Store.open() as store:
        assert store.address == str(tmp_path / "named") and store.evidence == tmp_path / "named/evidence"
    monkeypatch.setenv("RASD_EVIDENCE", str(tmp_path / "elsewhere"))
    with Store.open() as store:
        assert store.evidence == tmp_path / "elsewhere"
    monkeypatch.delenv("RASD_STORE")
    monkeypatch.chdir(tmp_path)
    with Store.open() as store:
        assert store.address == "rasd-store" and (tmp_path / "rasd-store/rasd.db").is_file()


def test_the_database_is_set_up_for_a_power_cut(tmp_path: Path) -> None:
    from django.db import connections

    names = ("journal_mode", "synchronous", "foreign_keys")
    with Store.open(str(tmp_path / "store")) as store, connections[store.alias].cursor() as cursor:
        found = [cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in names]
    assert found == ["wal", 2, 1]


def test_a_folder_of_other_things_is_no_store(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("x")
    with pytest.raises(StoreError, match=r"no store: a folder with other files .* --store"):
        Store.open(str(tmp_path))
    with pytest.raises(StoreError, match="a store is a folder, and this is a file"):
        Store.open(str(tmp_path / "letter.txt"))
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_another_programs_database_is_no_store(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "rasd.db") as other:
        other.execute("CREATE TABLE theirs (x)")
    other.close()
    with pytest.raises(StoreError, match="belongs to another program"):
        Store.open(str(tmp_path))


def test_a_damaged_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "rasd.db").write_bytes(b"no database " * 1_000)
    with pytest.raises(StoreError, match=r"no SQLite file, or is damaged.*Restore it"):
        Store.open(str(tmp_path))


def test_a_store_that_a_newer_rasd_changed_is_refused(address: str) -> None:
    from django.db import connections

    with Store.open(address) as store, connections[store.alias].cursor() as cursor:
        cursor.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('store', '9999_future', CURRENT_TIMESTAMP)"
        )
    with pytest.raises(StoreError, match=r"newer Rasd has changed this store \(9999_future\)\. Update Rasd"):
        Store.open(address)


def test_a_folder_that_may_not_be_written_is_told() -> None:
    with tempfile.TemporaryDirectory(prefix="rasd-test-") as name:
        folder = Path(name)
        Store.open(str(folder / "store")).close()
        folder.chmod(0o755)
        for path in (*folder.rglob("*"), folder):
            path.chmod(stat.S_IRUSR | stat.S_IRGRP | stat.S_IROTH | (0o111 if path.is_dir() else 0))
        try:
            with nobody():
                with pytest.raises(StoreError, match=r"(may not be written|cannot be opened).*your user"):
                    Store.open(str(folder / "new"))
                with pytest.raises(StoreError, match=r"(may not be written|cannot be opened).*your user"):
                    Store.open(str(folder / "store")).add([arrival()])
        finally:
            for path in (folder, *folder.rglob("*")):
                path.chmod(0o755)


def test_a_missing_driver_is_named_with_what_installs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "find_spec", lambda name: None)
    with pytest.raises(StoreError, match=r"pip install 'rasd\[postgres\]'"):
        Store.open("postgresql://monitor:geheim@db.example/rasd")


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("postgresql://monitor:geheim@127.0.0.1:1/rasd", "cannot be reached"),
        ("postgresql://monitor@127.0.0.1:1/rasd?password=geheim", "cannot be reached"),
        ("postgresql://monitor:geheim@127.0.0.1:1/", "names no database"),
        ("postgresql://monitor:geheim@host/x?nonsense=1", "not a PostgreSQL address"),
        ("mysql://monitor:geheim@host/x", "no address of a store"),
    ],
)
def test_an_address_that_leads_nowhere_is_told_without_its_password(url: str, message: str) -> None:
    with pytest.raises(StoreError, match=message) as raised:
        Store.open(url)
    assert "geheim" not in str(raised.value)


def test_a_database_that_is_not_there_is_told(server_url: Callable[[str], str]) -> None:
    with pytest.raises(StoreError, match=r"cannot be reached or refuses: .*does not exist"):
        Store.open(server_url("no_such_database"))


def test_importing_the_room_imports_no_django() -> None:
    import subprocess
    import sys

    program = "import sys, rasd.store, rasd.cli.read; sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
