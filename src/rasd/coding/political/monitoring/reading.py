"""From words of the monitoring kinds to frames, one a kind and sentence."""

from __future__ import annotations

from rasd.coding.frame import AIRCRAFT, Anchor, Frame
from rasd.coding.mentions import Mentions, between
from rasd.coding.political.monitoring.sides import doer_of, flown_by, moves_forces, places_of
from rasd.coding.political.utterance import Utterance, Utterances, role
from rasd.grammar.actors import ActorMention
from rasd.lexicon import Match, cues

__all__ = ["read_monitoring"]

_OBJECT = 7  # words between a deed and what it is done with: its subject stands there
_WITH = {
    "brings": "brought",
    "sends": "brought",
    "hinders": "aid",
    "stops": "aid",
    "lays": "blockade",
    "closes": "entrances",
    "lets": "freedom",
    "hands": "captives",
    "crosses": "line",
    "breaks": "airspace",
}
"""Deeds that tell nothing alone, and the class of what they need."""
_THINGS = frozenset(_WITH.values())
_OWN_THINGS = {
    "brings": cues("doers_own_forces"),
    "pulls": cues("doers_own_forces"),
    "quits": cues("doers_own_ground"),
    "strengthens": cues("doers_own_ground"),
}
"""What of its own a doer moves or leaves: "سحبت مقاتليها", "أخلت مواقعها"."""
_HEAVY = frozenset({"tank", "artillery", "air_defence", "warplane", "helicopter", "naval_gun"})
_ARMS = _HEAVY | {"mortar", "rocket", "missile", "drone", "sniper"}
_NOUNLESS = frozenset({"deploys", "encircles", "enters"})
_LIKE_NOUNS = frozenset({"تمركز", "تموضع"})
_WHERE = frozenset({"فيه", "فيها", "فيهما", "فيهم", "به", "بها"})
_BUILDINGS = cues("surrounded_buildings")
_HAPPENED = cues("deed_happened")
_PLANS = frozenset({"عمليات", "عمليه", "مقابل", "صفقه"})
_NOT_YET = cues("not_told_of")
_STILL = frozenset({"تزال", "يزال", "تزالون", "يزالون"})
_CIVIL = cues("no_forces")
_PUBLISHED = cues("published_or_civil")
_COURTS = cues("courts")
_TRADE = cues("kept_from_trade")
_POLICE = cues("police_cordon")
_UNMANNED = cues("unmanned")
_ARMS_REACH = 14
_READ_ELSEWHERE = frozenset({"raid", "shoot"})
_RECANTS = "تراجع"
_FREED = "المحرر"
_UNITS = cues("surrounded_units")
_SINCE = "منذ"


def read_monitoring(
    mentions: Mentions, spoken: Utterances, read: list[Utterance], taken: frozenset[int]
) -> list[Frame]:
    """Return a frame for each deed of the monitoring kinds, one a kind and sentence; `taken` tokens are threats."""
    frames: list[Frame] = []
    if not mentions.has("monitor"):
        return frames
    for said in read:
        sentence = said.sentence
        words = mentions.every("monitor", sentence.start, sentence.end)
        done: set[str] = set()
        for match in words:
            kind = str(match.value.get("kind", ""))
            if kind in done or match.cls in _THINGS:
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
    if match.start in taken or not _is_told(spoken, said, match):
        return None
    end = min(spoken.reach(said, match.end - 1), match.end + 16)
    anchors = [Anchor(match.start, match.end, kind, match=match)]
    thing = None
    if match.cls in _WITH or match.cls in _OWN_THINGS:
        thing = _thing(mentions, spoken, said, words, match)
        if thing is None:
            return None
        if thing.start > match.end or thing.end > match.end:
            anchors.append(Anchor(thing.start, thing.end, kind, match=thing))
    if _is_of_another_sort(mentions, spoken, said, match, thing):
        return None
    aircraft = _aircraft(mentions, said, match) if kind == "overflight" else None
    if kind == "overflight" and aircraft is None:
        return None
    doer = doer_of(spoken, said, match)
    if doer is None and thing is not None and match.cls == "sends":
        doer = doer_of(spoken, said, thing)  # "وصلت تعزيزات للجيش"
    if doer is None and aircraft is not None:
        doer = flown_by(spoken, aircraft)
    frame = Frame(said.sentence, match.start, end, anchors, kind=kind)
    frame.places = places_of(mentions, spoken, said, match, end, kind=kind)
    if doer is not None:
        frame.perpetrators = [role(doer, "roles.monitored")]
    if kind == "siege":
        frame.targets = [
            role(mention, "roles.target")
            for mention in said.actors
            if match.end <= mention.start <= match.end + 2 and (doer is None or mention.actor != doer.actor)
        ]
    if aircraft is not None:
        frame.weapons = [(aircraft, _sort_of(spoken, aircraft))]
    elif kind in ("deployment", "incursion"):
        frame.weapons = _arms(mentions, words, match, thing, end)
    frame.dates = [
        mention
        for mention in between(mentions.dates, said.sentence.start, said.sentence.end)
        if mention.kind == "point"
        and mention.first is not None
        and not (kind == "siege" and spoken.word(mention.start) == _SINCE)
    ]
    frame.sources = [source for source in said.sources if source.trigger != match.start]
    return frame if _is_whole(spoken, said, match, thing, frame, doer) else None


def _is_whole(
    spoken: Utterances,
    said: Utterance,
    match: Match,
    thing: Match | None,
    frame: Frame,
    doer: ActorMention | None,
) -> bool:
    """Who, and where: what each kind needs at least."""
    if match.cls in ("enters", "crosses"):
        if doer is None or not frame.places or _tells_raid(spoken, said):
            return False
        last = max(match.end, doer.end)
        first = min(match.start, doer.start) - 3
        if any(spoken.among(at, _CIVIL) for at in range(first, last + 1)):
            return False
        return moves_forces(spoken, max(said.sentence.start, first), last, doer)
    if match.cls == "hands":
        return bool(frame.places) and doer is not None
    if frame.kind == "release":
        return doer is not None or bool(frame.places)
    if frame.kind == "overflight" or match.cls == "brings" and match.entry.part == "noun":
        return bool(frame.places)
    if match.cls in ("brings", "sends"):
        return bool(frame.places)
    return bool(frame.places) and doer is not None


def _tells_raid(spoken: Utterances, said: Utterance) -> bool:
    """The sentence tells the same by a word of raids (اقتحم، توغل) or of shooting: read with the incidents."""
    return any(
        event.value.get("act") in _READ_ELSEWHERE
        for event in spoken.a.within("event", said.sentence.start, said.sentence.end)
    )


def _is_told(spoken: Utterances, said: Utterance, match: Match) -> bool:
    """A deed that was done, and no state, wish or name."""
    verb = match.entry.part in ("past", "present")
    sentence = said.sentence
    if match.prefix.endswith(("ل", "س")) or _is_unreal(spoken, said, match):
        return False
    if verb and match.prefix.endswith("ب"):
        return False  # "بدفعة صاروخية": a noun that looks like the verb
    if not verb and match.cls == "brings" and match.prefix.endswith("ال"):
        return False  # "الحشد الشعبي": a name
    if verb and spoken.word(match.end) in _WHERE:
        return False  # "مبنى يتموضع فيه جنود": says which building
    if match.cls in _NOUNLESS and not verb and match.entry.part != "phrase":
        return False  # "استهداف تموضع": what was struck
    if match.cls == "leaves" and spoken.word(match.start).removeprefix("و").startswith(_RECANTS):
        if any(spoken.word(at) == "عن" for at in range(match.end, match.end + _OBJECT)):
            return False  # "تراجع التنظيم عن وعوده"
    if match.cls == "deploys":
        if match.entry.part == "present" and match.start - sentence.start > 2:
            return False  # "حيث تتمركز القوات": a state told in passing
        if match.suffix or spoken.word(match.start).lstrip("وف").removesuffix("ا") in _LIKE_NOUNS:
            return False
    announced = match.cls in ("leaves", "frees", "lets") and match.entry.part == "noun"
    return not announced or _announced(spoken, said, match)


def _thing(
    mentions: Mentions, spoken: Utterances, said: Utterance, words: list[Match], match: Match
) -> Match | None:
    """What a deed is done with: the first of its class behind it, no other deed or publication between."""
    wanted = _WITH.get(match.cls)
    found = [
        word
        for word in words
        if word.cls == wanted and word.start >= match.end and not word.prefix.startswith("و")
    ]
    if match.cls == "brings":
        found += [
            weapon
            for weapon in mentions.within("weapon", match.end, said.sentence.end)
            if str(weapon.value["weapon"]) in _HEAVY and not weapon.prefix
        ]
    own = _OWN_THINGS.get(match.cls, frozenset())
    found += [
        Match(at, at + 1, match.entry)
        for at in range(match.end, min(match.end + 2 * _OBJECT, said.sentence.end))
        if spoken.word(at) in own
    ]
    thing = min(found, key=lambda word: (word.start, -word.end), default=None)
    if thing is None:
        return None
    gap = [
        at for at in range(match.end, thing.start) if at not in mentions.inside and at not in mentions.dated
    ]
    if len(gap) > _OBJECT or any(spoken.word(at) in (".", ":", "؛") for at in gap):
        return None
    around = [*gap, *range(thing.end, min(thing.end + 3, said.sentence.end))]
    refused = _PUBLISHED if match.value.get("kind") == "deployment" else _TRADE
    if any(spoken.among(at, refused) for at in around if at not in mentions.named):
        return None
    if any(event.start not in mentions.inside for event in mentions.within("event", match.end, thing.start)):
        return None  # "نشرت مشاهد استهداف آليات"
    return thing


def _is_of_another_sort(
    mentions: Mentions, spoken: Utterances, said: Utterance, match: Match, thing: Match | None
) -> bool:
    """A house in a raid, a cordon of the police, a court that lets somebody go."""
    after = range(match.end, min(match.end + 6, said.sentence.end))
    if match.cls == "encircles":
        if any(
            spoken.word(at).removeprefix("ال").removesuffix("ا") in _BUILDINGS
            for at in after
            if at not in mentions.named
        ):
            return True
        plural = spoken.word(match.start).endswith("وا")  # its subject stands in front, its object behind
        return plural and spoken.among(match.end, _UNITS)  # "حاصروا قوة إسرائيلية": soldiers in a fight
    if match.cls == "lays" and thing is not None:
        return any(spoken.among(at, _POLICE) for at in range(thing.end, thing.end + 4))
    if match.value.get("kind") == "release":
        if thing is not None and spoken.word(thing.end).startswith(_FREED):
            return True  # "سلم الأسير المحرر بلاغا"
        near = range(max(said.sentence.start, match.start - 8), min(match.end + 10, said.sentence.end))
        return any(spoken.among(at, _COURTS) for at in near)
    return False


def _aircraft(mentions: Mentions, said: Utterance, match: Match) -> Match | None:
    """The aircraft that fly: right beside the word, whoever they belong to standing between."""
    found = [
        weapon
        for weapon in mentions.within("weapon", said.sentence.start, said.sentence.end)
        if str(weapon.value["weapon"]) in AIRCRAFT and -8 <= weapon.start - match.start <= 6
    ]
    return min(found, key=lambda weapon: abs(weapon.start - match.start), default=None)


def _sort_of(spoken: Utterances, aircraft: Match) -> str:
    """ "طائرات تركية مسيرة", "طائرات الاستطلاع": words behind an aircraft make it a drone."""
    after = range(aircraft.end, aircraft.end + 3)
    return "drone" if any(spoken.among(at, _UNMANNED) for at in after) else str(aircraft.value["weapon"])


def _arms(
    mentions: Mentions, words: list[Match], match: Match, thing: Match | None, end: int
) -> list[tuple[Match, str]]:
    """The arms that are brought or that enter, before the next incident that the sentence tells."""
    start = match.end if thing is None else min(match.end, thing.start)
    end = min(end, start + _ARMS_REACH)
    events = (event.start for event in mentions.within("event", start, end))
    first = next((at for at in events if at not in mentions.inside), end)
    found = [
        (weapon, str(weapon.value["weapon"]))
        for weapon in [*mentions.within("weapon", start, first), *words]
        if start <= weapon.start < first and weapon.value.get("weapon") in _ARMS
    ]
    return sorted(found, key=lambda pair: pair[0].start)


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
    for at in range(start, match.start):
        word = spoken.word(at)
        if {word, word.removeprefix("و")} & _NOT_YET and spoken.word(at + 1) not in _STILL:
            return True
    return any(
        cue.cls in ("unrealized", "denied", "negated")
        and cue.end <= match.start
        and match.start - cue.end <= 3
        and spoken.word(cue.end) not in _STILL
        for cue in spoken.a.within("factuality", start, match.start)
    )
