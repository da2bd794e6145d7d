"""Documents and records made by hand: evidence is found in the text, so that no offset is typed."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date as Day

import pytest

from rasd.export import Pair, format_named
from rasd.model import Document, Record
from rasd.model.record import (
    BreachClaim,
    DateWindow,
    Figure,
    Harm,
    Issue,
    Keyword,
    Munition,
    Party,
    Perpetrator,
    Place,
    PlaceCandidate,
    Report,
    Source,
    Target,
    TargetSite,
    Toll,
    Weapon,
)

TEXT = (
    "قُتل أربعة مدنيين، بينهم طفلان، صباح أمس الاثنين، بغارتين شنّتهما طائرة روسية على سوق في أريحا بريف إدلب "
    "الجنوبي، ما اعتُبر خرقاً لاتفاق الهدنة، وفق الدفاع المدني. ووقّعت روسيا وتركيا اتفاقاً في سوتشي. "
    "ومنذ مطلع العام قُتل أكثر من 90 مدنياً في المحافظة. ولا يزال عالقون تحت الأنقاض."
)


def at(words: str, text: str = TEXT) -> list[tuple[int, int]]:
    """Return where `words` stand in `text`."""
    start = text.index(words)
    return [(start, start + len(words))]


def full_pair() -> Pair:
    """Return a pair whose record has every sort of value."""
    strike = Report(
        kind="air_strike",
        kind_basis="inferred",
        evidence=at(
            "قُتل أربعة مدنيين، بينهم طفلان، صباح أمس الاثنين، بغارتين شنّتهما طائرة روسية على سوق في أريحا"
        ),
        date=DateWindow(
            start=Day(2020, 1, 13),
            end=Day(2020, 1, 13),
            part_of_day="morning",
            evidence=at("صباح أمس الاثنين"),
        ),
        places=[
            Place(
                name="أريحا",
                region="ريف إدلب الجنوبي",
                country="SY",
                admin1="إدلب",
                latitude=35.81,
                longitude=36.61,
                precision="settlement",
                decided_by=["the region names إدلب"],
                candidates=[PlaceCandidate(gazetteer_id="ps:jericho", name="أريحا", country="PS")],
                evidence=at("أريحا بريف إدلب الجنوبي"),
                rule="places.region",
            )
        ],
        perpetrators=[
            Perpetrator(actor="RUS", certainty="accused", claimed_by=["الدفاع المدني"], evidence=at("روسية"))
        ],
        targets=[Target(actor="CIVILIANS", evidence=at("مدنيين"))],
        target_sites=[TargetSite(site="market", evidence=at("سوق"))],
        weapons=[Weapon(weapon="warplane", evidence=at("طائرة"))],
        munitions=[Munition(item="strike", count=2, evidence=at("غارتين"))],
        harm=[
            Harm(
                effect="killed",
                min=4,
                max=4,
                children=2,
                victim_status="civilian",
                status_basis="stated",
                evidence=at("قُتل أربعة مدنيين، بينهم طفلان"),
            ),
            Harm(effect="injured", min=4, max=None, approximate=True),
        ],
        sources=[
            Source(
                name="الدفاع المدني",
                type="civil_defence",
                figures=[Figure(effect="killed", min=4, max=4)],
                evidence=at("الدفاع المدني"),
            )
        ],
        breach_claims=[BreachClaim(agreement="اتفاق الهدنة", evidence=at("خرقاً لاتفاق الهدنة"))],
    )
    deal = Report(
        kind="agreement",
        evidence=at("ووقّعت روسيا وتركيا اتفاقاً"),
        parties=[Party(actor="RUS", evidence=at("روسيا")), Party(actor="TUR", evidence=at("تركيا"))],
        places=[Place(name="سوتشي", evidence=at("سوتشي"))],
    )
    (issue_span,) = at("عالقون تحت الأنقاض")
    record = Record(
        id="one",
        reports=[strike, deal],
        tolls=[Toll(effect="killed", min=90, since=Day(2020, 1, 1), evidence=at("قُتل أكثر من 90 مدنياً"))],
        keywords=[Keyword(text="أريحا", of="place", evidence=at("أريحا"))],
        issues=[Issue(code="people.unread", span=issue_span, message="people without a harm word")],
        theatre="syria",
    )
    document = Document(id="one", text=TEXT, title="عنوان", outlet="نوافذ", theatre="syria", synthetic=True)
    return document, record


@pytest.fixture
def pair() -> Pair:
    return full_pair()


@pytest.fixture
def written() -> Callable[..., str]:
    """Return what a format writes for some pairs."""

    def write(name: str, *pairs: Pair) -> str:
        stream = io.StringIO()
        format_named(name).write(iter(pairs), stream)
        return stream.getvalue()

    return write
