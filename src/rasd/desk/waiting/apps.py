"""The room `waiting` as a Django application."""

from __future__ import annotations

from django.apps import AppConfig

__all__ = ["WaitingConfig"]


class WaitingConfig(AppConfig):
    """See the room."""

    name = "rasd.desk.waiting"
    label = "desk_waiting"
    default_auto_field = "django.db.models.BigAutoField"
