"""A source as the text names it, and who may be one."""

from __future__ import annotations

from dataclasses import dataclass

from rasd.grammar.actors import ActorMention
from rasd.lexicon import Match

__all__ = ["Body", "Office", "SourceMention", "is_body"]

_NAMES = frozenset({"actors.name", "actors.here", "actors.owned", "actors.named_before"})


@dataclass(slots=True, eq=False)
class SourceMention:
    """A source at tokens ``start:end``."""

    start: int
    end: int
    type: str
    rule: str
    trigger: int
    """Token of the word of saying."""
    actor: str | None = None
    """The belligerent whose statement it is."""
    skip: int = 0
    """Characters of proclitics to leave out at the start."""
    owner: int = -1
    """First token of the actor that the speaker belongs to, where he is not named as the actor itself."""
    until: int = 0
    """Token behind the whole phrase, with the office behind a name and the name behind a office."""
    of: SourceMention | None = None
    """The same source, named earlier: "وقال المصدر نفسه"."""

    @property
    def root(self) -> SourceMention:
        """The first mention of the same source."""
        found = self
        while found.of is not None:
            found = found.of
        return found


def is_body(actor: ActorMention) -> bool:
    """A belligerent under a name of its own speaks as a body does: "بيان لحركة كذا"."""
    return actor.rule in _NAMES and not actor.force and actor.prefix.strip("ولب") == ""


@dataclass(slots=True, unsafe_hash=True)  # made often, and three times as long when frozen
class Body:
    """Somebody who speaks: a body of the packs, or a belligerent under its own name."""

    start: int
    end: int
    type: str
    actor: str | None
    prefix: str
    skip: int
    theatre: str = ""

    @classmethod
    def of(cls, match: Match) -> Body:
        """Return the body that a word of the packs names."""
        value = match.value
        return cls(
            match.start,
            match.end,
            str(value["type"]),
            value.get("actor"),
            match.prefix,
            match.skip,
            str(value.get("theatre") or ""),
        )

    @classmethod
    def named(cls, mention: ActorMention) -> Body:
        """Return a belligerent as a body."""
        return cls(mention.start, mention.end, "party", mention.actor, mention.prefix, mention.skip)


@dataclass(slots=True, eq=False)
class Office:
    """What a phrase says of the sort of its speaker."""

    type: str
    actor: str | None
    end: int
    owner: int = -1
    """First token of the actor."""
