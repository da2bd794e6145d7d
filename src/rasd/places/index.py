"""Compiled gazetteer files: opened by memory mapping, looked up by hash, whatever the number of places.

    header   magic, version, counts and offsets of the sections, checksums of the header and of the body
    meta     JSON: title, licence, source, number of places
    starts   one offset a place, into `places`
    places   one record a place: numbers, then texts
    slots    open-addressed hash table of offsets into `keys`
    keys     key -> numbers of the places that bear it
    words    the same for first words -> number of words of the longest key that starts with it

Slots are at most a quarter full, so a look-up reads one or two of them with 3,000 places or 3 million.
"""

from __future__ import annotations

import json
import mmap
import os
import struct
import tempfile
from collections.abc import Iterable, Sequence
from math import isnan
from pathlib import Path
from typing import Any
from zlib import crc32

from rasd.errors import DataError, OutputError
from rasd.places.names import spellings
from rasd.places.place import KINDS, PRECISIONS, Place

__all__ = ["Index", "compile_places", "index_of", "write_index"]

_MAGIC = b"RASDGAZ\x00"
_VERSION = 1
# magic, version, places, slots (log2), word slots (log2), size, six section offsets, checksum of the body
_HEADER = struct.Struct("<8sIIIIQ6QI")
_CHECK = struct.Struct("<I")
_U32 = struct.Struct("<I")
_ENTRY = struct.Struct("<HH")
_PLACE = struct.Struct("<ddIBBH")
_NO_POINT = float("nan")
_SEPARATOR = "\x1f"
_REMEDY = "Remove it, then compile it again with `rasd gazetteer add FILE`."


def compile_places(places: Sequence[Place], meta: dict[str, Any]) -> bytes:
    """Compile places into the bytes of an index file."""
    starts: list[bytes] = []
    records: list[bytes] = []
    by_key: dict[str, list[int]] = {}
    longest: dict[str, int] = {}
    offset = 0
    for number, place in enumerate(places):
        record = _record(place)
        starts.append(_U32.pack(offset))
        records.append(record)
        offset += len(record)
        forms: set[str] = set()
        for name in (place.name, *place.aliases):
            forms |= spellings(name, place.kind)
        for form in sorted(forms):
            by_key.setdefault(form, []).append(number)
            first, _, rest = form.partition(" ")
            longest[first] = max(longest.get(first, 0), 1 + (rest.count(" ") + 1 if rest else 0))
    key_bits, slots, keys = _table(
        {form: b"".join(map(_U32.pack, numbers)) for form, numbers in by_key.items()},
    )
    word_bits, word_slots, words = _table({word: _U32.pack(count) for word, count in longest.items()})
    described = json.dumps({**meta, "places": len(places), "keys": len(by_key)}, ensure_ascii=False).encode()
    sections = [described, b"".join(starts), b"".join(records), slots + keys, word_slots + words]
    offsets: list[int] = []
    position = _HEADER.size + _CHECK.size
    for section in sections:
        offsets.append(position)
        position += len(section)
    body = b"".join(sections)
    header = _HEADER.pack(
        _MAGIC, _VERSION, len(places), key_bits, word_bits, position, *offsets, position, crc32(body)
    )
    return header + _CHECK.pack(crc32(header)) + body


def write_index(path: Path, content: bytes) -> None:
    """Write an index file atomically: readers see the old file or the new one, never a half."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(content)
            os.chmod(name, 0o644)
            os.replace(name, path)
        except BaseException:
            os.unlink(name)
            raise
    except OSError as error:
        raise OutputError(
            f"{path}: cannot be written ({error.strerror}). Choose another folder with RASD_GAZETTEER_DIR."
        ) from error


def _record(place: Place) -> bytes:
    texts = _SEPARATOR.join(
        (place.id, place.name, ";".join(place.aliases), place.country, place.admin1, place.admin2)
    ).encode()
    return (
        _PLACE.pack(
            _NO_POINT if place.latitude is None else place.latitude,
            _NO_POINT if place.longitude is None else place.longitude,
            min(place.population, 0xFFFFFFFF),
            KINDS.index(place.kind),
            1 if place.core else 0,
            len(texts),
        )
        + texts
    )


def _table(entries: dict[str, bytes]) -> tuple[int, bytes, bytes]:
    """Return (log2 of the slots, slots, entries): offsets are stored plus one, zero is an empty slot."""
    bits = max(3, (4 * len(entries)).bit_length())
    slots = [0] * (1 << bits)
    mask = len(slots) - 1
    blob: list[bytes] = []
    offset = 0
    for text, value in entries.items():
        encoded = text.encode()
        slot = crc32(encoded) & mask
        while slots[slot]:
            slot = (slot + 1) & mask
        slots[slot] = offset + 1
        entry = _ENTRY.pack(len(encoded), len(value) // 4) + encoded + value
        blob.append(entry)
        offset += len(entry)
    return bits, struct.pack(f"<{len(slots)}I", *slots), b"".join(blob)


class Index:
    """One compiled gazetteer file, open for look-ups."""

    def __init__(self, content: bytes | mmap.mmap, name: str) -> None:
        self.name = name
        self._content = content
        size = len(content)
        if size < _HEADER.size + _CHECK.size or content[: len(_MAGIC)] != _MAGIC:
            raise DataError(f"{name}: is not a compiled gazetteer. {_REMEDY}")
        fields = _HEADER.unpack_from(content, 0)
        if _CHECK.unpack_from(content, _HEADER.size)[0] != crc32(content[: _HEADER.size]):
            raise DataError(f"{name}: the header is damaged. {_REMEDY}")
        if fields[1] != _VERSION:
            raise DataError(f"{name}: has format {fields[1]}, this Rasd reads format {_VERSION}. {_REMEDY}")
        if fields[5] != size:
            raise DataError(f"{name}: is cut short ({size} of {fields[5]} bytes). {_REMEDY}")
        self.count: int = fields[2]
        meta, self._starts, self._places, self._slots, self._word_slots = fields[6:11]
        self._mask = (1 << fields[3]) - 1
        self._word_mask = (1 << fields[4]) - 1
        self._keys = self._slots + 4 * (self._mask + 1)
        self._words = self._word_slots + 4 * (self._word_mask + 1)
        self._body_check: int = fields[12]
        try:
            self.meta: dict[str, Any] = json.loads(content[meta : self._starts])
        except ValueError as error:
            raise DataError(f"{name}: the description is damaged. {_REMEDY}") from error

    @classmethod
    def open(cls, path: Path) -> Index:
        """Map an index file; raises DataError when it is missing, cut short or no index."""
        try:
            with path.open("rb") as stream:
                if os.fstat(stream.fileno()).st_size == 0:
                    raise DataError(f"{path}: is empty. {_REMEDY}")
                return cls(mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ), str(path))
        except OSError as error:
            raise DataError(f"{path}: cannot be opened ({error.strerror}). {_REMEDY}") from error

    def verify(self) -> None:
        """Read the whole file and raise DataError unless its checksum holds."""
        if crc32(memoryview(self._content)[_HEADER.size + _CHECK.size :]) != self._body_check:
            raise self._damaged()

    def numbers(self, form: str) -> tuple[int, ...]:
        """Return the numbers of the places that bear a key."""
        encoded = form.encode()
        at, count = self._entry(encoded, self._slots, self._mask, self._keys)
        if count == 0:
            return ()
        try:
            return struct.unpack_from(f"<{count}I", self._content, at)
        except struct.error:
            raise self._damaged() from None

    def longest(self, word: str) -> int:
        """Return the number of words of the longest key that starts with `word`; 0 when none does."""
        at, count = self._entry(word.encode(), self._word_slots, self._word_mask, self._words)
        return int(_U32.unpack_from(self._content, at)[0]) if count else 0

    def place(self, number: int) -> Place:
        """Return the place of a number."""
        try:
            start = self._places + _U32.unpack_from(self._content, self._starts + 4 * number)[0]
            latitude, longitude, population, kind, core, length = _PLACE.unpack_from(self._content, start)
            start += _PLACE.size
            texts = bytes(self._content[start : start + length]).decode()
            id_, name, aliases, country, admin1, admin2 = texts.split(_SEPARATOR)
            word = KINDS[kind]
        except (struct.error, ValueError, IndexError):
            raise self._damaged() from None
        return Place(
            id=id_,
            name=name,
            aliases=tuple(aliases.split(";")) if aliases else (),
            kind=word,
            country=country,
            admin1=admin1,
            admin2=admin2,
            latitude=None if isnan(latitude) else latitude,
            longitude=None if isnan(longitude) else longitude,
            precision=PRECISIONS[word],
            population=population,
            core=bool(core),
        )

    def probes(self, form: str) -> int:
        """Return how many slots a look-up of `form` reads: the measure of flat work, free of the clock."""
        slot = crc32(form.encode()) & self._mask
        read = 1
        while offset := _U32.unpack_from(self._content, self._slots + 4 * slot)[0]:
            length, _ = _ENTRY.unpack_from(self._content, self._keys + offset - 1)
            start = self._keys + offset - 1 + _ENTRY.size
            if self._content[start : start + length] == form.encode():
                break
            slot = (slot + 1) & self._mask
            read += 1
        return read

    def _entry(self, encoded: bytes, slots: int, mask: int, entries: int) -> tuple[int, int]:
        """Return (offset of the values, their number) of a text; (0, 0) when the table lacks it."""
        content = self._content
        slot = crc32(encoded) & mask
        size = len(encoded)
        try:
            # Bounded by the table's size, so that a damaged file without an empty slot ends too.
            for _ in range(mask + 1):
                offset = _U32.unpack_from(content, slots + 4 * slot)[0]
                if offset == 0:
                    return 0, 0
                start = entries + offset - 1
                length, count = _ENTRY.unpack_from(content, start)
                if length == size:
                    start += _ENTRY.size
                    if content[start : start + length] == encoded:
                        return start + length, count
                slot = (slot + 1) & mask
        except struct.error:
            raise self._damaged() from None
        raise self._damaged()

    def _damaged(self) -> DataError:
        return DataError(f"{self.name}: is damaged. {_REMEDY}")


def index_of(places: Iterable[Place], name: str) -> Index:
    """Compile places in memory and open the result."""
    return Index(compile_places(list(places), {"title": name}), name)
