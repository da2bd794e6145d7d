"""A local web server, and collecting from it in one line."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from local_site import Site, running_site
from rasd.collection import Collected
from rasd.collection.web import Memory, WebSettings, collect_addresses


@pytest.fixture
def site() -> Iterator[Site]:
    """Return a running server whose answers the test writes."""
    with running_site() as site:
        yield site


Visit = Callable[..., list[Collected]]


@pytest.fixture
def visit() -> Visit:
    """Return a function that collects addresses without delay, on this very machine."""

    def _visit(*addresses: str, memory: Memory | None = None, **settings: object) -> list[Collected]:
        chosen: dict[str, object] = {"allow_private": True, "delay": 0.0, "seconds": 10.0, "patience": 0.0}
        chosen |= settings
        return list(collect_addresses(addresses, WebSettings(**chosen), memory))  # type: ignore[arg-type]

    return _visit
