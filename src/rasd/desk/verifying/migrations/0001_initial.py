"""Drafts of people, and how the workspace verifies."""

from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Workspace",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("needs_second", models.BooleanField(default=False)),
                ("by", models.CharField(default="", max_length=150)),
                ("at", models.DateTimeField(auto_now=True)),
            ],
        ),
        migrations.CreateModel(
            name="Draft",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("by", models.CharField(max_length=150)),
                ("document", models.TextField()),
                ("revision", models.BigIntegerField(default=0)),
                ("typed", models.TextField(default="{}")),
                ("at", models.DateTimeField(auto_now=True)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("by", "document"), name="draft_of_person")],
            },
        ),
    ]
