"""The tables of people, of what some may not see, and of who saw what. Imported when the site is ready, and by views only."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractUser
from django.db import models

__all__ = ["AuditEntry", "AuditHead", "Failure", "Restriction", "RestrictionPerson", "User"]


class User(AbstractUser):
    """A person who uses the desk. What they decide carries their user name."""

    role = models.CharField(max_length=20, default="reader")
    language = models.CharField(max_length=2, default="", blank=True)
    """Empty: as the cookie or the browser asks."""
    digits = models.CharField(max_length=6, default="latin")
    """latin, or arabic: Arabic-Indic ones on Arabic pages."""
    has_hijri = models.BooleanField(default=False)
    theme = models.CharField(max_length=5, default="", blank=True)


class Failure(models.Model):
    """Failed attempts to sign in, by the hash of a name or of an address."""

    objects: ClassVar[models.Manager[Any]]
    id = models.BigAutoField(primary_key=True)
    subject = models.CharField(max_length=64, unique=True)
    number = models.IntegerField(default=0)
    last_at = models.DateTimeField()


class Restriction(models.Model):
    """A document or incident that only some may see. Lifting it fills `lifted_*`: the row stays."""

    objects: ClassVar[models.Manager[Any]]
    id = models.BigAutoField(primary_key=True)
    kind = models.CharField(max_length=10)
    """document or incident."""
    subject = models.TextField()
    """The key of the document or incident."""
    role = models.CharField(max_length=20, default="", blank=True)
    """Who has it, or one above it, may see; empty: the people listed only."""
    reports = models.TextField(default="[]")
    """Ids of the reports that an incident had then, as JSON: what is split off from it stays as hidden as it was."""
    by = models.CharField(max_length=150)
    at = models.DateTimeField()
    why = models.TextField(default="")
    lifted_by = models.CharField(max_length=150, default="", blank=True)
    lifted_at = models.DateTimeField(null=True)
    lifted_why = models.TextField(default="")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["kind", "subject"],
                name="restriction_in_force",
                condition=models.Q(lifted_at__isnull=True),
            )
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["kind", "subject", "id"], name="restriction_past")
        ]


class RestrictionPerson(models.Model):
    """A person who may see what is restricted."""

    objects: ClassVar[models.Manager[Any]]
    id = models.BigAutoField(primary_key=True)
    restriction = models.ForeignKey(Restriction, models.CASCADE, related_name="people")
    person = models.ForeignKey(User, models.CASCADE, related_name="+")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["restriction", "person"], name="restriction_person")
        ]


class AuditEntry(models.Model):
    """Who saw or changed what: triggers of the database forbid altering and deleting it, hashes chain it."""

    objects: ClassVar[models.Manager[Any]]
    seq = models.BigIntegerField(primary_key=True)
    at = models.CharField(max_length=40)
    by = models.CharField(max_length=150, default="")
    """User name; empty: nobody was signed in."""
    action = models.CharField(max_length=40)
    subject = models.TextField()
    details = models.TextField()
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["subject", "seq"], name="audit_subject"),
            models.Index(fields=["by", "seq"], name="audit_by"),
            models.Index(fields=["action", "seq"], name="audit_action"),
        ]

    def save(self, *args: Any, **more: Any) -> None:
        """Refuse: entries are appended by `rasd.desk.access.audit` alone."""
        raise TypeError("The audit log is append-only: call rasd.desk.access.audit.")

    def delete(self, *args: Any, **more: Any) -> Any:
        """Refuse."""
        raise TypeError("The audit log is append-only.")


class AuditHead(models.Model):
    """The last entry's number and hash, in one row: locking it lets one writer append at a time."""

    objects: ClassVar[models.Manager[Any]]
    id = models.SmallIntegerField(primary_key=True)
    seq = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64)
