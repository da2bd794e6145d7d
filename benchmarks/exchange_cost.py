"""What a large export costs: a million made-up incidents through the whole way out, in each format that maps and tables use.

    python benchmarks/exchange_cost.py FOLDER [--incidents 1000000] [--formats parquet,geoparquet,geojson]

Each format runs in a process of its own, so that its peak memory is its own; files are written to FOLDER and removed.
Prints one row a format and writes ``benchmarks/figures/exchange-cost.tsv``.
"""

from __future__ import annotations

import argparse
import io
import json
import random
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from rasd.export.exchange import Cited, Dossier, ExportOptions, exchange_format_named, export
from rasd.model import Incident, IncidentDate, IncidentPlace, LinkedReport, Report

FIGURES = Path(__file__).resolve().parent / "figures" / "exchange-cost.tsv"
COLUMNS = (
    "format",
    "incidents",
    "seconds",
    "incidents_a_second",
    "megabytes",
    "peak_mb",
    "peak_mb_of_a_tenth",
)
_FIRST = date(2011, 3, 15)
_KINDS = ("shelling", "air_strike", "attack", "explosion", "clash", "arrest", "abduction")
_SITES = ("market", "house", "school", "hospital", "checkpoint")


def _template(number: int) -> Dossier:
    """Return a dossier of two or three reports, as linking makes them."""
    chance = random.Random(number)
    killed = chance.randint(0, 20)
    places = [
        {
            "name": f"بلدة مختلقة {number}",
            "country": "SY",
            "admin1": "Idlib",
            "admin2": "Ariha",
            "latitude": 35.5,
            "longitude": 36.5,
            "gazetteer_id": f"gaz:{number}",
            "precision": "settlement",
            "reports": ["a#r1", "b#r1"],
        }
        for _ in range(1 + (number % 7 == 0))
    ]
    figures = [
        {
            "report_id": f"{key}#r1",
            "document_id": key,
            "source": source,
            "source_type": sort,
            "min": killed,
            "max": killed + 2,
            "phrase": "مقتل مدنيين",
            "evidence": [(10, 21)],
        }
        for key, source, sort in (("a", "الدفاع المدني", "civil_defence"), ("b", "شاهد", "witness"))
    ]
    links = [
        {
            "document_id": key,
            "report_id": f"{key}#r1",
            "factuality": "asserted",
            "score": 0.93,
            "reasons": [
                {"part": part, "weight": 2.5, "ar": "المكان نفسه", "en": "the same place"}
                for part in ("place", "date", "kind", "actors")
            ],
            "outlet": "صحيفة مختلقة",
            "published": "2019-04-28",
        }
        for key in ("a", "b")
    ]
    incident = Incident.model_validate(
        {
            "id": "i0", "kind": chance.choice(_KINDS), "places": places,
            "date": {"start": "2019-04-28", "end": "2019-04-28", "part_of_day": "morning"},
            "perpetrators": [{"actor": chance.choice(("SYR_GOV", "RUS", "SYR_OPP")), "certainty": "accused"}],
            "targets": [{"actor": "CIVILIANS"}], "target_sites": [{"site": chance.choice(_SITES)}],
            "weapons": [{"weapon": "artillery"}],
            "harm": [{"effect": "killed", "min": killed, "max": killed + 2, "figures": figures}],
            "grade": {"proposed": "fair", "rule": "two_sources", "reasons": {"ar": "مصدران", "en": "two sources"}},
            "occurrence": "likely", "independent_sources": 2, "groups": [["a#r1"], ["b#r1"]], "theatres": ["syria"],
            "synthetic": True, "reports": links,
        }
    )  # fmt: skip
    report = Report.model_validate(
        {
            "id": "r1", "kind": incident.kind, "places": [{"name": f"بلدة مختلقة {number}", "latitude": 35.5, "longitude": 36.5}],
            "harm": [{"effect": "killed", "min": killed, "max": killed, "victims": ["اسم مختلق"], "phrase": "مقتل مدنيين"}],
            "sources": [{"name": "شاهد", "type": "witness"}, {"name": "الدفاع المدني", "type": "civil_defence"}],
        }
    )  # fmt: skip
    documents = {
        key: Cited(id=key, outlet="صحيفة مختلقة", url=f"https://news.example/{key}", synthetic=True)
        for key in "ab"
    }
    return Dossier(incident, {"a#r1": report, "b#r1": report}, documents)


def dossiers(count: int) -> Iterator[Dossier]:
    """Yield as many made-up dossiers, no two of one id, day and point."""
    templates = [_template(number) for number in range(500)]
    chance = random.Random(7)
    for number in range(count):
        like = templates[number % len(templates)]
        day = _FIRST + timedelta(days=number % 5_000)
        keys = {"a": f"d{number}a", "b": f"d{number}b"}
        places = [
            IncidentPlace.model_construct(**{
                **dict(place), "latitude": round(32.5 + 4.5 * chance.random(), 4),
                "longitude": round(35.8 + 6 * chance.random(), 4),
            })
            for place in like.incident.places
        ]  # fmt: skip
        links = [
            LinkedReport.model_construct(**{
                **dict(link), "document_id": keys[link.document_id], "report_id": f"{keys[link.document_id]}#r1"
            })
            for link in like.incident.reports
        ]  # fmt: skip
        incident = like.incident.model_copy(
            update={
                "id": f"i{number:012x}", "places": places, "reports": links,
                "date": IncidentDate.model_construct(start=day, end=day, part_of_day="morning", reports=[]),
            }
        )  # fmt: skip
        yield Dossier(
            incident,
            {f"{keys[key[0]]}#r1": report for key, report in like.reports.items()},
            {keys[key]: cited.model_copy(update={"id": keys[key]}) for key, cited in like.documents.items()},
        )


def one(name: str, count: int, folder: Path) -> dict[str, object]:
    """Write one file and return what it cost."""
    form = exchange_format_named(name)
    path = folder / f"cost.{name}"
    begun = time.perf_counter()
    with path.open("wb") as raw:
        stream = raw if form.is_binary else io.TextIOWrapper(raw, "utf-8", newline="")
        sent = export(form, dossiers(count), stream, ExportOptions(is_synthetic=True))
        stream.flush()
    taken = time.perf_counter() - begun
    size = path.stat().st_size
    path.unlink()
    assert sent.incidents == count
    return {
        "format": name, "incidents": count, "seconds": round(taken, 1), "incidents_a_second": round(count / taken),
        "megabytes": round(size / 1e6), "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }  # fmt: skip


def apart(name: str, count: int, folder: Path) -> dict[str, object]:
    """Return what `one` returns, from a process of its own."""
    done = subprocess.run(
        [sys.executable, __file__, str(folder), "--incidents", str(count), "--one", name],
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    row: dict[str, object] = json.loads(done.stdout)
    return row


def main() -> None:
    """Measure each format, at the full size and at a tenth of it: memory that does not grow is the same in both."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--incidents", type=int, default=1_000_000)
    parser.add_argument("--formats", default="parquet,geoparquet,geojson")
    parser.add_argument("--one", help=argparse.SUPPRESS)
    given = parser.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    if given.one:
        print(json.dumps(one(given.one, given.incidents, given.folder)))
        return
    rows = []
    for name in given.formats.split(","):
        tenth = apart(name, max(1, given.incidents // 10), given.folder)
        row = apart(name, given.incidents, given.folder) | {"peak_mb_of_a_tenth": tenth["peak_mb"]}
        rows.append(row)
        print(json.dumps(row), flush=True)
    FIGURES.parent.mkdir(exist_ok=True)
    lines = ["\t".join(COLUMNS), *("\t".join(str(row[name]) for name in COLUMNS) for row in rows)]
    FIGURES.write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main()
