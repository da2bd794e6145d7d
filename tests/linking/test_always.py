"""What holds of every incident, whatever its reports: a few hundred made-up groups, the same in each run."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from rasd.linking import Member, summarize
from told import member

SOURCES = [
    ("الدفاع المدني", "civil_defence"),
    ("مستشفى المثال", "medical"),
    ("مستشفى الوادي", "medical"),
    ("المستشفى", "medical"),
    ("سكان", "witness"),
    ("ناطق باسم الجيش", "party"),
    ("أ ف ب", "agency"),
]
OUTLETS = ["وكالة النخيل", "قناة النخيل", "شبكة الوادي", "صحيفة السدرة", "النشرة العسكرية", ""]
TEXTS = ["سقط {} في القصف.", "ارتفع عدد القتلى إلى {}.", "وكانت حصيلة أولى {}.", "قتل {} على الأقل."]


def figure(chance: random.Random) -> tuple[tuple[int | None, int | None, str] | None, str]:
    low = chance.randint(0, 12)
    high = chance.choice([low, low, low + 3, None])
    text = chance.choice(TEXTS).format(low)
    return (None if chance.random() < 0.2 else (low, high, str(low))), text


def group(seed: int) -> tuple[list[Member], dict[str, str]]:
    chance = random.Random(seed)
    told: list[Member] = []
    for number in range(chance.randint(1, 7)):
        killed, text = figure(chance)
        told.append(
            member(
                f"د{number}",
                text,
                outlet=chance.choice(OUTLETS),
                hour=chance.randint(0, 23),
                kind=chance.choice(["shelling", "air_strike", "clash"]),
                factuality=chance.choice(["asserted", "asserted", "asserted", "denied", "historical"]),
                killed=killed,
                injured=chance.choice([None, 0, (2, 5), 7]),
                by=chance.choice(["", "RSF", "SAF"]) or (),
                sources=chance.sample(SOURCES, chance.randint(0, 2)),
                days=chance.choice([None, (1, 1), (1, 3), (2, 2)]),
            )
        )
    ids = [one.document_id for one in told]
    return told, {ids[-1]: ids[0]} if len(ids) > 2 and chance.random() < 0.5 else {}


@pytest.mark.parametrize("start", range(0, 300, 50))
def test_bounds_are_ordered_and_named_and_parts_stay_inside(start: int) -> None:
    for seed in range(start, start + 50):
        told, copies = group(seed)
        incident = summarize(told, copies=copies)
        ids = {one.id for one in told}
        assert sorted(one for held in incident.groups for one in held) == sorted(ids)
        assert 0 <= incident.independent_sources <= len(incident.groups)
        for row in incident.harm:
            assert row.min is None or row.max is None or row.min <= row.max
            assert (row.min is None) == (not row.min_from)
            assert (row.max is None) == (not row.max_from)
            assert ids >= {*row.min_from, *row.max_from}
            parts = [part.max for part in row.by_status if part.max is not None and row.max is not None]
            assert all(part <= (row.max or 0) for part in parts)
            outside = {one.report_id for one in row.figures if one.counted in ("party", "denied", "replaced")}
            assert not outside & {*row.min_from, *row.max_from}


@pytest.mark.parametrize("start", range(0, 300, 50))
def test_order_and_repetition_change_nothing(start: int) -> None:
    for seed in range(start, start + 50):
        told, copies = group(seed)
        once = summarize(told, copies=copies)
        shuffled = [*told, told[0]]
        random.Random(seed + 1).shuffle(shuffled)
        assert summarize(shuffled, copies=copies) == once
        first = min(told, key=lambda one: one.order)
        again = replace(
            first,
            id="نسخة#r1",
            document_id="نسخة",
            record=first.record.model_copy(update={"id": "نسخة", "published": "2024-05-02T00:00:00Z"}),
        )
        more = summarize([*told, again], copies={**copies, "نسخة": first.document_id})
        assert more.independent_sources == once.independent_sources
        assert [(row.effect, row.min, row.max, row.open) for row in more.harm] == [
            (row.effect, row.min, row.max, row.open) for row in once.harm
        ]
