"""Jobs and the lines of their logs."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Job",
            fields=[
                ("number", models.BigAutoField(primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=40)),
                ("arguments", models.TextField(default="{}")),
                ("by", models.CharField(max_length=150)),
                ("state", models.CharField(default="waiting", max_length=10)),
                ("made_at", models.DateTimeField()),
                ("begun_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                ("done", models.BigIntegerField(default=0)),
                ("of", models.BigIntegerField(null=True)),
                ("saying", models.TextField(default="")),
                ("failures", models.IntegerField(default=0)),
                ("lines_left_out", models.IntegerField(default=0)),
                ("asked_to_end_at", models.DateTimeField(null=True)),
                ("holder", models.CharField(default="", max_length=100)),
                ("held_until", models.DateTimeField(null=True)),
                ("tries", models.IntegerField(default=0)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["state", "number"], name="job_state"),
                    models.Index(fields=["by", "-number"], name="job_by"),
                ],
            },
        ),
        migrations.CreateModel(
            name="JobLine",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                ("key", models.CharField(max_length=80)),
                ("filling", models.TextField(default="{}")),
                ("is_failure", models.BooleanField(default=False)),
                ("address", models.TextField(default="")),
                (
                    "job",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="lines", to="desk_jobs.job"
                    ),
                ),
            ],
        ),
    ]
