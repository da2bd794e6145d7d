"""How the processes of a run keep their memory level."""

from __future__ import annotations

import os

__all__ = ["give_back"]


def give_back() -> None:
    """Let Arrow give back to the system what it frees, in this process and those it starts; a person's own setting stands.

    The pool that Arrow brings along keeps its peaks for ever: a hundred megabytes a process. Arrow looks here once, when it
    is first used, and no later call reaches the parts that read and write Parquet.
    """
    os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")
