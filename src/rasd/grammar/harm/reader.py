"""Which words of harm govern which people, and how groups add up."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace

from rasd.grammar.harm.groups import add_up
from rasd.grammar.harm.mention import HarmMention
from rasd.grammar.harm.zeros import read_zeros
from rasd.grammar.passage import Passage
from rasd.grammar.people import People
from rasd.lexicon import Match, cues

__all__ = ["Reader"]

_TALLIES = cues("tallies")
_NOT_HARMED = cues("not_harmed")
_ROSE = tuple(sorted(cues("rose")))

_REACH = 16  # tokens between a word of harm and the people that it governs
_ACTING = cues("acting")
_FLED = cues("fled")
_DAYS = cues("today_words")
_ACCURATE = cues("hits_on_target")
_BEFORE_NOUN = cues("before_verbal_noun")
_PRONOUNS = {"ه": (1, 1), "ها": (1, 1), "هما": (2, 2), "هم": (2, 9999), "هن": (2, 9999)}
_BACK = 14  # tokens that a pronoun may point back
_BREAKS = frozenset({".", "\n", ";", "?", "!", "|"})


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
            before = self.tokens[match.start - 1].text if match.start else ""
            if match.cls != "victim" and (
                match.start not in self.words or match.cls == "masdar" and before in _BEFORE_NOUN
            ):
                self.words[match.start] = match  # "أدى إلى إصابته" is a noun, "أصابته" a verb
        self.ends = {group.end: position for position, group in enumerate(people)}
        self.starts = [group.start for group in people]
        self.used: set[int] = set()
        self.found: list[HarmMention] = []

    def _others(self) -> None:
        """ "قتل أربعة مدنيين وأصيب ستة آخرون": the others are what those told before them are."""
        for position in range(1, len(self.found)):
            mention, before = self.found[position], self.found[position - 1]
            if (
                mention.other
                and mention.status == "unknown"
                and before.status != "unknown"
                and mention.start - before.end <= _BACK
                and not any(self.tokens[at].text in _BREAKS for at in range(before.end, mention.start))
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
            if match.cls in ("verb", "masdar", "verb_weak", "verb_open"):
                self._governed(match)
            elif match.cls == "none":
                self.found.append(HarmMention(start, match.end, "injured", 0, 0, "harm.none", trigger=start))
            elif match.cls == "joint":
                self._joint(match)
        for position, group in enumerate(self.people):
            if group.victim and position not in self.used:
                self._victims(position, group)
            elif position not in self.used and group.noun in _FLED and (group.min or 0) >= 100:
                self.used.add(position)
                self._add(group.start, group, "displaced", "harm.fled", group.start)
        self.found.sort(key=lambda mention: mention.start)
        self._others()
        return self.found

    def _victims(self, position: int, group: People) -> None:
        updated = self._updated(group)
        if updated is not None:
            self.used.add(position)
            self.found.append(updated)
            return
        if self._spoken_of(group):
            return
        self.used.add(position)
        following = self.people[position + 1] if position + 1 < len(self.people) else None
        # "عشرات القتلى والجرحى": one count for both.
        if (
            following is not None
            and following.victim not in ("", group.victim)
            and self._adjoins(position)
            and following.rule == "people.many"
            and (group.min or 0) > 1
        ):
            self.used.add(position + 1)
            self._add(
                group.start,
                replace(group, end=following.end),
                "casualties",
                "harm.victims_joined",
                group.start,
            )
            return
        self._add(group.start, group, group.victim, "harm.victims", group.start)

    def _updated(self, group: People) -> HarmMention | None:
        """ "ارتفع عدد القتلى إلى أربعة": the figure stands behind إلى."""
        before = self.tokens[group.start - 1].text if group.start else ""
        if not group.definite and before.removeprefix("ال") not in _TALLIES:
            return None
        if group.rule not in ("people.many", "people.vague"):
            return None
        raised = False
        for back in range(max(0, group.start - 4), group.start):
            raised = raised or self.tokens[back].text.lstrip("و").startswith(_ROSE)
        for ahead in range(group.end, min(group.end + (24 if raised else 10), len(self.tokens))):
            text = self.tokens[ahead].text
            if text in _BREAKS and text != "\n":
                return None
            if text == "الي":
                position = self.at.get(ahead + 1)
                if position is not None:
                    people = self.people[position]
                    if not people.victim:
                        self.used.add(position)
                        return HarmMention(
                            group.start, people.end, group.victim, people.min, people.max, "harm.updated",
                            status=people.status, basis=people.basis, approximate=people.approximate,
                            people=(people.start, people.end), trigger=group.start,
                        )  # fmt: skip
                return None
        return None

    def _spoken_of(self, group: People) -> bool:
        """ "ذوي الشهداء", "جثامين الشهداء", "تشييع الشهيد" speak of the dead; they count nobody."""
        before = self.tokens[group.start - 1].text if group.start else ""
        singular = group.min == 1 and group.max == 1 and group.rule == "people.one"
        after = self.tokens[group.end].text if group.end < len(self.tokens) else ""
        return (
            before in _NOT_HARMED
            or after in _ACCURATE  # "إصابات دقيقة" are hits
            or (group.definite and singular)
            or (group.definite and group.rule == "people.many")
        )

    def _governed(self, match: Match) -> None:
        effects = [str(match.value["effect"])]
        backward = self._backward(match) if match.entry.part in ("past", "present", "phrase") else None
        joint = self._joined_word(match) if backward is None and not match.suffix else None
        start = match.start
        after = match.end
        if joint is not None:
            effects.append(str(joint.value["effect"]))
            after = joint.end
        if match.start in self.stops or (match.suffix and match.cls == "verb"):
            return  # "قتلته", "أسرته": the object is a pronoun, and أسرة is a family
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
        if match.suffix and match.cls == "masdar":
            forward = self._referred(match)
            if forward is not None and self._with_more(match.end):
                # "مقتله ومرافقه": more are harmed than the one that is known.
                self.people[forward] = replace(self.people[forward], max=None)
        if forward is None:
            return
        if match.cls == "verb_weak" and self.people[forward].start - after > 3:
            return
        if match.cls == "verb_open" and not self._ended(match.end):
            return
        self._attach(start, match, effects, forward)

    def _with_more(self, index: int) -> bool:
        text = self.tokens[index].text if index < len(self.tokens) else ""
        return (
            len(text) > 4 and text[0] == "و" and text.endswith(tuple(_PRONOUNS)) and index not in self.words
        )

    def _referred(self, match: Match) -> int | None:
        """ "النار على شاب ما أدى إلى إصابته": the pronoun counts the people named last, unless they are counted."""
        least, most = _PRONOUNS.get(match.suffix, (0, 0))
        position = bisect_left(self.starts, match.start) - 1
        if not most or position < 0 or position in self.used:
            return None
        group = self.people[position]
        words = [token.text for token in self.tokens[group.end : match.start]]
        if group.victim or len(words) > _BACK or any(word in _BREAKS for word in words) or group.min is None:
            return None
        return position if least <= group.min <= most and group.max is not None else None

    def _ended(self, index: int) -> bool:
        """لقي … مصرعه: the verb needs its object."""
        for ahead in range(index, min(index + 12, len(self.tokens))):
            match = self.words.get(ahead)
            if match is not None and match.cls == "ended":
                return True
            if self.tokens[ahead].text in _BREAKS:
                return False
        return False

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
            if index < 0 or self.tokens[index].text in _BREAKS:
                return None
            position = self.ends.get(index + 1)
            if position is not None:
                group = self.people[position]
                if position in self.used or group.victim or group.preposition:
                    return None
                return self._head(position)
            word = self.tokens[index].text
            if self.tokens[index].kind != "word" or word.startswith("و") and len(word) > 2:
                return None
        return None

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
        limit = min(index + _REACH, len(self.tokens))
        while index < limit:
            token = self.tokens[index]
            if token.text in _BREAKS:
                return None
            word = self.words.get(index)
            if word is not None and index >= after and word.cls in ("verb", "masdar", "none"):
                return None
            position = self.at.get(index)
            if position is not None:
                group = self.people[position]
                if position in self.used:
                    return None
                if self._does_it(match, group, position, limit):
                    index = group.end
                    continue
                if group.preposition or (group.national and self._adjective(group)):
                    index = group.end
                    continue
                return position
            if index in self.stops and index > match.end:
                return None
            index += 1
        return None

    def _does_it(self, match: Match, group: People, position: int, limit: int) -> bool:
        """ "خطف مسلحون راعيين": gunmen right behind an active verb act, when other people follow."""
        if (
            match.cls != "verb"
            or group.noun not in _ACTING
            or group.rule != "people.many"
            or position + 1 >= len(self.people)
        ):
            return False
        following = self.people[position + 1]
        return (
            following.start < limit
            and not following.joined
            and not following.preposition
            and following.start not in self.words
        )

    def _adjective(self, group: People) -> bool:
        """A nationality behind a noun is its adjective, not a person."""
        before = self.tokens[group.start - 1] if group.start else None
        return (
            before is not None
            and before.kind == "word"
            and before.text not in _DAYS
            and group.start - 1 not in self.words
            and not group.rule.endswith(("plain", "at_least"))
        )

    def _attach(self, start: int, match: Match, effects: list[str], position: int) -> None:
        groups = [position]
        while position + 1 < len(self.people):
            following = self.people[position + 1]
            if self._adjoins(position) and not following.victim:
                position += 1
                groups.append(position)
            else:
                break
        total = add_up([self.people[item] for item in groups])
        self.used.update(groups)
        rule = "harm.governed" if len(effects) == 1 else "harm.joined"
        vague = total.max is None and (total.min or 0) <= 1
        total = self._with_parts(total)
        if total.victim:
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
            active=match.cls == "verb" and match.entry.part != "phrase",
        )

    def _adjoins(self, position: int) -> bool:
        """Say whether the next group is joined to this one by و alone."""
        following, end = self.people[position + 1], self.people[position].end
        if following.start == end:
            return following.joined
        return following.start == end + 1 and self.tokens[end].text == "و"

    def _with_parts(self, total: People) -> People:
        """Read "بينهم طفلان وامرأة" behind a total: the parts are counted, the total stays."""
        index = total.end
        for ahead in range(index, min(index + 8, len(self.tokens))):
            word = self.words.get(ahead)
            if word is not None and word.cls == "parts":
                return self._fill(total, word.end)
            if self.tokens[ahead].text in _BREAKS or (word is not None and word.cls in ("verb", "masdar")):
                break
        return total

    def _fill(self, total: People, index: int) -> People:
        parts = dict(total.parts)
        end = total.end
        civilians = total.civilians
        for position in range(bisect_left(self.starts, index), len(self.people)):
            group = self.people[position]
            if group.start > index + 1:
                break
            if position in self.used:
                continue
            if group.bare:
                break
            self.used.add(position)
            if group.victim:
                break
            for part, count in group.parts.items():
                parts[part] = parts.get(part, 0) + count
            civilians = civilians or group.civilians
            index, end = group.end, group.end
        return replace(total, parts=parts, end=end, civilians=civilians)

    def _joint(self, match: Match) -> None:
        for position in range(bisect_left(self.starts, match.start + 1) - 1, -1, -1):
            group = self.people[position]
            if group.end <= match.start + 1 and match.start - group.end <= 3:
                if position in self.used:
                    for held, mention in enumerate(self.found):
                        if mention.people == (group.start, group.end):
                            self.found[held] = replace(
                                mention, effect="casualties", end=match.end, rule="harm.joint"
                            )
                    return
                self.used.add(position)
                self._add(group.start, replace(group, end=match.end), "casualties", "harm.joint", match.start)
                return
            if group.end < match.start - 3:
                return

    def _add(
        self, start: int, total: People, effect: str, rule: str, trigger: int, *, active: bool = False
    ) -> None:
        if total.min is None and total.max is None:
            return
        total = self._with_parts(total) if rule == "harm.victims" else total
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
                names=((total.start, total.end),) if total.named else (),
            )
        )
