"""The day of a documenter in one browser: paste, verify each value, merge with a second source, map, ledger, export."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest

import desk_browsing as browsing

# The first is shaped as agencies write: a dateline, an agreement, a routine, dated incidents, a link in the middle, keywords.
_FIRST = """إدلب – المرفأ
قُتل ثلاثة مدنيين وأصيب سبعة آخرون بجروح، أمس السبت، بقصف مدفعي شنّته قوات النظام على بلدة الهبيط في ريف إدلب الجنوبي، بحسب الدفاع المدني.
اقرأ أيضاً: ماذا بقي من المنطقة المنزوعة السلاح؟
وتقع البلدة ضمن المنطقة المنزوعة السلاح التي نص عليها الاتفاق الروسي التركي في سوتشي.
الكلمات المفتاحية:"""
_SECOND = "أفاد ناشطون بمقتل ستة أشخاص من عائلة واحدة في ريف إدلب الجنوبي، أمس السبت، جراء سقوط قذائف."
_SAID = {
    "en": {
        "killed": "Killed 3–6",
        "in": "in scope",
        "bring": "Bring in",
        "done": "The work is done.",
    },
    "ar": {"killed": "قتلى 3–6", "in": "ضمن الأحكام", "bring": "إدخال", "done": "انتهى العمل."},
}


@pytest.fixture(params=["en", "ar"])
def spoken(request: pytest.FixtureRequest) -> str:
    """Return the language of the browser."""
    return str(request.param)


@pytest.fixture
def empty(chromium: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve a desk that holds nothing."""
    folder = tmp_path_factory.mktemp("journey")
    with browsing.served(str(folder / "store"), "--local", log=folder / "log") as running:
        yield running.url


def pasted(page: Any, base: str, text: str, outlet: str) -> str:
    """Paste a text and return the address of its document."""
    page.goto(f"{base}/bring-in")
    page.fill("#paste-text", text)
    page.fill("#paste-outlet", outlet)
    page.fill("#paste-published", "2019-04-28")
    page.click("#paste button.primary")
    page.wait_for_url(re.compile("/documents/"))
    return str(page.url)


def test_from_a_pasted_text_to_an_export(empty: str, visiting: Callable[..., Any], spoken: str) -> None:
    with visiting(empty, language=spoken, width=1280 if spoken == "en" else 390) as visitor:
        page = visitor.page
        page.set_default_timeout(120_000)
        first = pasted(page, empty, _FIRST, "وكالة المرفأ").split("?")[0].removesuffix("/verify")
        page.goto(f"{first}/verify")
        left = page.locator("button[name=accept_report]")
        for count in range(left.count(), 0, -1):
            left.first.click()
            page.wait_for_function(
                "n => document.querySelectorAll('button[name=accept_report]').length < n", arg=count
            )
        assert page.locator(".value button[name=accept]").count() == 0  # every value has a person's decision
        page.locator("button[name=state][value=verified]").click()
        page.locator("button[name=state][value=verified]").wait_for(state="detached")

        pasted(page, empty, _SECOND, "شبكة النورس")
        page.goto(f"{empty}/incidents?since=2019-04-27&kind=shelling")
        links = page.locator("a[href*='/incidents/i']")
        keys = list(
            dict.fromkeys(
                re.findall(
                    r"/incidents/(i[0-9a-f]+)",
                    " ".join(links.evaluate_all("all => all.map(one => one.href)")),
                )
            )
        )
        assert len(keys) == 2, keys
        page.goto(f"{empty}/incidents/{keys[0]}/merge?with={keys[1]}")
        page.get_by_role("textbox").last.fill("one shelling, told twice")
        page.locator("main form[method=post] button.primary").click()
        page.wait_for_url(re.compile(r"/incidents/i[0-9a-f]+(?:[?#]|$)"))
        assert _SAID[spoken]["killed"] in re.sub(r"\s+", " ", page.inner_text("main")), page.inner_text(
            "main"
        )[:2000]
        merged = re.findall(r"/incidents/(i[0-9a-f]+)", page.url)[0]

        page.goto(f"{empty}/map?since=2019-04-27&kind=shelling")
        page.locator("canvas").first.wait_for()
        assert "الهبيط" in page.inner_text("main")
        page.goto(f"{empty}/ledgers/sochi_memorandum_2018")
        assert merged in page.content() and _SAID[spoken]["in"] in page.inner_text("main")
        page.goto(f"{empty}/give-out?since=2019-04-27&kind=shelling")
        page.select_option("#format", "geojson")
        page.locator("main form[method=post] button.primary").click()
        page.wait_for_url(re.compile("/jobs/"))
        page.get_by_text(_SAID[spoken]["done"]).wait_for()
        with page.expect_download() as taken:
            page.locator("a[href$='/file']").first.click()
        assert merged in taken.value.path().read_text("utf-8")
