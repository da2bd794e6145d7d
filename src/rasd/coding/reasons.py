"""Why a clause of force that ended in no report tells no incident: a reason that words or structure of the text state.

The words are in ``words/reasons.yaml``, the codes in ``vocab/reasons.yaml``. Nothing is refused here: only clauses that no
report came of are asked. A clause has a reason when each of its words of force has one; else it stays unread.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from rasd.coding.clauses import Clause, Force
from rasd.coding.draft import Draft
from rasd.coding.frame import Frame, Reason
from rasd.coding.locating import PlaceMention
from rasd.coding.mentions import Mentions, between
from rasd.grammar.actors import ActorMention
from rasd.grammar.harm import HarmMention
from rasd.lexicon import Match, cues

__all__ = ["state_reasons"]

_BEFORE = 8
"""Tokens that a cue in front of a word of force governs."""
_NEAR = 3
"""Tokens between a ground ("ردا على") and the act that it names."""
_AIMED = 8
"""Tokens between a word of intent and what is intended."""
_SEEKING = 7
"""Tokens between an aim and the ground that is to be taken: "تسعى القوات العراقية إلى تحرير"."""
_BESIDE = 5
"""Tokens between a weapon and what is said of it behind."""
_REACHES = ("near", "before", "beside")
_SUFFERED = tuple(sorted(cues("suffered")))
_CONTROL = cues("control")
_CONTROLS = cues("controls")
_TOOK = cues("took")
_SOUGHT = cues("sought")
_HELD = frozenset({"detained", "abducted", "missing", "displaced"})
_FIRE = frozenset({"strike", "bombard", "launch", "chemical", "destroy", "demolish", "weak", "intercept"})
_GROUND = frozenset({"assault", "shoot", "raid", "fight", "repel"})


@dataclass(slots=True)
class _Told:
    """What the reports of a document tell, and where each is first told."""

    acts: dict[str, int] = field(default_factory=dict)
    effects: dict[str, int] = field(default_factory=dict)
    weapons: dict[str, int] = field(default_factory=dict)
    places: set[str] = field(default_factory=set)
    drafts: list[Draft] = field(default_factory=list)

    @classmethod
    def of(cls, drafts: list[Draft]) -> _Told:
        told = cls(drafts=drafts)
        for draft in drafts:
            told.places |= {key for place in draft.places for key in (place.key, *place.region_keys)}
            for frame in draft.frames:
                for anchor in frame.anchors:
                    _first(told.acts, _family(anchor.act), anchor.position)
                for harm in frame.harm:
                    _first(told.effects, harm.effect, harm.start)
                for match, weapon in frame.weapons:
                    _first(told.weapons, weapon, match.start)
                for match, item, *_ in frame.munitions:
                    _first(told.weapons, item, match.start)
        return told


def _first(held: dict[str, int], key: str, at: int) -> None:
    held[key] = min(at, held.get(key, at))


def _family(act: str) -> str:
    return "fire" if act in _FIRE else "ground" if act in _GROUND else "blast" if act == "suicide" else act


def state_reasons(mentions: Mentions, clauses: list[Clause], drafts: list[Draft]) -> None:
    """Give each unread clause the reason that its words state, if they state one."""
    told: _Told | None = None
    for clause in clauses:
        if clause.outcome == "unread":
            told = told or _Told.of(drafts)
            clause.reason = _reason(mentions, clause, told)
        elif clause.reason is not None and clause.reason.code == "unrealized":
            intended = (_intended(mentions, clause, word) for word in clause.words)
            clause.reason = next((reason for reason in intended if reason is not None), clause.reason)
        elif clause.reason is not None and clause.reason.code == "no_armed_actor":
            # Nobody is named in a search of the rubble, and that says less than the rubble does.
            cues = (_cue(mentions, clause, word, ("word", "behind", *_REACHES)) for word in clause.words)
            told_as = (cue for cue in cues if cue is not None and cue.code == "aftermath")
            clause.reason = next(told_as, clause.reason)


def _reason(mentions: Mentions, clause: Clause, told: _Told) -> Reason | None:
    """Return the reason of the first word of force when every one has a reason.

    A weapon is explained with the act that it serves; where the clause tells no act, the first weapon is asked.
    """
    acts = [word for word in clause.words if not word.is_weapon] or clause.words[:1]
    found: list[Reason] = []
    for word in acts:
        reason = _of_word(mentions, clause, word, told)
        if reason is None:
            return None
        found.append(reason)
    return found[0]


def _of_word(mentions: Mentions, clause: Clause, word: Force, told: _Told) -> Reason | None:
    return (
        _cue(mentions, clause, word, ("word", "behind"))
        or _counted(mentions, clause, word)
        or _intended(mentions, clause, word)
        or _lasting(mentions, clause, word)
        or _told_before(mentions, clause, word, told)
        or _detail(mentions, clause, word, told)
        or (None if _is_news(mentions, clause, word) else _cue(mentions, clause, word, _REACHES))
    )


def _counted(mentions: Mentions, clause: Clause, word: Force) -> Reason | None:
    """Return the time over which harm is counted up: "بلغ عدد القتلى منذ اندلاع المعارك 1800"."""
    if word.match.entry.layer != "harm":
        return None
    if not any(text[:1].isdigit() for text in mentions.passage.texts[clause.start : clause.end]):
        return None
    for cue in mentions.within("toll", clause.start, clause.end):
        if cue.cls == "toll":
            return Reason("toll", cue.start, cue.end)
    for mention in between(mentions.dates, clause.start, clause.end):
        if mention.kind == "period" and mention.since_only:
            return Reason("toll", mention.start, mention.end)
    return None


def _cue(mentions: Mentions, clause: Clause, word: Force, reaches: tuple[str, ...]) -> Reason | None:
    """Return the reason of the nearest cue that reaches a word of force."""
    sentence = clause.sentence
    for match in reversed(mentions.every("reason", sentence.start, sentence.end)):
        reach = str(match.value["reach"])
        if reach in reaches and not match.suffix and _reaches(match, reach, clause, word):
            return Reason(match.cls, match.start, match.end)
    return None


def _reaches(match: Match, reach: str, clause: Clause, word: Force) -> bool:
    gap = word.start - match.end
    if reach == "word":
        return match.start <= word.start < match.end or gap == 0 or match.start == word.end
    if reach == "behind":
        return 0 <= match.start - word.end <= _BESIDE
    if reach == "near":
        return 0 <= gap <= _NEAR
    if reach == "before":
        return match.start <= word.start and gap <= _BEFORE
    # beside: what is said of a weapon, told without an act
    near = 0 <= gap <= _BEFORE or 0 <= match.start - word.end <= _BESIDE
    return word.is_weapon and clause.start <= match.start < clause.end and near


def _is_news(mentions: Mentions, clause: Clause, word: Force) -> bool:
    """A verb in the past, a count of harm, an act with a day of its own are news: only their own words explain them."""
    if word.is_weapon:
        return False
    entry = word.match.entry
    if entry.part == "past" or entry.part == "phrase" and entry.cls == "verb":
        return True
    if word.start in mentions.counts:
        return True  # "سبع إصابات"
    return any(harm.min is not None and not harm.vague for harm in _harm(mentions, clause)) or any(
        date.kind == "point" and date.first is not None
        for date in between(mentions.dates, clause.start, clause.end)
    )


def _harm(mentions: Mentions, clause: Clause) -> list[HarmMention]:
    return between(mentions.harm, clause.start, clause.end)


def _intended(mentions: Mentions, clause: Clause, word: Force) -> Reason | None:
    """Return why an act did not happen: an aim, a possibility, the future, a denial."""
    tokens, match = mentions.passage.tokens, word.match
    start = clause.sentence.start
    for cue in reversed(mentions.within("factuality", start, word.start + 1)):
        if cue.start in mentions.named:
            continue  # "الجبهة الشعبية لتحرير فلسطين"
        if match.entry.part == "past" and any(tokens[at].text == "," for at in range(cue.end, word.start)):
            continue  # a verb in the past behind a comma begins its own clause
        if cue.start and tokens[cue.start - 1].text.lstrip("وع") == "ما":
            continue  # "ما إذا كان"
        if cue.cls in ("unrealized", "denied") and cue.end <= word.end and word.start - cue.end <= _AIMED:
            return Reason("unrealized" if cue.cls == "unrealized" else "denied", cue.start, cue.end)
        if cue.cls == "negated" and cue.end == word.start and not match.article:  # "غير القتل": nothing but
            return Reason("denied", cue.start, cue.end)
    if match.entry.part == "present" and match.prefix.endswith("س"):
        return Reason("unrealized", word.start, word.end)
    if word.name == "capture" and match.entry.part != "past":
        for at in range(word.start - 1, max(start, word.start - _SEEKING) - 1, -1):
            if tokens[at].text.lstrip("وفبل").removeprefix("ال") in _SOUGHT:
                return Reason("unrealized", at, at + 1)  # "عملية تحرير المدينة"
    many = match.number == "many" and match.article  # "عواقب للاشتباكات"
    if match.prefix.endswith("ل") and not many and match.cls != "victim" and not word.is_weapon:
        before = [tokens[at].text.lstrip("وب") for at in range(max(start, word.start - 10), word.start)]
        if not any(text.startswith(_SUFFERED) for text in before):
            return Reason("unrealized", word.start, word.end)
    return None


def _goes_on(clause: Clause, word: Force) -> bool:
    """Say whether what a word tells was judged to go on without an instance: "تستمر الاشتباكات"."""
    return any(
        frame.factuality == "recurrent" and any(anchor.position == word.start for anchor in frame.anchors)
        for frame in clause.frames
    )


def _lasting(mentions: Mentions, clause: Clause, word: Force) -> Reason | None:
    """Return why a word tells a state: control that is held, people who are held or gone, a habit."""
    match = word.match
    tokens = mentions.passage.tokens
    before = [tokens[at].text for at in range(max(0, word.start - 4), word.start)]
    # "بعد سيطرة الجيش على": it was won, whether a frame was made of it or not.
    taken = bool({form for text in before for form in (text, text.lstrip("وف"))} & _TOOK) or any(
        anchor.match is match for frame in clause.frames for anchor in frame.anchors
    )
    if (
        word.name == "capture"
        and not taken
        and (
            match.entry.part == "present"
            and match.entry.lemma in _CONTROLS
            or match.entry.words[0] in _CONTROL
        )
    ):
        return Reason("continuing", word.start, word.end)
    if word.name in _HELD and match.cls == "victim" and match.article:
        return Reason("continuing", word.start, word.end)
    for cue in mentions.within("factuality", clause.start, clause.end):
        ongoing = cue.cls == "ongoing" and cue.start <= word.start and not cue.article
        if cue.cls == "recurrent" or (ongoing and _goes_on(clause, word)):
            return Reason("continuing", cue.start, cue.end)
    return None


def _told_before(mentions: Mentions, clause: Clause, word: Force, told: _Told) -> Reason | None:
    """Return that a definite noun points back at what a report tells: القصف, الضحايا, هذه الغارات."""
    match = word.match
    noun = match.entry.part in ("noun", "phrase") or match.cls in ("victim", "masdar")
    if (
        not noun
        or not (match.article or match.suffix)
        or (word.is_weapon and not _is_pointed(mentions, word))
    ):
        return None
    if any(place.key not in told.places for place in _fine(mentions, clause)):
        return None  # a place of its own: another incident
    layer = match.entry.layer
    if word.name == "capture":
        return None  # "تمكنوا من الاستيلاء على": what was taken is told here
    if layer == "harm" and not match.article and match.cls != "victim":
        return None  # "اعتقالها": whose arrest it is, or who arrests
    if layer == "event":
        at = told.acts.get(_family(word.name))
    elif layer == "harm":
        firsts = [told.effects[name] for name in (word.name, "casualties") if name in told.effects]
        at = min(firsts) if firsts else None
    else:
        at = told.weapons.get(word.name)
    if at is not None and at < word.start:
        return Reason("retold", word.start, word.end)
    if word.name == "weak" and not mentions.within("site", clause.start, clause.end):
        return Reason("retold_war", word.start, word.end)
    return None


def _detail(mentions: Mentions, clause: Clause, word: Force, told: _Told) -> Reason | None:
    """Return that a clause goes on about the report before it: the same act or harm, and no place, time or side of its own."""
    tokens = mentions.passage.tokens
    texts = {tokens[at].text.lstrip("و") for at in range(clause.start, clause.end)}
    if texts & _OTHER or any(frame.fresh for frame in clause.frames):
        return None
    if between(mentions.places, clause.start, clause.end) or any(
        date.kind == "point" for date in between(mentions.dates, clause.start, clause.end)
    ):
        return None
    sides = {actor.actor for actor in between(mentions.actors, clause.start, clause.end)}
    match = word.match
    pointed = bool(match.article or match.suffix)
    acts = match.entry.layer == "event"
    if not (pointed or acts and match.entry.part == "past" and not match.prefix.lstrip("وف")):
        return None
    if (
        not acts
        and _harm(mentions, clause)
        and any(tokens[at].text[:1].isdigit() for at in range(clause.start, clause.end))
    ):
        return None  # a count of its own is news
    for draft in reversed(told.drafts):
        back = [
            frame for frame in draft.frames if 0 <= clause.sentence.index - frame.sentence.index <= _DETAIL
        ]
        known = {role.mention.actor for role in (*draft.perpetrators, *draft.targets)}
        known |= {actor.actor for frame in back for actor in _beside(mentions, frame)}
        if not sides <= known:
            continue
        for frame in back:
            told_acts = {_family(anchor.act) for anchor in frame.anchors}
            effects = {harm.effect for harm in frame.harm}
            arms = {name for _, name in frame.weapons} | {name for _, name, *_ in frame.munitions}
            named = {_family(word.name)} if word.match.entry.layer == "event" else {word.name}
            if frame.start < word.start and named & (told_acts | effects | arms):
                return Reason("detail", word.start, word.end)
    return None


def _beside(mentions: Mentions, frame: Frame) -> list[ActorMention]:
    return between(mentions.actors, frame.sentence.start, frame.sentence.end)


_OTHER = cues("another")
_DETAIL = 1
"""Sentences between a report and a detail of it."""


def _is_pointed(mentions: Mentions, word: Force) -> bool:
    """Say whether a weapon is pointed at as one told before: الصاروخ, تلك القذائف, not بالصواريخ or ألغام."""
    text = mentions.passage.tokens[word.start].text
    if word.name == "mine" or word.match.entry.part != "noun" or word.match.prefix[-1:] in ("ب", "ل"):
        return False
    return not (word.match.entry.words[0] + text).startswith("ا") and text.removeprefix("و").startswith("ال")


def _fine(mentions: Mentions, clause: Clause) -> list[PlaceMention]:
    """Return the places of a clause that are no regions, governorates or countries."""
    return [
        place
        for place in between(mentions.places, clause.start, clause.end)
        if not (place.is_region or place.is_wide)
    ]
