"""Roles that a clause leaves out because an earlier one names them: a verb without a subject, "الطرفان", "مواقعها"."""

from __future__ import annotations

from rasd.coding.frame import Frame, Role
from rasd.coding.mentions import Mentions, between
from rasd.grammar.people import People
from rasd.lexicon import Match, cues

__all__ = ["carry_roles"]

_ADVERBS = cues("also") | {",", '"', "(", ")"}
_BOTH = cues("both_sides")
_OWNED = cues("owned")
_ITS = frozenset({"لها", "له", "لهم"})
_SUFFIXES = ("ها", "ه", "هم")
_SUBJECTS = frozenset({"roles.perpetrator", "roles.topic", "roles.speaker", "roles.carried"})
_REACH = 2  # sentences back
_FAR = 6  # sentences back for "الطرفان"
_HEAD = 3
"""Letters of a verb among which the mark of the passive stands."""
_PASSIVE = "\u064f"  # damma, written where a reader could take the verb for an active one
_FIRE = frozenset(
    {"bombard", "strike", "launch", "assault", "demolish", "shoot", "arrest", "raid", "capture"}
)


def carry_roles(mentions: Mentions, frame: Frame, earlier: list[Frame]) -> None:
    """Complete the roles of `frame` from the frames before it, where its own words point back."""
    if _is_mutual(mentions, frame):
        _take_pair(frame, earlier)
    elif not frame.perpetrators:
        claims = _claims(mentions, frame)
        doers = _last(frame, earlier) if claims or _lacks_subject(mentions, frame) else []
        struck = {role.mention.actor for role in frame.targets}
        frame.perpetrators = [
            Role(role.mention, "roles.carried", "claimed" if claims else role.certainty)
            for role in doers
            if role.mention.actor not in struck
        ]
    _own_sites(mentions, frame)


def _last(frame: Frame, earlier: list[Frame]) -> list[Role]:
    """Return who did it in the nearest frame before that says so; of a fight, the one that is told to act."""
    for before in reversed(earlier):
        if frame.sentence.index - before.sentence.index > _REACH:
            return []
        if before.perpetrators and "fight" in before.acts and len(before.perpetrators) > 1:
            first = min(before.perpetrators, key=lambda role: role.mention.start)
            return [first] if first.rule in _SUBJECTS else []
        if before.perpetrators:
            return before.perpetrators
    return []


def _claims(mentions: Mentions, frame: Frame) -> bool:
    """ "كما تبنت استهداف كذا": who claims it was named before."""
    anchor = frame.anchors[0].position
    return any(
        cue.cls == "self" and 0 <= anchor - cue.end <= 1
        for cue in mentions.every("speech", frame.sentence.start, anchor)
    )


def _is_mutual(mentions: Mentions, frame: Frame) -> bool:
    """Say whether the frame speaks of "the two sides" without naming two."""
    return len(frame.perpetrators) < 2 and not _BOTH.isdisjoint(
        mentions.passage.texts[frame.start : frame.end]
    )


def _take_pair(frame: Frame, earlier: list[Frame]) -> None:
    mutual = "fight" in frame.acts or bool(set(frame.acts) & {"bombard", "shoot", "launch"})
    if not mutual:
        return
    for before in reversed(earlier):
        if frame.sentence.index - before.sentence.index > _FAR:
            return
        sides = {role.mention.actor: role for role in (*before.perpetrators, *before.targets)}
        if len(sides) == 2:
            frame.perpetrators = [Role(role.mention, "roles.both_sides") for role in sides.values()]
            frame.targets = []
            return


def _head(mentions: Mentions, verb: Match) -> str:
    """Return the first letters of a verb behind its proclitics as written, marks included: those of استُهدف."""
    passage = mentions.passage
    start = passage.starts[verb.start]
    return passage.folded.surface(start, min(passage.ends[verb.start], start + len(verb.prefix) + _HEAD))


def _lacks_subject(mentions: Mentions, frame: Frame) -> bool:
    """ "كما قصفت بلدة كذا", "واستهدفوا": a verb whose next noun is what was struck, or that ends in its subject."""
    verb = _verb(mentions, frame)
    if verb is None:
        return False
    word = mentions.passage.tokens[verb.start].text
    if verb.entry.part == "past" and _PASSIVE in _head(mentions, verb):
        return False
    if word.endswith("وا"):
        return True
    armed = {
        match.start for name in ("weapon", "force", "munition") for match in _ahead(mentions, name, verb)
    }
    events = {match.start for match in _ahead(mentions, "event", verb)}
    objects = {match.start for name in ("site", "place_noun") for match in _ahead(mentions, name, verb)}
    at, last = verb.end, min(frame.end, verb.end + 7)
    while at < last:
        text = mentions.passage.tokens[at].text
        if at in mentions.dated or text in _ADVERBS:
            at += 1
        elif at in objects or at in mentions.placed:
            return True
        elif at in armed or at in events:
            if not text.startswith("ب"):
                # "شنت غارات" takes its noun as object, "قصفت طائرات" as subject.
                return verb.entry.layer == "light" and at in events
            at += 1
        elif text in ("في", "علي", "من"):
            at += 2
        else:
            return text.endswith("ا") and len(text) > 4 or bool(_people(mentions, at))
    return False


def _people(mentions: Mentions, at: int) -> list[People]:
    return [group for group in between(mentions.people, at, at + 1) if group.status == "civilian"]


def _ahead(mentions: Mentions, layer: str, verb: Match) -> list[Match]:
    return mentions.within(layer, verb.end, verb.end + 7)


def _verb(mentions: Mentions, frame: Frame) -> Match | None:
    """Return the active verb that opens a frame, no actor before it."""
    first = min(
        (
            match
            for layer in ("event", "light")
            for match in mentions.within(layer, frame.start, min(frame.end, frame.start + 6))
            if match.entry.part in ("past", "present")
        ),
        key=lambda match: match.start,
        default=None,
    )
    if first is None or first.suffix or first.cls not in ("verb", "launch", "agent"):
        return None
    if not set(frame.acts) & _FIRE or between(mentions.actors, frame.start, first.start):
        return None
    return first


def _own_sites(mentions: Mentions, frame: Frame) -> None:
    """ "اتهمت أ ب بقصف مواقع تابعة لها", "إن مواقعها تعرضت": the speaker's own positions were struck."""
    acting = {role.mention.actor for role in frame.perpetrators}
    if frame.targets:
        return
    tokens = mentions.passage.tokens
    own = any(
        str(match.value["site"]) in ("military_site", "vehicle", "checkpoint")
        and (
            match.suffix in _SUFFIXES
            or (
                match.end + 1 < frame.end
                and tokens[match.end].text in _OWNED
                and tokens[match.end + 1].text in _ITS
            )
        )
        for match in frame.sites
    )
    if not own:
        return
    for mention in between(mentions.actors, frame.sentence.start, frame.end):
        if mention.actor in acting:
            continue
        if any(source.actor == mention.actor for source in frame.sources) or _accuses(
            mentions, mention.start
        ):
            frame.targets.append(Role(mention, "roles.own_site"))
            return


def _accuses(mentions: Mentions, at: int) -> bool:
    return any(
        match.cls == "accuses" and match.end == at for match in mentions.every("speech", max(0, at - 2), at)
    )
