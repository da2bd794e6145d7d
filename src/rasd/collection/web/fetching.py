"""One address to its bytes: redirects, limits, kinds, conditional requests, and the exchange for the evidence.

Nothing is sent but the request: no cookies, no credentials, no referrer. The body is kept as it came (compressed
where the server compressed it, without the chunks of its transfer), beside an unpacked one to read.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from time import monotonic

import httpcore
import httpx

from rasd.collection.collected import Exchange, Raw
from rasd.collection.web.addresses import host_of, is_same_host, joined, normal
from rasd.collection.web.network import CheckedTransport, Deadline
from rasd.collection.web.settings import AGENT, WebSettings
from rasd.collection.web.unpacking import CODINGS, unpack
from rasd.errors import FetchError

__all__ = ["LISTS", "PAGES", "Fetched", "Fetcher", "Validators", "wait_asked"]

PAGES = frozenset(("text/html", "application/xhtml+xml", "text/plain"))
LISTS = frozenset(
    (
        "application/xml", "text/xml", "application/rss+xml", "application/atom+xml", "application/rdf+xml",
        "application/gzip", "application/x-gzip",
    )
)  # fmt: skip
_ANY = "text/html,application/xhtml+xml,application/xml;q=0.9,text/plain;q=0.8,*/*;q=0.1"
_MOVED = (301, 302, 303, 307, 308)
_PASSING = (408, 421, 425, 429, 500, 502, 503, 504)
_CHARSET = re.compile(r"charset\s{0,4}=\s{0,4}[\"']?([A-Za-z0-9_:.-]{2,40})", re.IGNORECASE)
_MAX_WAIT = 7 * 86_400.0


@dataclass(frozen=True, slots=True)
class Validators:
    """What the server gave to ask "has it changed?" with."""

    etag: str = ""
    last_modified: str = ""

    def headers(self) -> list[tuple[str, str]]:
        both = (("If-None-Match", self.etag), ("If-Modified-Since", self.last_modified))
        return [(name, value) for name, value in both if value]


@dataclass(frozen=True, slots=True)
class Fetched:
    """What an address answered."""

    asked: str
    address: str
    """The address that answered, after redirects."""
    body: bytes
    """Unpacked, to read; `raw` has the bytes as they came."""
    media_type: str
    charset: str | None
    headers: Mapping[str, str]
    raw: Raw
    validators: Validators
    is_unchanged: bool = False
    """The server says so (304): there is no body."""


class Fetcher:
    """Fetches one address after the other over checked connections. Not for several threads at once.

    `permit` is asked before each request, redirects included: it waits for the host's turn, or raises FetchError.
    """

    def __init__(self, settings: WebSettings, permit: Callable[[str], None] | None = None) -> None:
        self._settings = settings
        self._permit = permit or (lambda address: None)
        self._deadline = Deadline()
        self._transport = CheckedTransport(settings, self._deadline)

    def close(self) -> None:
        """Close the connections that were kept open."""
        self._transport.close()

    def fetch(
        self,
        address: str,
        validators: Validators | None = None,
        *,
        kinds: frozenset[str] = PAGES | LISTS,
        hosts: frozenset[str] | None = None,
        max_bytes: int | None = None,
        permit: Callable[[str], None] | None = None,
    ) -> Fetched:
        """Return what an address answers; raises FetchError where that is nothing to read.

        With `hosts`, a redirect to another host is refused: what a list leads to stays with the hosts that a person named.
        """
        asked = here = normal(address)
        allowed = permit or self._permit
        left = self._settings.seconds
        limit = min(max_bytes or self._settings.max_bytes, self._settings.max_bytes)
        earlier: list[Raw] = []
        seen: set[str] = set()
        while True:
            seen.add(here)
            allowed(here)
            begun = monotonic()
            self._deadline.start(left)
            with _told(here, self._settings.seconds):
                answer, target = self._one(asked, here, validators, kinds, limit, tuple(earlier))
            left -= monotonic() - begun
            if target is None:
                return answer
            earlier.append(answer.raw)
            if target in seen:
                raise FetchError(f"{asked}: its redirects lead in a circle ({target}).")
            if len(earlier) > self._settings.max_redirects:
                raise FetchError(f"{asked}: more than {self._settings.max_redirects} redirects.")
            if hosts is not None and not any(is_same_host(host_of(target), host) for host in hosts):
                raise FetchError(
                    f"{asked}: leads to another host, {host_of(target)}, which was not named. Give --host"
                    f" {host_of(target)} to follow it."
                )
            here = target

    def _one(
        self,
        asked: str,
        here: str,
        validators: Validators | None,
        kinds: frozenset[str],
        limit: int,
        earlier: tuple[Raw, ...],
    ) -> tuple[Fetched, str | None]:
        """Make one request; return the answer, and the next address where it is a redirect."""
        request = httpx.Request("GET", here, headers=_request_headers(validators))
        response = self._transport.handle_request(request)
        try:
            status = response.status_code
            media_type = _media_type(response.headers)
            target: str | None = None
            if status in _MOVED:
                written = response.headers.get("location", "")
                target = joined(here, written) if written else ""
                if not target:
                    raise FetchError(f'{here}: redirects to "{written[:200]}", which is no web address.')
            elif status != 304 or validators is None or not validators.headers():
                _check_status(here, response)
                _check_kind(here, media_type, kinds)
            packed = b"".join(_bounded(here, response, min(limit, self._settings.max_wire_bytes)))
            now = datetime.now(UTC)
            exchange = _exchange(request, response)
        finally:
            response.close()
        is_answer = target is None and status != 304
        coding = response.headers.get("content-encoding", "")
        body = unpack(packed, coding, here, limit) if is_answer else b""
        if is_answer and not media_type:
            media_type = _sniffed(here, body, kinds)
        charset = _CHARSET.search(response.headers.get("content-type", "")[:400])
        raw = Raw(packed, media_type, here, now, hashlib.sha256(packed).hexdigest(), exchange, earlier)
        fetched = Fetched(
            asked,
            here,
            body,
            media_type,
            charset.group(1) if charset else None,
            response.headers,
            raw,
            _validators(response.headers),
            is_unchanged=status == 304,
        )
        return fetched, target


def _request_headers(validators: Validators | None) -> list[tuple[str, str]]:
    headers = [
        ("User-Agent", AGENT),
        ("Accept", _ANY),
        ("Accept-Language", "ar, *;q=0.5"),
        ("Accept-Encoding", CODINGS),
    ]
    return headers + (validators.headers() if validators is not None else [])


def _validators(headers: Mapping[str, str]) -> Validators:
    return Validators(headers.get("etag", "")[:1000], headers.get("last-modified", "")[:200])


def _media_type(headers: Mapping[str, str]) -> str:
    return headers.get("content-type", "").partition(";")[0].strip().lower()[:100]


def _check_kind(address: str, media_type: str, kinds: frozenset[str]) -> None:
    if media_type and media_type not in kinds:
        raise FetchError(
            f"{address}: is {media_type}, which is not read from the web. Read: {', '.join(sorted(kinds))}."
        )


def _sniffed(address: str, body: bytes, kinds: frozenset[str]) -> str:
    """Return the kind that unlabelled bytes show; raises FetchError where they show none."""
    if "" in kinds:
        return "text/plain"
    head = body[:2000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    found = ""
    if head.startswith((b"<?xml", b"<rss", b"<feed", b"<urlset", b"<sitemapindex")):
        found = "application/xhtml+xml" if b"<html" in head else "application/xml"
    elif head.startswith(b"<") and (b"<html" in head or b"<!doctype html" in head):
        found = "text/html"
    if found not in kinds:
        raise FetchError(f"{address}: the server does not say what this is, and it is no page and no feed.")
    return found


def _check_status(address: str, response: httpx.Response) -> None:
    status = response.status_code
    if status in (200, 203):
        return
    reason = f"HTTP {status} {response.reason_phrase}".strip()
    if status in _PASSING:
        wait = wait_asked(response.headers.get("retry-after", ""))
        later = f"asks to come back after {wait:.0f} s" if wait is not None else "cannot answer now"
        raise FetchError(
            f"{address}: the server {later} ({reason}). Try again later.",
            is_passing=True,
            status=status,
            wait=wait,
        )
    if status in (404, 410):
        raise FetchError(f"{address}: is not there ({reason}). Check the address.", status=status)
    if status in (401, 403, 451):
        raise FetchError(f"{address}: the server refuses ({reason}). Save the page by hand.", status=status)
    raise FetchError(f"{address}: the server gives no page ({reason}).", status=status)


def wait_asked(retry_after: str) -> float | None:
    """Return the seconds that a Retry-After header asks for, in either of its two forms.

    >>> wait_asked("120"), wait_asked("soon"), wait_asked("Wed, 21 Oct 2015 07:28:00 GMT")
    (120.0, None, 0.0)
    """
    written = retry_after.strip()
    if written.isascii() and written.isdecimal() and len(written) < 10:
        return min(float(written), _MAX_WAIT)
    try:
        moment = parsedate_to_datetime(written)
    except (TypeError, ValueError, IndexError):
        return None
    moment = moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)
    return min(max((moment - datetime.now(UTC)).total_seconds(), 0.0), _MAX_WAIT)


def _bounded(address: str, response: httpx.Response, limit: int) -> Iterator[bytes]:
    told = response.headers.get("content-length", "")
    if told.isascii() and told.isdecimal() and int(told[:18]) > limit:
        raise _too_much(address, limit)
    size = 0
    for piece in response.stream:  # type: ignore[union-attr]
        size += len(piece)
        if size > limit:
            raise _too_much(address, limit)
        yield piece


def _too_much(address: str, limit: int) -> FetchError:
    return FetchError(f"{address}: longer than {limit / 1e6:g} MB, the limit for one address; left there.")


def _exchange(request: httpx.Request, response: httpx.Response) -> Exchange:
    version = response.extensions.get("http_version", b"HTTP/1.1").decode("ascii", "replace")
    reason = response.extensions.get("reason_phrase", b"").decode("latin-1")
    stream = response.extensions.get("network_stream")
    peer = stream.get_extra_info("server_addr") if stream is not None else None
    response_headers = []
    for name, value in response.headers.raw:
        written = name.decode("latin-1")
        if written.lower() == "transfer-encoding":
            written = f"X-Archive-Orig-{written}"
        response_headers.append((written, value.decode("latin-1")))
    return Exchange(
        f"{request.method} {request.url.raw_path.decode('ascii')} HTTP/1.1",
        tuple((name.decode("latin-1"), value.decode("latin-1")) for name, value in request.headers.raw),
        f"{version} {response.status_code} {reason}".rstrip(),
        tuple(response_headers),
        str(peer[0]) if peer else "",
    )


@contextmanager
def _told(address: str, seconds: float) -> Iterator[None]:
    """Turn what the network raises into one sentence about the address."""
    try:
        yield
    except FetchError as error:
        if str(error).startswith(address):
            raise
        raise FetchError(
            f"{address}: {error}", is_passing=error.is_passing, status=error.status, wait=error.wait
        ) from None
    except (httpcore.ReadTimeout, httpcore.WriteTimeout):
        raise FetchError(
            f"{address}: not whole within {seconds:g} s; left there. Try again later.", is_passing=True
        ) from None
    except (httpcore.ConnectTimeout, httpcore.PoolTimeout):
        raise FetchError(f"{address}: no connection in time. Try again later.", is_passing=True) from None
    except httpcore.ConnectError as error:
        raise FetchError(
            f"{address}: cannot be reached ({_reason(error)}). Check the address and the network.",
            is_passing=True,
        ) from None
    except (
        httpcore.ReadError,
        httpcore.WriteError,
        httpcore.RemoteProtocolError,
        httpcore.ProxyError,
    ) as error:
        raise FetchError(
            f"{address}: the connection broke off ({_reason(error)}). Try again later.", is_passing=True
        ) from None
    except (httpcore.ProtocolError, httpcore.UnsupportedProtocol, OSError) as error:
        raise FetchError(f"{address}: cannot be fetched ({_reason(error)}).", is_passing=True) from None


def _reason(error: BaseException) -> str:
    return str(error) or type(error).__name__
