"""Agreements and talks: who makes, extends, ends or is accused of breaking them, and who meets whom.

A thing ("هدنة", "اتفاق", "مفاوضات") and what is done with it must stand together; what is only asked for, hoped for or
named in passing ("رغم وقف إطلاق النار") is none.
"""

from __future__ import annotations

from rasd.coding.breaches.naming import is_untold
from rasd.coding.frame import Anchor, Frame
from rasd.coding.locating import PlaceMention
from rasd.coding.mentions import Mentions
from rasd.coding.political.parties import parties_of
from rasd.coding.political.utterance import Utterance, Utterances, role
from rasd.grammar.actors import ActorMention
from rasd.lexicon import Match, cues

__all__ = ["read_accords"]

_BEFORE = 11  # tokens between a verb and what it makes: its subjects stand there
_NOUN_BEFORE = 2  # between تمديد and the truce
_AFTER = 6  # tokens between a truce and "دخلت حيز التنفيذ"
_WISHED = 8  # tokens in front of the deed in which it is only hoped for
_ASKED = 16  # in which somebody asks others for it
_PLACE = {"agreement": 9, "talks": 18}  # tokens behind it in which it has its place
_ARMED = cues("accord_subjects")


def read_accords(mentions: Mentions, spoken: Utterances, read: list[Utterance]) -> list[Frame]:
    """Return a frame for each agreement and each round of talks that a sentence tells of."""
    frames: list[Frame] = []
    if not mentions.has("accord"):
        return frames
    for said in read:
        sentence = said.sentence
        words = mentions.every("accord", sentence.start, sentence.end)
        things = _things(words)
        done: set[str] = set()
        for thing in things:
            kind = "talks" if thing.cls == "talks" else "agreement"
            if kind in done:
                continue
            frame = _read(mentions, spoken, said, words, thing, kind)
            if frame is not None:
                done.add(kind)
                frames.append(frame)
    return frames


def _things(words: list[Match]) -> list[Match]:
    """The agreements and talks named, the longest name at each start, none inside another."""
    found: list[Match] = []
    reach = -1
    for match in sorted(words, key=lambda match: (match.start, -match.end)):
        if match.cls in ("truce", "accord", "talks") and match.start >= reach:
            found.append(match)
            reach = match.end
    return found


def _read(
    mentions: Mentions, spoken: Utterances, said: Utterance, words: list[Match], thing: Match, kind: str
) -> Frame | None:
    breach = _breach(spoken, said, words, thing) if kind == "agreement" else None
    deed = breach or next(
        (
            match
            for match in _deeds(spoken, words, thing, kind)
            if not _is_wished(spoken, said, words, min(match.start, thing.start), match, thing)
        ),
        None,
    )
    if deed is None:
        return None
    start, end = min(deed.start, thing.start), max(deed.end, thing.end)
    parties = parties_of(spoken, said, words, deed, thing, accused=breach is not None)
    frame = Frame(said.sentence, start, end, kind=kind)
    frame.anchors = [
        Anchor(match.start, match.end, "agree" if kind == "agreement" else "talk", match=match)
        for match in sorted((deed, thing), key=lambda match: match.start)
    ]
    frame.perpetrators = [role(mention, "roles.party") for mention in parties]
    frame.places = spoken.places(start, min(end + _PLACE[kind], said.sentence.end)) or [
        place
        for place in spoken.places(said.sentence.start, start)
        if place.locative and _governs(place, said.sentence.start, start)
    ]
    if kind == "talks" and len(frame.places) > 1 and frame.places[0].start <= thing.end + 1:
        frame.places = frame.places[1:]  # "مباحثات أستانة": the round is named after it
    frame.dates = spoken.near(said, start, end)
    frame.sources = said.sources
    if not _matters(mentions, spoken, said, thing, parties, frame):
        return None
    frame.end = end
    return frame


def _governs(place: PlaceMention, first: int, start: int) -> bool:
    """A country in front of it, or a name at the head of the sentence ("السودان.. "), is where it holds."""
    country = place.best is not None and place.best.kind == "country"
    return start - place.end <= _PLACE["agreement"] and (country or place.start - first <= 3)


def _deeds(spoken: Utterances, words: list[Match], thing: Match, kind: str) -> list[Match]:
    """What may be done with it, the nearest first: a verb or verbal noun in front, or a verb right behind."""
    wanted = "holds" if kind == "talks" else "makes"
    found: list[Match] = []
    for match in words:
        if match.cls != wanted or thing.start <= match.start < thing.end:
            continue
        verb = match.entry.part in ("past", "present")
        if match.entry.part == "present" and match.prefix.endswith("س"):
            continue
        if match.entry.lemma == "وضع" and thing.entry.words[0] != "لمسات":
            continue  # the situation
        if match.end <= thing.start:
            gap = range(match.end, thing.start)
            if any(spoken.word(at) in (".", ":", ";") for at in gap):
                continue
            if len(gap) > (_BEFORE if verb else _NOUN_BEFORE):
                continue
            if verb and any(spoken.word(at) in _STOPS for at in gap):
                continue
        elif (
            match.start - thing.end > _AFTER
            or any(spoken.word(at) in (".", ":", ";") for at in range(thing.end, match.start))
            or not verb
            and match.entry.part != "phrase"
        ):
            continue
        found.append(match)
    # "أعلن أ هدنة … تبدأ اليوم": who makes it says more than when it begins.
    found.sort(key=lambda match: (match.start >= thing.end, abs(match.start - thing.start)))
    if not found and thing.cls == "talks" and thing.entry.words[0] in _ROUNDS:
        return [thing]  # "الجولة الأخيرة من مباحثات": a round is one that was held
    return found


def _breach(spoken: Utterances, said: Utterance, words: list[Match], thing: Match) -> Match | None:
    """ "اتهمت … بخرق الهدنة": a party's accusation."""
    for match in words:
        if match.cls != "breaches" or not 0 <= thing.start - match.end <= 3:
            continue
        if is_untold(spoken.a, match, said.sentence.start) or match.start in spoken.a.counts:
            continue  # "نفت خرق الهدنة"; a number of breaches is a total
        accused = any(
            cue.cls == "accuses" and cue.start < match.start
            for cue in spoken.a.every("speech", said.sentence.start, match.start)
        )
        told = any(source.type in ("party", "official") for source in said.sources)
        verb = match.entry.part in ("past", "present") and not match.prefix.lstrip("وف")
        by = any(spoken.word(at) in _BY for at in range(thing.end, min(thing.end + 4, said.sentence.end)))
        if accused or (told and (verb or by)):
            return match
    return None


def _is_wished(
    spoken: Utterances, said: Utterance, words: list[Match], start: int, deed: Match, thing: Match
) -> bool:
    noun = deed.entry.part == "noun"
    if noun and (deed.prefix.endswith("ل") or spoken.word(deed.start - 1) == "الي"):
        return True
    verb = any(
        match.cls == "wished"
        and match.entry.part in ("past", "present")
        and said.sentence.start <= match.start
        and 0 < start - match.end <= _ASKED
        and not any(spoken.word(at) in (".", ";", ":", ",") for at in range(match.end, start))
        for match in words
    )
    if verb and (noun or deed.entry.part == "phrase"):
        return True
    between_ = range(max(said.sentence.start, start - _WISHED), max(deed.end, thing.end))
    for match in words:
        if match.cls != "wished" or match.start not in between_:
            continue
        if match.entry.words[0] == "قبل" and spoken.word(match.start - 1) == "من":
            continue  # "من قبل أ": by
        if match.entry.words[0] in _BESIDE and deed.start >= thing.end:
            continue  # "منذ الهدنة التي اتفق عليها": the relative clause tells of it
        if match.start == deed.start:
            if deed.entry.part == "present" and match.entry.part == "past":
                return True  # توقع is expected rather than signed
            continue
        if match.start >= start and match.start >= deed.end and match.start >= thing.end:
            continue
        if any(spoken.word(at) in (".", ";", ":", '"') for at in range(match.end, start)):
            continue
        if match.entry.part in ("past",) and match.start > start:
            continue
        return True
    return False


def _about(spoken: Utterances, start: int, end: int) -> bool:
    """Say whether words of the conflict stand in tokens ``start:end``."""
    return any(spoken.among(at, _ARMED) for at in range(start, end))


def _matters(
    mentions: Mentions,
    spoken: Utterances,
    said: Utterance,
    thing: Match,
    parties: list[ActorMention],
    frame: Frame,
) -> bool:
    """An agreement or talks of the conflict, with a date or parties; trade and sport have their own."""
    if any(
        cue.cls in ("sport", "economy", "culture")
        for cue in mentions.within("veto", said.sentence.start, said.sentence.end)
    ):
        return False
    dated = bool(frame.dates)
    if thing.cls != "truce" and all(mention.actor in spoken.states for mention in parties):
        # States sign much; theirs matters when the sentence says that it is about the conflict.
        named = parties and all(mention.adjective for mention in parties)
        if not named and not _about(spoken, thing.start, said.sentence.end):
            return False
    if thing.cls == "truce":
        both = any(spoken.among(at, _BOTH) for at in range(said.sentence.start, said.sentence.end))
        return bool(parties) or dated or both
    ahead = _about(spoken, thing.start, min(thing.end + 8, said.sentence.end))
    conflict = ahead or len(thing.entry.words) > 1 and bool(set(thing.entry.words) & _ARMED)
    if thing.cls == "talks":
        return (len(parties) > 1 or conflict) and bool(parties or dated or frame.places)
    return (len(parties) > 1 or conflict) and bool(parties or dated)


_BESIDE = frozenset({"منذ", "رغم", "علي"})
_BOTH = cues("sides_unnamed")
_ROUNDS = frozenset({"جوله", "جلسه", "لمسات"})
_STOPS = frozenset({"ان", "بان", "انها", "انه"})
_BY = frozenset({"جانب", "قبل", "طرف"})
