"""Bringing in, in a real browser: a paste becomes a record, a draft outlives the page, a file is dropped, the tour is followed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import desk_browsing as browsing

_TEXT = "قُتل مدنيان وأصيب خمسة بقصف مدفعي على بلدة البارة في ريف إدلب الجنوبي، صباح أمس الجمعة."


@pytest.fixture(scope="module")
def empty(chromium: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve a desk that holds nothing."""
    folder = tmp_path_factory.mktemp("empty")
    with browsing.served(str(folder / "store"), "--local", log=folder / "log") as running:
        yield running.url


def test_a_paste_becomes_a_record_and_the_draft_outlives_the_page(
    empty: str, visiting: Callable[..., Any]
) -> None:
    with visiting(empty, language="ar") as visitor:
        page = visitor.page
        page.set_default_timeout(120_000)
        visitor.go("/bring-in")
        page.fill("#paste-text", _TEXT)
        page.fill("#paste-outlet", "وكالة مختلقة")
        page.check("#paste input[name=synthetic]")
        page.reload()
        assert page.input_value("#paste-text") == _TEXT
        assert page.input_value("#paste-outlet") == "وكالة مختلقة"
        assert page.is_checked("#paste input[name=synthetic]")
        page.fill("#paste-published", "2020-03-21")
        page.click("#paste button.primary")
        page.wait_for_url(re.compile("/documents/"))
        assert "البارة" in page.inner_text("main")
        assert "قُرئ في النص تقرير واحد." in page.inner_text("main")
        visitor.go("/bring-in")
        assert page.input_value("#paste-text") == "" and not page.is_checked("#paste input[name=synthetic]")


def test_what_is_wrong_is_said_beside_what_was_typed(empty: str, visiting: Callable[..., Any]) -> None:
    with visiting(empty) as visitor:
        visitor.expected.append("422")
        page = visitor.page
        page.set_default_timeout(120_000)
        visitor.go("/bring-in")
        page.fill("#addresses-addresses", "http://127.0.0.1:9/")
        page.click("#addresses button.primary")
        page.wait_for_selector("#addresses-addresses[aria-invalid=true]")
        assert "own network" in page.inner_text("#addresses-told")
        assert page.input_value("#addresses-addresses") == "http://127.0.0.1:9/"


def test_a_file_is_dropped_and_its_job_followed(
    empty: str, visiting: Callable[..., Any], tmp_path: Path
) -> None:
    with visiting(empty) as visitor:
        page = visitor.page
        page.set_default_timeout(120_000)
        visitor.go("/bring-in")
        moved = page.evaluate_handle(
            "text => { const moved = new DataTransfer(); moved.items.add(new File([text], 'report.txt', {type: 'text/plain'})); return moved; }",
            f"{_TEXT} ملف.",
        )
        page.dispatch_event("[data-drop]", "drop", {"dataTransfer": moved})
        assert "report.txt" in page.inner_text("[data-chosen]")
        page.click("#files button.primary")
        page.wait_for_url(re.compile(r"/jobs/\d+"))
        page.wait_for_selector("#job-results", timeout=240_000)
        page.wait_for_selector(".badge.good", timeout=240_000)
        assert "One new document." in page.inner_text(".log")


def test_the_tour_leads_through_the_desk(empty: str, visiting: Callable[..., Any]) -> None:
    with visiting(empty) as visitor:
        page = visitor.page
        page.set_default_timeout(120_000)
        visitor.go("/bring-in")
        page.click("text=Load the example and begin the tour")
        page.wait_for_selector(".guide", timeout=60_000)
        seen = [page.url]
        while page.locator(".guide a.primary").count():
            page.click(".guide a.primary")
            page.wait_for_selector(".guide")
            seen.append(page.url)
        assert len(seen) >= 2 and any("/incidents/" in address for address in seen), seen
        page.click("text=End the tour")
        page.wait_for_selector("main")
        assert not page.locator(".guide").count()
