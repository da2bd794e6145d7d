"""Proves the file of an SQLite store below the rows: its pages, its indexes, its foreign keys and its log.

The log is looked at before anybody opens the database, since opening it lets SQLite forget what does not hold.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

from rasd.preservation.disk import told
from rasd.preservation.proof.finding import Finding, failure, notice
from rasd.preservation.wal import check_log

__all__ = ["prove_log", "prove_pages"]

_MOST = 20
_REMEDY = "Restore it from a backup; the evidence files are proved apart from it"


def prove_log(database: Path) -> Iterator[Finding]:
    """Yield what is wrong with the write-ahead log beside an SQLite file; call it before the store is opened."""
    path = database.with_name(database.name + "-wal")
    try:
        state = check_log(path)
    except OSError as error:
        yield failure(
            str(path), f"cannot be read: {told(error)}", "", "Check the file's permissions and disk"
        )
        return
    if state.broken:
        yield failure(
            str(path),
            state.broken,
            "the log was changed after it was written: SQLite forgets in silence what stands behind it, acknowledged"
            " documents among it",
            "Keep a copy of the folder as it is, then restore it from a backup",
        )
    elif state.unfinished:
        yield notice(
            str(path),
            f"its last write is not whole, behind {state.frames} that are",
            "a process was stopped while it wrote, before it told anybody of it",
        )


def prove_pages(database: Path) -> Iterator[Finding]:
    """Yield what SQLite itself finds wrong with its file."""
    place = str(database)
    try:
        connection = sqlite3.connect(f"{database.absolute().as_uri()}?mode=ro", uri=True, timeout=30)
    except sqlite3.Error as error:
        yield failure(place, f"cannot be opened: {error}", "nothing in it is proved", _REMEDY)
        return
    try:
        for (fact,) in connection.execute(f"PRAGMA integrity_check({_MOST})"):
            if fact != "ok":
                yield failure(place, " ".join(fact.split()), "the file of the database is damaged", _REMEDY)
        for table, row, parent, _ in connection.execute("PRAGMA foreign_key_check"):
            fact = f"row {row} of {table} names a row of {parent} that is not there"
            yield failure(place, fact, "rows were taken out of the database", _REMEDY)
    except sqlite3.Error as error:
        yield failure(place, f"cannot be read: {error}", "the file of the database is damaged", _REMEDY)
    finally:
        connection.close()
