"""Addresses of stores: a folder with an SQLite file, or the URL of a PostgreSQL database. Passwords are never shown."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path

from rasd.errors import StoreError

__all__ = ["DEFAULT_FOLDER", "DESK_FOLDER", "Address", "parse_address"]

DEFAULT_FOLDER = "rasd-store"
FILE = "rasd.db"
DESK_FOLDER = "desk"
"""In a store's folder, what is the desk's own; the desk makes it before the store."""
_URL = re.compile(r"postgres(?:ql)?://", re.IGNORECASE)
_SECRET = re.compile(
    r"(?P<user>://[^/?#@:\s]*):[^/?#@\s]*@|(?P<field>(?:^|[?&\s])(?:password|passfile|sslpassword)=)[^&\s]*"
)


@dataclass(frozen=True, slots=True)
class Address:
    """Where a store is."""

    folder: Path | None
    """Of an SQLite store."""
    url: str | None
    """Of a PostgreSQL store, password and all: never shown; `printable` is."""
    evidence: Path

    @property
    def printable(self) -> str:
        """Return the address without its password."""
        return str(self.folder) if self.url is None else masked(self.url)

    @property
    def database(self) -> Path | None:
        """Return the file of an SQLite store."""
        return self.folder / FILE if self.folder is not None else None


def masked(text: str) -> str:
    """Return `text` with the passwords of addresses in it left out.

    >>> masked("postgresql://monitor:geheim@db.example/rasd?sslmode=require")
    'postgresql://monitor:***@db.example/rasd?sslmode=require'
    """
    return _SECRET.sub(lambda m: f"{m['user']}:***@" if m["user"] is not None else f"{m['field']}***", text)


def parse_address(address: str | None = None, evidence: Path | None = None) -> Address:
    """Return the store that `address`, else RASD_STORE, else the working directory names.

    Raises StoreError on an address that is neither a folder nor a PostgreSQL URL.
    """
    given = address or os.environ.get("RASD_STORE") or DEFAULT_FOLDER
    named = evidence or (Path(os.environ["RASD_EVIDENCE"]) if os.environ.get("RASD_EVIDENCE") else None)
    if _URL.match(given):
        return Address(None, given, named or Path("rasd-evidence"))
    if re.match(r"[A-Za-z][A-Za-z0-9+.-]+://", given):
        raise StoreError(
            f"{masked(given)}: no address of a store. Give a folder, or postgresql://user@host/database."
        )
    folder = Path(given).expanduser()
    if folder.is_file():
        remedy = f"Give its folder: {folder.parent}" if folder.name == FILE else "Give the folder of a store"
        raise StoreError(f"{folder}: a store is a folder, and this is a file. {remedy}.")
    return Address(folder, None, named or folder / "evidence")
