"""What a person asks of an export: the rule set that counts, the language of its words, and what may leave."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from rasd.errors import OutputError
from rasd.export.exchange.rules import RASD_1, RuleSet

__all__ = ["INCLUDES", "ExportOptions", "Include", "Language", "included"]

Include = Literal["names", "internal", "points", "texts"]
INCLUDES: tuple[Include, ...] = get_args(Include)
Language = Literal["ar", "en"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportOptions:
    """How an export is made. The default is public: nothing but what may be read by anybody."""

    rule_set: RuleSet = RASD_1
    language: Language = "en"
    include: frozenset[Include] = frozenset()
    is_synthetic: bool = False
    """Invented incidents only, each marked so; else real ones only."""


def included(given: str) -> frozenset[Include]:
    """Return the classes that ``names,points`` or ``all`` asks for.

    Raises OutputError with those that exist.
    """
    asked = {piece.strip() for piece in given.split(",") if piece.strip()}
    unknown = sorted(asked - {*INCLUDES, "all"})
    if unknown:
        raise OutputError(f'--include: "{unknown[0]}" is no class. Classes: {", ".join(INCLUDES)}, all.')
    return frozenset(name for name in INCLUDES if name in asked or "all" in asked)
