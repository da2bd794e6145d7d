"""A text with the names of two parties exchanged, in every framing that the packs know."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from rasd.evaluation.rereading.alignment import Alignment, Segment, Span
from rasd.evaluation.swap.framings import Framings
from rasd.evaluation.swap.wording import ENDINGS, Exchanged, Rewording, ending, joined, member_ending
from rasd.grammar.passage import Mention
from rasd.lexicon import Lexicon, Match, cues
from rasd.text import Folded, Placed, fold

__all__ = ["exchange"]

_NISBA = frozenset({"actors.nisba", "actors.act_nisba", "actors.believed"})
_POLICE = "شرط"
_QUOTES = '"'
_GENERIC = cues("generic_forces")
_AIR = cues("air_force_words")
_FORCES = {"سلاح": "التابع", "السلاح": "التابع", "القوات": "التابعة", "القوه": "التابعة"}
_OWNER_REACH = 14  # tokens between the adjective of a state and a bare force that it owns


class _Exchange:
    def __init__(
        self,
        text: str,
        tokens: list[Placed],
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
        self.leaders: dict[str, list[str]] = {}
        self.acting: set[int] = set()
        """Tokens of actors."""
        self.spoken: set[int] = set()
        """Tokens of sources."""
        self.covered: set[int] = set()
        """Tokens of actors and bodies."""
        self.is_bare = False
        """Whether a force of neither is named without its owner: an owner named before it would become its own."""

    def rewordings(self, mentions: list[Mention]) -> Iterator[Rewording]:
        """Yield what is written anew, in text order and without overlaps."""
        actors = [one for one in mentions if one.dimension == "actors"]
        self.spoken = {
            at for one in mentions if one.dimension == "attribution" for at in range(one.start, one.end)
        }
        self.acting = {at for one in actors for at in range(one.start, one.end)}
        bodies = self.matches.get("body", ())
        self.covered = self.acting.union(at for one in bodies for at in range(one.start, one.end))
        self.is_bare = any(
            mention.rule == "actors.here"
            and mention.value["actor"] not in self.other
            and self._words(mention.start, mention.end).lstrip("و") in _GENERIC
            for mention in actors
        )
        reach = 0
        for found in sorted(
            [*self._bodies(mentions), *self._actors(mentions), *self._states(mentions)],
            key=lambda item: (item.start, -item.end),
        ):
            if found.start >= reach:
                yield found
                reach = found.end

    def _actors(self, mentions: list[Mention]) -> Iterator[Rewording]:
        for mention in mentions:
            actor = str(mention.value.get("actor") or "")
            if mention.dimension == "actors" and self._is_anothers(mention, mentions):
                self._leave(mention, "a bare force behind the full name of another one's")
            if mention.dimension != "actors" or actor not in self.other:
                continue
            if mention.rule == "actors.owned":
                yield from self._owners(mention, actor)
                continue
            match = self._match(mention)
            reworded = None if match is None else self._reworded(match, mention, self.other[actor])
            if reworded is None:
                self._leave(mention, "no wording of its sort")
            elif match is not None and match.cls == "leader" and self._is_told_again(match.end - 1):
                self._leave(mention, "named again by the last name alone")
            else:
                yield reworded

    def _leave(self, one: Mention | Match, reason: str) -> None:
        self.left.append(f"{self._surface(one.start, one.end)} ({reason})")

    def _words(self, start: int, end: int) -> str:
        return " ".join(token.text for token in self.tokens[start:end])

    def _is_told_again(self, at: int, article: str = "") -> bool:
        """Say whether one word of a name stands elsewhere for all of it: "قال كذا", "مصدر في الوزارة"."""
        word = article + self.tokens[at].text.removeprefix("و").removeprefix(article)
        return any(
            token.text in (word, "و" + word) and index not in self.covered
            for index, token in enumerate(self.tokens)
        )

    def _is_anothers(self, mention: Mention, mentions: list[Mention]) -> bool:
        """Say whether a bare "الجيش" stands behind "الجيش كذا" of another actor, whom it may mean as well."""
        words = self._words(mention.start, mention.end).lstrip("و")
        actor = mention.value["actor"]
        return (
            mention.rule == "actors.here"
            and words in _GENERIC
            and any(
                one.dimension == "actors"
                and one.start < mention.start
                and one.value["actor"] != actor
                and not self.other.keys().isdisjoint((actor, one.value["actor"]))
                and self._words(one.start, one.end).lstrip("و").startswith(words + " ")
                for one in mentions
            )
        )

    def _owners(self, mention: Mention, actor: str) -> Iterator[Rewording]:
        """A bare force that belongs to a state named before it: the owner is exchanged, the force stays."""
        base = self.framings.of(self.other[actor], "adjective")
        owner = self.lexicon.actors.get(self.other[actor])
        if base is None or owner is None or owner.type != "foreign_state" or not self.framings.is_state(base):
            self._leave(mention, "its owner is named before it, and the other one is no state")
            return
        for match in self.matches.get("nisba", ()):
            if (
                match.value["actor"] == actor
                and match.start not in self.acting
                and 0 < mention.start - match.start <= _OWNER_REACH
            ):
                yield self._inflected(match, base)

    def _inflected(self, match: Match, base: str) -> Rewording:
        article = "ال" if match.article else ""
        return Rewording(match.start, match.end, joined(match.prefix, article + base + ending(match)))

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

    def _reworded(self, match: Match, mention: Mention, other: str) -> Rewording | None:
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
            # Two people stay two: one who speaks for two of them would be one source.
            name = self.framings.of(other, "leader", self._place(self.leaders, match, other), strict=True)
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
        words = self._words(match.start, match.end)[len(match.prefix) :]
        plain = "unowned" if self.is_bare else "name"
        if any(token.text in _AIR for token in self.tokens[match.start : match.end]):
            return self.framings.of(other, "air") or self._flying(match, other)
        sorts = [plain, "country", "official"]
        if self.framings.is_country(words):
            sorts = ["country", plain, "official"]
        elif self._is_official(match):
            sorts = ["official", plain, "country"]
        place = self._place(self.worded, match, other)
        strict = match.start in self.spoken  # two names that speak stay two
        names = (self.framings.of(other, sort, place, strict=strict) for sort in sorts)
        return next((name for name in names if name is not None), None)

    def _flying(self, match: Match, other: str) -> str | None:
        """Write a force that only flies for who has none of its own: سلاح الجو التابع لكذا."""
        owner = self._name(other)
        words = self._words(match.start, match.end)[len(match.prefix) :].split()
        if any(nisba.end == match.end for nisba in self.matches.get("nisba", ())):
            words.pop()
        if owner is None or len(words) != 2 or words[0] not in _FORCES:
            return None
        return f"{' '.join(words)} {_FORCES[words[0]]} {joined('ل', owner)}"

    def _place(self, worded: dict[str, list[str]], match: Match, other: str) -> int:
        """Return the place of a name among those of its actor; "المقاومة" is "المقاومة كذا" named in short."""
        words = self._words(match.start, match.end)[len(match.prefix) :].replace(_QUOTES, "").split()
        known = worded.setdefault(other, [])
        for place, one in enumerate(known):
            if words[:1] == one.split()[:1] and set(words) <= set(one.split()):
                return place
        known.append(" ".join(words))
        return len(known) - 1

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

    def _named(self, match: Match, name: str) -> Rewording:
        end = match.end
        inside = sum(self.tokens[at].text in _QUOTES for at in range(match.start, end))
        if inside % 2 and end < len(self.tokens) and self.tokens[end].text in _QUOTES:
            end += 1  # the closing quote of a name quoted in part
        return Rewording(match.start, end, joined(match.prefix, name))

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

    def _owned(self, match: Match, head: int, other: str) -> Rewording | None:
        """Keep the words that tell, and write the owner anew."""
        name = self._name(other)
        if name is None:
            return None
        kept = self._surface(match.start, match.start + head)
        first = self.tokens[match.start].text.removeprefix(match.prefix)
        ending = next((end for end in ("ون", "ين", "و", "ي", "ه") if first.endswith(end)), "")
        if self.lexicon.scanner.scan(self.tokens[match.start : match.start + 1]).get("actor"):
            # مجاهدو names an actor by itself here.
            kept = joined(match.prefix, ("ال" if first.startswith("ال") else "") + "مقاتل" + ending)
        behind = [token.text for token in self.tokens[match.start + head : match.end]]
        has_article = first.startswith("ال") or (match.prefix.endswith("ل") and match.article)
        if behind and not has_article and (behind[-1].startswith("ال") or ending in ("و", "ي")):
            return Rewording(match.start, match.end, f"{kept} {name}")  # عناصر القاعدة
        has_article = has_article or any(
            self.tokens[at].text.startswith("ال") for at in range(match.start, match.start + head)
        )
        adjective = self.framings.of(other, "adjective")
        article = "ال" if has_article else ""
        if adjective is not None:
            return Rewording(match.start, match.end, f"{kept} {article}{adjective}{ENDINGS[ending]}")
        return Rewording(match.start, match.end, f"{kept} {article}تابع{ENDINGS[ending]} {joined('ل', name)}")

    def _adjective(self, match: Match, mention: Mention, other: str) -> Rewording | None:
        base = self.framings.of(other, "adjective")
        if base is not None and match.article and self.framings.names_by_itself(base):
            base = None  # "الحوثي" is a name as well
        if self._is_chained(match, joined=base is None):
            return None  # "العدوان الأمريكي السعودي": one of them cannot be taken out
        if base is not None:
            return self._inflected(match, base)
        last = ending(match)
        name = self._name(other)
        if name is None:
            return None
        if mention.rule == "actors.nisba" and not match.article and self._is_member(mention):
            return (
                None  # "جنديا سعوديا": an owner told behind counted people would part them from their bounds
            )
        if mention.rule == "actors.act_nisba" and not self._is_armed(match.start):
            return Rewording(match.start, match.end, match.prefix + joined("ل", name))
        owner = ("التابع" if match.article else "تابع") + (
            "ة" if last in ("ة", "") and match.entry.words[0].endswith("ه") else last
        )
        return Rewording(match.start, match.end, f"{match.prefix}{owner} {joined('ل', name)}")

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

    def _name(self, actor: str) -> str | None:
        return (
            self.framings.of(actor, "unowned" if self.is_bare else "name")
            or self.framings.of(actor, "country")
            or self.framings.of(actor, "official")
        )

    def _person(self, match: Match, other: str) -> Rewording | None:
        last = member_ending(match)
        base = self.framings.of(other, "person")
        if base is not None:
            return Rewording(
                match.start, match.end, joined(match.prefix, ("ال" if match.article else "") + base + last)
            )
        name = self._name(other)
        if name is None:
            return None
        if match.article and match.number == "one":
            return Rewording(match.start, match.end, joined(match.prefix, name))  # "عصابة الحوثي"
        if match.article and match.number == "many":
            many = "مقاتلي" if last == "ين" else "مقاتلو"
            return Rewording(match.start, match.end, joined(match.prefix, f"{many} {name}"))
        return Rewording(match.start, match.end, joined(match.prefix, f"مقاتل{last} من {name}"))

    def _states(self, mentions: list[Mention]) -> Iterator[Rewording]:
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
            base = self.framings.of(self.other[actor], "adjective")
            if base is None or self.framings.names_by_itself(base) or not self.framings.is_state(base):
                self._leave(match, "the state of a source, and the other one is none")
            else:
                yield self._inflected(match, base)

    def _bodies(self, mentions: list[Mention]) -> Iterator[Rewording]:
        """Who speaks for one of the two and is not named as the actor itself: the other's spokesman, else its name."""
        named = [mention for mention in mentions if mention.dimension == "actors"]
        for match in self.matches.get("body", ()):
            actor = str(match.value.get("actor") or "")
            if actor not in self.other or any(
                mention.start <= match.start and mention.end == match.end for mention in named
            ):
                continue
            other = self.other[actor]
            name = self.framings.of(other, "body")
            if name is None:
                # "نشر الإعلام الحربي" publishes, "نشر قوات كذا" deploys: no force for a body.
                place = self._place(self.worded, match, other)
                name = self.framings.of(other, "unowned", place, strict=True)
            if name is None:
                self._leave(match, "no body and no further name of the other one")
            elif self._is_told_again(match.start, "ال"):
                self._leave(match, "named again by its first word alone")
            else:
                yield self._named(match, name)


def exchange(
    text: str,
    tokens: list[Placed],
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
