"""An account from the first link to the code of an app, in a real browser, with nothing that axe finds on the way."""

from __future__ import annotations

import base64
import hashlib
import hmac
import struct
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

import desk_browsing as browsing
from desk_inside import inside

_PASSWORD = "saffron-lantern-42"
_NEW = "cardamom-harbour-17"
_MADE = f"""
from linked_store import told_store
told_store(store, ["2019-04-28"])
one = person("adib", "administrator")
one.set_password({_PASSWORD!r})
one.save()
"""
_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_FOUND = """async (tags) => {
  const found = await axe.run(document, {runOnly: {type: 'tag', values: tags}, resultTypes: ['violations']});
  return found.violations.map((one) => `${one.id}: ${one.nodes[0].html.slice(0, 160)}`);
}"""


def _code(secret: str, ahead: int = 0) -> str:
    """Return what an app shows for a secret (RFC 6238)."""
    key = base64.b32decode(secret)
    digest = hmac.digest(key, struct.pack(">Q", int(time.time()) // 30 + ahead), hashlib.sha1)
    at = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[at : at + 4])[0] & 0x7FFFFFFF) % 10**6:06}"


@pytest.mark.parametrize("language", ["ar", "en"])
def test_an_account_from_its_link_to_its_second_factor(
    chromium: Any, axe: str, visiting: Callable[..., Any], tmp_path: Path, language: str
) -> None:
    store = tmp_path / "store"
    inside(str(store), store / "evidence", _MADE)
    width = {"ar": 390, "en": 1280}[language]

    def look(page: Any) -> None:
        page.evaluate(axe)
        assert page.evaluate(_FOUND, _RULES) == [], page.url
        assert page.evaluate(
            "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
        ), page.url

    def enter(page: Any) -> None:
        with page.expect_navigation():
            page.keyboard.press("Enter")

    def click(page: Any, button: str) -> None:
        with page.expect_navigation():
            page.locator(button).click()

    def sign_in(visitor: Any, name: str, password: str) -> None:
        visitor.go("/sign-in")
        visitor.page.fill("#id_username", name)
        visitor.page.fill("#id_password", password)
        enter(visitor.page)

    with browsing.served(str(store), log=tmp_path / "log") as desk:
        with visiting(desk.url, language=language, width=width) as visitor:
            page = visitor.page
            sign_in(visitor, "adib", _PASSWORD)
            visitor.go("/people")
            page.fill("#id_username", "نادية")
            page.select_option("#role", "verifier")
            click(page, "section[aria-labelledby=new] button.primary")
            link = urlsplit(page.locator("code.link").inner_text()).path
            look(page)
            visitor.go("/restrict?kind=document&key=d0&next=/documents/d0")
            look(page)
            page.check("#role-4")
            page.fill("#why", "سبب مختلق")
            click(page, "button[value=set]")
            assert urlsplit(page.url).path == "/documents/d0"
            look(page)
            for path in ("/audit", "/audit?log=custody"):
                visitor.go(path)
                look(page)
        with visiting(desk.url, language=language, width=width) as visitor:
            page = visitor.page
            visitor.go(link)
            look(page)
            page.fill("#id_password", _NEW)
            page.fill("#id_again", _NEW)
            enter(page)
            page.wait_for_url("**/sign-in")
            sign_in(visitor, "نادية", _NEW)
            visitor.go("/account")
            look(page)
            visitor.go("/account/second")
            look(page)
            secret = page.locator("code").inner_text().replace(" ", "")
            page.fill("#id_code", _code(secret))
            page.fill("#id_current", _NEW)
            enter(page)
            page.wait_for_url("**/account/codes")
            look(page)
            visitor.expected.append("404")  # Chromium writes it to its console
            assert visitor.go("/documents/d0").status == 404, "kept to administrators"
        with visiting(desk.url, language=language, width=width) as visitor:
            page = visitor.page
            sign_in(visitor, "نادية", _NEW)
            page.wait_for_url("**/sign-in/code")
            look(page)
            page.fill("#code", _code(secret, ahead=1))
            enter(page)
            page.wait_for_url(f"{desk.url}/")
            visitor.go("/account")
            assert page.locator("section[aria-labelledby=sessions] tbody tr").count() == 2
            click(page, "section[aria-labelledby=sessions] button[value=all]")
            assert page.locator("section[aria-labelledby=sessions] tbody tr").count() == 1
