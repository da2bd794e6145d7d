"""What people decide on the values of records, and where each document stands in the queue."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0004_ledgers"),
    ]

    operations = [
        migrations.AddField(
            model_name="codedrecord",
            name="verified",
            field=models.TextField(null=True),
        ),
        migrations.CreateModel(
            name="ReviewStanding",
            fields=[
                (
                    "document",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="standing",
                        serialize=False,
                        to="store.document",
                    ),
                ),
                ("state", models.CharField(default="waiting", max_length=10)),
                ("is_open", models.BooleanField(default=True)),
                ("by", models.TextField(default="")),
                ("at", models.DateTimeField(null=True)),
                ("weight", models.FloatField(default=0)),
                ("reports", models.IntegerField(default=0)),
                ("killed", models.IntegerField(default=0)),
                ("injured", models.IntegerField(default=0)),
                ("doubts", models.IntegerField(default=0)),
                ("outdated", models.IntegerField(default=0)),
                ("is_novel", models.BooleanField(default=False)),
                ("kinds", models.TextField(default="")),
                ("outlet", models.TextField(null=True)),
                ("theatre", models.TextField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        models.F("is_open"),
                        models.OrderBy(models.F("weight"), descending=True),
                        models.F("document"),
                        name="standing_open",
                    ),
                    models.Index(
                        models.F("state"),
                        models.OrderBy(models.F("weight"), descending=True),
                        models.F("document"),
                        name="standing_state",
                    ),
                    models.Index(
                        models.F("theatre"),
                        models.F("is_open"),
                        models.OrderBy(models.F("weight"), descending=True),
                        models.F("document"),
                        name="standing_theatre",
                    ),
                    models.Index(
                        models.F("outlet"),
                        models.F("is_open"),
                        models.OrderBy(models.F("weight"), descending=True),
                        models.F("document"),
                        name="standing_outlet",
                    ),
                    models.Index(models.F("by"), models.F("state"), name="standing_by"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Review",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("action", models.CharField(max_length=10)),
                ("report", models.TextField(default="")),
                ("field", models.CharField(default="", max_length=20)),
                ("before", models.TextField(default="null")),
                ("after", models.TextField(default="null")),
                ("machine", models.TextField(default="null")),
                ("spans", models.TextField(default="[]")),
                ("run", models.BigIntegerField(default=0)),
                ("by", models.TextField()),
                ("at", models.DateTimeField()),
                ("why", models.TextField(default="")),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reviews",
                        to="store.document",
                    ),
                ),
                (
                    "undoes",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="undone_by",
                        to="store.review",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["document", "id"], name="review_document"),
                    models.Index(fields=["by", "id"], name="review_by"),
                ],
            },
        ),
    ]
