"""Files that people drop: bounded while they come, told by their bytes and not by their names, kept under random names.

What is not read (pictures, programs, PDF …) is refused with what to do instead, before any of it is opened.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from secrets import token_hex
from typing import Any
from urllib.parse import quote

from django.core.files.uploadhandler import FileUploadHandler, SkipFile

from rasd import __version__
from rasd.collection import Collected, Defaults, Raw, collect_stream
from rasd.collection.formats import format_of
from rasd.errors import DocumentError

__all__ = [
    "MOST_BYTES",
    "MOST_FILES",
    "Bounded",
    "Refused",
    "dropped",
    "folder_of",
    "read_files",
    "removed",
    "sweep",
]

MOST_FILES = 200
MOST_BYTES = 500_000_000
"""Of all files of one form together."""
_OLD = 7 * 86_400
_NAME = "names.json"
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069/\\\\]")
_FOREIGN: tuple[tuple[bytes, int, str], ...] = (
    (b"%PDF-", 0, "pdf"),
    (b"\xd0\xcf\x11\xe0", 0, "office"),
    (b"{\\rtf", 0, "office"),
    (b"\x89PNG", 0, "picture"),
    (b"\xff\xd8\xff", 0, "picture"),
    (b"GIF8", 0, "picture"),
    (b"RIFF", 0, "media"),
    (b"ftyp", 4, "media"),
    (b"ID3", 0, "media"),
    (b"OggS", 0, "media"),
    (b"\x1aE\xdf\xa3", 0, "media"),
    (b"MZ", 0, "program"),
    (b"\x7fELF", 0, "program"),
    (b"\xcf\xfa\xed\xfe", 0, "program"),
    (b"Rar!", 0, "archive"),
    (b"7z\xbc\xaf", 0, "archive"),
    (b"\xfd7zXZ", 0, "archive"),
    (b"BZh", 0, "archive"),
    (b"SQLite format 3", 0, "database"),
)
_PACKED = {"gz": b"\x1f\x8b", "zip": b"PK\x03\x04", "wacz": b"PK\x03\x04"}


@dataclass(frozen=True, slots=True)
class Refused:
    """A file that was not taken, and the phrase that says why."""

    name: str
    key: str


class Bounded(FileUploadHandler):
    """Stands before Django's own handlers and stops what is too much while it comes, or comes from nobody."""

    def handle_raw_input(self, *given: Any, **more: Any) -> None:
        """Begin one form."""
        self._left = MOST_BYTES
        self._files = 0
        person = getattr(self.request, "user", None)
        self._is_known = bool(person is not None and person.is_authenticated)
        self._refused: list[Refused] = []
        self.request.refused_files = self._refused  # type: ignore[union-attr]

    def new_file(self, *given: Any, **more: Any) -> None:
        """Take a file, unless there are too many already."""
        super().new_file(*given, **more)
        self._files += 1
        if not self._is_known or self._files > MOST_FILES:
            self._refuse("intake.refused.many")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Pass the bytes on while there is room."""
        self._left -= len(raw_data)
        if self._left < 0:
            self._refuse("intake.refused.large")
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Leave the file to the next handler."""

    def _refuse(self, key: str) -> None:
        if len(self._refused) < 20:
            self._refused.append(Refused(cleaned(self.file_name), key))
        raise SkipFile


def folder_of(base: Path, token: str) -> Path:
    """Return the folder of one form's files. Raises LookupError on what is no token of ours."""
    if not re.fullmatch("[0-9a-f]{32}", token):
        raise LookupError(token)
    return base / "uploads" / token


def cleaned(name: str | None) -> str:
    """Return the last part of a file's name without what steers a page, a terminal or a path."""
    last = PurePosixPath((name or "").replace("\\", "/")).name
    return _CONTROL.sub("_", last)[-150:] or "file"


def foreign(head: bytes, name: str) -> str:
    """Return the phrase that says why a file of these first bytes is not read; empty when it may be."""
    for mark, at, kind in _FOREIGN:
        if head[at : at + len(mark)] == mark:
            return f"intake.refused.{kind}"
    if not head.strip(b"\xef\xbb\xbf \t\r\n\x00"):
        return "intake.refused.empty"
    return ""


def dropped(base: Path, files: Sequence[Any]) -> tuple[str, list[str], list[Refused]]:
    """Put uploaded files under random names; return the token of their folder, their own names, and what was refused.

    The token is empty when nothing was taken. Raises OSError on a full disk; nothing is left behind then.
    """
    token = token_hex(16)
    folder = folder_of(base, token)
    names: dict[str, str] = {}
    refused: list[Refused] = []
    try:
        for upload in files:
            name = cleaned(upload.name)
            upload.seek(0)
            reason = foreign(upload.read(4096), name)
            if reason:
                refused.append(Refused(name, reason))
                continue
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            own = token_hex(8)
            with (folder / own).open("xb") as stream:
                upload.seek(0)
                shutil.copyfileobj(upload, stream, 1 << 20)
                stream.flush()
                os.fsync(stream.fileno())
            names[own] = name
        if names:
            (folder / _NAME).write_text(json.dumps(names, ensure_ascii=False), "utf-8")
    except BaseException:
        removed(base, token)
        raise
    return (token if names else ""), list(names.values()), refused


def removed(base: Path, token: str) -> None:
    """Remove the files of one form."""
    shutil.rmtree(folder_of(base, token), ignore_errors=True)


def sweep(base: Path) -> None:
    """Remove files of forms whose jobs never came to their end."""
    before = time.time() - _OLD
    with suppress(OSError):
        for folder in (base / "uploads").iterdir():
            if folder.stat().st_mtime < before:
                shutil.rmtree(folder, ignore_errors=True)


def read_files(base: Path, token: str, defaults: Defaults) -> Iterator[Collected]:
    """Yield the documents of one form's files; what cannot be read is yielded with its error."""
    folder = folder_of(base, token)
    try:
        names = json.loads((folder / _NAME).read_text("utf-8"))
    except (OSError, ValueError):
        fact = "These files are not there any more. Drop them again."
        yield Collected("uploads", error=DocumentError(fact))
        return
    for own, name in names.items():
        yield from _file(folder / own, name, defaults)


def _file(path: Path, name: str, defaults: Defaults) -> Iterator[Collected]:
    raw = Raw(path, "application/octet-stream", f"file:{quote(name)}", datetime.now(UTC))
    try:
        with path.open("rb") as binary:
            head = binary.read(8)
            binary.seek(0)
            for one in collect_stream(binary, name, defaults, _format(name, head)):
                yield _with_raw(one, raw, name, defaults)
    except DocumentError as error:
        yield Collected(name, error=error)
    except OSError as error:
        yield Collected(name, error=DocumentError(f"{name}: {error.strerror or error}. Drop it again."))
    except RecursionError:
        yield Collected(name, error=DocumentError(f"{name}: nested too deeply. Give its text as .txt."))


def _format(name: str, head: bytes) -> str | None:
    """Return the format that the name says where the bytes do not say otherwise; None: the bytes decide."""
    told = format_of(name)
    packed = next((kind for kind, mark in _PACKED.items() if head.startswith(mark)), None)
    if told in ("zip", "wacz", "gz"):
        return told if head.startswith(_PACKED[told]) else None
    if packed is not None:
        return told if told == "warc" and packed == "gz" else None
    return None if told == "txt" else told


def _with_raw(one: Collected, raw: Raw, name: str, defaults: Defaults) -> Collected:
    if one.document is None:
        return one
    part = one.part or one.where.removeprefix(name).lstrip(": ")
    document = one.document
    if defaults.synthetic:
        document = document.model_copy(update={"synthetic": True})
    one = replace(one, document=document, extractor=one.extractor or f"rasd {__version__}")
    return one if one.raw is not None else replace(one, raw=raw, part=part)
