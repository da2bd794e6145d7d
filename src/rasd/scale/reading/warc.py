"""WARC slices to pages at the speed of FastWARC, whatever is wrong with them.

A record belongs to the slice in which it begins; one in a packed member, to the slice in which its member begins. A break
costs the records that it damages: it is named with its place, and reading goes on at the next record that begins behind it.
A record whose length disagrees with its member is set aside: it holds words of another.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, BinaryIO

from fastwarc.warc import ArchiveIterator, WarcRecordType

from rasd.collection.breaks import GZIP, ZSTD, next_record, tail_fault
from rasd.collection.http_head import HEAD_LIMIT
from rasd.collection.metered import UNBOUND, Metered
from rasd.errors import DocumentError
from rasd.scale.page import Page, SetAside
from rasd.scale.reading.answers import declared, page_of
from rasd.scale.reading.members import Members
from rasd.scale.reading.pages import Pages
from rasd.scale.reading.sources import is_dictionary, reader_of, unpacked_member

__all__ = ["WarcPages"]

_READ = int(WarcRecordType.response | WarcRecordType.resource | WarcRecordType.conversion)
_NAMES = {
    int(getattr(WarcRecordType, name)): name
    for name in ("warcinfo", "request", "metadata", "revisit", "continuation", "unknown")
}
_SWALLOWED = re.compile(rb"\r?\nWARC/[01]\.\d+\r?\n")
_STEP = 1 << 16
_AT_ONCE = 1 << 18
"""Bytes of a record that are asked for in one piece, as far as its length says: nearly every page is shorter."""
_BETWEEN = 1 << 18
"""Packed bytes between one record and the head of the next: padding is shorter."""
_MOST_AHEAD = 1 << 21
"""FastWARC fills a buffer behind a record that grows with what the record held, up to half of this."""
_MOST_SKIPPED = 1_000_000_000
"""Above, a record is not even unpacked to find its end: the next one that can be found is read."""
_MOST_BREAKS = 1000
_TAIL = 1 << 23
_WRONG_LENGTH = "the record is shorter than it says"
_SWALLOWS = "the record holds the head of another, and what follows it is none: its length is wrong"


@dataclass(slots=True)
class _View:
    """Bytes in which records lie: the input, or what one of its members holds."""

    stream: BinaryIO
    end: int
    """No record that begins here or behind is read."""
    place: Callable[[int, int], str]
    """The name of the record that begins at a byte, and is the n-th of its member."""
    base: int | None = None
    """Where in the input the member begins that was unpacked."""
    head: bytes = b""
    size: int = 0
    fault: _Fault | None = None
    slow: int = -1
    """The last member that is not to be unpacked by itself."""
    ahead: int | None = None
    """Where reading goes on in the other way of unpacking."""

    @property
    def is_packed(self) -> bool:
        """Tell whether records lie in members or frames."""
        return self.head.startswith((GZIP, ZSTD)) or is_dictionary(self.head)


@dataclass(slots=True)
class _Fault:
    at: int
    """Where the last record begins that was met, or the next one that is broken."""
    inner: int
    """How many records of its member were met before it."""
    reason: str
    whole: int = 0
    """Bytes from `at` that the last record takes at least, where it was whole."""
    is_jump: bool = False
    """Nothing is wrong: a record that was passed over because of its length."""


class _Wrong(Exception):
    """The record at hand is not what it says; nothing behind it can be trusted to begin where it ends."""


class _Jump(Exception):
    """The record at hand is too long to be read to its end."""

    def __init__(self, aside: SetAside | None) -> None:
        super().__init__()
        self.aside = aside


@dataclass(slots=True)
class _At:
    """The record at hand."""

    place: int
    inner: int
    view: _View
    frame: int | None
    frames: Callable[[], int] | None = field(repr=False)

    @property
    def where(self) -> str:
        """The name of the record at hand."""
        return self.view.place(self.place, self.inner)

    def hold(self) -> None:
        """Raise _Wrong where reading has run into the next member."""
        if self.frames is not None and self.frames() != self.frame:
            raise _Wrong(_WRONG_LENGTH)


class WarcPages(Pages):
    """The pages of a slice of a WARC file: plain, gzip (member by member or as a whole), or zstd."""

    name = ""
    """What places are named after; the input where it is empty."""

    def _found(self) -> Iterator[Page | SetAside]:
        """Yield the pages; raises DocumentError when the file holds no record at all."""
        name = self.name or self._part.input
        view = _View(self._stream, self._part.end, lambda at, n: f"{name}: byte {at}{_nth(n) if n else ''}")
        _measure(view)
        start: int | None = self._part.start
        if start:
            start = next_record(view.stream, start, view.end)
        elif not view.size:
            raise DocumentError(
                f"{name}: empty: no WARC record. Give a WARC file (.warc, .warc.gz, .warc.zst)."
            )
        elif not view.is_packed and not view.head.startswith(b"WARC/"):
            start = next_record(view.stream, 0, view.end)
            if start is None:
                raise DocumentError(
                    f"{name}: no WARC file, whatever its name says: no record begins in it. Give .warc, .warc.gz, .warc.zst"
                    " or .wacz, or name it after what it is (.jsonl, .parquet)."
                )
            yield SetAside(view.place(0, 0), "what stands before the first record is none", 0)
        yield from self._through(view, start)
        if not self.records and not self._part.start:
            yield SetAside(view.place(0, 0), "no record could be read", 0)

    def _through(self, view: _View, start: int | None) -> Iterator[Page | SetAside]:
        breaks = 0
        while start is not None:
            yield from self._pass(view, start)
            if view.ahead is not None:
                start, view.ahead = view.ahead, None
                continue
            fault = view.fault
            if fault is None:
                return
            where = view.place(fault.at, fault.inner)
            offset = view.base if view.base is not None else fault.at
            if fault.is_jump:
                start = next_record(view.stream, fault.at + max(1, fault.whole), view.end)
                continue
            breaks += 1
            if breaks > _MOST_BREAKS:
                yield SetAside(where, f"more than {_MOST_BREAKS} breaks: nothing behind is read", offset)
                return
            yield SetAside(where, fault.reason, offset)
            if view.is_packed:
                yield from self._rest_of_member(view, fault)
                start = next_record(view.stream, fault.at + 1, view.end)
            else:
                start = next_record(view.stream, fault.at + max(1, fault.whole), view.end)

    def _pass(self, view: _View, start: int) -> Iterator[Page | SetAside]:
        """Yield what lies between `start` and the next break, which is then in `view.fault`."""
        view.fault = None
        view.stream.seek(start)
        metered = Metered(view.stream)
        members = Members(metered) if view.head.startswith(GZIP) and start > view.slow else None
        reader: Any = members or reader_of(metered, view.head)
        frames = reader.frame_start_position if view.is_packed else None
        at = _At(start, -1, view, None, frames)
        held: Page | SetAside | None = None
        length, reason, is_whole = 0, "", True
        try:
            for record in ArchiveIterator(
                reader, parse_http=False, max_header_len=HEAD_LIMIT, stream_detect=False
            ):
                metered.left = UNBOUND
                if held is not None:
                    yield held
                    held = None
                if frames is not None:
                    at.frame = frames() or 0
                    place = start + at.frame
                else:
                    place = start + record.stream_pos
                if place >= view.end:
                    return
                if members is None and 0 <= view.slow < place:
                    view.ahead = place
                    return
                at.inner = at.inner + 1 if place == at.place else 0
                at.place = place
                self.records += 1
                length = record.content_length
                held = self._record(record, length, at)
                metered.left = _BETWEEN + min(length, _MOST_AHEAD)
        except _Wrong as wrong:
            reason, is_whole = str(wrong), False
        except _Jump as jump:
            if not view.is_packed and at.place + length > view.size:
                view.fault = _Fault(at.place, at.inner, _WRONG_LENGTH)
                return
            if jump.aside is not None:
                yield jump.aside
            view.fault = _Fault(at.place, at.inner, "", whole=0 if view.is_packed else length, is_jump=True)
            return
        except (OSError, EOFError, ValueError, RuntimeError) as error:
            if metered.failure is not None:
                raise metered.failure from None
            reason = _reason(error)
        if members is not None and members.stopped >= 0 and not reason:
            if held is not None:
                yield held
            view.slow, view.ahead = start + members.odd, start + members.stopped
            return
        yield from self._closed(view, at, held, length, reason, is_whole=is_whole)

    def _closed(
        self, view: _View, at: _At, held: Page | SetAside | None, length: int, reason: str, *, is_whole: bool
    ) -> Iterator[Page | SetAside]:
        """Yield the last record of a pass if it can be trusted, and find out how the pass ended."""
        in_place = at.frames is None or at.frames() == at.frame
        if reason and in_place and isinstance(held, Page) and _SWALLOWED.search(held.body):
            view.fault = _Fault(at.place, at.inner, _SWALLOWS)
            return
        if held is not None:
            yield held
        is_begun = at.inner >= 0
        if view.is_packed and at.frames is not None and reason and is_whole and is_begun:
            broken = at.place - (at.frame or 0) + (at.frames() or 0)
            if broken >= view.end:
                return  # of the next slice
            if broken > at.place:
                if not _is_padding(view, broken):
                    view.fault = _Fault(broken, 0, f"broken ({reason})")
                return
        if not reason and is_begun and view.end >= view.size and view.base is None:
            if view.head.startswith((GZIP, b"WARC")) and view.size - at.place <= _TAIL:
                reason = tail_fault(view.stream, at.place)
        if not reason:
            return
        if is_whole and is_begun:
            reason = f"broken behind the record that begins here ({reason})"
        view.fault = _Fault(at.place, max(at.inner, 0), reason, whole=length if is_whole and is_begun else 0)

    def _rest_of_member(self, view: _View, fault: _Fault) -> Iterator[Page | SetAside]:
        """Yield the records behind a fault that lie in the same gzip member: files packed as a whole have but one."""
        if not view.head.startswith(GZIP):
            return
        copy, is_bomb = unpacked_member(view.stream, fault.at)
        with copy:
            nth = fault.inner
            inner = _View(copy, UNBOUND, lambda at, n: view.place(fault.at, 0) + f", unpacked byte {at}")
            inner.base = fault.at
            _measure(inner)
            at = 0
            copy.seek(0)
            try:
                for record in ArchiveIterator(copy, parse_http=False, max_header_len=HEAD_LIMIT):
                    at = record.stream_pos
                    if nth <= 0:
                        break
                    nth -= 1
            except (OSError, EOFError, ValueError, RuntimeError):
                pass
            start = next_record(copy, at + max(1, fault.whole))
            if start is not None:
                yield from self._through(inner, start)
        if is_bomb:
            fact = "a bomb? What is left of this member unpacks to far more than text would: not read further"
            yield SetAside(view.place(fault.at, fault.inner), fact, fault.at)

    def _record(self, record: Any, length: int, at: _At) -> Page | SetAside | None:
        """Return what one record gives; raises _Wrong and _Jump."""
        kind = int(record.record_type)
        self.bytes_read += length
        if not length and not _is_zero(record.headers.get("Content-Length")):
            raise _Wrong("the record has no whole head")
        if length > self._most:
            return self._long(record, length, at)
        if not kind & _READ:
            self.left_out[_NAMES.get(kind, "unknown")] += 1
            if record.consume() < length:
                raise _Wrong(_WRONG_LENGTH)
            return None
        read = record.reader.read
        if length <= _AT_ONCE:
            block = read(length)
        else:
            block = self._joined(read, length, at)
        if len(block) < length and len(block := block + self._joined(read, length - len(block), at)) < length:
            raise _Wrong(_WRONG_LENGTH)
        if at.frames is not None and at.frames() != at.frame:
            raise _Wrong(_WRONG_LENGTH)
        said = declared(record, block)
        if said[0]:
            self._leave_out(said[0])
            return None
        where = at.where
        try:
            return page_of(record, block, said, where, self._limits.max_bytes)
        except DocumentError as error:
            return SetAside(where, str(error).removeprefix(f"{where}: "), at.place)

    def _joined(self, read: Callable[[int], bytes], length: int, at: _At) -> bytes:
        """Return a record piece by piece: one that lies about its length must not bring in all that follows."""
        block = io.BytesIO()
        size = 0
        while size < length and (piece := read(min(_STEP, length - size))):
            block.write(piece)
            size += len(piece)
            at.hold()
        return block.getvalue()

    def _long(self, record: Any, length: int, at: _At) -> SetAside | None:
        """Pass over a record above the limit, without holding it; what is no page is counted like shorter ones."""
        aside = None
        kind = int(record.record_type)
        if kind & _READ:
            block = record.reader.read(_STEP)
            reason = declared(record, block)[0]
            if reason:
                self._leave_out(reason)
            else:
                fact = f"{length} bytes, above the {self._most / 1e6:g} MB that are read of one record"
                aside = SetAside(at.where, fact, at.place)
        else:
            self.left_out[_NAMES.get(kind, "unknown")] += 1
        left = length - len(block) if kind & _READ else length
        if length > _MOST_SKIPPED and at.frames is None:
            raise _Jump(aside)
        while left > 0:
            at.hold()
            if length - left > _MOST_SKIPPED:
                raise _Jump(aside)
            gone = record.consume(min(left, _STEP))
            if not gone:
                raise _Wrong(_WRONG_LENGTH)
            left -= gone
        at.hold()
        return aside


def _is_zero(written: str | None) -> bool:
    return written is not None and not written.strip().strip("0") and bool(written.strip())


def _is_padding(view: _View, at: int) -> bool:
    view.stream.seek(at)
    rest = view.stream.read(_STEP)
    return len(rest) < _STEP and not rest.strip(b"\0")


def _reason(error: Exception) -> str:
    return str(error).strip().rstrip(".") or type(error).__name__


def _nth(number: int) -> str:
    return f", record {number + 1} of its member"


def _measure(view: _View) -> None:
    view.size = view.stream.seek(0, io.SEEK_END)
    view.stream.seek(0)
    view.head = view.stream.read(8)
