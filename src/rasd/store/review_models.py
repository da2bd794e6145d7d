"""The tables of reviews: what people decided on the values of records, and where each document stands.

Rows of `Review` are written once. `ReviewStanding` can be made anew from them and from the records.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

__all__ = ["Review", "ReviewStanding"]


class Review(models.Model):
    """One decision of a person on one value, an undoing of one, or a state that a person gave a document."""

    objects: ClassVar[models.Manager[Any]]
    id = models.BigAutoField(primary_key=True)
    document = models.ForeignKey("store.Document", models.PROTECT, related_name="reviews")
    action = models.CharField(max_length=10)
    report = models.TextField(default="")
    field = models.CharField(max_length=20, default="")
    before = models.TextField(default="null")
    after = models.TextField(default="null")
    machine = models.TextField(default="null")
    spans = models.TextField(default="[]")
    run = models.BigIntegerField(default=0)
    by = models.TextField()
    at = models.DateTimeField()
    why = models.TextField(default="")
    undoes = models.OneToOneField("self", models.PROTECT, null=True, related_name="undone_by")

    class Meta:
        app_label = "store"
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["document", "id"], name="review_document"),
            models.Index(fields=["by", "id"], name="review_by"),
        ]


class ReviewStanding(models.Model):
    """Where a coded document stands, and what its place in the queue is computed from."""

    objects: ClassVar[models.Manager[Any]]
    document = models.OneToOneField(
        "store.Document", models.CASCADE, primary_key=True, related_name="standing"
    )
    state = models.CharField(max_length=10, default="waiting")
    is_open = models.BooleanField(default=True)
    """Whether its state leaves something to do; the queue is read by it, in order of weight."""
    by = models.TextField(default="")
    at = models.DateTimeField(null=True)
    weight = models.FloatField(default=0)
    reports = models.IntegerField(default=0)
    killed = models.IntegerField(default=0)
    injured = models.IntegerField(default=0)
    doubts = models.IntegerField(default=0)
    outdated = models.IntegerField(default=0)
    is_novel = models.BooleanField(default=False)
    kinds = models.TextField(default="")
    """Between spaces, also before the first and after the last."""
    outlet = models.TextField(null=True)
    theatre = models.TextField(null=True)

    class Meta:
        app_label = "store"
        indexes: ClassVar[list[models.Index]] = [
            models.Index("is_open", models.F("weight").desc(), "document", name="standing_open"),
            models.Index("state", models.F("weight").desc(), "document", name="standing_state"),
            models.Index(
                "theatre", "is_open", models.F("weight").desc(), "document", name="standing_theatre"
            ),
            models.Index("outlet", "is_open", models.F("weight").desc(), "document", name="standing_outlet"),
            models.Index("by", "state", name="standing_by"),
        ]
