"""Ledgers and charts in a real browser, with something in them: deciding and taking back, narrowing, axe, both languages."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any
from urllib.request import urlopen

import pytest

import desk_browsing as browsing
from desk_inside import inside

_TRUCE = """\
id: valley_truce
title: {ar: هدنة الوادي المتخيلة, en: Invented truce of the valley}
names: [هدنة الوادي]
class: cessation_of_hostilities
form: {declared: bilateral, medium: written}
references: [{id: text, title: Invented text, publisher: Nobody, is_primary: true}]
parties: [{actor: SYR_OPP, role: signatory, sources: [text]}, {actor: SYR_GOV, role: signatory, sources: [text]}]
areas: [{id: idlib, label: {ar: إدلب, en: Idlib}, units: [{country: SY, admin1: Idlib}], sources: [text]}]
zone: Asia/Damascus
start: 2019-04-01
terms:
  - {id: no_fire, rule: forbids, acts: [fire], text: {ar: لا نار, en: No fire}, sources: [text]}
  - id: aid
    rule: requires
    acts: [aid_delivery]
    quantity: {count: 50, of: aid_truck, per: day}
    text: {ar: خمسون شاحنة كل يوم, en: Fifty trucks a day}
    sources: [text]
synthetic: true
"""
_FILLED = """
from arrivals import arrival
from linked_store import TEXT, code, report
from rasd.store.linking import link_store

days = [f"2019-{4 + n // 28:02}-{n % 28 + 1:02}" for n in range(0, 80, 3)]
store.add([arrival(TEXT.format(n), id=f"d{n}", outlet=f"صحيفة {n}", published=f"{day}T12:00:00+03:00",
                   url=f"https://news.example/{n}", synthetic=True) for n, day in enumerate(days)])
sides = [[{"actor": "SYR_OPP"}], [{"actor": "SYR_GOV"}], []]
code(store, {f"d{n}": [report(TEXT.format(n), day=day, killed=n % 7 + 1, perpetrators=sides[n % 3])] for n, day in enumerate(days)})
store.add([arrival("قالت الهيئة المتخيلة: دخلت 12 شاحنة فقط خلال يومين.", id="aid-1", outlet="وكالة", synthetic=True)])
link_store(store)
"""
_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_FOUND = """async (tags) => (await axe.run(document, {runOnly: {type: 'tag', values: tags}, resultTypes: ['violations']}))
  .violations.map((one) => `${one.id}: ` + one.nodes.slice(0, 2).map((node) => node.html.slice(0, 160)).join(' | '))"""
_BASE = "/ledgers/valley_truce"


@pytest.fixture(scope="module")
def truce(chromium: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """Serve a store of invented incidents and an invented truce to one person."""
    folder = tmp_path_factory.mktemp("ledgers")
    (folder / "truce.yaml").write_text(_TRUCE, "utf-8")
    inside(str(folder / "store"), folder / "store", _FILLED)
    env = {"RASD_AGREEMENTS": str(folder / "truce.yaml")}
    with browsing.served(str(folder / "store"), "--local", log=folder / "log", env=env) as running:
        for path in ("/ledgers", "/charts"):  # the first page of a process reads the words of all theatres
            with urlopen(f"{running.url}{path}", timeout=300) as answer:
                assert answer.status == 200
        yield running


def test_a_person_narrows_decides_and_takes_it_back(truce: Any, visiting: Callable[..., Any]) -> None:
    with visiting(truce.url) as visitor:
        page = visitor.page
        visitor.expected.append("422")  # a decision without its reason
        visitor.go("/ledgers")
        page.get_by_role("link", name="Invented truce of the valley").click()
        page.locator("main summary").first.click()
        page.select_option("#n-party", "SYR_OPP")
        page.get_by_role("button", name="Show").click()
        assert "party=SYR_OPP" in page.url and page.locator(".ledger-entry").count() > 1
        assert all(
            "Syrian armed opposition" in one for one in page.locator(".ledger-entry header").all_inner_texts()
        )
        page.locator(".ledger-entry a.button").first.click()
        page.select_option("#f-facet", "corroborated")
        page.evaluate("document.getElementById('f-why').required = false")
        page.get_by_role("button", name="Record the decision").click()
        assert page.locator("#f-why-told").is_visible() and page.input_value("#f-facet") == "corroborated"
        page.fill("#f-why", "مصدران رأيا ذلك")
        page.get_by_role("button", name="Record the decision").click()
        assert "Decision 1 is recorded" in page.inner_text("main")
        page.on("dialog", lambda asked: asked.accept())
        page.get_by_role("button", name="Take back decision 1").click()
        assert "Decision 1 is taken back" in page.inner_text("main")


def test_an_absence_is_entered(truce: Any, visiting: Callable[..., Any]) -> None:
    with visiting(truce.url, language="ar") as visitor:
        page = visitor.page
        visitor.go(f"{_BASE}/observe")
        page.fill("#o-first", "2019-05-01")
        page.fill("#o-last", "2019-05-02")
        page.fill("#o-document", "aid-1")
        page.fill("#o-words", "دخلت 12 شاحنة فقط خلال يومين")
        page.fill("#o-count", "12")
        page.locator("main form button").click()
        assert page.url.endswith("#observations") and "12 من 100 مطلوبة" in page.inner_text("main")


@pytest.mark.parametrize("language", ["ar", "en"])
def test_pages_with_something_in_them_are_for_everyone(
    truce: Any, axe: str, visiting: Callable[..., Any], language: str
) -> None:
    faults = []
    with visiting(truce.url, language=language) as visitor:
        page = visitor.page
        visitor.go(_BASE)
        entry = str(page.locator(".ledger-entry a.button").first.get_attribute("href"))
        for path in (
            "/ledgers",
            _BASE,
            f"{_BASE}?by=week&outcome=out_of_scope",
            entry,
            f"{_BASE}/observe",
            "/charts",
        ):
            visitor.go(path)
            page.evaluate(
                "() => { for (const one of document.querySelectorAll('main details')) one.open = true }"
            )
            page.evaluate(axe)
            for width in (1280, 390):
                page.set_viewport_size({"width": width, "height": 844})
                for theme in ("light", "dark"):
                    page.evaluate("theme => { document.documentElement.dataset.theme = theme }", theme)
                    faults += [f"{path} {theme} {width}: {found}" for found in page.evaluate(_FOUND, _RULES)]
                wide = page.evaluate(
                    "document.documentElement.scrollWidth - document.documentElement.clientWidth"
                )
                if wide:
                    faults.append(f"{path} scrolls sideways at {width} px by {wide}")
    assert not faults, "\n".join(faults)


def test_drawings_run_as_the_language_does(truce: Any, visiting: Callable[..., Any]) -> None:
    """The names of lanes stand where reading begins, and a drawing in the dark is no white sheet."""
    places = {}
    for language in ("ar", "en"):
        with visiting(truce.url, language=language, color_scheme="dark") as visitor:
            visitor.go("/charts")
            page = visitor.page
            name = {"ar": "قصف", "en": "Shelling"}[language]
            places[language] = page.evaluate(
                """name => {
                  const svg = document.querySelector('.drawn svg'), frame = svg.getBoundingClientRect();
                  const one = [...svg.querySelectorAll('text')].find((text) => text.textContent.includes(name)).getBoundingClientRect();
                  return [(one.left + one.right) / 2 - (frame.left + frame.right) / 2, getComputedStyle(svg.querySelector('rect[width="100%"]')).fill];
                }""",
                name,
            )
    assert places["ar"][0] > 0 > places["en"][0]
    assert "rgb(255, 255, 255)" not in (places["ar"][1], places["en"][1])
