"""The tables of jobs: the job with its lease, and the lines of its log. Records of work, no evidence: they may go."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

__all__ = ["Job", "JobLine"]


class Job(models.Model):
    """One piece of long work."""

    objects: ClassVar[models.Manager[Any]]
    number = models.BigAutoField(primary_key=True)
    kind = models.CharField(max_length=40)
    arguments = models.TextField(default="{}")
    by = models.CharField(max_length=150)
    state = models.CharField(max_length=10, default="waiting")
    """waiting, running; done, failed, cancelled, stopped."""
    made_at = models.DateTimeField()
    begun_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    done = models.BigIntegerField(default=0)
    of = models.BigIntegerField(null=True)
    saying = models.TextField(default="")
    """What it is at: key of a phrase and what fills it, as JSON."""
    failures = models.IntegerField(default=0)
    lines_left_out = models.IntegerField(default=0)
    asked_to_end_at = models.DateTimeField(null=True)
    holder = models.CharField(max_length=100, default="")
    held_until = models.DateTimeField(null=True)
    tries = models.IntegerField(default=0)

    class Meta:
        indexes = (
            models.Index(fields=["state", "number"], name="job_state"),
            models.Index(fields=["by", "-number"], name="job_by"),
        )


class JobLine(models.Model):
    """One line of a log, or, with an address, one result."""

    objects: ClassVar[models.Manager[Any]]
    id = models.BigAutoField(primary_key=True)
    job = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="lines")
    at = models.DateTimeField()
    key = models.CharField(max_length=80)
    filling = models.TextField(default="{}")
    is_failure = models.BooleanField(default=False)
    address = models.TextField(default="")
