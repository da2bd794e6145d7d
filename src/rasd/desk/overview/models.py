"""Up to where each person has looked."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models

__all__ = ["Mark"]


class Mark(models.Model):
    """The last rows of the store that a person said to have seen."""

    objects: ClassVar[models.Manager[Any]]
    id = models.BigAutoField(primary_key=True)
    person = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="mark")
    at = models.DateTimeField()
    document = models.BigIntegerField(default=0)
    change = models.BigIntegerField(default=0)
    judgement = models.BigIntegerField(default=0)
    review = models.BigIntegerField(default=0)
