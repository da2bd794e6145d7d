"""The room `seeing` as a Django application."""

from __future__ import annotations

from django.apps import AppConfig

__all__ = ["SeeingConfig"]


class SeeingConfig(AppConfig):
    """See the room."""

    name = "rasd.desk.seeing"
    label = "desk_seeing"
    default_auto_field = "django.db.models.BigAutoField"
