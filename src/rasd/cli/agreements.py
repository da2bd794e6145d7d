"""Which agreement a command is about: the argument and the option of all commands that take one, and where it is found."""

from __future__ import annotations

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
    "AgreementArgument",
    "AgreementsOption",
    "agreement_named",
    "register_of",
]

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


def register_of(agreements: Sequence[Path] | None, lexicon: Lexicon | None = None) -> Register:
    """Return the agreements of the theatres and one's own; raises DataError when there is nothing at a path.

    A file that is amiss is named on standard error and left out.
    """
    from rasd.agreements import Register, own_paths
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
