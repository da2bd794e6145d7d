"""Who does a monitored deed, and where: subjects, owners of what moves, places by their prepositions."""

from __future__ import annotations

from rasd.coding.locating import PlaceMention
from rasd.coding.mentions import Mentions, between
from rasd.coding.political.utterance import NOBODY, Utterance, Utterances, nation
from rasd.grammar.actors import ActorMention
from rasd.lexicon import Match, cues

__all__ = ["doer_of", "flown_by", "moves_forces", "places_of"]

_FORCES = cues("moving_forces")
_OWN = cues("doers_own_forces")
_OF = cues("belonging_to")
_STOPS = frozenset(
    {"في", "علي", "الي", "نحو", "باتجاه", "عن", "عبر", "فوق", ".", ":", "؛", "حيث", "بعد", "قبل"}
)
_FROM = frozenset({"من", "عن", "انطلاقا"})
_REACH = 8  # tokens from a verb to whom the force belongs
_AHEAD = 6  # tokens between a place and the deed behind it
_LONG = 16  # tokens behind a deed in which it has its place


def doer_of(spoken: Utterances, said: Utterance, match: Match) -> ActorMention | None:
    """Return the verb's subject, the owner of the force that moves, or the owner of the verbal noun."""
    verb = match.entry.part in ("past", "present") or match.entry.part == "phrase"
    if verb:
        beside = spoken.beside(said, match)
        if beside is not None:
            return beside
        owner = _owner(spoken, said, match.end)
        if owner is not None:
            return owner
        front = _in_front(spoken, said, match)
        if front is not None or not match.prefix.startswith("و"):
            return front
        return _ahead(spoken, said, match)
    if spoken.word(match.end) in _OWN or match.suffix:
        return _ahead(spoken, said, match) or said.speaker
    mention = spoken.a.actor_at.get(match.end)
    if mention is not None and mention in said.actors:
        return mention if mention.prefix.lstrip("وف") in ("", "ل") else None
    if match.value.get("kind") == "release":
        return _announcer(spoken, said, match)  # "إطلاق سراح جندي من الجيش": behind it stands who is released
    return _owner(spoken, said, match.end) or _announcer(spoken, said, match)


def _ahead(spoken: Utterances, said: Utterance, match: Match) -> ActorMention | None:
    found = [m for m in said.actors if m.end <= match.start and not spoken.oblique(m)]
    return found[-1] if found else None


def _announcer(spoken: Utterances, said: Utterance, noun: Match) -> ActorMention | None:
    """ "أعلنت قوات كذا الإفراج عن …": who announces a deed without a doer did it."""
    speaker = said.speaker
    near = speaker is not None and speaker.start < noun.start and noun.start - speaker.end <= _AHEAD
    return speaker if near and spoken.word(noun.end) in _FROM else None


def _owner(spoken: Utterances, said: Utterance, start: int) -> ActorMention | None:
    """ "دخلت دورية للجيش", "آليات تابعة لقوات كذا", "قوة من الجيش", "طائرات استطلاع إسرائيلية": whose force it is."""
    moving = False
    skipped = 0
    at = start
    while at < min(start + _REACH + skipped, said.sentence.end):
        mention = spoken.a.actor_at.get(at)
        word = spoken.word(at)
        if mention is not None and mention in said.actors:
            prefix = mention.prefix.lstrip("وف")
            before = spoken.word(at - 1)
            if prefix == "" and before not in _FROM and not mention.on_event:
                return mention
            joined = prefix == "ل" or (prefix == "" and before == "من") or before in _OF
            moving = moving or (prefix == "ل" and _is_force(spoken, at))
            return mention if moving and joined else None
        moving = moving or _is_force(spoken, at)
        if at in spoken.a.dated:
            skipped += 1
        elif word in _STOPS or word == "من" and not moving:
            return None
        at += 1
    return None


def _in_front(spoken: Utterances, said: Utterance, verb: Match) -> ActorMention | None:
    """ "طائرة تابعة للجيش تحلق", "أن تنظيم كذا يطوق": the subject stands in front, as the owner of a force."""
    for mention in reversed(said.actors):
        if mention.end > verb.start:
            continue
        gap = [spoken.word(at) for at in range(mention.end, verb.start) if at not in spoken.a.dated]
        if len(gap) > 2 or any(word in _STOPS or word in (",", "،") for word in gap):
            return None
        if mention.prefix.lstrip("وف") == "" and not spoken.oblique(mention):
            return mention
        owned = any(_is_force(spoken, at) for at in range(mention.start - 4, mention.start))
        return mention if owned and mention.prefix.endswith("ل") else None
    return None


def flown_by(spoken: Utterances, aircraft: Match) -> ActorMention | None:
    """ "طائرات الاستطلاع الإسرائيلية", "للطيران المسير الإسرائيلي": whose aircraft they are."""
    for at in range(aircraft.start, aircraft.end + 3):
        mention = spoken.a.actor_at.get(at)
        if mention is not None and mention.actor not in NOBODY:
            return mention
    return nation(spoken.a, aircraft.start, aircraft.end + 3)


def _is_force(spoken: Utterances, at: int) -> bool:
    return spoken.among(at, _FORCES)


def moves_forces(spoken: Utterances, start: int, end: int, doer: ActorMention) -> bool:
    """Say whether soldiers, vehicles or a patrol move in tokens ``start:end``, or the doer is named as a force."""
    named = range(doer.start, doer.end)
    return any(_is_force(spoken, at) for at in [*range(start, end), *named])


def places_of(
    mentions: Mentions, spoken: Utterances, said: Utterance, match: Match, end: int, *, kind: str
) -> list[PlaceMention]:
    """Return where a deed was done: behind it, else close in front of it."""
    behind = spoken.places(match.end, end)
    if kind == "withdrawal" and match.cls != "quits":
        left = [place for place in behind if _is_from(spoken, place, match.end)]
        return left[:1] + [place for place in left[1:] if _listed(place)]
    if kind == "deployment" and len(behind) > 1:
        behind = [place for place in behind if not _is_from(spoken, place, match.end)] or behind
    if behind:
        return behind
    ahead = spoken.places(said.sentence.start, match.start)
    if kind in ("aid_obstruction", "siege"):
        return ahead[-1:] or (_told_before(mentions, said) if kind == "aid_obstruction" else [])
    return [place for place in ahead if match.start - place.end <= _AHEAD]


def _listed(place: PlaceMention) -> bool:
    return place.prefix.startswith("و") or place.joined


def _is_from(spoken: Utterances, place: PlaceMention, start: int) -> bool:
    """ "من مدينة كذا", "من محيط مخيم كذا": the preposition stands right before the place phrase."""
    for at in range(place.start, max(start, place.phrase_start - 4) - 1, -1):
        word = spoken.word(at)
        if word in _FROM:
            return True
        if at < place.phrase_start and word in _STOPS | {",", "،"}:
            return False
    return False


def _told_before(mentions: Mentions, said: Utterance) -> list[PlaceMention]:
    """The one place of the sentence before: where an ambulance was stopped is where the raid was."""
    index = said.sentence.index - 1
    if index < 0:
        return []
    sentence = mentions.structure.sentences[index]
    places = {
        place.key: place
        for place in between(mentions.places, sentence.start, sentence.end)
        if not (place.is_region or place.is_wide)
    }
    return list(places.values()) if len(places) == 1 else []
