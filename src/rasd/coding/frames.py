"""Clauses and frames: a frame is what one stretch of a sentence tells of one incident.

Anchors are the words that tell something happened (an event word, a count of harm). Anchors of one clause, and of
clauses joined by cause ("جراء", "ما أدى إلى"), make one frame; "فيما", "كما" and a new place begin another.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from rasd.coding.anchors import anchors
from rasd.coding.breaks import breaks
from rasd.coding.frame import AIRCRAFT, Anchor, Frame
from rasd.coding.locating import PlaceMention
from rasd.coding.mentions import Mentions, between
from rasd.coding.placing import acted_places, named_places, told_places
from rasd.coding.structure import Sentence
from rasd.coding.times import carry_dates, dates_aftermath, dates_announcing, dates_saying, inherit
from rasd.grammar.dates import DateMention
from rasd.lexicon import cues
from rasd.lexicon.entries import bare

__all__ = ["read_frames"]


def read_frames(mentions: Mentions) -> list[Frame]:
    """Return the frames of a document, in text order, with their places, dates, harm, weapons and sites."""
    frames: list[Frame] = []
    heading: list[PlaceMention] = []
    times: list[DateMention] = []
    opener: Sentence | None = None
    for sentence in mentions.structure.sentences:
        if sentence.start in mentions.structure.masked:
            continue
        found = anchors(mentions, sentence)
        if not found:
            if sentence.end - sentence.start <= 8:
                # A heading ("كفروما | الثلاثاء") governs what stands under it.
                heading = named_places(mentions, sentence.start, sentence.end) or heading
                times = _heading_times(mentions, sentence) or times
            elif _is_heading(mentions, sentence):
                times = _heading_times(mentions, sentence) or times
            elif _introduces(mentions, sentence):
                times = between(mentions.dates, sentence.start, sentence.end) or times
            continue
        made = _sentence_frames(mentions, sentence, found)
        for frame in made:
            if not frame.places and heading and (heading[0].end <= 12 or frame.sentence.index - 1 <= 3):
                frame.places = list(heading)
            if times and not frame.is_dated and frame.sentence is not opener:
                frame.dates = [*frame.dates, *times]
                frame.inherited_date = True
        frames.extend(made)
        if _introduces(mentions, sentence):
            # "شهد يوم الأربعاء انفجارين:" dates the items below.
            times, opener = between(mentions.dates, sentence.start, sentence.end) or times, sentence
    carry_dates(mentions, frames)
    return frames


def _introduces(mentions: Mentions, sentence: Sentence) -> bool:
    """ "وثق المرصد خلال نهار أمس حادثتين:" at the end of a line: items follow."""
    texts = mentions.passage.texts
    return texts[sentence.end - 1] == ":" and texts[sentence.end : sentence.end + 1] == ["\n"]


def _heading_times(mentions: Mentions, sentence: Sentence) -> list[DateMention]:
    """Return the times of a title; "الأسبوع المنتهي في 22 آذار" tells the end of a period, and not when anything was."""
    texts = mentions.passage.texts
    return [
        date
        for date in between(mentions.dates, sentence.start, sentence.end)
        if _ENDING.isdisjoint(texts[max(sentence.start, date.start - 3) : date.start])
    ]


_ENDING = frozenset({"المنتهي", "المنتهيه", "المنصرم", "المنصرمه"})


def _is_heading(mentions: Mentions, sentence: Sentence) -> bool:
    """ "النشرة اليومية - 23 نيسان/أبريل 2019": a line of a bulletin without a verb, dated, governs its items."""
    tokens = mentions.passage.tokens
    alone = (
        sentence.end - sentence.start <= _TITLE
        and (sentence.start == 0 or tokens[sentence.start - 1].kind == "newline")
        and (sentence.end >= len(tokens) or tokens[sentence.end].text in ("\n", "."))
    )
    return alone and not any(
        match.entry.part in ("past", "present")
        for match in mentions.within("speech", sentence.start, sentence.end)
    )


_TITLE = 16  # tokens


_TURNS = frozenset(" ".join(bare(word) for word in phrase.split()) for phrase in cues("turns"))


def _turns(mentions: Mentions, sentence: Sentence) -> bool:
    """Say whether a sentence opens with a turn to another incident."""
    return any(
        match.start <= sentence.start + 1 and " ".join(match.entry.words) in _TURNS
        for match in mentions.within("connector", sentence.start, sentence.start + 2)
    )


def _one_more(mentions: Mentions, sentence: Sentence) -> bool:
    """ "وفي محور كذا أيضا …": what the head of a sentence adds is another incident."""
    head = mentions.passage.texts[sentence.start : min(sentence.start + _HEAD, sentence.end)]
    return not _TOO.isdisjoint(head)


_HEAD = 6  # tokens
_TOO = frozenset(word for cue in cues("too") for word in (cue, f"و{cue}"))


def _long_ago(mentions: Mentions, sentence: Sentence) -> bool:
    """ "ومنذ أيام نفذ …", "قبل أسبوع …" at the head: an earlier incident of the same sort."""
    tokens = mentions.passage.tokens
    for at in range(sentence.start, min(sentence.start + 3, sentence.end - 1)):
        if tokens[at].text.lstrip("وف") in _AGO:
            return any(tokens[ahead].text in _SOME_TIME for ahead in range(at + 1, min(at + 4, sentence.end)))
    return False


_AGO = frozenset({"منذ", "قبل"})
_SOME_TIME = cues("some_time_ago")


def _sentence_frames(mentions: Mentions, sentence: Sentence, anchors: list[Anchor]) -> list[Frame]:
    edges = breaks(mentions, sentence)
    clauses: list[tuple[int, int, str, list[Anchor]]] = []
    for position, (start, why) in enumerate(edges):
        end = edges[position + 1][0] if position + 1 < len(edges) else sentence.end
        inside = [anchor for anchor in anchors if start <= anchor.position < end]
        clauses.append((start, end, why, inside))
    frames: list[Frame] = []
    pending = sentence.start
    cause = False
    for start, end, why, inside in clauses:
        first = frames[-1] if frames else None
        again = first is not None and why == "next" and _is_another(mentions, start)
        if first is not None and again and not any(anchor.is_event for anchor in inside):
            inside = [anchor for anchor in first.anchors if anchor.is_event] + inside
        if not inside:
            # A clause without an anchor lends its places and times to what follows a cause, else to what came before.
            if why == "cause":
                cause = True
            if frames and why in ("cause", "comma", "and") and why != "split":
                frames[-1].end = end
            elif why == "split":
                pending = start
            continue
        if why == "split" and not frames and between(mentions.actors, pending, start):
            pending = start  # "حاصر الجيش أ، في حين قصف الطيران ب": what another did first is not part of it
        if first is None:
            fresh = (
                _turns(mentions, sentence) or _long_ago(mentions, sentence) or _one_more(mentions, sentence)
            )
            frames.append(Frame(sentence, pending, end, list(inside), fresh=fresh))
        elif not again and _joins(mentions, first, start, end, why, inside, cause):
            first.anchors.extend(inside)
            first.end = end
        else:
            begin = start if pending <= first.end else pending
            frames.append(
                Frame(
                    sentence,
                    max(begin, first.end),
                    end,
                    list(inside),
                    fresh=why in ("split", "next") and not _is_sequel(mentions, start),
                    earlier=why == "after",
                )
            )
        pending = end
        cause = False
    frames = [part for frame in frames for part in _displaced_apart(frame)]
    frames = [part for frame in frames for part in _by_means(mentions, frame)]
    recalled = _recalls(mentions, sentence)
    for frame in frames:
        frame.recalled = recalled
        _fill(mentions, frame)
    inherit(frames)
    return frames


def _recalls(mentions: Mentions, sentence: Sentence) -> bool:
    """ "وكانت الوزارة قد أعلنت ستة قتلى": an earlier figure, told beside its update."""
    texts = mentions.passage.texts
    if texts[sentence.start] not in _HAD:
        return False
    at = next(
        (
            at
            for at in range(sentence.start + 1, min(sentence.start + _HEAD + 2, sentence.end))
            if texts[at] == "قد"
        ),
        0,
    )
    return at > 0 and any(match.cls == "says" for match in mentions.within("speech", at + 1, at + 2))


_HAD = frozenset({"وكان", "وكانت", "وكانوا", "كان", "كانت"})


def _is_another(mentions: Mentions, start: int) -> bool:
    """ "القصف الأول طال كذا، وأن الثاني أصاب كذا": the second of the same sort."""
    return mentions.passage.texts[start + 1 : start + 2] in _ORDINALS


_ORDINALS = tuple([word] for word in cues("second_of_them"))


def _is_sequel(mentions: Mentions, start: int) -> bool:
    """ "اعتدوا على أهالي كذا، قبل أن يحرقوا سيارات": what the same doers did next, at the same place."""
    texts = mentions.passage.texts
    return texts[start].lstrip("وف") == "قبل" and texts[start + 1 : start + 2] == ["ان"]


def _displaced_apart(frame: Frame) -> list[Frame]:
    """ "تسببت المعارك بنزوح مئات العائلات": the displacement is an incident beside the fighting that caused it."""
    fled = [anchor for anchor in frame.anchors if anchor.act == "displace"]
    rest = [anchor for anchor in frame.anchors if anchor.act != "displace"]
    if not fled or not any(anchor.act != "harm" for anchor in rest):
        return [frame]
    return [
        Frame(frame.sentence, frame.start, frame.end, rest, fresh=frame.fresh),
        Frame(frame.sentence, frame.start, frame.end, fled, fresh=frame.fresh),
    ]


def _by_means(mentions: Mentions, frame: Frame) -> list[Frame]:
    """ "قصفت أ وب بالهاون، وبلدة ج بطائرة مسيرة": what another means struck is another report of the same doer."""
    acts = [anchor for anchor in frame.anchors if anchor.match is not None]
    if len(acts) != 1 or len(frame.anchors) != 1 or acts[0].act not in ("bombard", "strike"):
        return [frame]
    means = [
        match
        for match in mentions.within("weapon", acts[0].end, frame.end)
        if match.prefix.endswith("ب") or mentions.passage.tokens[match.start - 1].text in _MEANS
    ]
    for first, second in pairwise(means):
        if (str(first.value["weapon"]) in AIRCRAFT) == (str(second.value["weapon"]) in AIRCRAFT):
            continue
        places = named_places(mentions, first.end, second.start)
        before = named_places(mentions, acts[0].end, first.start)
        at = places[0].phrase_start if places else 0
        if not before or not at or not _is_and(mentions, at):
            continue
        rest = Frame(frame.sentence, at, frame.end, list(acts), listed=True)
        return [replace(frame, end=at), rest]
    return [frame]


_MEANS = frozenset({"ب", "عبر", "بواسطه"})


def _is_and(mentions: Mentions, at: int) -> bool:
    """Say whether "و" stands before a place, at its noun or apart."""
    tokens = mentions.passage.tokens
    return tokens[at].text.startswith("و") or tokens[at - 1].text.startswith("و")


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
    if why == "next" and events and frame.has_event and any(anchor.harm for anchor in inside):
        return False
    held = {_family(anchor.act) for anchor in frame.anchors if anchor.is_event}
    new_places = {mention.key for mention in acted_places(mentions, start, end)}
    old_places = {mention.key for mention in acted_places(mentions, frame.start, frame.end)}
    distinct = bool(new_places and old_places and not new_places & old_places)
    special = {
        "capture",
        "arrest",
        "abduct",
        "protest",
        "riot",
        "demolish",
        "intercept",
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
    if why == "split" and not held and _points_back(mentions, start, inside):
        return True
    if _are_others(frame, inside) and not held and not distinct:
        return True
    if acts & captives and held and set(frame.acts) <= {"raid"} and not distinct:
        return True  # "اقتحمت كذا، واعتقلت شابا": a raid in which people are taken is an arrest
    mine, theirs = (acts | events) & special, (set(frame.acts) | held) & special
    if mine != theirs and (mine or theirs):
        # An arrest is not the strike beside it; harm alone joins either.
        if not (acts == {"harm"} and why in ("cause", "and", "comma")) and not (
            set(frame.acts) == {"harm"} and why == "cause"
        ):
            return False
    if why == "rise":
        return False
    if why == "that" and events and not events & held:
        return False
    if why == "after" and held and (frame.harm_told or any(anchor.harm for anchor in inside)):
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
    if distinct or _other_arm(mentions, frame, start, end, inside):
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


def _points_back(mentions: Mentions, start: int, inside: list[Anchor]) -> bool:
    """ "قتل شاب، بعد أن أصابته قذيفة": the pronoun on the verb is who was harmed, not another."""
    tokens = mentions.passage.tokens
    if tokens[start].text.lstrip("وف") not in ("بعد", "بعدما"):
        return False
    head = range(start + 1, min(start + _VERB, len(tokens)))
    return any(tokens[at].text.startswith(_HITS) and tokens[at].text.endswith(_PRONOUNS) for at in head)


_VERB = 4  # tokens
_HITS = tuple(sorted(cues("hit_stems")))
_PRONOUNS = ("ه", "ها", "هم", "هما", "هن")


def _are_others(frame: Frame, inside: list[Anchor]) -> bool:
    """ "قتل تسعة، فيما أصيب 33 آخرون في تفجير": the others were harmed with those of the bare count before."""
    first = inside[0].harm
    return (
        first is not None
        and (first.other or first.effect == "injured")
        and set(frame.acts) == {"harm"}
        and all(anchor.harm is not None and anchor.harm.effect != first.effect for anchor in frame.anchors)
    )


def _other_arm(mentions: Mentions, frame: Frame, start: int, end: int, inside: list[Anchor]) -> bool:
    """Fire told by a verb with a doer of its own is no part of the fighting beside it (codebook, "Kinds")."""
    if "fight" not in frame.acts or any(anchor.act == "fight" for anchor in inside):
        return False
    told = next((anchor for anchor in inside if anchor.match is not None), None)
    if told is None or _family(told.act) != "fire" or told.match is None or told.match.entry.part == "noun":
        return False
    known = {mention.actor for mention in between(mentions.actors, frame.start, frame.end)}
    doers = between(mentions.actors, told.start, min(end, told.end + 4))
    aircraft = any(
        str(match.value["weapon"]) in AIRCRAFT and match.start - told.end <= 2
        for match in mentions.within("weapon", told.end, min(end, told.end + 4))
    )
    return aircraft or any(mention.actor not in known for mention in doers)


def _fill(mentions: Mentions, frame: Frame) -> None:
    start, end = frame.start, frame.end
    frame.places = told_places(mentions, frame)
    dates = between(mentions.dates, start, end)
    tokens = mentions.passage.tokens
    # "أعلن كذا أمس مسؤوليته عن": when it claimed, not when it struck.
    dates = [
        mention
        for mention in dates
        if mention.end >= len(tokens) or not tokens[mention.end].text.startswith("مسوولي")
    ]
    dates = [mention for mention in dates if not dates_aftermath(mentions, mention)]
    frame.said = [mention for mention in dates if dates_saying(mentions, frame.sentence, mention)]
    frame.said += dates_announcing(mentions, frame, [date for date in dates if date not in frame.said])
    frame.dates = [mention for mention in dates if mention not in frame.said]
    frame.harm = [anchor.harm for anchor in frame.anchors if anchor.harm is not None]
    ends = {match.end for match in mentions.within("event", start, end)}
    frame.same = any(start <= at < end and mentions.passage.texts[at] in _SAME for at in ends)
    frame.sites = [match for match in mentions.within("site", start, end)]


_SAME = cues("same")
