"""Merge, split and undo on the page of an incident, as a person does them in a browser, by keyboard, in both languages."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import desk_browsing as browsing
from market_texts import documents

_WORDS = {
    "en": {"merge": "Merge with another", "with": "Compare and merge", "one": "Merge them", "why": "The reason",
           "merged": "They are one incident now", "split": "Split reports off", "look": "Show me what will happen",
           "off": "Split them off", "parted": "They are split off", "back": "Take it back", "undone": "is taken back",
           "then": "After the decision", "five": "5 reports", "four": "4 reports", "killed": "Killed 1–6"},
    "ar": {"merge": "ادمجها بأخرى", "with": "قارنهما وادمجهما", "one": "ادمجهما", "why": "السبب",
           "merged": "صارتا حادثة واحدة", "split": "افصل تقارير عنها", "look": "أرني ما سيحدث",
           "off": "افصلها", "parted": "فُصلت", "back": "أبطل القرار", "undone": "أُبطل القرار",
           "then": "بعد القرار", "five": "5 تقارير", "four": "4 تقارير", "killed": "قتلى 1–6"},
}  # fmt: skip


@pytest.fixture
def told(chromium: Any, tmp_path: Path) -> Iterator[browsing.Running]:
    """Serve a desk on six invented texts to one person."""
    articles, store = tmp_path / "articles.jsonl", str(tmp_path / "store")
    articles.write_text("\n".join(json.dumps(one, ensure_ascii=False) for one in documents(1)), "utf-8")
    for command in (("collect", articles), ("code",), ("link",)):
        done = browsing.run(*command, "--store", store)
        assert done.returncode == 0, done.stderr
    with browsing.served(store, "--local", log=tmp_path / "log") as running:
        yield running


@pytest.mark.parametrize(("language", "width"), [("en", 1280), ("ar", 390)])
def test_merge_split_and_undo_by_keyboard(
    told: browsing.Running, visiting: Callable[..., Any], tmp_path: Path, language: str, width: int
) -> None:
    words = _WORDS[language]
    listed = browsing.run("incidents", "--store", str(tmp_path / "store"), "--format", "jsonl").stdout
    incidents = [json.loads(line) for line in listed.splitlines()]
    shelling = max(incidents, key=lambda one: len(one["reports"]))["id"]
    with visiting(told.url, language=language, width=width) as visitor:
        page = visitor.page
        visitor.go(f"/incidents/{shelling}")
        page.get_by_role("link", name=words["merge"]).press("Enter")
        page.get_by_role("link", name=words["with"]).first.press("Enter")
        after = page.locator("section", has=page.get_by_role("heading", name=words["then"]))
        assert words["killed"] in after.inner_text() and words["five"] in after.inner_text()
        page.get_by_role("button", name=words["one"]).press("Enter")
        assert page.get_by_label(words["why"]).is_visible()  # the browser asks for the reason first
        page.get_by_label(words["why"]).fill("the same market")
        page.get_by_role("button", name=words["one"]).press("Enter")
        assert words["merged"] in page.get_by_role("status").inner_text()
        assert words["five"] in page.locator("main header").inner_text()

        page.get_by_role("link", name=words["split"]).press("Enter")
        page.get_by_role("checkbox").nth(1).press("Space")
        page.get_by_role("button", name=words["look"]).press("Enter")
        page.get_by_label(words["why"]).fill("another street")
        page.get_by_role("button", name=words["off"]).press("Enter")
        assert words["parted"] in page.get_by_role("status").inner_text()
        assert words["four"] in page.locator("main header").inner_text()

        page.locator(".history").get_by_role("link", name=words["back"]).first.press("Enter")
        page.get_by_label(words["why"]).fill("the same street after all")
        page.locator("main").get_by_role("button").first.press("Enter")
        assert words["undone"] in page.get_by_role("status").inner_text()
        assert words["five"] in page.locator("main header").inner_text()
        assert "the same street after all" in page.locator(".history").inner_text()
