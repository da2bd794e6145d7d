"""The map in a real Chromium: marks, areas, days, popups that are text, and the same in words where nothing can be drawn."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import desk_browsing as browsing
from desk_inside import inside

_FILL = """
from rasd.model import Incident

def incident(key, *places, kind="shelling", day="2024-03-14", grade="weak"):
    return Incident.model_validate({
        "id": key, "kind": kind, "date": {"start": day, "end": day}, "places": list(places),
        "grade": {"proposed": grade, "rule": "weak"}, "occurrence": "single_source", "synthetic": True,
        "reports": [{"report_id": f"{key}-r", "document_id": f"{key}-d", "factuality": "asserted"}], "theatres": ["syria"]})

def at(lon, lat, precision="settlement", name="القرية المختلقة", **more):
    return {"name": name, "longitude": lon, "latitude": lat, "precision": precision, **more}

hostile = "<img src=x onerror=document.title='run'>"
made = [incident(f"near-{n}", at(36.70 + n / 200, 35.90), day=f"2024-03-{n + 1:02}", kind=("shelling", "air_strike", "clash")[n % 3]) for n in range(12)]
made += [incident("alone", at(37.4, 36.3, name=hostile)), incident("area", at(36.0, 34.9, "governorate", "محافظة مختلقة", country="SY")), incident("nowhere")]
store.keep_incidents(made, [])
"""


@pytest.fixture(scope="module")
def mapped(chromium: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("mapped")
    store = str(folder / "store")
    inside(store, Path(store) / "evidence", _FILL)
    with browsing.served(store, "--local", log=folder / "log") as running:
        yield running.url


def _seen(page: Any, number: int) -> None:
    page.wait_for_function("n => document.getElementById('seeing').dataset.seen === String(n)", arg=number)


@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_map_is_drawn_and_told(visiting: Callable[..., Any], mapped: str, language: str) -> None:
    with visiting(mapped, language=language) as visitor:
        page = visitor.page
        visitor.go("/map")
        _seen(page, 14)
        status = page.locator("#seeing-told").inner_text()
        assert "14" in status
        assert page.locator("#seeing-rows li").count() == 14
        canvas = page.locator("#seeing-map canvas")
        assert canvas.get_attribute("aria-label") and canvas.get_attribute("tabindex") == "0"
        assert page.locator("#seeing-legend, .seeing-legend").get_by_role("list").count() == 2
        page.get_by_role("radio").nth(1).check()
        _seen(page, 14)
        assert page.locator("[data-by=grade]").is_visible()


def test_days_are_played_by_keyboard_and_stopped(visiting: Callable[..., Any], mapped: str) -> None:
    with visiting(mapped) as visitor:
        page = visitor.page
        visitor.go("/map")
        _seen(page, 14)
        page.get_by_label("Show", exact=True).select_option("day")
        _seen(page, 1)
        slider = page.get_by_role("slider")
        assert slider.get_attribute("aria-valuetext") == "1 March 2024"
        slider.focus()
        page.keyboard.press("End")
        _seen(page, 2)
        page.keyboard.press("ArrowLeft")
        _seen(page, 0)
        assert "13 March 2024" in page.locator("#seeing-span").inner_text()
        button = page.locator("#seeing-play")
        button.focus()
        page.keyboard.press("Enter")
        assert button.inner_text() == "Pause"
        _seen(page, 2)
        page.wait_for_function(
            "() => document.getElementById('seeing-play').textContent === 'Play'"
        )  # the last day has come
        page.get_by_label("Show", exact=True).select_option("week")
        _seen(page, 7)
        button.focus()
        page.keyboard.press("Enter")
        assert button.inner_text() == "Pause"
        page.keyboard.press("Enter")
        assert button.inner_text() == "Play"
        page.get_by_label("Show", exact=True).select_option("all")
        _seen(page, 14)
        assert slider.is_hidden()


def test_a_popup_is_text_and_a_mark_is_reached(visiting: Callable[..., Any], mapped: str) -> None:
    with visiting(mapped) as visitor:
        page = visitor.page
        visitor.go("/map?box=37.3,36.2,37.5,36.4")
        _seen(page, 1)
        page.wait_for_timeout(800)
        box = page.locator("#seeing-map canvas").bounding_box()
        page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        popup = page.locator(".maplibregl-popup-content")
        popup.wait_for()
        assert "<img src=x" in popup.inner_text()
        assert page.locator("#main img").count() == 0 and page.title() != "run"


def test_without_scripts_the_list_stands(chromium: Any, mapped: str) -> None:
    context = chromium.new_context(locale="en-GB", java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{mapped}/map")
    text = page.locator("main").inner_text()
    assert "The drawn map needs JavaScript" in text
    assert page.locator("#seeing-rows li").count() == 14
    assert "One of them has no known place" in text
    context.close()


def test_without_webgl_the_page_says_so(visiting: Callable[..., Any], mapped: str) -> None:
    with visiting(mapped) as visitor:
        page = visitor.page
        page.add_init_script("HTMLCanvasElement.prototype.getContext = () => null")
        visitor.go("/map")
        page.locator("#seeing-broken").wait_for()
        assert page.locator("#seeing-rows li").count() == 14


@pytest.mark.parametrize("answer", [{"body": "<title>Sign in</title>", "content_type": "text/html"}, None])
def test_data_that_does_not_arrive_is_said(
    visiting: Callable[..., Any], mapped: str, answer: dict[str, str] | None
) -> None:
    """A session that ended answers with a page, a desk that went away with nothing: the list that was there stays."""
    with visiting(mapped) as visitor:
        page = visitor.page
        visitor.expected.append("Failed to load resource")
        page.route("**/map/data?**", lambda route: route.fulfill(**answer) if answer else route.abort())
        visitor.go("/map")
        page.get_by_text("The data did not arrive").wait_for()
        assert page.locator("#seeing-rows li").count() == 14


def test_arabic_names_are_drawn_from_the_base_map(visiting: Callable[..., Any], mapped: str) -> None:
    """Labels come from the bundled font and the offline tiles: nothing else is asked for, and Arabic is shaped."""
    with visiting(mapped, language="ar") as visitor:
        page = visitor.page
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url.removeprefix(mapped)))
        visitor.go("/map")
        _seen(page, 14)
        page.wait_for_timeout(1500)
        assert any(url.startswith("/static/vendor/base.pmtiles") for url in asked)
        assert page.evaluate(
            "[...document.fonts].some(one => one.family.includes('Kufi') && one.status === 'loaded')"
        )
        assert not [url for url in asked if url.startswith("http")]


def test_a_map_server_of_ones_own_is_asked_and_nobody_else(
    chromium: Any, visiting: Callable[..., Any], tmp_path: Path
) -> None:
    store = str(tmp_path / "store")
    inside(store, Path(store) / "evidence", _FILL)
    tiles = f"http://127.0.0.1:{browsing.free_port()}"
    pixel = bytes.fromhex(
        "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c626001000000ffff03000006000557bfabd40000000049454e44ae426082"
    )
    with (
        browsing.served(store, "--local", "--tiles", f"{tiles}/{{z}}/{{x}}/{{y}}.png", log=tmp_path / "log") as running,
        visiting(running.url) as visitor,
    ):  # fmt: skip
        asked: list[str] = []

        def answer(route: Any) -> None:
            asked.append(route.request.url)
            route.fulfill(body=pixel, content_type="image/png", headers={"Access-Control-Allow-Origin": "*"})

        visitor.page.route(f"{tiles}/**", answer)
        visitor.expected.append(f"a request left the desk: {tiles}/")
        policy = visitor.go("/map").headers["content-security-policy"]
        _seen(visitor.page, 14)
        visitor.page.wait_for_timeout(800)
        assert asked and f"connect-src 'self' {tiles};" in policy
        assert json.dumps(policy).count("127.0.0.1") == 2
