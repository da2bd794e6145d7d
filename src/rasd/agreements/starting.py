"""A started agreement: a filled-in, commented file that passes the check, to be overwritten value by value."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path

from rasd.agreements.register import Register
from rasd.errors import OutputError

__all__ = ["start_agreement"]

_ID = re.compile("[a-z][a-z0-9_]{1,59}")


def start_agreement(named: str, folder: Path, register: Register) -> Path:
    """Write a started agreement into `folder` and return its file.

    Raises OutputError when the id is none or taken, or when a file of that name stands there already.
    """
    if _ID.fullmatch(named) is None:
        raise OutputError(
            f"{named!r} is no id. Write 2 to 60 small Latin letters, digits and _, as in valley_truce_2031."
        )
    taken = [one.id for one in register.all()]
    if named in taken:
        raise OutputError(
            f"An agreement {named} is there already. Choose another id than {', '.join(taken)}."
        )
    path = folder / f"{named}.yaml"
    text = (files("rasd.data") / "agreements" / "started.yaml.in").read_text("utf-8")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8", newline="\n") as stream:
            stream.write(text.replace("@id@", named).replace("@file@", str(path)))
    except FileExistsError:
        raise OutputError(f"{path}: is there already. Choose another id or --folder.") from None
    except OSError as error:
        raise OutputError(f"{path}: cannot be written ({error.strerror}). Choose another --folder.") from None
    return path
