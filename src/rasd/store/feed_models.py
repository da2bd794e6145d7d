"""The tables of what is visited on the web: feeds with their health, addresses, hosts that are left alone.

They are records of visits, no evidence: a row may change and go. Imported by `models` only.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

__all__ = ["Feed", "WebHost", "WebVisit"]


class Feed(models.Model):
    """A list of addresses that a person had visited: RSS, Atom or a sitemap."""

    objects: ClassVar[models.Manager[Any]]
    id = models.BigAutoField(primary_key=True)
    address = models.TextField()
    address_sha256 = models.CharField(max_length=64, unique=True)
    kind = models.TextField(default="")
    title = models.TextField(default="")
    hosts = models.TextField(default="[]")
    outlet = models.TextField(null=True)
    theatre = models.TextField(null=True)
    interval = models.IntegerField()
    since = models.TextField(null=True)
    added_at = models.DateTimeField()
    etag = models.TextField(default="")
    last_modified = models.TextField(default="")
    last_visit_at = models.DateTimeField(null=True)
    last_success_at = models.DateTimeField(null=True)
    last_new_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(db_index=True)
    failures = models.IntegerField(default=0)
    error = models.TextField(default="")
    documents = models.IntegerField(default=0)
    left_out = models.TextField(default="")
    moments = models.TextField(default="[]")
    """When its last documents were published, as JSON: what its usual pace is computed from."""
    is_paused = models.BooleanField(default=False)
    claimed_by = models.TextField(default="")
    claimed_until = models.DateTimeField(null=True)


class WebVisit(models.Model):
    """An address that was visited."""

    objects: ClassVar[models.Manager[Any]]
    id = models.BigAutoField(primary_key=True)
    address = models.TextField()
    address_sha256 = models.CharField(max_length=64, unique=True)
    at = models.DateTimeField()
    etag = models.TextField(default="")
    last_modified = models.TextField(default="")
    tries = models.IntegerField(default=1)
    is_done = models.BooleanField(default=True)
    error = models.TextField(default="")


class WebHost(models.Model):
    """A host that failed, and until when it is left alone."""

    objects: ClassVar[models.Manager[Any]]
    id = models.BigAutoField(primary_key=True)
    host = models.CharField(max_length=255, unique=True)
    failures = models.IntegerField(default=0)
    not_before = models.DateTimeField(null=True)
    reason = models.TextField(default="")
