"""A store of any size for the desk, of invented incidents: documents with records, words, incidents with facets and history.

    python benchmarks/desk_store.py ADDRESS [--incidents 100000] [--reports-each 5]

Rows are written in bulk past `Store`, so there is no custody and nothing is left for the linker: the store is for measuring
pages, not for keeping anything. One document tells of two incidents. 100,000 incidents take minutes, not hours.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from typing import Any

from generated import invented, telling
from rasd.model import Incident
from rasd.store import Store

__all__ = ["fill"]

BLOCK = 500
"""Incidents at a time; their reports are dealt out to documents among themselves."""
_NOW = datetime(2026, 1, 1, tzinfo=UTC)
_WEAPONS = ("artillery", "drone", "", "missile", "", "small_arms", "", "mortar", "", "ied", "rocket")


def fill(
    store: Store, incidents: int, each: int, told: Callable[[int], None] | None = None, seed: int = 7
) -> None:
    """Fill an empty store."""
    from rasd.store import models

    chance = random.Random(seed)
    run = store.begin_coding("generated")
    count = {"document": 0, "report": 0, "facet": 0}
    for first in range(0, incidents, BLOCK):
        size = min(BLOCK, incidents - first)
        with _writer(store.alias) as put:
            _block(store.alias, put, chance, run.number, first, size, each, count)
        if told is not None:
            told(first + size)
    _settle(
        store.alias,
        [models.Document, models.CodedRecord, models.Report, models.Incident, models.IncidentFacet],
    )


def _block(
    alias: str,
    put: Callable[[Any, Sequence[str], Sequence[Sequence[Any]]], None],
    chance: random.Random,
    run: int,
    first: int,
    size: int,
    each: int,
    count: dict[str, int],
) -> None:
    from rasd.store import models
    from rasd.store.incident_facets import facets_of, row_of
    from rasd.store.records import family_of
    from rasd.store.review_models import ReviewStanding
    from rasd.store.words import put_words

    about = [invented(chance) for _ in range(size)]
    dealt = [number for number in range(size) for _ in range(each)]
    chance.shuffle(dealt)
    reports_of: list[list[dict[str, Any]]] = [[] for _ in range(size)]
    documents, records, reports, standings, words = [], [], [], [], []
    for start in range(0, len(dealt), 2):
        count["document"] += 1
        number = count["document"]
        key = f"g{number:07}"
        tellings = [telling(chance, about[one]) for one in dealt[start : start + 2]]
        told, published, _ = tellings[0]
        outlet = f"صحيفة {chance.randrange(400)}"
        theatre = about[dealt[start]]["theatre"]
        parts, at, told_reports = [], 0, []
        for index, (words_of_it, _, read) in enumerate(tellings, 1):
            report = _whole(read, about[dealt[start + index - 1]], at, f"r{index}")
            parts.append(words_of_it)
            at += len(words_of_it) + 1
            told_reports.append(report)
            reports_of[dealt[start + index - 1]].append(
                {
                    "report": report,
                    "document": key,
                    "outlet": outlet,
                    "published": published,
                    "group": number % 3,
                }
            )
        text = "\n".join(parts)
        day = date.fromisoformat(published[:10])
        digest = sha256(text.encode()).hexdigest()
        documents.append(
            (
                number,
                key,
                text,
                digest,
                told[:60],
                outlet,
                published,
                day,
                None,
                None,
                None,
                theatre,
                True,
                "file",
                None,
                run,
            )
        )
        record = {
            "schema_version": "1.0", "data_version": "generated", "id": key, "outlet": outlet, "title": told[:60], "published": published,
            "theatre": theatre, "theatres": [theatre], "synthetic": True, "text_sha256": digest, "reports": told_reports,
        }  # fmt: skip
        records.append((number, number, run, json.dumps(record, ensure_ascii=False), None, True))
        for report in told_reports:
            count["report"] += 1
            when = date.fromisoformat(report["date"]["start"])
            reports.append(
                (count["report"], f"{key}#{report['id']}", number, number, json.dumps(report, ensure_ascii=False), report["kind"], family_of(report["kind"]), "asserted", when, when, True)
            )  # fmt: skip
        killed = sum(report["harm"][0]["max"] for report in told_reports)
        standings.append(
            (number, "waiting", True, "", None, float(killed), len(told_reports), killed, 0, number % 3, 0, number % 5 == 0,
             f" {' '.join(sorted({report['kind'] for report in told_reports}))} ", outlet, theatre)
        )  # fmt: skip
        words.append((number, text))
    rows, facets, linked, changes = [], [], [], []
    for offset in range(size):
        number = first + offset + 1
        incident = Incident.model_validate(
            _described(chance, f"i{number:07}", about[offset], reports_of[offset])
        )
        row = row_of(incident, _NOW - timedelta(minutes=chance.randrange(500_000)))
        rows.append(
            [number, *(getattr(row, field.attname) for field in models.Incident._meta.concrete_fields[1:])]
        )
        for name, value in sorted(facets_of(incident)):
            count["facet"] += 1
            facets.append((count["facet"], number, name, value))
        linked += [(number, one.report_id, one.document_id) for one in incident.reports]
        changes.append(
            (
                incident.id,
                _NOW,
                "founded",
                "link",
                json.dumps({"added": [one.report_id for one in incident.reports]}),
            )
        )
    put(models.Document, _columns(models.Document), documents)
    put(models.CodedRecord, _columns(models.CodedRecord), records)
    put(models.Report, _columns(models.Report), reports)
    put(ReviewStanding, _columns(ReviewStanding), standings)
    put(models.Incident, _columns(models.Incident), rows)
    put(models.IncidentFacet, _columns(models.IncidentFacet), facets)
    put(models.IncidentReport, _columns(models.IncidentReport)[1:], linked)
    put(models.IncidentChange, _columns(models.IncidentChange)[1:], changes)
    put_words(alias, words)


def _whole(report: dict[str, Any], about: dict[str, Any], by: int, name: str) -> dict[str, Any]:
    """Return a report with a weapon, as a record keeps it, its evidence as far on in the document as it is told."""
    weapon = _WEAPONS[(about["kind"] * 7 + about["part"] + about["site"]) % len(_WEAPONS)]
    weapons = [{"weapon": weapon, "evidence": report["evidence"]}] if weapon else []
    whole: dict[str, Any] = json.loads(
        json.dumps({**report, "id": name, "weapons": weapons}, ensure_ascii=False)
    )
    _shift(whole, by)
    return whole


def _shift(value: Any, by: int) -> None:
    if isinstance(value, dict):
        if "evidence" in value:
            value["evidence"] = [[start + by, end + by] for start, end in value["evidence"]]
        for inner in value.values():
            _shift(inner, by)
    elif isinstance(value, list):
        for inner in value:
            _shift(inner, by)


def _described(
    chance: random.Random, key: str, about: dict[str, Any], told: Sequence[dict[str, Any]]
) -> dict[str, Any]:
    """Return an incident as linking would describe it, at a fraction of the cost."""
    names = [f"{one['document']}#{one['report']['id']}" for one in told]
    first = told[0]["report"]
    day = first["date"]["start"]
    actors = list(dict.fromkeys(p["actor"] for one in told for p in one["report"]["perpetrators"]))
    sites = list(dict.fromkeys(s["site"] for one in told for s in one["report"]["target_sites"]))
    weapons = list(dict.fromkeys(w["weapon"] for one in told for w in one["report"]["weapons"]))
    place = {name: first["places"][0].get(name) for name in ("name", "country", "admin1", "admin2", "latitude", "longitude", "gazetteer_id", "precision")}  # fmt: skip
    groups = sorted({one["group"] for one in told})
    sources = len(groups)
    proposed = "weak" if sources < 2 or not actors else "fair"
    decided = "confirmed" if chance.random() < 0.05 else None
    return {
        "id": key, "kind": first["kind"], "factuality": "asserted",
        "date": {"start": day, "end": day, "part_of_day": None, "reports": names},
        "places": [{**place, "reports": names}] if chance.random() < 0.97 else [],
        "perpetrators": [{"actor": actor, "certainty": "stated", "independent_sources": sources, "reports": names} for actor in actors],
        "target_sites": [{"site": site, "reports": names} for site in sites],
        "weapons": [{"weapon": weapon, "reports": names} for weapon in weapons],
        "harm": [_harm(effect, index, told, names) for index, effect in enumerate(("killed", "injured"))],
        "grade": {"proposed": proposed, "rule": f"{proposed}.generated", "reports": names, "decided": decided, "by": "generated" if decided else None},
        "occurrence": "likely" if sources > 1 else "single_source", "independent_sources": sources,
        "groups": [[name for name, one in zip(names, told, strict=True) if one["group"] == group] for group in groups],
        "theatres": [about["theatre"]], "synthetic": True,
        "reports": [
            {"document_id": one["document"], "report_id": name, "factuality": "asserted", "score": 4.2, "linked_to": names[0] if number else None,
             "group": groups.index(one["group"]), "outlet": one["outlet"], "published": one["published"]}
            for number, (name, one) in enumerate(zip(names, told, strict=True))
        ],
    }  # fmt: skip


def _harm(effect: str, index: int, told: Sequence[dict[str, Any]], names: Sequence[str]) -> dict[str, Any]:
    figures = [one["report"]["harm"][index] for one in told]
    low, high = min(one["min"] for one in figures), max(one["max"] for one in figures)
    return {
        "effect": effect, "min": low, "max": high,
        "min_from": [name for name, one in zip(names, figures, strict=True) if one["min"] == low],
        "max_from": [name for name, one in zip(names, figures, strict=True) if one["max"] == high],
        "figures": [
            {"report_id": name, "document_id": one["document"], "source": one["outlet"], "published": one["published"],
             "min": figure["min"], "max": figure["max"], "phrase": figure["phrase"], "evidence": one["report"]["evidence"]}
            for name, one, figure in zip(names, told, figures, strict=True)
        ],
    }  # fmt: skip


def _columns(model: Any) -> list[str]:
    return [field.column for field in model._meta.concrete_fields]


@contextmanager
def _writer(alias: str) -> Iterator[Callable[[Any, Sequence[str], Sequence[Sequence[Any]]], None]]:
    """Write rows of one block in one transaction, the quickest way of each database."""
    from django.db import connections, transaction

    connection = connections[alias]
    is_sqlite = connection.vendor == "sqlite"

    def put(model: Any, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
        names = ", ".join(f'"{name}"' for name in columns)
        with connection.cursor() as cursor:
            if is_sqlite:
                marks = ", ".join(["%s"] * len(columns))
                cursor.executemany(
                    f"INSERT INTO {model._meta.db_table} ({names}) VALUES ({marks})",
                    [[_plain(v) for v in row] for row in rows],
                )
            else:
                with cursor.copy(f"COPY {model._meta.db_table} ({names}) FROM STDIN") as copy:
                    for row in rows:
                        copy.write_row(row)

    with transaction.atomic(using=alias):
        yield put


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return f"{value.astimezone(UTC):%Y-%m-%d %H:%M:%S.%f}"
    return value.isoformat() if isinstance(value, date) else value


def _settle(alias: str, models: Sequence[Any]) -> None:
    """Let the database count on from the ids that were given, and learn what is in its tables."""
    from django.db import connections

    with connections[alias].cursor() as cursor:
        if connections[alias].vendor == "postgresql":
            for model in models:
                table = model._meta.db_table
                cursor.execute(
                    f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))"
                )
        cursor.execute("ANALYZE")


def main() -> None:
    """Fill the store at an address."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("address")
    parser.add_argument("--incidents", type=int, default=100_000)
    parser.add_argument("--reports-each", type=int, default=5)
    given = parser.parse_args()
    begun = time.perf_counter()
    with Store.open(given.address) as store:
        if store.count_incidents():
            parser.error(f"{given.address} holds incidents already. Give an empty store.")

        def told(done: int) -> None:
            if not done % 10_000:
                print(f"{done} incidents, {time.perf_counter() - begun:.0f} s", flush=True)

        fill(store, given.incidents, given.reports_each, told)


if __name__ == "__main__":
    main()
