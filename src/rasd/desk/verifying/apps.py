"""The room `verifying` as a Django application."""

from __future__ import annotations

from django.apps import AppConfig

__all__ = ["VerifyingConfig"]


class VerifyingConfig(AppConfig):
    """See the room."""

    name = "rasd.desk.verifying"
    label = "desk_verifying"
    default_auto_field = "django.db.models.BigAutoField"
