"""The watch over browsers sees what it is there to see: a request that leaves, a policy that is broken, a page that fails."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest


@pytest.mark.parametrize(
    ("script", "seen"),
    [
        ("fetch('https://elsewhere.example/x').catch(() => 0)", "elsewhere.example"),
        ("document.body.append(Object.assign(new Image(), {src: 'https://elsewhere.example/x.png'}))", "policy: img-src"),
        ("document.body.setAttribute('style', 'color: red')", "policy: style-src"),
        ("setTimeout(() => { throw new Error('broken on purpose') }, 0)", "broken on purpose"),
    ],
)  # fmt: skip
def test_what_must_not_happen_is_seen(
    desk: Any, visiting: Callable[..., Any], script: str, seen: str
) -> None:
    with pytest.raises(AssertionError, match=seen), visiting(desk.base) as visitor:
        visitor.go("/about")
        visitor.page.evaluate(f"() => {{ {script} }}")
        visitor.page.wait_for_timeout(300)


def test_axe_finds_what_is_amiss(desk: Any, axe: str, visiting: Callable[..., Any]) -> None:
    with visiting(desk.base) as visitor:
        visitor.go("/about")
        visitor.page.evaluate(
            "document.querySelector('main').insertAdjacentHTML('beforeend', '<input><img src=\"data:,\">')"
        )
        visitor.page.evaluate(axe)
        found = visitor.page.evaluate("async () => (await axe.run()).violations.map((one) => one.id)")
        assert {"label", "image-alt"} <= set(found)
