"""Theatre packs from outside, as the command line names them: ``--theatre-pack`` and RASD_THEATRES.

This is the one place that looks at the environment for them; the rooms below are given folders.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

__all__ = ["VARIABLE", "PackOption", "pack_folders"]

VARIABLE = "RASD_THEATRES"

PackOption = Annotated[
    list[Path] | None,
    typer.Option(
        "--theatre-pack",
        metavar="PATH",
        help=f"Theatre pack to load beside the packaged ones, may be repeated; also {VARIABLE}.",
    ),
]


def pack_folders(given: Sequence[Path] | None = None) -> tuple[Path, ...]:
    """Return the folders of RASD_THEATRES and of the options; raises DataError, naming the variable, on one amiss."""
    from rasd.errors import DataError
    from rasd.lexicon import find_packs

    named = [part for part in os.environ.get(VARIABLE, "").split(os.pathsep) if part.strip()]
    for part in named:
        if not Path(part).expanduser().is_dir():
            raise DataError(
                f"{VARIABLE}: {part}: no such folder. Write folders of theatre packs, "
                f"separated by {os.pathsep!r}, or unset it."
            )
    folders = [*(Path(part).expanduser() for part in named), *(given or ())]
    found: dict[Path, Path] = {}
    for folder in folders:
        for pack in find_packs(folder):
            found.setdefault(pack.resolve(), pack)
    return tuple(found.values())
