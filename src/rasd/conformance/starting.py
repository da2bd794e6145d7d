"""A started pack: commented files with invented words, which conform and say what is to be filled in."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path

from rasd.conformance.overview import ambiguous_words
from rasd.errors import OutputError
from rasd.lexicon import Lexicon

__all__ = ["start"]

_NAME = re.compile("[a-z][a-z0-9_]{1,17}")
_SUFFIX = ".in"
_MAPPED = frozenset({"الجيش", "الحكومة", "المعارضة", "المقاومة"})
"""Words that the started actors map."""


def start(name: str, folder: Path, country: str = "XX", timezone: str = "UTC") -> list[Path]:
    """Write a started pack into `folder` and return its files.

    Raises OutputError when the name is none or taken, or when something stands there already.
    """
    if _NAME.fullmatch(name) is None:
        raise OutputError(
            f"{name!r} is no name of a pack. Write 2 to 18 small Latin letters, digits and _, as in somalia."
        )
    if re.fullmatch("[A-Z]{2}", country) is None:
        raise OutputError(
            f"--country {country!r} is no ISO 3166-1 alpha-2 code. Write two capitals, as in SO."
        )
    taken = Lexicon.load().theatres
    if name in taken:
        raise OutputError(
            f"A theatre {name} is packaged already. Choose another name than {', '.join(taken)}."
        )
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise OutputError(f"{folder}: is there already and not empty. Choose another name or --to.")
    unmapped = "\n".join(
        f"  - {{word: {word}, note: names nobody known}}" + " " * 12 + "# to be filled in"
        for word in ambiguous_words()
        if word not in _MAPPED
    )
    words = {
        "@id@": name,
        "@ID@": name.upper(),
        "@low@": country.lower(),
        "@country@": country,
        "@timezone@": timezone,
        "@folder@": str(folder),
        "@unmapped@": unmapped,
        "@lat@": "10.000",
        "@lon@": "10.000",
    }
    written: list[Path] = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for part in sorted(files("rasd.data").joinpath("started").iterdir(), key=lambda one: one.name):
            text = part.read_text("utf-8")
            for mark, word in words.items():
                text = text.replace(mark, word)
            path = folder / part.name.removesuffix(_SUFFIX)
            path.write_text(text, "utf-8", newline="\n")
            written.append(path)
    except OSError as error:
        raise OutputError(f"{folder}: cannot be written ({error.strerror}). Choose another --to.") from None
    return written
