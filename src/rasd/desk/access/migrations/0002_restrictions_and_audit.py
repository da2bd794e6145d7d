"""What some may not see, and the log of who saw and changed what, which triggers keep from being altered."""

from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

SQLITE = (
    (
        "CREATE TRIGGER audit_never_altered BEFORE UPDATE ON desk_access_auditentry"
        " BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END"
    ),
    (
        "CREATE TRIGGER audit_never_deleted BEFORE DELETE ON desk_access_auditentry"
        " BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END"
    ),
)
POSTGRESQL = (
    (
        "CREATE FUNCTION rasd_audit_append_only() RETURNS trigger LANGUAGE plpgsql AS"
        " $$ BEGIN RAISE EXCEPTION 'the audit log is append-only'; END $$"
    ),
    (
        "CREATE TRIGGER audit_never_altered BEFORE UPDATE OR DELETE ON desk_access_auditentry"
        " FOR EACH ROW EXECUTE FUNCTION rasd_audit_append_only()"
    ),
    (
        "CREATE TRIGGER audit_never_emptied BEFORE TRUNCATE ON desk_access_auditentry"
        " FOR EACH STATEMENT EXECUTE FUNCTION rasd_audit_append_only()"
    ),
)


def keep_the_log(apps: Any, schema_editor: Any) -> None:
    """Make the head of the log, and the triggers of each database."""
    connection = schema_editor.connection
    with connection.cursor() as cursor:
        for statement in SQLITE if connection.vendor == "sqlite" else POSTGRESQL:
            cursor.execute(statement)
    apps.get_model("desk_access", "AuditHead").objects.using(connection.alias).create(
        id=1, seq=0, hash="0" * 64
    )


class Migration(migrations.Migration):
    dependencies = [
        ("desk_access", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="AuditHead",
            fields=[
                ("id", models.SmallIntegerField(primary_key=True, serialize=False)),
                ("seq", models.BigIntegerField(default=0)),
                ("hash", models.CharField(max_length=64)),
            ],
        ),
        migrations.CreateModel(
            name="AuditEntry",
            fields=[
                ("seq", models.BigIntegerField(primary_key=True, serialize=False)),
                ("at", models.CharField(max_length=40)),
                ("by", models.CharField(default="", max_length=150)),
                ("action", models.CharField(max_length=40)),
                ("subject", models.TextField()),
                ("details", models.TextField()),
                ("previous", models.CharField(max_length=64)),
                ("hash", models.CharField(max_length=64)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["subject", "seq"], name="audit_subject"),
                    models.Index(fields=["by", "seq"], name="audit_by"),
                    models.Index(fields=["action", "seq"], name="audit_action"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Restriction",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=10)),
                ("subject", models.TextField()),
                ("role", models.CharField(blank=True, default="", max_length=20)),
                ("by", models.CharField(max_length=150)),
                ("at", models.DateTimeField()),
                ("why", models.TextField(default="")),
                ("lifted_by", models.CharField(blank=True, default="", max_length=150)),
                ("lifted_at", models.DateTimeField(null=True)),
                ("lifted_why", models.TextField(default="")),
            ],
            options={
                "indexes": [models.Index(fields=["kind", "subject", "id"], name="restriction_past")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("lifted_at__isnull", True)),
                        fields=("kind", "subject"),
                        name="restriction_in_force",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RestrictionPerson",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "restriction",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="people",
                        to="desk_access.restriction",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("restriction", "person"), name="restriction_person")
                ],
            },
        ),
        migrations.RunPython(keep_the_log, migrations.RunPython.noop),
    ]
