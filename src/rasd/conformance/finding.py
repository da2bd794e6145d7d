"""What the suite finds: place, fact, remedy."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Finding"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing about a pack that a person should know."""

    check: str
    """Name of the check, as in `CHECKS`."""
    file: str
    line: int
    name: str
    """Id or word of the entry; empty for a whole file."""
    fact: str
    remedy: str
    is_error: bool = True
    """False: the pack is usable, and somebody should look."""

    def __str__(self) -> str:
        level = "error" if self.is_error else "warning"
        named = f"{self.name}: " if self.name else ""
        return f"{self.file}:{self.line}: {level} [{self.check}] {named}{self.fact} {self.remedy}"
