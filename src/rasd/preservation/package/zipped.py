"""The ZIP file of a package: every member named with its size and SHA-256 in ``datapackage.json``.

Nothing in it depends on the clock or the machine: the same contents give the same bytes.
"""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from typing import IO, Any, BinaryIO, Self

import rasd

__all__ = ["WACZ_VERSION", "Zipped"]

WACZ_VERSION = "1.1.1"
"""The stable one: 1.2.0 is a draft with the same files, which validators do not know yet."""
_PIECES = 1 << 20


class _Member:
    """An open member: what is written to it is counted and hashed."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self.size = 0
        self.digest = hashlib.sha256()

    def write(self, data: bytes) -> None:
        self._stream.write(data)
        self.digest.update(data)
        self.size += len(data)


class Zipped:
    """A package in the making; members are written one after another, `finish` writes their list."""

    def __init__(self, stream: BinaryIO, *, at: datetime) -> None:
        self._zip = zipfile.ZipFile(stream, "w", allowZip64=True)
        self._at = at.astimezone(UTC)
        self._resources: list[dict[str, Any]] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Let go of the stream, also in the middle of a failure: the one that wrote to it throws it away."""
        with suppress(Exception):
            self._zip.close()

    def _info(self, path: str, *, stored: bool) -> zipfile.ZipInfo:
        year = min(max(self._at.year, 1980), 2107)
        info = zipfile.ZipInfo(path, (year, *self._at.timetuple()[1:6]))
        info.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
        info.external_attr = 0o600 << 16
        info.create_system = 3
        return info

    @contextmanager
    def member(self, path: str, *, stored: bool = False) -> Iterator[_Member]:
        """Open a member for writing; what is compressed already is `stored`, so that it can be read in place."""
        with self._zip.open(self._info(path, stored=stored), "w", force_zip64=True) as stream:
            member = _Member(stream)
            yield member
        self._resources.append(
            {
                "name": path.rpartition("/")[2].lower(),
                "path": path,
                "hash": f"sha256:{member.digest.hexdigest()}",
                "bytes": member.size,
            }
        )

    def write(self, path: str, content: bytes | Iterable[bytes], *, stored: bool = False) -> None:
        """Write a whole member."""
        with self.member(path, stored=stored) as member:
            for piece in (content,) if isinstance(content, bytes) else content:
                for start in range(0, len(piece), _PIECES):
                    member.write(piece[start : start + _PIECES])

    def finish(self, *, title: str, description: str, facts: dict[str, Any]) -> str:
        """Write ``datapackage.json`` and its digest; return the SHA-256 of the former."""
        names: dict[str, int] = {}
        for resource in self._resources:  # a data package has each name once
            count = names.get(resource["name"], 0)
            names[resource["name"]] = count + 1
            resource["name"] += f"-{count}" if count else ""
        described = {
            "profile": "data-package",
            "title": title,
            "description": description,
            "created": f"{self._at:%Y-%m-%dT%H:%M:%SZ}",
            "wacz_version": WACZ_VERSION,
            "software": f"rasd {rasd.__version__}",
            "rasd": facts,
            "resources": self._resources,
        }
        written = json.dumps(described, ensure_ascii=False, indent=2).encode()
        digest = hashlib.sha256(written).hexdigest()
        self._zip.writestr(self._info("datapackage.json", stored=False), written)
        named = json.dumps({"path": "datapackage.json", "hash": f"sha256:{digest}"}, indent=2)
        self._zip.writestr(self._info("datapackage-digest.json", stored=False), named)
        self._zip.close()
        return digest
