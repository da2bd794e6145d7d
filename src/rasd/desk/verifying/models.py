"""The tables of verifying: what somebody typed and has not kept yet, and how this workspace verifies."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

__all__ = ["Draft", "Workspace"]


class Draft(models.Model):
    """What one person typed on one document and did not keep: it outlives a lost session and a closed tab."""

    objects: ClassVar[models.Manager[Any]]
    id = models.BigAutoField(primary_key=True)
    by = models.CharField(max_length=150)
    document = models.TextField()
    revision = models.BigIntegerField(default=0)
    typed = models.TextField(default="{}")
    """JSON: what stands in each open form, by the form's name."""
    at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["by", "document"], name="draft_of_person")
        ]


class Workspace(models.Model):
    """How this workspace works: one row, or none while nothing was set."""

    objects: ClassVar[models.Manager[Any]]
    id = models.BigAutoField(primary_key=True)
    needs_second = models.BooleanField(default=False)
    """Whether a second person approves what the first one verified."""
    by = models.CharField(max_length=150, default="")
    at = models.DateTimeField(auto_now=True)
