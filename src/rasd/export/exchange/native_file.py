"""A file of the native format, read line by line: a broken or newer line is named, and the rest goes on."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from hashlib import blake2b, sha256
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from rasd.errors import DocumentError
from rasd.export.exchange.lines import (
    EXCHANGE_VERSION,
    DocumentLine,
    HeaderLine,
    IncidentLine,
    JudgementLine,
    RecordLine,
    ReportLine,
    read_line,
)
from rasd.export.exchange.options import INCLUDES
from rasd.model import SCHEMA_VERSION

__all__ = ["NativeFile"]

_REMEDY = "Give a file that `rasd export --format jsonl --include all` wrote."


class NativeFile:
    """One file; `failed` and `doubled` count what was left out. `seen` is shared by the files of one run."""

    def __init__(self, path: Path, *, seen: set[bytes], tell: Callable[[str], None]) -> None:
        self.path = path
        self.failed = 0
        self.doubled = 0
        self._seen = seen
        self._tell = tell

    def survey(self) -> tuple[str, list[JudgementLine]]:
        """Read it once: its hash and its decisions; name every line that is none of the format.

        Raises DocumentError when the file cannot be read, or is of a newer format, or not whole.
        """
        digest = sha256()
        decisions = []
        header = False
        try:
            stream = self.path.open("rb")
        except OSError as error:
            raise DocumentError(
                f"{self.path}: cannot be read: {error.strerror or error}. {_REMEDY}"
            ) from None
        with stream:
            for number, line in enumerate(stream, 1):
                digest.update(line)
                if not line.strip():
                    continue
                kind = _kind_of(line)
                if not header or kind == "header":
                    self._check_header(line, number)
                    header = True
                elif kind is None:
                    self.fail(
                        number, "no line of the format: JSON whose `type` is one of " + ", ".join(_KINDS)
                    )
                elif kind == "judgement" and self._is_new(line):
                    found = self._read(number, line)
                    if found is not None:
                        decisions.append(found)
        if not header:
            raise DocumentError(f"{self.path}: is empty. {_REMEDY}")
        return digest.hexdigest(), decisions

    def lines(self, *kinds: str) -> Iterator[tuple[int, Any]]:
        """Yield the lines of these types with their numbers, each once."""
        with self.path.open("rb") as stream:
            for number, line in enumerate(stream, 1):
                if line.strip() and _kind_of(line) in kinds and self._is_new(line):
                    found = self._read(number, line)
                    if found is not None:
                        yield number, found

    def fail(self, number: int, fact: str) -> None:
        """Say what is wrong with a line, and count it."""
        self.failed += 1
        self._tell(f"{self.path}:{number}: {fact}. The line is left out.")

    def _check_header(self, line: bytes, number: int) -> None:
        """Refuse a file that cannot be kept, before anything of it is."""
        where = f"{self.path}:{number}"
        try:
            raw = json.loads(line)
        except ValueError:
            raw = None
        if not isinstance(raw, dict) or raw.get("type") != "header":
            raise DocumentError(f"{where}: no header of the format. {_REMEDY}")
        for name, ours in (("exchange_version", EXCHANGE_VERSION), ("schema_version", SCHEMA_VERSION)):
            if _is_newer(raw.get(name), ours):
                raise DocumentError(
                    f"{where}: {name} {raw.get(name)}, and this Rasd reads up to {ours}. Nothing of the file is kept:"
                    " install a newer Rasd, or export with an older one."
                )
        try:
            header = HeaderLine.model_validate(raw)
        except ValidationError as error:
            raise DocumentError(
                f"{where}: the header is broken: {_first(error)}. Export the file again."
            ) from None
        if not header.is_whole:
            lacking = ", ".join(name for name in INCLUDES if name not in header.include)
            raise DocumentError(
                f"{where}: exported without {lacking or 'all that it rests on'}, so nothing of it can be kept in a store."
                " Export it with --include all."
            )

    def _read(self, number: int, line: bytes) -> Any:
        """Return what a line holds, None where it is broken or newer, which is said."""
        try:
            return read_line(line)
        except ValidationError as error:
            newer = _newer_inside(line)
            self.fail(
                number,
                f"schema_version {newer}, and this Rasd reads up to {SCHEMA_VERSION}"
                if newer
                else _first(error),
            )
            return None

    def _is_new(self, line: bytes) -> bool:
        digest = blake2b(line.strip(), digest_size=10).digest()
        if digest in self._seen:
            self.doubled += 1
            return False
        self._seen.add(digest)
        return True


def _kind_of(line: bytes) -> str | None:
    """Return what a line says that it is, None where it is no line of the format."""
    for kind in _KINDS:  # as `rasd export` writes them
        if line.startswith(f'{{"type":"{kind}",'.encode()):
            return kind
    try:
        raw = json.loads(line)
    except ValueError:
        return None
    named = raw.get("type") if isinstance(raw, dict) else None
    return next((kind for kind in _KINDS if kind == named), None)


_KINDS = tuple(
    str(line.model_fields["type"].default)
    for line in (HeaderLine, DocumentLine, RecordLine, ReportLine, IncidentLine, JudgementLine)
)


def _is_newer(given: Any, ours: str) -> bool:
    """Tell whether a version has a greater first number than the one that is read here.

    >>> _is_newer("2.0", "1.0"), _is_newer("1.7", "1.0"), _is_newer(None, "1.0")
    (True, False, False)
    """
    try:
        return int(str(given).partition(".")[0]) > int(ours.partition(".")[0])
    except ValueError:
        return False


def _newer_inside(line: bytes) -> str:
    """Return the version of what a line holds, where that is newer."""
    try:
        raw = json.loads(line)
    except ValueError:
        return ""
    inner = (
        next((part for part in raw.values() if isinstance(part, dict)), {}) if isinstance(raw, dict) else {}
    )
    version = inner.get("schema_version")
    return str(version) if _is_newer(version, SCHEMA_VERSION) else ""


def _first(error: ValidationError) -> str:
    """Return the first thing that is wrong, with where in the line it stands."""
    first = error.errors(include_url=False, include_input=False, include_context=False)[0]
    where = ".".join(str(piece) for piece in first["loc"])
    return f"{where}: {first['msg']}" if where else first["msg"]
