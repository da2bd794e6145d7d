"""Views of the queue that people saved, and which document somebody took to work on."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models

__all__ = ["Hold", "SavedView"]


class SavedView(models.Model):
    """A filter of the queue under a name: of one person, or shared with all."""

    objects: ClassVar[models.Manager[Any]]
    id = models.BigAutoField(primary_key=True)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="views")
    name = models.CharField(max_length=80)
    query = models.TextField()
    is_shared = models.BooleanField(default=False)
    is_default = models.BooleanField(default=False)
    """Whether the queue opens with it, for its own person."""
    at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["person", "name"], name="view_once")
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["is_shared", "name"], name="view_shared")
        ]


class Hold(models.Model):
    """That a person took a document from the queue: for a while the next one is given to others."""

    objects: ClassVar[models.Manager[Any]]
    id = models.BigAutoField(primary_key=True)
    document = models.TextField(unique=True)
    by = models.CharField(max_length=150)
    at = models.DateTimeField(db_index=True)
