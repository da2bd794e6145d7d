"""The room `jobs` as a Django application."""

from __future__ import annotations

from django.apps import AppConfig

__all__ = ["JobsConfig"]


class JobsConfig(AppConfig):
    """See the room."""

    name = "rasd.desk.jobs"
    label = "desk_jobs"
    default_auto_field = "django.db.models.BigAutoField"
