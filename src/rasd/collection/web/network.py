"""The way to a server: names are resolved here, the answer is checked, and the checked number is connected to.

A name that answers with another number the second time (DNS rebinding) gains nothing: there is no second time. Every
wait for a connection or for bytes ends at one deadline, so a server that drips is left in time.
"""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterable, Iterator
from queue import Empty, SimpleQueue
from ssl import SSLContext
from typing import Any

import httpcore
import httpx

from rasd.collection.web.addresses import check_peer
from rasd.collection.web.settings import Resolve, WebSettings
from rasd.errors import FetchError

__all__ = ["CheckedTransport", "Deadline", "system_addresses"]

_CONNECT_SECONDS = 15.0
_MOST_PEERS = 4  # tried one after the other


class Deadline:
    """One moment at which all waiting ends; `start` sets it anew."""

    def __init__(self) -> None:
        self._at = float("inf")

    def start(self, seconds: float) -> None:
        self._at = time.monotonic() + seconds

    def left(self, timeout: float | None = None) -> float:
        """Return the seconds that are left, at most `timeout`; raises httpcore.ReadTimeout when there are none."""
        left = self._at - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout("time is up")
        return left if timeout is None else min(left, timeout)


def system_addresses(host: str, port: int) -> list[str]:
    """Return the network addresses of a host as the system's resolver gives them, each once."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


class _Stream(httpcore.NetworkStream):
    """A connection whose reads and writes end at the deadline."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: Deadline) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._deadline.left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._deadline.left(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        inner = self._stream.start_tls(ssl_context, server_hostname, self._deadline.left(timeout))
        return _Stream(inner, self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


class _Network(httpcore.NetworkBackend):
    """Resolves, checks, connects."""

    def __init__(self, settings: WebSettings, deadline: Deadline) -> None:
        self._allow_private = settings.allow_private
        self._resolve = settings.resolve or system_addresses
        self._proxy = httpx.URL(settings.proxy).host if settings.proxy else None
        self._deadline = deadline
        self._sockets = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        peers = self.peers(host, port)
        failure: Exception = httpcore.ConnectError("no address")
        for peer in peers[:_MOST_PEERS]:
            try:
                left = self._deadline.left(_CONNECT_SECONDS)
                stream = self._sockets.connect_tcp(peer, port, left, local_address, socket_options)
                return _Stream(stream, self._deadline)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
        raise failure

    def peers(self, host: str, port: int) -> list[str]:
        """Return the network addresses of a host; raises FetchError where one of them may not be fetched from."""
        bare = host.strip("[]")
        try:
            found = _in_time(self._resolve, bare, port, self._deadline.left(_CONNECT_SECONDS))
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or str(error) or type(error).__name__
            raise httpcore.ConnectError(f"the name {bare} is not known: {reason}") from None
        if self._proxy is None or host != self._proxy:
            for peer in found:
                why = check_peer(peer, allow_private=self._allow_private)
                if why is not None:
                    raise FetchError(f"{bare}: not fetched: {why}")
        return found


def _in_time(resolve: Resolve, host: str, port: int, seconds: float) -> list[str]:
    """Resolve, but wait no longer than `seconds`: the system's resolver has no time limit of its own."""
    answers: SimpleQueue[list[str] | Exception] = SimpleQueue()

    def ask() -> None:
        try:
            answers.put(resolve(host, port))
        except (OSError, ValueError) as error:  # ValueError: a name that no host can have
            answers.put(error)

    threading.Thread(target=ask, daemon=True).start()
    try:
        answer = answers.get(timeout=seconds)
    except Empty:
        raise OSError(f"no answer within {seconds:.0f} s") from None
    if isinstance(answer, Exception):
        raise answer
    return answer


class _Body(httpx.SyncByteStream):
    def __init__(self, stream: Any) -> None:
        self._stream = stream

    def __iter__(self) -> Iterator[bytes]:
        yield from self._stream

    def close(self) -> None:
        self._stream.close()


class CheckedTransport(httpx.BaseTransport):
    """An httpx transport on connections that were checked; it keeps no cookies and reads no environment."""

    def __init__(self, settings: WebSettings, deadline: Deadline) -> None:
        context = httpx.create_ssl_context(trust_env=False)
        self._network = _Network(settings, deadline)
        self._is_proxied = settings.proxy is not None
        options: dict[str, Any] = {
            "ssl_context": context,
            "max_connections": 8,
            "max_keepalive_connections": 4,
            "keepalive_expiry": 15.0,
            "network_backend": self._network,
        }
        self._pool: httpcore.ConnectionPool = (
            httpcore.HTTPProxy(settings.proxy, **options)
            if settings.proxy is not None
            else httpcore.ConnectionPool(**options)
        )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send one request; raises FetchError for a refused address and httpcore's errors for the rest."""
        url = request.url
        if self._is_proxied:  # the proxy will resolve the name again; what it must not reach is refused here
            self._network.peers(url.host, url.port or 0)
        answer = self._pool.handle_request(
            httpcore.Request(
                request.method,
                httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
                headers=request.headers.raw,
                extensions={"timeout": {"connect": None, "read": None, "write": None, "pool": 30.0}},
            )
        )
        return httpx.Response(
            answer.status, headers=answer.headers, stream=_Body(answer.stream), extensions=answer.extensions
        )

    def close(self) -> None:
        self._pool.close()
