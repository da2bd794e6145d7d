"""Cells of sheets that no spreadsheet runs: whatever a text may say, opening a file is no program.

A cell that begins like a formula gets an apostrophe before it (OWASP, CSV injection); numbers stay numbers.
"""

from __future__ import annotations

__all__ = ["safe_cell"]

_RISKY = ("=", "+", "-", "@", "\t", "\r", "\n")
_FULL_WIDTH = ("\uff1d", "\uff0b", "\uff0d", "\uff20")  # some spreadsheets read them as the plain signs


def safe_cell(value: object) -> object:
    """Return a cell that no spreadsheet runs.

    >>> safe_cell("=SUM(1)"), safe_cell(-3), safe_cell("حلب")
    ("'=SUM(1)", -3, 'حلب')
    """
    if isinstance(value, str) and value.lstrip(" \u00a0\u200e\u200f\ufeff").startswith(_RISKY + _FULL_WIDTH):
        return f"'{value}"
    return value
