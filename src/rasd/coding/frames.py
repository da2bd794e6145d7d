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
from rasd.coding.placing import named_places, told_places
from rasd.coding.structure import Sentence
from rasd.grammar.dates import DateMention
from rasd.lexicon import cues
from rasd.lexicon.entries import bare

__all__ = ["read_frames"]


def read_frames(mentions: Mentions) -> list[Frame]:
    """Return the frames of a document, in text order, with their places, dates, harm, weapons and sites."""
    frames: list[Frame] = []
    heading: list[PlaceMention] = []
    times: list[DateMention] = []
    for sentence in mentions.structure.sentences:
        if sentence.start in mentions.structure.masked:
            continue
        found = anchors(mentions, sentence)
        if not found:
            if sentence.end - sentence.start <= 8:
                # A heading ("كفروما | الثلاثاء") governs what stands under it.
                heading = named_places(mentions, sentence.start, sentence.end) or heading
                times = between(mentions.dates, sentence.start, sentence.end) or times
            elif _is_heading(mentions, sentence):
                times = between(mentions.dates, sentence.start, sentence.end) or times
            continue
        made = _sentence_frames(mentions, sentence, found)
        for frame in made:
            if not frame.places and heading and (heading[0].end <= 12 or frame.sentence.index - 1 <= 3):
                frame.places = list(heading)
            if times and not frame.is_dated:
                frame.dates = [*frame.dates, *times]
                frame.inherited_date = True
        frames.extend(made)
    _carry_dates(mentions, frames)
    return frames


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


def _carry_dates(mentions: Mentions, frames: list[Frame]) -> None:
    """ "وفي انفجار آخر", "كما شن أيضاً": one more of the same sort happened when the one before did."""
    dated: Frame | None = None
    for frame in frames:
        if frame.is_dated:
            dated = frame
        elif dated is not None and not frame.dates and frame.has_event:
            near = 0 < frame.sentence.index - dated.sentence.index <= _ALSO_REACH
            same = set(frame.acts) & set(dated.acts)
            words = {mentions.passage.tokens[at].text for at in range(frame.sentence.start, frame.end)}
            opening = range(frame.sentence.start, min(frame.sentence.start + 3, frame.end))
            meanwhile = any(mentions.passage.tokens[at].text in _MEANWHILE for at in opening)
            if near and (same and words & _ALSO or meanwhile):
                frame.dates = [mention for mention in dated.dates if mention.kind == "point"]
                frame.inherited_date = True


_ALSO = cues("also")
_MEANWHILE = cues("meanwhile")
_ALSO_REACH = 3  # sentences
_TURNS = frozenset(" ".join(bare(word) for word in phrase.split()) for phrase in cues("turns"))


def _turns(mentions: Mentions, sentence: Sentence) -> bool:
    """Say whether a sentence opens with a turn to another incident."""
    return any(
        match.start <= sentence.start + 1 and " ".join(match.entry.words) in _TURNS
        for match in mentions.within("connector", sentence.start, sentence.start + 2)
    )


def _one_more(mentions: Mentions, sentence: Sentence) -> bool:
    """ "وفي محور كذا أيضا …": what the head of a sentence adds is another incident."""
    tokens = mentions.passage.tokens
    head = range(sentence.start, min(sentence.start + _HEAD, sentence.end))
    return any(tokens[at].text.removeprefix("و") in _TOO for at in head)


_HEAD = 6  # tokens
_TOO = cues("too")


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
        first = frames[-1] if frames else None
        if first is None:
            fresh = (
                _turns(mentions, sentence) or _long_ago(mentions, sentence) or _one_more(mentions, sentence)
            )
            frames.append(Frame(sentence, pending, end, list(inside), fresh=fresh))
        elif _joins(mentions, first, start, end, why, inside, cause):
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
                    fresh=why == "split",
                    earlier=why == "after",
                )
            )
        pending = end
        cause = False
    frames = [part for frame in frames for part in _displaced_apart(frame)]
    frames = [part for frame in frames for part in _by_means(mentions, frame)]
    for frame in frames:
        _fill(mentions, frame)
    _inherit(frames)
    return frames


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
    held = {_family(anchor.act) for anchor in frame.anchors if anchor.is_event}
    new_places = {mention.key for mention in named_places(mentions, start, end)}
    old_places = {mention.key for mention in named_places(mentions, frame.start, frame.end)}
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
    frame.said = [mention for mention in dates if _dates_saying(mentions, frame.sentence, mention)]
    frame.said += _dates_announcing(mentions, frame, [date for date in dates if date not in frame.said])
    frame.dates = [mention for mention in dates if mention not in frame.said]
    frame.harm = [anchor.harm for anchor in frame.anchors if anchor.harm is not None]
    ends = {match.end for match in mentions.within("event", start, end)}
    frame.same = any(start <= at < end and mentions.passage.texts[at] in _SAME for at in ends)
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


def _dates_announcing(mentions: Mentions, frame: Frame, dates: list[DateMention]) -> list[DateMention]:
    """ "أعلنت كذا اليوم السبت استهداف … أمس الجمعة": of two times the one beside the verb of saying is its own."""
    points = [date for date in dates if date.kind == "point"]
    if len(points) < 2:
        return []
    act = min((anchor.position for anchor in frame.anchors), default=frame.start)
    first = points[0]
    says = [
        match
        for match in mentions.within("speech", frame.sentence.start, first.start)
        if match.cls == "says" and first.start - match.end <= 8
    ]
    if not says or first.end > act or points[1].start < act:
        return []
    return [first]


_THAT = cues("that")


def _inherit(frames: list[Frame]) -> None:
    """A time at the head of a sentence governs its later clauses unless they carry their own."""
    head: list[DateMention] = []
    said: list[DateMention] = []
    for frame in frames:
        said = frame.said or said
        usable = [mention for mention in frame.dates if mention.kind == "point"]
        if usable:
            head = usable
        elif head and not frame.earlier:
            frame.dates = [*frame.dates, *head]
            frame.inherited_date = True
        elif said and not frame.earlier:
            frame.said = said
            frame.dates = [*frame.dates, *said]
            frame.inherited_date = True
    for before, frame in pairwise(frames):
        if not frame.places and before.places and not frame.fresh:
            frame.places = list(before.places)
