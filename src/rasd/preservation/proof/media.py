"""Proves the photos, videos and files that were fetched: each is there and has its hash."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rasd.preservation.disk import told
from rasd.preservation.leftovers import file_sha256
from rasd.preservation.proof.finding import Finding, Progress, failure
from rasd.preservation.rows import media_rows

if TYPE_CHECKING:
    from rasd.store import Store

__all__ = ["prove_media"]

_RESTORE = "Restore this file from a backup or a package, or have it fetched again"


def prove_media(store: Store, progress: Progress) -> Iterator[Finding]:
    """Yield the media files that are missing or not the ones that were fetched."""
    for done, row in enumerate(media_rows(store), start=1):
        path = store.evidence.parent / row.path
        try:
            digest = file_sha256(path)
        except FileNotFoundError:
            yield failure(
                str(path), "no such file", f"a file that document {row.key} names is missing", _RESTORE
            )
        except OSError as error:
            yield failure(str(path), f"cannot be read: {told(error)}", "it is not proved", _RESTORE)
        else:
            if digest != row.sha256:
                fact = f"its SHA-256 is {digest[:12]}…, the store says {row.sha256[:12]}…"
                meaning = f"the file that document {row.key} names was changed after it was fetched"
                yield failure(str(path), fact, meaning, _RESTORE)
        progress("media", done, 0)
