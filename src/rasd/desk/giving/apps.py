"""The room `giving` as a Django application."""

from __future__ import annotations

from django.apps import AppConfig

__all__ = ["GivingConfig"]


class GivingConfig(AppConfig):
    """See the room."""

    name = "rasd.desk.giving"
    label = "desk_giving"

    def ready(self) -> None:
        """Make its kinds of jobs known."""
        from rasd.desk.jobs import register

        register("export", "rasd.desk.giving.work:write_export", need="read")
        register("publish", "rasd.desk.giving.work:write_published", need="verify")
