"""A desk with one person of each role, and a database of PostgreSQL for the tests of one file."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from desk_browsing import served
from desk_inside import inside
from stores import fresh_database

PASSWORD = "saffron-lantern-42"
ROLES = {"rim": "reader", "cyrine": "coder", "verena": "verifier", "adib": "administrator"}
_FILLED = f"""
from linked_store import told_store
told_store(store, ["2019-04-28", "2019-04-28", "2020-01-05"])
for name, role in {ROLES!r}.items():
    one = person(name, role)
    one.set_password({PASSWORD!r})
    one.save()
told["incidents"] = [one.id for one in sorted(store.incidents(), key=lambda one: -len(one.reports))]
"""


@dataclass(slots=True)
class Guest:
    """Somebody's browser without a screen."""

    client: httpx.Client

    def get(self, path: str, **more: Any) -> httpx.Response:
        """Ask for a page."""
        return self.client.get(path, **more)

    def send(self, path: str, *, on: str = "/about", **fields: Any) -> httpx.Response:
        """Send a form with the token of the page `on`."""
        return self.client.post(path, data={"csrfmiddlewaretoken": self.token(on), **fields})

    def token(self, path: str) -> str:
        """Return the token that the forms of a page carry."""
        page = self.client.get(path)
        found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.text)
        assert found, page.text
        return found[1]

    def sign_in(self, name: str, password: str = PASSWORD) -> httpx.Response:
        """Sign in."""
        return self.send("/sign-in", on="/sign-in", username=name, password=password)


@dataclass(slots=True)
class Team:
    """A desk of several people on a store with two incidents: of two documents, and of one."""

    url: str
    store: str
    evidence: Path
    incidents: list[str]
    guests: dict[str, Guest]
    opened: list[Guest]
    password: str = PASSWORD

    def guest(self, name: str = "", *, language: str = "en") -> Guest:
        """Return a browser of its own, signed in where a name is given."""
        made = Guest(
            httpx.Client(
                base_url=self.url, follow_redirects=True, headers={"Accept-Language": language}, timeout=60
            )
        )
        self.opened.append(made)
        if name:
            answer = made.sign_in(name)
            assert answer.status_code == 200 and answer.url.path != "/sign-in", answer.text
        return made

    def __getitem__(self, name: str) -> Guest:
        """Return the browser of a person that all tests of a file share."""
        if name not in self.guests:
            self.guests[name] = self.guest(name)
        return self.guests[name]

    def inside(self, program: str) -> dict[str, Any]:
        """Run a program beside the desk, on its store."""
        return inside(self.store, self.evidence, program)


@pytest.fixture(scope="module")
def team(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Team]:
    """Serve a desk to four people."""
    folder = tmp_path_factory.mktemp("team")
    address, evidence = str(folder / "store"), folder / "store" / "evidence"
    told = inside(address, evidence, _FILLED)
    with served(address, log=folder / "log") as running:
        made = Team(running.url, address, evidence, told["incidents"], {}, [])
        yield made
        for guest in made.opened:
            guest.client.close()


@pytest.fixture(scope="module")
def module_url(server_url: Callable[[str], str]) -> Iterator[str]:
    """Return the address of a database that holds nothing yet."""
    with fresh_database(server_url) as url:
        yield url
