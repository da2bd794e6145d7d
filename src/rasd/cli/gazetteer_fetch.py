"""Fetch a file over HTTP for ``rasd gazetteer install``: resumable, bounded, checked.

What has arrived waits in a ``.part`` file beside the target, with the server's name for that version of the file
(``ETag`` or ``Last-Modified``) in ``.part.version``: a dump that changed in between is fetched anew, never joined.
"""

from __future__ import annotations

import hashlib
import http.client
import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import (
    HTTPDefaultErrorHandler,
    HTTPErrorProcessor,
    HTTPHandler,
    HTTPRedirectHandler,
    HTTPSHandler,
    OpenerDirector,
    ProxyHandler,
    Request,
)

from rasd.errors import DataError, OutputError

__all__ = ["MOST_BYTES", "Fetched", "check_url", "fetch"]

MOST_BYTES = 500_000_000
"""The largest country dump is a tenth of this."""

_BLOCK = 1 << 16
_SECONDS = 60
_RANGE = re.compile(r"bytes (?:(\d{1,15})-\d{1,15}|\*)/(\d{1,15}|\*)")
_OFFLINE = (
    "Check the network and run the command again, it goes on where it stopped; or fetch the file elsewhere "
    "and run `rasd gazetteer add FILE`."
)


@dataclass(frozen=True, slots=True)
class Fetched:
    """A file that has arrived whole."""

    path: Path
    size: int
    sha256: str


def check_url(url: str) -> None:
    """Raise DataError unless a URL is of HTTP."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise DataError(f"{url}: is not a web address. Give one that starts with https:// or http://.")


def fetch(
    url: str,
    target: Path,
    sha256: str = "",
    most: int = MOST_BYTES,
    progress: Callable[[int, int], None] | None = None,
) -> Fetched:
    """Fetch a URL to a file, going on from an earlier try; `progress` is told bytes so far and in all (0 unknown).

    Raises DataError where the server, the network or the content is not as it should be, and OutputError where the
    file cannot be written. A file with another checksum than `sha256` is removed.
    """
    check_url(url)
    part = target.with_name(f"{target.name}.part")
    version = target.with_name(f"{target.name}.part.version")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        _receive(url, part, version, most, progress or (lambda done, size: None))
        digest = _digest(part)
        if sha256 and digest != sha256.lower():
            part.unlink()
            version.unlink(missing_ok=True)
            raise DataError(
                f"{url}: has SHA-256 {digest}, {sha256.lower()} was asked for; the file is removed. "
                "Dumps change daily: take the checksum of today's file, or leave out --sha256."
            )
        os.replace(part, target)
        version.unlink(missing_ok=True)
        return Fetched(target, target.stat().st_size, digest)
    except OSError as error:
        raise OutputError(
            f"{error.filename or target}: cannot be written ({error.strerror or error}). Make room, or set "
            "XDG_CACHE_HOME to another folder."
        ) from error


def _receive(url: str, part: Path, version: Path, most: int, progress: Callable[[int, int], None]) -> None:
    start = part.stat().st_size if part.exists() else 0
    known = version.read_text("utf-8") if start and version.exists() else ""
    # Without the server's name for the version nothing says that the rest belongs to the start.
    asked = start if known else 0
    with _open(url, asked, known) as response:
        told = _RANGE.fullmatch(response.headers.get("Content-Range", ""))
        if response.status == 416 and told is not None and told[2] == str(asked):
            # The earlier try has everything.
            return
        changed = response.status == 206 and _version(response) not in (known, "")
        if response.status == 416 or changed:
            part.unlink()
            return _receive(url, part, version, most, progress)
        begin = 0
        length = response.headers.get("Content-Length") or ""
        size_all = int(length) if length.isdecimal() else 0
        if response.status == 206:
            if told is None or told[1] is None or int(told[1]) != start:
                raise DataError(
                    f"{url}: the server answers with another range than asked for. Remove {part} and run again."
                )
            begin = start
            size_all = int(told[2]) if told[2] != "*" else 0
        if size_all > most:
            raise DataError(f"{url}: has {size_all:,} bytes; up to {most:,} are fetched. Check the address.")
        if begin == 0:
            version.write_text(_version(response), "utf-8")
        done = _write(url, response, part, begin, most, lambda count: progress(count, size_all))
    if size_all and done < size_all:
        raise DataError(f"{url}: was cut short after {done:,} of {size_all:,} bytes. {_OFFLINE}")


def _write(url: str, response: Any, part: Path, done: int, most: int, progress: Callable[[int], None]) -> int:
    with part.open("ab" if done else "wb") as stream:
        while True:
            try:
                block = response.read1(_BLOCK)
            except (OSError, http.client.HTTPException) as error:
                raise DataError(
                    f"{url}: was cut short after {done:,} bytes ({_reason(error)}). {_OFFLINE}"
                ) from error
            if not block:
                return done
            done += len(block)
            if done > most:
                raise DataError(
                    f"{url}: goes on past {most:,} bytes, the most that is fetched. Check the address."
                )
            stream.write(block)
            progress(done)


def _open(url: str, start: int, version: str) -> Any:
    # No handlers for file:, ftp: or data: a redirect cannot lead there either.
    opener = OpenerDirector()
    for handler in (
        ProxyHandler,
        HTTPHandler,
        HTTPSHandler,
        HTTPDefaultErrorHandler,
        HTTPRedirectHandler,
        HTTPErrorProcessor,
    ):
        opener.add_handler(handler())
    headers = {"User-Agent": "rasd (gazetteer install)", "Accept-Encoding": "identity"}
    if start:
        headers |= {"Range": f"bytes={start}-", "If-Range": version}
    try:
        response = opener.open(Request(url, headers=headers), timeout=_SECONDS)
    except HTTPError as error:
        if error.code == 416 and start:
            return error
        raise DataError(_refusal(url, error.code, error.reason)) from error
    except (URLError, OSError, http.client.HTTPException) as error:
        raise DataError(f"{url}: cannot be reached ({_reason(error)}). {_OFFLINE}") from error
    if response is None:
        raise DataError(f"{url}: leads to an address that is not http or https. Give another --base-url.")
    return response


def _refusal(url: str, code: int, reason: str) -> str:
    if code in (404, 410):
        return f"{url}: is not there (HTTP {code}). Check --base-url: COUNTRY.zip is fetched below it."
    return f"{url}: the server refuses (HTTP {code} {reason}). Try again later, or give another --base-url."


def _version(response: Any) -> str:
    # A weak tag does not promise the same bytes, and If-Range must not carry one.
    tag = str(response.headers.get("ETag") or "")
    return tag if tag and not tag.startswith("W/") else str(response.headers.get("Last-Modified") or "")


def _reason(error: BaseException) -> str:
    inner = getattr(error, "reason", None) or getattr(error, "strerror", None) or error
    return str(getattr(inner, "strerror", None) or inner) or type(error).__name__


def _digest(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
