"""Which agreements a command knows: the packaged ones, those of theatre packs, and ``--agreements`` or RASD_AGREEMENTS.

This is the one place that looks at the environment for them; the rooms below are given paths.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rasd.cli.console import complain
from rasd.cli.packs import pack_folders

if TYPE_CHECKING:
    from rasd.agreements import Register
    from rasd.lexicon import Lexicon

__all__ = ["VARIABLE", "AgreementsOption", "agreement_paths", "open_register"]

VARIABLE = "RASD_AGREEMENTS"

AgreementsOption = Annotated[
    list[Path] | None,
    typer.Option(
        "--agreements",
        metavar="PATH",
        help=f"File or folder of agreements of your own, beside the packaged ones; repeatable; also {VARIABLE}.",
    ),
]


def agreement_paths(given: Sequence[Path] | None = None) -> tuple[Path, ...]:
    """Return the paths of RASD_AGREEMENTS and of the options; raises DataError, naming the variable, on one amiss."""
    from rasd.errors import DataError

    named = [part for part in os.environ.get(VARIABLE, "").split(os.pathsep) if part.strip()]
    for part in named:
        if not Path(part).expanduser().exists():
            raise DataError(
                f"{VARIABLE}: {part}: no such file or folder. Write paths of agreements, separated by"
                f" {os.pathsep!r}, or unset it."
            )
    return (*(Path(part).expanduser() for part in named), *(given or ()))


def open_register(
    given: Sequence[Path] | None, packs: Sequence[Path] | None, *, named: str | None = None
) -> tuple[Register, Lexicon]:
    """Return all agreements and the words; what is amiss is said, and left out.

    `named` is the argument that a person gave for one agreement: a file of it is loaded too.
    """
    from rasd.agreements import Register
    from rasd.lexicon import Lexicon

    paths = agreement_paths(given)
    if named is not None and named.endswith((".yaml", ".yml")) and Path(named).is_file():
        paths = (*paths, Path(named))
    lexicon = Lexicon.load(packs=pack_folders(packs))
    register = Register.load(lexicon=lexicon, extra=paths)
    for finding in register.left_out:
        complain(f"{finding} This agreement is left out.")
    return register, lexicon
