"""Agreements and talks: who makes, extends, ends or is accused of breaking them, and who meets whom.

A thing ("هدنة", "اتفاق", "مفاوضات") and what is done with it must stand together; what is only asked for, hoped for or
named in passing ("رغم وقف إطلاق النار") is none.
"""

from __future__ import annotations

from rasd.coding.frame import Anchor, Frame
from rasd.coding.mentions import Mentions, between
from rasd.coding.political.utterance import Utterance, Utterances, role
from rasd.grammar.actors import ActorMention
from rasd.lexicon import Match, cues

__all__ = ["read_accords"]

_BEFORE = 11  # tokens between a verb and what it makes: its subjects stand there
_NOUN_BEFORE = 2  # between تمديد and the truce
_AFTER = 6  # tokens between a truce and "دخلت حيز التنفيذ"
_WISHED = 6  # tokens in front of the deed in which it is only hoped for
_ASKED = 16  # in which somebody asks others for it
_PLACE = {"agreement": 9, "talks": 18}  # tokens behind it in which it has its place
_ARMED = cues("accord_subjects")
_MEDIATED = 3


def read_accords(mentions: Mentions, spoken: Utterances, read: list[Utterance]) -> list[Frame]:
    """Return a frame for each agreement and each round of talks that a sentence tells of."""
    frames: list[Frame] = []
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
    deed = breach or _deed(spoken, words, thing, kind)
    if deed is None:
        return None
    if breach is None and _is_wished(spoken, said, words, min(deed.start, thing.start), deed, thing):
        return None
    start, end = min(deed.start, thing.start), max(deed.end, thing.end)
    parties = _parties(mentions, spoken, said, words, deed, thing, breach is not None)
    frame = Frame(said.sentence, start, end, kind=kind)
    frame.anchors = [
        Anchor(match.start, match.end, "agree" if kind == "agreement" else "talk", match=match)
        for match in sorted((deed, thing), key=lambda match: match.start)
    ]
    frame.perpetrators = [role(mention, "roles.party") for mention in parties]
    frame.places = spoken.places(start, min(end + _PLACE[kind], said.sentence.end)) or [
        place
        for place in spoken.places(said.sentence.start, start)
        if place.locative and start - place.end <= _PLACE[kind]
    ]
    if kind == "talks" and len(frame.places) > 1 and frame.places[0].start <= thing.end + 1:
        frame.places = frame.places[1:]  # "مباحثات أستانة": the round is named after it
    frame.dates = [
        mention
        for mention in between(mentions.dates, said.sentence.start, said.sentence.end)
        if mention.kind == "point" and mention.first is not None
    ]
    frame.sources = said.sources
    if not _matters(mentions, spoken, said, thing, parties, frame):
        return None
    frame.end = end
    return frame


def _deed(spoken: Utterances, words: list[Match], thing: Match, kind: str) -> Match | None:
    """What is done with it: a verb or verbal noun in front, or a verb right behind."""
    wanted = "holds" if kind == "talks" else "makes"
    best: Match | None = None
    for match in words:
        if match.cls != wanted or thing.start <= match.start < thing.end:
            continue
        verb = match.entry.part in ("past", "present")
        if match.entry.part == "present" and match.prefix.endswith("س"):
            continue
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
        if best is None or abs(match.start - thing.start) < abs(best.start - thing.start):
            best = match
    if best is None and thing.cls == "talks" and thing.entry.words[0] in _ROUNDS:
        return thing  # "الجولة الأخيرة من مباحثات": a round is one that was held
    return best


def _breach(spoken: Utterances, said: Utterance, words: list[Match], thing: Match) -> Match | None:
    """ "اتهمت … بخرق الهدنة": a party's accusation."""
    for match in words:
        if match.cls != "breaches" or not 0 <= thing.start - match.end <= 3:
            continue
        accused = any(
            cue.cls == "accuses" and cue.start < match.start
            for cue in spoken.a.every("speech", said.sentence.start, match.start)
        )
        told = any(source.type in ("party", "official") for source in said.sources)
        if accused or (told and match.entry.part in ("past", "present", "noun") and said.speaker is not None):
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
        if match.cls != "wished" or match.start not in between_ or match.start == deed.start:
            continue
        if match.start >= start and match.start >= deed.end and match.start >= thing.end:
            continue
        if any(spoken.word(at) in (".", ";", ":", '"') for at in range(match.end, start)):
            continue
        if match.entry.part in ("past",) and match.start > start:
            continue
        return True
    return False


def _parties(
    mentions: Mentions,
    spoken: Utterances,
    said: Utterance,
    words: list[Match],
    deed: Match,
    thing: Match,
    breach: bool,
) -> list[ActorMention]:
    """Whose agreement it is: "بين أ وب", the subjects of the verb, "الاتفاق الروسي التركي"."""
    mediated = [match.end for match in words if match.cls == "mediated"]

    def fits(mention: ActorMention) -> bool:
        return not any(0 <= mention.start - at < _MEDIATED for at in mediated)

    for at in range(thing.start, said.sentence.end):
        if spoken.word(at) == "بين" and at - thing.end < 14:
            row = _row(spoken, said, at + 1)
            if row:
                return row
    nisbas = _nisbas(mentions, thing.end)
    if len(nisbas) > 1:
        return nisbas
    start, end = min(deed.start, thing.start), max(deed.end, thing.end)
    near = [
        mention
        for mention in said.actors
        if start - 7 <= mention.start <= end + 7 and fits(mention) and not mention.on_event
    ]
    if breach:
        near = [mention for mention in said.actors if fits(mention)][:2]
        return _unique(near)
    subjects = [
        mention
        for mention in near
        if not spoken.oblique(mention) or spoken.word(mention.start - 1) in ("مع", "بين", "من", "قبل")
    ]
    subjects = [
        mention
        for mention in subjects
        if mention.start not in spoken.named
        or mention.start > deed.end
        or deed.entry.layer == "accord"
        and _announces(mention, said, deed)
    ]
    found = _unique(subjects)
    if thing.cls == "talks" and len(found) < 2:
        behind = [mention for mention in said.actors if mention.start >= thing.end]
        found = max(_rows(behind), key=len, default=[]) or found
    return found


def _rows(actors: list[ActorMention]) -> list[list[ActorMention]]:
    """The lists of two actors or more that a sentence names."""
    rows: list[list[ActorMention]] = []
    for mention in actors:
        if rows and mention.start - rows[-1][-1].end <= 1:
            rows[-1].append(mention)
        else:
            rows.append([mention])
    return [row for row in map(_unique, rows) if len(row) > 1]


def _announces(mention: ActorMention, said: Utterance, deed: Match) -> bool:
    """ "أعلن التحالف هدنة": who announces is the party."""
    return deed.entry.lemma in ("اعلن", "وافق", "مدد", "اعلان", "موافقه", "جدد") or mention.end <= deed.start


def _row(spoken: Utterances, said: Utterance, at: int) -> list[ActorMention]:
    """The actors of one list from `at`, with few words between them."""
    row: list[ActorMention] = []
    for mention in said.actors:
        if mention.start < at:
            continue
        if mention.start - (row[-1].end if row else at) > 4:
            break
        if row and not (mention.prefix.startswith("و") or spoken.word(mention.start - 1) in ("و", ",")):
            if not any(spoken.word(index).startswith("و") for index in range(row[-1].end, mention.start)):
                break
        row.append(mention)
    return _unique(row) if len(row) > 1 else []


def _nisbas(mentions: Mentions, at: int) -> list[ActorMention]:
    found: list[ActorMention] = []
    for match in mentions.passage.matches.get("nisba", ()):
        if at <= match.start <= at + 3 and not match.value.get("theatre"):
            if found and match.start - found[-1].end > 1:
                break
            if match.start > at and not found:
                break
            found.append(
                ActorMention(
                    match.start,
                    match.end,
                    match.start,
                    str(match.value["actor"]),
                    "actors.nisba",
                    match.prefix,
                    adjective=True,
                    skip=match.skip,
                )
            )
    return _unique(found)


def _unique(row: list[ActorMention]) -> list[ActorMention]:
    seen: dict[str, ActorMention] = {}
    for mention in row:
        seen.setdefault(mention.actor, mention)
    return list(seen.values())


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
    if thing.cls == "truce":
        return bool(parties) or dated
    ahead = {
        spoken.word(at).lstrip("وبل").removeprefix("ال").removeprefix("ل")
        for at in range(thing.start, min(thing.end + 8, said.sentence.end))
    }
    conflict = bool(ahead & _ARMED) or len(thing.entry.words) > 1 and bool(set(thing.entry.words) & _ARMED)
    if thing.cls == "talks":
        return (len(parties) > 1 or conflict) and bool(parties or dated or frame.places)
    return (len(parties) > 1 or conflict) and bool(parties or dated)


_ROUNDS = frozenset({"جوله", "جلسه", "لمسات"})
_STOPS = frozenset({"ان", "بان", "انها", "انه", "علي ان"})
