"""What is visited on the web: feeds, addresses, hosts."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0002_words_and_triggers"),
    ]

    operations = [
        migrations.CreateModel(
            name="Feed",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("address", models.TextField()),
                ("address_sha256", models.CharField(max_length=64, unique=True)),
                ("kind", models.TextField(default="")),
                ("title", models.TextField(default="")),
                ("hosts", models.TextField(default="[]")),
                ("outlet", models.TextField(null=True)),
                ("theatre", models.TextField(null=True)),
                ("interval", models.IntegerField()),
                ("since", models.TextField(null=True)),
                ("added_at", models.DateTimeField()),
                ("etag", models.TextField(default="")),
                ("last_modified", models.TextField(default="")),
                ("last_visit_at", models.DateTimeField(null=True)),
                ("last_success_at", models.DateTimeField(null=True)),
                ("last_new_at", models.DateTimeField(null=True)),
                ("due_at", models.DateTimeField(db_index=True)),
                ("failures", models.IntegerField(default=0)),
                ("error", models.TextField(default="")),
                ("documents", models.IntegerField(default=0)),
                ("left_out", models.TextField(default="")),
                ("moments", models.TextField(default="[]")),
                ("claimed_by", models.TextField(default="")),
                ("claimed_until", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="WebHost",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("host", models.CharField(max_length=255, unique=True)),
                ("failures", models.IntegerField(default=0)),
                ("not_before", models.DateTimeField(null=True)),
                ("reason", models.TextField(default="")),
            ],
        ),
        migrations.CreateModel(
            name="WebVisit",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("address", models.TextField()),
                ("address_sha256", models.CharField(max_length=64, unique=True)),
                ("at", models.DateTimeField()),
                ("etag", models.TextField(default="")),
                ("last_modified", models.TextField(default="")),
                ("tries", models.IntegerField(default=1)),
                ("is_done", models.BooleanField(default=True)),
                ("error", models.TextField(default="")),
            ],
        ),
    ]
