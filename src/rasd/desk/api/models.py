"""Tokens of programs. Of a token only its hash is kept: whoever reads the database can use none."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models

__all__ = ["Token"]


class Token(models.Model):
    """What a program shows instead of a person's password."""

    objects: ClassVar[models.Manager[Any]]
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=80)
    digest = models.CharField(max_length=64, unique=True)
    """SHA-256 of the token, hexadecimal; the token has 256 random bits, so that no salt is needed."""
    scopes = models.CharField(max_length=60)
    """Separated by spaces."""
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
