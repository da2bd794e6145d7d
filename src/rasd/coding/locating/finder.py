"""Names of places: found on the strength of what announces them."""

from __future__ import annotations

from dataclasses import replace
from itertools import compress

from rasd.coding.locating.locator import Forms
from rasd.coding.locating.mention import PlaceMention
from rasd.coding.locating.surroundings import AROUND_NAMES, NO_ANNOUNCEMENT
from rasd.coding.locating.unlisted import GENERIC, HEADS, MANY, Unlisted
from rasd.lexicon import Match, cues
from rasd.lexicon.entries import bare
from rasd.places import Place

__all__ = ["Finder"]

_SITE_ADJECTIVES = cues("site_adjectives")

_WIDE = frozenset({"countryside", "region"})


class Finder(Unlisted):
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
        where = self.passage.where
        told = {
            index
            for key in self.known
            for form in (key, f"ال{key}")
            for prefix in ("", "ب", "و")
            for index in where.get(prefix + form, ())
        }
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
        tokens, texts, nouns, where = self.tokens, self.texts, self.nouns, self.passage.where
        forms = self.locator.forms_of(texts)
        closed = self.masked | (self.taken - self.soft)
        # Where a name may begin: a word that names start with, or one behind a word that announces a name.
        due = set(compress(range(len(tokens)), forms))
        due.update(
            nouns, *([at + 1 for at in ahead] for ahead in (nouns, where.get("في", ()), where.get('"', ())))
        )
        due -= closed.union((len(tokens), len(tokens) + 1))
        steps = sorted(due)
        step, index, reach = 0, 0, -1  # `reach`: where the last name ends; what stands there may go on
        while True:
            if index != reach:
                while step < len(steps) and steps[step] < index:
                    step += 1
                if step == len(steps):
                    break
                index = steps[step]
            elif index >= len(tokens):
                break
            elif index in closed:
                index += 1
                continue
            known = forms[index]
            if tokens[index].kind != "word" or not (
                known
                or index == reach
                or index in nouns
                or index - 1 in nouns
                or texts[index - 1] == "في"
                or (found and texts[index - 1] == '"')
            ):
                index += 1
                continue  # no name starts so, and nothing announces an unknown one
            mention = (self._known(index, known, found) if known else None) or self._unknown(index, found)
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
        behind = index in self.announced or self.texts[index - 1] in AROUND_NAMES
        noun, noun_class, noun_start, locative, direction = self._ahead(index) if behind else NO_ANNOUNCEMENT
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
                    listing=noun in MANY or noun_start in self.twos or (listed and found[-1].listing),
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
        if noun_start >= 0 and self.noun_at[noun_start].prefix.startswith("و"):
            return True
        first = min(index, noun_start) if noun_start >= 0 else index
        first = min(first, direction) if direction >= 0 else first
        return first > 0 and self.texts[first - 1] == "وفي"

    def _is_near(self, places: tuple[Place, ...]) -> bool:
        for place in places:
            if place.core or place.country in self.countries:
                return True
        return False

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
            or text in GENERIC
            or text[0] in "وفبلت"
        ):
            return None
        if self.tokens[mention.start].text[len(mention.prefix) :] not in HEADS:
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
