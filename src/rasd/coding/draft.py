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

_MUTUAL = frozenset({"clash", "agreement", "talks"})


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
    weak_date: bool = False

    @property
    def last(self) -> Frame:
        return self.frames[-1]

    def is_reportable(self) -> bool:
        """Say whether it has what makes a report: a place, harm, or both sides."""
        if self.kind == "incursion":
            return bool(self.places and (self.perpetrators or self._is_verbal()))
        if self.kind == "protest":
            return bool(self.places)
        if self.harm:
            return bool(
                self.kind != "attack"
                or self.places
                or self.perpetrators
                or self.date[0]
                or any(frame.weapons or frame.sites for frame in self.frames)
            )
        if self.kind == "riot":
            return bool(self.places)
        acts = {act for frame in self.frames for act in frame.acts}
        if acts <= {"destroy"}:
            return bool(self.places and (self.perpetrators or self._is_verbal()))
        if self.places:
            return bool(
                self.perpetrators
                or self.targets
                or self.date[0]
                or any(f.weapons for f in self.frames)
                or acts & {"strike", "bombard", "launch", "fight", "blast", "suicide", "shoot", "capture"}
            )
        if self.kind == "clash":
            return self._opens_with_sides()
        return bool(
            self.perpetrators
            and self.targets
            and acts & {"strike", "bombard", "fight", "blast", "suicide", "launch"}
        )

    def _is_verbal(self) -> bool:
        """Say whether a verb in the past tells it, at a place finer than a province: "أحرقت منازل في بلدة كذا"."""
        fine = any(
            place.best is None or place.best.kind not in ("country", "governorate", "region", "sea")
            for place in self.places
        )
        return (
            fine
            and self.factuality == "asserted"
            and any(
                anchor.match is not None and anchor.match.entry.part == "past"
                for frame in self.frames
                for anchor in frame.anchors
            )
        )

    def _opens_with_sides(self) -> bool:
        """ "اشتباكات بين الجيش والفصائل" at the head of a document: both sides make it a report without a place."""
        first = self.frames[0]
        match = first.anchors[0].match
        return (
            first.sentence.index == 0
            and self.factuality == "asserted"
            and match is not None
            and not (match.article or match.suffix or match.prefix)
            and len({role.mention.actor for role in self.perpetrators}) > 1
        )

    def part_sides(self) -> None:
        """Leave no actor on both sides of a one-sided act: where the text told of it first, it stays.

        In a clash both sides act and are struck, so nothing is decided there.
        """
        if self.kind in _MUTUAL:
            return
        acting = {role.mention.actor for role in self.perpetrators}
        struck = {role.mention.actor for role in self.targets}
        for actor in acting & struck:
            first = next(
                frame
                for frame in self.frames
                if any(role.mention.actor == actor for role in (*frame.perpetrators, *frame.targets))
            )
            did = any(role.mention.actor == actor for role in first.perpetrators)
            was = any(role.mention.actor == actor for role in first.targets)
            if was and (not did or len(acting) > 1):
                self.perpetrators = [role for role in self.perpetrators if role.mention.actor != actor]
            else:
                self.targets = [role for role in self.targets if role.mention.actor != actor]
