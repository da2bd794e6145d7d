"""Which incidents wait for a person, and in which order; those that are there get their place from their columns."""

from __future__ import annotations

from typing import Any

from django.db import migrations, models

_MANY = 2_000
_COLUMNS = (
    "id", "killed_max", "killed_min", "injured_max", "injured_min", "contested", "independent_sources", "latitude",
    "first_day", "decided",
)  # fmt: skip


def fill(apps: Any, schema_editor: Any) -> None:
    """Weigh the incidents that are there, batch by batch."""
    from rasd.store.waiting import weight

    rows = apps.get_model("store", "Incident").objects.using(schema_editor.connection.alias)
    last = 0
    while page := list(rows.filter(id__gt=last).order_by("id").only(*_COLUMNS)[:_MANY]):
        for row in page:
            row.weight = weight(
                killed=row.killed_min if row.killed_max is None else row.killed_max,
                injured=row.injured_min if row.injured_max is None else row.injured_max,
                is_contested=row.contested,
                independent_sources=row.independent_sources,
                has_place=row.latitude is not None,
                has_day=row.first_day is not None,
            )
            row.is_waiting = row.decided is None
        rows.bulk_update(page, ["weight", "is_waiting"], batch_size=200)
        last = page[-1].id


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0005_reviews"),
    ]

    operations = [
        migrations.AddField(
            model_name="incident",
            name="is_waiting",
            field=models.BooleanField(db_default=True, default=True),
        ),
        migrations.AddField(
            model_name="incident",
            name="weight",
            field=models.FloatField(db_default=0, default=0),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name="incident",
            index=models.Index(
                models.F("is_waiting"),
                models.OrderBy(models.F("weight"), descending=True),
                models.F("id"),
                name="incident_waiting",
            ),
        ),
        migrations.AddIndex(
            model_name="incident",
            index=models.Index(
                models.F("kind"),
                models.F("is_waiting"),
                models.OrderBy(models.F("weight"), descending=True),
                models.F("id"),
                name="incident_kind_waiting",
            ),
        ),
        migrations.AddIndex(
            model_name="incident",
            index=models.Index(
                models.F("contested"),
                models.F("is_waiting"),
                models.OrderBy(models.F("weight"), descending=True),
                models.F("id"),
                name="incident_contested_wait",
            ),
        ),
    ]
