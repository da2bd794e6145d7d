"""The room `intake` as a Django application."""

from __future__ import annotations

from django.apps import AppConfig

__all__ = ["IntakeConfig"]


class IntakeConfig(AppConfig):
    """See the room."""

    name = "rasd.desk.intake"
    label = "desk_intake"
    default_auto_field = "django.db.models.BigAutoField"
