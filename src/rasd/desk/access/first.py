"""The first start: the administrator that a new desk asks for, and the one person of a local desk."""

from __future__ import annotations

import getpass
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db import IntegrityError, transaction

__all__ = ["found_administrator", "has_people", "local_person"]

_known: list[bool] = []


def has_people() -> bool:
    """Tell whether somebody can sign in. Once that is so it is not asked again."""
    if not _known and _administrators().exists():
        _known.append(True)
    return bool(_known)


def found_administrator(username: str, password: str, language: str) -> Any:
    """Make the first administrator; None when somebody else was quicker."""
    try:
        with transaction.atomic():
            if _administrators().select_for_update().exists():
                return None
            person = _named(username)
            person.role, person.language = "administrator", language
            person.set_password(password)
            person.save()
            return person
    except IntegrityError:
        return None


def _administrators() -> Any:
    """Return the administrators who can sign in: the one of a local desk has no password."""
    people = get_user_model().objects.filter(is_active=True, role="administrator")
    return people.exclude(password__startswith=UNUSABLE_PASSWORD_PREFIX)


def _named(username: str) -> Any:
    """Return a new account, or the one of that name that nobody can sign in with."""
    people = get_user_model()
    known = people.objects.filter(username=username).first()
    return known if known is not None and not known.has_usable_password() else people(username=username)


def local_person() -> Any:
    """Return the one person of a local desk, made at the first look, called as the user of the machine is."""
    found, _ = get_user_model().objects.get_or_create(
        username=_local_name(),
        defaults={"role": "administrator", "password": "!"},  # no password at all  # nosec B105
    )
    return found


def _local_name() -> str:
    try:
        return getpass.getuser()[:100] or "local"
    except (KeyError, OSError):
        return "local"
