"""Clauses and frames: a frame is what one stretch of a sentence tells of one incident.

Anchors are the words that tell something happened (an event word, a count of harm). Anchors of one clause, and of
clauses joined by cause ("جراء", "ما أدى إلى"), make one frame; "فيما", "كما" and a new place begin another.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field

from rasd.coding.locating import PlaceMention
from rasd.coding.mentions import Mentions, between
from rasd.coding.structure import Sentence
from rasd.grammar.actors import ActorMention
from rasd.grammar.attribution import SourceMention
from rasd.grammar.dates import DateMention
from rasd.grammar.harm import HarmMention
from rasd.lexicon import Match, cues
from rasd.text import Token

__all__ = ["Anchor", "Frame", "Role", "read_frames"]

_CONTROL = cues("control")

_HARM_ACTS = {"abducted": "abduct", "detained": "arrest", "displaced": "displace"}
_VIOLENT = frozenset(
    {
        "strike",
        "bombard",
        "launch",
        "blast",
        "suicide",
        "fight",
        "assault",
        "shoot",
        "chemical",
        "harm",
        "raid",
    }
)


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
    def is_event(self) -> bool:
        return self.match is not None


@dataclass(slots=True, eq=False)
class Role:
    """An actor in a frame, with how the text attributes."""

    mention: ActorMention
    rule: str
    certainty: str = "stated"


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
    weapons: list[tuple[Match, str]] = field(default_factory=list)
    munitions: list[tuple[Match, str, int, tuple[int, int]]] = field(default_factory=list)
    sites: list[Match] = field(default_factory=list)
    harm: list[HarmMention] = field(default_factory=list)
    perpetrators: list[Role] = field(default_factory=list)
    targets: list[Role] = field(default_factory=list)
    sources: list[SourceMention] = field(default_factory=list)
    civilians: list[tuple[int, int]] = field(default_factory=list)
    kind: str = ""
    basis: str = "stated"
    factuality: str = "asserted"
    cue: tuple[int, int] | None = None
    background: bool = False
    notes: list[str] = field(default_factory=list)
    breach: tuple[int, int] | None = None

    @property
    def acts(self) -> list[str]:
        return [anchor.act for anchor in self.anchors]

    @property
    def has_event(self) -> bool:
        return any(anchor.is_event for anchor in self.anchors)


def _anchors(mentions: Mentions, sentence: Sentence) -> list[Anchor]:
    tokens = mentions.passage.tokens
    found: list[Anchor] = []
    first = bisect_left(mentions.harm_triggers, sentence.start)
    for mention in mentions.harm_by_trigger[first : bisect_left(mentions.harm_triggers, sentence.end)]:
        found.append(Anchor(mention.start, mention.end, _HARM_ACTS.get(mention.effect, "harm"), harm=mention))
    weapons = mentions.within("weapon", sentence.start, sentence.end)
    rounds = mentions.within("munition", sentence.start, sentence.end)
    names = mentions.named
    for match in mentions.within("event", sentence.start, sentence.end):
        act = str(match.value["act"])
        if act == "none" or (match.start in names and match.entry.part != "noun"):
            continue
        if act == "capture" and not _is_taking(mentions, match):
            continue
        if act == "weak" and not (match.entry.part == "past" and _has_armed(mentions, sentence, match)):
            continue
        if act == "launch" and match.start > 0 and tokens[match.start - 1].text.lstrip("وبل") in _PADS:
            continue  # "موقع إطلاق القذائف" is a place of launch
        if (
            act == "launch"
            and not any(
                (match.cls != "fall" or str(weapon.value["weapon"]) in _FIRED)
                and (
                    0 <= weapon.start - match.start <= 7
                    or (0 < match.start - weapon.start <= 5 and bool(match.suffix or match.cls == "fall"))
                )
                for weapon in weapons
            )
            and not any(
                0 <= item.start - match.end <= 3
                and item.value["item"] in ("shell", "rocket", "missile", "bomb")
                for item in rounds
            )
        ):
            continue
        if act == "launch" and match.entry.words[0] in _DOWNED and _downs(match, weapons):
            act = "intercept"
        if act == "repel":
            ahead = [tokens[at].text for at in range(match.end, min(match.end + 6, sentence.end))]
            thrown = any(
                0 <= weapon.start - match.end <= 6
                and str(weapon.value["weapon"]) in ("drone", "missile", "rocket", "warplane")
                for weapon in weapons
            )
            act = "intercept" if thrown or any("دفاع" in text for text in ahead) else "fight"
            if act == "fight" and not any(
                "هجوم" in text or "تسلل" in text or "محاول" in text for text in ahead
            ):
                continue
        if act in ("talk_weak", "agree_weak"):
            if not _held(tokens, sentence, match, act):
                continue
            act = act.removesuffix("_weak")
        if (
            act == "intercept"
            and match.entry.words[0] in _STOPPED
            and not any(0 <= weapon.start - match.start <= 5 for weapon in weapons)
        ):
            continue
        if act == "blast" and match.entry.part in ("past", "present") and _is_name(tokens, match):
            continue
        definite = match.end < sentence.end and tokens[match.end].text.startswith("ال")
        found.append(Anchor(match.start, match.end, act, match=match, definite=definite))
    for weapon in weapons:
        # "قذائف مدفعية على حي": fire told without a verb.
        if (
            weapon.cls in ("weapon", "rocket_noun")
            and str(weapon.value["weapon"]) in _FIRED
            and weapon.entry.part in ("noun", "phrase")
        ):
            after = [tokens[at].text for at in range(weapon.end, min(weapon.end + 5, sentence.end))]
            if "علي" in after and not any(
                0 <= anchor.start - weapon.end <= 5 or 0 <= weapon.start - anchor.end <= 4
                for anchor in found
                if anchor.match
            ):
                found.append(Anchor(weapon.start, weapon.end, "launch", match=weapon))
    found.sort(
        key=lambda anchor: (
            anchor.match.start if anchor.match else anchor.harm.trigger if anchor.harm else anchor.start
        )
    )
    return found


_DOWNED = cues("downed")
_HELD = {
    "talk_weak": "اختتم اختتام انطلق انطلاق استونف استيناف بدات بدا عقد انعقد جوله الجوله انهيار انهارت تعثر".split(),
    "agree_weak": "وقع توقيع ابرم ابرام توصل التوصل اعلن اعلان تعلن يعلن تمديد مدد حيز سريان انهيار انهار انتهاء اتفق اتفقا".split(),
}


def _downs(match: Match, weapons: list[Match]) -> bool:
    """أسقط with an aircraft or a missile as its object is an interception."""
    ahead = [weapon for weapon in weapons if 0 <= weapon.start - match.end <= 2]
    return bool(ahead) and str(ahead[0].value["weapon"]) in (
        "drone",
        "warplane",
        "helicopter",
        "missile",
        "rocket",
    )


def _held(tokens: list[Token], sentence: Sentence, match: Match, act: str) -> bool:
    """Talks and agreements are told when somebody opens, ends, signs or announces them."""
    before = range(max(sentence.start, match.start - 9), match.start)
    after = range(match.end, min(match.end + 5, sentence.end))
    return any(tokens[at].text.lstrip("وف").startswith(tuple(_HELD[act])) for at in (*before, *after))


_PADS = cues("launch_sites")
_STOPPED = cues("stopped")
_FIRED = frozenset({"artillery", "mortar", "rocket", "missile", "tank", "barrel_bomb", "cluster"})
_TOOK = cues("took")
_SOUGHT = cues("sought")


def _is_taking(mentions: Mentions, match: Match) -> bool:
    """A capture is told by a past verb, or by a noun that somebody announces or achieves; a state of control is none."""
    tokens = mentions.passage.tokens
    before = [tokens[index].text for index in range(max(0, match.start - 4), match.start)]
    bare = {
        text.removeprefix("و").removeprefix("ف").removeprefix("ب").removeprefix("ل").removeprefix("ال")
        for text in before
    }
    if bare & _SOUGHT or match.prefix.endswith("ل") and match.entry.part == "noun":
        return False
    if match.entry.part == "past" or match.entry.part == "phrase" and match.entry.words[0] not in _CONTROL:
        return True
    if match.entry.part == "present":
        return False
    return bool(bare & _TOOK)


def _has_armed(mentions: Mentions, sentence: Sentence, match: Match) -> bool:
    """ضرب and طال are acts of war only beside a weapon or a force."""
    near = range(match.start - 4, match.end + 7)
    return bool(between(mentions.actors, near.start, near.stop)) or any(
        weapon.start in near for weapon in mentions.within("weapon", sentence.start, sentence.end)
    )


def _is_name(tokens: object, match: Match) -> bool:
    """فجر is dawn far more often than it is a verb; the verb takes its subject or object at once."""
    form = match.entry.words[0]
    return form == "فجر" and match.article


def _breaks(mentions: Mentions, sentence: Sentence) -> list[tuple[int, str]]:
    """Return where clauses begin, and why: `split`, `cause`, `and`, `that`."""
    tokens = mentions.passage.tokens
    found: dict[int, str] = {sentence.start: "head"}
    for match in mentions.within("connector", sentence.start, sentence.end):
        if match.cls in ("split", "cause"):
            if (
                match.cls == "split"
                and match.entry.words[0] == "كما"
                and match.end < len(tokens)
                and tokens[match.end].text in ("ان",)
            ):
                continue
            found[match.start] = match.cls
    for mention in between(mentions.dates, sentence.start + 1, sentence.end):
        if mention.kind == "relative":
            found[mention.start] = "split"  # "بعد أربعة أيام على هجوم": another incident
    verbs: set[int] = set()
    for layer in ("event", "light", "harm"):
        for match in mentions.within(layer, sentence.start, sentence.end):
            if match.entry.part in ("past", "present") and not match.article:
                verbs.add(match.start)
            if match.entry.part == "phrase" and match.prefix.startswith("و"):
                verbs.add(match.start)
    for match in mentions.within("speech", sentence.start, sentence.end):
        if match.cls == "says" and match.prefix.startswith("و"):
            verbs.add(match.start)
    for index in verbs:
        text = tokens[index].text
        before = tokens[index - 1].text if index > sentence.start else ""
        if text[:1] in "وف" and index not in found:
            found[index] = "and"
        elif before in (",", ";", "-") and index not in found:
            found[index] = "comma"
    return sorted(found.items())


def read_frames(mentions: Mentions) -> list[Frame]:
    """Return the frames of a document, in text order, with their places, dates, harm, weapons and sites."""
    frames: list[Frame] = []
    heading: list[PlaceMention] = []
    times: list[DateMention] = []
    for sentence in mentions.structure.sentences:
        if sentence.start in mentions.structure.masked:
            continue
        anchors = _anchors(mentions, sentence)
        if not anchors:
            if sentence.end - sentence.start <= 8:
                # A heading ("كفروما | الثلاثاء") governs what stands under it.
                heading = _places(mentions, sentence.start, sentence.end) or heading
                times = between(mentions.dates, sentence.start, sentence.end) or times
            continue
        made = _sentence_frames(mentions, sentence, anchors)
        for frame in made:
            if not frame.places and heading and (heading[0].end <= 12 or frame.sentence.index - 1 <= 3):
                frame.places = list(heading)
            if times and not any(mention.kind == "point" and mention.first for mention in frame.dates):
                frame.dates = [*frame.dates, *times]
                frame.inherited_date = True
        frames.extend(made)
    return frames


_TURNS = frozenset(
    ("كما", "علي صعيد اخر", "علي صعيد متصل", "من جهه اخري", "من ناحيه اخري", "الي ذلك", "في سياق متصل", "في سياق منفصل", "في غضون ذلك", "في حادث اخر",
     "في حادثه اخري", "في هجوم اخر", "في عمليه اخري", "من جانب اخر", "الي جانب ذلك")
)  # fmt: skip


def _turns(mentions: Mentions, sentence: Sentence) -> bool:
    """Say whether a sentence opens with a turn to another incident."""
    return any(
        match.start <= sentence.start + 1 and " ".join(match.entry.words) in _TURNED
        for match in mentions.within("connector", sentence.start, sentence.start + 2)
    )


_TURNED = frozenset(
    " ".join(word.removeprefix("ال") if len(word) > 3 else word for word in phrase.split())
    for phrase in _TURNS
)


def _position(anchor: Anchor) -> int:
    if anchor.match is not None:
        return anchor.match.start
    return anchor.harm.trigger if anchor.harm is not None else anchor.start


def _sentence_frames(mentions: Mentions, sentence: Sentence, anchors: list[Anchor]) -> list[Frame]:
    breaks = _breaks(mentions, sentence)
    clauses: list[tuple[int, int, str, list[Anchor]]] = []
    for position, (start, why) in enumerate(breaks):
        end = breaks[position + 1][0] if position + 1 < len(breaks) else sentence.end
        inside = [anchor for anchor in anchors if start <= _position(anchor) < end]
        clauses.append((start, end, why, inside))
    frames: list[Frame] = []
    pending = sentence.start
    cause = False
    for start, end, why, inside in clauses:
        if not inside:
            # A clause without an anchor lends its places and times to what follows a cause, else to what came before.
            if why == "cause":
                cause = True
            if frames and why in ("cause", "comma", "and") and why != "split":
                frames[-1].end = end
            elif why == "split":
                pending = start
            continue
        first = frames[-1] if frames else None
        if first is None:
            frames.append(Frame(sentence, pending, end, list(inside), fresh=_turns(mentions, sentence)))
        elif _joins(mentions, first, start, end, why, inside, cause):
            first.anchors.extend(inside)
            first.end = end
        else:
            begin = start if pending <= first.end else pending
            frames.append(Frame(sentence, max(begin, first.end), end, list(inside), fresh=why == "split"))
        pending = end
        cause = False
    for frame in frames:
        _fill(mentions, frame)
    _inherit(mentions, sentence, frames)
    return frames


def _places(mentions: Mentions, start: int, end: int) -> list[PlaceMention]:
    return [mention for mention in between(mentions.places, start, end) if not mention.is_region]


def _family(act: str) -> str:
    if act in ("strike", "bombard", "launch", "chemical", "destroy", "weak"):
        return "fire"
    if act in ("blast", "suicide"):
        return "blast"
    if act in ("assault", "shoot", "raid", "fight"):
        return "ground"
    return act


def _joins(
    mentions: Mentions, frame: Frame, start: int, end: int, why: str, inside: list[Anchor], cause: bool
) -> bool:
    acts = {anchor.act for anchor in inside}
    events = {_family(anchor.act) for anchor in inside if anchor.is_event}
    held = {_family(anchor.act) for anchor in frame.anchors if anchor.is_event}
    new_places = {mention.key for mention in _places(mentions, start, end)}
    old_places = {mention.key for mention in _places(mentions, frame.start, frame.end)}
    distinct = bool(new_places and old_places and not new_places & old_places)
    special = {
        "capture",
        "arrest",
        "abduct",
        "displace",
        "agree",
        "talk",
        "protest",
        "riot",
        "demolish",
        "intercept",
        "threaten",
        "rape",
    }
    captives = {"arrest"}
    if (acts == captives and not events and held & {"ground"}) or (
        set(frame.acts) == captives
        and not held
        and (events & {"ground"} or acts == {"harm"})
        and not events - {"ground"}
    ):
        return not distinct  # captives of a fight belong to the fight
    mine, theirs = (acts | events) & special, (set(frame.acts) | held) & special
    if mine != theirs and (mine or theirs):
        # An arrest is not the strike beside it; harm alone joins either.
        if not (acts == {"harm"} and why in ("cause", "and", "comma")) and not (
            set(frame.acts) == {"harm"} and why == "cause"
        ):
            return False
    if why == "cause" or cause:
        return not (distinct and events and held and not events & held)
    if (
        why == "split"
        and not new_places
        and events
        and events <= held | {"fire"}
        and acts <= {"destroy", "harm"}
    ):
        return True  # "فضلا عن تدمير …": more of the same act
    if why == "split":
        return (
            not distinct
            and not events
            and not new_places
            and not any(anchor.harm for anchor in frame.anchors)
            and bool(held)
        )
    if distinct:
        return False
    if not events:  # harm only
        effects = {anchor.harm.effect for anchor in inside if anchor.harm}
        seen = {anchor.harm.effect for anchor in frame.anchors if anchor.harm}
        return not (effects & seen and new_places)
    if not held:
        return True
    if events & held or events <= {"destroy", "fire"} and held <= {"fire"}:
        return True
    return bool(not new_places and {"blast", "fire", "ground"} >= events | held)


def _fill(mentions: Mentions, frame: Frame) -> None:
    start, end = frame.start, frame.end
    frame.places = _places(mentions, start, end)
    dates = between(mentions.dates, start, end)
    frame.said = [mention for mention in dates if _dates_saying(mentions, frame.sentence, mention)]
    frame.dates = [mention for mention in dates if mention not in frame.said]
    frame.harm = [anchor.harm for anchor in frame.anchors if anchor.harm is not None]
    ends = {match.end for match in mentions.within("event", start, end)}
    frame.same = any(at in ends and mentions.passage.tokens[at].text in _SAME for at in range(start, end))
    frame.sites = [match for match in mentions.within("site", start, end)]


_SAME = cues("same")


def _dates_saying(mentions: Mentions, sentence: Sentence, mention: DateMention) -> bool:
    """Say whether a time stands between a verb of saying and its "أن"."""
    tokens = mentions.passage.tokens
    says = [
        match for match in mentions.within("speech", sentence.start, mention.start) if match.cls == "says"
    ]
    if not says:
        return False
    verb = says[-1]
    between = [tokens[index].text for index in range(verb.end, mention.start)]
    if any(text in _THAT or text in ('"', ":") for text in between) or len(between) > 12:
        return False
    after = [tokens[index].text for index in range(mention.end, min(mention.end + 8, sentence.end))]
    return any(text in _THAT for text in after)


_THAT = cues("that")


def _inherit(mentions: Mentions, sentence: Sentence, frames: list[Frame]) -> None:
    """A time at the head of a sentence governs its later clauses unless they carry their own."""
    head: list[DateMention] = []
    for frame in frames:
        usable = [mention for mention in frame.dates if mention.kind == "point"]
        if usable:
            head = usable
        elif head:
            frame.dates = [*frame.dates, *head]
            frame.inherited_date = True
        elif frame.said:
            frame.dates = [*frame.dates, *frame.said]
            frame.inherited_date = True
