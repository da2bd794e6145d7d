"""Where a job keeps the files that it makes: a folder of its own within the desk's."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

__all__ = ["folder_of"]


def folder_of(number: int) -> Path:
    """Return the folder of a job; it may not be there."""
    folder: Path = settings.OPTIONS.folder / "jobs" / str(number)
    return folder
