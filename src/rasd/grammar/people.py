"""People: who is counted, how many, and of what status (codebook, "Counting people").

A phrase is a count with a noun, a noun that counts by its grammar (طفل is one, طفلان two, أطفال at least one), a list
of those (summed), or a total with its parts ("خمسة مدنيين بينهم طفلان"). Words are in ``words/persons.yaml``.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from rasd.grammar.numerals import Quantity
from rasd.grammar.passage import Passage
from rasd.lexicon import Match, cues

__all__ = ["PARTS", "People", "read_people"]

_PLACE_PREPOSITIONS = cues("people_prepositions")
_VAGUE = tuple(sorted(cues("vague_counts")))
_OTHERS = cues("others")
_DAYS = cues("today_words")
_AMONG = cues("among")
_FORCES = cues("forces")

PARTS = ("children", "women", "men", "medics", "journalists", "aid_workers")
_COMBATANT_BODIES = frozenset(
    {"armed_forces", "armed_group", "militia", "opposition", "coalition", "government", "foreign_state"}
)
_WORDED = (
    "function", "place_noun", "event", "harm", "speech", "connector", "weapon", "light", "numeral", "date", "force", "person", "site",
)  # fmt: skip
# A bare number counts people only before a word that cannot be the thing counted.
_AFTER_BARE = cues("after_bare_number")


@dataclass(slots=True, eq=False)
class People:
    """A counted group of people at tokens ``start:end``."""

    start: int
    end: int
    min: int | None
    max: int | None
    rule: str
    status: str = "unknown"
    basis: str | None = None
    unit: str = "people"
    approximate: bool = False
    parts: dict[str, int] = field(default_factory=dict)
    bare: bool = False
    """A number without a noun."""
    definite: bool = False
    other: bool = False
    victim: str = ""
    """The effect that the noun itself tells (قتيل, جريح), else empty."""
    noun: str = ""
    preposition: bool = False
    """It hangs on a preposition, so it is not what a verb of harm governs."""
    national: bool = False
    joined: bool = False
    named: bool = False
    """A person told by name."""
    civilians: bool = False
    """Civilians are named, not only presumed from a bare noun."""


class _Reader:
    """One pass over a passage."""

    def __init__(self, passage: Passage, quantities: list[Quantity], blocked: set[int]) -> None:
        self.passage = passage
        self.tokens = passage.tokens
        self.quantities = {
            quantity.start: quantity
            for quantity in quantities
            if not any(i in blocked for i in range(quantity.start, quantity.end))
        }
        self.nouns: dict[int, Match] = {}
        for match in passage.layer("person"):
            self.nouns.setdefault(match.start, match)
        self.victims: dict[int, Match] = {}
        for match in passage.layer("harm"):
            if match.cls == "victim":
                self.victims.setdefault(match.start, match)
        self.members: dict[int, Match] = {}
        for match in passage.layer("actor"):
            if match.cls == "person":
                self.members.setdefault(match.start, match)
        self.actors: dict[int, Match] = {}
        for match in passage.layer("actor"):
            self.actors.setdefault(match.start, match)
        self.after = {
            match.start: match for match in passage.matches.get("bound", ()) if match.cls == "at_least_after"
        }
        self._taken: set[int] | None = None
        self.parts = {match.start for match in passage.layer("harm") if match.cls == "parts"}
        self.names = {
            match.start: match
            for match in passage.layer("given_name")
            if match.prefix in ("", "و") and not match.suffix
        }
        self.harm_ends = {match.end for match in passage.layer("harm") if match.cls != "victim"}

    def read(self) -> list[People]:
        found: list[People] = []
        starts = {*self.quantities, *self.nouns, *self.victims, *self.members, *self.harm_ends}
        starts.update(
            index for index, token in enumerate(self.tokens) if token.text.lstrip("ولب") in ("احد", "احدي")
        )
        reach = 0
        for index in sorted(starts):
            if index < reach or index >= len(self.tokens):
                continue
            people = self._at(index)
            if people is not None:
                found.append(people)
                reach = people.end
        return found

    def _one_of(self, index: int) -> People | None:
        """ "أحد الجنود", "إحدى النساء", "أحد أبطال الجيش": one person of a group."""
        text = self.tokens[index].text
        if text.lstrip("ولب") not in ("احد", "احدي") or index + 1 >= len(self.tokens):
            return None
        noun = self.nouns.get(index + 1) or self.members.get(index + 1)
        preposition = self._hangs(index) or text[:1] in "لب"
        if noun is not None and noun.number == "many":
            return self._described(
                People(index, noun.end, 1, 1, "people.one_of", preposition=preposition), noun
            )
        actor = self.actors.get(index + 2)
        if actor is not None and actor.cls in ("name", "here") and self.tokens[index + 1].kind == "word":
            return People(
                index,
                index + 2,
                1,
                1,
                "people.one_of",
                status="combatant",
                basis="stated",
                preposition=preposition,
            )
        return None

    def _named(self, index: int) -> People | None:
        """ "استشهاد محمود …": a given name right behind a word of harm is one person; so is a leader of an actor."""
        leader = self.actors.get(index)
        if index not in self.harm_ends:
            return None
        if leader is not None and leader.cls == "leader" and not leader.prefix.strip("و"):
            return People(
                index, leader.end, 1, 1, "people.named", status="combatant", basis="stated", named=True
            )
        name = self.names.get(index)
        if name is None or index in self.actors:
            return None
        end = name.end
        while (
            end < len(self.tokens)
            and end - index < 4
            and self.tokens[end].kind == "word"
            and self._plain(end)
        ):
            end += 1
        aged = (
            end + 1 < len(self.tokens)
            and self.tokens[end].text == "("
            and self.tokens[end + 1].kind == "number"
        )
        if end - index < 2 and not aged:
            return None
        return People(index, end, 1, 1, "people.named", named=True)

    def _plain(self, index: int) -> bool:
        """The word belongs to no layer that could end a name."""
        if self._taken is None:
            self._taken = {
                at
                for layer in _WORDED
                for match in self.passage.matches.get(layer, ())
                if not match.suffix
                for at in range(match.start, match.end)
            }
        return index not in self._taken

    def _at(self, index: int) -> People | None:
        named = self._named(index)
        if named is not None:
            return named
        one = self._one_of(index)
        if one is not None:
            return one
        quantity = self.quantities.get(index)
        if quantity is not None:
            return self._counted(quantity)
        return self._noun(index)

    def _noun_at(self, index: int) -> Match | None:
        return self.victims.get(index) or self.nouns.get(index) or self.members.get(index)

    def _counted(self, quantity: Quantity) -> People | None:
        index = quantity.end
        tokens = self.tokens
        if (
            index < len(tokens)
            and tokens[index].text in ("من", "من بين")
            and self._noun_at(index + 1)
            or index < len(tokens)
            and tokens[index].text in '("'
            and index + 1 < len(tokens)
            and self._noun_at(index + 1)
        ):
            index += 1
        noun = self._noun_at(index)
        if noun is None and index < len(tokens) and tokens[index].text == ")":
            index += 1
            noun = self._noun_at(index)
        bare = noun is None
        if noun is None and index == quantity.end < len(tokens) and _is_relational(tokens[index].text):
            bare, end = False, index + 1  # "أربعة إيطاليين": a nationality that no list holds
        elif noun is None:
            if not self._may_stand_alone(quantity):
                return None
            end = quantity.end
        else:
            end = noun.end
        low, high, about = quantity.min, quantity.max, quantity.approximate
        rule = "people." + quantity.rule.partition(".")[2]
        # "17 شخصا على الأقل", "50 جنديا يمنيا على الأقل": the floor may stand a word or two behind the noun.
        for ahead in range(end, min(end + 3, len(tokens))):
            bound = self.after.get(ahead)
            if bound is not None:
                high, end, rule = None, bound.end, "people.at_least_after"
                break
            if (
                tokens[ahead].kind != "word"
                or ahead in self.quantities
                or (ahead > end and ahead in self.nouns)
                or ahead in self.parts
            ):
                break
        people = People(
            quantity.start,
            end,
            low,
            high,
            rule,
            approximate=about,
            bare=bare,
            preposition=self._hangs(quantity.start),
        )
        people.joined = self.tokens[quantity.start].text.startswith("و") or quantity.joined
        return self._described(people, noun) if noun is not None else people

    def _may_stand_alone(self, quantity: Quantity) -> bool:
        if quantity.vague and not self.tokens[quantity.start].text.endswith(_VAGUE):
            return False
        if quantity.end >= len(self.tokens):
            return True
        following = self.tokens[quantity.end]
        return (
            (
                following.kind != "word"
                or following.text in _AFTER_BARE
                or (following.text.startswith("و") and len(following.text) > 3)
            )
            and following.text not in ("%", "/", "-", ":", ".")
            or following.text == "."
            and following.end - following.start == 1
        )

    def _hangs(self, index: int) -> bool:
        if index == 0:
            return False
        text = self.tokens[index].text
        before = self.tokens[index - 1].text
        return before in _PLACE_PREPOSITIONS or (
            text[:1] in "بل" and (index in self.nouns and bool(self.nouns[index].prefix.strip("وف")))
        )

    def _is_kin(self, noun: Match) -> bool:
        """أم وطفلها, وابنها: kin are people beside kin, or with a pronoun behind a person."""
        following = self.nouns.get(noun.end)
        beside = following is not None and following.prefix == "و" and bool(following.suffix)
        behind = (
            bool(noun.suffix)
            and noun.prefix == "و"
            and any(at in self.nouns for at in range(max(0, noun.start - 2), noun.start))
        )
        return noun.number in ("two", "many") or beside or behind

    def _noun(self, index: int) -> People | None:
        noun = self._noun_at(index)
        if noun is None:
            return None
        if noun.cls == "kin" and not self._is_kin(noun):
            return None
        told = index - 1 if index and self.tokens[index - 1].text in _DAYS else index
        if noun.cls == "national" and told not in self.harm_ends:
            return None  # a nationality alone is an adjective
        if noun.cls in ("other_person",):
            text = self.tokens[noun.end - 1].text.removeprefix("و")
            low, high, rule = (
                (1, 1, "people.other")
                if text in _OTHERS
                else (2, 2, "people.other_two")
                if text == "اخران"
                else (1, None, "people.others")
            )
        elif noun.cls == "people_mass":
            low, high, rule = 1, None, "people.mass"
        elif noun.number == "one":
            low, high, rule = 1, 1, "people.one"
        elif noun.number == "two":
            low, high, rule = 2, 2, "people.two"
        else:
            low, high, rule = 1, None, "people.many"
            # "مدنيين اثنين" tells the dual apart from the plural.
            following = self.quantities.get(noun.end)
            if following is not None and following.min == 2 and following.max == 2:
                low, high, rule = 2, 2, "people.two"
                return self._described(
                    People(index, following.end, low, high, rule, preposition=self._hangs(index)),
                    noun,
                )
        if noun.cls == "person" and noun.number == "one" and noun.end < len(self.tokens):
            following = self.quantities.get(noun.end)
            if following is not None and following.min == 1 and following.max == 1:  # شخص واحد
                return self._described(
                    People(index, following.end, 1, 1, "people.one", preposition=self._hangs(index)),
                    noun,
                )
        people = People(index, noun.end, low, high, rule, preposition=self._hangs(index))
        people.joined = self.tokens[index].text.startswith("و") and noun.prefix.startswith("و")
        return self._described(people, noun)

    def _described(self, people: People, noun: Match) -> People:
        """Add what the noun says: status, part, unit, effect."""
        value = noun.value
        status, basis = str(value.get("status", "unknown")), value.get("basis")
        if "actor" in value:
            status, basis = "combatant", "stated"
        civilians = status == "civilian"
        if status == "body":
            status, basis = self._body(noun.end)
            civilians = status == "civilian"
        elif noun.cls in ("victim", "other_person", "national") or status == "unknown":
            told = self._told(noun.end)
            if told is not None:
                status, basis = told
                civilians = status == "civilian"
        parts: dict[str, int] = {}
        if value.get("part") and people.max is not None and people.min == people.max:
            parts[str(value["part"])] = people.max
        people.status = status
        people.basis = basis if status != "unknown" else None
        people.unit = str(value.get("unit", "people"))
        people.parts = parts
        people.definite = noun.article
        people.other = bool(value.get("other"))
        people.victim = str(value.get("effect", "")) if noun.cls == "victim" else ""
        people.noun = noun.entry.words[0]
        people.national = noun.cls == "national"
        people.civilians = civilians
        if people.unit == "families":
            people.max = None
        return people

    def _body(self, index: int) -> tuple[str, str | None]:
        """عناصر and أفراد follow the body that they belong to."""
        for ahead in range(index, min(index + 4, len(self.tokens))):
            text = self.tokens[ahead].text
            if "دفاع" in text and ahead + 1 < len(self.tokens) and "مدني" in self.tokens[ahead + 1].text:
                return "civilian", "stated"
            if "شرط" in text or text in ("الامن", "امن"):
                return "unknown", None
            if "عايل" in text or "اسر" == text.removeprefix("ال")[:3]:
                return "unknown", None
            if (
                ahead in self.actors
                or "جيش" in text
                or "قوات" in text
                or "ميليشي" in text
                or "مليشي" in text
                or "حزب" in text
                or "تنظيم" in text
            ):
                return "combatant", "stated"
            if self.tokens[ahead].kind != "word":
                break
        return "unknown", None

    def _told(self, index: int) -> tuple[str, str] | None:
        """A victim noun may name its people behind it: "7 قتلى من المدنيين", "قتلى في صفوف الجنود"."""
        if index >= len(self.tokens):
            return None
        text = self.tokens[index].text
        if text in ("من", "بين", "في") or text.startswith("بصفوف"):
            for ahead in range(index + 1, min(index + 4, len(self.tokens))):
                word = self.tokens[ahead].text
                if word in _AMONG:
                    if word in _FORCES:
                        return "combatant", "stated"
                    continue
                noun = self.nouns.get(ahead)
                if noun is not None and noun.value.get("status") in ("civilian", "combatant"):
                    return str(noun.value["status"]), "stated"
                if ahead in self.actors and self.actors[ahead].cls in ("name", "here", "person"):
                    return "combatant", "stated"
                break
        noun = self.nouns.get(index)
        if (
            noun is not None and noun.value.get("status") == "civilian" and noun.cls == "person"
        ):  # "شهداء مدنيون"
            return "civilian", "stated"
        return None


def _is_relational(word: str) -> bool:
    """Say whether a word is a sound plural or dual of a relational adjective, as nationalities are."""
    return len(word) > 6 and not word.startswith("ال") and word.endswith(("يين", "يون", "يان"))


def read_people(passage: Passage, quantities: list[Quantity], blocked: set[int]) -> list[People]:
    """Return the groups of people of a passage, in text order; `blocked` are tokens of dates and clock times."""
    return _Reader(passage, quantities, blocked).read()
