"""Names that no list of places holds, taken for the noun, the quotation marks or the list that announces them."""

from __future__ import annotations

from rasd.coding.locating.accepting import Acceptance
from rasd.coding.locating.mention import NOUN_AREAS, PlaceMention
from rasd.lexicon import Match, cues
from rasd.lexicon.entries import bare

__all__ = ["GENERIC", "HEADS", "MANY", "Unlisted"]

GENERIC = cues("not_names")
HEADS = cues("name_heads")
MANY = cues("many_places")
_LOOSE_PARTS = cues("parts_of_place")


class Unlisted(Acceptance):
    """Reads the names of one passage that are announced and that no list holds."""

    def _unknown(self, index: int, found: list[PlaceMention]) -> PlaceMention | None:
        """A name that no list holds, taken for the noun in front of it."""
        if found:
            listed = self._goes_on(index, found)
            if listed is not None:
                return listed
        if self.texts[index - 1] == "في" and self._in_region(index):
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
            head = token.text in HEADS
            if (
                token.text in GENERIC
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
            token.text in HEADS
            and end < len(self.tokens)
            and self.tokens[end].kind == "word"
            and end not in self.words
            and self.tokens[end].text not in GENERIC
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
            listing=noun.entry.words[0] in MANY or noun.start in self.twos, rule="places.announced",
        )  # fmt: skip

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
            if text[1:] in HEADS and end < len(self.tokens) and self.tokens[end].kind == "word":
                key, end = f"{key} {bare(self.tokens[end].text)}", end + 1
        else:
            return None
        return PlaceMention(
            index, end, key, "" if closing > index else "و", "", "", True, self.locator.gazetteer.find(key), -1,
            rule="places.list", listing=True,
        )  # fmt: skip

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
            or token.text in GENERIC
            or index in self.noun_at
        ):
            return False
        following = self.starts.get(index + 1)
        return following is not None and (
            following.cls == "direction" or (following.cls in NOUN_AREAS and following.prefix != "")
        )

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
            and text not in GENERIC
        )

    def _verbal(self, index: int) -> bool:
        """A definite noun or a preposition stands at `index`: the object of a verb in front."""
        token = self.tokens[index]
        return token.kind == "word" and (token.text.startswith("ال") or index in self.locative_at)

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

    def _is_quoted(self, index: int) -> bool:
        """ "حقل «كونيكو»": the quotation marks hold the whole name, and its noun stays out."""
        return index > 0 and self.tokens[index - 1].text == '"'
