"""Which words of harm govern which people, and how groups add up."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace

from rasd.grammar.harm.groups import add_up, is_construct
from rasd.grammar.harm.mention import HarmMention
from rasd.grammar.harm.neighbours import Neighbours
from rasd.grammar.harm.parts import BREAKS, Parts, name_those
from rasd.grammar.harm.pronouns import BACK, Pronouns
from rasd.grammar.harm.spoken import is_ailment, is_attempted, is_hit, is_spoken_of
from rasd.grammar.harm.tally import Tally
from rasd.grammar.harm.zeros import read_zeros
from rasd.grammar.passage import Passage
from rasd.grammar.people import People
from rasd.lexicon import Match, cues

__all__ = ["Reader"]

_BODIES = cues("bodies_of_the_dead")

_NEAR = 6  # the same for displacement ("نزوح جماعي إلى …" has nobody behind it) and bare numbers
_DIRECT = 3  # the same for a plural verb, whose subject stands before it
_DEATHS = tuple(sorted(cues("deaths_met")))
_REACH = 16  # tokens between a word of harm and the people that it governs
_FLED = cues("fled")
_RESULTED = ("واوقع", "واسفر", "وخلف")
_PREPOSITIONS = cues("people_prepositions")
_BEFORE_NOUN = cues("before_verbal_noun")
_CAPTURED = "اسر"
_MANY = 100  # people who flee together


class Reader:
    """Reads the harm of one passage."""

    def __init__(self, passage: Passage, people: list[People], stops: set[int]) -> None:
        self.passage = passage
        self.tokens = passage.tokens
        self.people = people
        self.stops = stops
        self.at = {group.start: position for position, group in enumerate(people)}
        self.words: dict[int, Match] = {}
        for match in passage.layer("harm"):
            if match.suffix and match.entry.words[0] == _CAPTURED:
                continue  # "أسرة", "أسرته" are families
            before = self.tokens[match.start - 1].text if match.start else ""
            if match.cls != "victim" and (
                match.start not in self.words or match.cls == "masdar" and before in _BEFORE_NOUN
            ):
                self.words[match.start] = match  # "أدى إلى إصابته" is a noun, "أصابته" a verb
        for group in people:
            for at in range(group.start + 1, group.end):
                if at in self.words and self.words[at].cls in ("masdar", "victim"):
                    del self.words[at]  # "18 إصابة" is one count
        self.ends = {group.end: position for position, group in enumerate(people)}
        self.starts = [group.start for group in people]
        bounds = passage.matches.get("bound", ())
        self.floors = {bound.start for bound in bounds if bound.cls == "at_least_after"}
        self.used: set[int] = set()
        self.tally = Tally(self.tokens, people, self.at, self.used)
        self.pronouns = Pronouns(self.tokens, people, self.words, self.used)
        self.beside = Neighbours(passage, people, self.words)
        self.parts = Parts(self.tokens, people, self.words, self.used)
        self.found: list[HarmMention] = []

    def _others(self) -> None:
        """ "قتل أربعة مدنيين وأصيب ستة آخرون": the others are what those told before them are."""
        for position in range(1, len(self.found)):
            mention, before = self.found[position], self.found[position - 1]
            if (
                mention.other
                and mention.status == "unknown"
                and before.status != "unknown"
                and mention.start - before.end <= BACK
                and not any(self.tokens[at].text in BREAKS for at in range(before.end, mention.start))
            ):
                self.found[position] = replace(
                    mention, status=before.status, basis=before.basis, civilians=before.civilians
                )

    def _deny(self) -> None:
        """Read the zeros; what is denied, or not known, counts nobody."""
        for zero in read_zeros(self.passage, self.people):
            for at in range(zero.start, zero.end):
                if at in self.at:
                    self.used.add(self.at[at])
                self.words.pop(at, None)
            if zero.known:
                self.found.append(
                    HarmMention(zero.start, zero.end, zero.effect, 0, 0, "harm.none", trigger=zero.start)
                )

    def read(self) -> list[HarmMention]:
        self._deny()
        for start in sorted(self.words):
            match = self.words[start]
            if match.cls in ("verb", "masdar", "verb_weak", "verb_open", "flight", "capture"):
                self._governed(match)
            elif match.cls == "none":
                self.found.append(
                    HarmMention(
                        start, match.end, str(match.value["effect"]), 0, 0, "harm.none", trigger=start
                    )
                )
            elif match.cls == "joint":
                self._joint(match)
        for position, group in enumerate(self.people):
            if group.victim and position not in self.used:
                self._victims(position, group)
            elif position not in self.used and group.noun in _FLED and (group.min or 0) >= _MANY:
                self.used.add(position)
                self._add(group.start, group, "displaced", "harm.fled", group.start)
        self.found = [mention for mention in self.found if not is_ailment(self.tokens, mention)]
        self.found.sort(key=lambda mention: mention.start)
        self._others()
        return self.found

    def _victims(self, position: int, group: People) -> None:
        if self.tally.figure(position) is not None:
            self._count_tally(position)
            return
        if is_spoken_of(self.tokens, group):
            name_those(self.found, self.people, position)
            return
        self.used.add(position)
        told = None if group.noun in _BODIES else self.beside.told_as(position)
        if told is not None:
            if told not in self.used and not is_spoken_of(self.tokens, self.people[told]):
                self.used.add(told)
                people = replace(self.people[told], end=group.end)
                self._add(people.start, people, group.victim, "harm.victims", group.start)
            return
        following = self.people[position + 1] if position + 1 < len(self.people) else None
        adjoined = following is not None and bool(following.victim) and self.beside.adjoins(position)
        if following is not None and adjoined and group.victim != following.victim:
            if group.status == "unknown" and following.status != "unknown":  # "قتلى وجرحى في صفوف الجنود"
                group = replace(
                    group, status=following.status, basis=following.basis, civilians=following.civilians
                )
            if following.rule == "people.many" and following.definite and group.rule == "people.vague":
                self.used.add(position + 1)
                if (group.min or 0) > 1:  # "عشرات القتلى والجرحى": one count for both
                    both = replace(group, end=following.end)
                    self._add(group.start, both, "casualties", "harm.victims_joined", group.start)
                    return
                self._add(following.start, following, following.victim, "harm.victims", following.start)
        elif following is not None and group.noun in _BODIES and is_construct(group, following):
            # "جثة طفل", "جثامين سبعة شهداء": the people behind are those counted.
            self.used.add(position + 1)
            listed = self.beside.listed(position + 1)
            self.used.update(listed)
            following = add_up([self.people[at] for at in listed])
            one = group.min == group.max == 1 and following.max is None
            group = replace(
                following,
                start=group.start,
                min=group.min if one else following.min,
                max=group.max if one else following.max,
                victim=group.victim,
                definite=False,
            )
        rule = "harm.updated" if self.tally.is_update(group) else "harm.victims"
        self._add(group.start, group, group.victim, rule, group.start)

    def _count_tally(self, position: int) -> None:
        """ "ارتفع عدد القتلى إلى أربعة": the figure that the text gives for those counted."""
        group = self.people[position]
        figure = self.tally.figure(position)
        if figure is None:
            return
        people = self.people[figure]
        self.used.update((position, figure))
        low = people.max if people.rule.endswith(("from_to", "to")) else people.min  # "من ثلاثة إلى خمسة"
        total = replace(people, min=low, victim=group.victim)
        if total.status == "unknown" and group.status != "unknown":
            total = replace(total, status=group.status, basis=group.basis, civilians=group.civilians)
        total = self.parts.of(total)
        total = replace(total, start=min(group.start, total.start), end=max(group.end, total.end))
        self._add(total.start, total, group.victim, "harm.updated", group.start)

    def _governed(self, match: Match) -> None:
        effects = [str(match.value["effect"])]
        backward = joint = None
        if match.entry.part in ("past", "present", "phrase") and not match.suffix:
            backward = self._backward(match)
        if backward is None and not match.suffix:
            joint = self._joined_word(match)
        start, after = match.start, match.end
        if joint is not None:
            effects.append(str(joint.value["effect"]))
            after = joint.end
        if match.start in self.stops or is_attempted(self.tokens, match):
            return
        acted = match.cls in ("verb", "verb_weak") and bool(match.suffix)
        if acted and not match.prefix:
            return  # "قتلته", "أسرته": the object is a pronoun, and أسرة is a family
        if match.cls == "masdar" and is_hit(self.tokens, after):
            return  # "إصابة مباشرة" is a hit
        if (as_many := self.pronouns.as_many(match, after, self.found)) is not None:
            self._add(match.start, as_many, effects[0], "harm.governed", match.start)
            return
        forward = self._forward(after, match)
        plural = (
            self.tokens[match.start].text.endswith(("وا", "ا"))
            and match.entry.part == "past"
            and not match.suffix
        )
        if backward is not None and (
            plural
            or forward is None
            or (self.people[forward].start - after > 2)
            or match.cls == "verb"
            and self.people[forward].joined
        ):
            forward = backward
            self._agree(match, forward)
        elif plural and self.tokens[match.start].text.endswith("وا") and not self._is_near(forward, after):
            forward = self.beside.subject_of(match.start, self.used)
        if acted or (match.suffix and match.cls == "masdar"):
            forward = self.pronouns.referred(match)
            if forward is not None and self.pronouns.with_more(match.end):
                # "مقتله ومرافقه": more are harmed than the one that is known.
                self.people[forward] = replace(self.people[forward], max=None)
        if forward is None and match.cls == "verb" and match.prefix == "و" and not match.suffix:
            forward = self.pronouns.subject_before(match)
        if match.cls == "verb_open":
            ended = self.pronouns.ended(match.end)
            if ended is None:
                return
            owned = self.tokens[ended.start].text.startswith(_DEATHS)
            if owned and (forward is None or self.people[forward].start > ended.start):
                self._count_pronoun(match, ended)
                return
        if forward is None:
            return
        if match.cls == "verb_weak" and not acted and self.people[forward].start - after > 3:
            return
        if match.entry.part in ("past", "present") and match.prefix[-1:] in ("ب", "ك"):
            return  # "بتوقف" is no verb
        if match.cls == "flight" and not self._fled(self.people[forward]):
            return
        if match.entry.words[0] == _CAPTURED and (
            self.people[forward].victim
            or self.people[forward].start - after > 2
            or "women" in self.people[forward].parts
        ):
            return  # "أسر الشهداء" are families
        self._attach(start, match, effects, forward)

    def _fled(self, group: People) -> bool:
        """Many civilians who flee are displaced; a few who run are not."""
        return group.unit == "families" or (group.status == "civilian" and (group.min or 0) >= _MANY)

    def _count_pronoun(self, match: Match, ended: Match) -> None:
        """ "لقي فلان مصرعه": without people of a list, the pronoun counts."""
        text = self.tokens[ended.end - 1].text
        count = 2 if text.endswith("هما") else 1 if text.endswith(("ه", "ها")) else None
        if count is not None and ended.start > match.end:
            one = People(match.end, ended.start, count, count, "people.one")
            self._add(match.start, one, str(match.value["effect"]), "harm.governed", match.start)

    def _joined_word(self, match: Match) -> Match | None:
        """مقتل وإصابة, قتل وجرح: two words of harm with one object."""
        joined = self.words.get(match.end)
        if (
            joined is not None
            and joined.prefix.startswith("و")
            and joined.cls in ("verb", "masdar")
            and joined.value["effect"] != match.value["effect"]
        ):
            return joined
        return None

    def _backward(self, match: Match) -> int | None:
        for gap in range(4):
            index = match.start - 1 - gap
            if index < 0 or self.tokens[index].text in BREAKS:
                return None
            position = self.ends.get(index + 1)
            if position is not None:
                group = self.people[position]
                if position in self.used or group.victim or group.preposition:
                    return None
                position = self.beside.whole_of(position, self.used)
                if group.rule != "people.one" or not self.tokens[match.start].text.endswith("وا"):
                    return self._head(position)
                continue  # "العشرات من عناصر التنظيم الإرهابي قتلوا"
            word = self.tokens[index].text
            if not gap and word == "," and self.tokens[match.start].text.endswith("ا"):
                continue  # "أن شابين على الأقل، أصيبا"
            if self.tokens[index].kind != "word" or word.startswith("و") and len(word) > 2:
                return None
        return None

    def _is_near(self, position: int | None, after: int) -> bool:
        return position is not None and self.people[position].start - after <= _DIRECT

    def _agree(self, match: Match, position: int | None) -> None:
        """ "مستوطنين أصيبا": the dual of the verb counts what the noun leaves open."""
        word = self.tokens[match.start].text
        if position is None or match.entry.part != "past" or not word.endswith("ا") or word.endswith("وا"):
            return
        group = self.people[position]
        if group.rule == "people.many" and not group.joined:
            floor = any(token.text == "الاقل" for token in self.tokens[group.end : match.start])
            self.people[position] = replace(group, min=2, max=None if floor else 2, rule="people.two")

    def _head(self, position: int) -> int:
        """First group of a list that ends at `position`."""
        while (
            position > 0
            and self.people[position].joined
            and self.people[position - 1].end == self.people[position].start
        ):
            position -= 1
        return position

    def _forward(self, index: int, match: Match) -> int | None:
        after = index
        reach = _NEAR if match.cls == "masdar" and match.value["effect"] == "displaced" else _REACH
        limit = min(index + reach, len(self.tokens))
        while index < limit:
            token = self.tokens[index]
            if token.text in BREAKS or (token.text.startswith(_RESULTED) and index > after):
                return None  # "أصاب منزلا وأوقع ثلاثة قتلى"
            word = self.words.get(index)
            if word is not None and index >= after and word.cls in ("verb", "masdar", "none", "capture"):
                return None
            position = self.at.get(index)
            if position is not None:
                group = self.people[position]
                if group.bare and group.start - after > _NEAR and not group.joined:
                    return None  # the number of something else
                if position in self.used or (group.victim and self.tally.is_counted(group)):
                    return None
                if self.beside.does_it(match, group, position, limit):
                    index = group.end
                    continue
                own = index == after and self.tokens[index - 1].text in _PREPOSITIONS  # "القبض على أربعة"
                if group.preposition and not own or (group.national and self.beside.is_adjective(group)):
                    index = group.end
                    continue
                return position
            if index in self.stops and index > match.end:
                return None
            index += 1
        return None

    def _attach(self, start: int, match: Match, effects: list[str], position: int) -> None:
        groups = [position]
        while position + 1 < len(self.people):
            following = self.people[position + 1]
            if self.beside.adjoins(position) and not following.victim:
                position += 1
                groups.append(position)
            else:
                break
        total = add_up([self.people[item] for item in groups])
        if total.end == match.start and match.end in self.floors:
            total = replace(total, max=None)  # "17 مسلحاً قتلوا على الأقل"
        self.used.update(groups)
        rule = "harm.governed" if len(effects) == 1 else "harm.joined"
        if match.entry.words[0].startswith(_CAPTURED):
            rule = "harm.captured"
        elif match.cls == "flight":
            rule = "harm.fled"
        vague = total.max is None and (total.min or 0) <= 1
        total = self.parts.of(total)
        if total.victim and total.victim != "injured":
            effects = [total.victim] if total.victim != "killed" else effects[:1]
        if len(effects) == 2:
            if vague or total.max is None and total.min == 1:
                for effect in effects:
                    self._add(start, total, effect, rule, match.start)
                return
            self._add(start, total, "casualties", rule, match.start)
            return
        self._add(
            start,
            total,
            effects[0],
            rule,
            match.start,
            active=match.cls in ("verb", "verb_weak") and match.entry.part != "phrase",
        )

    def _joint(self, match: Match) -> None:
        """ "ستة مدنيين بين قتيل وجريح" is one count for both; without a number there are some of each."""
        for position in range(bisect_left(self.starts, match.start + 1) - 1, -1, -1):
            group = self.people[position]
            if group.end <= match.start + 1 and match.start - group.end <= 3:
                if position in self.used:
                    for mention in self.found:
                        if mention.people == (group.start, group.end):
                            mention.effect, mention.end, mention.rule = "casualties", match.end, "harm.joint"
                    return
                self.used.add(position)
                whole = replace(group, end=match.end)
                if group.max is None and (group.min or 0) <= 1:
                    self._some_of_each(whole, match)
                else:
                    self._add(group.start, whole, "casualties", "harm.joint", match.start)
                return
            if group.end < match.start - 3:
                break
        if self.tokens[match.start].text in ("بين", "ما"):
            self._some_of_each(People(match.start, match.end, 1, None, "people.many"), match)

    def _some_of_each(self, group: People, match: Match) -> None:
        last = match.end - 1
        self._add(group.start, replace(group, end=last), "killed", "harm.joint", last - 1)
        self._add(last, replace(group, start=last, end=match.end), "injured", "harm.joint", last)

    def _add(
        self, start: int, total: People, effect: str, rule: str, trigger: int, *, active: bool = False
    ) -> None:
        if total.min is None and total.max is None:
            return
        if rule in ("harm.victims", "harm.updated"):
            total = self.parts.of(total)
        if total.status == "unknown" and total.max is not None:
            presumed = total.parts.get("children", 0) + total.parts.get("women", 0)
            if presumed >= total.max > 0:  # all of them are children and women
                total = replace(total, status="civilian", basis="presumed")
        self.found.append(
            HarmMention(
                start=min(start, total.start),
                end=max(total.end, self.words[trigger].end if trigger in self.words else total.end),
                effect=effect,
                min=total.min,
                max=total.max,
                rule=rule,
                status=total.status,
                basis=total.basis,
                unit=total.unit,
                approximate=total.approximate,
                parts=total.parts,
                people=(total.start, total.end),
                vague=total.max is None and (total.min or 0) <= 1,
                other=total.other,
                civilians=total.civilians,
                active=active,
                trigger=trigger,
                names=total.names,
            )
        )
