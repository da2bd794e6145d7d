"""Incidents are kept as a whole set of changes: in one transaction, with their history, and old ids lead on.

A report belongs to one incident at most: the database refuses anything else, so no half-written state is ever seen.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from django.db import transaction

from rasd.errors import StoreError
from rasd.model import Incident
from rasd.store import models
from rasd.store.custody import Custody, canonical
from rasd.store.incident_facets import facets_of, row_of
from rasd.store.incident_filter import IncidentPast

__all__ = ["keep_incidents", "past"]

_MANY = 400
_TOLD = ("kind", "factuality", "date", "places", "perpetrators", "targets", "contested", "occurrence")


def keep_incidents(
    alias: str,
    custody: Custody,
    place: str,
    changed: Sequence[Incident],
    removed: Sequence[str],
    *,
    linked: Iterable[str],
    by: str,
) -> list[IncidentPast]:
    """Put `changed` in place of what has their ids, take `removed` away; return what was written to the history."""
    by_key = {incident.id: incident for incident in changed}
    twice = Counter(report.report_id for incident in by_key.values() for report in incident.reports)
    doubled = [key for key, times in twice.items() if times > 1]
    if doubled:
        raise StoreError(f"{place}: report {doubled[0]} stands in two incidents at once. Give it one.")
    gone = [key for key in dict.fromkeys(removed) if key not in by_key]
    with transaction.atomic(using=alias):
        custody.lock()
        before = _before(alias, [*by_key, *gone])
        gone = [key for key in gone if key in before]
        fresh = {
            key: incident
            for key, incident in by_key.items()
            if key not in before or before[key].incident != incident.model_dump_json()
        }
        at = datetime.now(UTC)
        _check_free(alias, place, fresh, [*before])
        _take_away(alias, [before[key] for key in (*fresh, *gone) if key in before], gone)
        _put(alias, fresh, at)
        home = {report.report_id: key for key, incident in by_key.items() for report in incident.reports}
        leads = {key: _leads_to(before[key], home) for key in gone}
        _lead(alias, leads, fresh)
        entries = [_change(key, incident, before.get(key), at, by) for key, incident in fresh.items()]
        entries += [
            IncidentPast(key, at, "merged" if into else "removed", by, {"into": into} if into else {})
            for key, into in leads.items()
        ]
        models.IncidentChange.objects.using(alias).bulk_create(
            [
                models.IncidentChange(
                    incident_key=e.incident_id,
                    at=e.at,
                    action=e.action,
                    by=e.by,
                    details=canonical(e.details),
                )
                for e in entries
            ],
            batch_size=_MANY,
        )
        for some in _some(list(linked)):
            models.LinkPending.objects.using(alias).filter(report_key__in=some).delete()
    return entries


def _some(values: Sequence[Any]) -> Iterable[Sequence[Any]]:
    return (values[start : start + _MANY] for start in range(0, len(values), _MANY))


def _before(alias: str, keys: Sequence[str]) -> dict[str, Any]:
    rows = models.Incident.objects.using(alias)
    return {row.key: row for some in _some(keys) for row in rows.filter(key__in=some)}


def _check_free(alias: str, place: str, fresh: Mapping[str, Incident], ours: Sequence[str]) -> None:
    """Refuse a report that belongs to an incident which is not among those at hand."""
    keys = [report.report_id for incident in fresh.values() for report in incident.reports]
    own = set(ours)
    for some in _some(keys):
        for report, incident in (
            models.IncidentReport.objects.using(alias)
            .filter(report_key__in=some)
            .values_list("report_key", "incident__key")
        ):
            if incident not in own:
                raise StoreError(
                    f"{place}: report {report} belongs to incident {incident}, which is neither changed nor removed."
                    " Link again: another program has linked meanwhile."
                )


def _take_away(alias: str, rows: Sequence[Any], gone: Sequence[str]) -> None:
    for some in _some([row.pk for row in rows]):
        models.IncidentReport.objects.using(alias).filter(incident_id__in=some)._raw_delete(alias)
        models.IncidentFacet.objects.using(alias).filter(incident_id__in=some)._raw_delete(alias)
    for keys in _some(gone):
        models.Incident.objects.using(alias).filter(key__in=keys)._raw_delete(alias)


def _put(alias: str, fresh: Mapping[str, Incident], at: datetime) -> None:
    names = [field.name for field in models.Incident._meta.concrete_fields if not field.primary_key]
    rows = models.Incident.objects.using(alias).bulk_create(
        [row_of(incident, at) for incident in fresh.values()],
        batch_size=_MANY,
        update_conflicts=True,
        unique_fields=["key"],
        update_fields=[name for name in names if name != "key"],
    )
    placed = [(row, fresh[row.key]) for row in rows]
    models.IncidentReport.objects.using(alias).bulk_create(
        [
            models.IncidentReport(
                incident_id=row.pk, report_key=report.report_id, document_key=report.document_id
            )
            for row, incident in placed
            for report in incident.reports
        ],
        batch_size=_MANY,
    )
    models.IncidentFacet.objects.using(alias).bulk_create(
        [
            models.IncidentFacet(incident_id=row.pk, name=name, value=value)
            for row, incident in placed
            for name, value in sorted(facets_of(incident))
        ],
        batch_size=_MANY,
    )


def _leads_to(row: Any, home: Mapping[str, str]) -> str:
    """Return the incident that has most of the reports of one that is gone; empty when none has any."""
    went = Counter(
        home[r["report_id"]] for r in json.loads(row.incident)["reports"] if r["report_id"] in home
    )
    return min(went, key=lambda key: (-went[key], key), default="")


def _lead(alias: str, leads: Mapping[str, str], fresh: Mapping[str, Incident]) -> None:
    formers = models.IncidentFormer.objects.using(alias)
    for some in _some(list(fresh)):
        formers.filter(key__in=some).delete()  # an id that is in use again leads to itself
    for key, into in leads.items():
        formers.filter(leads_to=key).update(leads_to=into)
        formers.update_or_create(key=key, defaults={"leads_to": into})


def _change(key: str, incident: Incident, row: Any, at: datetime, by: str) -> IncidentPast:
    reports = [report.report_id for report in incident.reports]
    if row is None:
        return IncidentPast(key, at, "founded", by, {"added": reports})
    was = json.loads(row.incident)
    now = incident.model_dump(mode="json")
    had = [report["report_id"] for report in was["reports"]]
    details: dict[str, Any] = {}
    if added := [report for report in reports if report not in had]:
        details["added"] = added
    if left := [report for report in had if report not in reports]:
        details["removed"] = left
    earlier = {name: was.get(name) for name in _TOLD if was.get(name) != now.get(name)}
    harm = {name: _ranges(was.get(name, ())) for name in ("harm", "conceded")}
    earlier |= {name: was_then for name, was_then in harm.items() if was_then != _ranges(now[name])}
    grade = {name: was["grade"].get(name) for name in ("proposed", "rule", "decided", "by")}
    if grade != {name: now["grade"].get(name) for name in grade}:
        earlier["grade"] = grade
    if earlier:
        details |= {"changed": sorted(earlier), "before": earlier}
    return IncidentPast(key, at, "changed", by, details)


def _ranges(harms: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    names = ("effect", "min", "max", "open", "victim_status", "children", "women", "min_from", "max_from")
    return [{name: harm.get(name) for name in names} for harm in harms]


def past(alias: str, key: str) -> list[IncidentPast]:
    """Return the history of an incident and of those that became part of it, oldest first."""
    formers = models.IncidentFormer.objects.using(alias).filter(leads_to=key).values_list("key", flat=True)
    rows = models.IncidentChange.objects.using(alias).filter(incident_key__in=[key, *formers]).order_by("id")
    return [
        IncidentPast(row.incident_key, row.at.astimezone(UTC), row.action, row.by, json.loads(row.details))
        for row in rows
    ]
