"""Up to where each person has looked."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Mark",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                ("document", models.BigIntegerField(default=0)),
                ("change", models.BigIntegerField(default=0)),
                ("judgement", models.BigIntegerField(default=0)),
                ("review", models.BigIntegerField(default=0)),
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="mark",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
    ]
