"""Made-up archives: documents of many outlets on invented incidents, with their records, as large as one asks for.

The records are written, not read, so that linking is measured apart from reading. Places come from the core list, spread
unevenly, as in life: a few towns hold most of the days. Everything is marked synthetic.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from typing import Any

from rasd.model import Document, Record, Report
from rasd.places import Gazetteer
from rasd.places.place import Place

_COUNTRIES = {
    "SY": "syria",
    "PS": "palestine",
    "LB": "lebanon",
    "YE": "yemen",
    "SD": "sudan",
    "LY": "libya",
    "IQ": "iraq",
}
_ACTORS = {
    "syria": ("SYR_GOV", "SYR_OPP", "RUS", "HTS", "SDF"), "palestine": ("ISR", "HAMAS"), "lebanon": ("ISR", "HEZBOLLAH"),
    "yemen": ("HOUTHI", "YEM_GOV", "SAUDI_COALITION"), "sudan": ("RSF", "SAF"), "libya": ("LNA", "GNU"), "iraq": ("ISIS", "PMF", "TUR"),
}  # fmt: skip
_KINDS = ("shelling", "air_strike", "attack", "explosion", "clash", "arrest", "abduction")
_VERBS = (
    "استهدف قصف",
    "طالت غارة",
    "وقع هجوم في",
    "دوى انفجار في",
    "اندلعت اشتباكات في",
    "نفذت حملة في",
    "خطف مسلحون مدنيين في",
)
_SITES = ("market", "house", "school", "vehicle", "farmland", "hospital", "checkpoint")
_SITE_WORDS = (
    "السوق الشعبي",
    "منزلا سكنيا",
    "مدرسة ابتدائية",
    "سيارة مدنية",
    "أرضا زراعية",
    "مركزا صحيا",
    "حاجزا أمنيا",
)
_PARTS = ("dawn", "morning", "noon", "afternoon", "evening", "night")
_PART_WORDS = ("فجر", "صباح", "ظهر", "عصر", "مساء", "ليل")
_TAILS = (
    "ونقلت فرق الإسعاف المصابين إلى النقاط الطبية القريبة", "وقال شهود إن سحب الدخان غطت الأحياء المجاورة",
    "وأغلقت المحال أبوابها وخلت الشوارع من المارة", "وطالب الأهالي بفتح ممر آمن لإخراج العائلات",
    "ولم يصدر تعليق من أي جهة حتى الآن", "وتضررت شبكة الكهرباء وخطوط المياه في المنطقة",
    "وتعذر الوصول إلى الموقع لساعات بسبب تكرار الاستهداف", "وأعلنت المدارس تعليق الدوام ليومين",
)  # fmt: skip
_LEADS = (
    "أفاد مراسلنا بأن",
    "ذكرت مصادر محلية أن",
    "قال ناشطون إن",
    "أعلن الدفاع المدني أن",
    "نقلت وكالات عن سكان أن",
)
FIRST_DAY = date(2015, 1, 1)
DAYS = 3650


@cache
def _places() -> dict[str, list[Place]]:
    found: dict[str, list[Place]] = {country: [] for country in _COUNTRIES}
    for index in Gazetteer.core().indexes:
        for place in map(index.place, range(index.count)):
            if (
                place.country in found
                and place.latitude is not None
                and place.precision in ("settlement", "site")
            ):
                found[place.country].append(place)
    return {country: sorted(places, key=lambda place: place.id) for country, places in found.items()}


def archive(reports: int, seed: int = 7) -> Iterator[tuple[Document, Record]]:
    """Yield documents with their records until they hold `reports` reports, in order of publication by chance only."""
    chance = random.Random(seed)
    made = number = 0
    while made < reports:
        incident = invented(chance)
        for _ in range(min(chance.choice((1, 1, 1, 2, 2, 3, 4, 6)), reports - made)):
            yield _document(chance, incident, number)
            number += 1
            made += 1


def invented(chance: random.Random) -> dict[str, Any]:
    """Return what happened, for documents to tell of."""
    country = chance.choice(list(_COUNTRIES))
    places = _places()[country]
    kind = chance.randrange(len(_KINDS))
    return {
        "place": places[min(int(chance.expovariate(1 / (len(places) / 6))), len(places) - 1)],
        "theatre": _COUNTRIES[country],
        "day": FIRST_DAY + timedelta(days=chance.randrange(DAYS)),
        "kind": kind,
        "part": chance.randrange(len(_PARTS)),
        "site": chance.randrange(len(_SITES)),
        "actor": chance.choice(_ACTORS[_COUNTRIES[country]]),
        "killed": min(int(chance.expovariate(0.4)), 60),
        "injured": min(int(chance.expovariate(0.2)), 150),
    }


def telling(chance: random.Random, incident: dict[str, Any]) -> tuple[str, str, dict[str, Any]]:
    """Return one document's words on an incident, when they were published, and the report that reading them would give."""
    place: Place = incident["place"]
    killed = max(0, incident["killed"] + chance.choice((0, 0, 0, 1, -1)))
    injured = max(0, incident["injured"] + chance.choice((0, 0, 2, -2)))
    day: date = incident["day"]
    published = (
        f"{day + timedelta(days=chance.choice((0, 0, 0, 1)))}T{chance.randrange(6, 23):02}:00:00+03:00"
    )
    told = (
        f"{chance.choice(_LEADS)} {killed} أشخاص قتلوا وأصيب {injured} آخرون حين {_VERBS[incident['kind']]} "
        f"{_SITE_WORDS[incident['site']]} في {place.name} {_PART_WORDS[incident['part']]} {day.isoformat()}"
    )
    text = f"{told}. {'. '.join(chance.sample(_TAILS, 3))}."
    named_by_some = chance.random() < 0.7
    report = {
        "id": "r1",
        "kind": _KINDS[incident["kind"]],
        "evidence": [(0, len(told))],
        "date": {"start": day.isoformat(), "end": day.isoformat(), "part_of_day": _PARTS[incident["part"]] if named_by_some else None},
        "places": [
            {
                "name": place.name, "country": place.country, "admin1": place.admin1 or None, "admin2": place.admin2 or None,
                "latitude": place.latitude, "longitude": place.longitude, "gazetteer_id": place.id,
                "precision": place.precision, "place_class": place.kind, "evidence": [(0, len(told))],
            }
        ],
        "perpetrators": [{"actor": incident["actor"]}] if chance.random() < 0.8 else [],
        "target_sites": [{"site": _SITES[incident["site"]]}] if named_by_some else [],
        "harm": [
            {"effect": "killed", "min": killed, "max": killed, "phrase": f"{killed} أشخاص"},
            {"effect": "injured", "min": injured, "max": injured, "phrase": f"{injured} آخرون"},
        ],
    }  # fmt: skip
    return text, published, report


def _document(chance: random.Random, incident: dict[str, Any], number: int) -> tuple[Document, Record]:
    text, published, report = telling(chance, incident)
    identity = f"g{number:07}"
    outlet = f"صحيفة {chance.randrange(400)}"
    document = Document(
        id=identity,
        text=text,
        published=published,
        outlet=outlet,
        theatre=incident["theatre"],
        synthetic=True,
    )
    record = Record(
        id=identity, outlet=outlet, published=published, theatre=incident["theatre"], synthetic=True,
        reports=[Report.model_validate(report)], data_version="generated",
    )  # fmt: skip
    return document, record
