"""A database of PostgreSQL for the tests of one file."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from stores import fresh_database


@pytest.fixture(scope="module")
def module_url(server_url: Callable[[str], str]) -> Iterator[str]:
    """Return the address of a database that holds nothing yet."""
    with fresh_database(server_url) as url:
        yield url
