"""A store with linked reports, and linking in bulk to hold it against: invented, on real places."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from arrivals import arrival
from linking_examples import VILLAGE
from rasd.linking import Linker, members_of, traits_of
from rasd.model import Record, Report
from rasd.store import IncidentFilter, Store
from rasd.store.deciding import decisions_of
from rasd.store.linking import link_store

__all__ = ["TEXT", "code", "grouping", "in_bulk", "report", "told_store"]

TEXT = "الوثيقة {}: قتل خمسة مدنيين بقصف مدفعي صباح اليوم على القرية المختلقة."
_KILLED = "خمسة مدنيين"


def report(text: str, number: int = 1, *, day: str = "2019-04-28", killed: int = 5, **more: Any) -> Report:
    """Return a report whose evidence is a stretch of `text` of its own."""
    at = text.index(_KILLED)
    return Report.model_validate(
        {
            "id": f"r{number}",
            "kind": "shelling",
            "evidence": [(0, 8)] if number == 1 else [(at + number, at + number + 3)],
            "date": {"start": day, "end": day, "part_of_day": "morning"},
            "places": [VILLAGE],
            "perpetrators": [{"actor": "SYR_GOV"}],
            "harm": [
                {
                    "effect": "killed", "min": killed, "max": killed, "phrase": _KILLED,
                    "evidence": [(at, at + len(_KILLED))],
                }
            ],
            **more,
        }
    )  # fmt: skip


def told_store(store: Store, days: Sequence[str], *, synthetic: Sequence[int] = ()) -> Store:
    """Fill a store with one document a day of `days`, one report each, and link them."""
    store.add(
        [
            arrival(
                TEXT.format(number), id=f"d{number}", outlet=f"صحيفة {number}", published=f"{day}T12:00:00+03:00",
                url=f"https://news.example/{number}", synthetic=number in synthetic,
            )
            for number, day in enumerate(days)
        ]
    )  # fmt: skip
    code(store, {f"d{n}": [report(TEXT.format(n), day=day, killed=n + 1)] for n, day in enumerate(days)})
    link_store(store)
    return store


def code(store: Store, reports: dict[str, list[Report]], *, version: str = "v1") -> None:
    """Keep records of these reports, as a run of the coder would."""
    run = store.begin_coding(version)
    kept = []
    for key, given in reports.items():
        document = store.document(key)
        assert document is not None
        told = document.document
        kept.append(
            (
                key,
                Record(
                    id=key, data_version=version, outlet=told.outlet, published=told.published, theatre="syria",
                    synthetic=told.synthetic, reports=given,
                ),
            )
        )  # fmt: skip
    store.keep_records(run, kept)


def in_bulk(store: Store) -> set[frozenset[str]]:
    """Return which reports are together when everything is linked in memory at once: what every way must give."""
    members = {
        member.id: member
        for stored in store.documents()
        if (record := store.record(stored.id)) is not None
        for member in members_of(record, stored.document.text)
    }
    linker = Linker(decisions_of(store))
    for member in members.values():
        linker.add(traits_of(member))
    return set(map(frozenset, linker.groups()))


def grouping(store: Store) -> set[frozenset[str]]:
    """Return which reports are together."""
    return {
        frozenset(link.report_id for link in incident.reports)
        for incident in store.incidents(IncidentFilter())
    }
