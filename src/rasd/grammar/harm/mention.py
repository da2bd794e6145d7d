"""One count of harm."""

from __future__ import annotations

from dataclasses import dataclass, field

__all__ = ["HarmMention"]


@dataclass(slots=True, eq=False)
class HarmMention:
    """One count of harm at tokens ``start:end`` (word of harm and people)."""

    start: int
    end: int
    effect: str
    min: int | None
    max: int | None
    rule: str
    status: str = "unknown"
    basis: str | None = None
    unit: str = "people"
    approximate: bool = False
    parts: dict[str, int] = field(default_factory=dict)
    people: tuple[int, int] | None = None
    """Tokens of the counted people."""
    vague: bool = False
    """Nothing but an unspecified plural."""
    other: bool = False
    civilians: bool = False
    active: bool = False
    """The word of harm is an active verb or noun whose subject may be the perpetrator."""
    trigger: int = 0
    names: tuple[tuple[int, int], ...] = ()
    """Tokens of the victims' names."""
    others: tuple[tuple[int, int], ...] = ()
    """Tokens of the other figures of a range."""
