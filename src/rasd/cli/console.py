"""Talking to the person at the terminal: one line an error, progress, exit codes."""

from __future__ import annotations

import os
import re
import sys
import time
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

__all__ = [
    "EXIT_FAILED",
    "EXIT_INTERNAL",
    "EXIT_INTERRUPTED",
    "EXIT_NOTHING",
    "Steps",
    "Ticker",
    "complain",
    "count_of",
    "is_debug",
    "printable",
    "quiet_pipe",
    "utf8_streams",
]

EXIT_FAILED = 1
EXIT_NOTHING = 2
EXIT_INTERNAL = 70
EXIT_INTERRUPTED = 130
_SHOW_AFTER = 1.5
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def count_of(number: int, noun: str) -> str:
    """Return a number with its noun.

    >>> count_of(1, "document"), count_of(1200, "document")
    ('1 document', '1,200 documents')
    """
    return f"{number:,} {noun}" + ("" if number == 1 else "s")


def printable(text: str) -> str:
    """Return `text` without what could steer a terminal: escapes, control and direction characters."""
    return _CONTROL.sub("\ufffd", text)


def complain(message: str) -> None:
    """Print one line on standard error, above the progress bar where one is shown."""
    line = printable(message).replace("\n", " ")
    if Ticker.shown is not None:
        Ticker.shown.console.print(line, markup=False, highlight=False, soft_wrap=True)
        return
    try:
        print(line, file=sys.stderr, flush=True)
    except BrokenPipeError:
        pass


def is_debug() -> bool:
    """Tell whether the person asked for tracebacks."""
    return bool(os.environ.get("RASD_DEBUG"))


def utf8_streams() -> None:
    """Write UTF-8 whatever the locale says: Arabic under LC_ALL=C must not end in an error."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure: Any = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="backslashreplace")


def quiet_pipe() -> None:
    """Send what is left to nowhere: the reader of our output is gone, and that is no error of ours."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (BrokenPipeError, ValueError):
            os.dup2(nowhere, stream.fileno())


class Ticker:
    """Counts documents on standard error once a run is long and a terminal is there to show it."""

    shown: Progress | None = None

    def __init__(self, *, wanted: bool, noun: str = "documents") -> None:
        self._noun = noun
        self._wanted = wanted and sys.stderr.isatty()
        self._start = time.monotonic()
        self._last = self._start
        self._count = 0
        self._task: TaskID | None = None

    def tick(self, number: int = 1) -> None:
        """Count documents, or whatever the run is made of."""
        self._count += number
        if not self._wanted:
            return
        now = time.monotonic()
        if Ticker.shown is None and now - self._start > _SHOW_AFTER:
            self._open()
        if Ticker.shown is not None and self._task is not None and now - self._last > 0.1:
            self._last = now
            Ticker.shown.update(
                self._task, completed=self._count, rate=f"{self._count / (now - self._start):,.0f}"
            )
            Ticker.shown.refresh()

    def _open(self) -> None:
        from rich.console import Console
        from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

        columns = (
            SpinnerColumn(),
            TextColumn(f"{{task.completed:,.0f}} {self._noun}, {{task.fields[rate]}} a second"),
        )
        # No refresh thread: worker processes may be forked at any time.
        progress = Progress(
            *columns, TimeElapsedColumn(), console=Console(stderr=True), auto_refresh=False, transient=True
        )
        self._task = progress.add_task("read", total=None, completed=self._count, rate="–")
        progress.start()
        Ticker.shown = progress

    def close(self) -> None:
        """Take the bar away."""
        if Ticker.shown is not None:
            Ticker.shown.stop()
            Ticker.shown = None


class Steps:
    """Shows on a terminal how far each step of a long run is."""

    def __init__(self) -> None:
        self._shows = sys.stderr.isatty()
        self._last = time.monotonic()

    def show(self, step: str, done: int, total: int) -> None:
        """Show that `done` of `total` (0: not known) is done."""
        now = time.monotonic()
        if self._shows and now - self._last > 0.2:
            self._last = now
            of = f" of {total:,}" if total else ""
            print(f"\r\x1b[K{step}: {done:,}{of}", end="", file=sys.stderr, flush=True)

    def close(self) -> None:
        """Take the line away."""
        if self._shows:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)
