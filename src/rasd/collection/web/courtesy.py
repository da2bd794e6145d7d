"""Politeness: what robots.txt refuses is not fetched, and a host is asked slowly, the slower the more it fails.

One host gets one request at a time with a delay in between. After a failure that may pass (429, 5xx, no answer) it is
left alone for a time that doubles with each further one, or for as long as it asks. Waiting goes by the monotonic
clock: a jump of the wall clock neither floods a host nor strands a run.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from protego import Protego

from rasd.collection.web.addresses import host_of, origin_of
from rasd.collection.web.fetching import PAGES, Fetcher
from rasd.collection.web.memory import HostState, Memory
from rasd.collection.web.settings import AGENT_NAME, WebSettings
from rasd.errors import FetchError

__all__ = ["Courtesy"]

_ROBOTS_KINDS = PAGES | {"", "text/txt", "text/robots", "application/octet-stream", "application/txt"}
_ROBOTS_BYTES = 1_000_000
_ROBOTS_SECONDS = 86_400.0
_MOST_ROBOTS = 2_000
_FIRST_WAIT = 2.0
_LONGEST_WAIT = 3_600.0
_LONGEST_ASKED = 86_400.0


class Courtesy:
    """Gives leave for each request and remembers how hosts answered."""

    def __init__(
        self,
        settings: WebSettings,
        memory: Memory,
        fetcher: Fetcher,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._settings = settings
        self._memory = memory
        self._fetcher = fetcher
        self._sleep = sleep
        self._robots: dict[str, tuple[float, Protego | None]] = {}
        self._free_at: dict[str, float] = {}

    def wait_of(self, address: str) -> float:
        """Return the seconds until the host of an address may be asked."""
        host = host_of(address)
        if host not in self._free_at:
            self._free_at[host] = time.monotonic() + _left(self._memory.host(host))
        return max(self._free_at[host] - time.monotonic(), 0.0)

    def permit(self, address: str) -> None:
        """Wait for the host's turn; raises FetchError where robots.txt refuses or the wait is longer than patience."""
        self._await(address)
        robots = self._robots_of(address)
        if robots is not None and not robots.can_fetch(address, AGENT_NAME):
            raise FetchError(
                f"{address}: refused to programs by the site's robots.txt. Save the page by hand where you may."
            )
        asked = robots.crawl_delay(AGENT_NAME) if robots is not None else None
        delay = max(self._settings.delay, min(asked or 0.0, self._settings.max_delay))
        self._free_at[host_of(address)] = time.monotonic() + delay

    def rest(self, address: str) -> None:
        """Count the delay from the end of a request rather than from its beginning."""
        host = host_of(address)
        self._free_at[host] = max(self._free_at.get(host, 0.0), time.monotonic() + self._settings.delay)

    def succeeded(self, address: str) -> None:
        """Forget the failures of a host that answers."""
        host = host_of(address)
        if self._memory.host(host) != HostState():
            self._memory.keep_host(host, HostState())

    def failed(self, address: str, error: FetchError) -> None:
        """Leave a host alone for a while after a failure that may pass."""
        host = host_of(address)
        failures = self._memory.host(host).failures + 1
        wait = min(_FIRST_WAIT * 2.0 ** min(failures - 1, 20), _LONGEST_WAIT)
        wait = max(wait, min(error.wait or 0.0, _LONGEST_ASKED))
        until = datetime.now(UTC) + timedelta(seconds=wait)
        self._memory.keep_host(host, HostState(failures, until, str(error)[:500]))
        self._free_at[host] = time.monotonic() + wait

    def _await(self, address: str) -> None:
        wait = self.wait_of(address)
        state = self._memory.host(host_of(address))
        if wait > self._settings.patience and state.failures:
            raise FetchError(
                f"{address}: not asked: its host failed {state.failures} times in a row and is left alone for another"
                f" {_spoken(wait)} ({state.reason}). Try again then.",
                is_passing=True,
                is_put_off=True,
                wait=wait,
            )
        if wait > 0:
            self._sleep(wait)

    def _robots_of(self, address: str) -> Protego | None:
        """Return the rules of a site, None where it has none; raises FetchError where it cannot tell now."""
        origin = origin_of(address)
        held = self._robots.get(origin)
        if held is not None and time.monotonic() - held[0] < _ROBOTS_SECONDS:
            return held[1]
        rules: Protego | None = None
        try:
            got = self._fetcher.fetch(
                f"{origin}/robots.txt", kinds=_ROBOTS_KINDS, max_bytes=_ROBOTS_BYTES, permit=lambda _: None
            )
            rules = Protego.parse(got.body.decode("utf-8", errors="replace"))
        except FetchError as error:
            if error.is_passing and error.status is None:  # no server: the page would fail in the same way
                told = str(error).replace(f"{origin}/robots.txt", address, 1)
                raise FetchError(told, is_passing=True) from None
            if error.is_passing:
                raise FetchError(
                    f"{address}: whether its robots.txt allows it cannot be told ({error})",
                    is_passing=True,
                    status=error.status,
                    wait=error.wait,
                ) from None
        if len(self._robots) >= _MOST_ROBOTS:
            self._robots.clear()
        self._robots[origin] = (time.monotonic(), rules)
        return rules


def _left(state: HostState) -> float:
    """Return the seconds that a host is still left alone, never more than its back-off whatever the clock says."""
    if state.not_before is None:
        return 0.0
    left = (state.not_before - datetime.now(UTC)).total_seconds()
    return min(max(left, 0.0), _LONGEST_ASKED)


def _spoken(seconds: float) -> str:
    return f"{seconds / 60:.0f} minutes" if seconds >= 120 else f"{seconds:.0f} s"
