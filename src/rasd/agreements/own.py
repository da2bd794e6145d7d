"""A user's own agreements: files and folders named in the environment or by an option, beside those of the theatres."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from rasd.errors import DataError

__all__ = ["AGREEMENTS_VARIABLE", "own_paths"]

AGREEMENTS_VARIABLE = "RASD_AGREEMENTS"


def own_paths(agreements: Sequence[Path] | None = None) -> list[Path]:
    """Return the files and folders of RASD_AGREEMENTS, then those given.

    Raises DataError, naming the variable, where there is nothing at a path of it.
    """
    named = [one for one in os.environ.get(AGREEMENTS_VARIABLE, "").split(os.pathsep) if one.strip()]
    for one in named:
        if not Path(one).expanduser().exists():
            raise DataError(
                f"{AGREEMENTS_VARIABLE}: {one}: no such file or folder. Write agreements or folders of them, "
                f"separated by {os.pathsep!r}, or unset it."
            )
    return [*(Path(one).expanduser() for one in named), *(agreements or ())]
