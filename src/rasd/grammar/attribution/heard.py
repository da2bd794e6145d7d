"""A source that was named before: "المصدر نفسه", a part of its name, the name of a person."""

from __future__ import annotations

from collections import deque

from rasd.grammar.attribution.sources import SourceMention
from rasd.grammar.attribution.speakers import Speakers
from rasd.grammar.passage import Passage
from rasd.lexicon import cues
from rasd.lexicon.entries import bare

__all__ = ["Heard"]

_ANONYMOUS = cues("anonymous_sources")
_SAME = cues("same_source")
_INSIDE = frozenset({"في", "من", "لدي"})
_MEDIATED = ("sources.told_to", "sources.relays", "sources.platform")
_HEARD = 60  # sources looked back on: keeps the work linear in a text of any length
_LONG_NAME = 4  # letters


class Heard:
    """Links the sources of one passage to their first mentions."""

    def __init__(self, passage: Passage, who: Speakers) -> None:
        self.passage = passage
        self.tokens = passage.tokens
        self.who = who
        self.known: dict[int, frozenset[str]] = {}
        """Words of the sources that were looked back on, by the id of each: they live as long."""

    def resolve(self, sources: list[SourceMention]) -> list[int]:
        """Link each source to its first mention; return the words of saying of those that nobody named before.

        Those are taken out: they name a person whom the text does not introduce.
        """
        seen: deque[tuple[SourceMention, str]] = deque(maxlen=_HEARD)
        unknown: list[SourceMention] = []
        for mention in sources:
            plain = [word for word in self.who.words(mention) if word not in _SAME]
            names = frozenset(plain)
            definite = self._is_definite(mention)
            again = mention.rule == "sources.named_again"
            if definite or again or mention.actor is not None:
                for other, first in reversed(seen):
                    known = self._known(other)
                    if again and _is_known(plain, known):
                        mention.of = other
                        break
                    # A side is not its spokesman: the two begin alike, or the second only points back.
                    alike = mention.actor is None or plain[:1] == [first]
                    if not again and alike and names <= known and (definite or other.actor == mention.actor):
                        mention.of = other
                        break
                else:
                    if len(plain) == 1 and plain[0] in _ANONYMOUS and seen and definite:
                        people = (other for other, _ in reversed(seen) if other.rule not in _MEDIATED)
                        mention.of = next(people, seen[-1][0])
            if mention.of is None and plain[:1] and plain[0] in _ANONYMOUS:
                mention.of = self._inside(mention, seen)
            if mention.of is not None:
                mention.type = mention.of.root.type
                mention.actor = mention.of.root.actor
            elif again:
                unknown.append(mention)
                continue
            seen.append((mention, plain[0] if plain else ""))
        dropped = {id(mention) for mention in unknown}
        sources[:] = [mention for mention in sources if id(mention) not in dropped]
        return [mention.trigger for mention in unknown]

    def _known(self, mention: SourceMention) -> frozenset[str]:
        """Return the words by which a source is known later."""
        words = self.known.get(id(mention))
        if words is None:
            words = self.known[id(mention)] = self.who.known_words(mention)
        return words

    def _inside(self, mention: SourceMention, seen: deque[tuple[SourceMention, str]]) -> SourceMention | None:
        """ "مصدر في الخلية": the body that was named before, and whose word stands here with the article."""
        at = mention.end
        if at + 1 >= len(self.tokens) or self.tokens[at].text not in _INSIDE:
            return None
        word = self.tokens[at + 1].text
        if not word.startswith("ال"):
            return None
        return next(
            (
                other
                for other, _ in reversed(seen)
                if bare(word) in self._known(other)
                and other.type in ("party", "official", "medical", "monitor")
            ),
            None,
        )

    def _is_definite(self, mention: SourceMention) -> bool:
        start, end = self.passage.starts[mention.start], self.passage.ends[mention.start]
        text = self.passage.folded.text[start + mention.skip : end]
        if mention.end - mention.start == 2 and self.tokens[mention.start + 1].text.startswith("ال"):
            return True  # "مكتب الحاكم"
        return (
            bare(text) != text
            or mention.skip > 0
            and self.tokens[mention.start].text.startswith(("لل", "ولل"))
        )


def _is_known(name: list[str], known: frozenset[str]) -> bool:
    """Say whether a name was heard before, a prefix of its spelling apart: قعيم is اقعيم."""
    last = name[-1]
    return last in known or (len(last) >= _LONG_NAME and any(word.endswith(last) for word in known))
