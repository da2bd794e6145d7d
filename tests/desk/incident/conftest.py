"""A desk with one person of each role, on a store in which four reports of invented texts tell one thing, read by the coder."""

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
from stores import fresh_database

PASSWORD = "saffron-lantern-42"
_STRUCK = "جراء قصف مدفعي نفّذته قوات النظام على بلدة سرمين في ريف إدلب الشرقي. وقال الدفاع المدني إن القصف استهدف السوق الشعبي في البلدة."
TEXTS = {
    "wire-1": ("2031-03-14T10:00:00+02:00", "وكالة السنديان",
               f"قُتل ثلاثة مدنيين بينهم طفل وأُصيب خمسة آخرون، صباح الجمعة، {_STRUCK} ووثّق ناشطون صوراً من المكان."),
    "wire-2": ("2031-03-14T13:30:00+02:00", "شبكة الزيتون",
               ("قُتل أربعة أشخاص وجُرح سبعة بقصف مدفعي لقوات النظام على السوق في بلدة سرمين شرقي إدلب صباح اليوم الجمعة،"
               " بحسب مراسل الشبكة. وأضاف أن فرق الإسعاف نقلت الجرحى إلى مشافي إدلب.")),
    "wire-3": ("2031-03-14T16:00:00+02:00", "صحيفة المدار",
               f"قُتل ثلاثة مدنيين بينهم طفل وأُصيب خمسة آخرون، صباح الجمعة، {_STRUCK}"),
    "wire-4": ("2031-03-15T09:00:00+02:00", "إذاعة الساحل",
               ("ارتفعت حصيلة القصف المدفعي لقوات النظام على سوق بلدة سرمين في ريف إدلب يوم الجمعة إلى ستة قتلى مدنيين"
               " بينهم طفلان و9 جرحى على الأقل، وفق مصدر طبي في مشفى المدينة.")),
    "wire-5": ("2031-03-14T20:00:00+02:00", "منصة الخبر",
               "شنّ الطيران الحربي الروسي غارتين على أطراف بلدة سرمين بريف إدلب مساء الجمعة، ما أدى إلى مقتل مدني وإصابة اثنين."),
    "wire-6": ("2031-03-16T10:00:00+02:00", "وكالة السنديان", "أُصيب مدني بجروح جراء قصف مدفعي لم يُعرف مصدره."),
}  # fmt: skip
"""1 to 4 tell of one shelling (3 repeats 1, 4 raises the toll); 5 of an air strike there; 6 names no place."""
_PEOPLE = f"""
for name, role in {{"rim": "reader", "verena": "verifier", "vito": "verifier", "adib": "administrator"}}.items():
    one = person(name, role)
    one.set_password({PASSWORD!r})
    one.save()
reports = [f"{{key}}#r1" for key in {list(TEXTS)!r}]
told["homes"] = store.incidents_of(reports)
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
        client = httpx.Client(base_url=self.url, follow_redirects=True, headers={"Accept-Language": language})
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

    def home(self, report: str) -> str:
        """Return the incident of a report, as it was linked first."""
        return self.homes[report]


def told_team(folder: Path, address: str) -> Iterator[Team]:
    """Serve a desk on a store that holds `TEXTS`, coded and linked."""
    evidence = folder / "evidence"
    documents = folder / "articles.jsonl"
    documents.write_text(
        "\n".join(
            json.dumps(
                {
                    "id": key, "outlet": outlet, "published": published, "text": text, "theatre": "syria",
                    "url": f"https://{key}.example/news", "synthetic": True,
                },
                ensure_ascii=False,
            )
            for key, (published, outlet, text) in TEXTS.items()
        )
    )  # fmt: skip
    env = {"RASD_EVIDENCE": str(evidence)}
    for command in (("collect", documents, "--evidence", evidence), ("code",), ("link",)):
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
def fresh(tmp_path: Path) -> Iterator[Team]:
    """Serve a desk on SQLite to one test, which changes it."""
    yield from told_team(tmp_path, str(tmp_path / "store"))


@pytest.fixture
def postgres(server_url: Callable[[str], str], tmp_path: Path) -> Iterator[Team]:
    """Serve a desk on PostgreSQL to one test."""
    with fresh_database(server_url) as url:
        yield from told_team(tmp_path, url)
