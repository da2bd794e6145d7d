"""One object store a session, empty for every test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from object_store import Store, serving


@pytest.fixture(scope="session")
def served() -> Iterator[Store]:
    pytest.importorskip("moto")
    with serving() as store:
        yield store


@pytest.fixture
def store(served: Store, monkeypatch: pytest.MonkeyPatch) -> Store:
    for name, value in served.environment().items():
        monkeypatch.setenv(name, value)
    served.empty()
    return served
