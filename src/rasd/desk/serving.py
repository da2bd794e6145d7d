"""Starting a desk: the tables are brought up to date, then one process answers and one does the long work."""

from __future__ import annotations

import os
import socket
import sys
from typing import TYPE_CHECKING

from rasd.errors import StoreError

if TYPE_CHECKING:
    from rasd.desk.options import DeskOptions
    from rasd.store import Store

__all__ = ["prepare", "serve"]

_TOLD_EVERY = 5_000


def prepare(options: DeskOptions) -> Store:
    """Configure Django for `options` in this process, bring all tables up to date, and return the open store.

    Raises StoreError. A process serves one desk: a second call must give the same store.
    """
    os.environ.update(options.exported())
    os.environ["DJANGO_SETTINGS_MODULE"] = "rasd.desk.settings"
    import django

    django.setup()
    from rasd.desk.site.shelf import store
    from rasd.store.failing import told

    opened = store()
    with told(opened.address):
        _bring_up_to_date(opened)
    _fill_queue(opened)
    return opened


def _bring_up_to_date(opened: Store) -> None:
    """Make the tables of rooms. They are new: what refers to what in the store is not looked through anew for each.

    SQLite would read the whole database after every migration, minutes with a large one.
    """
    from django.core.management import call_command
    from django.db import connections

    connection = connections[opened.alias]
    connection.__dict__["check_constraints"] = lambda table_names=None: None
    try:
        call_command("migrate", verbosity=0, interactive=False)
    finally:
        del connection.__dict__["check_constraints"]


def _fill_queue(opened: Store) -> None:
    """Give documents that were coded before there was a queue their place in it; where there are many, say how far it is."""
    placed = told = 0
    for number in opened.fill_queue():
        placed += number
        if placed - told >= _TOLD_EVERY:
            told = placed
            print(f"rasd desk: {placed:,} documents have got their place in the queue.", file=sys.stderr)


def serve(options: DeskOptions) -> None:
    """Serve until interrupted. Raises StoreError when the port is taken or the store cannot be opened."""
    _check_port(options)
    prepare(options).close()
    from granian.constants import Interfaces
    from granian.log import LogLevels
    from granian.server import Server

    server = Server(
        "rasd.desk.wsgi:application",
        address=options.host,
        port=options.port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=options.threads,
        backpressure=256,
        log_level=LogLevels.warning,
        log_access=False,
    )
    from rasd.desk.jobs.keeping import working

    with working():
        server.serve()


def _check_port(options: DeskOptions) -> None:
    family = socket.AF_INET6 if ":" in options.host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        if sys.platform != "win32":
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((options.host.strip("[]"), options.port))
        except (OSError, OverflowError) as error:
            raise StoreError(
                f"{options.host}:{options.port}: the desk cannot listen there: {error}."
                " Another desk may be running; --port names another port."
            ) from None
