"""A frame: what one stretch of a sentence tells of one incident, before it is coded."""

from __future__ import annotations

from dataclasses import dataclass, field

from rasd.coding.locating import PlaceMention
from rasd.coding.structure import Sentence
from rasd.grammar.actors import ActorMention
from rasd.grammar.attribution import SourceMention
from rasd.grammar.dates import DateMention
from rasd.grammar.harm import HarmMention
from rasd.lexicon import Match

__all__ = ["AIRCRAFT", "FROM_AIR", "Anchor", "Frame", "Reason", "Role"]

AIRCRAFT = frozenset({"warplane", "helicopter", "drone"})
FROM_AIR = AIRCRAFT | {"barrel_bomb"}
"""Weapons that tell of an attack from the air."""


@dataclass(slots=True, eq=False)
class Anchor:
    """A word, or a count of harm, that tells that something happened."""

    start: int
    end: int
    act: str
    match: Match | None = None
    harm: HarmMention | None = None
    definite: bool = False
    """The noun behind it carries the article: إطلاق القذيفة."""

    @property
    def position(self) -> int:
        """Token of the word that tells it, which may stand behind what it tells of."""
        if self.match is not None:
            return self.match.start
        return self.harm.trigger if self.harm is not None else self.start

    @property
    def is_passive(self) -> bool:
        """Whether a count of harm is told without its doer in the grammar: "قُتل", "المعتقلون"."""
        return self.harm is not None and self.harm.rule != "harm.governed"

    @property
    def is_event(self) -> bool:
        return self.match is not None


@dataclass(frozen=True, slots=True)
class Breach:
    """The text calls an incident a breach: the tokens of the agreement and of the word, and who says so."""

    agreement: tuple[int, int]
    word: tuple[int, int]
    sources: list[SourceMention]


@dataclass(slots=True, eq=False)
class Role:
    """An actor in a frame, with how the text attributes."""

    mention: ActorMention
    rule: str
    certainty: str = "stated"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why words of force tell no incident of their own: a code of ``vocab/reasons.yaml`` and the tokens that say so."""

    code: str
    start: int
    end: int


@dataclass(slots=True)
class Frame:
    """What one stretch of a sentence tells of one incident."""

    sentence: Sentence
    start: int
    end: int
    anchors: list[Anchor] = field(default_factory=list)
    places: list[PlaceMention] = field(default_factory=list)
    dates: list[DateMention] = field(default_factory=list)
    said: list[DateMention] = field(default_factory=list)
    """Times of the saying ("قال أمس إن"): the incident's only when it has no other."""
    inherited_date: bool = False
    same: bool = False
    """The text says that it is the incident told before: القصف نفسه."""
    fresh: bool = False
    """A connector (كما, على صعيد آخر) announces another incident."""
    earlier: bool = False
    """It stands behind بعد: what happened before has a time of its own."""
    weapons: list[tuple[Match, str]] = field(default_factory=list)
    air_forces: frozenset[int] = frozenset()
    """Tokens at which an actor is named that only flies: سلاح الجو, القوات الجوية."""
    munitions: list[tuple[Match, str, int, tuple[int, int]]] = field(default_factory=list)
    sites: list[Match] = field(default_factory=list)
    harm: list[HarmMention] = field(default_factory=list)
    perpetrators: list[Role] = field(default_factory=list)
    targets: list[Role] = field(default_factory=list)
    sources: list[SourceMention] = field(default_factory=list)
    heard: list[SourceMention] = field(default_factory=list)
    """Who spoke last, where nobody speaks in its own sentence."""
    civilians: list[tuple[int, int]] = field(default_factory=list)
    kind: str = ""
    basis: str = "stated"
    factuality: str = "asserted"
    reason: Reason | None = None
    """Why it ends in no report, where the text states it."""
    breach: Breach | None = None
    version: bool = False
    """It tells another version of what was told: "إن ما أصاب الورشة قذائف أطلقتها كذا"."""
    recalled: bool = False
    """It tells what somebody had said before: "وكانت الوزارة قد أعلنت ستة قتلى"."""
    listed: bool = False
    """The next object of the verb of the frame before, struck by other means."""
    hand_to_hand: bool = False
    """People on foot, a checkpoint or a launcher of a soldier are struck, by what words leave open."""

    @property
    def acts(self) -> list[str]:
        return [anchor.act for anchor in self.anchors]

    @property
    def harm_told(self) -> bool:
        """Whether a count of harm is among what the frame tells."""
        return any(anchor.harm is not None for anchor in self.anchors)

    @property
    def has_event(self) -> bool:
        return any(anchor.is_event for anchor in self.anchors)

    @property
    def is_dated(self) -> bool:
        """Whether a time of the frame, its own or carried, is resolved."""
        return any(mention.kind == "point" and mention.first is not None for mention in self.dates)
