"""Which agreement a command is about: the argument and the option of all commands that take one, and where it is found."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rasd.cli.console import complain

if TYPE_CHECKING:
    from rasd.agreements import Register
    from rasd.lexicon import Lexicon
    from rasd.model import Agreement

__all__ = [
    "AGREEMENTS_VARIABLE",
    "AgreementArgument",
    "AgreementsOption",
    "agreement_named",
    "own_paths",
    "register_of",
]

AGREEMENTS_VARIABLE = "RASD_AGREEMENTS"

AgreementArgument = Annotated[
    str,
    typer.Argument(metavar="AGREEMENT", help="Id of an agreement, or a file of one."),
]
AgreementsOption = Annotated[
    list[Path] | None,
    typer.Option(
        "--agreements",
        metavar="FILE|FOLDER",
        help="Agreements of your own beside those of the theatres; repeatable; also RASD_AGREEMENTS.",
        show_default=False,
    ),
]


def own_paths(agreements: Sequence[Path] | None) -> list[Path]:
    """Return the files and folders of RASD_AGREEMENTS, then those of the options.

    Raises DataError, naming the variable, where there is nothing at a path of it.
    """
    from rasd.errors import DataError

    named = [one for one in os.environ.get(AGREEMENTS_VARIABLE, "").split(os.pathsep) if one.strip()]
    for one in named:
        if not Path(one).expanduser().exists():
            raise DataError(
                f"{AGREEMENTS_VARIABLE}: {one}: no such file or folder. Write agreements or folders of them, "
                f"separated by {os.pathsep!r}, or unset it."
            )
    return [*(Path(one).expanduser() for one in named), *(agreements or ())]


def register_of(agreements: Sequence[Path] | None, lexicon: Lexicon | None = None) -> Register:
    """Return the agreements of the theatres and one's own; raises DataError when there is nothing at a path.

    A file that is amiss is named on standard error and left out.
    """
    from rasd.agreements import Register
    from rasd.lexicon import Lexicon

    register = Register.load(lexicon=lexicon or Lexicon.load(), extra=own_paths(agreements))
    for finding in register.left_out:
        complain(f"{finding} Left out.")
    return register


def agreement_named(
    named: str, agreements: Sequence[Path] | None, lexicon: Lexicon | None = None
) -> Agreement:
    """Return the agreement of that id, or of that file; raises DataError with those that exist."""
    own = [Path(named).expanduser()] if Path(named).expanduser().is_file() else []
    return register_of([*(agreements or ()), *own], lexicon).get(named)
