"""Which pages are kept for inspection: by the hash of their place, so that every run and every cut draws the same ones."""

from __future__ import annotations

from hashlib import blake2b

__all__ = ["WEIGHT", "rate_of", "share_of"]

WEIGHT = 10
"""Pages in Arabic are drawn this many times as often as the rest: there the loss is."""
_WHOLE = float(1 << 64)


def share_of(where: str) -> float:
    """Return the number between 0 and 1 that a page has drawn; below its rate it is kept."""
    return int.from_bytes(blake2b(where.encode("utf-8", "surrogatepass"), digest_size=8).digest()) / _WHOLE


def rate_of(reason: str, sample: float) -> float:
    """Return the share of the pages dropped for `reason` (empty: kept pages) that is kept for inspection."""
    return sample if reason == "no Arabic" else min(1.0, WEIGHT * sample)
