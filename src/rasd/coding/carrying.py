"""Reports that name no place of their own: the place that "المخيم", "القضاء" points at, or that was told right before."""

from __future__ import annotations

from dataclasses import replace

from rasd.coding.draft import Draft
from rasd.coding.locating import Locator, PlaceMention
from rasd.coding.locating.regions import decide
from rasd.coding.mentions import Mentions, between
from rasd.lexicon import Match, cues
from rasd.lexicon.entries import bare

__all__ = ["carry_place"]

_BACK = 400  # tokens that "المخيم", "البلدة" may point back
_LEAD = 6  # sentences behind a headline
_LONGEST = 3  # words of a name inside the name of a body
_POINTING = frozenset({"settlement", "camp", "quarter"})
_DISTRICTS = cues("districts")
_CARRIED = frozenset(
    {"air_strike", "shelling", "attack", "clash", "explosion", "suicide_bombing", "capture", "destruction"}
)


def carry_place(mentions: Mentions, draft: Draft, locator: Locator, countries: tuple[str, ...]) -> None:
    """An act told without a place, right behind a sentence about one place, is there."""
    frame = draft.frames[0]
    if draft.places or draft.kind not in _CARRIED or draft.factuality != "asserted":
        return
    _point_back(mentions, draft, locator, countries)
    if not draft.places and draft.harm and frame.sentence.index <= _LEAD:
        draft.places = _of_headline(mentions)


def _is_of_office(mentions: Mentions, place: PlaceMention) -> bool:
    return any(
        source.start < place.start < source.end
        for source in between(mentions.sources, place.start - _LONGEST * 3, place.start)
    )


def _of_headline(mentions: Mentions) -> list[PlaceMention]:
    """Return the one place that a text names, in its headline: "كفروما تدفن ضحاياها", and then "هناك انفجرت سيارة"."""
    sentence = mentions.structure.sentences[0]
    tokens = mentions.passage.tokens
    fine = [m for m in mentions.places if not m.is_region and not m.is_wide]
    alone = len({mention.key for mention in fine}) == 1 and fine[0].start < sentence.end
    headed = sentence.end < len(tokens) and tokens[sentence.end].kind == "newline"
    return [replace(fine[0], rule="places.headline")] if alone and headed else []


def _point_back(mentions: Mentions, draft: Draft, locator: Locator, countries: tuple[str, ...]) -> None:
    frame = draft.frames[0]
    noun = next(
        (
            match
            for match in mentions.within("place_noun", frame.start, frame.end)
            if match.article
            and not match.suffix
            and (match.cls in _POINTING or match.entry.words[0] in _DISTRICTS)
        ),
        None,
    )
    if noun is not None:
        earlier = [
            m
            for m in between(mentions.places, frame.start - _BACK, frame.start)
            if not m.is_region and (m.best is None or m.best.kind not in ("country", "governorate", "region"))
        ]
        spoken = [m for m in earlier if not _is_of_office(mentions, m)]
        earlier = spoken or earlier  # "بحسب مدير ناحية كذا": his district is not the village meant
        if earlier:
            draft.places = [replace(earlier[-1], rule="places.anaphor")]
            return
        named = _named_with(mentions, noun, locator, countries)
        if named is not None:
            draft.places = [named]
            return
    if not draft.perpetrators or not (frame.weapons or draft.targets or draft.harm or draft.kind == "clash"):
        return
    for back in (1, 2):
        at = frame.sentence.index - back
        if at < 0:
            return
        sentence = mentions.structure.sentences[at]
        near = [
            m
            for m in between(mentions.places, sentence.start, sentence.end)
            if not m.is_region and m.locative and m.aside < 0
        ]
        fine = [m for m in near if m.best is None or m.best.kind not in ("country", "governorate", "region")]
        keys = {mention.key for mention in fine}
        if len(keys) == 1:
            draft.places = [replace(fine[-1], rule="places.carried")]
            return
        if keys:
            return


def _named_with(
    mentions: Mentions, noun: Match, locator: Locator, countries: tuple[str, ...]
) -> PlaceMention | None:
    """ "غرفة طوارئ مخيم كذا … في المخيم", "قائممقام كذا … في القضاء": the place in the name of who speaks."""
    passage = mentions.passage
    word = noun.entry.words[0]
    heads = [at + 1 for at in passage.where.get(word, ()) if at < noun.start]
    heads += [
        source.start + 1 for source in mentions.sources
        if source.start < noun.start and passage.texts[source.start].lstrip("وب") in _OF_DISTRICTS and word in _DISTRICTS
    ]  # fmt: skip
    for first in heads[:2]:
        for count in range(_LONGEST, 0, -1):
            texts = passage.texts[first : first + count]
            places = locator.gazetteer.find(" ".join(bare(text) for text in texts))
            near = tuple(place for place in places if place.core or place.country in countries)
            if near and first + count <= noun.start:
                key = " ".join(bare(text) for text in texts)
                mention = PlaceMention(
                    first, first + count, key, "", word, noun.cls, True, near, rule="places.anaphor"
                )
                return decide(passage, [mention], locator.gazetteer, countries)[0]
    return None


_OF_DISTRICTS = cues("heads_of_districts")
