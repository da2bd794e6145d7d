"""Pictures of every page of the desk, in both languages, wide and on a phone, for people to look at.

    python tools/desk_shots.py FOLDER [--store FOLDER] [--only TEXT] [--dark]

Without --store the invented articles of ``demo/`` are shown. Files are named `<page>-<language>-<width>.png`.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from desk_browsing import CHROMIUM_FLAGS, LOCALES, chromium_path, example_store, is_page, pages_of, served

__all__ = ["main"]

_SIZES = ((1280, 800), (390, 844))


def main(arguments: list[str] | None = None) -> int:
    """Take the pictures and say where they are."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--store")
    parser.add_argument("--only", default="", help="pages whose address holds this")
    parser.add_argument("--dark", action="store_true")
    given = parser.parse_args(arguments)
    chromium = chromium_path()
    if chromium is None:
        print("No Chromium on the PATH, and RASD_CHROMIUM names none.", file=sys.stderr)
        return 2
    from playwright.sync_api import sync_playwright

    given.folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="rasd-shots-") as scratch:
        store = given.store or str(Path(scratch) / "store")
        if given.store is None:
            example_store(store)
        with served(store, "--local", log=Path(scratch) / "log") as running, sync_playwright() as playwright:
            pages = pages_of(store)
            browser = playwright.chromium.launch(executable_path=chromium, args=list(CHROMIUM_FLAGS))
            for language, locale in LOCALES.items():
                for width, height in _SIZES:
                    context = browser.new_context(
                        locale=locale,
                        viewport={"width": width, "height": height},
                        color_scheme="dark" if given.dark else "light",
                        reduced_motion="reduce",
                    )
                    page = context.new_page()
                    for one in pages:
                        if one.path is None or given.only not in one.path:
                            continue
                        answer = page.request.get(f"{running.url}{one.path}", max_redirects=0)
                        if not is_page(answer):
                            continue
                        page.goto(f"{running.url}{one.path}")
                        page.wait_for_timeout(300)
                        name = one.name or one.route.replace("/", "_") or "page"
                        page.screenshot(path=given.folder / f"{name}-{language}-{width}.png", full_page=True)
                    context.close()
            browser.close()
    print(f"{given.folder}: {len(list(given.folder.glob('*.png')))} pictures.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
