"""Documents, codings, reports, incidents, judgements and custody."""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Coding",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("data_version", models.TextField(db_index=True)),
                ("rasd_version", models.TextField()),
                ("at", models.DateTimeField()),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="CustodyHead",
            fields=[
                ("id", models.SmallIntegerField(primary_key=True, serialize=False)),
                ("seq", models.BigIntegerField(default=0)),
                ("hash", models.CharField(max_length=64)),
            ],
        ),
        migrations.CreateModel(
            name="IncidentChange",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("incident_key", models.TextField(db_index=True)),
                ("at", models.DateTimeField()),
                ("action", models.CharField(max_length=20)),
                ("by", models.TextField(default="")),
                ("details", models.TextField(default="{}")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="IncidentFormer",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("key", models.TextField(unique=True)),
                ("leads_to", models.TextField(db_index=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="CustodyEntry",
            fields=[
                ("seq", models.BigIntegerField(primary_key=True, serialize=False)),
                ("at", models.CharField(max_length=40)),
                ("action", models.CharField(max_length=40)),
                ("subject", models.TextField()),
                ("details", models.TextField()),
                ("previous", models.CharField(max_length=64)),
                ("hash", models.CharField(max_length=64)),
            ],
            options={
                "indexes": [models.Index(fields=["subject", "seq"], name="custody_subject")],
            },
        ),
        migrations.CreateModel(
            name="Document",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("key", models.TextField(unique=True)),
                ("text", models.TextField()),
                ("text_sha256", models.CharField(max_length=64)),
                ("title", models.TextField(null=True)),
                ("outlet", models.TextField(null=True)),
                ("published", models.TextField(null=True)),
                ("published_on", models.DateField(null=True)),
                ("published_from", models.TextField(null=True)),
                ("url", models.TextField(null=True)),
                ("url_sha256", models.CharField(max_length=64, null=True)),
                ("theatre", models.TextField(null=True)),
                ("synthetic", models.BooleanField(default=False)),
                ("method", models.TextField()),
                (
                    "coding",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="documents",
                        to="store.coding",
                    ),
                ),
                (
                    "version_of",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="store.document",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="CodedRecord",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("record", models.TextField()),
                ("current", models.BooleanField(default=True)),
                (
                    "coding",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="records", to="store.coding"
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="records",
                        to="store.document",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Evidence",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("warc", models.TextField()),
                ("offset", models.BigIntegerField()),
                ("length", models.BigIntegerField()),
                ("sha256", models.CharField(db_index=True, max_length=64)),
                ("record_id", models.TextField(default="")),
                ("target_uri", models.TextField(default="")),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("warc", "offset"), name="evidence_place")],
            },
        ),
        migrations.CreateModel(
            name="Incident",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("key", models.TextField(unique=True)),
                ("incident", models.TextField()),
                ("kind", models.TextField()),
                ("family", models.TextField()),
                ("factuality", models.TextField()),
                ("first_day", models.DateField(null=True)),
                ("last_day", models.DateField(null=True)),
                ("latitude", models.FloatField(null=True)),
                ("longitude", models.FloatField(null=True)),
                ("proposed", models.TextField()),
                ("decided", models.TextField(null=True)),
                ("occurrence", models.TextField()),
                ("contested", models.BooleanField(default=False)),
                ("independent_sources", models.IntegerField(default=0)),
                ("reports", models.IntegerField(default=0)),
                ("killed_min", models.IntegerField(null=True)),
                ("killed_max", models.IntegerField(null=True)),
                ("injured_min", models.IntegerField(null=True)),
                ("injured_max", models.IntegerField(null=True)),
                ("synthetic", models.BooleanField(default=False)),
                ("changed_at", models.DateTimeField()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["first_day", "id"], name="incident_first_day"),
                    models.Index(fields=["kind", "first_day"], name="incident_kind"),
                    models.Index(fields=["family", "first_day"], name="incident_family"),
                    models.Index(fields=["proposed", "first_day"], name="incident_proposed"),
                    models.Index(fields=["decided", "first_day"], name="incident_decided"),
                    models.Index(fields=["killed_max"], name="incident_killed"),
                    models.Index(fields=["injured_max"], name="incident_injured"),
                    models.Index(fields=["changed_at"], name="incident_changed"),
                ],
            },
        ),
        migrations.CreateModel(
            name="IncidentFacet",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=20)),
                ("value", models.TextField()),
                (
                    "incident",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="facets",
                        to="store.incident",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="IncidentReport",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("report_key", models.TextField(unique=True)),
                ("document_key", models.TextField(db_index=True)),
                (
                    "incident",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="linked",
                        to="store.incident",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Judgement",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("action", models.CharField(max_length=20)),
                ("value", models.TextField(default="null")),
                ("by", models.TextField()),
                ("at", models.DateTimeField()),
                ("why", models.TextField(default="")),
                ("spans", models.TextField(default="{}")),
                (
                    "undoes",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="undone_by",
                        to="store.judgement",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="JudgementSubject",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("subject", models.TextField(db_index=True)),
                (
                    "judgement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="subjects",
                        to="store.judgement",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Media",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("url", models.TextField()),
                ("url_sha256", models.CharField(max_length=64)),
                ("kind", models.CharField(max_length=10)),
                ("path", models.TextField(null=True)),
                ("sha256", models.CharField(db_index=True, max_length=64, null=True)),
                ("size", models.BigIntegerField(null=True)),
                ("media_type", models.TextField(null=True)),
                ("fetched_at", models.DateTimeField(null=True)),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="media", to="store.document"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Report",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("key", models.TextField(unique=True)),
                ("report", models.TextField()),
                ("kind", models.TextField()),
                ("family", models.TextField()),
                ("factuality", models.TextField()),
                ("first_day", models.DateField(null=True)),
                ("last_day", models.DateField(null=True)),
                ("dated", models.BooleanField(default=False)),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reports",
                        to="store.document",
                    ),
                ),
                (
                    "record",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reports",
                        to="store.codedrecord",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ReportPlace",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("key", models.TextField()),
                ("country", models.TextField(null=True)),
                ("admin1", models.TextField(null=True)),
                ("precision", models.TextField(null=True)),
                ("latitude", models.FloatField(null=True)),
                ("longitude", models.FloatField(null=True)),
                ("family", models.TextField()),
                ("first_day", models.DateField(null=True)),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="places", to="store.report"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Sighting",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("where", models.TextField()),
                ("method", models.TextField()),
                ("part", models.TextField(default="")),
                ("extractor", models.TextField(default="")),
                ("collected_at", models.DateTimeField()),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sightings",
                        to="store.document",
                    ),
                ),
                (
                    "evidence",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sightings",
                        to="store.evidence",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddIndex(
            model_name="document",
            index=models.Index(fields=["outlet", "id"], name="document_outlet"),
        ),
        migrations.AddIndex(
            model_name="document",
            index=models.Index(fields=["theatre", "id"], name="document_theatre"),
        ),
        migrations.AddIndex(
            model_name="document",
            index=models.Index(fields=["published_on", "id"], name="document_published"),
        ),
        migrations.AddIndex(
            model_name="document",
            index=models.Index(fields=["method", "id"], name="document_method"),
        ),
        migrations.AddIndex(
            model_name="document",
            index=models.Index(
                condition=models.Q(("url_sha256__isnull", False)), fields=["url_sha256"], name="document_url"
            ),
        ),
        migrations.AddConstraint(
            model_name="codedrecord",
            constraint=models.UniqueConstraint(
                condition=models.Q(("current", True)), fields=("document",), name="record_current"
            ),
        ),
        migrations.AddConstraint(
            model_name="codedrecord",
            constraint=models.UniqueConstraint(fields=("document", "coding"), name="record_coding"),
        ),
        migrations.AddIndex(
            model_name="incidentfacet",
            index=models.Index(fields=["name", "value"], name="facet_value"),
        ),
        migrations.AddConstraint(
            model_name="incidentfacet",
            constraint=models.UniqueConstraint(fields=("incident", "name", "value"), name="facet_once"),
        ),
        migrations.AddConstraint(
            model_name="media",
            constraint=models.UniqueConstraint(fields=("document", "url_sha256"), name="media_link"),
        ),
        migrations.AddIndex(
            model_name="report",
            index=models.Index(fields=["family", "first_day"], name="report_family"),
        ),
        migrations.AddIndex(
            model_name="report",
            index=models.Index(fields=["first_day"], name="report_first_day"),
        ),
        migrations.AddIndex(
            model_name="reportplace",
            index=models.Index(fields=["key", "first_day"], name="reportplace_key"),
        ),
        migrations.AddIndex(
            model_name="reportplace",
            index=models.Index(fields=["first_day", "latitude", "longitude"], name="reportplace_point"),
        ),
    ]
