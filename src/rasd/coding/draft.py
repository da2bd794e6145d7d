"""A report in the making: frames that tell of one incident."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date as Day

from rasd.coding.frame import Frame, Role
from rasd.coding.locating import PlaceMention
from rasd.grammar.attribution import SourceMention
from rasd.grammar.dates import DateMention
from rasd.grammar.harm import HarmMention

__all__ = ["Draft"]


@dataclass(slots=True)
class Draft:
    """A report in the making."""

    frames: list[Frame]
    kind: str
    basis: str
    factuality: str
    places: list[PlaceMention] = field(default_factory=list)
    date: tuple[Day | None, Day | None, str | None] = (None, None, None)
    date_mentions: list[DateMention] = field(default_factory=list)
    perpetrators: list[Role] = field(default_factory=list)
    targets: list[Role] = field(default_factory=list)
    harm: list[HarmMention] = field(default_factory=list)
    sources: list[SourceMention] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    weak_date: bool = False

    @property
    def last(self) -> Frame:
        return self.frames[-1]
