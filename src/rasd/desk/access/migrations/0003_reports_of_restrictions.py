"""Which reports a restricted incident had: what is split off from it stays hidden."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("desk_access", "0002_restrictions_and_audit"),
    ]

    operations = [
        migrations.AddField(
            model_name="restriction",
            name="reports",
            field=models.TextField(default="[]"),
        ),
    ]
