"""The room `ledgers` as a Django application."""

from __future__ import annotations

from django.apps import AppConfig

__all__ = ["LedgersConfig"]


class LedgersConfig(AppConfig):
    """See the room."""

    name = "rasd.desk.ledgers"
    label = "desk_ledgers"
