"""Compressed inputs, opened within limits: a bomb costs no more than they allow, is named, and the rest goes on.

Nothing is ever unpacked under a name that an archive gives: names are only shown.
"""

from __future__ import annotations

import io
import struct
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

from rasd.errors import DocumentError

__all__ = [
    "MAX_DEPTH",
    "MOST_RATIO",
    "Unzipped",
    "gunzipped",
    "members",
    "opened_member",
    "opened_zip",
    "shown",
    "spooled",
]

MAX_DEPTH = 3
"""Archives within archives; deeper ones are refused by name."""
MOST_RATIO = 250
"""How many times its size packed text may be: text and markup reach 30, rows of one shape 100; a bomb 1,000 and more."""
_MOST_MEMBERS = 50_000
_MOST_DIRECTORY = 20_000_000
_MOST_BYTES = 20_000_000_000
_FREE = 100_000_000  # below this a high ratio costs nothing
_STEP = 1 << 16
_LINK = 0o120000


class Unzipped(io.RawIOBase):
    """The bytes that a gzip file holds, unpacked as they are asked for, member after member.

    Reading raises DocumentError when the file is a bomb, is broken, or ends too early.
    """

    def __init__(self, stream: BinaryIO, name: str) -> None:
        super().__init__()
        self._stream = stream
        self._name = name
        self._unpacker = zlib.decompressobj(16 + zlib.MAX_WBITS)
        self._left = b""
        self._came = self._gave = 0
        self._is_between = False  # a member has ended, and another may begin

    def readable(self) -> bool:
        """Return True: this is a stream to read from."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Fill `buffer` with what comes next; 0 at the end."""
        while True:
            if not self._left:
                self._left = self._stream.read(_STEP)
                self._came += len(self._left)
                if not self._left:
                    if self._is_between:
                        return 0
                    raise DocumentError(
                        f"{self._name}: cut short: the gzip data end too early. Get it again."
                    )
            if self._is_between:
                if not self._left.startswith(b"\x1f"):  # padding behind the last member
                    return 0
                self._unpacker = zlib.decompressobj(16 + zlib.MAX_WBITS)
                self._is_between = False
            try:
                piece = self._unpacker.decompress(self._left, len(buffer))
            except zlib.error as error:
                raise DocumentError(f"{self._name}: broken gzip data ({error}). Get it again.") from None
            self._left = self._unpacker.unconsumed_tail
            if self._unpacker.eof:
                self._left, self._is_between = self._unpacker.unused_data, True
            if piece:
                self._gave += len(piece)
                _refuse_bomb(self._gave, self._came, self._name)
                buffer[: len(piece)] = piece
                return len(piece)


def _refuse_bomb(gave: int, came: int, name: str) -> None:
    if gave > _MOST_BYTES or (gave > _FREE and gave > MOST_RATIO * max(came, 1)):
        raise DocumentError(
            f"{name}: a bomb? {came} compressed bytes hold more than {gave / 1e6:.0f} MB. Limits:"
            f" {_MOST_BYTES / 1e9:g} GB, and {MOST_RATIO} times the size above {_FREE / 1e6:g} MB. Unpack it yourself if"
            " it is meant."
        )


def gunzipped(stream: BinaryIO, name: str) -> BinaryIO:
    """Return a buffered stream of what a gzip file holds, within limits."""
    return io.BufferedReader(Unzipped(stream, name), _STEP)


@contextmanager
def spooled(stream: BinaryIO, name: str) -> Iterator[BinaryIO]:
    """Give `stream` as one that can be rewound, over a temporary file where it cannot; bounded in size."""
    try:
        # A member of a zip can be rewound, but each time it is unpacked again from its start.
        if stream.seekable() and not isinstance(stream, zipfile.ZipExtFile):
            yield stream
            return
    except (OSError, ValueError):
        pass
    with tempfile.TemporaryFile() as copy:
        size = 0
        while chunk := stream.read(_STEP):
            size += len(chunk)
            if size > _MOST_BYTES:
                raise DocumentError(f"{name}: longer than {_MOST_BYTES / 1e9:g} GB. Split it.")
            copy.write(chunk)
        copy.seek(0)
        yield copy


def _refuse_directory(stream: BinaryIO, name: str) -> None:
    """Refuse a zip whose list of members is too long, before that list is read into memory."""
    stream.seek(0, io.SEEK_END)
    size = stream.tell()
    stream.seek(max(0, size - (1 << 16) - 1024))
    tail = stream.read()
    stream.seek(0)
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) < at + 22:
        raise DocumentError(f"{name}: cut short or no zip: its list of members is missing. Get it again.")
    count, length = struct.unpack_from("<HI", tail, at + 10)
    at = tail.rfind(b"PK\x06\x06")  # the 64 bit form of the same
    if at >= 0 and len(tail) >= at + 56:
        count, length = struct.unpack_from("<QQ", tail, at + 32)
    if count > _MOST_MEMBERS or length > _MOST_DIRECTORY:
        raise DocumentError(
            f"{name}: a bomb? The zip lists {count} members in {length} bytes; limits: {_MOST_MEMBERS} and"
            f" {_MOST_DIRECTORY / 1e6:g} MB. Split it."
        )


@contextmanager
def opened_zip(stream: BinaryIO, name: str) -> Iterator[zipfile.ZipFile]:
    """Give the zip in a stream that can be rewound; raises DocumentError when it is a bomb, broken or cut short."""
    _refuse_directory(stream, name)
    try:
        archive = zipfile.ZipFile(stream)
    except (
        zipfile.BadZipFile,
        NotImplementedError,
        OSError,
        ValueError,
        struct.error,
        OverflowError,
    ) as error:
        raise DocumentError(f"{name}: broken zip ({str(error)[:100]}). Get it again.") from None
    with archive:
        listed = archive.infolist()
        if len(listed) > _MOST_MEMBERS:
            raise DocumentError(
                f"{name}: a bomb? {len(listed)} members; the limit is {_MOST_MEMBERS}. Split it."
            )
        _refuse_bomb(sum(member.file_size for member in listed), _size(stream), name)
        yield archive


def _size(stream: BinaryIO) -> int:
    at = stream.tell()
    size = stream.seek(0, io.SEEK_END)
    stream.seek(at)
    return size


def members(archive: zipfile.ZipFile, name: str) -> Iterator[tuple[zipfile.ZipInfo, DocumentError | None]]:
    """Yield the files of a zip, sorted by name, each with the reason why it is not opened."""
    seen: set[str] = set()
    for member in sorted(archive.infolist(), key=lambda member: member.filename):
        if member.is_dir():
            continue
        where = f"{name}: {shown(member)}"
        parts = member.filename.replace("\\", "/").split("/")
        error = None
        if member.flag_bits & 1:
            error = DocumentError(f"{where}: encrypted. Unpack it with its password first.")
        elif ".." in parts or parts[0] == "" or parts[0].endswith(":"):
            error = DocumentError(f"{where}: its path leads out of the archive. Left out.")
        elif (member.external_attr >> 16) & 0o170000 == _LINK:
            error = DocumentError(f"{where}: a link, not a file. Left out.")
        elif member.filename in seen:
            error = DocumentError(f"{where}: a second member of this name. Left out.")
        seen.add(member.filename)
        yield member, error


def shown(member: zipfile.ZipInfo) -> str:
    """Return a member's name as it can be printed: bounded, without control characters."""
    return "".join(c if c.isprintable() else "\ufffd" for c in member.filename)[:300]


@contextmanager
def opened_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str) -> Iterator[BinaryIO]:
    """Give the stream of one member; what is wrong with it becomes a DocumentError naming it."""
    try:
        with archive.open(member) as stream:
            yield stream  # type: ignore[misc]
    except (
        zipfile.BadZipFile,
        NotImplementedError,
        RuntimeError,
        EOFError,
        zlib.error,
        struct.error,
    ) as error:
        raise DocumentError(f"{name}: broken in the zip ({str(error)[:100]}). Get it again.") from None
