"""The room `intake` as a Django application: its kinds of jobs."""

from __future__ import annotations

from contextlib import suppress

from django.apps import AppConfig
from django.conf import settings

from rasd.desk.jobs import register

__all__ = ["IntakeConfig"]

_WORK = "rasd.desk.intake.work"


class IntakeConfig(AppConfig):
    """See the room."""

    name = "rasd.desk.intake"
    label = "desk_intake"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register what this room does in the background, and make the folder in which uploads wait."""
        with suppress(OSError):
            settings.OPTIONS.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        register("intake.files", f"{_WORK}:files", repeats=False)
        register("intake.addresses", f"{_WORK}:addresses")
        register("intake.feeds", f"{_WORK}:feeds")
        register("intake.example", f"{_WORK}:example")
        register("code", f"{_WORK}:code")
        register("link", f"{_WORK}:link")
