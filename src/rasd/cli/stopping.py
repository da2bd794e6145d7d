"""A polite end for commands that leave a file half written: SIGTERM unwinds them as Ctrl-C does."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

__all__ = ["stopping_cleanly"]


@contextmanager
def stopping_cleanly() -> Iterator[None]:
    """Let SIGTERM raise KeyboardInterrupt, so that what was begun is taken away; SIGKILL cannot be met."""

    def stop(number: int, frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    try:
        before = signal.signal(signal.SIGTERM, stop)
    except ValueError:  # not in the main thread: whoever runs us there handles signals
        yield
        return
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
