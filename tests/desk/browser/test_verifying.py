"""Verifying in a real browser: values and words linked both ways, the keyboard, selecting, drafts, two people on one record."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import desk_browsing as browsing
from desk_inside import inside

_PAGE = "/documents/syria-idlib-wire/verify"
_SPAN = """async (words) => {
  const { spanOf, wordsOf } = await import("/static/verifying/offsets.js");
  const root = document.getElementById("text");
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  let [first, last] = words;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const at = first ? node.data.indexOf(first) : -1;
    if (at >= 0) { range.setStart(node, at); first = null; }
    const end = first === null ? node.data.indexOf(last) : -1;
    if (end >= 0) { range.setEnd(node, end + last.length); break; }
  }
  const found = spanOf(root, range);
  document.getSelection().removeAllRanges();
  document.getSelection().addRange(range);
  return { ...found, again: wordsOf(root, found.start, found.end) };
}"""


@pytest.fixture(scope="module")
def bench(chromium: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """Serve a store of its own: what is decided here is in nobody else's way."""
    folder = tmp_path_factory.mktemp("verifying") / "store"
    browsing.example_store(str(folder))
    lines = [
        {"id": "strange", "text": "قصف 😀 عائلة 👨‍👩‍👧 في\u202e القرية المختلقة\r\nثم قصف السوق.", "published": "2024-03-12"},
    ]  # fmt: skip
    source = folder.parent / "strange.jsonl"
    source.write_text("\n".join(json.dumps(one, ensure_ascii=False) for one in lines), "utf-8")
    for command in (("collect", source), ("code",)):
        assert browsing.run(*command, "--store", folder).returncode in (0, 1)
    with browsing.served(str(folder), "--local", log=folder.parent / "log") as running:
        yield running


def standing(page: Any) -> str:
    """Return the field of the value that the keyboard stands on."""
    return str(page.evaluate("document.activeElement.closest('.value')?.dataset.field ?? ''"))


def test_value_and_words_are_linked_both_ways(bench: Any, visiting: Callable[..., Any]) -> None:
    with visiting(bench.url) as visitor:
        visitor.go(_PAGE)
        page = visitor.page
        line = page.locator(".value[data-field=harm]").first
        key = line.get_attribute("id")
        line.focus()
        lit = page.locator(f'#text .m.on[data-v~="{key}"]')
        assert lit.count() >= 1
        words = page.locator("#text a.m.place").first
        other = str(words.get_attribute("data-v")).split(" ")[0]
        words.hover()
        assert page.evaluate("key => document.getElementById(key).classList.contains('on')", other)
        page.evaluate("() => document.querySelector('#text a.m.date').focus()")
        assert page.locator(".value.on[data-field=date]").count() == 1
        page.locator("#text a.m.weapon").first.click()
        assert standing(page) in ("weapons", "munitions")


def test_everything_by_keyboard(bench: Any, visiting: Callable[..., Any]) -> None:
    with visiting(bench.url) as visitor:
        visitor.expected.append("422")  # a decision without its reason
        visitor.go(_PAGE)
        page = visitor.page
        page.keyboard.press("?")
        assert page.locator("#keys").is_visible() and "next or previous value" in page.inner_text("#keys")
        page.keyboard.press("Escape")
        page.keyboard.press("j")
        assert standing(page) == "kind"
        page.keyboard.press("a")
        page.wait_for_selector("#told .ok")
        assert page.locator(".value.is-accepted[data-field=kind]").count() == 1
        page.wait_for_selector(".value[data-field=factuality]:focus")
        page.keyboard.press("n")
        assert page.evaluate("document.activeElement.closest('.report').dataset.report") == "r2"
        while standing(page) != "perpetrators":
            page.keyboard.press("j")
        page.keyboard.press("r")
        page.wait_for_selector("#editor button[value=reject]")
        page.fill("#e-why", "No body is named in the text")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        page.wait_for_selector(".value.is-rejected[data-field=perpetrators]")
        page.keyboard.press("u")
        page.wait_for_selector(".value.is-rejected", state="detached")
        page.locator("#report-r2 .value[data-field=date]").focus()
        page.keyboard.press("w")
        page.wait_for_selector("#rule[open]")
        assert "dates." in page.inner_text("#rule")
        page.keyboard.press("Escape")
        page.keyboard.press("Shift+A")
        page.wait_for_selector("#report-r2 .is-proposed", state="detached")


def test_selected_words_become_evidence_in_code_points(bench: Any, visiting: Callable[..., Any]) -> None:
    text = "قصف 😀 عائلة 👨‍👩‍👧 في\u202e القرية المختلقة\r\nثم قصف السوق."
    with visiting(bench.url) as visitor:
        visitor.go("/documents/strange/verify")
        page = visitor.page
        for first, last, wanted in (
            ("عائلة", "المختلقة", None), ("القرية", "السوق", None), ("قصف", "عائلة", None), ("👨", "👧", None),
        ):  # fmt: skip
            found = page.evaluate(_SPAN, [first, last])
            start = text.index(first)
            end = text.index(last, start) + len(last)
            assert (found["start"], found["end"]) == (start, end), (first, last, found, wanted)
        # a report that the machine missed, from the words that are selected
        page.evaluate(_SPAN, ["القرية", "المختلقة"])
        page.wait_for_selector("#selecting:not([hidden])")
        page.locator("#selecting button").last.click()
        page.wait_for_selector("#editor")
        page.fill("#e-kind", "Shelling")
        page.click("#editor button[name=save]")
        page.wait_for_selector("#told .ok")
        added = page.locator(".report").last
        assert "القرية المختلقة" in added.inner_text() and "Added by" in added.inner_text()
        # and one of its fields, filled from the text
        page.evaluate(_SPAN, ["القرية", "المختلقة"])
        page.wait_for_selector("#selecting:not([hidden]) select")
        page.select_option("#selecting select", label="Where")
        page.locator("#selecting button:visible").nth(0).click()
        page.wait_for_selector("#editor #e-name")
        assert page.input_value("#e-name") == "القرية المختلقة"
        page.click("#editor button[name=save]")
        page.wait_for_selector(".value.is-added[data-field=places]")
        # what the mark holds, not what is drawn: a piece that was just put in has no layout before the next frame (content-visibility)
        assert page.locator("#text a.m.place").text_content() == "القرية المختلقة"


def test_the_machine_reads_selected_words_into_the_form(bench: Any, visiting: Callable[..., Any]) -> None:
    with visiting(bench.url, language="ar") as visitor:
        visitor.go(_PAGE)
        page = visitor.page
        page.locator('#report-r1 a[data-open="r1+harm"]').click()
        page.wait_for_selector("#editor")
        page.evaluate(_SPAN, ["تسعة", "آخرون"])
        page.wait_for_selector("#selecting:not([hidden])")
        page.locator("#selecting .primary").click()
        page.wait_for_selector("#told:has-text('⚙')")
        assert page.input_value("#e-min") == "9" and page.input_value("#e-quote") == "تسعة آخرون"
        page.fill("#e-min", "8")  # what a person typed stays
        page.evaluate(_SPAN, ["أربعة", "مدنيين"])
        page.wait_for_selector("#selecting:not([hidden])")
        with page.expect_response(lambda answer: "/reading" in answer.url):
            page.locator("#selecting .primary").click()
        page.wait_for_selector("#told:has-text('⚙')")
        assert page.input_value("#e-min") == "8" and page.input_value("#e-quote") == "أربعة مدنيين"


def test_words_are_selected_by_keyboard(bench: Any, visiting: Callable[..., Any]) -> None:
    with visiting(bench.url, language="ar") as visitor:
        visitor.go(_PAGE)
        page = visitor.page
        page.locator("#report-r1 .value[data-field=places]").first.focus()
        page.keyboard.press("c")
        page.wait_for_selector("#editor")
        page.keyboard.press("Escape")
        page.keyboard.press("c")
        page.wait_for_selector("#editor")
        page.evaluate("() => document.activeElement.blur()")
        page.keyboard.press("s")
        page.keyboard.press("ArrowLeft")
        page.keyboard.press("Shift+ArrowLeft")
        page.wait_for_selector("#selecting:not([hidden])")
        words = page.evaluate("document.getSelection().toString().trim()")
        assert words
        page.keyboard.press("Enter")
        page.wait_for_selector("#selecting", state="hidden")
        assert page.input_value("#e-quote").strip() == words


def test_what_was_typed_outlives_a_closed_tab(bench: Any, visiting: Callable[..., Any]) -> None:
    with visiting(bench.url) as visitor:
        visitor.go("/documents/iraq-kirkuk-attack/verify")
        page = visitor.page
        page.locator(".value[data-field=harm] a[data-open]").first.click()
        page.wait_for_selector("#editor")
        with page.expect_response(lambda answer: answer.url.endswith("/draft") and answer.status == 204):
            page.fill("#e-why", "half a sentence, then the tab")
    with visiting(bench.url) as visitor:  # another browser: the desk kept it
        visitor.go("/documents/iraq-kirkuk-attack/verify")
        page = visitor.page
        assert "You did not finish" in page.inner_text(".drafts")
        page.locator(".drafts a").first.click()
        page.wait_for_selector("#editor")
        assert page.input_value("#e-why") == "half a sentence, then the tab"
        page.fill("#e-min", "2")
        page.fill("#e-max", "2")
        page.click("#editor button[name=save]")
        page.wait_for_selector("#told .ok")
        page.wait_for_timeout(1_200)
        page.reload()
        assert page.locator(".drafts").count() == 0


def test_the_second_person_is_told_and_keeps_what_was_typed(bench: Any, visiting: Callable[..., Any]) -> None:
    with visiting(bench.url) as first, visiting(bench.url, language="ar") as second:
        second.expected.append("409")
        for visitor in (first, second):
            visitor.go("/documents/syria-daraa-gunmen/verify")
            visitor.page.locator(".value[data-field=harm] a[data-open]").first.click()
            visitor.page.wait_for_selector("#editor")
        for visitor, number in ((first, "7"), (second, "8")):
            visitor.page.fill("#e-min", number)
            visitor.page.fill("#e-max", number)
            visitor.page.fill("#e-why", f"counted {number}")
            visitor.page.click("#editor button[name=save]")
        first.page.wait_for_selector("#told .ok")
        second.page.wait_for_selector("#editor [role=alert]")
        page = second.page
        assert "7" in page.inner_text("#editor [role=alert]") and page.input_value("#e-min") == "8"
        assert "7" in page.locator(".value[data-field=harm] .said").first.inner_text()
        page.click("#editor button[name=save]")
        page.wait_for_selector("#told .ok")
        assert "8" in page.locator(".value[data-field=harm] .said").first.inner_text()


@pytest.mark.parametrize("language", ["ar", "en"])
def test_plain_forms_do_without_a_script(bench: Any, visiting: Callable[..., Any], language: str) -> None:
    document = {"ar": "lebanon-claim", "en": "yemen-taiz-contested"}[language]
    with visiting(bench.url, language=language, java_script_enabled=False) as visitor:
        visitor.expected.append("422")
        visitor.go(f"/documents/{document}/verify")
        page = visitor.page
        page.locator(".value[data-field=kind] button[name=accept]").first.click()
        page.wait_for_selector(".value.is-accepted[data-field=kind]")
        page.locator(".value[data-field=places] a[data-open]").first.click()
        assert page.input_value("#e-quote")
        page.fill("#e-region", "ريف")
        page.click("#editor button[name=save]")
        page.wait_for_selector(".value.is-corrected[data-field=places]")
        page.locator(".value[data-field=harm] button[name=reject]").first.click()
        page.wait_for_selector("#editor button[value=reject]")
        page.fill("#e-why", "سبب")
        page.click("#editor button[value=reject]")
        page.wait_for_selector(".value.is-rejected[data-field=harm]")


def test_a_form_has_nothing_that_axe_finds(bench: Any, axe: str, visiting: Callable[..., Any]) -> None:
    with visiting(bench.url, language="ar", width=390, height=844) as visitor:
        visitor.go(_PAGE)
        page = visitor.page
        for field in ("harm", "places", "perpetrators"):
            page.locator(f".value[data-field={field}] a[data-open]").first.click()
            page.wait_for_selector(f"#editor[data-field={field}]")
            page.evaluate(axe)
            found = page.evaluate(
                "async () => (await axe.run('#editor')).violations.map((one) => one.id + ' ' + one.nodes[0].html)"
            )
            assert not found, found
            assert page.evaluate("document.documentElement.scrollWidth") <= 390
        for opened in ("r1%2Bplaces", "%2Breport"):  # as a page of its own, without a script
            visitor.go(f"{_PAGE}?open={opened}")
            page.evaluate(axe)
            found = page.evaluate(
                "async () => (await axe.run()).violations.map((one) => one.id + ' ' + one.nodes[0].html)"
            )
            assert not found, found


_TEAM = """
from django.contrib.auth.hashers import make_password
for name, role in (("adib", "administrator"), ("verena", "verifier"), ("rim", "reader")):
    one = person(name, role)
    one.password, one.language = make_password("saffron-lantern-42"), "en"
    one.save()
"""


def test_a_session_that_ends_in_the_middle_of_a_form_loses_nothing(
    chromium: Any, tmp_path: Path, visiting: Callable[..., Any]
) -> None:
    store = tmp_path / "store"
    browsing.example_store(str(store))
    inside(str(store), store / "evidence", _TEAM)

    def sign_in(page: Any, name: str) -> None:
        page.fill("#id_username", name)
        page.fill("#id_password", "saffron-lantern-42")
        page.keyboard.press("Enter")

    with browsing.served(str(store), log=tmp_path / "log") as running:
        with visiting(running.url) as visitor:
            page = visitor.page
            visitor.go(_PAGE)
            sign_in(page, "verena")
            page.locator(".value[data-field=harm] a[data-open]").first.click()
            page.fill("#editor #e-min", "2")
            page.context.clear_cookies(name="rasd_session")
            page.fill("#editor #e-why", "two names in the list")
            page.click("#editor button[name=save]")
            page.wait_for_selector("#told a[href*='sign-in']")
            assert page.input_value("#e-why") == "two names in the list"
            page.click("#told a")
            sign_in(page, "verena")
            page.wait_for_url(f"**{_PAGE}")
            page.locator(".value[data-field=harm] a[data-open]").first.click()
            page.wait_for_selector("#editor")
            assert page.input_value("#e-min") == "2" and page.input_value("#e-why") == "two names in the list"
            page.click("#editor button[name=save]")
            page.wait_for_selector("#told .ok")
        with visiting(running.url) as visitor:  # a reader at the same page
            page = visitor.page
            visitor.go(_PAGE)
            sign_in(page, "rim")
            page.wait_for_selector("#text .m")
            assert page.locator("#editor, .acts, button[name=accept]").count() == 0
            page.keyboard.press("j")
            assert standing(page) == "kind"


_LONG = """
from arrivals import arrival
from rasd.model import DateWindow, Harm, Place, Record, Report, Source
line = "قصفت المدفعية بلدة تلمنس فجر اليوم وقُتل ثلاثة مدنيين بحسب الدفاع المدني.\\n"
quiet = "وقال الأهالي إن الطريق إلى القرية مقطوع منذ أيام ولا أحد يعرف متى يُفتح.\\n"
text = (line * 200 + quiet * 80_000)[:5_000_000]
def at(words, start):
    return [(start + line.index(words), start + line.index(words) + len(words))]
reports = [Report(id=f"r{n + 1}", kind="shelling", evidence=at("قصفت", start), date=DateWindow(start="2024-03-12", end="2024-03-12", evidence=at("فجر اليوم", start)),
    places=[Place(name="تلمنس", evidence=at("تلمنس", start))], harm=[Harm(effect="killed", min=3, max=3, evidence=at("ثلاثة مدنيين", start))],
    sources=[Source(name="الدفاع المدني", type="civil_defence", evidence=at("الدفاع المدني", start))]) for n, start in enumerate(range(0, 200 * len(line), len(line)))]
store.add([arrival(text, id="long", published="2024-03-12")])
store.keep_records(store.begin_coding("v1"), [("long", Record(id="long", data_version="v1", reports=reports))])
told["length"] = len(text)
"""


def test_five_megabytes_and_a_thousand_values_stay_usable(
    chromium: Any, tmp_path: Path, visiting: Callable[..., Any]
) -> None:
    store = tmp_path / "store"
    assert inside(str(store), store / "evidence", _LONG) == {"length": 5_000_000}
    with (
        browsing.served(str(store), "--local", log=tmp_path / "log") as running,
        visiting(running.url) as visitor,
    ):
        visitor.go("/documents/long/verify")
        page = visitor.page
        assert "Part 1 of" in page.inner_text("#part-now")
        assert page.locator("#text a.m").count() == 1_000 and page.locator(".value").count() < 400
        assert page.locator("#text .piece").count() < 2_000
        page.keyboard.press("j")
        page.keyboard.press("a")
        page.wait_for_selector(".value.is-accepted[data-field=kind]")
        page.locator('#text a.m[data-v^="r200.harm"]').click()
        page.wait_for_selector("#report-r200 .value[data-field=harm]:focus")
        page.keyboard.press("a")
        page.wait_for_selector("#report-r200 .value.is-accepted[data-field=harm]")
        page.fill("#part", "50")
        page.press("#part", "Enter")
        page.wait_for_selector("#part-now:has-text('50')")
        start = int(page.locator("#text .piece").first.get_attribute("data-start"))
        assert 49 * 60_000 <= start < 49 * 62_000 + 60_000
        page.locator("#report-r2 a.v").first.click()  # its words are in another part
        page.wait_for_selector("#text a.m.kind.on")
