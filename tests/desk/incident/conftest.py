"""A desk with one person of each role, on a store in which four invented texts tell one thing, read by the coder; ten times over."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest

from desk_browsing import run, served
from desk_inside import inside
from market_texts import documents
from stores import fresh_database

PASSWORD = "saffron-lantern-42"
_PEOPLE = f"""
for name, role in {{"rim": "reader", "verena": "verifier", "vito": "verifier", "adib": "administrator"}}.items():
    one = person(name, role)
    one.set_password({PASSWORD!r})
    one.save()
told["homes"] = store.incidents_of([f"{{one.id}}#r1" for one in store.documents()])
"""


@dataclass(slots=True)
class Guest:
    """Somebody's browser without a screen."""

    client: httpx.Client

    def get(self, path: str, **more: Any) -> httpx.Response:
        """Ask for a page."""
        return self.client.get(path, **more)

    def form(self, path: str, **typed: Any) -> httpx.Response:
        """Go to a page, and send its form (that which posts to the page itself) with what is typed besides."""
        page = self.client.get(path)
        assert page.status_code == 200, page.text
        return self.send(page, **typed)

    def send(self, page: httpx.Response, **typed: Any) -> httpx.Response:
        """Send the form of a page that was fetched before: with its hidden fields as they were then."""
        main = page.text.split("<main", 1)[1]
        form = next(one for one in main.split("<form")[1:] if 'method="post"' in one.split(">", 1)[0])
        form = form.split("</form>", 1)[0]
        fields: dict[str, list[str]] = {}
        for name, value in re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form):
            fields.setdefault(name, []).append(value.replace("&quot;", '"').replace("&amp;", "&"))
        action = re.search(r'action="([^"]+)"', form.split(">", 1)[0])
        target = action[1] if action else page.url.path
        return self.client.post(target, data={**fields, **typed})


@dataclass(slots=True)
class Team:
    """A desk of several people."""

    url: str
    store: str
    evidence: Path
    homes: dict[str, str]
    """The incident of each report, as it was linked first."""
    guests: dict[str, Guest] = field(default_factory=dict)

    def guest(self, name: str, *, language: str = "en") -> Guest:
        """Return the browser of a person, signed in, which all tests of a file share."""
        if f"{name} {language}" in self.guests:
            return self.guests[f"{name} {language}"]
        client = httpx.Client(
            base_url=self.url, follow_redirects=True, headers={"Accept-Language": language}, timeout=60
        )
        page = client.get("/sign-in")
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.text)
        assert token
        data = {"csrfmiddlewaretoken": token[1], "username": name, "password": PASSWORD}
        assert client.post("/sign-in", data=data).url.path != "/sign-in"
        self.guests[f"{name} {language}"] = Guest(client)
        return self.guests[f"{name} {language}"]

    def __getitem__(self, name: str) -> Guest:
        return self.guest(name)

    def inside(self, program: str) -> dict[str, Any]:
        """Run a program beside the desk, on its store."""
        return inside(self.store, self.evidence, program)

    def home(self, number: int, text: int = 1) -> str:
        """Return the incident of a text of one set, as it was linked first."""
        return self.homes[f"w{number}-{text}#r1"]


def told_team(folder: Path, address: str) -> Iterator[Team]:
    """Serve a desk on a store that holds all texts, coded and linked."""
    evidence = folder / "evidence"
    articles = folder / "articles.jsonl"
    articles.write_text("\n".join(json.dumps(one, ensure_ascii=False) for one in documents()))
    env = {"RASD_EVIDENCE": str(evidence)}
    for command in (("collect", articles, "--evidence", evidence), ("code",), ("link",)):
        done = run(*command, "--store", address, env=env)
        assert done.returncode == 0, done.stderr
    homes = inside(address, evidence, _PEOPLE)["homes"]
    with served(address, log=folder / "log", env=env) as running:
        team = Team(running.url, address, evidence, homes)
        yield team
        for guest in team.guests.values():
            guest.client.close()


@pytest.fixture(scope="module")
def team(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Team]:
    """Serve a desk on SQLite."""
    folder = tmp_path_factory.mktemp("team")
    yield from told_team(folder, str(folder / "store"))


@pytest.fixture
def postgres(server_url: Callable[[str], str], tmp_path: Path) -> Iterator[Team]:
    """Serve a desk on PostgreSQL to one test."""
    with fresh_database(server_url) as url:
        yield from told_team(tmp_path, url)
