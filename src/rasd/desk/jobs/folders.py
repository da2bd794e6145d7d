"""Where a job keeps the files that it makes: a folder of its own within the desk's."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

__all__ = ["folder_of"]


def folder_of(number: int, desk: Path | None = None) -> Path:
    """Return the folder of a job within that of the desk, by default this one's; it may not be there."""
    within: Path = settings.OPTIONS.folder if desk is None else desk
    return within / "jobs" / str(number)
