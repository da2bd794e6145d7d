"""Whether what looks like a place name is one here."""

from __future__ import annotations

from rasd.coding.locating.mention import PlaceMention
from rasd.coding.locating.surroundings import Surroundings
from rasd.lexicon import cues
from rasd.lexicon.entries import bare

__all__ = ["Acceptance"]

_STRONG = frozenset({"country", "governorate", "city"})
_BARE_GENERIC = cues("common_words")
_QUARTERS = frozenset({"حي", "حاره"})
_THIS = cues("demonstratives")
_AGES = cues("own_age")
_OF_TOWNS = cues("of_towns")
_PLAIN = 5  # letters of a village that nothing but a preposition announces
_SETTLED = frozenset({"city", "town", "village"})
_HITTING = cues("hitting")
_WHICH = frozenset({"التي", "الذي"})
_ATTACKS = tuple(sorted(cues("attacks_directly")))


class Acceptance(Surroundings):
    """Judges candidates by what stands around them."""

    def _is_common(self, mention: PlaceMention) -> bool:
        """One word that is something else first."""
        text = self.tokens[mention.start].text
        if mention.noun in _QUARTERS and self._is_of_institution(mention.start):
            return False
        if (
            mention.noun
            and not (
                mention.start in self.starts and self.starts[mention.start].cls in ("settlement", "direction")
            )
            and text.startswith("ال")
            and any(place.core and place.name.startswith("ال") for place in mention.candidates)
        ):
            return False  # "معسكر العند": the article makes the particle عند a name
        return (
            mention.start in self.never
            or mention.key in _BARE_GENERIC
            or len(mention.key) < 2
            or (mention.start in self.homographs and not mention.noun and not self._is_struck_city(mention))
        )

    def _is_struck_city(self, mention: PlaceMention) -> bool:
        """ "غارة على صور": pictures are not struck, the city is."""
        behind = self.locatives.get(mention.start)
        if mention.prefix:
            return False
        near = mention.direction >= 0 or behind is not None and self._act_before(behind.start)
        return near and any(place.core and place.kind in ("city", "town") for place in mention.candidates)

    def _is_hit(self, index: int) -> bool:
        """ "الغارة التي أصابت كفروما": the object of what a shell or a raid did, told behind its noun."""
        return index > 1 and self.texts[index - 1] in _HITTING and self.texts[index - 2] in _WHICH

    def _lies_in_region(self, mention: PlaceMention) -> bool:
        """ "كفروما جنوبي إدلب", "كفروما بريف إدلب": the governorate told behind a village is its own."""
        lead = self.starts.get(mention.end)
        if lead is None or lead.cls not in ("direction", "countryside") or lead.end >= len(self.tokens):
            return False
        region = self.locator.gazetteer.find(bare(self.texts[lead.end]))
        over = {place.admin1 for place in region if place.core and place.kind in ("governorate", "city")}
        return any(place.core and place.admin1 in over for place in mention.candidates)

    def _is_attacked(self, index: int) -> bool:
        """ "هاجم كذا السعودية", "قصف كذا قطر": the object of an attack is where it happened."""
        if index < 2 or not self.tokens[index - 1].text.startswith("ال"):
            return False
        return self.tokens[index - 2].text.removeprefix("و").startswith(_ATTACKS) or (
            self.tokens[index - 1].text.removeprefix("و").startswith(_ATTACKS)
        )

    def _accept(self, mention: PlaceMention, article: bool, listed: bool, count: int) -> bool:
        if mention.end < len(self.tokens) and self.tokens[mention.end].kind == "number":
            if any(place.kind == "country" for place in mention.candidates) and mention.prefix == "ب":
                return False  # "بقطر 122 ملم" is a calibre
        if count == 1 and not mention.noun and mention.start and self.texts[mention.start - 1] in _THIS:
            return False  # "في هذا الصدد"
        if count == 1 and not mention.noun and self.tokens[mention.start].text in _AGES:
            if mention.start and self.texts[mention.start - 1] == "من":
                return False  # "في العاشرة من عمره"
        common = count == 1 and self._is_common(mention)
        if common and not mention.listing:
            return False
        here = [place for place in mention.candidates if place.core or place.country in self.countries]
        if (
            mention.listing
            and mention.rule == "places.list"
            and mention.prefix == "و"
            and mention.start not in self.acts
            and any(place.core and place.country in self.countries for place in here)
        ):
            return True  # "مدن الحبانية وحديثة": in a list of towns the word is a town
        if common:
            return False
        if (
            mention.noun_class == "institution"
            and mention.noun in _OF_TOWNS
            and any(place.core and place.kind in _SETTLED for place in here)
        ):
            return True  # "سوق الأبيض", "مجمع خانصور": the site is the town's
        hashtag = mention.start > 0 and self.tokens[mention.start - 1].text == "#"
        if count == 1 and hashtag and here and len(mention.key) > 3:
            return True  # it is named on purpose
        if count == 1 and not article and not mention.noun and not mention.prefix.endswith("ل"):
            if here and not hashtag and all(place.name.startswith("ال") for place in here):
                return False  # "عمارة", "سلط": without its article the name is a common word
        if mention.noun_class == "institution" or (not mention.noun and self._elsewhere(mention.start)):
            return False
        if mention.noun:
            return not (count == 1 and mention.start in self.words and not any(place.core for place in here))
        kinds = {place.kind for place in here}
        behind = self.locatives.get(mention.start)
        preposition = behind.entry.words[0] if behind is not None else ""
        if "country" in kinds:
            # A country acts more often than it is a place: it needs "في", a direction or a list of places.
            return (
                mention.direction >= 0
                or preposition in ("في", "الي")
                or (not mention.prefix and self._is_attacked(mention.start))
                or mention.prefix in ("ب", "وب")
                or (listed and mention.locative)
                or any(kind not in ("country", "governorate") for kind in kinds)
                and preposition != ""
            )
        matching = [
            place for place in here if place.name.startswith("ال") == article or place.core or count > 1
        ]
        if not matching:
            return False
        core = any(place.core for place in matching)
        if self._heads_line(mention) and matching and len(mention.key) > 2:
            return True
        strong = core or bool({place.kind for place in matching} & _STRONG)
        if count == 1 and mention.start in self.words:
            return False
        if (
            core
            and count > 1
            and mention.prefix in ("ل", "ول")
            and mention.start > 0
            and self.tokens[mention.start - 1].text.startswith("ال")
        ):
            return True  # "الحارة الغربية لميس الجبل"
        if (
            core
            and strong
            and any(
                place.core and place.kind in ("city", "governorate", "camp", "region", "town", "base")
                for place in matching
            )
        ):
            return (
                mention.locative
                or listed
                or (mention.prefix not in ("ل", "ول") and self._free(mention.start))
                or (not mention.prefix and self._is_struck(mention.start))
                or (mention.prefix in ("ل", "ول") and self._has_side(mention.start))
            )
        if (
            core
            and behind is not None
            and not mention.prefix
            and (count > 1 or len(mention.key) >= 4)
            and self._act_before(behind.start)
        ):
            return True  # "غارة على عيترون", "انفجار في عيترون": what an act fell on, and the core list knows
        if core and count > 1 and not mention.prefix and mention.start in self.strikes:
            return True  # "قصف أبو سليم"
        if (
            core
            and preposition == "في"
            and not mention.prefix
            and (count > 1 or len(mention.key) >= _PLAIN)
            and mention.start not in self.words
            and any(place.core and place.kind in _SETTLED for place in matching)
        ):
            return True  # "على منزل في كفروما": a village of the core list behind "في"
        if (
            core
            and not mention.prefix
            and (count > 1 or len(mention.key) >= _PLAIN)
            and mention.start not in self.words
            and any(place.core and place.kind in _SETTLED for place in matching)
            and (mention.direction >= 0 or self._is_hit(mention.start) or self._lies_in_region(mention))
        ):
            return True  # "على منازل وسط كفروما", "الغارة التي أصابت كفروما", "كفروما جنوبي إدلب"
        if strong and not core:
            return (
                (mention.locative or listed)
                and (len(mention.key) >= 4 or count > 1)
                and mention.prefix not in ("ل", "ول")
            )
        if mention.prefix in ("ل", "ول"):
            return self._has_side(mention.phrase_start)
        if mention.key in self.known and mention.locative:
            return True
        if listed:
            comma = mention.prefix == "" and self.tokens[mention.start - 1].text == ","
            ends = (
                mention.end >= len(self.tokens)
                or self.tokens[mention.end].kind != "word"
                or self.tokens[mention.end].text[:1] == "و"
            )
            return len(mention.key) > 2 and (not comma or ends or mention.end in self.locative_at)
        if mention.direction >= 0 or mention.locative:
            if preposition not in ("", "في") and mention.direction < 0:
                return False
            if count > 1:
                return True
            return article and len(mention.key) >= 4
        return False
