"""What pages are assembled from: paragraphs of every language, lists beside a page, style sheets and scripts, made once a process."""

from __future__ import annotations

import random
from functools import cache
from itertools import accumulate
from typing import Any

from generated import _places
from invented_web.tellings import body
from invented_web.words import filled, listed, weighted

PLAIN = "ar-plain"
"""Arabic sites that carry no news of violence in any corner of a page: shops, blogs, recipes, schools."""
RIGHT_TO_LEFT = ("ar", PLAIN, "fa", "ur", "he", "ku")


class Words:
    """One language of `languages.yaml`: words drawn by rank, sentences and paragraphs of them."""

    def __init__(self, code: str) -> None:
        given: dict[str, Any] = listed("languages")["languages"][code]
        chance = random.Random(f"words {code}")
        stems, endings = given["stems"].split(), given["endings"].split(",")
        forms = [stem + ending for stem in stems for ending in endings]
        chance.shuffle(forms)
        small = given["small"].split()
        self._words = [*small, *forms]
        weights = [1 / rank for rank in range(1, len(small) + 1)]
        weights += [2.5 / (rank + 30) for rank in range(1, len(forms) + 1)]
        self._sums = list(accumulate(weights))
        self._space = "" if given.get("joined") else " "
        self._stop = "。" if given.get("joined") else ". "
        self.months = given["months"].split()

    def title(self, chance: random.Random) -> str:
        """Return the words of a headline."""
        return self._space.join(
            chance.choices(self._words, cum_weights=self._sums, k=chance.randrange(5, 12))
        ).capitalize()

    def paragraph(self, chance: random.Random) -> str:
        """Return two to six sentences."""
        return (
            self._stop.join(
                self._space.join(
                    chance.choices(self._words, cum_weights=self._sums, k=chance.randrange(8, 24))
                ).capitalize()
                for _ in range(chance.randrange(2, 7))
            )
            + self._stop.strip()
        )


@cache
def words(code: str) -> Words:
    """Return a language's words."""
    return Words(code)


@cache
def paragraphs(code: str) -> list[str]:
    """Return paragraphs of a language, of which its pages take some."""
    chance = random.Random(f"paragraphs {code}")
    if code == "ar":
        return [paragraph for _ in range(200) for paragraph in body(chance, place_name(chance))]
    found = words(code)
    return [found.paragraph(chance) for _ in range(1500 if code == "en" else 600)]


@cache
def _place_names() -> list[str]:
    return [place.name for places in _places().values() for place in places]


def place_name(chance: random.Random) -> str:
    """Return the Arabic name of some place."""
    return chance.choice(_place_names())


@cache
def other_arabic() -> tuple[list[str], list[float]]:
    """Return the topics of Arabic pages that report no violence, by their shares."""
    return weighted({name: topic["share"] for name, topic in listed("negatives")["topics"].items()})


def arabic_page(chance: random.Random) -> tuple[str, str, list[str]]:
    """Return topic, title and paragraphs of an Arabic page that reports no violence."""
    names, sums = other_arabic()
    topic = chance.choices(names, cum_weights=sums)[0]
    given = listed("negatives")["topics"][topic]
    holes = arabic_holes(chance)
    title = chance.choice(given["titles"]).format_map(holes)
    lead = chance.choice(given["texts"]).format_map(holes)
    told = [text.format_map(holes) for text in given["texts"]]
    return topic, title, [lead + ".", *body(chance, holes["place"], told)]


@cache
def plain_sections() -> tuple[list[str], list[float]]:
    """Return the sections of Arabic pages that speak of nothing near to violence, by their shares."""
    return weighted({name: section["share"] for name, section in listed("plain")["sections"].items()})


def plain_page(chance: random.Random) -> tuple[str, str, list[str]]:
    """Return section, title and paragraphs of an Arabic page that speaks of nothing near to violence."""
    names, sums = plain_sections()
    section = chance.choices(names, cum_weights=sums)[0]
    given = listed("plain")["sections"][section]
    holes = arabic_holes(chance)
    title = chance.choice(given["titles"]).format_map(holes)
    told = [text.format_map(holes) for text in given["texts"]]
    paragraphs = body(chance, holes["place"], told, listed("plain")["composed"])
    return section, title, [chance.choice(told) + ".", *paragraphs]


def arabic_holes(chance: random.Random) -> dict[str, str]:
    """Return what the sentences of `negatives.yaml` leave open."""
    negatives, reports = listed("negatives"), listed("reports")
    team, other = chance.sample(negatives["teams"], 2)
    return {
        "team": team,
        "other": other,
        "place": place_name(chance),
        "n": str(chance.randrange(3, 90)),
        "day": chance.choice(reports["weekdays"]),
        "month": chance.choice(reports["months"]["elsewhere"]),
        "year": str(chance.randrange(1890, 1985)),
    }


def _linked(chance: random.Random, kind: str, headline: str) -> str:
    picture = f"/wp-content/uploads/2024/0{chance.randrange(1, 7)}/{chance.getrandbits(24):x}"
    address = f"/{kind}/{chance.getrandbits(20)}"
    return (
        f'<li class="{kind}-item list-item col-6 col-md-4"><a class="{kind}-link" href="{address}" rel="bookmark"><img class="{kind}-image lazyload" loading="lazy" '
        f'decoding="async" src="{picture}-150x150.jpg" srcset="{picture}-150x150.jpg 150w, {picture}-300x169.jpg 300w, {picture}-768x432.jpg 768w" '
        f'sizes="(max-width: 300px) 100vw, 300px" width="300" height="169" alt=""><span class="{kind}-title">{headline}</span></a></li>\n'
    )


@cache
def asides(code: str) -> list[str]:
    """Return lists of links with pictures, comments and boxes in a language, each some 0.5 to 3 KB."""
    chance = random.Random(f"asides {code}")
    names = listed("markup")["names"]
    headlines = {"ar": "negatives", PLAIN: "plain"}

    def headline() -> str:
        if code in headlines:
            return str(chance.choice(listed(headlines[code])["headlines"])).format_map(arabic_holes(chance))
        return words(code).title(chance)

    def remark() -> str:
        return (
            chance.choice(listed("negatives")["comments"]) if code in headlines else words(code).title(chance)
        )

    made = []
    for _ in range(160):
        kind = chance.choice(names)
        tag = chance.getrandbits(24)
        if chance.random() < 0.7:
            rows = "".join(_linked(chance, kind, headline()) for _ in range(chance.randrange(3, 9)))
            made.append(
                f'<div class="{kind} {kind}--{tag:x} widget widget_{kind}" id="{kind}-{tag}"><h4 class="widget-title {kind}-title"><span>{headline()}</span></h4>'
                f'<ul class="{kind}-list list-unstyled">\n{rows}</ul></div>\n'
            )
        else:
            rows = "".join(
                f'<li class="comment depth-1" id="comment-{chance.getrandbits(22)}"><div class="avatar"><img class="avatar-image photo" src="/avatar/{chance.getrandbits(32):08x}?s=48&amp;d=mm&amp;r=g" width="48" height="48" loading="lazy"></div>'
                f'<cite>user{chance.getrandbits(16)}</cite><time datetime="2024-0{chance.randrange(1, 8)}-{chance.randrange(10, 29)}T0{chance.randrange(10)}:{chance.randrange(10, 60)}:00Z"></time>'
                f'<p>{remark()}</p><a class="reply" href="#respond">↩</a></li>\n'
                for _ in range(chance.randrange(3, 10))
            )
            made.append(f'<section class="comments" id="c{tag}"><ol>\n{rows}</ol></section>\n')
    return made


@cache
def styles() -> list[str]:
    """Return pieces of style sheets, each about 1 KB."""
    chance = random.Random("styles")
    names, rules = listed("markup")["names"], listed("markup")["rules"]
    return [
        "".join(
            f".{name}-{chance.choice(names)}{chance.choice(('', ':hover', ' a', '>li', '::before'))}"
            f"{{{';'.join(filled(chance, chance.choice(rules)) for _ in range(chance.randrange(2, 7)))}}}\n"
            for _ in range(12)
        )
        for name in chance.choices(names, k=150)
    ]


@cache
def scripts() -> list[str]:
    """Return inline scripts and drawings, each some 0.3 to 2 KB."""
    chance = random.Random("scripts")
    shapes = listed("markup")["scripts"]
    made = []
    for _ in range(300):
        if chance.random() < 0.93:
            inside = "\n".join(filled(chance, chance.choice(shapes)) for _ in range(chance.randrange(1, 5)))
            made.append(f"<script>{inside}</script>\n")
        else:
            path = " ".join(
                f"{chance.choice('MLCQ')}{chance.uniform(0, 48):.2f} {chance.uniform(0, 48):.2f}"
                for _ in range(chance.randrange(20, 120))
            )
            made.append(f'<svg viewBox="0 0 48 48" class="icon"><path d="{path}z"/></svg>\n')
    return made
