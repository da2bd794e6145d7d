"""Documents, codings, reports and custody."""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("store", "0000_incidents")]

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
    ]
