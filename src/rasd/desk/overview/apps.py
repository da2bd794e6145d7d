"""The room `overview` as a Django application."""

from __future__ import annotations

from django.apps import AppConfig

__all__ = ["OverviewConfig"]


class OverviewConfig(AppConfig):
    """See the room."""

    name = "rasd.desk.overview"
    label = "desk_overview"
    default_auto_field = "django.db.models.BigAutoField"
