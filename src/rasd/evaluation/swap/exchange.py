"""A text with the names of two parties exchanged, in every framing that the packs know."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rasd.evaluation.rereading.alignment import Alignment, Segment
from rasd.evaluation.swap.framings import Framings
from rasd.grammar.passage import Mention
from rasd.lexicon import Lexicon, Match
from rasd.text import Folded, Token, fold

__all__ = ["Exchanged", "exchange"]

_NISBA = frozenset({"actors.nisba", "actors.act_nisba", "actors.believed"})
_ENDINGS = {
    "": "",
    "ه": "ة",
    "ا": "ا",
    "ون": "ون",
    "ين": "ين",
    "ان": "ان",
    "تان": "تان",
    "تين": "تين",
    "ات": "ات",
}
_PLURAL = {"ون": "ون", "ين": "ين", "و": "ون", "ي": "ين", "ان": "ان", "": "", "ا": "ا"}
_QUOTES = '"'


@dataclass(frozen=True, slots=True)
class Exchanged:
    """A text after the exchange."""

    text: str
    alignment: Alignment
    count: int
    """How many mentions were exchanged."""
    left: tuple[str, ...] = ()
    """Mentions for which the other actor has no wording: the text cannot be exchanged."""


@dataclass(frozen=True, slots=True)
class _Rewording:
    start: int
    """First token."""
    end: int
    text: str


class _Exchange:
    def __init__(
        self,
        text: str,
        tokens: list[Token],
        lexicon: Lexicon,
        framings: Framings,
        pair: tuple[str, str],
    ) -> None:
        self.folded: Folded = fold(text)
        self.tokens = tokens
        self.matches = lexicon.scanner.scan(tokens)
        self.every = self.matches.get("actor", [])
        self.framings = framings
        self.other = {pair[0]: pair[1], pair[1]: pair[0]}
        self.left: list[str] = []

    def rewordings(self, mentions: list[Mention]) -> Iterator[_Rewording]:
        """Yield what is written anew, in text order and without overlaps."""
        reach = 0
        for found in sorted(
            [*self._bodies(mentions), *self._actors(mentions)], key=lambda item: (item.start, -item.end)
        ):
            if found.start >= reach:
                yield found
                reach = found.end

    def _actors(self, mentions: list[Mention]) -> Iterator[_Rewording]:
        for mention in mentions:
            actor = str(mention.value.get("actor") or "")
            if mention.dimension != "actors" or actor not in self.other:
                continue
            match = self._match(mention)
            reworded = None if match is None else self._reworded(match, mention, self.other[actor])
            if reworded is None:
                self.left.append(self._surface(mention.start, mention.end))
            else:
                yield reworded

    def _match(self, mention: Mention) -> Match | None:
        """Return the word or phrase of the packs that names the actor of a mention."""
        layer = "nisba" if mention.rule in _NISBA else "actor"
        fitting = [
            match
            for match in self.matches.get(layer, ())
            if match.end == mention.end and match.start >= mention.start
        ]
        actor = mention.value.get("actor")
        fitting.sort(key=lambda match: (match.start, match.value["actor"] != actor))
        return fitting[0] if fitting else None

    def _surface(self, start: int, end: int) -> str:
        return self.folded.surface(self.tokens[start].start, self.tokens[end - 1].end)

    def _reworded(self, match: Match, mention: Mention, other: str) -> _Rewording | None:
        if match.entry.layer == "nisba":
            return self._adjective(match, mention, other)
        is_person = any(
            (one.start, one.end, one.cls) == (match.start, match.end, "person")
            and self.other.get(str(one.value["actor"])) == other
            for one in self.every
        )
        if match.cls == "person" or (is_person and match.end - match.start == 1):
            return self._person(match, other)
        if match.cls == "leader":
            name = self.framings.of(other, "leader") or self._plain(match, other)
            return None if name is None else self._named(match, name)
        head = self._telling_head(match)
        if head:
            return self._owned(match, head, other)
        name = self._plain(match, other)
        return None if name is None else self._named(match, name)

    def _plain(self, match: Match, other: str) -> str | None:
        """Return a plain name: a country for a country, an official body for one, where there is one."""
        words = self._surface(match.start, match.end)
        sorts = ["name", "country", "official"]
        if self.framings.is_country(" ".join(words.split())[len(match.prefix) :]):
            sorts = ["country", "name", "official"]
        elif self._is_official(match):
            sorts = ["official", "name", "country"]
        return next((name for sort in sorts if (name := self.framings.of(other, sort)) is not None), None)

    def _is_official(self, match: Match) -> bool:
        return any(
            other.start == match.start and other.value.get("type", "party") != "party"
            for layer in ("speech", "body")
            for other in self.matches.get(layer, ())
        )

    def _named(self, match: Match, name: str) -> _Rewording:
        end = match.end
        inside = sum(self.tokens[at].text in _QUOTES for at in range(match.start, end))
        if inside % 2 and end < len(self.tokens) and self.tokens[end].text in _QUOTES:
            end += 1  # the closing quote of a name quoted in part
        return _Rewording(match.start, end, _joined(match.prefix, name))

    def _telling_head(self, match: Match) -> int:
        """Return how many words in front of a name say more than who: عناصر القاعدة, الطيران الحربي."""
        ends = [
            other.end
            for layer in ("munition", "person", "site", "weapon")
            for other in self.matches.get(layer, ())
            if other.start == match.start
            and other.end <= match.end
            and (layer != "person" or other.number in ("two", "many"))
        ]
        head = max(ends) - match.start if ends else 0
        is_weapon = any(other.start == match.start for other in self.matches.get("weapon", ()))
        # A word for people that is all of the name (المجاهدون) names the body.
        return head if is_weapon or head < match.end - match.start else 0

    def _owned(self, match: Match, head: int, other: str) -> _Rewording | None:
        """Keep the words that tell, and write the owner anew."""
        name = self._name(other)
        if name is None:
            return None
        kept = self._surface(match.start, match.start + head)
        first = self.tokens[match.start].text.removeprefix(match.prefix)
        ending = next((end for end in ("ون", "ين", "و", "ي", "ه") if first.endswith(end)), "")
        if any(
            one.start == match.start and one.end < match.end and one.cls in ("person", "here")
            for one in self.every
        ):
            # مجاهدو names an actor by itself here.
            kept = _joined(match.prefix, ("ال" if first.startswith("ال") else "") + "مقاتل" + ending)
        behind = [token.text for token in self.tokens[match.start + head : match.end]]
        has_article = first.startswith("ال") or (match.prefix.endswith("ل") and match.article)
        if behind and not has_article and (behind[-1].startswith("ال") or ending in ("و", "ي")):
            return _Rewording(match.start, match.end, f"{kept} {name}")  # عناصر القاعدة
        has_article = has_article or any(
            self.tokens[at].text.startswith("ال") for at in range(match.start, match.start + head)
        )
        adjective = self.framings.of(other, "adjective")
        article = "ال" if has_article else ""
        if adjective is not None:
            return _Rewording(match.start, match.end, f"{kept} {article}{adjective}{_ENDINGS[ending]}")
        return _Rewording(
            match.start, match.end, f"{kept} {article}تابع{_ENDINGS[ending]} {_joined('ل', name)}"
        )

    def _adjective(self, match: Match, mention: Mention, other: str) -> _Rewording | None:
        base = self.framings.of(other, "adjective")
        if base is None and self._is_chained(match):
            return None  # "طائرات روسية وسورية" has no room for "تابعة لـ"
        form = match.entry.words[0]
        ending = _ENDINGS.get(form[len(match.entry.lemma) :], "")
        if base is not None:
            article = "ال" if match.article else ""
            return _Rewording(match.start, match.end, _joined(match.prefix, article + base + ending))
        name = self._name(other)
        if name is None:
            return None
        if mention.rule == "actors.act_nisba":
            return _Rewording(match.start, match.end, match.prefix + _joined("ل", name))
        owner = ("التابع" if match.article else "تابع") + (
            "ة" if ending in ("ة", "") and form.endswith("ه") else ending
        )
        return _Rewording(match.start, match.end, f"{match.prefix}{owner} {_joined('ل', name)}")

    def _is_chained(self, match: Match) -> bool:
        """Say whether another nisba stands right beside this one."""
        return any(
            other.end in (match.start, match.start - 1) or other.start in (match.end, match.end + 1)
            for other in self.matches.get("nisba", ())
            if other is not match and (other.start, other.end) != (match.start, match.end)
        )

    def _name(self, actor: str) -> str | None:
        return (
            self.framings.of(actor, "name")
            or self.framings.of(actor, "country")
            or self.framings.of(actor, "official")
        )

    def _person(self, match: Match, other: str) -> _Rewording | None:
        form, lemma = match.entry.words[0], match.entry.lemma
        ending = _PLURAL.get(form[len(lemma) :], "ون") if form.startswith(lemma) else "ون"
        base = self.framings.of(other, "person")
        if base is not None:
            return _Rewording(
                match.start, match.end, _joined(match.prefix, ("ال" if match.article else "") + base + ending)
            )
        name = self._name(other)
        if name is None:
            return None
        if match.article and match.number == "many":
            many = "مقاتلي" if ending == "ين" else "مقاتلو"
            return _Rewording(match.start, match.end, _joined(match.prefix, f"{many} {name}"))
        return _Rewording(match.start, match.end, _joined(match.prefix, f"مقاتل{ending} من {name}"))

    def _bodies(self, mentions: list[Mention]) -> Iterator[_Rewording]:
        """Who speaks for one of the two and is not named as the actor itself: the other's spokesman, else its name."""
        named = [mention for mention in mentions if mention.dimension == "actors"]
        for match in self.matches.get("body", ()):
            actor = str(match.value.get("actor") or "")
            if actor not in self.other or any(
                mention.start <= match.start and mention.end == match.end for mention in named
            ):
                continue
            other = self.other[actor]
            name = self.framings.of(other, "body") or self._name(other)
            if name is not None:
                yield self._named(match, name)


def _joined(prefix: str, name: str) -> str:
    """Write proclitics to a name: ل and the article become لل.

    >>> _joined("ل", "الجيش")
    'للجيش'
    """
    if prefix.endswith("ل") and name.startswith("ال"):
        return prefix + name[1:] if not name.startswith("الل") else prefix + name[2:]
    return prefix + name


def exchange(
    text: str,
    tokens: list[Token],
    mentions: list[Mention],
    lexicon: Lexicon,
    framings: Framings,
    pair: tuple[str, str],
) -> Exchanged:
    """Return `text` with the two actors of `pair` exchanged; tokens and mentions are those of its explanation."""
    work = _Exchange(text, tokens, lexicon, framings, pair)
    pieces: list[str] = []
    segments: list[Segment] = []
    last = length = 0
    for reworded in work.rewordings(mentions):
        start, end = work.folded.span(tokens[reworded.start].start, tokens[reworded.end - 1].end)
        pieces += [text[last:start], reworded.text]
        length += start - last
        segments.append(Segment((start, end), (length, length + len(reworded.text))))
        length += len(reworded.text)
        last = end
    pieces.append(text[last:])
    return Exchanged("".join(pieces), Alignment(segments), len(segments), tuple(work.left))
