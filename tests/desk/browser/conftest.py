"""A Chromium and a desk for tests: every request that leaves loopback, every error of the console and of the policy fails."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

import desk_browsing as browsing

playwright = pytest.importorskip(
    "playwright.sync_api", reason="playwright is not installed: pip install 'rasd[dev]'"
)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """Start Chromium for the tests of one file, or skip aloud.

    While Playwright runs there is a running event loop in this thread, in which Django refuses to ask its database: it must be
    over before tests of other rooms come.
    """
    path = browsing.chromium_path()
    if path is None:
        pytest.skip(
            "no Chromium on the PATH, and RASD_CHROMIUM names none (Debian: apt-get install chromium)"
        )
    if not browsing.is_built():
        pytest.skip("the desk's assets have not been made: make assets")
    with playwright.sync_playwright() as running:
        browser = running.chromium.launch(executable_path=path, args=list(browsing.CHROMIUM_FLAGS))
        yield browser
        browser.close()


@dataclass(slots=True)
class Visitor:
    """One person's browser, and what it had to complain of."""

    page: Any
    base: str
    faults: list[str] = field(default_factory=list)
    expected: list[str] = field(default_factory=list)
    """Parts of complaints that a test means to bring about."""

    def go(self, path: str) -> Any:
        """Go to a page of the desk."""
        return self.page.goto(f"{self.base}{path}")

    def check(self) -> None:
        """Fail when anything was complained of."""
        left = [fault for fault in self.faults if not any(part in fault for part in self.expected)]
        assert not left, "\n".join(left)


@pytest.fixture(scope="module")
def visiting(chromium: Any) -> Callable[..., Any]:
    """Return a context manager: a browser of its own for one person, watched from its first request to its last."""

    @contextmanager
    def _visiting(
        base: str, *, language: str = "en", width: int = 1280, height: int = 800, **more: Any
    ) -> Iterator[Visitor]:
        context = chromium.new_context(
            locale=browsing.LOCALES[language], viewport={"width": width, "height": height},
            reduced_motion="reduce", timezone_id="UTC", **more,
        )  # fmt: skip
        context.set_default_timeout(90_000)
        visitor = Visitor(None, base)
        own = urlsplit(base).netloc

        def asked(request: Any) -> None:
            parts = urlsplit(request.url)
            if parts.scheme not in ("data", "blob") and parts.netloc != own:
                visitor.faults.append(f"a request left the desk: {request.url}")

        def said(message: Any) -> None:
            if message.type == "error":
                visitor.faults.append(f"console: {message.text} ({message.location.get('url', '')})")

        context.on("request", asked)
        context.on("console", said)
        context.on("weberror", lambda error: visitor.faults.append(f"script: {error.error}"))
        context.add_init_script(
            "addEventListener('securitypolicyviolation', e =>"
            " console.error(`policy: ${e.violatedDirective} ${e.blockedURI} ${e.sourceFile}:${e.lineNumber}`))"
        )
        visitor.page = context.new_page()
        try:
            yield visitor
        finally:
            context.close()
        visitor.check()

    return _visiting


@dataclass(frozen=True, slots=True)
class Desk:
    """A desk that is running."""

    base: str
    store: str
    pages: tuple[browsing.Page, ...]


@pytest.fixture(scope="session")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a store that holds the invented articles, linked."""
    folder = tmp_path_factory.mktemp("example") / "store"
    browsing.example_store(str(folder))
    return folder


@pytest.fixture(scope="module")
def desk(chromium: Any, example: Path) -> Iterator[Desk]:
    """Serve the example to one person."""
    with browsing.served(str(example), "--local", log=example.parent / "log") as running:
        yield Desk(running.url, str(example), tuple(browsing.pages_of(str(example))))


@pytest.fixture(scope="module")
def axe(chromium: Any) -> str:
    """Return axe-core, or skip aloud."""
    path = browsing.axe_path()
    if path is None:
        pytest.skip("axe-core is not among the assets: make assets, or RASD_AXE=<axe.min.js>")
    return path.read_text("utf-8")
