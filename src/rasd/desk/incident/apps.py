"""The room `incident` as a Django application."""

from __future__ import annotations

from django.apps import AppConfig

__all__ = ["IncidentConfig"]


class IncidentConfig(AppConfig):
    """See the room."""

    name = "rasd.desk.incident"
    label = "desk_incident"
    default_auto_field = "django.db.models.BigAutoField"
