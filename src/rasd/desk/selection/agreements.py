"""The facet of agreements: which incidents lie within whose terms, or may, as the ledgers hold them.

The store keeps no such thing. Until the ledgers have held all incidents once, a selection by agreement is refused aloud, and
the facet offers nothing. A large archive is held once somebody asks for a ledger or an agreement, not because a list is shown: that
would slow every page for minutes.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from rasd.desk.selection.columns import Columns
from rasd.errors import StoreError

if TYPE_CHECKING:
    from rasd.desk.ledgers import Book

__all__ = ["counts_within", "within"]

Array = npt.NDArray[Any]
_LARGE = 1500
"""Incidents above which showing a list is no reason to hold them."""


def within(columns: Columns, agreements: Iterable[str], anew: Iterable[int] = ()) -> Array:
    """Return a mask of what lies within the terms of any of these agreements, or may.

    Rows `anew` are described without documents that somebody may not see; the ledgers know more, so they are left out.
    Raises StoreError while the ledgers are not held yet.
    """
    kept = _kept()
    mask = np.zeros(len(columns.keys), bool)
    if kept is None:
        return mask
    progress = kept.progress()
    if not progress.is_ready:
        raise StoreError(
            f"Incidents are being held against agreements: {progress.held} of {progress.of}. Select by agreement when that is done."
        )
    for key in agreements:
        if kept.agreement(key) is not None:
            mask[_rows(columns, kept.within(key))] = True
    mask[list(anew)] = False
    return mask


def counts_within(columns: Columns, mask: Array) -> dict[str, int]:
    """Return how many incidents of a mask lie within the terms of each agreement; nothing until that is known."""
    kept = _kept()
    if kept is None or (not kept.version and len(columns.keys) > _LARGE) or not kept.progress().is_ready:
        return {}
    counts = {one.id: int(mask[_rows(columns, kept.within(one.id))].sum()) for one in kept.agreements()}
    return {key: count for key, count in counts.items() if count}


def _kept() -> Book | None:
    """Return the ledgers of this desk; None for a store that no desk stands on."""
    from django.conf import settings

    if not hasattr(settings, "OPTIONS"):
        return None
    from rasd.desk.ledgers import book

    return book()


def _rows(columns: Columns, keys: Iterable[str]) -> Array:
    rows = np.array([columns.row_of[key] for key in keys if key in columns.row_of], np.int64)
    return rows[rows < len(columns.keys)]  # what came after these columns is not in them
