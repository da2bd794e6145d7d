"""Who claims an act, who is accused or suspected of it."""

from __future__ import annotations

from rasd.coding.draft import Draft
from rasd.coding.frame import Frame, Role
from rasd.coding.mentions import Mentions, between
from rasd.grammar.actors import ActorMention
from rasd.lexicon import cues

__all__ = ["blame_each_other", "certainty_of", "claim_roles", "own_acts", "suspect_doers"]

_MUTUAL = frozenset({"clash", "agreement", "talks", "threat"})
_ACCUSED = cues("accuse")
_BLAME = cues("blame")
_DOERS = cues("doers")
_HEDGED = cues("hedged")
_HEDGE = 6  # tokens around a doer: the verb that hedges, and who is suspected
_OWN_ARMS = frozenset(
    f"{stem}{owner}"
    for stem in ("طايرات", "قوات", "مدفعيت", "مقاتلات", "جنود")
    for owner in ("ه", "ها", "هم")
)
_EXCHANGED = cues("exchanged")
_ACCUSATIONS = tuple(sorted(cues("accusations")))
_ACCUSATION = 12  # tokens from "تبادل" to what is exchanged
_WHAT = frozenset({"ما", "من"})
_THAT = frozenset({"ان", "وان", "بان"})
_HITS = tuple(sorted(cues("hit_stems")))
_IT_IS = frozenset({"هي", "هو", "هم"})
_TELLING = _WHAT | _IT_IS
_WHICH = frozenset({"التي", "الذي", "الذين", "من"})
_VERSION = 6  # tokens from a name to "هي التي"
_DENIES = cues("denies")
_ASCRIBE = tuple(sorted(cues("ascribe")))


def claim_roles(mentions: Mentions, frame: Frame) -> None:
    """Add who claims the act ("تبنى", "أعلن مسؤوليته") and who is accused of it, with that certainty."""
    sentence = frame.sentence
    tokens = mentions.passage.tokens
    _tell_otherwise(mentions, frame)
    for mention in between(mentions.actors, max(sentence.start + 1, frame.start), frame.end):
        # "أعلنت وكالة كذا مسؤولية التنظيم عن الهجوم"
        before, behind = tokens[mention.start - 1].text, tokens[min(mention.end, len(tokens) - 1)].text
        ahead = [tokens[at].text.removeprefix("ب") for at in range(max(0, mention.start - 5), mention.start)]
        if before == "علي" and "القي" in {word[:4] for word in ahead} and _BLAME & set(ahead):
            _charge(frame, mention, "suspected")  # "ألقيت المسؤولية على كذا"
        if before.startswith("مسوولي") and behind.startswith("عن"):
            own = any(source.actor == mention.actor for source in frame.sources)
            _charge(frame, mention, "claimed" if own else "accused")
    for cue in mentions.every("speech", sentence.start, sentence.end):
        if cue.cls == "self":
            near = [
                m
                for m in between(mentions.actors, sentence.start, sentence.end)
                if (0 <= cue.start - m.end <= 6 or 0 <= m.start - cue.end <= 4)
                and m.of_site < 0
                and not any(match.end <= m.start for match in mentions.within("event", cue.end, m.start))
            ]
            if near:
                mention = min(near, key=lambda m: abs(m.start - cue.start))
                frame.perpetrators = [
                    r
                    for r in frame.perpetrators
                    if r.mention.actor != mention.actor and r.rule not in ("roles.topic", "roles.speaker")
                ]
                denied = any(
                    token.text.lstrip("وف") in _DENIES for token in tokens[max(0, cue.start - 9) : cue.start]
                )
                certainty = "accused" if denied else "claimed"  # "نفت كذا مسؤوليتها"
                frame.perpetrators.append(Role(mention, f"roles.{certainty}", certainty))
                frame.targets = [r for r in frame.targets if r.mention.actor != mention.actor]
        elif cue.cls == "blames":
            tail = [tokens[at].text for at in range(cue.end, min(cue.end + 9, sentence.end))]
            blamed = between(mentions.actors, cue.end, cue.end + 8)
            if any("مسوولي" in text for text in tail) and blamed:
                mention = (
                    blamed[1]  # "حملت أ ب المسؤولية": the first one speaks
                    if len(blamed) > 1
                    and blamed[0].start - cue.end <= 1
                    and not blamed[1].prefix.startswith("و")
                    else blamed[0]
                )
                _charge(frame, mention, "accused")
        elif cue.cls in ("accuses", "suspects"):
            if (
                tokens[cue.start].text.startswith("محمل")
                and tokens[min(cue.end, sentence.end - 1)].text[:1] == "ب"
            ):
                continue  # "محملة بالذخيرة" carries
            after = between(mentions.actors, cue.end, min(cue.end + 8, sentence.end))
            if cue.cls == "accuses" and cue.entry.words[0] in _ACCUSED and len(after) > 1:
                # "اتهمت أ ب بشن": the accuser speaks, the accused follows.
                accuser = after[0].actor
                frame.perpetrators = [
                    role
                    for role in frame.perpetrators
                    if role.mention.actor != accuser or role.certainty == "accused"
                ]
                after = [mention for mention in after[1:] if mention.actor != accuser]
            if cue.cls == "accuses" and tokens[cue.start].text.startswith(_ASCRIBE):
                # "نسبه أ إلى ب": the one behind إلى is accused, whoever stands before only speaks.
                after = [mention for mention in after if tokens[mention.start - 1].text == "الي"]
            if not after:
                continue
            mention = after[0]
            certainty = "accused" if cue.cls == "accuses" else "suspected"
            if tokens[cue.start].text.startswith(("القي", "نسب")):
                certainty = "suspected"
            _charge(frame, mention, certainty)


def blame_each_other(mentions: Mentions, frames: list[Frame]) -> None:
    """ "وتبادل أ وب الاتهامات بشأن مصدر القذيفة": each accuses the other of the act that was told last."""
    tokens = mentions.passage.tokens
    for at in sorted(index for word in _EXCHANGED for index in mentions.passage.where.get(word, ())):
        ahead = range(at + 1, min(at + _ACCUSATION, len(tokens)))
        if not any(tokens[index].text.startswith(_ACCUSATIONS) for index in ahead):
            continue
        sides = {mention.actor: mention for mention in between(mentions.actors, at + 1, ahead.stop)}
        told = [
            frame for frame in frames if frame.start <= at and frame.kind and frame.factuality == "asserted"
        ]
        if len(sides) != 2 or not told or told[-1].perpetrators:
            continue
        lines = mentions.passage.where.get("\n", ())
        if sum(told[-1].end <= index < at for index in lines) > 1:
            continue
        for mention in sides.values():
            _charge(told[-1], mention, "accused")


def suspect_doers(mentions: Mentions, frames: list[Frame]) -> None:
    """ "ورجحت المنظمة أن الخاطفين من عناصر كذا": who is suspected of the act that was told last."""
    tokens = mentions.passage.tokens
    for at in sorted(index for word in _DOERS for index in mentions.passage.where.get(word, ())):
        before = [token.text.lstrip("وف") for token in tokens[max(0, at - _HEDGE) : at]]
        named = between(mentions.actors, at + 1, at + _HEDGE)
        told = [
            frame for frame in frames if frame.start <= at and frame.kind and frame.factuality == "asserted"
        ]
        if not named or not told or told[-1].perpetrators or not _HEDGED.intersection(before):
            continue
        lines = mentions.passage.where.get("\n", ())
        if sum(told[-1].end <= index < at for index in lines) <= 1:
            _charge(told[-1], named[0], "suspected")


def own_acts(mentions: Mentions, frame: Frame) -> None:
    """ "نفت كذا أن تكون طائراتها قد قصفت", "أعلنت كذا أن طائراتها قصفت": its own arms did it, or are said to have."""
    speakers = {source.actor for source in frame.sources if source.type == "party" and source.actor}
    if frame.factuality not in ("denied", "asserted") or frame.perpetrators or len(speakers) != 1:
        return
    if not _OWN_ARMS.isdisjoint(mentions.passage.texts[frame.start : frame.end]):
        told = between(mentions.actors, frame.sentence.start, frame.end)
        own = next((mention for mention in told if mention.actor in speakers), None)
        if own is not None:
            denied = frame.factuality == "denied"
            frame.perpetrators = [
                Role(own, "roles.accused", "accused") if denied else Role(own, "roles.speaker")
            ]


def _tell_otherwise(mentions: Mentions, frame: Frame) -> None:
    """ "إن ما أصاب الورشة قذائف أطلقتها كذا", "وأن من استهدف السوق هي كذا": another version, which accuses the one it names."""
    tokens = mentions.passage.tokens
    if _TELLING.isdisjoint(mentions.passage.texts[frame.start + 1 : frame.end - 1]):
        return
    for at in range(frame.start + 1, frame.end - 1):
        word = tokens[at].text
        if word in _WHAT and tokens[at - 1].text in _THAT and tokens[at + 1].text.startswith(_HITS):
            named = between(mentions.actors, at + 2, frame.end)
        elif word in _IT_IS and tokens[at + 1].text in _WHICH:
            named = between(mentions.actors, max(frame.start, at - _VERSION), at)[-1:]
        else:
            continue
        frame.version = True
        if named:
            frame.perpetrators = [
                role for role in frame.perpetrators if role.mention.actor != named[-1].actor
            ]
            _charge(frame, named[-1], "accused")
        return


def certainty_of(role: Role, draft: Draft) -> str:
    """Return how a report holds a perpetrator: one that tells of its own act claims it, unless another side tells it too.

    Of a mutual act both tell, and nothing is claimed by telling it; nor by denying it.
    """
    sides = {source.actor for source in draft.sources if source.type == "party" and source.actor}
    mutual = draft.kind in _MUTUAL or draft.factuality == "denied"
    if role.certainty != "stated" or mutual or role.mention.actor not in sides:
        return role.certainty
    return "claimed" if sides == {role.mention.actor} else "accused"


def _charge(frame: Frame, mention: ActorMention, certainty: str) -> None:
    """Make one actor the accused or suspected perpetrator: no target, and no source of what it is accused of."""
    frame.targets = [role for role in frame.targets if role.mention.actor != mention.actor]
    frame.perpetrators = [role for role in frame.perpetrators if role.mention.actor != mention.actor]
    rule = "roles.claimed" if certainty == "claimed" else "roles.accused"
    frame.perpetrators.append(Role(mention, rule, certainty))
    frame.sources = [source for source in frame.sources if not source.start <= mention.start < source.end]
