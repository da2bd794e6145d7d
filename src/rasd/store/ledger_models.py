"""The tables of the ledger: what people observed against an agreement, and the totals that documents claim.

An observation is written once and undone by a row of its own. It holds where its words stand in the document, never the
words: what is redacted in the text is gone here too. Imported by `models` only.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

__all__ = ["ClaimedTotal", "Observation", "ObservationUndoing"]


class Observation(models.Model):
    """What a term requires and did not happen, as a person entered it from the words of a document."""

    objects: ClassVar[models.Manager[Any]]
    id = models.BigAutoField(primary_key=True)
    agreement = models.TextField(db_index=True)
    term = models.TextField()
    first_day = models.DateField()
    last_day = models.DateField()
    document = models.ForeignKey("Document", models.PROTECT, related_name="observations")
    details = models.TextField()
    """count, required, against, source, evidence: JSON."""
    by = models.TextField()
    at = models.DateTimeField()
    why = models.TextField(default="")


class ObservationUndoing(models.Model):
    """Who took an observation back."""

    objects: ClassVar[models.Manager[Any]]
    id = models.BigAutoField(primary_key=True)
    observation = models.OneToOneField(Observation, models.PROTECT, related_name="undone_by")
    by = models.TextField()
    at = models.DateTimeField()
    why = models.TextField(default="")


class ClaimedTotal(models.Model):
    """A total that the current record of a document reads: a statement, no incident."""

    objects: ClassVar[models.Manager[Any]]
    id = models.BigAutoField(primary_key=True)
    document = models.ForeignKey("Document", models.CASCADE, related_name="claimed_totals")
    theatres = models.TextField(default="")
    """Between bars: |syria|lebanon|; empty where none is known."""
    first_day = models.DateField(null=True, db_index=True)
    last_day = models.DateField(null=True)
    """The days that it is said of; the day of publication where the text gives none."""
    total = models.TextField()
