"""The store that this desk stands on: opened once a process, over Django's default connection."""

from __future__ import annotations

from functools import cache

from django.conf import settings

from rasd.store import Store

__all__ = ["store"]


@cache
def store() -> Store:
    """Return the open store, whose alias is ``default``: its transactions and the desk's own are one."""
    options = settings.OPTIONS
    return Store.open(options.store, evidence=options.evidence, create=True)
