"""The first start and signing in, as a person does them in a browser, by keyboard, in both languages."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import desk_browsing as browsing

_PASSWORD = "saffron-lantern-42"
_WORDS = {
    "ar": {"first": "البداية الأولى", "button": "أنشئ المدير", "in": "تسجيل الدخول", "out": "تسجيل الخروج",
           "refused": "غير صحيحة", "name": "اسم المستخدم", "password": "كلمة المرور", "again": "كلمة المرور مرة أخرى"},
    "en": {"first": "First start", "button": "Make the administrator", "in": "Sign in", "out": "Sign out",
           "refused": "not right", "name": "User name", "password": "Password", "again": "Password again"},
}  # fmt: skip


@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_first_start_in_a_browser(
    chromium: Any, visiting: Callable[..., Any], tmp_path: Path, language: str
) -> None:
    words = _WORDS[language]
    with (
        browsing.served(str(tmp_path / "store"), log=tmp_path / "log") as desk,
        visiting(desk.url, language=language, width=390) as visitor,
    ):
        page = visitor.page
        visitor.go("/about")
        assert page.locator("h1").inner_text() == words["first"]
        page.get_by_label(words["name"]).fill("amina")
        page.get_by_label(words["password"], exact=True).fill("short")
        page.get_by_label(words["again"]).fill("short")
        visitor.expected.append("422")  # Chromium writes a refused form to its console
        page.get_by_role("button", name=words["button"]).press("Enter")
        assert page.get_by_label(words["name"]).input_value() == "amina"  # what was typed is kept
        assert page.locator("[aria-invalid=true]").count() >= 1
        page.get_by_label(words["password"], exact=True).fill(_PASSWORD)
        page.get_by_label(words["again"]).fill(_PASSWORD)
        page.keyboard.press("Enter")
        page.get_by_role("button", name=words["out"]).click()
        assert page.locator("h1").inner_text() == words["in"]
        page.get_by_label(words["name"]).fill("amina")
        page.get_by_label(words["password"]).fill("wrong")
        page.keyboard.press("Enter")
        assert words["refused"] in page.get_by_role("alert").inner_text()
        page.get_by_label(words["password"]).fill(_PASSWORD)
        page.keyboard.press("Enter")
        page.get_by_role("button", name=words["out"]).wait_for()
        assert page.evaluate("document.documentElement.lang") == language
