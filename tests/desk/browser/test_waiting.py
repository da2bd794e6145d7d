"""The queue, documents and the home page in a real Chromium: forms are sent, rows are walked by keys, filters are kept."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest


@pytest.mark.parametrize("language", ["ar", "en"])
def test_filters_are_kept_under_a_name_and_the_queue_is_walked_by_keys(
    desk: Any, visiting: Callable[..., Any], language: str
) -> None:
    with visiting(desk.base, language=language) as visitor:
        page = visitor.page
        visitor.go("/queue?tab=documents")
        every = page.locator("a[data-row]").count()
        page.locator("main summary").first.click()
        page.select_option("#theatre", "syria")
        page.locator("form[method=get] button").click()
        page.wait_for_url(re.compile("theatre=syria"))
        narrowed = page.locator("a[data-row]").count()
        assert 0 < narrowed < every
        page.locator("main summary").nth(1).click()
        page.fill("#name", f"سوريا {language}")
        page.check("input[name=default]")
        page.locator("form[action='/queue/views'] button").click()
        page.locator(".notice.success").wait_for()
        visitor.go("/queue")
        assert "theatre=syria" in page.url and page.locator("a[data-row]").count() == narrowed
        assert page.locator(".chip[aria-current]").inner_text().startswith(f"سوريا {language}")

        page.keyboard.press("j")
        page.keyboard.press("j")
        page.keyboard.press("k")
        first = page.locator("a[data-row]").first
        assert first.evaluate("row => row === document.activeElement")
        wanted = first.get_attribute("href")
        page.keyboard.press("Enter")
        page.wait_for_url(f"{desk.base}{wanted}")

        visitor.go("/queue")
        page.locator("main summary").nth(1).click()
        page.locator("button[value=plain]").click()
        visitor.go("/queue")
        assert "theatre" not in page.url and page.locator("a[data-row]").count() == every
        page.get_by_role("link", name=f"سوريا {language}").click()
        page.locator("main summary").nth(1).click()
        page.locator("button[value=drop]").click()
        page.wait_for_url(re.compile("tab=documents"))
        assert page.get_by_role("link", name=f"سوريا {language}").count() == 0


def test_the_next_document_is_another_one_each_time(desk: Any, visiting: Callable[..., Any]) -> None:
    with visiting(desk.base) as visitor:
        page = visitor.page
        taken = []
        for _ in range(2):
            visitor.go("/queue?tab=documents&theatre=yemen")
            page.keyboard.press("n")
            page.wait_for_url(re.compile("/verify$"))
            taken.append(page.url)
        assert taken[0] != taken[1]
        visitor.go("/queue?tab=documents&theatre=yemen")
        page.keyboard.press("n")
        page.locator(".notice.info").wait_for()


def test_documents_are_searched_and_an_address_is_copied_not_followed(
    desk: Any, visiting: Callable[..., Any]
) -> None:
    with visiting(desk.base, permissions=["clipboard-read", "clipboard-write"]) as visitor:
        page = visitor.page
        visitor.go("/documents")
        page.fill("#words", "مفخخه")
        page.keyboard.press("Enter")
        page.wait_for_url(re.compile("words="))
        found = page.locator("mark").first.inner_text()
        assert "مفخخة" in found
        page.locator(".lines a").first.click()
        page.locator(".source-text").wait_for()
        copy = page.locator("button[data-copy]")
        if copy.count():
            copy.click()
            told = page.evaluate("navigator.clipboard.readText()")
            assert told == page.locator("#address").inner_text()
        assert page.locator("main a[href^=http]").count() == 0


def test_what_is_new_is_marked_as_seen_by_the_button(desk: Any, visiting: Callable[..., Any]) -> None:
    with visiting(desk.base) as visitor:
        page = visitor.page
        visitor.go("/")
        assert page.locator("#new-documents").count() == 1
        page.locator("form[action='/seen'] button").click()
        page.wait_for_load_state()
        assert page.locator("#new-documents").count() == 0 and page.locator(".notice.ok").count() == 1
