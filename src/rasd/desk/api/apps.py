"""The room `api` as a Django application."""

from __future__ import annotations

from django.apps import AppConfig

__all__ = ["ApiConfig"]


class ApiConfig(AppConfig):
    """See the room."""

    name = "rasd.desk.api"
    label = "desk_api"
    default_auto_field = "django.db.models.BigAutoField"
