"""What `rasd data lint` finds in a data folder, with file and line."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from rasd.errors import DataError
from rasd.lexicon.files import parse, read_data, root
from rasd.lexicon.lexicon import Lexicon

__all__ = ["Finding", "characters", "lint"]

_PRESENTATION = re.compile("[\ufb50-\ufdff\ufe70-\ufefc]")
_BIDI = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_FARSI = re.compile("[\u06cc\u06a9]")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to mend in a data file."""

    file: str
    line: int
    message: str


def characters(path: Path) -> Iterator[Finding]:
    """Yield the lines of one file that hold characters which folding would hide."""
    try:
        lines = path.read_text("utf-8").splitlines()
    except UnicodeDecodeError:
        return  # told by `parse`
    for number, line in enumerate(lines, start=1):
        for pattern, what in (
            (_PRESENTATION, "presentation forms"),
            (_BIDI, "direction marks"),
            (_FARSI, "Farsi letters"),
        ):
            if pattern.search(line):
                plain = unicodedata.normalize(
                    "NFKC", pattern.sub("", line) if what == "direction marks" else line
                )
                yield Finding(str(path), number, f"holds {what}. Type it as: {plain.strip()}")


def lint(folder: Path | None = None) -> list[Finding]:
    """Return what is wrong with the data under `folder` (the packaged data by default).

    Characters that folding would hide, files that do not parse, and everything that stops a load.
    """
    folder = folder or root()
    findings: list[Finding] = []
    for path in sorted(folder.rglob("*.yaml")):
        if path.name == "orthography.yaml":
            continue
        findings += characters(path)
        try:
            parse(path)
        except DataError as error:
            findings.append(Finding(str(path), 1, str(error)))
    if not findings:
        try:
            Lexicon(read_data(folder))
        except DataError as error:
            findings.append(Finding(str(folder), 1, str(error)))
    return findings
