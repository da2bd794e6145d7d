"""Every page of the desk, in both languages, both themes, wide and on a phone: axe finds nothing, nothing scrolls sideways.

The pages are those of the desk's own addresses: a room that is added is held to this without a line here.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from desk_browsing import is_page

_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_WIDE, _PHONE, _NARROW = (1280, 800), (390, 844), (360, 740)
_FOUND = """async (tags) => {
  const found = await axe.run(document, {runOnly: {type: 'tag', values: tags}, resultTypes: ['violations']});
  return found.violations.map((one) => `${one.id} (${one.impact}): ${one.help}: `
    + one.nodes.slice(0, 3).map((node) => node.html.slice(0, 160) + ' ' + (node.any[0] ?? node.all[0] ?? node.none[0])?.message).join(' | '));
}"""
_SIDEWAYS = """() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return '';
  const wide = [...document.querySelectorAll('body *')].filter((one) => {
    const box = one.getBoundingClientRect();
    return box.width && (box.right > width + 1 || box.left < -1);
  });
  return `${document.documentElement.scrollWidth} px in ${width}: ` + wide.slice(0, 3).map((one) => one.outerHTML.slice(0, 120)).join(' | ');
}"""


def test_every_address_can_be_visited(desk: Any) -> None:
    """What a page is filled with is known: teach `desk_browsing` a new parameter when a room brings one."""
    strange = [page.route for page in desk.pages if page.path is None]
    assert not strange, f"tools/desk_browsing.py has nothing to fill in: {strange}"


@pytest.mark.parametrize("language", ["ar", "en"])
def test_every_page_is_for_everyone(
    desk: Any, axe: str, visiting: Callable[..., Any], language: str, faults: list[str]
) -> None:
    with visiting(desk.base, language=language) as visitor:
        page = visitor.page
        seen = 0
        for one in desk.pages:
            if one.path is None:
                continue
            answer = page.request.get(f"{desk.base}{one.path}", max_redirects=0)
            where = f"{language} {one.path}"
            if answer.status >= 500:
                faults.append(f"{where}: {answer.status}")
            if not is_page(answer):
                continue  # a form's address, a redirect, a file
            visitor.go(one.path)
            seen += 1
            shown = page.evaluate("document.documentElement.lang")
            if shown != language:
                faults.append(f"{where}: is in {shown!r}")
            page.evaluate(axe)
            for width, height in (_WIDE, _PHONE):
                page.set_viewport_size({"width": width, "height": height})
                for theme in ("light", "dark"):
                    page.evaluate("theme => { document.documentElement.dataset.theme = theme }", theme)
                    faults += [
                        f"{where} {theme} {width} px: {found}" for found in page.evaluate(_FOUND, _RULES)
                    ]
            for width, height in (_WIDE, _PHONE, _NARROW):
                page.set_viewport_size({"width": width, "height": height})
                sideways = page.evaluate(_SIDEWAYS)
                if sideways:
                    faults.append(f"{where} scrolls sideways at {width} px: {sideways}")
            page.set_viewport_size({"width": _WIDE[0], "height": _WIDE[1]})
    assert seen > 1
    assert not faults, "\n".join(faults)


@pytest.fixture
def faults() -> list[str]:
    """Return where faults of all pages are gathered: one run tells of each."""
    return []
