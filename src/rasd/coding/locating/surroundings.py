"""What stands around a name of a place and announces it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from rasd.coding.locating.locator import Locator
from rasd.coding.locating.mention import PlaceMention
from rasd.coding.locating.regions import SIDES
from rasd.grammar.passage import Passage
from rasd.lexicon import Match, Path, cues
from rasd.lexicon.entries import bare

__all__ = ["AROUND_NAMES", "NO_ANNOUNCEMENT", "Surroundings"]

_ABOUT = cues("about_place")
_FOR = cues("in_support")
AROUND_NAMES = frozenset({'"', "(", "#"})
_PLURALS = cues("many_places")
_PARTS = cues("sides_of_place")
_IN_RETURN = cues("in_return")
_FIRED_FROM = cues("fired_from")
_WHO = cues("who_fled")
_TOWARDS = cues("onto") | frozenset({"صوب", "تجاه"})
_STOPS = frozenset({",", ".", ";", ":", "|"})
_REASON_REACH, _ORIGIN_REACH = 16, 8  # tokens
_VERBAL = cues("verbal_nouns_of_harm") | {"قصف"}
_GOVERNING = frozenset({"في", "الي", "علي", "قرب"})
_COASTS = cues("coasts")
_ACT_REACH = 3  # tokens from a preposition back to its act
_STRIKING = frozenset({"bombard", "strike", "assault"})
_LIGHT_PREFIXES = ("", "و", "ب", "ل")
_VERB = frozenset({"past", "present"})
_ACTS = frozenset({"event", "harm", "light", "date"})
_LAYERS = (
    "event", "harm", "person", "speech", "numeral", "date", "weapon", "munition", "light", "connector", "site",
    "force", "factuality",
)  # fmt: skip
"""Layers whose words are something else before they are names."""
_REASONS = frozenset(word for cue in _FOR | _IN_RETURN for word in (cue, f"و{cue}"))
NO_ANNOUNCEMENT = ("", "", -1, False, -1)
"""What `_ahead` returns where nothing stands before a name."""


_NAME = "around places"
"""What the readings of words are noted under."""


@dataclass(frozen=True, slots=True)
class _Told:
    """What the readings of some words say of a place name that may begin there."""

    never: bool = False
    """The first word is no name."""
    homograph: bool = False
    act: int = 0
    """How many of the words tell an act or a time."""
    word: int = 0
    """How many of them are something else before they are names."""
    verb: bool = False
    """The first word alone is a verb."""
    future: _Told | None = None
    """What they are if the first does not only begin like a verb of the future."""


_NOTHING = _Told()


def _told(path: Path) -> _Told:
    """Read what does not depend on the text around."""
    never = homograph = False
    for layer in ("function", "nisba"):
        if path.depths.get(layer) == 1:
            for match in path.patterns[layer]:
                if not match.suffix and match.prefix in _LIGHT_PREFIXES:
                    homograph = homograph or match.cls == "homograph"
                    never = never or match.cls != "homograph"
    act = max(path.depths.get(layer, 0) for layer in _ACTS)
    word, verb = [0, 0], [False, False]  # of the present or past, of the future
    for layer in _LAYERS:
        depth = path.depths.get(layer, 0)
        for match in path.patterns.get(layer, ()):
            if match.suffix or match.cls == "locative":
                continue
            future = match.prefix[-1:] == "س"
            if depth == 1 and match.entry.part in _VERB:
                verb[future] = True
            else:
                word[future] = max(word[future], depth)
    later = _Told(word=word[1], verb=verb[1]) if word[1] or verb[1] else None
    told = _Told(never, homograph, act, word[0], verb[0], later)
    return _NOTHING if told == _NOTHING else told


class Surroundings:
    """The words of one passage that a reader of place names asks for."""

    def __init__(
        self,
        passage: Passage,
        locator: Locator,
        taken: set[int],
        masked: frozenset[int],
        countries: tuple[str, ...],
        soft: set[int],
    ) -> None:
        self.countries = frozenset(countries)
        self.known: set[str] = set()
        self.soft = soft
        self.passage = passage
        self.tokens = passage.tokens
        self.texts = passage.texts
        self.locator = locator
        self.taken = taken
        self.masked = masked
        self.nouns: dict[int, Match] = {}
        self.noun_at: dict[int, Match] = {}
        self.directions: dict[int, Match] = {}
        self.locatives: dict[int, Match] = {}
        self.locative_at: set[int] = set()
        self.never: set[int] = set()
        self.homographs: set[int] = set()
        self.starts: dict[int, Match] = {}
        self.twos: set[int] = set()
        """Nouns in the dual, whose two names follow: حقلي عجيل وعلاس."""
        # Worked out when first asked for, by hand: `cached_property` needs a __dict__, which compiled classes do without.
        self._strikes: set[int] | None = None
        self._dated: set[int] | None = None
        self._verbs: set[int] | None = None
        self._reasons: bool | None = None
        self._found_doers: set[int] | None = None
        self._read_nouns(passage.matches.get("place_noun", ()))
        self.announced = self.nouns.keys() | self.directions.keys() | self.locatives.keys()
        """Tokens right behind a word that announces a place."""
        self.acts: set[int] = set()
        self.words: set[int] = set()
        self._read_words()

    def _read_nouns(self, matches: Iterable[Match]) -> None:
        never = self.never
        for match in matches:
            start, end, cls = match.start, match.end, match.cls
            self.locative_at.add(start)
            if match.suffix == "ي" and match.entry.words[0] not in _PLURALS:  # "مدني" is a civilian
                self.twos.add(start)
                bare_noun = True
            else:
                bare_noun = not match.suffix
            if cls == "locative":
                if end - start == 1:
                    never.add(start)
                self.locatives[end] = match
                continue
            self.starts[start] = match
            if cls == "direction":
                never.update(range(start, end))
                self.directions[end] = match
                continue
            if end - start == 1 and cls != "part":
                never.add(start)
            if bare_noun:
                self.noun_at.setdefault(start, match)
            if cls == "capital":
                self._announce_capital(match)
            elif bare_noun and not match.article:  # "في المنطقة" announces no name
                self.nouns.setdefault(end, match)

    def _read_words(self) -> None:
        texts, acts, words = self.texts, self.acts, self.words
        for index, path, ends in self.passage.matches.opening():
            told = path.notes.get(_NAME)
            if told is None:
                told = path.notes[_NAME] = _told(path)
            if told is _NOTHING:
                continue
            # "سوريا" is a country before it is the accusative of سوري.
            if (told.never or told.homograph) and not (
                texts[index].endswith("يا") or (texts[index - 1] == "في" and self._names_country(index))
            ):
                if told.never:
                    self.never.add(index)
                if told.homograph:
                    self.homographs.add(index)
            if told.act == 1:
                acts.add(index)
            elif told.act:
                acts.update(range(index, ends[told.act - 1]))
            word, verb = told.word, told.verb
            if told.future is not None and not self._is_future_of_name(index):
                word, verb = max(word, told.future.word), verb or told.future.verb
            if word > 1:
                words.update(range(index, ends[word - 1]))
            # No verb stands behind a preposition: "في تدمر" is the city.
            elif word or (verb and not (index and texts[index - 1] in _GOVERNING)):
                words.add(index)

    @property
    def strikes(self) -> set[int]:
        """Tokens right behind a verb, or a verbal noun, whose object is struck."""
        if self._strikes is None:
            self._strikes = {
                match.end
                for match in self.passage.matches.get("event", ())
                if (match.entry.part in _VERB or match.entry.words[0] in _VERBAL)
                and not match.article
                and match.value["act"] in _STRIKING
            }
        return self._strikes

    @property
    def dated(self) -> set[int]:
        if self._dated is None:
            self._dated = self.passage.matches.covered("date tokens", lambda path: path.depths.get("date", 0))
        return self._dated

    @property
    def verbs(self) -> set[int]:
        if self._verbs is None:
            events = self.passage.matches.get("event", ())
            self._verbs = {match.start for match in events if match.entry.part == "verb"}
        return self._verbs

    @property
    def _gives_reasons(self) -> bool:
        """Whether any word of the passage tells a reason."""
        if self._reasons is None:
            self._reasons = not _REASONS.isdisjoint(self.passage.where)
        return self._reasons

    def _is_future_of_name(self, index: int) -> bool:
        """ "سامراء": a town of the core list before it is a word with the س of the future."""
        text = self.texts[index]
        return bool(self.locator.forms(text)) and self.locator.famous(text)

    def _is_of_institution(self, index: int) -> bool:
        """ "حي الجامعة", "حي الشركة": a quarter is called after what stands there."""
        noun = self.starts.get(index)
        return noun is not None and noun.article and noun.cls in ("institution", "site") and not noun.prefix

    def _announce_capital(self, match: Match) -> None:
        """ "العاصمة طرابلس", "العاصمة الليبية طرابلس": the name follows, with an adjective of the country between."""
        nisbas = {found.start for found in self.passage.matches.get("nisba", ()) if found.article}
        self.nouns.setdefault(match.end + (match.end in nisbas), match)

    def _names_country(self, index: int) -> bool:
        """ "في سورية" is the country, "قوات سورية" the adjective."""
        return (
            index > 0
            and self.tokens[index - 1].text == "في"
            and any(
                place.kind == "country"
                for place in self.locator.gazetteer.find(bare(self.tokens[index].text))
            )
        )

    def _ahead(self, index: int) -> tuple[str, str, int, bool, int]:
        """What stands before a name: (noun, its class, its token, locative, first direction token)."""
        at = index
        while at > 0 and self.texts[at - 1] in AROUND_NAMES:
            at -= 1
        if at not in self.announced:
            return NO_ANNOUNCEMENT
        noun = self.nouns.get(at)
        noun_text, noun_class, noun_start = "", "", -1
        locative = False
        direction = -1
        if noun is not None:
            if noun.start > 0 and self.tokens[noun.start - 1].text == '"' and noun.end == index:
                return "", "", -1, False, -1  # a quoted name keeps its noun: "القرية الخضراء"
            noun_text, noun_class, noun_start = noun.entry.words[0], noun.cls, noun.start
            locative = True
            at = noun.start
            if noun.prefix.strip("وف"):
                return noun_text, noun_class, noun_start, True, direction
        while at in self.directions:
            match = self.directions[at]
            direction = match.start
            at = match.start
            locative = True
            if match.prefix:
                break
        if at in self.locatives:
            locative = True
        return noun_text, noun_class, noun_start, locative, direction

    def _heads_line(self, mention: PlaceMention) -> bool:
        """A name at the head of a line, closed by a mark: "كفروما | الثلاثاء", "1) كفروما (ريف إدلب)"."""
        end = mention.end
        return (
            (self._opens_line(mention.start) or self._follows_time(mention.start))
            and end < len(self.tokens)
            and (self.tokens[end].text in ("(", "|", ":", ",", "/") or self.tokens[end].kind == "newline")
        )

    def _follows_time(self, index: int) -> bool:
        """ "- الخميس ليلا، كفروما: …": the head of an item tells the time before the place."""
        at = index - 1
        if at < 1 or self.texts[at] not in (",", "-", "/") or at - 1 not in self.dated:
            return False
        while at > 0 and at - 1 in self.dated:
            at -= 1
        return self._opens_line(at)

    def _opens_line(self, index: int) -> bool:
        """Nothing but marks and list numbers stands between the line's head and this token."""
        if index > 0 and self.tokens[index - 1].kind == "word":
            return False
        while index > 0 and (
            self.tokens[index - 1].text in ("-", ")", "(", "#", '"')
            or self.tokens[index - 1].kind == "number"
        ):
            index -= 1
        return (
            index == 0
            or self.tokens[index - 1].kind == "newline"
            or self.tokens[index - 1].text in ("|", "•", "*")
        )

    def _free(self, index: int) -> bool:
        """Nothing owns the name: it heads a line, follows a mark, or is the object of an act (قصف غزة)."""
        if index == 0 or self.tokens[index - 1].kind != "word":
            return True
        return index - 1 in self.acts

    def _act_before(self, index: int) -> bool:
        """An act of force, perhaps with its adjectives, ends right in front of token `index`."""
        for at in range(index - 1, max(-1, index - 1 - _ACT_REACH), -1):
            if self.tokens[at].kind != "word" or at in self.locative_at:
                return False
            if at in self.acts:
                return True
        return False

    def _points_on(self, end: int) -> bool:
        """A direction without an article ends at token `end` and another name follows: شرقي حلب."""
        direction = self.directions.get(end)
        return (
            direction is not None
            and not direction.article
            and not direction.prefix
            and end < len(self.tokens)
            and bool(self.locator.forms(self.texts[end]))
        )

    def _is_struck(self, index: int) -> bool:
        """ "قصفت قوات كذا سراقب", "قصفت المدفعية سراقب": behind the doer of an attack stands what was struck."""
        if not self.strikes:
            return False
        doers = self._doers
        at = index
        while at > 0 and at not in self.strikes and (at - 1 in self.taken or at - 1 in doers):
            at -= 1
        return at < index and at in self.strikes

    @property
    def _doers(self) -> set[int]:
        """Tokens of arms and forces that are named without a preposition."""
        if self._found_doers is None:
            self._found_doers = {
                at
                for layer in ("weapon", "force", "nisba")
                for match in self.passage.matches.get(layer, ())
                if not match.prefix.strip("وف")
                for at in range(match.start, match.end)
            }
        return self._found_doers

    def _has_side(self, index: int) -> bool:
        """ "الأطراف الغربية لـ…", "الجهة الجنوبية لـ…": a side of the place, told with its adjective."""
        return index > 1 and self.tokens[index - 1].text in SIDES and self.tokens[index - 2].text in _PARTS

    def _aside(self, first: int) -> int:
        """Return the token from which on a name is the reason or the origin of what is told, or -1."""
        return first if self._is_origin(first) else self._reason(first)

    def _reason(self, first: int) -> int:
        """ "رداً على قصف بلدة كذا", "نصرة لمدينة كذا": why something was done, and not where."""
        if not self._gives_reasons:
            return -1
        for at in range(first - 1, max(-1, first - _REASON_REACH), -1):
            token = self.tokens[at]
            if token.kind == "newline" or token.text in _STOPS:
                return -1
            word = token.text.removeprefix("و")
            if word in _FOR:
                return at
            if word in _IN_RETURN and self.tokens[at + 1].text in ("علي", "عن"):
                return at
            if at in self.verbs and self.texts[at - 1] not in _WHO:
                return -1
        return -1

    def _is_origin(self, first: int) -> bool:
        """ "صواريخ أطلقت من كذا": where fire came from."""
        if first < 2 or self.texts[first - 1] != "من":
            return False
        for at in range(first - 2, max(-1, first - _ORIGIN_REACH), -1):
            token = self.tokens[at]
            if token.kind == "newline" or token.text in _STOPS or token.text in _TOWARDS:
                return False
            if token.text.lstrip("وفبل") in _FIRED_FROM:
                return True
        return False

    def _elsewhere(self, index: int) -> bool:
        """The name is what something is about or where people come from, not where it happened."""
        far = [text.lstrip("وب") for text in self.texts[max(0, index - 8) : index]]
        near = far[-3:]
        if len(near) > 1 and near[-2] == "قباله" and near[-1] in _COASTS:
            near = near[:-2]  # "قبالة سواحل رفح" is at sea, "موقع قبالة بلدة كذا" lies across from it
        return (
            not _FOR.isdisjoint(far)
            or not _ABOUT.isdisjoint(near)
            or "ابنا" in self.texts[max(0, index - 4) : index]
        )
