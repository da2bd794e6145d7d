"""The role of one actor, by what stands before it: prepositions, construct state, verb order."""

from __future__ import annotations

from rasd.coding.roles.around import Around
from rasd.grammar.actors import ActorMention
from rasd.lexicon import Match, cues

__all__ = ["Judge"]

_SUPPORT = cues("support")
_CREWED = cues("crewed")
_FIGHTER = cues("fighter_words")
_AGAINST = cues("against")
_BY = cues("by")
_FIRE = cues("fire")
_OWNED = cues("owned")
_INNER = cues("ranks")
_LED = cues("led")
_CALLED = tuple(sorted(cues("called")))
_CONSULTED = cues("consulted")
_OPPOSED = cues("opposed")
_OBJECT_NOUNS = cues("verbal_nouns_of_harm")
_MEMBERS = cues("members")
_PIECES = cues("pieces")
_ACT_NAMES = cues("act_names")
_REMNANTS = cues("remnants")
_CAMPAIGNS = cues("campaigns")
_BODIES = cues("bodies_of_force")
_IN_SUPPORT = cues("in_support")
_SPOKESMEN = cues("spokesmen")
_HITS_IN = frozenset({"انفجار", "تفجير"})
_FELLING = cues("felling")
_FACING = cues("facing")
_LOSSES = cues("losses")
_CAUSES = cues("causes")
_BELONGS = tuple(sorted(cues("belongs")))
_TAKEN = frozenset({"arrest", "harm", "abduct"})
_LAID = cues("laid")
_FIRED = frozenset({"صاروخ", "صواريخ", "قذايف", "قذيفه"})
_IS = cues("is_one_of")
_WHERE = cues("whereabouts")
_ONE_OF = cues("one_of")
_BATTERIES = cues("batteries")
_PASSING = cues("passing")


class Judge(Around):
    """Tells the role of an actor of the frame."""

    def _role(
        self, mention: ActorMention, verb: Match | None, taken: bool, last: tuple[ActorMention, str] | None
    ) -> str:
        start = mention.start
        before = self._word(start - 1)
        if before in '"(' and before:
            start -= 1
            before = self._word(start - 1)
        if before in _BODIES and mention.start == start and not mention.prefix:
            start -= 1  # "من قوات جماعة كذا"
            before = self._word(start - 1)
        by = before == "ب" or mention.prefix.endswith("ب")
        called = start - 1 - (before == "ب")
        if self._word(called).startswith(_CALLED) and self._word(called - 1) in ("ما", "من"):
            start, by = called - 1, False  # "على ما يسمى كذا", "ما أسموه بـ"كذا""
            before = self._word(start - 1)
        two = self._word(start - 2)
        if mention.force and (count := self.a.counts.get(start)) is not None and start - count.start <= 3:
            start = count.start  # "تدمير ثلاث آليات لقوات كذا"
            before, two = self._word(start - 1), self._word(start - 2)
        prefix = mention.prefix.lstrip("وف")
        joined = mention.prefix.startswith("و") or before in ("و", ",")
        # "تعرضت لعدوان كذا" tells the act, "في ظل العدوان" only names it.
        named = self._bare(mention.start) in _ACT_NAMES and (prefix in ("ل", "ب") or before in _CAUSES)
        if mention.on_event or named:
            if self._is_reason(mention.start):
                return ""
            return "target" if self._repelled(mention.start - mention.on_event) else "perpetrator"
        if mention.of_site >= 0:
            return self._site_role(mention.of_site, verb, taken)
        if (
            self._is_reason(mention.start)
            or self._holds_ground(start)
            or self._in_place_clause(mention.start)
            or before == "مع"
            and two.removeprefix("ال").startswith("حدود")
        ):
            return ""
        if any(
            match.start < mention.start < match.end and match.value["act"] != "intercept"
            for match in self.events.values()
        ):
            return "perpetrator"  # "قصف للطيران الحربي"
        if before in _REMNANTS:
            return ""  # "من مخلفات كذا"
        if before == "علي" and two.lstrip("وب").removeprefix("ال") in _CAMPAIGNS:
            return ""  # "الحملة على كذا" is no strike
        if before in _LED or two in _LED and before in ("من", "ال"):
            return ""
        # Lists keep the role of their first member.
        # A thing of the other side behind a comma is no member of a list: "استهداف أ، آليات ب".
        other = before == "," and mention.force in _CREWED
        if other and last is not None and last[1] == "perpetrator" and start - last[0].end <= 2:
            return "target"
        if "blast" in self.acts and two in _LAID or before in _LAID and "blast" in self.acts:
            return "perpetrator"  # "انفجر لغم زرعته كذا"
        if (
            mention.force in _FIRED
            and verb is None
            and any(
                match.cls == "fall" and mention.end <= match.start <= mention.end + 2
                for match in self.events.values()
            )
        ):
            return "perpetrator"  # "صواريخ كذا تسقط على"
        if (
            last is not None
            and joined
            and not (prefix or other)
            and start - last[0].end <= 1 + (before == ",")
        ):
            return last[1]
        if self._repelled(start):
            return "target"  # "تصدت لصواريخ كذا"
        if before == "من" and (two.lstrip("و") in _LOSSES or two in _INNER and (verb is None or taken)):
            return "target"  # "قتلى وجرحى من قوات كذا", "منازل قادة من كذا"
        if before == "الي" and two.removeprefix("ب").removeprefix("ل").removeprefix("ال").startswith(
            _BELONGS
        ):
            return "target" if set(self.acts) & _TAKEN else ""
        event_before = self.event_ends.get(start)
        if self._downed(mention):
            return "target"
        if mention.leader and any(
            match.cls == "says" for match in self.a.every("speech", max(0, start - 3), start)
        ):
            return ""  # "قال العقيد فلان"
        # Who is counted among the harmed does not speak.
        counted = before == "من" and (
            self._counted(mention) or (start - 1) in self.people_ends or (start - 1) in self.a.counts
        )
        if counted and "harm" in self.acts and (start - 1) in self.a.counts:
            return "target"  # "مقتل سبعة من قادة كذا"
        speaks = (
            mention.start in self.speakers and not counted and not prefix.endswith("ل")
        )  # "قال ل" speaks to him
        if speaks and (verb is None or verb.end != mention.start):
            return ""
        if self._is_origin(start, before, two):
            return "origin"
        if prefix.endswith("ل") or before == "ل":
            at = start if prefix else start - 1
            if self._word(at - 1).removeprefix("ال") in _OPPOSED:
                return ""  # "جماعة مناهضة للحكومة": only says whom it is against
            if self._word(at - 1).lstrip("و") in _IN_SUPPORT or self._word(at - 1).lstrip("و") in _SPOKESMEN:
                return ""  # "دعماً لكذا", "المتحدث الرسمي لقيادة كذا"
            if any(match.start < at < match.end for match in self.sites.values()):
                return "target"  # "تجمع لجنود كذا"
            if self._word(at - 1).removeprefix("ال") in _FACING:
                return "target"  # "ضمن التصدي لقوات كذا"
            if self._word(at - 1) in _OWNED and self._arms_before(at - 1):
                return "perpetrator" if taken or verb is None else "subject"  # "طيران مسير تابع لقوات كذا"
            if self._word(at - 1) in _OWNED and verb is not None and not taken and self._acts(verb, at - 1):
                return "subject"  # "قام قناصة تابعون لقوات كذا باستهداف"
            if self._word(at - 1) in _OWNED or at in self.sites or self._word(at - 1) in _INNER:
                return "target"
            owner = self.event_ends.get(at)
            if owner is not None and owner.value["act"] not in ("capture",):
                return "perpetrator" if owner.entry.words[0] not in _OBJECT_NOUNS else "target"
            if self._near_site(at):
                return "target"
            if any(word in ("تعرض", "تعرضت") for word in (self._word(at - 1), self._word(at - 2))):
                return "target"
            close = verb is not None and verb.entry.layer == "event" and 0 < at - verb.end <= 3
            if close and (taken or self._word(at - 1).endswith("ا")):
                return "target"  # "استهدفت كذا تجمعاً لجنود كذا"
            act = self._event_near(at)
            if act is not None and (act.suffix or act.entry.words[0] in _OBJECT_NOUNS):
                return "target"  # "استهدافها انتشاراً لجنود كذا"
            return "perpetrator" if act is not None else ""
        if by and prefix.endswith("ب") and not mention.force and self._counted(mention):
            return "target"  # "مقتل قائد كتيبة بالجيش": whose commander he was
        if by and prefix.endswith("ب") and mention.force:
            # "انفجرت عبوة بدورية لقوات كذا" harms the patrol; "بطائرات كذا" is the means.
            hit = "blast" in self.acts and mention.force in _CREWED | _MEMBERS
            return "target" if hit else "perpetrator"
        if before in _OWNED and self._near_site(start - 1):
            return "target"  # "مخزن يتبع قوات كذا"
        faced = self._word(start - 3) if before in _BY and two == "من" else before
        ahead = self.events.get(start - 1)
        verbal = faced == before and ahead is not None and not self._nominal(ahead)
        if not verbal and faced.lstrip("و").removeprefix("ال") in _FACING:
            return "fight" if self.fight else ""  # "وسط تصدي مقاتلي كذا"
        if before in _BY or (before in ("قبل", "يد") and two in ("من", "علي")):
            return "perpetrator"
        if before.removeprefix("ب") in _FIRE or before in _FIRE:
            acts = verb is not None and verb.end == start and not taken
            return "subject" if acts else "perpetrator"  # "قنص مقاتلو أ جنوداً"
        if before in ("في", "بين", "من") and mention.force in ("", "عنصر") and two in ("صفوف",):
            return "target"
        told = self.event_ends.get(start - 1)
        if before in _INNER and told is not None and self._nominal(told) and self._has_object(mention):
            return "perpetrator" if verb is None else "subject"  # "استهداف مقاتلي أ آليات ب"
        if before in _FELLING:
            return "target"  # "إيقاع قوة كذا بين قتيل وجريح"
        if before in _INNER or before.removeprefix("ب") in ("صفوف", "صفوفهم"):
            return "target"
        if before == "مع" and two in _CONSULTED:
            return ""  # "بالتنسيق مع الحكومة": told to, not done by
        if before in ("بين",) or before == "مع":
            if self.fight or before == "بين":
                return "fight"
            return "perpetrator" if last is not None and last[1] == "perpetrator" else ""
        if before == "من" and self._flown_by(start - 1):
            return "perpetrator" if taken or verb is None else "subject"
        if before == "من":
            people = self.people_ends.get(start - 1)
            if two in _IS:
                return "topic" if verb is None else ""  # "كتيبة كذا، وهي من فصائل كذا"
            if verb is not None and not taken and self._acts(verb, start - 1):
                return "subject"  # "هاجم مسلحون من تنظيم كذا"
            if people is not None or (start - 1) in self.harms:
                return "target"
            if "capture" in self.acts:
                return "target"
            if mention.force in _PIECES or any(
                0 <= start - 1 - end <= 2
                and self._nominal(match)
                and match.value["act"] in ("shoot", "bombard", "strike", "launch")
                for end, match in self.event_ends.items()
            ):
                return "perpetrator"  # "إطلاق نار من قوات كذا", "من راجمات كذا"
            if two in _SUPPORT:
                # "14 جنديا مدعوما من كذا" tells whose soldiers were hit, not who hit them.
                return "" if (start - 2) in self.people_ends else "perpetrator"
            if mention.person or mention.force in _FIGHTER:
                return "target"
            return (
                "subject"
                if verb is not None
                and verb.cls in ("agent", "verb")
                and not taken
                and self._gap(verb.end, start) <= 6
                else ""
            )
        if before in _AGAINST or before.removeprefix("ب") in _PASSING:
            return "target"
        if start in self.sites and self.sites[start].cls in ("military", "site"):
            return "" if self._describes(self.sites[start].start) else "target"
        people = self.people_ends.get(start)
        if people is not None and people.end == start:
            return "target"
        if mention.force in _MEMBERS and (start in self.harms or self._counted(mention)):
            return "target"
        if (mention.person or self._is_people(mention)) and self._counted(mention):
            return "target"
        if event_before is not None and event_before.value["act"] == "none":
            return ""
        if before == "في" and mention.force == "" and (start - 1) in self.people_ends:
            return "target"  # "عنصرا في حماس"
        if event_before is not None and self._nominal(event_before):
            word = event_before.entry.words[0]
            if word in _OBJECT_NOUNS and self._has_object(mention):
                return (
                    "perpetrator" if verb is None else "subject"
                )  # "استهداف المقاومة آلية": the doer, then what was struck
            if word in _OBJECT_NOUNS:
                return "target" if event_before.cls != "noun" or word != "قصف" else "perpetrator"
            if event_before.value["act"] == "fight":
                return "fight"
            return "perpetrator"
        harm_before = self.harms.get(start)
        if harm_before is not None:
            if harm_before.entry.words[0] in ("اصاب", "اصابت") and mention.force in _PIECES:
                return "subject"  # "أصابت مسيّرة كذا دراجته"
            if harm_before.cls in ("verb", "verb_weak") and harm_before.entry.part in ("past", "present"):
                return "subject" if self._governs_more(mention) else "target"
            return "target"
        if mention.force in _CREWED and taken:
            return "target"
        if before == "في" and not mention.force and self._word(start - 2) not in _HITS_IN:
            return ""  # "ضابط في الشرطة", "في إسرائيل"
        if verb is not None:
            if verb.cls in ("passive", "against"):
                return "target"
            if not taken and not verb.suffix and self._gap(verb.end, start) <= 8:
                return "subject"
            if not taken and verb.suffix:
                return "subject"
            if taken and verb.entry.layer == "event" and self._gap(verb.end, start) <= 12:
                return "target"
            return ""
        return "topic"

    def _site_role(self, site: int, verb: Match | None, taken: bool) -> str:
        """ "القاعدة الأميركية", "مواقع إسرائيلية": struck, unless it only says where or from where."""
        if self._is_reason(site):
            return ""
        before = self._word(site - 1)
        if before in _ONE_OF:  # "قرب إحدى نقاط المراقبة التركية"
            before = self._word(site - 2)
        if before in _WHERE or before == "من":
            return ""
        word = self._word(site).removeprefix("ال")
        if verb is not None and not taken and verb.end == site and word in _BATTERIES:
            return "subject"
        return "target"
