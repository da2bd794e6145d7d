"""The room `selection` as a Django application: it has words and parts of pages, and no address."""

from __future__ import annotations

from django.apps import AppConfig

__all__ = ["SelectionConfig"]


class SelectionConfig(AppConfig):
    """See the room."""

    name = "rasd.desk.selection"
    label = "desk_selection"
    default_auto_field = "django.db.models.BigAutoField"
