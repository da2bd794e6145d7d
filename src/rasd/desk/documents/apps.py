"""The room `documents` as a Django application."""

from __future__ import annotations

from django.apps import AppConfig

__all__ = ["DocumentsConfig"]


class DocumentsConfig(AppConfig):
    """See the room."""

    name = "rasd.desk.documents"
    label = "desk_documents"
    default_auto_field = "django.db.models.BigAutoField"
