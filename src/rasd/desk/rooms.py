"""The rooms of the desk: one line each. Settings, addresses, words and navigation are read from here.

A room is a folder beside this file: `apps.py` (label ``desk_<room>``), `urls.py`, `words.yaml`, and where it has them
templates, static files, tables and template tags. It is registered by its line in `ROOMS`.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

__all__ = ["NAVIGATION", "ROOMS", "Entry", "files_of"]

ROOMS: tuple[str, ...] = (
    "site",
    "ledgers",
    "charts",
    "access",
    "verifying",
    "documents",
    "incidents",
    "incident",
    "overview",
    "selection",
    "jobs",
    "giving",
    "api",
    "seeing",
    "waiting",
    "intake",
    "redacting",
)
"""In the order in which templates, words and addresses are looked up."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the navigation: the name of an address, and who may follow it."""

    url: str
    words: str
    role: str = "reader"
    is_more: bool = False
    """Whether it stands behind "More": what is not opened every day."""


NAVIGATION: tuple[Entry, ...] = (
    Entry("home", "site.nav.home"),
    Entry("queue", "waiting.nav", "coder"),
    Entry("documents", "documents.nav"),
    Entry("incidents", "incidents.nav"),
    Entry("map", "seeing.nav"),
    Entry("charts", "charts.nav"),
    Entry("ledgers", "ledgers.nav"),
    Entry("intake", "intake.nav", "coder"),
    Entry("export", "giving.nav", is_more=True),
    Entry("feeds", "intake.nav.feeds", "coder", is_more=True),
    Entry("jobs", "jobs.nav", is_more=True),
    Entry("tokens", "api.nav", is_more=True),
    Entry("people", "access.nav.people", "administrator", is_more=True),
    Entry("audit", "access.nav.audit", "administrator", is_more=True),
    Entry("redact", "redacting.nav", "administrator", is_more=True),
    Entry("settings", "verifying.nav.settings", "administrator", is_more=True),
    Entry("about", "site.nav.about", is_more=True),
)


def files_of(name: str) -> list[Path]:
    """Return the files of one name that rooms have, in the order of the rooms."""
    found = (Path(__file__).parent / room / name for room in ROOMS)
    return [path for path in found if path.is_file()]
