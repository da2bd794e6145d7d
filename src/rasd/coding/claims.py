"""Who claims an act, who is accused or suspected of it."""

from __future__ import annotations

from rasd.coding.draft import Draft
from rasd.coding.frame import Frame, Role
from rasd.coding.mentions import Mentions, between
from rasd.grammar.actors import ActorMention
from rasd.lexicon import cues

__all__ = ["certainty_of", "claim_roles"]

_MUTUAL = frozenset({"clash", "agreement", "talks", "threat"})
_ACCUSED = cues("accuse")
_BLAME = cues("blame")
_ASCRIBE = tuple(sorted(cues("ascribe")))


def claim_roles(mentions: Mentions, frame: Frame) -> None:
    """Add who claims the act ("تبنى", "أعلن مسؤوليته") and who is accused of it, with that certainty."""
    sentence = frame.sentence
    tokens = mentions.passage.tokens
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
                frame.perpetrators.append(Role(mention, "roles.claimed", "claimed"))
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
