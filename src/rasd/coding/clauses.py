"""Clauses of force and what became of each: the reader's own measure of what it misses.

A *clause* is what a sentence tells between two of the words that split it (`frames.breaks`). It is a clause *of force*
when it holds a word of force (a word of violence, of harm, of a weapon or a munition; none inside a name; a verb of
launching only beside what is fired) and a person, a place or an actor. Each ends in one of three ways: *read*, when a report came of a word of it or took a value from it;
with a stated *reason* (``vocab/reasons.yaml``), whose words are in the text; or *unread*.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field

from rasd.coding.anchors import is_raid
from rasd.coding.breaks import breaks
from rasd.coding.draft import Draft
from rasd.coding.frame import Anchor, Frame, Reason
from rasd.coding.mentions import Mentions, between
from rasd.coding.structure import Sentence
from rasd.lexicon import Match, cues

__all__ = ["Clause", "Force", "clauses_of"]

_PEACE = frozenset({"none", "agree", "talk", "protest"})
"""Acts that are no words of force."""
_FIRE = cues("fire_opened")
_GRAMMAR = frozenset({"parts", "parts_all", "none", "ended", "capture", "flight"})
"""Classes of the words of harm that only join, deny or close a count."""


@dataclass(slots=True, eq=False)
class Force:
    """A word of force."""

    match: Match
    name: str
    """The act, effect, weapon or munition that it names."""

    @property
    def start(self) -> int:
        return self.match.start

    @property
    def end(self) -> int:
        return self.match.end

    @property
    def is_weapon(self) -> bool:
        """Whether it names a thing, which is explained with the act that it serves."""
        return self.match.entry.layer in ("weapon", "munition")


@dataclass(slots=True)
class Clause:
    """Tokens ``start:end`` of one clause of force, with what became of it."""

    sentence: Sentence
    start: int
    end: int
    words: list[Force]
    frames: list[Frame] = field(default_factory=list)
    """Frames that a word of the clause made."""
    reports: list[int] = field(default_factory=list)
    reason: Reason | None = None

    @property
    def outcome(self) -> str:
        """`read`, `reason` or `unread`."""
        return "read" if self.reports else "unread" if self.reason is None else "reason"


def clauses_of(mentions: Mentions, frames: list[Frame], drafts: list[Draft]) -> list[Clause]:
    """Return the clauses of force of a document, in text order, each with what became of it."""
    found = list(_clauses(mentions))
    home = {id(frame): number for number, draft in enumerate(drafts, start=1) for frame in draft.frames}
    by_sentence: dict[int, list[Frame]] = {}
    for frame in frames:
        by_sentence.setdefault(frame.sentence.index, []).append(frame)
    for clause in found:
        near = by_sentence.get(clause.sentence.index, [])
        for frame in near:
            anchored = any(_anchors(clause, anchor) for anchor in frame.anchors)
            if anchored:
                clause.frames.append(frame)
            number = home.get(id(frame))
            if number is not None and (anchored or _lends(clause, frame)):
                clause.reports.append(number)
        clause.reports = sorted(set(clause.reports))
        if not clause.reports:
            clause.reason = next((frame.reason for frame in clause.frames if _explains(clause, frame)), None)
    return found


def _explains(clause: Clause, frame: Frame) -> bool:
    """Say whether why `frame` ended in no report explains a clause: that it only points back, if it holds every act."""
    if frame.reason is None:
        return False
    told = {anchor.position for anchor in frame.anchors}
    return frame.reason.code != "retold" or all(word.is_weapon or word.start in told for word in clause.words)


def _anchors(clause: Clause, anchor: Anchor) -> bool:
    """Say whether an anchor stands in a clause, or a count of harm that began before it runs over a word of it."""
    if clause.start <= anchor.position < clause.end:
        return True
    return any(anchor.start <= word.start < anchor.end for word in clause.words)


def _lends(clause: Clause, frame: Frame) -> bool:
    """Say whether a value of `frame` was taken from a clause that made no frame of its own."""
    if not frame.start <= clause.start < frame.end:
        return False
    at = [match.start for match, _ in frame.weapons] + [match.start for match, *_ in frame.munitions]
    at += [site.start for site in frame.sites] + [harm.trigger for harm in frame.harm]
    at += [role.mention.start for role in (*frame.perpetrators, *frame.targets)]
    at += [place.start for place in frame.places]
    return any(clause.start <= position < clause.end for position in at)


def _clauses(mentions: Mentions) -> Iterator[Clause]:
    words = _words(mentions)
    starts = [word.start for word in words]
    for sentence in mentions.structure.sentences:
        if sentence.start in mentions.structure.masked:
            continue
        first, last = bisect_left(starts, sentence.start), bisect_left(starts, sentence.end)
        if first == last:
            continue
        edges = [start for start, _ in breaks(mentions, sentence)]
        for start, end in zip(edges, [*edges[1:], sentence.end], strict=True):
            inside = words[bisect_left(starts, start) : bisect_left(starts, end)]
            if not inside:
                continue
            inside = _with_fire(mentions, inside, start, end)
            if inside and _is_peopled(mentions, start, end):
                yield Clause(sentence, start, end, inside)


def _with_fire(mentions: Mentions, words: list[Force], start: int, end: int) -> list[Force]:
    """Leave out أطلق, ألقى, سقط and فتح where nothing that can be fired stands in the clause."""
    if all(word.name != "launch" for word in words) or any(word.is_weapon for word in words):
        return words
    if any(text.lstrip("وب") in _FIRE for text in mentions.passage.texts[start:end]):
        return words
    return [word for word in words if word.name != "launch"]


def _words(mentions: Mentions) -> list[Force]:
    """Return the words of force of a document, one a token, those inside names left out."""
    found: dict[int, Force] = {}
    names = mentions.named | mentions.placed
    for layer, key in (("event", "act"), ("harm", "effect"), ("weapon", "weapon"), ("munition", "item")):
        for match in mentions.layer(layer):
            name = str(match.value.get(key, ""))
            if name in _PEACE or match.cls in _GRAMMAR or match.start in found:
                continue
            if match.start in names and all(at in names for at in range(match.start + 1, match.end)):
                continue
            if layer == "event" and not is_raid(mentions, match):
                continue
            found[match.start] = Force(match, name)
    return [found[start] for start in sorted(found)]


def _is_peopled(mentions: Mentions, start: int, end: int) -> bool:
    """Say whether a stretch names a person, a place or an actor."""
    return bool(
        between(mentions.people, start, end)
        or between(mentions.places, start, end)
        or between(mentions.actors, start, end)
        or any(match.cls == "victim" for match in mentions.within("harm", start, end))
    )
