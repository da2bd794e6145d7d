"""Feeds can be paused."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0006_incidents_waiting"),
    ]

    operations = [
        migrations.AddField(
            model_name="feed",
            name="is_paused",
            field=models.BooleanField(default=False),
        ),
    ]
