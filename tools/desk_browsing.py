"""A real Chromium on a real desk: where both are found, how they are started, and which pages a desk has.

Shared by ``tests/desk/browser`` and ``tools/desk_shots.py``. Pages are read from the desk's own addresses, so a room that is
added is visited without a list being changed.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.parse import quote
from urllib.request import urlopen

__all__ = [
    "CHROMIUM_FLAGS",
    "LOCALES",
    "Page",
    "Running",
    "axe_path",
    "chromium_path",
    "example_store",
    "is_built",
    "is_page",
    "pages_of",
    "run",
    "served",
]

ROOT = Path(__file__).resolve().parents[1]
_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
CHROMIUM_FLAGS = (
    "--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--ignore-gpu-blocklist",
    "--disable-background-networking", "--disable-component-update", "--no-first-run", "--disable-dev-shm-usage",
    *(("--no-sandbox",) if hasattr(os, "geteuid") and os.geteuid() == 0 else ()),
)  # fmt: skip
LOCALES = {"ar": "ar-SY", "en": "en-GB"}
_RASD = "import sys; from rasd.cli import main; sys.argv[0] = 'rasd'; main()"
_ADDRESSES = """
import json, sys
from pathlib import Path
from rasd.desk import DeskOptions, prepare

store = prepare(DeskOptions(store=sys.argv[1], evidence=Path(sys.argv[2]) if sys.argv[2] else None))
from django.urls import URLResolver, get_resolver

def walk(patterns, before):
    for one in patterns:
        route = before + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from walk(one.url_patterns, route)
        else:
            yield {"name": one.name or "", "route": route}

from rasd.cli.agreements import register_of
from rasd.store import IncidentFilter, Selection
document = next(iter(store.documents(Selection())), None)
incident = next(iter(store.incidents(IncidentFilter())), None)
print(json.dumps({
    "addresses": list(walk(get_resolver().url_patterns, "")),
    "document": document.id if document else "", "incident": incident.id if incident else "",
    "agreement": register_of(None).all()[0].id,
}))
"""


@dataclass(frozen=True, slots=True)
class Page:
    """One address of the desk, filled in; `path` is None where nothing is known to fill it with."""

    name: str
    route: str
    path: str | None


@dataclass(frozen=True, slots=True)
class Running:
    """A desk that answers."""

    url: str
    """Without a slash at its end."""
    process: subprocess.Popen[bytes]

    def processes(self) -> list[int]:
        """Return the numbers of all processes of it (Linux)."""
        found = [self.process.pid]
        for number in found:
            for children in Path(f"/proc/{number}/task").glob("*/children"):
                found += [int(child) for child in children.read_text().split()]
        return found


def chromium_path() -> str | None:
    """Return the Chromium of this machine: of RASD_CHROMIUM, else of the PATH."""
    given = os.environ.get("RASD_CHROMIUM")
    return given or next((found for name in _NAMES if (found := shutil.which(name))), None)


def axe_path() -> Path | None:
    """Return axe-core: of RASD_AXE, else beside the desk's other assets."""
    given = os.environ.get("RASD_AXE")
    if given:
        return Path(given)
    for folder in (ROOT / "src/rasd/desk/vendor", ROOT / "tools/npm/node_modules/axe-core"):
        found = next(iter(sorted(folder.rglob("axe.min.js"))), None) if folder.is_dir() else None
        if found is not None:
            return found
    return None


def is_built() -> bool:
    """Tell whether the assets that pages ask for have been made: without them a page works, and the browser complains."""
    return (
        not (ROOT / "tools/npm/package.json").exists() or (ROOT / "src/rasd/desk/vendor/made.json").is_file()
    )


def is_page(answer: Any) -> bool:
    """Tell whether an answer is a page to look at, no redirect, file or address of a form."""
    return bool(answer.status == 200 and answer.headers.get("content-type", "").startswith("text/html"))


def run(*arguments: object, env: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    """Run a command of Rasd in a process of its own."""
    return subprocess.run(
        [sys.executable, "-c", _RASD, *map(str, arguments)],
        capture_output=True, text=True, check=False, timeout=600, env={**os.environ, **(env or {})},
    )  # fmt: skip


def example_store(address: str) -> None:
    """Fill a store with the invented articles of ``demo/``: collected, coded, linked."""
    for command in (("collect", ROOT / "demo/articles"), ("code",), ("link",)):
        done = run(*command, "--store", address)
        if done.returncode not in (0, 1):
            raise RuntimeError(done.stderr)


def free_port() -> int:
    """Return a port of loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def served(address: str, *options: str, log: Path, env: Mapping[str, str] | None = None) -> Iterator[Running]:
    """Run the desk on a free port until it answers, and stop it behind."""
    port = free_port()
    command = [sys.executable, "-c", _RASD, "desk", "--store", address, "--port", str(port), *options]
    url = f"http://127.0.0.1:{port}"
    with (
        log.open("a") as stream,
        subprocess.Popen(command, stdout=stream, stderr=stream, env={**os.environ, **(env or {})}) as process,
    ):
        try:
            for _ in range(900):
                if process.poll() is not None:
                    raise RuntimeError(log.read_text("utf-8"))
                try:
                    with urlopen(f"{url}/static/site/icon.svg", timeout=5):
                        break
                except (URLError, OSError):
                    time.sleep(0.1)
            yield Running(url, process)
        finally:
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()


def pages_of(address: str, evidence: str = "") -> list[Page]:
    """Return every address of a desk on this store, with a document, an incident, an agreement filled in."""
    done = subprocess.run(
        [sys.executable, "-c", _ADDRESSES, address, evidence], capture_output=True, text=True, check=False, timeout=300
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(done.stderr)
    told = json.loads(done.stdout.splitlines()[-1])
    return [Page(one["name"], one["route"], _filled(one["route"], told)) for one in told["addresses"]]


def _filled(route: str, told: Mapping[str, str]) -> str | None:
    if route.startswith("^") or "(?P" in route:
        return None
    path = "/" + route
    for parameter in re.findall(r"<(?:\w+:)?(\w+)>", route):
        value = _sample(route, parameter, told)
        if value is None:
            return None
        path = re.sub(rf"<(?:\w+:)?{parameter}>", quote(value, safe=""), path, count=1)
    return path


def _sample(route: str, parameter: str, told: Mapping[str, str]) -> str | None:
    if parameter == "number" and "evidence" in route:
        return told.get("evidence") or "1"
    if parameter == "agreement":
        return told["agreement"]
    if parameter in ("key", "document", "incident", "id"):
        return told["incident" if "incident" in route or parameter == "incident" else "document"] or None
    named = {"number": "1", "pk": "1", "name": "alleged", "form": "svg", "person": "x", "token": "x"}
    return named.get(parameter)
