"""Reading the counted people of a passage, one group at a time."""

from __future__ import annotations

from rasd.grammar.numerals import Quantity
from rasd.grammar.passage import Passage
from rasd.grammar.people.forms import injured_unit, is_dual, is_relational
from rasd.grammar.people.group import People
from rasd.grammar.people.kin import family_of, has_apposition, is_apposition, is_family, is_kin, members_of
from rasd.grammar.people.naming import Naming
from rasd.grammar.people.nouns import adjectives_of, nouns_of
from rasd.grammar.people.standing import Standing
from rasd.lexicon import Match, cues

__all__ = ["read_people"]

_PLACE_PREPOSITIONS = cues("people_prepositions")
_VAGUE = tuple(sorted(cues("vague_counts")))
_OTHERS = cues("others")
_DAYS = cues("today_words")

# A bare number counts people only before a word that cannot be the thing counted.
_OWNED = ("لاه", "لاها", "لاهم", "حاه", "حاها", "حاهم")
_AFTER_BARE = cues("after_bare_number")
_NAMED_AFTER = cues("named_after_people")
_TITLES = cues("titles")
_PERCENT = cues("percent")
_RELATIVE = cues("relative_people")
_GROUPS = cues("heads_of_groups")
_NUMBER_WORD = cues("tallies")
_ONE = ("احد", "احدي")
_FEMININE_KIN = frozenset({"والده", "ابنه", "جده", "زوجه"})


class _Reader:
    """One pass over a passage."""

    def __init__(self, passage: Passage, quantities: list[Quantity], blocked: set[int]) -> None:
        self.passage = passage
        self.tokens = passage.tokens
        self.quantities = {
            quantity.start: quantity
            for quantity in quantities
            if blocked.isdisjoint(range(quantity.start, quantity.end))
        }
        self.actors: dict[int, Match] = {}
        self.members: dict[int, Match] = {}
        inside: set[int] = set()
        adjectives = adjectives_of(passage)
        for match in passage.layer("actor"):
            self.actors.setdefault(match.start, match)
            if match.cls == "person" and not match.suffix and match.start not in adjectives:
                self.members.setdefault(match.start, match)
            inside.update(range(match.start + 1, match.end))
        self.nouns = nouns_of(passage)
        self.victims: dict[int, Match] = {}
        for match in passage.layer("harm"):
            # "كتائب شهداء …", "مستشفى الشهداء" are names.
            if match.cls == "victim" and match.start not in inside and not self._named_after(match.start):
                self.victims.setdefault(match.start, match)
        self.standing = Standing(passage, self.nouns, self.actors)
        self.after = {
            match.start: match for match in passage.matches.get("bound", ()) if match.cls == "at_least_after"
        }
        self.parts = {match.start for match in passage.layer("harm") if match.cls == "parts"}
        self.naming = Naming(passage)
        self.ones = {at for at in passage.ending(_ONE) if self.tokens[at].text.lstrip("ولب") in _ONE}
        """Tokens that are "أحد" or "إحدى"."""
        self.harm_starts = {
            match.start
            for match in passage.layer("harm")
            if match.cls == "verb"
            and match.entry.part == "past"
            and not match.prefix
            and self.tokens[match.start].text.endswith("ا")
        }
        self.harm_ends = {
            match.end for match in passage.layer("harm") if match.cls not in ("victim", "parts")
        }
        events = (event for event in passage.layer("event") if event.entry.part == "noun")
        self.event_ends = {
            event.end for event in events if not (event.suffix or event.article)
        } - self.harm_ends

    def _is_other_word(self, noun: Match) -> bool:
        """ "والده" is his father and no mother: folding makes one letter of ه and ة, the text tells them apart."""
        return (
            noun.number == "one"
            and not noun.suffix
            and noun.entry.words[0] in _FEMININE_KIN
            and not self.passage.ends_feminine(noun.start, noun.end)
        )

    def _named_after(self, at: int) -> bool:
        """The word before opens a name: "ساحة الشهداء"."""
        before = self.tokens[at - 1].text if at else ""
        return before in _NAMED_AFTER or (
            len(before) > 3 and before[0] in "وبل" and before[1:] in _NAMED_AFTER
        )

    def read(self) -> list[People]:
        found: list[People] = []
        starts = {*self.quantities, *self.nouns, *self.victims, *self.members, *self.harm_ends}
        starts |= self.naming.given.keys()
        starts |= self.ones
        reach = 0
        for index in sorted(starts):
            if index < reach or index >= len(self.tokens):
                continue
            listed = index in self.naming.enumerated or (
                bool(found) and bool(found[-1].names) and found[-1].end == index
            )
            people = self._at(index, listed=listed)
            if people is not None and found and is_apposition(found[-1], people, self.nouns):
                found[-1].end = reach = people.end
                found[-1].parts = {**people.parts, **found[-1].parts}
                if found[-1].status == "unknown":
                    found[-1].status, found[-1].basis = people.status, people.basis
                    found[-1].civilians = people.civilians
            elif people is not None:
                found.append(people)
                reach = people.end
        return found

    def _one_of(self, index: int) -> People | None:
        """ "أحد الجنود", "إحدى النساء", "أحد أبطال الجيش": one person of a group."""
        if index + 1 >= len(self.tokens):
            return None
        text = self.tokens[index].text
        noun = self.nouns.get(index + 1) or self.members.get(index + 1)
        preposition = self._hangs(index) or text[:1] in "لب"
        if noun is not None and noun.number == "many":
            one = People(index, noun.end, 1, 1, "people.one_of", preposition=preposition)
            one.joined = text.startswith("و")
            return self._described(one, noun)
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

    def _named(self, index: int, *, listed: bool) -> People | None:
        """ "استشهاد محمود …": a name right behind a word of harm, or in a list of names, is one person; so is a leader.

        `listed` says that the name stands in a list.
        """
        if not listed and index not in self.harm_ends:
            return None
        leader = self.actors.get(index)
        if leader is not None and leader.cls == "leader" and not leader.prefix.strip("و"):
            return People(
                index, leader.end, 1, 1, "people.named", status="combatant", basis="stated",
                names=((index, leader.end),),
            )  # fmt: skip
        if index in self.actors or index in self.nouns and self.tokens[index].text not in _TITLES:
            return None
        name = self.naming.read(index, least=1 if listed else 2)
        if name is None:
            return None
        joined = listed and self.tokens[index].text.startswith("و") and index not in self.naming.enumerated
        return People(index, name[1], 1, 1, "people.named", names=(name,), joined=joined)

    def _at(self, index: int, *, listed: bool) -> People | None:
        if index in self.harm_ends:
            found = self._whoever(index)
            if found is not None:
                return found
        elif not listed and index not in self.ones:
            quantity = self.quantities.get(index)
            return self._counted(quantity) if quantity is not None else self._noun(index)
        found = self._named(index, listed=listed)
        if found is None and index in self.ones:
            found = self._one_of(index)
        if found is not None:
            return found
        quantity = self.quantities.get(index)
        if quantity is not None:
            return self._counted(quantity)
        return self._noun(index)

    def _whoever(self, index: int) -> People | None:
        """ "مقتل من في السيارة", "قتل كل من كان فيها"; "مقتل كل من فلان وفلان" are those named."""
        texts = [token.text for token in self.tokens[index : index + 3]]
        at = index + (texts[:1] in (["كل"], ["جميع"]))
        if at + 1 >= len(self.tokens) or self.tokens[at].text != "من":
            return None
        if self.tokens[at + 1].text in _RELATIVE:
            return People(index, at + 2, 1, None, "people.whoever")
        named = self._named(at + 1, listed=True) if at > index else None
        if named is not None:
            named.start, named.joined = index, False
        return named

    def _noun_at(self, index: int) -> Match | None:
        return self.victims.get(index) or self.nouns.get(index) or self.members.get(index)

    def _counted(self, quantity: Quantity) -> People | None:
        if self.tokens[quantity.end - 1].text in _PERCENT:
            return None  # "67 في المائة من النازحين"
        index = quantity.end
        tokens = self.tokens
        if quantity.min == quantity.max == 1 and is_family(self.nouns.get(quantity.start - 1)):
            return None  # "عائلة واحدة" counts the family, not its dead
        members = members_of(quantity, tokens, self.quantities, self.nouns)
        if members is not None:
            members.preposition = self._hangs(quantity.start)
            return members
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
        unit = injured_unit(self.tokens, quantity.end) if noun is None else 0
        if unit:
            bare, end = False, unit
        elif noun is None and index == quantity.end < len(tokens) and is_relational(tokens[index].text):
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
                or ahead in self.harm_starts
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
        if noun is not None:
            return self._described(people, noun)
        if unit:
            people.victim, people.noun = "injured", "اصابه"
        told = self.standing.told(end)
        if told is not None:  # "خمسة من قوات …"
            people.status, people.basis = told
            people.civilians = told[0] == "civilian"
        return people

    def _may_stand_alone(self, quantity: Quantity) -> bool:
        if quantity.vague and not self.tokens[quantity.start].text.endswith(_VAGUE):
            return False
        if quantity.end >= len(self.tokens):
            return True
        following = self.tokens[quantity.end]
        bracketed = quantity.start > 0 and self.tokens[quantity.start - 1].text == "("
        if bracketed and following.text == ")" and quantity.start - 1 not in self.harm_ends:
            return False  # an age: "محمود (41)"
        if quantity.end in self.harm_starts:
            return True  # "نحو 29 أصيبوا"
        return (
            following.kind != "word"
            or following.text in _AFTER_BARE
            or (following.text.startswith("و") and len(following.text) > 3)
        ) and following.text not in ("%", "/", "-", ":")

    def _hangs(self, index: int) -> bool:
        if index == 0:
            return False
        text = self.tokens[index].text
        before = self.tokens[index - 1].text
        return before in _PLACE_PREPOSITIONS or (
            text[:1] in "بل" and (index in self.nouns and bool(self.nouns[index].prefix.strip("وف")))
        )

    def _names_group(self, index: int) -> bool:
        text = self.tokens[index].text
        return text in _GROUPS or text[:1] in "وبلف" and text[1:] in _GROUPS

    def _noun(self, index: int) -> People | None:
        noun = self._noun_at(index)
        if noun is None:
            return None
        if noun.cls == "office" and (
            index not in self.harm_ends or noun.suffix or has_apposition(self.nouns, noun.end)
        ):
            return None  # a post is a person harmed only right behind the word of harm
        if noun.start in self.event_ends and noun.number == "one" and not noun.prefix and not noun.article:
            return None  # "هجوم إرهابي", "عمل مسلح"
        if noun.cls == "pair" and not noun.suffix:
            return None  # "طفلي": his two with a pronoun, my one without
        if noun.value.get("unit") == "families":
            family = family_of(noun, self.tokens, self.quantities, self.nouns)
            if family is not None:
                family.preposition = self._hangs(noun.start)
                return family
        if noun.cls == "people_mass" and noun.end in self.quantities and not self._hangs(index):
            return None  # "وأسر ثلاثة": captured, no families
        if noun.cls == "kin" and not is_kin(noun, self.nouns):
            return None
        told = index - 1 if index and self.tokens[index - 1].text in _DAYS else index
        if noun.cls == "national" and told not in self.harm_ends:
            return None  # a nationality alone is an adjective
        if noun.cls in ("other_person",):
            text = self.tokens[noun.end - 1].text.removeprefix("و")
            low, high, rule = (
                (1, 1, "people.other")
                if text in _OTHERS and not (index and self.tokens[index - 1].text in _NUMBER_WORD)
                else (2, 2, "people.other_two")
                if text == "اخران"
                else (1, None, "people.others")
            )
        elif noun.cls == "people_mass":
            low, high, rule = 1, None, "people.mass"
        elif noun.cls == "pair" or (noun.suffix and noun.number == "one" and is_dual(noun)):
            low, high, rule = 2, 2, "people.two"
        elif noun.number == "one" or noun.cls == "office":
            low, high, rule = 1, 1, "people.one"
        elif noun.number == "two":
            if self.tokens[noun.end - 1].text.endswith("ان") and index and self._names_group(index - 1):
                return None  # "حركة طالبان": a dual behind its head would be طالبين
            low, high, rule = 2, 2, "people.two"
        else:
            low, high, rule = 1, None, "people.many"
            # "مدنيين اثنين" tells the dual apart from the plural.
            following = self.quantities.get(noun.end)
            exact = (
                following is not None and following.min == following.max and following.rule.endswith("plain")
            )
            if (
                following is not None
                and exact
                and (following.min == 2 or self.tokens[noun.end].text.startswith("ال"))
            ):
                # "أطفالهما الثلاثة"
                rule = "people.two" if following.min == 2 else "people.numbered"
                people = People(
                    index, following.end, following.min, following.max, rule, preposition=self._hangs(index)
                )
                people.joined = self.tokens[index].text.startswith("و") and noun.prefix.startswith("و")
                return self._described(people, noun)
        if noun.cls == "person" and noun.number == "one" and noun.end < len(self.tokens):
            following = self.quantities.get(noun.end)
            after = self.nouns.get(noun.end + 1)
            of_many = after is not None and after.number == "many"  # "… وأحد العناصر"
            if following is not None and following.min == following.max == 1 and not of_many:  # شخص واحد
                return self._described(
                    People(index, following.end, 1, 1, "people.one", preposition=self._hangs(index)),
                    noun,
                )
        end = noun.end
        if low == high == 2 and end in self.after:  # "شابان على الأقل"
            high, end, rule = None, self.after[end].end, "people.at_least_after"
        elif low == high == 2:  # "جنديين اثنين"
            again = self.quantities.get(end)
            end = again.end if again is not None and again.min == again.max == 2 else end
        people = People(index, end, low, high, rule, preposition=self._hangs(index))
        people.joined = self.tokens[index].text.startswith("و") and noun.prefix.startswith("و")
        people = self._described(people, noun)
        if low == high == 1 and noun.cls in ("person", "victim", "office"):
            self.naming.name_one(people, self.nouns)
        elif noun.article and noun.cls == "person" and noun.number in ("two", "many"):
            self.naming.name_several(people)
        return people

    def _described(self, people: People, noun: Match) -> People:
        """Add what the noun says: status, part, unit, effect."""
        value = noun.value
        status, basis = str(value.get("status", "unknown")), value.get("basis")
        if value.get("part") == "men" and noun.number == "many" and noun.end in self.actors:
            status, value = "body", {"status": "body"}  # "رجال الشرطة", "رجال المقاومة"
        if "actor" in value:
            status, basis = "combatant", "stated"
        civilians = status == "civilian"
        if status == "body":
            status, basis = self.standing.body(noun)
            civilians = status == "civilian"
        elif noun.cls in ("victim", "other_person", "national") or status == "unknown":
            told = self.standing.told(noun.end)
            if told is not None:
                status, basis = told
                civilians = status == "civilian"
        parts: dict[str, int] = {}
        if self._is_other_word(noun):
            status, basis, civilians, value = "unknown", None, False, {}
        if value.get("part") and people.max is not None and people.min == people.max:
            parts[str(value["part"])] = people.max
            parts.update({"women": people.max} if value.get("woman") else {})
        people.part = str(value.get("part", ""))
        people.status = status
        people.basis = basis if status != "unknown" else None
        people.unit = str(value.get("unit", "people"))
        people.parts = parts
        people.definite = noun.article or (
            noun.cls == "victim" and (bool(noun.suffix) or noun.entry.words[0].endswith(_OWNED))
        )
        people.other = bool(value.get("other"))
        more = self.nouns.get(people.end)
        if more is not None and more.cls == "other_person" and not more.prefix and more is not noun:
            people.other, people.end = True, more.end  # "جنديان آخران"
        people.victim = str(value.get("effect", "")) if noun.cls == "victim" else ""
        people.noun = noun.entry.words[0]
        people.national = noun.cls == "national"
        people.civilians = civilians
        if people.unit == "families":
            people.max = None
        return people


def read_people(passage: Passage, quantities: list[Quantity], blocked: set[int]) -> list[People]:
    """Return the groups of people of a passage, in text order; `blocked` are tokens of dates and clock times."""
    return _Reader(passage, quantities, blocked).read()
