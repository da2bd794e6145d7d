"""The room `access` as a Django application."""

from __future__ import annotations

from django.apps import AppConfig

__all__ = ["AccessConfig"]


class AccessConfig(AppConfig):
    """See the room."""

    name = "rasd.desk.access"
    label = "desk_access"
    default_auto_field = "django.db.models.BigAutoField"
