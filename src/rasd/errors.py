"""Errors that a person can act on: place, fact, remedy, and the options that exist.

RasdError
├── DataError        a pack, vocabulary or gazetteer file is wrong (names file and line)
├── DocumentError    an input cannot be read as a document (names file and line)
└── OutputError      a result cannot be written

Difficulties of a *text* are never exceptions: they are `Issue`s in its record.
"""

from __future__ import annotations

__all__ = ["DataError", "DocumentError", "OutputError", "RasdError"]


class RasdError(Exception):
    """Base of all errors that commands print without a traceback."""


class DataError(RasdError):
    """A file of words, shapes, actors or places is wrong."""


class DocumentError(RasdError):
    """An input file or row is not a readable document."""


class OutputError(RasdError):
    """A result cannot be written where it was asked for."""
