"""Errors that a person can act on: place, fact, remedy, and the options that exist.

RasdError
├── DataError        a pack, vocabulary or gazetteer file is wrong (names file and line)
├── DocumentError    an input cannot be read as a document (names file and line)
│   └── FetchError   an address gives none: refused, dead, endless, of another kind (names the address)
├── OutputError      a result cannot be written
├── PreservationError  an evidentiary copy cannot be written
└── StoreError       a store cannot be opened, read or written (names its address)

Difficulties of a *text* are never exceptions: they are `Issue`s in its record.
"""

from __future__ import annotations

__all__ = [
    "DataError",
    "DocumentError",
    "FetchError",
    "OutputError",
    "PreservationError",
    "RasdError",
    "StoreError",
]


class RasdError(Exception):
    """Base of all errors that commands print without a traceback."""


class DataError(RasdError):
    """A file of words, shapes, actors or places is wrong."""


class DocumentError(RasdError):
    """An input file or row is not a readable document."""


class FetchError(DocumentError):
    """An address on the network gives no document."""

    def __init__(
        self,
        message: str,
        *,
        is_passing: bool = False,
        is_put_off: bool = False,
        status: int | None = None,
        wait: float | None = None,
    ) -> None:
        super().__init__(message)
        self.is_put_off = is_put_off
        """Whether it was not even asked, because its host is left alone."""
        self.is_passing = is_passing
        """Whether the same address may answer later: a time limit, a dead host, 429, 5xx."""
        self.status = status
        self.wait = wait
        """Seconds that the server asks to be left alone."""


class OutputError(RasdError):
    """A result cannot be written where it was asked for."""


class PreservationError(RasdError):
    """An evidentiary copy cannot be written, so nothing that rests on it is acknowledged."""


class StoreError(RasdError):
    """A store cannot be opened, read or written; nothing of the transaction at hand was kept."""
