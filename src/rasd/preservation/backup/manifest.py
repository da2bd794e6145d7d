"""The first member of a backup: what it was made of, by which Rasd, and which tables follow."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from rasd.errors import PreservationError
from rasd.preservation.backup.parcel import Member
from rasd.preservation.backup.snapshot import Table

__all__ = ["MANIFEST", "TOTALS", "Manifest", "totals_of"]

MANIFEST, TOTALS = "manifest.json", "totals.json"
_FORMAT, _VERSION = "rasd-backup", 1


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup says of itself."""

    made: str
    software: str
    database: str
    """`sqlite` or `postgresql`."""
    migrations: Sequence[tuple[str, str]]
    tables: Sequence[Table]
    custody: tuple[int, str]
    """Number and hash of the last entry of the custody log."""

    def written(self) -> bytes:
        """Return it as the member."""
        said = {
            "format": _FORMAT,
            "version": _VERSION,
            "made": self.made,
            "software": self.software,
            "database": self.database,
            "custody": {"seq": self.custody[0], "hash": self.custody[1]},
            "migrations": [list(one) for one in self.migrations],
            "tables": [table.described() for table in self.tables],
        }
        return json.dumps(said, ensure_ascii=False, indent=1).encode()

    @classmethod
    def first_of(cls, members: Iterator[Member], place: str) -> Manifest:
        """Take the first member, which must be the manifest. Raises PreservationError when it is not."""
        first = next(members, None)
        if first is None or first.name != MANIFEST:
            raise PreservationError(f"{place}: does not begin with a manifest: no backup of Rasd.")
        return cls.read(first.stream.read(), place)

    @classmethod
    def read(cls, data: bytes, place: str) -> Manifest:
        """Read it. Raises PreservationError when this Rasd cannot."""
        try:
            said: Any = json.loads(data)
            if said["format"] != _FORMAT:
                raise KeyError("format")
            if said["version"] > _VERSION:
                raise PreservationError(
                    f"{place}: was made by a newer Rasd ({str(said['software'])[:40]}). Update: pip install --upgrade rasd"
                )
            return cls(
                str(said["made"]),
                str(said["software"]),
                str(said["database"]),
                [(str(app), str(name)) for app, name in said["migrations"]],
                [
                    Table(
                        str(one["name"]),
                        tuple((str(name), str(kind)) for name, kind in one["columns"]),
                        None if one["last"] is None else int(one["last"]),
                        bool(one["is_virtual"]),
                    )
                    for one in said["tables"]
                ],
                (int(said["custody"]["seq"]), str(said["custody"]["hash"])),
            )
        except (ValueError, KeyError, TypeError):
            raise PreservationError(f"{place}: its manifest cannot be read: no backup of Rasd.") from None


def totals_of(data: bytes, place: str) -> dict[str, int]:
    """Return how many rows a backup says that each table has."""
    try:
        return {str(name): int(rows) for name, rows in json.loads(data).items()}
    except (ValueError, TypeError, AttributeError):
        raise PreservationError(
            f"{place}: the numbers of its rows are damaged. Take another copy of the backup."
        ) from None
