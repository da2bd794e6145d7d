"""The room `giving` as a Django application."""

from __future__ import annotations

from django.apps import AppConfig

__all__ = ["GivingConfig"]


class GivingConfig(AppConfig):
    """See the room."""

    name = "rasd.desk.giving"
    label = "desk_giving"
    default_auto_field = "django.db.models.BigAutoField"
