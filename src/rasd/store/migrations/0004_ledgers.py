"""What a ledger needs beside incidents: observations, and the totals that documents claim.

Totals are filled by the next coding: records that were made before the reader knew them hold none.
"""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0003_feeds"),
    ]

    operations = [
        migrations.CreateModel(
            name="ClaimedTotal",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("theatres", models.TextField(default="")),
                ("first_day", models.DateField(db_index=True, null=True)),
                ("last_day", models.DateField(null=True)),
                ("total", models.TextField()),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="claimed_totals",
                        to="store.document",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Observation",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("agreement", models.TextField(db_index=True)),
                ("term", models.TextField()),
                ("first_day", models.DateField()),
                ("last_day", models.DateField()),
                ("details", models.TextField()),
                ("by", models.TextField()),
                ("at", models.DateTimeField()),
                ("why", models.TextField(default="")),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="observations",
                        to="store.document",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ObservationUndoing",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("by", models.TextField()),
                ("at", models.DateTimeField()),
                ("why", models.TextField(default="")),
                (
                    "observation",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="undone_by",
                        to="store.observation",
                    ),
                ),
            ],
        ),
    ]
