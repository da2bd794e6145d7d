"""One counted group of people."""

from __future__ import annotations

from dataclasses import dataclass, field

__all__ = ["PARTS", "People"]

PARTS = ("children", "women", "men", "medics", "journalists", "aid_workers")


@dataclass(slots=True, eq=False)
class People:
    """A counted group of people at tokens ``start:end``."""

    start: int
    end: int
    min: int | None
    max: int | None
    rule: str
    status: str = "unknown"
    basis: str | None = None
    unit: str = "people"
    approximate: bool = False
    parts: dict[str, int] = field(default_factory=dict)
    part: str = ""
    """The part that the noun belongs to, also where its number is open (أطفال)."""
    bare: bool = False
    """A number without a noun."""
    definite: bool = False
    other: bool = False
    victim: str = ""
    """The effect that the noun itself tells (قتيل, جريح), else empty."""
    noun: str = ""
    preposition: bool = False
    """It hangs on a preposition, so it is not what a verb of harm governs."""
    national: bool = False
    joined: bool = False
    names: tuple[tuple[int, int], ...] = ()
    """Tokens of the names of those counted."""
    civilians: bool = False
    """Civilians are named, not only presumed from a bare noun."""
