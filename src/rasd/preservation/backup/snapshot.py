"""All tables of a store as they stood at one moment, while others go on writing.

On SQLite it is a read transaction: the write-ahead log keeps what it sees until it ends. On PostgreSQL it is one REPEATABLE
READ transaction. Rows are read as they lie, table by table, without models, so the desk's tables are among them whether
it is installed or not. Nothing is written anywhere on the way.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from graphlib import CycleError, TopologicalSorter
from typing import TYPE_CHECKING, Any, Protocol

from rasd.preservation.backup.values import out_of_postgresql

if TYPE_CHECKING:
    from rasd.store import Store

__all__ = ["DERIVED", "Snapshot", "Table", "in_order", "quoted", "snapshot"]

DERIVED = frozenset({"store_documentwords"})
"""Made anew from the texts: the two databases keep them differently."""
_LEFT_OUT = frozenset({"django_migrations"})
"""Stands in the manifest."""
_SHADOWS = ("data", "idx", "content", "docsize", "config")


@dataclass(frozen=True, slots=True)
class Table:
    """One table: its columns with their declared types, and the last number that it gave to a row."""

    name: str
    columns: tuple[tuple[str, str], ...]
    last: int | None = None
    is_virtual: bool = False

    def described(self) -> dict[str, Any]:
        """Return it for the manifest."""
        return asdict(self)


class Snapshot(Protocol):
    """What both databases offer."""

    def migrations(self) -> list[tuple[str, str]]:
        """Return which migrations have been applied, by application and name."""
        ...

    def tables(self) -> list[Table]:
        """Return the tables, those that others refer to first."""
        ...

    def rows(self, table: Table) -> Iterator[tuple[Any, ...]]:
        """Yield the rows of a table in the order of its key."""
        ...

    def ask(self, statement: str) -> list[tuple[Any, ...]]:
        """Return the answer to one plain question."""
        ...


def in_order(tables: Sequence[Table], references: Sequence[tuple[str, str]]) -> list[Table]:
    """Return tables so that each stands behind those it refers to, as far as that can be."""
    by_name = {table.name: table for table in tables}
    graph: dict[str, set[str]] = {name: set() for name in sorted(by_name)}
    for name, other in references:
        if name != other and name in graph and other in graph:
            graph[name].add(other)
    try:
        return [by_name[name] for name in TopologicalSorter(graph).static_order()]
    except CycleError:
        return [by_name[name] for name in sorted(by_name)]


@contextmanager
def snapshot(store: Store) -> Iterator[Snapshot]:
    """Hold the tables of a store as they are now. Raises StoreError when they cannot be read."""
    from django.db import connections

    from rasd.store.failing import in_words, told

    connection = connections[store.alias]
    with told(store.address):
        if connection.vendor == "sqlite":
            path = str(connection.settings_dict["NAME"])
            try:
                held = _OfSQLite(path)
                try:
                    yield held
                finally:
                    held.close()
            except sqlite3.Error as error:
                raise in_words(store.address, error) from None
            return
        from psycopg import Error

        own = connection.copy()
        own.connect()
        try:
            yield _OfPostgreSQL(own.connection)
        except Error as error:
            raise in_words(store.address, error) from None
        finally:
            own.close()


def quoted(name: str) -> str:
    """Return a name of a table or column as both databases take it."""
    return '"' + name.replace('"', '""') + '"'


class _OfSQLite:
    def __init__(self, path: str) -> None:
        from pathlib import Path

        self._connection = sqlite3.connect(
            f"{Path(path).absolute().as_uri()}?mode=ro", uri=True, timeout=30, isolation_level=None,
            check_same_thread=False,
        )  # fmt: skip
        self._connection.execute("BEGIN")
        self.ask(
            "SELECT count(*) FROM sqlite_master"
        )  # the snapshot begins with the first thing that is read

    def close(self) -> None:
        self._connection.close()

    def ask(self, statement: str) -> list[tuple[Any, ...]]:
        return self._connection.execute(statement).fetchall()

    def migrations(self) -> list[tuple[str, str]]:
        return self.ask("SELECT app, name FROM django_migrations ORDER BY id")

    def tables(self) -> list[Table]:
        made = self.ask(
            "SELECT name, sql FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
        )
        virtual = {name for name, sql in made if re.match(r"\s*CREATE\s+VIRTUAL", sql or "", re.IGNORECASE)}
        shadows = {f"{name}_{suffix}" for name in virtual for suffix in _SHADOWS}
        last: dict[str, int] = {}
        if self.ask("SELECT 1 FROM sqlite_master WHERE name = 'sqlite_sequence'"):
            last = dict(self.ask("SELECT name, seq FROM sqlite_sequence"))
        found, references = [], []
        for name, _ in made:
            if name in shadows or name in DERIVED or name in _LEFT_OUT:
                continue
            columns = [
                (column, kind.lower())
                for _, column, kind, _, _, _, hidden in self.ask(f"PRAGMA table_xinfo({quoted(name)})")
                if hidden == 0
            ]
            if name in virtual:
                columns.insert(0, ("rowid", "bigint"))
            found.append(Table(name, tuple(columns), last.get(name), name in virtual))
            references += [(name, row[2]) for row in self.ask(f"PRAGMA foreign_key_list({quoted(name)})")]
        return in_order(found, references)

    def rows(self, table: Table) -> Iterator[tuple[Any, ...]]:
        columns = ", ".join(quoted(name) for name, _ in table.columns)
        statement = f"SELECT {columns} FROM {quoted(table.name)} ORDER BY rowid"  # quoted  # nosec B608
        yield from self._connection.execute(statement)


_TABLES = """
SELECT c.oid::bigint, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = current_schema() AND c.relkind = 'r'
  AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')
ORDER BY c.relname
"""
_COLUMNS = """
SELECT attname, format_type(atttypid, NULL) FROM pg_attribute
WHERE attrelid = {} AND attnum > 0 AND NOT attisdropped AND attgenerated = '' ORDER BY attnum
"""
_KEY = """
SELECT a.attname FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY(i.indkey)
WHERE i.indrelid = {} AND i.indisprimary ORDER BY array_position(i.indkey::int2[], a.attnum)
"""
_SEQUENCES = """
SELECT s.oid::regclass::text FROM pg_class s JOIN pg_depend d ON d.objid = s.oid
WHERE s.relkind = 'S' AND d.refobjid = {} AND d.deptype IN ('a', 'i')
"""
_REFERENCES = "SELECT conrelid::bigint, confrelid::bigint FROM pg_constraint WHERE contype = 'f'"


class _OfPostgreSQL:
    def __init__(self, connection: Any) -> None:
        self._connection = connection
        for statement in (
            "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
            "SET LOCAL TIME ZONE 'UTC'",
            "SET LOCAL DateStyle TO ISO",
            "SET LOCAL bytea_output TO hex",
            "SET LOCAL statement_timeout TO 0",
            "SET LOCAL idle_in_transaction_session_timeout TO 0",
        ):
            self._connection.execute(statement)
        self.ask("SELECT count(*) FROM pg_class")  # the snapshot begins with the first thing that is read
        self._numbers: dict[str, int] = {}

    def ask(self, statement: str) -> list[tuple[Any, ...]]:
        return list(self._connection.execute(statement).fetchall())

    def migrations(self) -> list[tuple[str, str]]:
        return self.ask("SELECT app, name FROM django_migrations ORDER BY id")

    def tables(self) -> list[Table]:
        found = []
        self._numbers = {name: number for number, name in self.ask(_TABLES)}
        names = {number: name for name, number in self._numbers.items()}
        for name, number in self._numbers.items():
            if name in DERIVED or name in _LEFT_OUT:
                continue
            last = None
            for (sequence,) in self.ask(_SEQUENCES.format(number)):
                asked = f"SELECT CASE WHEN is_called THEN last_value END FROM {sequence}"  # nosec B608
                last = self.ask(asked)[0][0]
            found.append(Table(name, tuple(self.ask(_COLUMNS.format(number))), last))
        references = [(names.get(one, ""), names.get(other, "")) for one, other in self.ask(_REFERENCES)]
        return in_order(found, references)

    def rows(self, table: Table) -> Iterator[tuple[Any, ...]]:
        shown = [
            f"(extract(epoch FROM {quoted(name)}) * 1000000)::bigint" if kind == "interval" else quoted(name)
            for name, kind in table.columns
        ]
        key = ", ".join(quoted(name) for (name,) in self.ask(_KEY.format(self._numbers[table.name])))
        ordered = f"ORDER BY {key}" if key else ""
        makers = [out_of_postgresql(kind) for _, kind in table.columns]
        statement = (
            f"COPY (SELECT {', '.join(shown)} FROM {quoted(table.name)} {ordered}) TO STDOUT"  # quoted  # nosec B608
        )
        with self._connection.cursor() as cursor, cursor.copy(statement) as copy:
            for row in copy.rows():
                yield tuple(
                    None if text is None else maker(text) for maker, text in zip(makers, row, strict=True)
                )
