"""What some may not see: documents and incidents that are kept to listed people, or to a role and those above it.

A restriction of a document holds for all its versions, one of an incident for what it was merged into and what is split off. Administrators see
everything. Nothing is asked of the database where nothing is restricted but one look at an index.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.http import HttpRequest
from django.utils import timezone

from rasd.errors import StoreError

__all__ = ["NOTHING", "Hidden", "Kind", "hidden", "hidden_from", "in_force", "lift", "restrict", "subject_of"]

Kind = Literal["document", "incident"]
_MANY = 500


@dataclass(frozen=True, slots=True)
class Hidden:
    """The keys that one person must not see."""

    documents: frozenset[str] = frozenset()
    incidents: frozenset[str] = frozenset()
    is_masked: bool = False
    """Whether names are masked for this person: then no word finds what only a masked name says."""

    @property
    def is_empty(self) -> bool:
        """Whether this person may see everything."""
        return not (self.documents or self.incidents)

    def __contains__(self, key: object) -> bool:
        return key in self.documents or key in self.incidents


NOTHING = Hidden()


def hidden(request: HttpRequest) -> Hidden:
    """Return what who asks must not see; asked once a request."""
    found: Hidden | None = getattr(request, "_rasd_hidden", None)
    if found is None:
        found = hidden_from(getattr(request, "user", None))
        request._rasd_hidden = found  # type: ignore[attr-defined]
    return found


def hidden_from(person: Any) -> Hidden:
    """Return what a person must not see; None and who is not signed in: all that is restricted."""
    from rasd.desk.access import roles_up_to
    from rasd.desk.access.models import Restriction, RestrictionPerson

    is_known = person is not None and person.is_authenticated
    role = str(person.role) if is_known else ""
    if role == "administrator":
        return NOTHING
    is_masked = role in ("", "reader")
    rows = Restriction.objects.filter(lifted_at__isnull=True).exclude(role__in=list(roles_up_to(role)))
    if is_known:
        listed = RestrictionPerson.objects.filter(restriction=OuterRef("pk"), person_id=person.pk)
        rows = rows.filter(~Exists(listed))
    found = list(rows.values_list("kind", "subject", "reports"))
    if not found:
        return Hidden(is_masked=is_masked) if is_masked else NOTHING
    documents = _with_versions({subject for kind, subject, _ in found if kind == "document"})
    incidents = _followed({subject for kind, subject, _ in found if kind == "incident"})
    incidents |= _wholly_of("document_key", documents)
    incidents |= _wholly_of("report_key", {one for _, _, reports in found for one in json.loads(reports)})
    return Hidden(frozenset(documents), frozenset(incidents))


def subject_of(kind: Kind, key: str) -> str:
    """Return the key under which a restriction of this document or incident is kept; empty: there is none."""
    from rasd.store import models

    if kind == "incident":
        from rasd.desk.site.shelf import store

        found = store().incident(key)
        return found.id if found is not None else ""
    row = models.Document.objects.filter(key=key).select_related("version_of").defer("text").first()
    while row is not None and row.version_of_id is not None:
        row = models.Document.objects.filter(pk=row.version_of_id).defer("text").first()
    return str(row.key) if row is not None else ""


def in_force(kind: Kind, subject: str) -> Any:
    """Return the restriction of a subject, with its people, or None."""
    from rasd.desk.access.models import Restriction

    return (
        Restriction.objects.filter(kind=kind, subject=subject, lifted_at__isnull=True)
        .prefetch_related("people__person")
        .first()
    )


def restrict(kind: Kind, key: str, *, by: str, why: str, role: str = "", people: Sequence[Any] = ()) -> Any:
    """Keep a document or incident to `people`, and to `role` and those above it; an earlier restriction is lifted by it.

    Raises StoreError when there is no such subject, or no reason is given.
    """
    from rasd.desk.access.models import Restriction, RestrictionPerson
    from rasd.store import models

    subject = subject_of(kind, key)
    if not subject:
        raise StoreError(f"{key}: there is no such {kind}. Nothing was restricted.")
    if not why.strip():
        raise StoreError(f"{key}: say why it is restricted. Nothing was changed.")
    with transaction.atomic():
        reports = (
            models.IncidentReport.objects.filter(incident__key=subject).values_list("report_key", flat=True)
            if kind == "incident"
            else ()
        )
        _lift(kind, subject, by=by, why=why)
        made = Restriction.objects.create(
            kind=kind,
            subject=subject,
            role=role,
            by=by,
            at=timezone.now(),
            why=why.strip(),
            reports=json.dumps(sorted(reports)),
        )
        RestrictionPerson.objects.bulk_create(
            [RestrictionPerson(restriction=made, person=person) for person in people]
        )
    return made


def lift(kind: Kind, key: str, *, by: str, why: str = "") -> bool:
    """Lift the restriction of a subject; False when there is none."""
    subject = subject_of(kind, key) or key
    with transaction.atomic():
        return _lift(kind, subject, by=by, why=why)


def _lift(kind: Kind, subject: str, *, by: str, why: str) -> bool:
    from rasd.desk.access.models import Restriction

    rows = Restriction.objects.filter(kind=kind, subject=subject, lifted_at__isnull=True)
    return bool(rows.update(lifted_by=by, lifted_at=timezone.now(), lifted_why=why.strip()))


def _parts(keys: Iterable[str]) -> Iterable[list[str]]:
    ordered = sorted(keys)
    for start in range(0, len(ordered), _MANY):
        yield ordered[start : start + _MANY]


def _with_versions(documents: set[str]) -> set[str]:
    from rasd.store import models

    found, latest = set(documents), set(documents)
    while latest:
        newer: set[str] = set()
        for part in _parts(latest):
            # in two steps and in order: else SQLite, told that hardly a document has a version, reads the whole table
            ids = list(models.Document.objects.filter(key__in=part).values_list("id", flat=True))
            versions = models.Document.objects.filter(version_of_id__in=ids).order_by("version_of_id")
            newer.update(versions.values_list("key", flat=True))
        latest = newer - found
        found |= latest
    return found


def _followed(incidents: set[str]) -> set[str]:
    """Return the keys with those that they lead to, and those that lead to them: an old address opens nothing either."""
    from rasd.store import models

    found, latest = set(incidents), set(incidents)
    while latest:
        others: set[str] = set()
        for part in _parts(latest):
            rows = models.IncidentFormer.objects.filter(Q(key__in=part) | Q(leads_to__in=part))
            for key, leads_to in rows.values_list("key", "leads_to"):
                others.update((key, leads_to))
        latest = others - found - {""}
        found |= latest
    return found


def _wholly_of(column: str, keys: set[str]) -> set[str]:
    """Return the incidents whose every document, or report, is among these."""
    from rasd.store import models

    touched: set[int] = set()
    for part in _parts(keys):
        rows = models.IncidentReport.objects.filter(**{f"{column}__in": part})
        touched.update(rows.values_list("incident_id", flat=True))
    left: set[int] = set()
    ordered = sorted(touched)
    for start in range(0, len(ordered), _MANY):
        rows = models.IncidentReport.objects.filter(incident_id__in=ordered[start : start + _MANY])
        told = rows.values_list("incident_id", column)
        left.update(number for number, key in told if key not in keys)
    found: set[str] = set()
    ordered = sorted(touched - left)
    for start in range(0, len(ordered), _MANY):
        found.update(
            models.Incident.objects.filter(id__in=ordered[start : start + _MANY]).values_list(
                "key", flat=True
            )
        )
    return _followed(found) if found else found
