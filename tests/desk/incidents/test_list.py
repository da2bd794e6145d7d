"""The list of incidents as people meet it: facets that count, an address for what is chosen, and nothing of what is hidden."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from desk_browsing import run, served
from desk_inside import inside

PASSWORD = "saffron-lantern-42"
_TEXTS = (
    ("a1", "syria", "2031-03-14T10:00:00+02:00", "قُتل ثلاثة مدنيين وأُصيب خمسة آخرون صباح الجمعة جراء قصف مدفعي نفّذته قوات النظام على بلدة سرمين في ريف إدلب."),
    ("a2", "syria", "2031-03-14T19:00:00+02:00", "ارتفعت حصيلة القصف المدفعي لقوات النظام على بلدة سرمين في ريف إدلب صباح الجمعة إلى ستة قتلى مدنيين، وفق مصدر طبي في مشفى الياسمين."),
    ("b1", "syria", "2031-03-21T21:00:00+02:00", "شنّ الطيران الحربي الروسي غارتين على أطراف بلدة بنش بريف إدلب مساء الجمعة، ما أدى إلى مقتل مدني وإصابة اثنين."),
    ("c1", "yemen", "2031-03-28T12:00:00+03:00", "قُتل مدنيان في قصف حوثي على حي سكني في مدينة تعز جنوب غربي اليمن اليوم الجمعة."),
    ("d1", "syria", "2031-04-04T23:00:00+02:00", "أُصيب مدني بجروح جراء قصف مدفعي لم يُعرف مصدره."),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Desk:
    """A desk with a reader and an administrator."""

    url: str
    store: str
    evidence: Path

    @contextmanager
    def visitor(self, name: str, language: str = "en") -> Iterator[httpx.Client]:
        """Give the browser of a person who has signed in."""
        with httpx.Client(
            base_url=self.url, follow_redirects=True, headers={"Accept-Language": language}, timeout=60
        ) as client:
            token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', client.get("/sign-in").text)
            assert token
            data = {"csrfmiddlewaretoken": token[1], "username": name, "password": PASSWORD}
            client.post("/sign-in", data=data)
            yield client


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    folder = tmp_path_factory.mktemp("incidents")
    store, evidence = folder / "store", folder / "store" / "evidence"
    lines = [
        {
            "id": key,
            "theatre": theatre,
            "published": published,
            "text": text,
            "outlet": f"صحيفة {key}",
            "synthetic": True,
        }
        for key, theatre, published, text in _TEXTS
    ]
    (folder / "texts.jsonl").write_text(
        "\n".join(json.dumps(one, ensure_ascii=False) for one in lines), "utf-8"
    )
    for command in (("collect", folder / "texts.jsonl"), ("code",), ("link",)):
        assert run(*command, "--store", store).returncode in (0, 1)
    inside(
        str(store), evidence,
        f'for name, role in (("rim", "reader"), ("adib", "administrator")):\n    one = person(name, role)\n    one.set_password({PASSWORD!r})\n    one.save()',
    )  # fmt: skip
    with served(str(store), log=folder / "log") as running:
        yield Desk(running.url, str(store), evidence)


def count(page: httpx.Response) -> int:
    """Return how many incidents a page says there are."""
    found = re.search(r'role="status">(\d+|No) incident', page.text)
    assert page.status_code == 200 and found, page.text
    return 0 if found[1] == "No" else int(found[1])


def facet(page: httpx.Response, key: str) -> dict[str, int]:
    """Return the values of a facet with their counts."""
    section = re.search(rf'<section aria-labelledby="f-{key}">(.*?)</section>', page.text, re.DOTALL)
    found = re.findall(r'<bdi>([^<]+)</bdi><span class="number">(\d+)</span>', section[1] if section else "")
    return {html.unescape(name): int(number) for name, number in found}


def test_what_is_chosen_narrows_the_list_and_leaves_its_own_counts(desk: Desk) -> None:
    with desk.visitor("adib") as browser:
        everything = browser.get("/incidents")
        assert count(everything) == 4
        assert facet(everything, "theatre") == {"Syria": 3, "Yemen": 1}
        page = browser.get("/incidents?theatre=yemen")
        assert count(page) == 1 and facet(page, "theatre") == {"Syria": 3, "Yemen": 1}
        assert len(facet(page, "kind")) == 1 < len(facet(everything, "kind"))
        both = browser.get("/incidents?theatre=yemen&theatre=syria&killed=2")
        assert count(both) == 2 and facet(both, "theatre") == {"Syria": 1, "Yemen": 1}


def test_every_link_of_the_panel_leads_to_as_many_as_it_says(desk: Desk) -> None:
    with desk.visitor("adib") as browser:
        page = browser.get("/incidents?theatre=syria")
        links = re.findall(
            r'class="value" href="([^"]+)"><span class="box" aria-hidden="true"></span><bdi>[^<]+</bdi><span class="number">(\d+)',
            page.text,
        )
        assert len(links) > 10
        for address, number in links:
            if "theatre=yemen" not in address:
                assert count(browser.get(html.unescape(address))) == int(number), address


def test_words_are_found_in_any_spelling_and_places_too(desk: Desk) -> None:
    with desk.visitor("adib") as browser:
        assert count(browser.get("/incidents", params={"words": "الروسى غارتين"})) == 1
        assert count(browser.get("/incidents", params={"place": "سَرمين"})) == 1
        empty = browser.get("/incidents", params={"words": "زلزال"})
        assert count(empty) == 0 and "No incident has all that is chosen" in empty.text


def test_what_is_not_understood_is_said_and_markup_stays_text(desk: Desk) -> None:
    with desk.visitor("adib") as browser:
        page = browser.get(
            "/incidents", params={"kind": "<script>alert(1)</script>", "since": "soon", "place": "<b>سرمين"}
        )
        assert count(page) == 0 and page.text.count('class="notice caution"') == 2
        assert "<script>alert" not in page.text and "<b>سرمين" not in page.text
        assert count(browser.get("/incidents?page=9999999&page=2&sort=%00&box=1")) == 4
        assert browser.get("/incidents?" + "kind=clash&" * 300).status_code == 200


def test_htmx_gets_the_part_and_everybody_else_the_page(desk: Desk) -> None:
    with desk.visitor("adib") as browser:
        part = browser.get("/incidents?kind=shelling", headers={"HX-Request": "true"})
        assert (
            part.text.lstrip().startswith("<title>") and "<html" not in part.text and 'id="part"' in part.text
        )
        assert part.headers["vary"].find("HX-Request") >= 0
        again = browser.get(
            "/incidents", headers={"HX-Request": "true", "HX-History-Restore-Request": "true"}
        )
        assert "<html" in again.text


def test_the_selection_goes_along_to_other_pages_and_sorting_keeps_it(desk: Desk) -> None:
    with desk.visitor("adib") as browser:
        page = browser.get("/incidents?theatre=syria&sort=killed&words=إدلب")
        for path in re.findall(r'href="/(?:map|charts|give-out)\?([^"]+)"', page.text):
            assert "theatre=syria" in path and "words=" in path
        assert '<input type="hidden" name="theatre" value="syria">' in page.text
        assert re.findall(r"<td class=\"number\" data-label=\"Killed\">([^<]+)</td>", page.text)[0] == "3–6"


def test_the_list_is_in_arabic_with_its_plurals(desk: Desk) -> None:
    with desk.visitor("adib", "ar") as browser:
        page = browser.get("/incidents")
        assert "4 حوادث" in page.text and "المحافظة" in page.text and "إدلب" in page.text
        assert "حادثة واحدة" in browser.get("/incidents?theatre=yemen").text


def test_what_a_hidden_document_says_is_in_no_row_no_count_and_no_search(desk: Desk) -> None:
    inside(
        desk.store, desk.evidence,
        "from rasd.desk.access.restricting import restrict\n"
        'for key in ("a2", "c1"):\n    restrict("document", key, by="adib", why="a source asked", role="administrator")',
    )  # fmt: skip
    with desk.visitor("rim") as reader, desk.visitor("adib") as administrator:
        assert (count(administrator.get("/incidents")), count(reader.get("/incidents"))) == (4, 3)
        page = reader.get("/incidents")
        assert "Yemen" not in facet(page, "theatre") and "3–6" not in page.text
        for query in ("killed=6", "words=الياسمين", "theatre=yemen", "place=تعز"):
            assert (
                count(administrator.get(f"/incidents?{query}")),
                count(reader.get(f"/incidents?{query}")),
            ) == (1, 0), query
        assert (
            count(reader.get("/incidents?killed=3")) == 1 and count(reader.get("/incidents?place=سرمين")) == 1
        )


def test_nobody_reads_it_without_signing_in(desk: Desk) -> None:
    answer = httpx.get(timeout=60, url=f"{desk.url}/incidents?kind=clash", follow_redirects=False)
    assert answer.status_code == 302 and "/sign-in" in answer.headers["location"]
