"""How addresses are fetched: limits, courtesy and what is permitted; every number has a bound and a reason."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from rasd import __version__
from rasd.collection.collected import MAX_DOCUMENT_BYTES, Defaults

__all__ = ["AGENT", "AGENT_NAME", "Resolve", "WebSettings"]

AGENT_NAME = "rasd"
"""The name that a robots.txt may address."""
AGENT = f"{AGENT_NAME}/{__version__} (reads news reports into records; honours robots.txt)"

Resolve = Callable[[str, int], list[str]]
"""From a host's name and a port to its network addresses; raises OSError where there are none."""


@dataclass(frozen=True, slots=True)
class WebSettings:
    """What a person may set; the defaults suit a monitor on a slow line."""

    allow_private: bool = False
    """Private, loopback and link-local addresses may be fetched too: a server of one's own."""
    hosts: frozenset[str] = frozenset()
    """Hosts that lists (feeds, sitemaps) may lead to, besides their own."""
    seconds: float = 60.0
    """For one address, redirects included, waiting for its turn not."""
    max_wire_bytes: int = MAX_DOCUMENT_BYTES
    max_bytes: int = MAX_DOCUMENT_BYTES
    """After decompression."""
    max_redirects: int = 10
    delay: float = 1.0
    """Seconds between two requests to one host, unless its robots.txt asks for more."""
    max_delay: float = 60.0
    """A robots.txt that asks for a longer delay gets this one."""
    patience: float = 60.0
    """Seconds that one run waits for a host that backs off; what takes longer is left to a later run."""
    tries: int = 3
    """Of one address in one run, where the failure may pass."""
    proxy: str | None = None
    """An HTTP proxy; those of the environment are ignored. Names are resolved and checked here all the same."""
    defaults: Defaults = field(default_factory=Defaults)
    resolve: Resolve | None = None
    """Answers instead of the system's resolver."""
