"""Rows into tables that were just made: in pieces, with triggers at rest, numbers going on behind the last one given.

Names of tables and columns are taken from the new database, never from the backup: what is not there is not written.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any, Protocol

from rasd.errors import PreservationError
from rasd.preservation.backup.snapshot import Table, in_order, quoted
from rasd.preservation.backup.values import for_postgresql, for_sqlite, from_line

__all__ = ["SESSIONS", "Loader", "loader"]

SESSIONS = frozenset({"django_session", "usersessions_usersession"})
"""Nobody is signed in after a restore: a session that was ended since must not live again."""
_AT_ONCE = 500


class Loader(Protocol):
    """What both databases offer."""

    def load(self, table: Table, lines: Iterator[bytes]) -> int:
        """Add rows to a table and return how many. Raises PreservationError when they do not fit it."""
        ...

    def finish(self, tables: Sequence[Table]) -> None:
        """Check references, set the numbers of rows, wake the triggers."""
        ...


@contextmanager
def loader(alias: str, place: str, tables: Sequence[Table]) -> Iterator[Loader]:
    """Yield what takes the rows of `tables`, which are emptied first: migrations may have put some in."""
    from django.db import connections

    from rasd.store.failing import in_words, told

    connection = connections[alias]
    with told(place):
        if connection.vendor == "sqlite":
            connection.close()
            path = Path(str(connection.settings_dict["NAME"]))
            into = sqlite3.connect(path, isolation_level=None)
            try:
                yield _IntoSQLite(into, place, tables)
            except sqlite3.Error as error:
                raise in_words(place, error) from None
            finally:
                into.close()
            return
        from psycopg import Error

        own = connection.copy()
        own.connect()
        try:
            yield _IntoPostgreSQL(own.connection, place, tables)
        except Error as error:
            raise in_words(place, error) from None
        finally:
            own.close()


def _fitting(place: str, table: Table, there: dict[str, str]) -> None:
    missing = [name for name, _ in table.columns if name not in there]
    if missing:
        raise PreservationError(
            f"{place}: the backup's table {table.name} has columns that this Rasd does not: {', '.join(missing)[:200]}."
        )


def _rows(place: str, table: Table, lines: Iterator[bytes]) -> Iterator[list[Any]]:
    for line in lines:
        try:
            row = from_line(line)
        except (ValueError, KeyError, TypeError):
            raise PreservationError(f"{place}: a row of {table.name} in the backup cannot be read.") from None
        if len(row) != len(table.columns):
            raise PreservationError(f"{place}: a row of {table.name} in the backup is not whole.")
        yield row


class _IntoSQLite:
    def __init__(self, connection: sqlite3.Connection, place: str, tables: Sequence[Table]) -> None:
        self._connection, self._place = connection, place
        for statement in ("PRAGMA foreign_keys = OFF", "PRAGMA synchronous = OFF", "BEGIN"):
            connection.execute(statement)
        self._triggers = connection.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
        ).fetchall()
        for name, _ in self._triggers:
            connection.execute(f"DROP TRIGGER {quoted(name)}")
        self._columns: dict[str, dict[str, str]] = {}
        names = {
            name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        }
        for table in tables:
            if table.name in names:
                info = connection.execute(f"PRAGMA table_info({quoted(table.name)})")
                self._columns[table.name] = {row[1]: row[2].lower() for row in info} | {"rowid": "bigint"}
                connection.execute(f"DELETE FROM {quoted(table.name)}")  # quoted  # nosec B608

    def load(self, table: Table, lines: Iterator[bytes]) -> int:
        there = self._columns[table.name]
        _fitting(self._place, table, there)
        makers = [for_sqlite(there[name]) for name, _ in table.columns]
        columns = ", ".join(quoted(name) for name, _ in table.columns)
        marks = ", ".join("?" * len(makers))
        statement = f"INSERT INTO {quoted(table.name)} ({columns}) VALUES ({marks})"  # quoted  # nosec B608
        rows = _rows(self._place, table, lines)
        count = 0
        while some := list(islice(rows, _AT_ONCE)):
            made = [
                [None if value is None else maker(value) for maker, value in zip(makers, row, strict=True)]
                for row in some
            ]
            self._connection.executemany(statement, made)
            count += len(some)
        self._connection.execute("COMMIT")
        self._connection.execute("BEGIN")
        return count

    def finish(self, tables: Sequence[Table]) -> None:
        broken = self._connection.execute("PRAGMA foreign_key_check").fetchone()
        if broken is not None:
            raise PreservationError(
                f"{self._place}: row {broken[1]} of {broken[0]} refers to a row of {broken[2]} that the backup lacks."
            )
        for table in tables:
            if table.last is not None and table.name in self._columns:
                changed = self._connection.execute(
                    "UPDATE sqlite_sequence SET seq = max(seq, ?) WHERE name = ?", (table.last, table.name)
                )
                if not changed.rowcount:
                    self._connection.execute(
                        "INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)", (table.name, table.last)
                    )
        for _, sql in self._triggers:
            self._connection.execute(sql)
        self._connection.execute("COMMIT")


_THERE = """
SELECT c.relname, a.attname, format_type(a.atttypid, NULL) FROM pg_class c
JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_attribute a ON a.attrelid = c.oid
WHERE n.nspname = current_schema() AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped
"""
_REFERENCES = """
SELECT k.conname, a.relname, b.relname, k.condeferrable FROM pg_constraint k
JOIN pg_class a ON a.oid = k.conrelid JOIN pg_class b ON b.oid = k.confrelid
JOIN pg_namespace n ON n.oid = a.relnamespace WHERE k.contype = 'f' AND n.nspname = current_schema()
"""


class _IntoPostgreSQL:
    """One transaction. References to tables that are full already are checked piece by piece, so no queue of checks grows."""

    def __init__(self, connection: Any, place: str, tables: Sequence[Table]) -> None:
        self._connection, self._place = connection, place
        for statement in ("BEGIN", "SET LOCAL TIME ZONE 'UTC'", "SET LOCAL statement_timeout TO 0"):
            connection.execute(statement)
        self._columns: dict[str, dict[str, str]] = {}
        for name, column, kind in connection.execute(_THERE).fetchall():
            self._columns.setdefault(name, {})[column] = kind
        self._here = [table.name for table in tables if table.name in self._columns]
        references = connection.execute(_REFERENCES).fetchall()
        for name in self._here:
            connection.execute(f"ALTER TABLE {quoted(name)} DISABLE TRIGGER USER")
        plain = [Table(name, ()) for name in self._here]
        for table in reversed(in_order(plain, [(one, other) for _, one, other, _ in references])):
            connection.execute(f"DELETE FROM {quoted(table.name)}")  # quoted  # nosec B608
        connection.execute("SET CONSTRAINTS ALL IMMEDIATE")
        connection.execute("SET CONSTRAINTS ALL DEFERRED")
        order = {name: number for number, name in enumerate(self._here)}
        for name, one, other, can_wait in references:
            if can_wait and order.get(other, -1) < order.get(one, -1):
                connection.execute(f"SET CONSTRAINTS {quoted(name)} IMMEDIATE")

    def load(self, table: Table, lines: Iterator[bytes]) -> int:
        there = self._columns[table.name]
        _fitting(self._place, table, there)
        makers = [for_postgresql(there[name]) for name, _ in table.columns]
        columns = ", ".join(quoted(name) for name, _ in table.columns)
        count = 0
        with (
            self._connection.cursor() as cursor,
            cursor.copy(f"COPY {quoted(table.name)} ({columns}) FROM STDIN") as copy,
        ):
            for row in _rows(self._place, table, lines):
                copy.write_row(
                    [
                        None if value is None else maker(value)
                        for maker, value in zip(makers, row, strict=True)
                    ]
                )
                count += 1
        return count

    def finish(self, tables: Sequence[Table]) -> None:
        self._connection.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for name in self._here:
            self._connection.execute(f"ALTER TABLE {quoted(name)} ENABLE TRIGGER USER")
        for table in tables:
            if table.name not in self._columns or "id" not in self._columns[table.name]:
                continue
            sequence = self._connection.execute(
                "SELECT pg_get_serial_sequence(quote_ident(%s), 'id')", (table.name,)
            ).fetchone()[0]
            if sequence is None:
                continue
            statement = f"SELECT max(id) FROM {quoted(table.name)}"  # quoted  # nosec B608
            highest = self._connection.execute(statement).fetchone()[0]
            last = max(table.last or 0, highest or 0)
            if last:
                self._connection.execute("SELECT setval(%s::regclass, %s)", (sequence, last))
        self._connection.execute("COMMIT")
