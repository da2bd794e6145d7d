"""The pack under examination, with everything that a check asks about it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from rasd.coding import Coder
from rasd.conformance.finding import Finding
from rasd.lexicon import Entry, Lexicon
from rasd.lexicon.files import line_of
from rasd.places import Gazetteer

__all__ = ["Subject"]

_FRAMINGS = ("names", "here", "adjectives", "persons", "people")


@dataclass
class Subject:
    """One pack, loaded beside the packaged ones."""

    folder: Path
    id: str
    lexicon: Lexicon
    content: dict[str, Any] = field(repr=False)
    """Its parsed files by name."""

    @cached_property
    def coder(self) -> Coder:
        """The reader with this pack and the core list of places."""
        return Coder(self.lexicon, Gazetteer.core())

    @cached_property
    def forms(self) -> list[Entry]:
        """Every surface form of the pack's actors."""
        return [
            entry
            for entry in self.lexicon.scanner
            if entry.layer in ("actor", "nisba") and entry.value.get("theatre") == self.id
        ]

    def part(self, name: str) -> list[dict[str, Any]]:
        """Return the entries of one file: `actors`, `sources`, `outlets`."""
        return list((self.content.get(f"{name}.yaml") or {}).get(name) or ())

    @property
    def theatre(self) -> dict[str, Any]:
        """The content of ``theatre.yaml``."""
        return dict(self.content["theatre.yaml"])

    def framings(self, actor: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
        """Yield the framings of an entry, each with its key and as a table."""
        for key in _FRAMINGS:
            for given in actor.get(key) or ():
                yield key, given if isinstance(given, dict) else {"name": given}

    def finding(
        self,
        check: str,
        file: str,
        name: str,
        fact: str,
        remedy: str,
        *,
        line_with: str = "",
        is_error: bool = True,
    ) -> Finding:
        """Return a finding at the first line of a file that holds `line_with`, by default the entry's name."""
        path = self.folder / file
        line = line_of(path, line_with or name) if line_with or name else 1
        return Finding(check, str(path), line, name, fact, remedy, is_error)
