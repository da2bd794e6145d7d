"""The inner tar of a backup: a manifest first, the rows in pieces, the files, and the hash of each of them last.

It is written and read in one go, piece by piece; what is read is held against the hashes before anything rests on it.
"""

from __future__ import annotations

import hashlib
import io
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO, cast

from rasd.errors import PreservationError

__all__ = ["HASHES", "Member", "ParcelReader", "ParcelWriter"]

HASHES = "SHA256SUMS"
"""The last member; ``sha256sum -c`` reads it too."""
_CHUNK = 1 << 20


class ParcelWriter:
    """Puts members in; use as a context manager, which writes the hashes at its end."""

    def __init__(self, sink: BinaryIO) -> None:
        self._tar = tarfile.TarFile(
            fileobj=cast(BinaryIO, _Forward(sink)), mode="w", format=tarfile.PAX_FORMAT
        )
        self._lines: list[str] = []

    def put(self, name: str, data: bytes) -> None:
        """Put a member that stands in memory."""
        self.copy(name, len(data), io.BytesIO(data))

    def copy(self, name: str, size: int, source: BinaryIO) -> str:
        """Put the next `size` bytes of a stream, and return their SHA-256. Raises OSError when there are fewer."""
        info = tarfile.TarInfo(name)
        info.size, info.mode = size, 0o600
        hashed = _Hashed(source)
        self._tar.addfile(info, cast(BinaryIO, hashed))
        digest = hashed.digest.hexdigest()
        self._lines.append(f"{digest}  {name}\n")
        return digest

    def finish(self) -> None:
        """Write the hashes and the end."""
        data = "".join(self._lines).encode()
        info = tarfile.TarInfo(HASHES)
        info.size, info.mode = len(data), 0o600
        self._tar.addfile(info, io.BytesIO(data))
        self._tar.close()


class _Forward:
    """A stream that never goes back, and knows how far it is: all that writing a tar needs."""

    def __init__(self, sink: BinaryIO) -> None:
        self._sink, self._at = sink, 0

    def write(self, data: bytes) -> int:
        self._sink.write(data)
        self._at += len(data)
        return len(data)

    def tell(self) -> int:
        return self._at


class _Hashed:
    """A stream that is hashed as it is read."""

    def __init__(self, source: BinaryIO, broken: PreservationError | None = None) -> None:
        self._source, self._broken = source, broken
        self.digest = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        try:
            piece = self._source.read(size)
        except tarfile.TarError:
            raise (self._broken or PreservationError("cut off")) from None
        self.digest.update(piece)
        return piece


@dataclass(frozen=True, slots=True)
class Member:
    """One member, whose bytes must be read before the next is asked for."""

    name: str
    size: int
    stream: BinaryIO


class ParcelReader:
    """Takes members out in their order, and proves them once the last was taken."""

    def __init__(self, source: BinaryIO, place: str) -> None:
        self._place = place
        self._lines: list[str] = []
        self.taken = 0
        """Bytes of members so far."""
        try:
            self._tar = tarfile.open(fileobj=source, mode="r|", bufsize=_CHUNK)  # noqa: SIM115
        except tarfile.TarError:
            raise self._broken("it is no backup, damaged or cut off") from None

    def _broken(self, what: str) -> PreservationError:
        return PreservationError(f"{self._place}: {what}. Take another copy of the backup.")

    def members(self) -> Iterator[Member]:
        """Yield all members but the hashes, then prove them. Raises PreservationError when something does not hold."""
        try:
            for info in self._tar:
                if not info.isfile():
                    raise self._broken(f"{info.name[:80]!r} in it is no file")
                source = self._tar.extractfile(info)
                assert source is not None
                if info.name == HASHES:
                    self._prove(source.read())
                    return
                hashed = _Hashed(cast(BinaryIO, source), self._broken("it is damaged or cut off"))
                yield Member(info.name, info.size, cast(BinaryIO, hashed))
                while hashed.read(_CHUNK):
                    pass
                self._lines.append(f"{hashed.digest.hexdigest()}  {info.name}\n")
                self.taken += info.size
        except (tarfile.TarError, EOFError):
            raise self._broken("it is damaged or cut off") from None
        raise self._broken("it is cut off: its end is missing")

    def _prove(self, said: bytes) -> None:
        lines: list[Any] = said.decode("utf-8", "replace").splitlines(keepends=True)
        for found, wanted in zip(self._lines, lines, strict=False):
            if found != wanted:
                raise self._broken(f"{found[66:].strip()} in it is not as it was when the backup was made")
        if len(lines) != len(self._lines):
            raise self._broken(f"it holds {len(self._lines)} members, and names {len(lines)}")
