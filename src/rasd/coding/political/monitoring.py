"""The monitoring kinds: overflights, deployments, sieges, obstructed aid, withdrawals, releases.

They tell no fire and matter to whoever watches an agreement. A deed, what it is done with, and a place are needed.
"""

from __future__ import annotations

from rasd.coding.frame import AIRCRAFT, Anchor, Frame
from rasd.coding.mentions import Mentions, between
from rasd.coding.political.utterance import Utterance, Utterances, role
from rasd.grammar.actors import ActorMention
from rasd.lexicon import Match, cues

__all__ = ["read_monitoring"]

_OBJECT = 6  # tokens between منع and the aid
_NEEDS = {"brings": "brought", "hinders": "aid"}
_WHERE = frozenset({"فيه", "فيها", "فيهما", "فيهم", "به", "بها"})
_LIKE_NOUNS = frozenset({"تمركز", "تموضع"})
_BUILDINGS = frozenset({"منزل", "منازل", "المنزل", "مبني", "مقر", "اشخاص", "شقه", "محل"})
_HAPPENED = frozenset({"تم", "جري", "سهلت", "سهل", "تمت"})
_OWN = frozenset({"قواته", "قواتها", "عناصره", "عناصرها", "جنوده", "جنودها", "مقاتليه", "مقاتليها"})
_PLANS = frozenset({"عمليات", "عمليه", "مقابل", "صفقه"})
_NOT_YET = cues("not_told_of")


def read_monitoring(
    mentions: Mentions, spoken: Utterances, read: list[Utterance], taken: frozenset[int]
) -> list[Frame]:
    """Return a frame for each deed of the monitoring kinds, one a kind and sentence; `taken` tokens are threats."""
    frames: list[Frame] = []
    for said in read:
        sentence = said.sentence
        words = mentions.every("monitor", sentence.start, sentence.end)
        done: set[str] = set()
        for match in words:
            kind = str(match.value.get("kind", ""))
            if kind in done or match.cls in ("brought", "aid"):
                continue
            frame = _read(mentions, spoken, said, words, match, kind, taken)
            if frame is not None:
                done.add(kind)
                frames.append(frame)
    return frames


def _read(
    mentions: Mentions,
    spoken: Utterances,
    said: Utterance,
    words: list[Match],
    match: Match,
    kind: str,
    taken: frozenset[int],
) -> Frame | None:
    sentence = said.sentence
    verb = match.entry.part in ("past", "present")
    if match.prefix.endswith(("ل", "س")) or _is_unreal(spoken, said, match) or match.start in taken:
        return None
    if verb and spoken.word(match.end) in _WHERE:
        return None  # "مبنى يتموضع فيه جنود": says which building
    if match.cls in ("deploys", "encircles") and not verb and match.entry.part != "phrase":
        return None  # "استهداف تموضع": what was struck
    if match.cls == "deploys" and match.entry.part == "present" and match.start - sentence.start > 2:
        return None  # "حيث تتمركز القوات": a state told in passing
    if match.cls == "deploys" and spoken.word(match.start).lstrip("وف").removesuffix("ا") in _LIKE_NOUNS:
        return None
    if (
        match.cls in ("leaves", "frees")
        and match.entry.part == "noun"
        and not _announced(spoken, said, match)
    ):
        return None
    if match.cls == "encircles" and any(
        spoken.word(at).removesuffix("ا") in _BUILDINGS for at in range(match.end, match.end + 5)
    ):
        return None  # a house surrounded is part of a raid
    end = min(spoken.reach(said, match.end - 1), match.end + 16)
    anchors = [Anchor(match.start, match.end, kind, match=match)]
    needed = _NEEDS.get(match.cls)
    if needed is not None:
        thing = next(
            (
                word
                for word in words
                if word.cls == needed
                and 0 <= word.start - match.end <= _OBJECT
                and not word.prefix.startswith("و")
            ),
            None,
        )
        if thing is None:
            return None
        anchors.append(Anchor(thing.start, thing.end, kind, match=thing))
    if match.cls == "flies" and not any(
        str(weapon.value["weapon"]) in AIRCRAFT and abs(weapon.start - match.start) <= 6
        for weapon in mentions.within("weapon", sentence.start, sentence.end)
    ):
        return None
    frame = Frame(sentence, match.start, end, anchors, kind=kind)
    frame.places = spoken.places(match.start, end)
    if not frame.places and kind in ("overflight", "deployment"):
        frame.places = [
            place for place in spoken.places(sentence.start, match.start) if match.start - place.end <= 6
        ]
    doer = _doer(spoken, said, match)
    if doer is not None:
        frame.perpetrators = [role(doer, "roles.monitored")]
    if kind == "siege":
        frame.targets = [
            role(mention, "roles.target")
            for mention in said.actors
            if match.end <= mention.start <= match.end + 2 and (doer is None or mention.actor != doer.actor)
        ]
    frame.dates = [
        mention
        for mention in between(mentions.dates, sentence.start, sentence.end)
        if mention.kind == "point" and mention.first is not None
    ]
    frame.sources = said.sources
    if kind == "release":
        return frame if doer is not None or frame.places else None
    if kind == "overflight" or match.cls == "brings":
        return frame if frame.places else None
    return frame if frame.places and doer is not None else None


def _doer(spoken: Utterances, said: Utterance, match: Match) -> ActorMention | None:
    """Who did it: the verb's subject, or the owner of the verbal noun."""
    if match.entry.part in ("past", "present") or match.entry.part == "phrase":
        beside = spoken.beside(said, match)
        if beside is not None or not match.prefix.startswith("و"):
            return beside
        ahead = [m for m in said.actors if m.end <= match.start and not spoken.oblique(m)]
        return ahead[-1] if ahead else None
    if spoken.word(match.end) in _OWN:
        ahead = [m for m in said.actors if m.end <= match.start and not spoken.oblique(m)]
        return ahead[-1] if ahead else said.speaker
    for at in range(match.end, min(match.end + 4, said.sentence.end)):
        mention = spoken.a.actor_at.get(at)
        if mention is not None and mention in said.actors:
            return mention if mention.prefix.lstrip("وف") in ("", "ل") else None
        if spoken.word(at) in ("في", "علي", "من", "الي"):
            break
    return None


def _announced(spoken: Utterances, said: Utterance, noun: Match) -> bool:
    """A verbal noun tells a deed when somebody announces it: "أعلن انسحاب قواته"."""
    says = any(
        match.cls == "says" and noun.start - match.end <= 8
        for match in spoken.a.within("speech", max(said.sentence.start, noun.start - 12), noun.start)
    )
    done = any(
        spoken.among(at, _HAPPENED) for at in range(max(said.sentence.start, noun.start - 8), noun.start)
    )
    return (says or done) and spoken.word(noun.start - 1) not in _PLANS


def _is_unreal(spoken: Utterances, said: Utterance, match: Match) -> bool:
    """Asked for, denied, planned or conditional: nothing that was seen."""
    start = max(said.sentence.start, match.start - 6)
    if any(
        {spoken.word(at), spoken.word(at).removeprefix("و")} & _NOT_YET for at in range(start, match.start)
    ):
        return True
    return any(
        cue.cls in ("unrealized", "denied", "negated")
        and cue.end <= match.start
        and match.start - cue.end <= 3
        for cue in spoken.a.within("factuality", start, match.start)
    )
