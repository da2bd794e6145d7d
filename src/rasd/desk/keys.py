"""The key that signs sessions: made once, kept in the desk's folder, readable by its owner only."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from rasd.errors import StoreError

__all__ = ["secret_key"]

_FILE = "secret.key"
_SHORTEST = 40


def secret_key(folder: Path) -> str:
    """Return the key of `folder`, made when there is none; RASD_DESK_SECRET goes before. Raises StoreError."""
    given = os.environ.get("RASD_DESK_SECRET", "")
    if given:
        return given
    path = folder / _FILE
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        try:
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            pass
        else:
            with os.fdopen(handle, "w", encoding="ascii") as stream:
                stream.write(secrets.token_urlsafe(64))
        found = path.read_text("ascii").strip()
    except (OSError, UnicodeError) as error:
        raise StoreError(
            f"{path}: the key of the desk cannot be read or made: {error}. Give it to its owner."
        ) from None
    if len(found) < _SHORTEST:
        raise StoreError(
            f"{path}: too short for a key. Delete the file: the next start makes one, and people sign in anew."
        )
    return found
