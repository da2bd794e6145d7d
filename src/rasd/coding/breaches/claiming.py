"""Where the text itself calls an incident a breach of an agreement ("خرقت قوات كذا الهدنة بقصفها …").

What is recorded is the claim, with the agreement as the text names it and who says so; whether it was a breach is not
judged. A claim stands on an incident that is told beside it; an accusation that tells no act gives none.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass

from rasd.coding.breaches.naming import agreement_behind, is_untold
from rasd.coding.draft import Draft
from rasd.coding.frame import Breach, Frame
from rasd.coding.mentions import Mentions, between
from rasd.coding.structure import Sentence
from rasd.grammar.attribution import SourceMention
from rasd.lexicon import Match, cues

__all__ = ["breach_words", "claim_breaches"]

_LINK = 14  # tokens between the agreement and the act that breached it
_HEAD = 10  # tokens at the head of a sentence that point back at an incident
_DENIES = cues("negations_of_verbs") | cues("lack_of_keeping")
_POINTS_BACK = cues("points_back_at_an_act")
_ANSWERS = cues("answer_to_a_breach")
_STATED = frozenset({"agreement", "talks", "threat", "displacement", "protest"})


@dataclass(frozen=True, slots=True)
class _Told:
    """A word of breach with the agreement that it governs."""

    match: Match
    agreement: tuple[int, int]
    sentence: Sentence


def breach_words(mentions: Mentions) -> list[Match]:
    """Return the words of breach of a document, one a start; of a word that may be verb or noun, the noun."""
    found: dict[int, Match] = {}
    for match in mentions.every("accord", 0, len(mentions.passage.tokens)):
        if match.cls in ("breaches", "keeps"):
            held = found.get(match.start)
            if held is None or match.entry.part == "noun":
                found[match.start] = match
    return [found[start] for start in sorted(found)]


def claim_breaches(mentions: Mentions, frames: list[Frame], drafts: list[Draft]) -> None:
    """Give each claim of a breach to the incident that it is made of; `frames` are all of the document, in order."""
    words = breach_words(mentions)
    if not words:
        return
    kept = {id(frame) for draft in drafts for frame in draft.frames}
    acts = [frame for frame in frames if frame.kind not in _STATED and frame.anchors]
    sentences = mentions.structure.sentences
    starts = [sentence.start for sentence in sentences]
    for match in words:
        sentence = sentences[max(0, bisect_left(starts, match.start + 1) - 1)]
        agreement = agreement_behind(mentions, match, sentence.end)
        if agreement is None or _is_no_claim(mentions, match, sentence):
            continue
        told = _Told(match, agreement, sentence)
        frame = _breaching(mentions, told, acts)
        if frame is not None and id(frame) in kept and frame.breach is None:
            frame.breach = Breach(agreement, (match.start, match.end), _claimants(mentions, told, frame))


def _is_no_claim(mentions: Mentions, match: Match, sentence: Sentence) -> bool:
    tokens = mentions.passage.tokens
    before = tokens[match.start - 1].text if match.start > sentence.start else ""
    if match.cls == "keeps":  # "لم تلتزم بالهدنة", "عدم التزام": only what is denied
        return not {before, before.lstrip("وبل")} & _DENIES
    if any(
        tokens[at].text.removeprefix("و") in _ANSWERS
        for at in range(max(sentence.start, match.start - 2), match.start)
    ):
        return True  # "رداً على خرق كذا للهدنة": the other side's breach
    return is_untold(mentions, match, sentence.start)


def _breaching(mentions: Mentions, told: _Told, acts: list[Frame]) -> Frame | None:
    """Return the act that a claim is made of: before it, behind it, or in the sentence before."""
    match, sentence = told.match, told.sentence
    own = [frame for frame in acts if frame.sentence.index == sentence.index]
    before = [frame for frame in own if frame.anchors[0].position < match.start]
    after = [frame for frame in own if frame.anchors[0].position >= told.agreement[1]]
    accused = _is_accused(mentions, told)
    verb = match.entry.part in ("past", "present")
    if before and not accused and (not verb or _goes_on(mentions, match)):
        return before[-1] if _agree(mentions, told, before[-1]) else None
    if after and _leads_to(mentions, told, after[0]) and _agree(mentions, told, after[0]):
        return after[0]
    if own and not (before and accused):
        return None
    texts = mentions.passage.texts
    head = texts[sentence.start : min(sentence.start + _HEAD, match.start)]
    if not any(text.removeprefix("و").removeprefix("ب") in _POINTS_BACK for text in head):
        return None
    earlier = [frame for frame in acts if frame.sentence.index == sentence.index - 1]
    return earlier[-1] if earlier and _agree(mentions, told, earlier[-1]) else None


def _is_accused(mentions: Mentions, told: _Told) -> bool:
    """ "اتهمت كذا بخرق الهدنة": what it is about follows."""
    return any(
        cue.cls == "accuses" and 0 < told.match.start - cue.start <= _LINK
        for cue in mentions.every("speech", told.sentence.start, told.match.start)
    )


def _goes_on(mentions: Mentions, match: Match) -> bool:
    """ "… وخرقت بذلك الهدنة", "ما يخرق الهدنة": the verb goes on from the act."""
    before = mentions.passage.texts[match.start - 1] if match.start else ""
    return match.prefix.startswith(("و", "ف")) or before in _RELATIVE


_RELATIVE = frozenset({"ما", "مما", "الذي", "التي", "بما"})


def _leads_to(mentions: Mentions, told: _Told, frame: Frame) -> bool:
    """The act follows close behind, by words that make it the breach: "بقصفها", "وقصفت", "حيث", a colon, a comma."""
    texts = mentions.passage.texts
    start, at = told.agreement[1], frame.anchors[0].position
    if at - start > _LINK:
        return False
    gap = texts[start:at]
    if any(text.removeprefix("و").removeprefix("ف") in _ANSWERS for text in [*gap, texts[at]]):
        return False
    anchor = frame.anchors[0].match
    prefix = anchor.prefix if anchor is not None else ""
    linked = prefix[:1] in ("ب", "و", "ف") or any(text in _LINKS or text[:1] in "،,:" for text in gap)
    return linked or any(text.startswith("ب") or text in _MEANS for text in gap)


_LINKS = cues("leads_to_the_act")
_MEANS = frozenset({"عبر", "خلال"})


def _agree(mentions: Mentions, told: _Told, frame: Frame) -> bool:
    """Whoever is named beside the breach is whoever acted, where the text names both."""
    doers = {role.mention.actor for role in frame.perpetrators}
    breaking = {
        mention.actor
        for mention in between(mentions.actors, told.match.end, told.agreement[0])
        if not mention.prefix.endswith("ل")
    }
    return not doers or not breaking or bool(doers & breaking)


def _claimants(mentions: Mentions, told: _Told, frame: Frame) -> list[SourceMention]:
    """Who says so: the sources of the sentence of the claim; none where the outlet says it itself."""
    if told.sentence.index == frame.sentence.index:
        return list(frame.sources)
    return between(mentions.sources, told.sentence.start, told.sentence.end)
