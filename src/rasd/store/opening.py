"""From an address to tables that are there and up to date.

A store is made and brought up to date by whoever opens it first; two who open at once wait for each other. A store
that a newer Rasd has changed is refused before anything is written.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import django
from django.conf import settings
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from rasd.errors import StoreError
from rasd.store.address import DESK_FOLDER, FILE, Address
from rasd.store.failing import told

__all__ = ["alias_for", "check_file", "check_server", "configure", "database_settings", "open_database"]

_APPLICATION_ID = 0x52615344  # "RaSD", in the header of the SQLite file
_MIGRATING = 0x52617364  # advisory lock on PostgreSQL
_WAIT_SECONDS: float = 30


def configure() -> None:
    """Make Django ready; inside a site that lists ``rasd.store`` the site's settings are taken as they are."""
    if settings.configured or os.environ.get("DJANGO_SETTINGS_MODULE"):
        if not django.apps.apps.ready:
            django.setup()
        if not django.apps.apps.is_installed("rasd.store"):
            raise StoreError('Django is configured without the store. Add "rasd.store" to INSTALLED_APPS.')
        return
    settings.configure(
        INSTALLED_APPS=["rasd.store.apps.StoreConfig"],
        DATABASES={},
        USE_TZ=True,
        TIME_ZONE="UTC",
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        LOGGING_CONFIG=None,
    )
    django.setup()


def database_settings(address: Address) -> dict[str, Any]:
    """Return the entry of Django's DATABASES for a store: a site takes the same as commands do."""
    if address.url is None:
        assert address.folder is not None
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": str((address.folder / FILE).absolute()),
            "OPTIONS": {
                "timeout": _WAIT_SECONDS,
                "transaction_mode": "IMMEDIATE",
                # FULL: what is acknowledged outlives a power cut, for one fsync a transaction.
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
                " PRAGMA cache_size=-64000; PRAGMA mmap_size=134217728;",
            },
        }
    if find_spec("psycopg") is None:
        raise StoreError(
            f"{address.printable}: a store on PostgreSQL needs psycopg, which is not installed."
            " Run: pip install 'rasd[postgres]'"
        )
    from psycopg import ProgrammingError
    from psycopg.conninfo import conninfo_to_dict

    try:
        parts: dict[str, Any] = dict(conninfo_to_dict(address.url))
    except ProgrammingError:
        raise StoreError(
            f"{address.printable}: not a PostgreSQL address. Write postgresql://user@host:5432/database."
        ) from None
    if not parts.get("dbname"):
        raise StoreError(
            f"{address.printable}: names no database. Write postgresql://user@host:5432/database."
        )
    entry = {"ENGINE": "django.db.backends.postgresql", "NAME": parts.pop("dbname")}
    for ours, theirs in (("USER", "user"), ("PASSWORD", "password"), ("HOST", "host"), ("PORT", "port")):
        entry[ours] = str(parts.pop(theirs, ""))
    parts.setdefault("connect_timeout", 10)
    parts.setdefault("application_name", "rasd")
    parts.setdefault("options", f"-c lock_timeout={int(_WAIT_SECONDS * 1000)}")
    return {**entry, "OPTIONS": parts}


def open_database(address: Address, *, create: bool) -> tuple[str, bool]:
    """Return the Django alias of the store at `address`, made and migrated as needed, and whether it was made now."""
    configure()
    if address.folder is not None:
        _check_folder(address.folder, create=create)
    alias = alias_for(address)
    connection = connections[alias]
    place = address.printable
    try:
        with told(place):
            if address.folder is not None:
                with _one_at_a_time(address.folder):
                    check_file(connection, address.folder)
                    is_new = _migrate(connection, place, create=True)
            else:
                check_server(connection, place)
                is_new = _migrate(connection, place, create=create)
    except BaseException:
        connection.close()
        raise
    return alias, is_new


def alias_for(address: Address) -> str:
    """Return the alias of the database at `address` in Django, which nothing has been asked of yet."""
    entry = database_settings(address)
    alias = _site_alias(entry) or "rasd-" + sha256(f"{entry['NAME']} {address.url}".encode()).hexdigest()[:16]
    if alias not in connections.databases:
        databases = connections.configure_settings({**connections.databases, alias: entry})
        connections.databases[alias] = databases[alias]
    return alias


def _site_alias(entry: dict[str, Any]) -> str | None:
    """Return the alias under which a site has this very database: what both do there is one transaction."""
    site = connections.databases.get("default", {})
    same = all(site.get(key, "") == entry.get(key, "") for key in ("ENGINE", "NAME", "HOST", "PORT", "USER"))
    return "default" if same else None


def _check_folder(folder: Path, *, create: bool) -> None:
    if (folder / FILE).is_file():
        return
    if folder.is_dir() and any(path.name != DESK_FOLDER for path in folder.iterdir()):
        raise StoreError(
            f"{folder}: no store: a folder with other files and without {FILE}. Name another folder with --store, or"
            " an empty one."
        )
    if not create:
        raise StoreError(
            f"{folder}: no store there yet. `rasd collect` makes one; --store or RASD_STORE names another."
        )
    with told(str(folder)):
        folder.mkdir(parents=True, exist_ok=True)


@contextmanager
def _one_at_a_time(folder: Path) -> Iterator[None]:
    """Hold the folder's lock file; where the system or the folder has none, the database's own lock must do."""
    try:
        import fcntl
    except ImportError:
        yield
        return
    handle = None
    try:
        handle = os.open(folder / "rasd.lock", os.O_RDWR | os.O_CREAT, 0o666)
        fcntl.flock(handle, fcntl.LOCK_EX)
    except OSError:
        pass
    try:
        yield
    finally:
        if handle is not None:
            os.close(handle)


def check_file(connection: BaseDatabaseWrapper, folder: Path) -> None:
    """Mark a new SQLite file as a store. Raises StoreError when it belongs to another program."""
    with connection.cursor() as cursor:
        found = cursor.execute("PRAGMA application_id").fetchone()[0]
        if found == _APPLICATION_ID:
            return
        if found or connection.introspection.table_names(cursor):
            raise StoreError(
                f"{folder}: no store: its {FILE} belongs to another program. Name another folder with --store."
            )
        cursor.execute(f"PRAGMA application_id = {_APPLICATION_ID}")


def check_server(connection: BaseDatabaseWrapper, place: str) -> None:
    """Raise StoreError when a server is too old or its database in another encoding."""
    connection.ensure_connection()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_setting('server_version_num')::int, current_setting('server_encoding')"
        )
        version, encoding = cursor.fetchone()
    if version < 140000:
        raise StoreError(f"{place}: PostgreSQL {version // 10000} is too old. Use 14 or newer.")
    if encoding != "UTF8":
        raise StoreError(
            f"{place}: the database is encoded in {encoding}. Make one with: createdb --encoding=UTF8 NAME"
        )


def _migrate(connection: BaseDatabaseWrapper, place: str, *, create: bool) -> bool:
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    loader = executor.loader
    known = set(loader.disk_migrations)
    applied = {key for key in loader.applied_migrations if key[0] == "store"}
    newer = sorted(name for app, name in applied if (app, name) not in known)
    if newer:
        raise StoreError(
            f"{place}: a newer Rasd has changed this store ({newer[-1]}). Update Rasd: pip install --upgrade rasd"
        )
    targets = loader.graph.leaf_nodes("store")
    if not executor.migration_plan(targets):
        return False
    if not applied and not create:
        raise StoreError(f"{place}: no store in this database yet. `rasd collect` makes one.")
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [_MIGRATING])
        try:
            executor = MigrationExecutor(connection)  # somebody else may have done it while this one waited
            executor.migrate(targets)
        finally:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [_MIGRATING])
    else:
        executor.migrate(targets)
    return not applied
