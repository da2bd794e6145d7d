"""Arabic reports of violence with what is true of them: many outlets on invented incidents, copies, updates.

A telling is what one page says of one incident. Who tells it later may copy it whole, change it a little, raise the toll or
tell it in other words with another toll; `truth` says what the page says, so that a reader can be held against it.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from generated import _KINDS, _PARTS, _SITES, invented
from invented_web.words import listed

FIRST_DAY = date(2024, 1, 1)
DAYS = 180
HARMING = ("shelling", "air_strike", "attack", "explosion", "clash")


@dataclass(slots=True)
class Telling:
    """One page's words on one incident, before they are laid out."""

    title: str
    paragraphs: list[str]
    published: datetime
    outlet: str
    truth: dict[str, Any] = field(default_factory=dict)


def plan(count: int, seed: int) -> list[Telling]:
    """Return `count` tellings by publication, of about 0.4 times as many incidents."""
    chance = random.Random(f"tellings {seed}")
    made: list[Telling] = []
    number = 0
    while len(made) < count:
        for telling in _incident(chance, number):
            if len(made) < count:
                made.append(telling)
        number += 1
    return sorted(made, key=lambda telling: telling.published)


def _incident(chance: random.Random, number: int) -> Iterator[Telling]:
    incident = invented(chance)
    incident["day"] = FIRST_DAY + timedelta(days=chance.randrange(DAYS))
    kind = _KINDS[incident["kind"]]
    first: Telling | None = None
    outlets = chance.sample(listed("reports")["outlets"], 6)
    for turn in range(chance.choice((1, 1, 1, 2, 2, 3, 4, 6))):
        if first is None:
            way, telling = "first", _told(chance, incident, kind, outlets[0], 0)
            first = telling
        else:
            way = chance.choices(("own", "copy", "near copy", "update"), (50, 20, 15, 15))[0]
            if way == "update" and kind not in HARMING:
                way = "own"
            if way in ("copy", "near copy"):
                telling = _copied(chance, first, outlets[turn], way)
            else:
                telling = _told(chance, incident, kind, outlets[turn], turn, update=way == "update")
        telling.truth.update(incident=number, way=way)
        yield telling


def _copied(chance: random.Random, first: Telling, outlet: str, way: str) -> Telling:
    paragraphs, title = list(first.paragraphs), first.title
    if way == "near copy":
        title = f"{title} - {outlet}"
        if len(paragraphs) > 3:
            del paragraphs[chance.randrange(1, len(paragraphs))]
        paragraphs.append(f"المصدر: {outlet}")
    published = first.published + timedelta(minutes=chance.randrange(5, 600))
    return Telling(title, paragraphs, published, outlet, dict(first.truth))


def _told(
    chance: random.Random,
    incident: dict[str, Any],
    kind: str,
    outlet: str,
    turn: int,
    *,
    update: bool = False,
) -> Telling:
    words = listed("reports")
    day: date = incident["day"]
    later = turn and chance.random() < 0.6 or update
    published = datetime(
        day.year, day.month, day.day, chance.randrange(9, 23), chance.randrange(60), tzinfo=UTC
    ) + timedelta(days=1 if later else 0)
    killed, injured = max(1, incident["killed"]), max(1, incident["injured"])
    if turn:
        killed, injured = (
            max(1, killed + chance.choice((0, 0, 1, -1))),
            max(1, injured + chance.choice((0, 0, 2, -2))),
        )
    if update:
        killed += chance.randrange(1, 4)
    actor, feminine = chance.choice(words["actors"][incident["actor"]])
    place = incident["place"]
    named = f"{words['classes'][place.kind]} {place.name}" if place.kind in words["classes"] else place.name
    holes = {
        "place": named,
        "actor": actor,
        "t": "ت" if feminine else "",
        "site": words["sites"][_SITES[incident["site"]]],
        "said": chance.choice(words["said"]),
        "by": chance.choice(words["by"]),
        "day": _day(chance, incident, published.date()),
        "what": words["named"][kind],
        "n": injured,
        **_toll(chance, killed, injured),
    }
    lead = chance.choice(words["updates"] if update else words[kind]["leads"]).format_map(holes) + "."
    title = chance.choice(words[kind]["titles"]).format_map(holes)
    if chance.random() < 0.3:
        opening = chance.choice(words["openings"]).format(city=place.name, outlet=outlet)
        lead = f"{opening}: {lead}"
    truth: dict[str, Any] = {
        "kind": kind,
        "day": day.isoformat(),
        "place": place.id,
        "place_name": place.name,
        "theatre": incident["theatre"],
        "perpetrator": incident["actor"],
    }
    if kind in HARMING:
        truth |= {"killed": killed, "injured": injured}
    else:
        truth |= {"taken": killed}
    return Telling(title, [lead, *body(chance, named)], published, outlet, truth)


def body(
    chance: random.Random,
    named: str,
    tails: list[str] | None = None,
    composed: dict[str, list[str]] | None = None,
) -> list[str]:
    """Return paragraphs after a lead: most of them made on the spot, so that unrelated pages share few runs of words."""
    words = listed("reports")
    tails = tails or words["tails"]
    composed = composed or words["composed"]
    length = min(max(int(chance.lognormvariate(7.3, 0.5)), 550), 3_800)
    left = chance.sample(tails, min(len(tails), 2 + length // 500))
    sentences: list[str] = []
    size = 150
    while size < length or len(sentences) < 3:
        if left and chance.random() < 0.4:
            sentence = left.pop().format(place=named, n=chance.randrange(2, 12))
        else:
            sentence = (
                f"{chance.choice(composed['speakers'])} إن {chance.choice(composed['things'])} {chance.choice(composed['states'])} "
                f"{chance.choice(composed['times'])} {chance.choice(composed['reasons'])}"
            ).replace("{n}", str(chance.randrange(2, 12)))
        sentences.append(sentence)
        size += len(sentence) + 2
    paragraphs = []
    while sentences:
        several = chance.choice((1, 1, 2, 3))
        paragraphs.append(". ".join(sentences[:several]) + ".")
        del sentences[:several]
    return paragraphs


def _day(chance: random.Random, incident: dict[str, Any], published: date) -> str:
    words = listed("reports")
    day: date = incident["day"]
    weekday = words["weekdays"][day.weekday()]
    part = words["parts"][_PARTS[incident["part"]]]
    levant = words["months"]["levant"][day.month - 1]
    elsewhere = words["months"]["elsewhere"][day.month - 1]
    month = levant if incident["theatre"] in words["levant"] else elsewhere
    near = "اليوم" if day == published else "أمس"
    return str(
        chance.choice(
            (
                f"{near} {weekday}",
                near,
                f"{part} {near}" if near == "اليوم" else f"{near} {weekday}",
                f"{part} {weekday}",
                f"يوم {weekday} {day.day} {month} {day.year}",
                f"في {day.day} {month}/{elsewhere} {day.year}"
                if month == levant
                else f"في {day.day} {month}",
            )
        )
    )


def _toll(chance: random.Random, killed: int, injured: int) -> dict[str, str]:
    words = listed("reports")
    noun = chance.choice(words["persons"])
    spelled = chance.random() < 0.5

    def number(value: int) -> str:
        return words["numerals"][value - 3] if spelled and 3 <= value <= 10 else str(value)

    def counted(value: int, one: str, two: str, few: str, many: str) -> str:
        if value == 1:
            return one
        if value == 2:
            return two
        return f"{number(value)} {few if value <= 10 else many}"

    return {
        "k": counted(killed, noun["one"], noun["two"], noun["few"], noun["many"]),
        "k_of": counted(killed, noun["one"], noun["two_of"], noun["few"], noun["many"]),
        "i": counted(
            injured, "شخص آخر", "شخصان آخران", "آخرين" if chance.random() < 0.5 else "آخرون", "آخرين"
        ),
        "i_of": counted(injured, "شخص آخر", "شخصين آخرين", "آخرين", "آخرين"),
        "dead": counted(killed, "قتيل", "قتيلان", "قتلى", "قتيلا"),
        "dead_of": counted(killed, "قتيل واحد", "قتيلين", "قتلى", "قتيلا"),
        "hurt": counted(injured, "جريح", "جريحان", "جرحى", "جريحا"),
        "hurt_of": counted(injured, "جريح واحد", "جريحين", "جرحى", "جريحا"),
    }
