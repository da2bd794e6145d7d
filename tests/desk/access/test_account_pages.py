"""One's own account: preferences, a new password, codes of an app at signing in, and signing out from afar."""

from __future__ import annotations

import re
from typing import Any

_NEW = "cardamom-harbour-17"
_CODE_NOW = """
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
secret = {secret!r}
counters = list(yield_hotp_counters_from_time())
told["codes"] = [format_hotp_value(hotp_value(secret, one)) for one in counters]
"""


def _codes(team: Any, secret: str) -> list[str]:
    found: list[str] = team.inside(_CODE_NOW.format(secret=secret))["codes"]
    return found


def test_preferences_hold_on_every_page(team: Any) -> None:
    rim = team.guest("rim")
    page = rim.send(
        "/account",
        on="/account",
        what="preferences",
        language="ar",
        digits="arabic",
        theme="dark",
        has_hijri="on",
    )
    assert page.url.path == "/account" and "حُفظت التفضيلات" in page.text
    assert 'lang="ar" dir="rtl" data-theme="dark"' in rim.get("/about").text
    page = rim.send(
        "/account", on="/account", what="preferences", language="fr", digits="latin", theme="auto"
    )
    assert page.status_code == 422
    rim.send("/account", on="/account", what="preferences", language="en", digits="latin", theme="auto")


def test_a_password_is_changed_by_who_knows_it_and_ends_other_sessions(team: Any) -> None:
    here, there = team.guest("cyrine"), team.guest("cyrine")
    page = here.send("/account", on="/account", what="password", current="wrong", password=_NEW, again=_NEW)
    assert page.status_code == 422 and "The current password is not right." in page.text
    page = here.send(
        "/account", on="/account", what="password", current=team.password, password=_NEW, again=_NEW
    )
    assert "The password is changed" in page.text and page.url.path == "/account"
    assert here.get("/about").url.path == "/about" and there.get("/about").url.path == "/sign-in"
    assert page.text.count("This browser") == 1
    assert there.sign_in("cyrine").status_code == 422 and there.sign_in("cyrine", _NEW).status_code == 200


def test_a_session_is_ended_from_afar_and_nobody_elses(team: Any) -> None:
    here, there, other = team.guest("verena"), team.guest("verena"), team.guest("rim")
    page = here.get("/account")
    numbers = re.findall(r'name="number" value="(\d+)"', page.text)
    assert numbers
    assert other.send("/account/session", number=numbers[0]).status_code == 404
    for number in numbers:
        here.send("/account/session", number=number)
    assert here.get("/about").url.path == "/about" and there.get("/about").url.path == "/sign-in"
    assert here.send("/account/session", number="9" * 30).status_code == 404


def test_the_second_factor_is_asked_for_at_signing_in(team: Any) -> None:
    verena = team.guest("verena")
    page = verena.get("/account/second")
    assert 'src="data:image/svg+xml;base64,' in page.text
    secret = re.search(r"<code[^>]*>([A-Z2-7 ]+)</code>", page.text)
    assert secret
    secret = secret[1].replace(" ", "")
    _before, now, after = _codes(team, secret)
    page = verena.send("/account/second", on="/account/second", code="000000", current=team.password)
    assert page.status_code == 422 and "The code is not right" in page.text
    page = verena.send("/account/second", on="/account/second", code=now, current=team.password)
    assert page.url.path == "/account/codes"
    recovery = re.findall(r"<code[^>]*>(\d{8})</code>", page.text)
    assert len(recovery) == 10
    assert verena.get("/account/codes").url.path == "/account", "they are shown once"
    written = team.inside(
        "from allauth.mfa.models import Authenticator\ntold['all'] = [one.data for one in Authenticator.objects.all()]"
    )
    assert secret not in str(written), "the secret lies encrypted"

    guest = team.guest()
    page = guest.sign_in("verena")
    assert page.url.path == "/sign-in/code"
    assert guest.get("/about").url.path == "/sign-in", "the password alone opens nothing"
    page = guest.send("/sign-in/code", on="/sign-in/code", code="12345")
    assert page.status_code == 422
    page = guest.send("/sign-in/code", on="/sign-in/code", code=after)
    assert page.url.path == "/"
    again = team.guest()
    again.sign_in("verena")
    assert again.send("/sign-in/code", on="/sign-in/code", code=after).status_code == 422, (
        "a code is taken once"
    )
    assert again.send("/sign-in/code", on="/sign-in/code", code=recovery[0]).url.path == "/"
    used = team.guest()
    used.sign_in("verena")
    assert used.send("/sign-in/code", on="/sign-in/code", code=recovery[0]).status_code == 422

    page = verena.send("/account", on="/account", what="codes", current=team.password)
    assert page.url.path == "/account/codes" and recovery[1] not in page.text
    page = verena.send("/account", on="/account", what="off", current="wrong")
    assert page.status_code == 422
    page = verena.send("/account", on="/account", what="off", current=team.password)
    assert "The second factor is off." in page.text
    assert team.guest().sign_in("verena").url.path == "/"


def test_codes_that_fail_lock_the_name_and_knowing_the_password_does_not_lift_it(team: Any) -> None:
    team.inside("""
from rasd.desk.access.second import new_secret, switch_on
switch_on(person("adib", "administrator"), new_secret())
""")
    guest = team.guest()
    for _ in range(6):
        guest.sign_in("adib")
        page = guest.send("/sign-in/code", on="/sign-in/code", code="000000")
        if page.status_code == 429:
            break
    assert page.status_code == 429
    assert guest.sign_in("adib").status_code == 429
