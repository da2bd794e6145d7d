"""A text with the names of two parties exchanged, in every framing that the packs know."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from rasd.evaluation.rereading.alignment import Alignment, Segment, Span
from rasd.evaluation.swap.framings import Framings
from rasd.grammar.passage import Mention
from rasd.lexicon import Lexicon, Match
from rasd.lexicon.entries import bare
from rasd.text import Folded, Token, fold, tokenize

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
_POLICE = "شرط"
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
    untyped: tuple[Span, ...] = ()
    """Where a government, which speaks as an official, stands for somebody who has none."""


@dataclass(frozen=True, slots=True)
class _Rewording:
    start: int
    """First token."""
    end: int
    text: str
    untyped: bool = False


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
        self.lexicon = lexicon
        self.worded: dict[str, list[str]] = {}
        """The names of each actor in the text, as they come up: each is exchanged for another one."""

    def rewordings(self, mentions: list[Mention]) -> Iterator[_Rewording]:
        """Yield what is written anew, in text order and without overlaps."""
        reach = 0
        for found in sorted(
            [*self._bodies(mentions), *self._actors(mentions), *self._states(mentions)],
            key=lambda item: (item.start, -item.end),
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
        person = next(
            (
                one
                for one in self.every
                if (one.start, one.end, one.cls) == (match.start, match.end, "person")
                and self.other.get(str(one.value["actor"])) == other
            ),
            None,
        )
        if person is not None:
            if mention.start < match.start and person.prefix.endswith("ل"):
                name = self._plain(match, other)  # "دبابة للحوثيين" is the body's
                return None if name is None else self._named(match, name)
            return self._person(person, other)
        if match.cls == "leader":
            name = self.framings.of(other, "leader")
            return None if name is None else self._named(match, name)
        head = self._telling_head(match)
        if head:
            return self._owned(match, head, other)
        name = self._plain(match, other)
        if name is None:
            return None
        untyped = self._is_official(match) != self.framings.is_official(name)
        return replace(self._named(match, name), untyped=untyped)

    def _plain(self, match: Match, other: str) -> str | None:
        """Return a plain name: a country for a country, an official body for one, where there is one."""
        if self._says_more(match) or self._types(match) & {"agency", "outlet"}:
            return None
        if any(_POLICE in token.text for token in self.tokens[match.start : match.end]):
            return self.framings.of(other, "police")  # the codebook tells police from soldiers
        words = " ".join(token.text for token in self.tokens[match.start : match.end])
        words = words[len(match.prefix) :]
        sorts = ["name", "country", "official"]
        if self.framings.is_country(words):
            sorts = ["country", "name", "official"]
        elif self._is_official(match):
            sorts = ["official", "name", "country"]
        known = self.worded.setdefault(other, [])
        if words not in known:
            known.append(words)
        place = known.index(words)
        return next(
            (name for sort in sorts if (name := self.framings.of(other, sort, place)) is not None), None
        )

    def _says_more(self, match: Match) -> bool:
        """Say whether a name holds a word of its own meaning that a name of the other would lose: سلاح المدرعات."""
        return any(
            match.start <= other.start and other.end <= match.end
            for layer in ("event", "munition", "site", "weapon")
            for other in self.matches.get(layer, ())
        )

    def _is_official(self, match: Match) -> bool:
        return bool(self._types(match) - {"party"})

    def _types(self, match: Match) -> set[str]:
        """Return what a name speaks as, by the packs and the words of speech."""
        return {
            str(other.value.get("type", "party"))
            for layer in ("speech", "body")
            for other in self.matches.get(layer, ())
            if other.start == match.start
        }

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
            and (layer not in ("person", "site") or other.number in ("two", "many"))
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
        if self.lexicon.scanner.scan(self.tokens[match.start : match.start + 1]).get("actor"):
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
        if base is not None and match.article and self._names_by_itself(base):
            base = None  # "الحوثي" is a name as well
        if self._is_chained(match, joined=base is None):
            return None  # "العدوان الأمريكي السعودي": one of them cannot be taken out
        form, lemma = match.entry.words[0], match.entry.lemma
        ending = _ENDINGS.get(form[len(lemma if form.startswith(lemma) else bare(lemma)) :], "")
        if base is not None:
            article = "ال" if match.article else ""
            return _Rewording(match.start, match.end, _joined(match.prefix, article + base + ending))
        name = self._name(other)
        if name is None:
            return None
        if mention.rule == "actors.nisba" and not match.article and self._is_member(mention):
            return (
                None  # "جنديا سعوديا": an owner told behind counted people would part them from their bounds
            )
        if mention.rule == "actors.act_nisba" and not self._is_armed(match.start):
            return _Rewording(match.start, match.end, match.prefix + _joined("ل", name))
        owner = ("التابع" if match.article else "تابع") + (
            "ة" if ending in ("ة", "") and form.endswith("ه") else ending
        )
        return _Rewording(match.start, match.end, f"{match.prefix}{owner} {_joined('ل', name)}")

    def _is_armed(self, at: int) -> bool:
        """Say whether a force or a weapon stands right before: الدفاعات الجوية."""
        return any(
            other.end == at and other.entry.part not in ("past", "present")
            for layer in ("force", "weapon")
            for other in self.matches.get(layer, ())
        )

    def _is_member(self, mention: Mention) -> bool:
        """Say whether people carry the nisba: جنديا سعوديا."""
        return any(one.start == mention.start and not one.article for one in self.matches.get("person", ()))

    def _is_chained(self, match: Match, *, joined: bool) -> bool:
        """Say whether another nisba stands right beside this one, `joined` by و too."""
        start, end = match.start, match.end
        dash = [at for at in (start - 1, end) if 0 <= at < len(self.tokens) and self.tokens[at].text == "-"]
        start, end = start - (start - 1 in dash), end + (end in dash)
        return any(
            (other.end == start and (joined or bool(dash) or not match.prefix))
            or (other.start == end and (joined or bool(dash) or not other.prefix))
            for other in self.matches.get("nisba", ())
        )

    def _is_state(self, base: str) -> bool:
        """Say whether an adjective is that of a state everywhere, as the one of وزير الدفاع التركي is."""
        found = self.lexicon.scanner.scan(tokenize(fold(base).text)).get("nisba", ())
        return any(not match.value.get("theatre") for match in found)

    def _names_by_itself(self, base: str) -> bool:
        """Say whether a masculine adjective with its article is a name too: الحوثي."""
        found = self.lexicon.scanner.scan(tokenize(fold("ال" + base).text)).get("actor", ())
        return any(match.cls in ("name", "here", "leader") for match in found)

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

    def _states(self, mentions: list[Mention]) -> Iterator[_Rewording]:
        """The state that a source speaks for: وزير الدفاع التركي."""
        named = {
            at
            for mention in mentions
            if mention.dimension == "actors"
            for at in range(mention.start, mention.end)
        }
        named.update(at for body in self.matches.get("body", ()) for at in range(body.start, body.end))
        spoken = {
            at
            for mention in mentions
            if mention.dimension == "attribution"
            for at in range(mention.start, mention.end + 1)
        } - named
        for match in self.matches.get("nisba", ()):
            actor = str(match.value["actor"])
            if actor not in self.other or match.start not in spoken or match.value.get("theatre"):
                continue
            form, lemma = match.entry.words[0], match.entry.lemma
            ending = _ENDINGS.get(form[len(lemma if form.startswith(lemma) else bare(lemma)) :], "")
            base = self.framings.of(self.other[actor], "adjective")
            if base is None or self._names_by_itself(base) or not self._is_state(base):
                self.left.append(self._surface(match.start, match.end))
            else:
                yield _Rewording(
                    match.start,
                    match.end,
                    _joined(match.prefix, ("ال" if match.article else "") + base + ending),
                )

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
            if name is None:
                self.left.append(self._surface(match.start, match.end))
            else:
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
    untyped: list[Span] = []
    last = length = 0
    for reworded in work.rewordings(mentions):
        start, end = work.folded.span(tokens[reworded.start].start, tokens[reworded.end - 1].end)
        # Words that lost the space between them were read as two: they stay two.
        glued_before = start > 0 and text[start - 1].isalnum()
        glued_behind = end < len(text) and text[end].isalnum()
        written = " " * glued_before + reworded.text + " " * glued_behind
        pieces += [text[last:start], written]
        if reworded.untyped:
            untyped.append((start, end))
        length += start - last
        segments.append(Segment((start, end), (length, length + len(written))))
        length += len(written)
        last = end
    pieces.append(text[last:])
    return Exchanged("".join(pieces), Alignment(segments), len(segments), tuple(work.left), tuple(untyped))
