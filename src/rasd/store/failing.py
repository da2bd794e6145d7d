"""Errors of the database in words: what failed, why, and what a person can do about it."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import DatabaseError, Error, InterfaceError, connections

from rasd.errors import StoreError
from rasd.store.address import masked

__all__ = ["in_words", "told"]

_KEPT = "Nothing of this step was kept, what was stored before is whole"
_SQLITE = (
    ("database is locked", "another program has held it for too long",
     "Wait for that program or end it, and run this again."),
    ("database or disk is full", "the disk is full", "Make room and run this again."),
    ("disk i/o error", "the disk failed or is full", "Make room or mend the disk, and run this again."),
    ("readonly database", "it may not be written", "Give your user the right to write the folder and its files."),
    ("unable to open database file", "it cannot be opened",
     "Check that the folder exists, that your user may write it, and that the disk has room."),
    ("file is not a database", "rasd.db is no SQLite file, or is damaged", "Restore it from a backup."),
    ("malformed", "rasd.db is damaged", "Restore it from a backup; the evidence files are not touched."),
)  # fmt: skip
_LOST = (
    "terminating connection", "server closed the connection", "connection is lost", "the connection is closed",
    "connection already closed", "consuming input failed", "could not receive data", "could not send data",
    "connection is bad", "no connection to the server", "ssl connection has been closed", "sending query failed",
    "sending query and params failed", "broken pipe", "connection reset", "connection timed out",
)  # fmt: skip


def in_words(place: str, error: BaseException) -> StoreError:
    """Return the error of the store at `place` that `error` of the database stands for."""
    raw = " ".join(str(error).split())
    text = raw.lower()
    state = getattr(error.__cause__, "sqlstate", None) or ""
    if state == "53100" or "no space left" in text or "could not extend file" in text:
        return StoreError(f"{place}: the disk of the server is full. {_KEPT}. Make room and run this again.")
    if state == "57P03" or "is starting up" in text or "is shutting down" in text:
        return StoreError(f"{place}: the server is starting or stopping. Run this again in a moment.")
    if state in ("55P03", "40P01", "57014") or "lock timeout" in text:
        return StoreError(
            f"{place}: another program has held what this one needs for too long. {_KEPT}. Run this again."
        )
    if state == "25006" or "read-only transaction" in text:
        return StoreError(
            f"{place}: the database may only be read. Give your user the right to write, or name the main server."
        )
    if state == "42501" or "permission denied" in text:
        return StoreError(
            f"{place}: your database user lacks a right: {masked(raw)}. Ask its owner to grant it."
        )
    for words, fact, remedy in _SQLITE:
        if words in text:
            return StoreError(f"{place}: {fact}. {_KEPT}. {remedy}")
    if (
        isinstance(error, InterfaceError)
        or state[:2] in ("57", "08")
        or any(words in text for words in _LOST)
    ):
        return StoreError(
            f"{place}: the connection to the server was lost. {_KEPT}. Run this again when the server answers."
        )
    if "connection failed" in text or "could not connect" in text or "failed to resolve" in text:
        return StoreError(
            f"{place}: the server cannot be reached or refuses: {masked(raw)[:300]}. Check address, user and password."
        )
    return StoreError(f"{place}: the database refused: {masked(raw)[:300]}. {_KEPT}.")


def _let_go() -> None:
    """Close what has lost its server, so that the next step connects anew; inside a transaction Django does so."""
    for connection in connections.all(initialized_only=True):
        if connection.vendor == "postgresql" and connection.connection is not None:
            if not connection.in_atomic_block and (
                connection.connection.closed or not connection.is_usable()
            ):
                connection.close()


@contextmanager
def told(place: str) -> Iterator[None]:
    """Turn errors of the database and of a full or forbidden disk into a StoreError that names `place`."""
    try:
        yield
    except (DatabaseError, Error) as error:
        _let_go()
        raise in_words(place, error) from error
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise StoreError(f"{place}: the disk is full. {_KEPT}. Make room and run this again.") from error
        if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
            where = os.fspath(error.filename) if error.filename else place
            raise StoreError(
                f"{place}: {where} may not be written: {error.strerror}. Give your user the right to write it."
            ) from error
        raise
