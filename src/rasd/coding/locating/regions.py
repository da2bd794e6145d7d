"""Which names only say where another one lies, and which place of the gazetteer each name is."""

from __future__ import annotations

from rasd.coding.locating.mention import NOUN_AREAS, PlaceMention
from rasd.grammar.passage import Passage
from rasd.lexicon import cues
from rasd.places import Choice, Context, Gazetteer, Place, choose

__all__ = ["SIDES", "decide", "link_regions"]

_DIRECTION_ADJECTIVES = cues("direction_adjectives")

SIDES = frozenset(f"ال{word}{end}" for word in ("شمالي", "جنوبي", "شرقي", "غربي") for end in ("", "ه"))
_AREAS = frozenset({"country", "governorate", "region", "sea", "district"})
_REACH = 9  # tokens between a name and the region that it lies in


def link_regions(passage: Passage, mentions: list[PlaceMention]) -> list[PlaceMention]:
    """Tell the names that only say where another one lies, and give each name its region phrase."""
    out = list(mentions)
    for position in range(1, len(out)):
        mention, head = out[position], out[position - 1]
        gap = mention.phrase_start - head.end
        if gap > _REACH:
            continue
        between = passage.texts[head.end : max(head.end, mention.phrase_start)]
        beside = not _BESIDE.isdisjoint(between)
        reach = _REACH if mention.direction >= 0 or beside else 6
        if gap > reach or any(
            text in (".", "\n", ";", "و", "|") or (text.startswith("و") and text not in ("وسط",))
            for text in between
        ):
            continue
        if mention.rule == "places.list" or mention.prefix.startswith("و") or mention.joined:
            continue
        coarse = (
            mention.direction >= 0
            or mention.noun_class in NOUN_AREAS
            or mention.noun_class == "region"
            and head.noun_class in ("settlement", "quarter", "camp")
            or (mention.best is not None and mention.best.kind in _AREAS | {"city"} and (gap <= 2))
            or (gap <= 1 and mention.prefix.startswith("ب"))
            or beside
            or (head.noun_class in ("quarter", "site", "camp") and gap <= 2)
        )
        head_fine = not (head.best is not None and head.best.kind == "country")
        if (
            coarse
            and head_fine
            and (
                mention.direction >= 0
                or all(
                    text in _BETWEEN or beside and text in _BESIDE_WORDS or text in ('"', ",", ")", "(", "-")
                    for text in between
                )
            )
        ):
            first = position - 1
            while first > 0 and out[first].is_region:
                first -= 1
            known = out[first].region
            start = mention.phrase_start if known is None else known[0]
            end = _adjectives(passage, mention)
            mention.is_region, mention.rule = True, "places.region"
            if beside and between[-1] == "بين":
                _lie_between(out, position)
            # The whole list in front lies in it.
            at = first
            while at >= 0:
                if out[at].region is None or at == first:
                    out[at].region = (start, end)
                    out[at].region_keys |= {mention.key}
                if out[at].rule == "places.list" and at > 0:
                    at -= 1
                    continue
                break
    return out


def _lie_between(out: list[PlaceMention], position: int) -> None:
    """ "جسر كذا الرابط بين عدن ولحج": the names of the list behind بين only say where."""
    at = position + 1
    while at < len(out) and out[at].rule == "places.list" and out[at].start - out[at - 1].end <= 1:
        out[at].is_region, out[at].rule = True, "places.region"
        at += 1


_BESIDE = cues("lies_beside")
_BESIDE_WORDS = _BESIDE | cues("sides_of_place") | frozenset({"بين", "من", "ل"}) | SIDES
_BETWEEN = cues("between_place_and_region")


def _adjectives(passage: Passage, mention: PlaceMention) -> int:
    """Take the direction adjective behind a region: ريف حماة الغربي."""
    end = mention.end
    while end < len(passage.tokens) and passage.tokens[end].text in _DIRECTION_ADJECTIVES:  # fmt: skip
        end += 1
    return end


def decide(
    passage: Passage, mentions: list[PlaceMention], gazetteer: Gazetteer, countries: tuple[str, ...]
) -> list[PlaceMention]:
    """Choose the place of the gazetteer that each name is, where the text decides it."""
    decided: list[Place] = []
    out: list[PlaceMention] = list(mentions)
    # The unambiguous first: they help to decide the others.
    order = sorted(range(len(out)), key=lambda at: (len(out[at].candidates) != 1, out[at].start))
    seen: dict[tuple[str, str, str], Choice] = {}
    nouns = _nouns(out)
    for at in order:
        mention = out[at]
        if not mention.candidates:
            continue
        region = ""
        if mention.region is not None:
            first, last = mention.region
            region = passage.folded.text[passage.starts[first] : passage.ends[last - 1]]
        key = (mention.key, nouns[at], region)
        choice = seen.get(key)
        if choice is None:
            word = passage.tokens[mention.start].text[len(mention.prefix) :]
            # Villages of other parts of the world that share the name are no rivals of places where the text is set.
            near = tuple(place for place in mention.candidates if place.core or place.country in countries)
            choice = choose(
                near or mention.candidates,
                Context(
                    region,
                    nouns[at],
                    countries,
                    tuple(decided[:12]),
                    word.startswith("ال") or mention.prefix.endswith("ل"),
                ),
                gazetteer,
            )
            seen[key] = choice
        mention.choice = choice
        if choice.place is not None and choice.place.latitude is not None:
            decided.append(choice.place)
    return out


def _nouns(mentions: list[PlaceMention]) -> list[str]:
    """Return the noun of each name; a noun of many goes for its whole list: قريتي نبل والزهراء."""
    nouns: list[str] = []
    for mention in mentions:
        is_listed = mention.rule == "places.list" and mention.listing and not mention.noun
        nouns.append(nouns[-1] if is_listed and nouns else mention.noun)
    return nouns
