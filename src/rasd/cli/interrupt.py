"""Ctrl-C as the end of the input: what was begun is finished and written, then the command exits with 130.

The signal raises only while the next input is awaited, never while a record is written. A second one raises at once.
"""

from __future__ import annotations

import signal
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from types import FrameType, TracebackType
from typing import Any, Self, TypeVar

__all__ = ["Interruptible"]

T = TypeVar("T")


class Interruptible:
    """Use as a context manager around a run, and take the inputs through `until_interrupted`."""

    def __init__(self) -> None:
        self.requested = False
        self._waiting = False
        self._before: dict[int, Any] = {}

    def __enter__(self) -> Self:
        for number in (signal.SIGINT, signal.SIGTERM):
            try:
                self._before[number] = signal.signal(number, self._caught)
            except ValueError:  # not in the main thread: whoever runs us there handles signals
                pass
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)

    def _caught(self, number: int, frame: FrameType | None) -> None:
        again, self.requested = self.requested, True
        if again or self._waiting:
            raise KeyboardInterrupt

    @contextmanager
    def waiting(self) -> Iterator[None]:
        """Let a signal end what is inside at once, by KeyboardInterrupt: a wait, or work that is done again."""
        if self.requested:
            raise KeyboardInterrupt
        self._waiting = True
        try:
            yield
        finally:
            self._waiting = False

    def until_interrupted(self, inputs: Iterable[T]) -> Iterator[T]:
        """Yield the inputs; end quietly when an interrupt comes."""
        source = iter(inputs)
        while not self.requested:
            try:
                self._waiting = True
                value = next(source)
                self._waiting = False
            except (KeyboardInterrupt, StopIteration):
                return
            finally:
                self._waiting = False
            yield value
