"""The second factor: codes of an app (TOTP) and recovery codes, kept by allauth, their secrets encrypted with the desk's key."""

from __future__ import annotations

import base64
import secrets
from hashlib import sha256
from typing import Any

from allauth.mfa.adapter import DefaultMFAAdapter, get_adapter
from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.db import transaction

__all__ = [
    "Adapter",
    "has_second",
    "is_code_of",
    "is_right",
    "new_secret",
    "otp_address",
    "picture",
    "recovery_codes",
    "renew_recovery_codes",
    "switch_off",
    "switch_on",
]


class Adapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Who stole a copy of the database alone has no codes: the key lies in the desk's folder."""

    def encrypt(self, text: str) -> str:
        """Return a secret as it is written into the database."""
        return _box().encrypt(text.encode()).decode("ascii")

    def decrypt(self, encrypted_text: str) -> str:
        """Return a secret. Raises InvalidToken when the desk has another key now."""
        return _box().decrypt(encrypted_text.encode()).decode()

    def get_totp_label(self, user: Any) -> str:
        """Return the name that the app shows."""
        return str(user.username)


def _box() -> Fernet:
    key = sha256(f"rasd second factor {settings.SECRET_KEY}".encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))


def has_second(person: Any) -> bool:
    """Tell whether signing in asks this person for a code."""
    return _of(person, "totp") is not None


def is_right(person: Any, code: str) -> bool:
    """Tell whether a code of the app, or a recovery code, is right; each is taken once."""
    code = "".join(code.split())
    for name in ("totp", "recovery_codes"):
        found = _of(person, name)
        try:
            if code and found is not None and found.wrap().validate_code(code):
                found.refresh_from_db()
                found.record_usage()
                return True
        except InvalidToken:
            continue
    return False


def new_secret() -> str:
    """Return a new secret, not kept yet."""
    return base64.b32encode(secrets.token_bytes(20)).decode("ascii")


def is_code_of(secret: str, code: str) -> bool:
    """Tell whether the app that was shown this secret gives this code now."""
    from allauth.mfa.totp.internal.auth import validate_totp_code

    return bool(validate_totp_code(secret, "".join(code.split())))


def switch_on(person: Any, secret: str) -> None:
    """Ask this person for codes from now on, and make recovery codes."""
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
    from allauth.mfa.totp.internal.auth import TOTP

    with transaction.atomic():
        switch_off(person)
        TOTP.activate(person, secret)
        RecoveryCodes.activate(person)


def switch_off(person: Any) -> bool:
    """Ask for no code any more; False when none was asked for."""
    from allauth.mfa.models import Authenticator

    return bool(Authenticator.objects.filter(user=person).delete()[0])


def recovery_codes(person: Any) -> list[str]:
    """Return the recovery codes that were not used."""
    found = _of(person, "recovery_codes")
    try:
        return list(found.wrap().get_unused_codes()) if found is not None else []
    except InvalidToken:
        return []


def renew_recovery_codes(person: Any) -> None:
    """Make new recovery codes; the old ones open nothing."""
    from allauth.mfa.models import Authenticator
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

    with transaction.atomic():
        Authenticator.objects.filter(user=person, type="recovery_codes").delete()
        RecoveryCodes.activate(person)


def otp_address(person: Any, secret: str) -> str:
    """Return the address (otpauth:) that an app reads."""
    return str(get_adapter().build_totp_url(person, secret))


def picture(address: str) -> str:
    """Return an address as a square code: a picture inside the page, which its policy allows."""
    drawn = get_adapter().build_totp_svg(address)
    return "data:image/svg+xml;base64," + base64.b64encode(drawn.encode()).decode("ascii")


def _of(person: Any, name: str) -> Any:
    from allauth.mfa.models import Authenticator

    return Authenticator.objects.filter(user=person, type=name).first()
