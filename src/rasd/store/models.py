"""The tables. `key` is the id that the world sees, `id` the number of the row, in order of arrival.

Values that must come back as they went in (records, incidents, custody details) are JSON in text columns: a JSON type
would reorder keys and refuse characters. Columns beside them are facets for filters and are written from them.
Import this module only after `Store.open`, or in a Django site that lists ``rasd.store``.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from rasd.store.feed_models import Feed, WebHost, WebVisit
from rasd.store.ledger_models import ClaimedTotal, Observation, ObservationUndoing
from rasd.store.review_models import Review, ReviewStanding

__all__ = [
    "ClaimedTotal",
    "CodedRecord",
    "Coding",
    "CustodyEntry",
    "CustodyHead",
    "Document",
    "Evidence",
    "Feed",
    "Incident",
    "IncidentChange",
    "IncidentFacet",
    "IncidentFormer",
    "IncidentReport",
    "Judgement",
    "JudgementSubject",
    "LinkKey",
    "LinkPair",
    "LinkPending",
    "LinkReport",
    "Media",
    "Observation",
    "ObservationUndoing",
    "Report",
    "Review",
    "ReviewStanding",
    "Sighting",
    "WebHost",
    "WebVisit",
]


class Row(models.Model):
    """What every table has: its rows by number."""

    objects: ClassVar[models.Manager[Any]]
    id = models.BigAutoField(primary_key=True)

    class Meta:
        abstract = True


class Coding(Row):
    """One run of the coder: with which words and which program."""

    data_version = models.TextField(db_index=True)
    rasd_version = models.TextField()
    at = models.DateTimeField()


class Document(Row):
    """The working copy of a document."""

    key = models.TextField(unique=True)
    text = models.TextField()
    text_sha256 = models.CharField(max_length=64)
    title = models.TextField(null=True)
    outlet = models.TextField(null=True)
    published = models.TextField(null=True)
    published_on = models.DateField(null=True)
    published_from = models.TextField(null=True)
    url = models.TextField(null=True)
    url_sha256 = models.CharField(max_length=64, null=True)
    """What addresses are looked up by: an index on them would refuse long ones."""
    theatre = models.TextField(null=True)
    synthetic = models.BooleanField(default=False)
    method = models.TextField()
    version_of = models.ForeignKey("self", models.PROTECT, null=True, related_name="versions")
    coding = models.ForeignKey(Coding, models.PROTECT, null=True, related_name="documents")
    """The run of its current record; null: not coded, or to be coded anew."""

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["outlet", "id"], name="document_outlet"),
            models.Index(fields=["theatre", "id"], name="document_theatre"),
            models.Index(fields=["published_on", "id"], name="document_published"),
            models.Index(fields=["method", "id"], name="document_method"),
            models.Index(fields=["synthetic", "id"], name="document_synthetic"),
            models.Index(fields=["id"], name="document_uncoded", condition=models.Q(coding__isnull=True)),
            models.Index(
                fields=["url_sha256"], name="document_url", condition=models.Q(url_sha256__isnull=False)
            ),
        ]


class Evidence(Row):
    """One record of an evidentiary WARC file."""

    warc = models.TextField()
    offset = models.BigIntegerField()
    length = models.BigIntegerField()
    sha256 = models.CharField(max_length=64, db_index=True)
    record_id = models.TextField(default="")
    target_uri = models.TextField(default="")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["warc", "offset"], name="evidence_place")
        ]


class Sighting(Row):
    """One time that a document was met."""

    document = models.ForeignKey(Document, models.PROTECT, related_name="sightings")
    evidence = models.ForeignKey(Evidence, models.PROTECT, null=True, related_name="sightings")
    where = models.TextField()
    method = models.TextField()
    part = models.TextField(default="")
    extractor = models.TextField(default="")
    collected_at = models.DateTimeField()


class Media(Row):
    """A photo, video or file that a document names; its hash once somebody had it fetched."""

    document = models.ForeignKey(Document, models.PROTECT, related_name="media")
    url = models.TextField()
    url_sha256 = models.CharField(max_length=64)
    kind = models.CharField(max_length=10)
    path = models.TextField(null=True)
    sha256 = models.CharField(max_length=64, null=True, db_index=True)
    size = models.BigIntegerField(null=True)
    media_type = models.TextField(null=True)
    fetched_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["document", "url_sha256"], name="media_link")
        ]


class CodedRecord(Row):
    """The record of one document by one run; earlier ones stay, one is current."""

    document = models.ForeignKey(Document, models.PROTECT, related_name="records")
    coding = models.ForeignKey(Coding, models.PROTECT, related_name="records")
    record = models.TextField()
    """As the machine read it; never altered by decisions."""
    verified = models.TextField(null=True)
    """The record that stands after people's decisions; null where nobody decided anything."""
    current = models.BooleanField(default=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["document"], name="record_current", condition=models.Q(current=True)
            ),
            models.UniqueConstraint(fields=["document", "coding"], name="record_coding"),
        ]


class Report(Row):
    """One report of a current record, with what the linker looks for."""

    key = models.TextField(unique=True)
    """`<document id>#<report id>`."""
    document = models.ForeignKey(Document, models.CASCADE, related_name="reports")
    record = models.ForeignKey(CodedRecord, models.CASCADE, related_name="reports")
    report = models.TextField()
    kind = models.TextField()
    family = models.TextField()
    factuality = models.TextField()
    first_day = models.DateField(null=True)
    last_day = models.DateField(null=True)
    """The window of its date; the day of publication, and the one before, where the text gives none."""
    dated = models.BooleanField(default=False)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["family", "first_day"], name="report_family"),
            models.Index(fields=["first_day"], name="report_first_day"),
        ]


class LinkReport(Row):
    """A report as the linker compares it, by report key; its neighbourhoods and pairs go with it."""

    key = models.TextField(unique=True)
    document_key = models.TextField(db_index=True)
    traits = models.TextField()


class LinkKey(models.Model):
    """A neighbourhood under which a report is found."""

    objects: ClassVar[models.Manager[Any]]
    pk = models.CompositePrimaryKey("key", "report_id")
    key = models.BigIntegerField()
    report = models.ForeignKey(LinkReport, models.CASCADE, related_name="keys")


class LinkPair(models.Model):
    """The score of two reports that were held against one another; `one` has the smaller key."""

    objects: ClassVar[models.Manager[Any]]
    pk = models.CompositePrimaryKey("one_id", "other_id")
    one = models.ForeignKey(LinkReport, models.CASCADE, related_name="pairs_before", db_index=False)
    other = models.ForeignKey(LinkReport, models.CASCADE, related_name="pairs_after")
    score = models.FloatField()


class LinkPending(Row):
    """A report that was coded, coded anew or has gone since reports were last linked."""

    report_key = models.TextField(unique=True)


class Incident(Row):
    """An incident as `rasd.model.Incident`, with facets."""

    key = models.TextField(unique=True)
    incident = models.TextField()
    kind = models.TextField()
    family = models.TextField()
    factuality = models.TextField()
    first_day = models.DateField(null=True)
    last_day = models.DateField(null=True)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    proposed = models.TextField()
    decided = models.TextField(null=True)
    occurrence = models.TextField()
    contested = models.BooleanField(default=False)
    independent_sources = models.IntegerField(default=0)
    reports = models.IntegerField(default=0)
    killed_min = models.IntegerField(null=True)
    killed_max = models.IntegerField(null=True)
    injured_min = models.IntegerField(null=True)
    injured_max = models.IntegerField(null=True)
    synthetic = models.BooleanField(default=False)
    changed_at = models.DateTimeField()
    weight = models.FloatField(default=0, db_default=0)
    """What orders incidents that wait for a decision: see `rasd.store.waiting`."""
    is_waiting = models.BooleanField(default=True, db_default=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["first_day", "id"], name="incident_first_day"),
            models.Index(fields=["kind", "first_day"], name="incident_kind"),
            models.Index(fields=["family", "first_day"], name="incident_family"),
            models.Index(fields=["proposed", "first_day"], name="incident_proposed"),
            models.Index(fields=["decided", "first_day"], name="incident_decided"),
            models.Index(fields=["killed_max"], name="incident_killed"),
            models.Index(fields=["injured_max"], name="incident_injured"),
            models.Index(fields=["changed_at"], name="incident_changed"),
            models.Index("is_waiting", models.F("weight").desc(), "id", name="incident_waiting"),
            models.Index("kind", "is_waiting", models.F("weight").desc(), "id", name="incident_kind_waiting"),
            models.Index(
                "contested", "is_waiting", models.F("weight").desc(), "id", name="incident_contested_wait"
            ),
        ]


class IncidentFacet(Row):
    """One value that incidents are filtered by: place, actor, target, country, theatre …"""

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="facets")
    name = models.CharField(max_length=20)
    value = models.TextField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["incident", "name", "value"], name="facet_once")
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["name", "value"], name="facet_value")]


class IncidentReport(Row):
    """Which incident a report belongs to: one at most."""

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="linked")
    report_key = models.TextField(unique=True)
    document_key = models.TextField(db_index=True)


class IncidentFormer(Row):
    """An id that an incident had, or that was merged into it, and where it leads now; empty: nowhere."""

    key = models.TextField(unique=True)
    leads_to = models.TextField(db_index=True)


class IncidentChange(Row):
    """What became of an incident, by whom or what, and when; never altered."""

    incident_key = models.TextField(db_index=True)
    at = models.DateTimeField()
    action = models.CharField(max_length=20)
    by = models.TextField(default="")
    details = models.TextField(default="{}")


class Judgement(Row):
    """A decision of a person. Undoing one is another row that names it; nothing is altered."""

    action = models.CharField(max_length=20)
    value = models.TextField(default="null")
    by = models.TextField()
    at = models.DateTimeField()
    why = models.TextField(default="")
    spans = models.TextField(default="{}")
    """Evidence of the subjects when it was made, so that it is found again after a new coding."""
    undoes = models.OneToOneField("self", models.PROTECT, null=True, related_name="undone_by")


class JudgementSubject(Row):
    """A report or incident that a judgement is about, in order."""

    judgement = models.ForeignKey(Judgement, models.PROTECT, related_name="subjects")
    subject = models.TextField(db_index=True)
    document_key = models.TextField(db_index=True)
    """A new coding may call the report otherwise; its document stays."""


class CustodyEntry(models.Model):
    """One entry of the custody log: triggers of the database forbid altering and deleting it."""

    objects: ClassVar[models.Manager[Any]]
    seq = models.BigIntegerField(primary_key=True)
    at = models.CharField(max_length=40)
    action = models.CharField(max_length=40)
    subject = models.TextField()
    details = models.TextField()
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["subject", "seq"], name="custody_subject")
        ]


class CustodyHead(models.Model):
    """The last entry's number and hash, in one row: locking it lets one writer append at a time."""

    objects: ClassVar[models.Manager[Any]]
    id = models.SmallIntegerField(primary_key=True)
    seq = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64)
