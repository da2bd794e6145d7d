"""Reading bytes as a file or as standard input, in one line."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest

from rasd.collection import Collected, Defaults, collect

Read = Callable[..., list[Collected]]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Return a function that writes `content` to a file called `name` and collects it."""

    def _read(name: str, content: bytes | str, **defaults: str | int) -> list[Collected]:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
        return list(collect([str(path)], Defaults(**defaults), io.BytesIO()))  # type: ignore[arg-type]

    return _read


@pytest.fixture
def pipe() -> Read:
    """Return a function that collects `content` from standard input."""

    def _pipe(content: bytes | str, **defaults: str | int) -> list[Collected]:
        data = content if isinstance(content, bytes) else content.encode("utf-8")
        return list(collect(["-"], Defaults(**defaults), _Pipe(data)))  # type: ignore[arg-type]

    return _pipe


class _Pipe(io.BytesIO):
    """Bytes that cannot be rewound, like those of a pipe."""

    def seekable(self) -> bool:
        return False
