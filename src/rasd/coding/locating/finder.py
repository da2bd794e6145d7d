"""Names of places: found on the strength of what announces them."""

from __future__ import annotations

from dataclasses import replace

from rasd.coding.locating.accepting import Acceptance
from rasd.coding.locating.locator import Forms
from rasd.coding.locating.mention import NOUN_AREAS, PlaceMention
from rasd.lexicon import Match, cues
from rasd.lexicon.entries import bare
from rasd.places import Place

__all__ = ["Finder"]

_SITE_ADJECTIVES = cues("site_adjectives")

_WIDE = frozenset({"countryside", "region"})
_GENERIC = cues("not_names")
_HEADS = cues("name_heads")
_MANY = cues("many_places")
_LOOSE_PARTS = cues("parts_of_place")


class Finder(Acceptance):
    """Finds the names of one passage."""

    def find(self) -> list[PlaceMention]:
        """Return the names; one that was announced once ("حي الصابري") is known in the rest of the text."""
        found = self._pass()
        self.known = {
            mention.key
            for mention in found
            if (mention.noun or mention.rule == "places.announced") and len(mention.key) > 3
        }
        if not self.known:
            return found
        covered = {at for mention in found for at in range(mention.phrase_start, mention.end)}
        forms = {form for key in self.known for form in (key, f"ال{key}")}
        told = [
            index
            for text, at in self.passage.where.items()
            if text in forms or text[1:] in forms
            for index in at
        ]
        again = [
            mention
            for index in sorted(told)
            if index not in covered and index not in self.taken and index not in self.masked
            and self.tokens[index].kind == "word" and (mention := self._again(index)) is not None
        ]  # fmt: skip
        for mention in again:
            mention.aside = self._aside(mention.phrase_start)
        return sorted([*found, *again], key=lambda mention: mention.start) if again else found

    def _pass(self) -> list[PlaceMention]:
        found: list[PlaceMention] = []
        tokens, texts, nouns = self.tokens, self.texts, self.nouns
        forms_of, known = self.locator.forms, self.locator.known
        closed = self.masked | (self.taken - self.soft)
        index, length = 0, len(tokens)
        reach = -1  # where the last name ends
        while index < length:
            text = texts[index]
            forms = known.get(text)
            if forms is None:
                forms = forms_of(text)
            if not forms:
                before = texts[index - 1]
                if (
                    reach != index
                    and before != "في"
                    and index not in nouns
                    and index - 1 not in nouns
                    and not (found and before == '"')
                ):
                    index += 1
                    continue  # no name starts so, and nothing announces an unknown one
            if index in closed or tokens[index].kind != "word":
                index += 1
                continue
            mention = (self._known(index, forms, found) if forms else None) or self._unknown(index, found)
            if mention is None:
                index += 1
            else:
                mention.aside = self._aside(mention.phrase_start)
                if found and mention.start < found[-1].end:
                    # "قرية تل كذا": the head alone is a name of the list, but the longer one is meant.
                    mention = mention.behind(found.pop())
                found.append(mention)
                index = reach = mention.end
        return found

    def _known(self, index: int, forms: Forms, found: list[PlaceMention]) -> PlaceMention | None:
        text = self.texts[index]
        noun, noun_class, noun_start, locative, direction = self._ahead(index)
        if not (
            noun
            or locative
            or text[0] == "ب"
            or (found and found[-1].end >= index - 1)
            or self.locator.famous(text)
            or self._opens_line(index)
        ):
            return None  # nothing announces a name here, and no well-known one starts so
        gazetteer, tokens = self.locator.gazetteer, self.tokens
        best: PlaceMention | None = None
        for prefix, first, article, longest in forms:
            if longest == 1 and index in self.never and not noun:
                continue
            if prefix and noun:
                continue  # "مناطق وجود الجيش": no conjunction stands between a noun and its name
            words = [first]
            ends = [index + 1]
            at = index + 1
            while len(words) < longest and at < len(tokens):
                token = tokens[at]
                if token.text == "-" and at + 1 < len(tokens):
                    at += 1
                    token = tokens[at]
                if token.kind != "word":
                    break
                words.append(bare(token.text))
                at += 1
                ends.append(at)
            for count in range(len(words), 0, -1):
                key = first if count == 1 else " ".join(words[:count])
                places = gazetteer.find(key)
                if not places:
                    continue
                if count > 1 and self._points_on(ends[count - 1]):
                    continue  # "الباب شرقي حلب" is الباب, whatever bears the name of both words
                opening = self.starts.get(index)
                if (
                    opening is not None
                    and opening.cls == "direction"
                    and count > 1
                    and all(place.kind == "region" for place in places)
                ):
                    continue  # "شمال العراق" is the country with a direction
                lead = self.noun_at.get(index)
                if (
                    lead is not None
                    and lead.cls not in ("part", "institution")
                    and count > 1
                    and not (
                        lead.article
                        and lead.cls not in _WIDE
                        and self.tokens[index + 1].text.startswith("ال")
                    )
                    and self.locator.gazetteer.find(" ".join(words[1:count]))
                ):
                    return None  # "محافظة لحج" is لحج with its noun, even where a list holds both words
                if lead is not None and lead.cls == "site" and count > 1:
                    return self._site(index, lead, ends[count - 1], key, places)
                if not noun and not self._is_near(places):
                    continue  # a bare name of another part of the world is no place here
                listed = bool(
                    found
                    and prefix in ("", "و")
                    and (
                        found[-1].end == index
                        and prefix == "و"
                        or found[-1].end == index - 1
                        and self.tokens[index - 1].text in (",", "و", "-", "/")
                    )
                )
                candidate = PlaceMention(
                    index, ends[count - 1], key, prefix, noun, noun_class,
                    locative or prefix.strip("وف") == "ب" or (listed and found[-1].locative), places, direction, noun_start,
                    joined=self._is_joined(index, noun_start, direction),
                    listing=noun in _MANY or noun_start in self.twos or (listed and found[-1].listing),
                    rule="places.list" if listed and not noun else "places.name",
                )  # fmt: skip
                if self._accept(candidate, article, listed, count):
                    longer = self._construct(candidate, count, article)
                    if longer is not None:
                        candidate = longer
                    if noun_class == "part" and noun_start not in self.twos and not self._is_quoted(index):
                        full = f"{noun} {candidate.key}"
                        candidate = replace(
                            candidate, start=noun_start, key=full, prefix=self.noun_at[noun_start].prefix, noun="",
                            noun_class="", noun_start=-1, candidates=self.locator.gazetteer.find(full),
                        )  # fmt: skip
                    if (
                        best is None
                        or candidate.end > best.end
                        or (candidate.end == best.end and len(prefix) < len(best.prefix))
                    ):
                        best = candidate
                    break
        if best is not None and best.end - best.start > 2 and self.texts[best.end - 1] in _SITE_ADJECTIVES:
            best = replace(best, end=best.end - 1, key=best.key.rpartition(" ")[0])  # "حقل العمر النفطي"
        if best is not None and (best.noun or best.listing) and best.end < self._closing(index):
            return None  # "موقع «أبو دجاج»": the quotation marks say where the name ends
        return best

    def _is_joined(self, index: int, noun_start: int, direction: int) -> bool:
        """ "في الخرطوم وإقليم دارفور", "في الخرطوم وفي إقليم دارفور"."""
        first = min(at for at in (index, noun_start, direction) if at >= 0)
        own = noun_start >= 0 and self.noun_at[noun_start].prefix.startswith("و")
        return own or (first > 0 and self.texts[first - 1] == "وفي")

    def _is_quoted(self, index: int) -> bool:
        """ "حقل «كونيكو»": the quotation marks hold the whole name, and its noun stays out."""
        return index > 0 and self.tokens[index - 1].text == '"'

    def _is_near(self, places: tuple[Place, ...]) -> bool:
        for place in places:
            if place.core or place.country in self.countries:
                return True
        return False

    def _closing(self, index: int) -> int:
        """Return the token of the mark that closes a short quotation opened in front of `index`, or -1."""
        if index == 0 or self.tokens[index - 1].text != '"':
            return -1
        for at in range(index + 1, min(index + 5, len(self.tokens))):
            if self.tokens[at].text == '"':
                return at
            if self.tokens[at].kind != "word":
                break
        return -1

    def _construct(self, mention: PlaceMention, count: int, article: bool) -> PlaceMention | None:
        """ "حي حجر المك", "موقع بياض كذا": a bare head that a list holds goes on when no list holds the whole."""
        at = mention.end
        if (
            count > 1
            or article
            or mention.noun_class not in ("settlement", "quarter", "camp", "region", "site")
            or at >= len(self.tokens)
        ):
            return None
        text = self.tokens[at].text
        if (
            self.tokens[at].kind != "word"
            or len(text) < 3
            or at in self.words
            or at in self.never
            or at in self.starts
            or text in _GENERIC
            or text[0] in "وفبلت"
        ):
            return None
        if self.tokens[mention.start].text[len(mention.prefix) :] not in _HEADS:
            return None
        key = f"{mention.key} {bare(text)}"
        return replace(
            mention, end=at + 1, key=key, candidates=self.locator.gazetteer.find(key), rule="places.announced"
        )

    def _site(self, index: int, lead: Match, end: int, key: str, places: tuple[Place, ...]) -> PlaceMention:
        """A base or airport listed under its full name: its noun and its adjective stay out of the name."""
        while end - 1 > index + 1 and self.tokens[end - 1].text in _SITE_ADJECTIVES:
            end -= 1
        _, _, _, _, direction = self._ahead(index)
        return PlaceMention(
            index + 1, end, key, "", lead.entry.words[0], lead.cls, True, places, direction, index
        )

    def _again(self, index: int) -> PlaceMention | None:
        """A name announced elsewhere in the text, here behind a bare preposition."""
        token = self.tokens[index]
        if (
            index in self.words
            or index in self.never
            or not (bare(token.text) in self.known or bare(token.text[1:]) in self.known)
        ):
            return None
        for prefix in ("", "ب", "و"):
            if prefix and not token.text.startswith(prefix):
                continue
            key = bare(token.text[len(prefix) :])
            if key in self.known and index not in self.words:
                _, _, _, locative, direction = self._ahead(index)
                if locative or direction >= 0 or prefix == "ب":
                    return PlaceMention(
                        index, index + 1, key, prefix, "", "", True, self.locator.gazetteer.find(key), direction, rule="places.again"
                    )  # fmt: skip
        return None

    def _owned(self, noun: Match, index: int) -> bool:
        """ "قرية شرفت الحلاوين": the definite word behind an unknown name of a feminine noun is no adjective."""
        if noun.cls != "settlement" or noun.suffix or index >= len(self.tokens):
            return False
        text, name = self.tokens[index].text, self.tokens[index - 1].text
        return (
            self.tokens[index].kind == "word"
            and text.startswith("ال")
            and len(text) > 4
            and not name.startswith("ال")
            and not text.endswith(("ه", "تي", "ذي"))
            and not {index} & (self.words | self.never | self.taken | self.homographs)
            and text not in _GENERIC
        )

    def _verbal(self, index: int) -> bool:
        """A definite noun or a preposition stands at `index`: the object of a verb in front."""
        token = self.tokens[index]
        return token.kind == "word" and (token.text.startswith("ال") or index in self.locative_at)

    def _in_region(self, index: int) -> bool:
        """ "في بابانيس شرق بلدة كذا": an unknown word between في and a region phrase is a name."""
        token = self.tokens[index]
        if (
            index == 0
            or self.tokens[index - 1].text != "في"
            or len(token.text) < 4
            or index + 1 >= len(self.tokens)
        ):
            return False
        if (
            index in self.words
            or index in self.never
            or index in self.homographs
            or token.text in _GENERIC
            or index in self.noun_at
        ):
            return False
        following = self.starts.get(index + 1)
        return following is not None and (
            following.cls == "direction" or (following.cls in NOUN_AREAS and following.prefix != "")
        )

    def _goes_on(self, index: int, found: list[PlaceMention]) -> PlaceMention | None:
        """The next name of a list that no list of places holds: مناطق الحصيبة والملاحمة, موقعي كذا و«كذا»."""
        if not found or not (found[-1].listing or self._is_quoted(found[-1].phrase_start)):
            return None
        last, end, key = found[-1], index + 1, ""
        between = [self.tokens[at].text for at in range(last.end, index)]
        text = self.tokens[index].text
        closing = self._closing(index)
        if closing > index and set(between) - {'"'} in ({"و"}, {","}, {"و", ","}) and len(between) <= 4:
            end, key = closing, " ".join(bare(self.tokens[at].text) for at in range(index, closing))
        elif not last.listing or between or index in self.words or not text.startswith("و") or len(text) < 4:
            return None
        elif text.startswith("وال"):
            key = bare(text[1:])
        elif (
            (last.noun_start in self.twos or last.noun.endswith("تي"))
            and index not in self.never
            and text[:2] not in ("وت", "وي")
        ):
            # The dual wants its second name, whatever it is: حقلي عجيل وعلاس.
            key = bare(text[1:])
            if text[1:] in _HEADS and end < len(self.tokens) and self.tokens[end].kind == "word":
                key, end = f"{key} {bare(self.tokens[end].text)}", end + 1
        else:
            return None
        return PlaceMention(
            index, end, key, "" if closing > index else "و", "", "", True, self.locator.gazetteer.find(key), -1,
            rule="places.list", listing=True,
        )  # fmt: skip

    def _unknown(self, index: int, found: list[PlaceMention]) -> PlaceMention | None:
        """A name that no list holds, taken for the noun in front of it."""
        listed = self._goes_on(index, found)
        if listed is not None:
            return listed
        if self._in_region(index):
            return PlaceMention(
                index,
                index + 1,
                bare(self.tokens[index].text),
                "",
                "",
                "",
                True,
                (),
                -1,
                rule="places.announced",
            )
        noun = self.nouns.get(index) or (
            self.nouns.get(index - 1) if index and self.tokens[index - 1].text in '"(' else None
        )
        if noun is None or noun.article or noun.cls in NOUN_AREAS or noun.cls == "institution":
            return None
        token = self.tokens[index]
        quoted = index > 0 and self.tokens[index - 1].text == '"'
        if not quoted:
            head = token.text in _HEADS
            if (
                token.text in _GENERIC
                or (index in self.words and not head)
                or (
                    index in self.never
                    and not (noun.entry.words[0] == "حي" and self._is_of_institution(index))
                )
                or (len(token.text) < 3 and not head)
            ):
                return None
            if noun.cls in ("region", "site") and not token.text.startswith("ال"):
                following = self.starts.get(index + 1)
                if following is None or not (
                    following.cls == "direction" or following.prefix.endswith(("ب", "في"))
                ):
                    return None
            if noun.cls == "part" and noun.entry.words[0] in _LOOSE_PARTS and not token.text.startswith("ال"):
                return None
            if token.text[:1] == "ي" and index + 1 < len(self.tokens) and self._verbal(index + 1):
                return None  # "حي يغلب الطابع كذا عليه": a clause about it
            if noun.cls == "part" and token.text[:1] == "ت" and self.texts[index + 1 : index + 2] == ["علي"]:
                return None  # "تلة تطل على الوادي": the same
            if token.text[:2] in ("وت", "وي") and len(token.text) > 4:
                return None  # "مستوطنة وتخوض اشتباكات": a verb goes on
            if (
                token.text.endswith("يه")
                and not token.text.startswith("ال")
                or token.text[:1] in "وبل"
                and token.text[1:3] == "ال"
            ):
                return None
        elif index in self.never and self._closing(index) == index + 1:
            return None  # "مستوطنة «إسرائيلية»": an adjective in quotation marks
        end = index + 1
        if quoted:
            while (
                end < len(self.tokens)
                and self.tokens[end].text != '"'
                and end - index < 5
                and self.tokens[end].kind == "word"
            ):
                end += 1
            if any(self.tokens[at].text == "في" for at in range(index, end)):
                return None  # a quoted sentence
        elif (
            token.text in _HEADS
            and end < len(self.tokens)
            and self.tokens[end].kind == "word"
            and end not in self.words
            and self.tokens[end].text not in _GENERIC
        ) or self._owned(noun, end):
            end += 1
        elif len(token.text) < 3:
            return None
        key = " ".join(bare(self.tokens[at].text) for at in range(index, end))
        direction = self._ahead(index)[4]
        if noun.cls == "part" and not quoted and noun.start not in self.twos:
            return PlaceMention(
                noun.start, end, f"{noun.entry.words[0]} {key}", noun.prefix, "", "", True, (), direction, rule="places.announced"
            )  # fmt: skip
        return PlaceMention(
            index, end, key, "", noun.entry.words[0], noun.cls, True, (), direction, noun.start,
            listing=noun.entry.words[0] in _MANY or noun.start in self.twos, rule="places.announced",
        )  # fmt: skip
