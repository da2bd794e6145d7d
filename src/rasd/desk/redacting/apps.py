"""The room `redacting` as a Django application."""

from __future__ import annotations

from django.apps import AppConfig

__all__ = ["RedactingConfig"]


class RedactingConfig(AppConfig):
    """See the room."""

    name = "rasd.desk.redacting"
    label = "desk_redacting"
