"""The tables of people. Imported by Django when the site is ready, and by views only."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractUser
from django.db import models

__all__ = ["Failure", "User"]


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
