"""Errors that a person can act on: place, fact, remedy, and the options that exist.

RasdError
├── DataError        a pack, vocabulary or gazetteer file is wrong (names file and line)
├── DocumentError    an input cannot be read as a document (names file and line)
├── OutputError      a result cannot be written
├── PreservationError  an evidentiary copy cannot be written
└── StoreError       a store cannot be opened, read or written (names its address)

Difficulties of a *text* are never exceptions: they are `Issue`s in its record.
"""

from __future__ import annotations

__all__ = ["DataError", "DocumentError", "OutputError", "PreservationError", "RasdError", "StoreError"]


class RasdError(Exception):
    """Base of all errors that commands print without a traceback."""


class DataError(RasdError):
    """A file of words, shapes, actors or places is wrong."""


class DocumentError(RasdError):
    """An input file or row is not a readable document."""


class OutputError(RasdError):
    """A result cannot be written where it was asked for."""


class PreservationError(RasdError):
    """An evidentiary copy cannot be written, so nothing that rests on it is acknowledged."""


class StoreError(RasdError):
    """A store cannot be opened, read or written; nothing of the transaction at hand was kept."""
