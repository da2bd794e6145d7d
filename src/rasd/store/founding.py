"""An empty database with the tables of some migrations and no others: what a backup is put back into.

Migrations that came later are applied by whoever opens the store, as on any store that is behind.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import connections

from rasd.errors import StoreError
from rasd.store.address import Address
from rasd.store.failing import told
from rasd.store.opening import alias_for, check_file, check_server, configure

__all__ = ["found", "is_bare", "raze"]


def is_bare(address: Address) -> bool:
    """Tell whether the PostgreSQL database holds no table. Raises StoreError when it cannot be reached."""
    configure()
    connection = connections[alias_for(address)]
    with told(address.printable):
        check_server(connection, address.printable)
        with connection.cursor() as cursor:
            return not connection.introspection.table_names(cursor)


def found(address: Address, migrations: Sequence[tuple[str, str]]) -> str:
    """Make the tables as of these migrations in an empty database, and return its alias.

    Raises StoreError when the database holds tables, or when this Rasd does not know one of the migrations.
    """
    from django.db.migrations.executor import MigrationExecutor

    configure()
    place = address.printable
    alias = alias_for(address)
    connection = connections[alias]
    with told(place):
        if address.folder is not None:
            check_file(connection, address.folder)
        else:
            check_server(connection, place)
        with connection.cursor() as cursor:
            if connection.introspection.table_names(cursor):
                raise StoreError(f"{place}: is not empty. Name a new folder or a database without tables.")
        executor = MigrationExecutor(connection)
        nodes = executor.loader.graph.nodes
        _check_known(place, migrations, executor.loader.disk_migrations)
        wanted = {key for key in migrations if key in nodes}
        parents = {(parent.key[0], parent.key) for key in wanted for parent in executor.loader.graph.node_map[key].parents
                   if parent.key[0] == key[0]}  # fmt: skip
        executor.migrate(sorted(key for key in wanted if (key[0], key) not in parents))
    return alias


def _check_known(place: str, migrations: Sequence[tuple[str, str]], known: dict[Any, Any]) -> None:
    applications = {app for app, _ in known}
    strange = sorted({app for app, _ in migrations} - applications)
    if strange:
        raise StoreError(
            f"{place}: the backup holds tables of {', '.join(strange)}, which this Rasd does not have."
            " Install what it was made with: pip install 'rasd[desk]'"
        )
    newer = sorted(key for key in migrations if key not in known)
    if newer:
        raise StoreError(
            f"{place}: the backup was made by a newer Rasd ({'.'.join(newer[-1])}). Update Rasd: pip install --upgrade rasd"
        )


def raze(address: Address) -> None:
    """Drop every table and function of a PostgreSQL database that held none before."""
    connection = connections[alias_for(address)]
    connection.close()
    with told(address.printable), connection.cursor() as cursor:
        for name in connection.introspection.table_names(cursor):
            cursor.execute(f"DROP TABLE IF EXISTS {connection.ops.quote_name(name)} CASCADE")
        cursor.execute(
            "SELECT p.oid::regprocedure::text FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace"
            " WHERE n.nspname = current_schema() AND NOT EXISTS"
            " (SELECT 1 FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')"
        )
        for (name,) in cursor.fetchall():
            cursor.execute(f"DROP FUNCTION IF EXISTS {name} CASCADE")
