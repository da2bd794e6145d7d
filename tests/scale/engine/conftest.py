"""One object store a session, empty for every test."""

from __future__ import annotations

import gc
import importlib
import sys
from collections.abc import Iterator
from pathlib import Path

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


# Daft leaves the pipe of a worker's output to the collector, which warns of it.
_PIPES = ("ignore::pytest.PytestUnraisableExceptionWarning", "ignore:unclosed file:ResourceWarning")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.parent == Path(__file__).parent:
            for pipe in _PIPES:
                item.add_marker(pytest.mark.filterwarnings(pipe))


@pytest.fixture(autouse=True)
def _collected() -> Iterator[None]:
    """Let what Daft leaves be collected in the test that made it, and no stand-in for reading stay behind."""

    before = importlib.import_module("rasd.scale.reading")
    yield
    sys.modules["rasd.scale.reading"] = before
    gc.collect()
