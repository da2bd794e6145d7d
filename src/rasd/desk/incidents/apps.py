"""The room `incidents` as a Django application."""

from __future__ import annotations

from django.apps import AppConfig

__all__ = ["IncidentsConfig"]


class IncidentsConfig(AppConfig):
    """See the room."""

    name = "rasd.desk.incidents"
    label = "desk_incidents"
    default_auto_field = "django.db.models.BigAutoField"
