"""Indexes of lists of documents: synthetic or real, and those that are not coded yet."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0007_paused_feeds"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="document",
            index=models.Index(fields=["synthetic", "id"], name="document_synthetic"),
        ),
        migrations.AddIndex(
            model_name="document",
            index=models.Index(
                condition=models.Q(("coding__isnull", True)), fields=["id"], name="document_uncoded"
            ),
        ),
    ]
