"""The first start: the administrator that a new desk asks for, and the one person of a local desk."""

from __future__ import annotations

import getpass
from typing import Any

from django.contrib.auth import get_user_model
from django.db import IntegrityError, transaction

__all__ = ["found_administrator", "has_people", "local_person"]

_known: list[bool] = []


def has_people() -> bool:
    """Tell whether somebody can sign in. Once that is so it is not asked again."""
    if not _known and get_user_model().objects.filter(is_active=True, role="administrator").exists():
        _known.append(True)
    return bool(_known)


def found_administrator(username: str, password: str, language: str) -> Any:
    """Make the first administrator; None when somebody else was quicker."""
    people = get_user_model()
    try:
        with transaction.atomic():
            if people.objects.select_for_update().filter(role="administrator").exists():
                return None
            person = people(username=username, role="administrator", language=language)
            person.set_password(password)
            person.save()
            return person
    except IntegrityError:
        return None


def local_person() -> Any:
    """Return the one person of a local desk, made at the first look, called as the user of the machine is."""
    found, _ = get_user_model().objects.get_or_create(
        username=_local_name(), defaults={"role": "administrator", "password": "!"}
    )
    return found


def _local_name() -> str:
    try:
        return getpass.getuser()[:100] or "local"
    except (KeyError, OSError):
        return "local"
