"""The desk's assets: front-end libraries, fonts and the base map, made by `make assets` and never committed.

Every page works without them; what needs one asks here first, and says what to run.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

__all__ = ["VENDOR", "has_assets", "has_base_map"]

VENDOR = Path(__file__).resolve().parent / "vendor"
"""Served under ``vendor/`` of the static files."""


@cache
def has_assets() -> bool:
    """Tell whether they have been made. Asked once a process: a desk that runs is started again after `make assets`."""
    return (VENDOR / "made.json").is_file()


@cache
def has_base_map() -> bool:
    """Tell whether the base map is among them: it is left out where tippecanoe cannot be installed."""
    return has_assets() and (VENDOR / "base.pmtiles").is_file()
