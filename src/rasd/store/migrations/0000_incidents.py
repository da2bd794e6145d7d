"""Incidents, judgements, and what the linker remembers of reports."""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
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
            name="LinkPending",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("report_key", models.TextField(unique=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="LinkReport",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("key", models.TextField(unique=True)),
                ("document_key", models.TextField(db_index=True)),
                ("traits", models.TextField()),
            ],
            options={
                "abstract": False,
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
                ("document_key", models.TextField(db_index=True)),
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
            name="LinkPair",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "one_id", "other_id", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("score", models.FloatField()),
                (
                    "one",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="pairs_before",
                        to="store.linkreport",
                    ),
                ),
                (
                    "other",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="pairs_after",
                        to="store.linkreport",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="LinkKey",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "key", "report_id", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("key", models.BigIntegerField()),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="keys",
                        to="store.linkreport",
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="incidentfacet",
            index=models.Index(fields=["name", "value"], name="facet_value"),
        ),
        migrations.AddConstraint(
            model_name="incidentfacet",
            constraint=models.UniqueConstraint(fields=("incident", "name", "value"), name="facet_once"),
        ),
    ]
