"""A backup's shell: who can open it, and how it is opened again. Any size streams through, with a passphrase too.

For public keys the file is in the age format as it is. For a passphrase it is a tar of two age files: `key.age`, a
private key of its own that the passphrase opens, and `backup.age`, made for that key. In the clear it is the inner tar.
`tar`, `age` and `gunzip` open each of them without Rasd.
"""

from __future__ import annotations

import io
import tarfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from rasd.errors import PreservationError
from rasd.preservation.encryption import (
    AGE_HEADS,
    Readers,
    age_library,
    decrypting,
    encrypting,
    identities_of,
)

__all__ = ["Opener", "Seal"]

_BLOCK = tarfile.BLOCKSIZE
_KEY, _BODY = "key.age", "backup.age"
_LONGEST_KEY = 1 << 16


class Seal:
    """Writes for its readers, and can read back what it wrote: a key that nobody keeps is among those it is for."""

    def __init__(self, readers: Readers | None) -> None:
        """Take the readers; None: for everybody who holds the file."""
        self._readers = readers
        self._own: Any = age_library().x25519.Identity.generate() if readers is not None else None

    @contextmanager
    def writing(self, sink: BinaryIO) -> Iterator[BinaryIO]:
        """Yield a stream; `sink` holds all of it, sealed, once the context was left. `sink` must be able to go back."""
        if self._readers is None:
            yield sink
            return
        keys = Readers([*self._readers.keys, self._own.to_public()], self._readers.names)
        if self._readers.passphrase is None:
            with encrypting(sink, keys) as stream:
                yield stream
            return
        key = age_library().passphrase.encrypt(f"{self._own}\n".encode(), self._readers.passphrase)
        _put(sink, _KEY, len(key))
        sink.write(key)
        _pad(sink, len(key))
        at = sink.tell()
        _put(sink, _BODY, 0)
        with encrypting(sink, keys) as stream:
            yield stream
        size = sink.tell() - at - _BLOCK
        _pad(sink, size)
        sink.write(bytes(2 * _BLOCK))
        sink.seek(at)
        _put(sink, _BODY, size)
        sink.seek(0, io.SEEK_END)

    @contextmanager
    def reading(self, source: BinaryIO, place: str) -> Iterator[BinaryIO]:
        """Yield what was written, in the clear, to prove it."""
        if self._readers is None:
            yield source
            return
        body: BinaryIO = source
        if self._readers.passphrase is not None:
            key, body = _parts(source, place)
            if _key_within(key, self._readers.passphrase, place) != str(self._own):
                raise PreservationError(f"{place}: its key is not the one it was made with.")
        with decrypting(body, [self._own], place) as stream:
            yield stream


class Opener:
    """What a person opens backups with: a file of private keys, or a passphrase that is asked for once it is needed."""

    def __init__(self, identity: Path | None = None, passphrase: Callable[[], str] | None = None) -> None:
        self._identity = identity
        self._passphrase = passphrase

    @contextmanager
    def reading(self, source: BinaryIO, place: str) -> Iterator[BinaryIO]:
        """Yield the inner stream. Raises PreservationError for another key, another passphrase, or no backup at all."""
        head = source.read(_BLOCK)
        source.seek(0)
        if head.startswith(AGE_HEADS):
            if self._identity is None:
                raise PreservationError(
                    f"{place}: was made for a public key. Give the file with its private key: --identity FILE."
                )
            with decrypting(source, identities_of(age_library(), self._identity), place) as stream:
                yield stream
            return
        name = _named(head, place).name
        if name != _KEY:
            yield source
            return
        key, body = _parts(source, place)
        if self._passphrase is None:
            raise PreservationError(f"{place}: was made for a passphrase, and none was given.")
        library = age_library()
        identity = library.x25519.Identity.from_str(_key_within(key, self._passphrase(), place))
        with decrypting(body, [identity], place) as stream:
            yield stream


def _put(sink: BinaryIO, name: str, size: int) -> None:
    info = tarfile.TarInfo(name)
    info.size, info.mode = size, 0o600
    sink.write(info.tobuf(tarfile.GNU_FORMAT))


def _pad(sink: BinaryIO, size: int) -> None:
    sink.write(bytes(-size % _BLOCK))


def _named(head: bytes, place: str) -> tarfile.TarInfo:
    try:
        return tarfile.TarInfo.frombuf(head, "utf-8", "strict")
    except (tarfile.HeaderError, UnicodeDecodeError, ValueError):
        raise PreservationError(
            f"{place}: is no backup of Rasd, or its beginning is damaged. `rasd backup` writes them."
        ) from None


def _parts(source: BinaryIO, place: str) -> tuple[bytes, BinaryIO]:
    """Return the locked key, and the stream of what it opens."""
    info = _named(source.read(_BLOCK), place)
    if not 0 < info.size <= _LONGEST_KEY:
        raise PreservationError(f"{place}: its key is damaged. Take another copy of the backup.")
    key = source.read(info.size)
    source.read(-info.size % _BLOCK)
    body = _named(source.read(_BLOCK), place)
    if body.name != _BODY:
        raise PreservationError(
            f"{place}: is damaged or cut off behind its key. Take another copy of the backup."
        )
    return key, io.BufferedReader(_Within(source, body.size))


def _key_within(key: bytes, passphrase: str, place: str) -> str:
    library = age_library()
    try:
        return str(library.passphrase.decrypt(key, passphrase).decode("ascii").strip())
    except (library.DecryptError, UnicodeDecodeError):
        raise PreservationError(
            f"{place}: this passphrase does not open it, or its key is damaged. Nothing was written."
        ) from None


class _Within(io.RawIOBase):
    """The next bytes of a stream as a stream of their own."""

    def __init__(self, source: BinaryIO, size: int) -> None:
        self._source, self._left = source, size

    def readable(self) -> bool:
        return True

    def readinto(self, into: Any) -> int:
        piece = self._source.read(min(len(into), self._left))
        self._left -= len(piece)
        into[: len(piece)] = piece
        return len(piece)
