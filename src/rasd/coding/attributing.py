"""Who the document says each frame from: what a source governs, in its sentence and beyond.

A verb of saying governs what follows it, up to the next one; "بحسب …" behind a clause governs what stands before it.
A verb of saying without a subject (وأضاف أن), a quotation that is still open and a label ("هيئة كذا:") carry on with
the speaker before. The outlet's own voice ("يذكر أن") ends it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field

from rasd.coding.frame import Frame
from rasd.coding.mentions import Mentions, between
from rasd.coding.structure import Sentence
from rasd.grammar.attribution import SourceMention
from rasd.lexicon import cues

__all__ = ["attribute", "take_up"]

_ADDING = cues("adding")
_OWN_VOICE = cues("own_voice")
_OPEN, _CLOSED = frozenset("«“"), frozenset("»”")
_TOLLS = frozenset({"الحصيله"})
_WARS = cues("whole_wars")
_EXPLAINS = cues("explains")
_CLAIMS = tuple(sorted(cues("claims_it")))
_GOES_ON = 2  # sentences in which a side goes on with what it told
_BESIDE = 14  # tokens between a speaker and whom he is quoted by: "قال فلان، بحسب ما نقلت عنه وكالة كذا"


@dataclass(slots=True)
class _Voice:
    """Sources that one word of saying brings, and which way they govern."""

    at: int
    """First token that it governs, or of the word of saying behind what it governs."""
    sources: list[SourceMention] = field(default_factory=list)
    back: bool = False
    carried: bool = False
    label: bool = False
    claims: bool = False
    """It claims what was told before: "أعلن تنظيم كذا مسؤوليته عنه"."""


def attribute(mentions: Mentions, frames: list[Frame]) -> None:
    """Give each frame the sources that govern it."""
    by_sentence: dict[int, list[Frame]] = {}
    for frame in frames:
        frame.sources = []
        by_sentence.setdefault(frame.sentence.index, []).append(frame)
    carried: list[SourceMention] = []
    label: list[SourceMention] = []
    spoken_at = -_GOES_ON
    last: Frame | None = None
    quoting = _Quotation(mentions)
    for sentence in mentions.structure.sentences:
        voices = list(_voices(mentions, sentence, carried))
        opened = quoting.is_open(sentence)
        explains = mentions.passage.tokens[sentence.start].text in _EXPLAINS
        if not voices and (opened or explains):
            voices = [_Voice(sentence.start, carried, carried=True)]
        own = [voice for voice in voices if not voice.carried]
        if own:
            label = own[-1].sources if own[-1].label else []
        elif not voices and label:
            voices = [_Voice(sentence.start, label, carried=True)]
        here = by_sentence.get(sentence.index, [])
        if own and not here and last is not None and _is_about(mentions, sentence, last):
            spoken = [source.root for voice in own for source in voice.sources]
            last.sources = list(dict.fromkeys([*last.sources, *spoken]))
        last = here[-1] if here else last
        told_by = carried
        for frame in here:
            frame.sources = _governing(mentions, frame, voices)
            if not voices and sentence.index - spoken_at <= _GOES_ON:
                frame.heard = told_by
        if own:
            spoken_at = sentence.index
        forward = [voice for voice in voices if not voice.back]
        if forward or voices:
            carried = (forward or voices)[-1].sources
        if _speaks_itself(mentions, sentence):
            carried, label = [], []


def take_up(frame: Frame) -> None:
    """A side that has just spoken goes on with its own acts ("أعلنت كذا … كما استهدفت كذا"): it is the source."""
    acting = {role.mention.actor for role in frame.perpetrators}
    if not frame.sources and frame.factuality == "asserted":
        frame.sources = [
            source for source in frame.heard if source.type == "party" and source.actor in acting
        ]


def _voices(mentions: Mentions, sentence: Sentence, carried: list[SourceMention]) -> Iterator[_Voice]:
    """Yield the voices of a sentence in text order."""
    sources = between(mentions.sources, sentence.start, sentence.end)
    subjectless = mentions.subjectless
    first, last = (bisect_left(subjectless, edge) for edge in (sentence.start, sentence.end))
    if not sources and first == last:
        return
    voices: dict[int, _Voice] = {}
    for source in sources:
        voice = voices.setdefault(source.trigger, _Voice(min(source.start, source.trigger)))
        voice.at = min(voice.at, source.start)
        voice.sources.append(source)
        voice.label = source.rule == "sources.colon"
        voice.back = voice.back or (
            source.rule == "sources.according" and source.trigger > sentence.start + 1
        )
    tokens = mentions.passage.tokens
    for voice in voices.values():
        if any(source.type == "party" for source in voice.sources):
            tail = tokens[voice.at : min(voice.at + _BESIDE, sentence.end)]
            voice.claims = any(token.text.startswith(_CLAIMS) for token in tail)
    spoken = {voice.at for voice in voices.values()}
    for at in subjectless[first:last]:
        if at not in spoken:
            # A verb without a subject speaks for the whole sentence: "استهدفت كذا … وأكدت أنها".
            begin = sentence.start if tokens[at].text not in _ADDING and not voices else at
            voices.setdefault(at, _Voice(begin, carried=True))
    before: _Voice | None = None
    platforms: list[SourceMention] = []
    for _, voice in sorted(voices.items(), key=lambda item: item[1].at):
        if voice.carried:
            speaker = before.sources if before is not None else carried
            voice.sources = speaker
        elif all(source.rule == "sources.platform" for source in voice.sources):
            (before.sources if before is not None else platforms).extend(voice.sources)
            continue
        elif (
            (voice.back or all(source.rule == "sources.relays" for source in voice.sources))
            and before is not None
            and not before.back
            and voice.at - before.at <= _BESIDE
        ):
            before.sources.extend(source for source in voice.sources if source not in before.sources)
            continue
        if platforms and not voice.back:
            voice.sources = [*voice.sources, *platforms]
            platforms = []
        if voice.sources:
            yield voice
            before = voice
    if platforms:
        yield _Voice(platforms[0].start, platforms)


def _governing(mentions: Mentions, frame: Frame, voices: list[_Voice]) -> list[SourceMention]:
    """Return the sources of one frame: of the last voice before it, of "بحسب" behind it, of a voice inside it."""
    at = min(anchor.position for anchor in frame.anchors)
    found: list[SourceMention] = []
    ahead = [voice for voice in voices if not voice.back and voice.at <= at]
    if ahead:
        found.extend(ahead[-1].sources)
    for voice in voices:
        if voice.at <= at:
            continue
        if voice.back:
            found.extend(voice.sources)
            break
        led = not ahead and voice.at < frame.end and _leads_up(frame, at, voice)
        if voice.claims or (led and not mentions.within("connector", at, voice.at)):
            found.extend(voice.sources)
        if not voice.claims:
            break
    return list(dict.fromkeys(source.root for source in found))


def _is_about(mentions: Mentions, sentence: Sentence, frame: Frame) -> bool:
    """A sentence that tells nothing new speaks of what was just told: "وقالت الشرطة إن التفجير …"."""
    if sentence.index - frame.sentence.index != 1:
        return False
    if frame.harm and any(
        sentence.start <= at < sentence.end for word in _TOLLS for at in mentions.passage.where.get(word, ())
    ):
        return True  # "وأكد مستشفى كذا الحصيلة"
    return any(
        match.article
        and match.entry.part == "noun"
        and match.cls != "victim"
        and match.entry.words[0] not in _WARS
        and match.start not in mentions.inside
        for layer in ("event", "harm")
        for match in mentions.within(layer, sentence.start, sentence.end)
    )


def _leads_up(frame: Frame, at: int, voice: _Voice) -> bool:
    """A noun leads up to who tells of it ("وفي تفاصيل الهجوم، قالت الشرطة إن"); a verb has told by itself."""
    first = min(frame.anchors, key=lambda anchor: anchor.position)
    return (
        voice.at - at <= _BESIDE
        and voice.at - frame.sentence.start <= _BESIDE + 2
        and (first.match is None or first.match.entry.part not in ("past", "present"))
    )


def _speaks_itself(mentions: Mentions, sentence: Sentence) -> bool:
    """The outlet speaks in its own voice: "يذكر أن", "تجدر الإشارة"."""
    texts = mentions.passage.texts
    return not _OWN_VOICE.isdisjoint(texts[sentence.start : min(sentence.start + 2, sentence.end)])


class _Quotation:
    """Whether a sentence begins inside a quotation that an earlier sentence of its paragraph opened."""

    def __init__(self, mentions: Mentions) -> None:
        self.passage = mentions.passage
        self.quotes = mentions.passage.where.get('"', [])
        self.paragraph = -1
        self.depth = 0
        self.at = 0

    def is_open(self, sentence: Sentence) -> bool:
        """Advance over the sentence, and return whether it began inside a quotation."""
        if sentence.paragraph != self.paragraph:
            self.paragraph, self.depth, self.at = sentence.paragraph, 0, sentence.start
        self._advance(self.at, min(sentence.start, sentence.end))
        began = self.depth > 0
        self._advance(max(self.at, sentence.start), sentence.end)
        self.at = sentence.end
        return began

    def _advance(self, start: int, end: int) -> None:
        """Count the quotation marks of tokens ``start:end``."""
        quotes = self.quotes
        for index in quotes[bisect_left(quotes, start) : bisect_left(quotes, end)]:
            mark = self.passage.surface(index, index + 1)
            if mark in _OPEN:
                self.depth += 1
            elif mark in _CLOSED:
                self.depth = max(0, self.depth - 1)
            else:
                self.depth = 0 if self.depth else 1
