"""A changed byte in SQLite's log is told apart from a write that was cut short."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from rasd.preservation.wal import check_log

PAGE = 4096


@pytest.fixture
def log(tmp_path: Path) -> Path:
    """The log of a database whose process was killed: copied while the database is open."""
    connection = sqlite3.connect(tmp_path / "open.db", isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("CREATE TABLE t (x TEXT)")
    for number in range(5):
        connection.execute("INSERT INTO t VALUES (?)", (str(number) * 3000,))
    copied = tmp_path / "rasd.db-wal"
    copied.write_bytes((tmp_path / "open.db-wal").read_bytes())
    connection.close()
    return copied


def flip(path: Path, offset: int) -> None:
    data = bytearray(path.read_bytes())
    data[offset] ^= 1
    path.write_bytes(data)


def test_a_sound_log_holds(log: Path) -> None:
    state = check_log(log)
    assert (state.broken, state.unfinished) == ("", False)
    assert state.frames == (log.stat().st_size - 32) // (PAGE + 24)


def test_no_log_and_an_empty_one_hold(tmp_path: Path) -> None:
    assert check_log(tmp_path / "none").frames == 0
    (tmp_path / "empty").touch()
    assert not check_log(tmp_path / "empty").broken


@pytest.mark.parametrize("offset", [3, 17, 30, 32 + 9, 32 + 20, 32 + 24 + 100, 32 + PAGE + 24 + 2000])
def test_a_changed_byte_with_frames_behind_it_is_named(log: Path, offset: int) -> None:
    flip(log, offset)
    assert check_log(log).broken


def test_a_last_write_that_was_cut_short_is_no_change(log: Path) -> None:
    log.write_bytes(log.read_bytes()[:-100])
    state = check_log(log)
    assert (state.broken, state.unfinished) == ("", True)
