"""The OWASP list against a running desk: every address with every role, hostile words in every field, others' addresses guessed.

Addresses are read from the desk: a room that is added is held to this without a line here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import pytest

from desk_browsing import Page, pages_of, served
from rasd.desk.access import NEEDS, roles_up_to

_ROLE = {"": "", "rim": "reader", "cyrine": "coder", "verena": "verifier", "adib": "administrator"}
_NEEDS_OF = """
from django.urls import URLResolver, get_resolver
def walk(patterns, before=""):
    for one in patterns:
        route = before + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from walk(one.url_patterns, route)
        else:
            yield route, getattr(one.callback, "needs", None)
told["needs"] = dict(walk(get_resolver().url_patterns))
"""
_HOSTILE = "<script>alert(7)</script>\"'><img src=x onerror=alert(7)>"
_MARK = "زعفرانستان"
_MORE = f"""
from arrivals import arrival
from linked_store import code, report, TEXT
from rasd.store.linking import link_store
hostile = {_HOSTILE!r}
text = TEXT.format(7)
store.add([
    arrival(text + hostile, id="hostile", outlet=hostile, title=hostile, published="2021-03-02T12:00:00+03:00", url="javascript:alert(7)"),
    arrival(TEXT.format(8) + " {_MARK}", id="secret", outlet="{_MARK}", title="{_MARK}", published="2021-05-02T12:00:00+03:00", url="https://news.example/secret"),
])
code(store, {{"hostile": [report(text, day="2021-03-02")], "secret": [report(TEXT.format(8), day="2021-05-02", killed=9)]}})
link_store(store)
from rasd.desk.access.restricting import restrict
restrict("document", "secret", by="adib", why="tests", role="administrator")
of = {{one.reports[0].document_id: one.id for one in store.incidents()}}
told["secret"], told["hostile"] = of["secret"], of["hostile"]
"""
_PAYLOADS = (
    _HOSTILE, "' OR 1=1 --", '") UNION SELECT password FROM desk_access_user --', "{{7*7}}{% debug %}", "../../../../etc/passwd",
    "%00", "\u202e", "9" * 40, "-1", "[]", "é" * 200, '"', "2024-13-45", "ال*", "a:b\"c(", "NaN", "\U0001f600",
)  # fmt: skip
_LEAKS = re.compile(
    r"Traceback|sqlite3|psycopg|OperationalError|ProgrammingError|SyntaxError|argon2\$|root:x:|SQLite format|<script>alert|<img src=x|href=\"javascript:"
)


@dataclass(frozen=True, slots=True)
class Held:
    """A desk with a hostile document, and a document and its incident that only administrators may see."""

    team: Any
    pages: list[Page]
    needs: dict[str, str | None]
    secret: str
    hostile: str

    def shown(self) -> Iterator[Page]:
        """Yield the addresses that something can be filled in."""
        return (page for page in self.pages if page.path is not None)


@pytest.fixture(scope="module")
def held(team: Any) -> Held:
    told = team.inside(_MORE)
    pages = pages_of(team.store, str(team.evidence))
    return Held(team, pages, team.inside(_NEEDS_OF)["needs"], told["secret"], told["hostile"])


def test_every_address_says_what_it_needs(held: Held) -> None:
    silent = [route for route, need in held.needs.items() if need is None and not route.startswith("api")]
    assert not silent


@pytest.mark.parametrize("name", list(_ROLE))
def test_every_address_opens_for_its_roles_alone(held: Held, name: str) -> None:
    """A01: nobody is led to sign in, who may not is told so, and a form of others is refused just so."""
    guest = held.team[name] if name else held.team.guest()
    rights = roles_up_to(_ROLE[name])
    wrong = []
    for page in held.shown():
        need = held.needs.get(page.route)
        if need in (None, "anyone"):
            continue
        got = guest.get(page.path)
        sent = guest.client.post(page.path, data={"csrfmiddlewaretoken": guest.token("/about")})
        for answer in (got, sent):
            may = NEEDS[need] in rights
            is_out = answer.url.path == "/sign-in"
            if answer.status_code >= 500 and answer.status_code != 503:
                wrong.append(f"{answer.request.method} {page.path}: {answer.status_code}")
            elif not name and not (is_out or answer.status_code in (404, 405)):
                wrong.append(f"{answer.request.method} {page.path}: open to nobody: {answer.status_code}")
            elif name and not may and answer.status_code not in (403, 404, 405):
                wrong.append(f"{answer.request.method} {page.path}: open to {name}: {answer.status_code}")
            elif may and answer.status_code == 403 and answer is got:
                wrong.append(f"{answer.request.method} {page.path}: shut to {name}")
    assert not wrong, "\n".join(wrong)


def test_programs_without_a_token_get_nothing(held: Held) -> None:
    """A01: the addresses of the API, which have no role of a page, answer nobody."""
    nobody, wrong = held.team.guest(), []
    pages = [page for page in held.shown() if held.needs.get(page.route) is None]
    for page in pages:
        for method in ("GET", "POST", "PUT", "PATCH", "DELETE"):
            answer = nobody.client.request(
                method, page.path, headers={"Authorization": "Bearer x.y"}, follow_redirects=False
            )
            if not 400 <= answer.status_code < 500 or _MARK in answer.text:
                wrong.append(f"{method} {page.path}: {answer.status_code}")
    assert pages and not wrong, "\n".join(wrong)


def test_what_is_hidden_is_as_if_it_were_not(held: Held) -> None:
    """A01: guessing the address of another's document or incident tells nothing, not even that it is there."""
    wrong = []
    for page in held.shown():
        if not re.search(r"<\w+:(key|document|incident|id)>", page.route):
            continue
        is_incident = "incident" in page.route
        guessed = quote(held.secret if is_incident else "secret", safe="")
        path = re.sub(r"<(?:\w+:)?\w+>", guessed, "/" + page.route, count=1)
        nothing = re.sub(r"<(?:\w+:)?\w+>", "nowhere", "/" + page.route, count=1)
        if "<" in path:
            continue
        for name in ("rim", "cyrine", "verena"):
            for method in ("GET", "POST"):
                token = held.team[name].token("/about")
                asked = [
                    held.team[name].client.request(
                        method, one, data={"csrfmiddlewaretoken": token} if method == "POST" else None
                    )
                    for one in (path, nothing)
                ]
                if asked[0].status_code != asked[1].status_code or _MARK in asked[0].text:
                    wrong.append(f"{method} {path} for {name}: {[one.status_code for one in asked]}")
    assert not wrong, "\n".join(wrong)


def test_what_is_hidden_is_in_no_list(held: Held) -> None:
    wrong = []
    for page in held.shown():
        for query in (
            "",
            f"?words={_MARK}",
            f"?q={_MARK}",
            f"?text={_MARK}",
            "?since=2021-05-01&until=2021-05-03",
        ):
            for name in ("rim", "verena"):
                answer = held.team[name].get(f"{page.path}{query}")
                told = answer.text.replace(f'value="{_MARK}"', "").replace(quote(_MARK), "")
                told = re.sub(r'(?:value|content|href)="[^"]*"|<title>.*?</title>', "", told)
                if answer.status_code == 200 and (
                    held.secret in told or (not query or "since" in query) and _MARK in told
                ):
                    wrong.append(f"{page.path}{query} for {name}")
    assert not wrong, "\n".join(wrong)


def test_hostile_words_in_every_field_stay_words(held: Held) -> None:
    """A03: injection and reflected scripts, through every parameter that a form of the page has, and some that none has."""
    adib = held.team["adib"]
    wrong = []
    for page in held.shown():
        first = adib.get(page.path)
        if first.status_code != 200 or "text/html" not in first.headers["content-type"]:
            names: set[str] = set()
        else:
            names = set(re.findall(r'<(?:input|select|textarea|button)[^>]*\sname="([\w-]+)"', first.text))
        given = sorted(names - {"csrfmiddlewaretoken"} | {"next", "page", "before", "words"})
        tried = [dict.fromkeys(given, payload) for payload in _PAYLOADS]
        tried += [{name: payload} for name in given for payload in _PAYLOADS[:2]]
        for parameters in tried:
            answer = adib.client.get(page.path, params=parameters)
            where = f"{page.path}?{str(parameters)[:80]}"
            if answer.status_code >= 500:
                wrong.append(f"{where}: {answer.status_code}")
            elif found := _LEAKS.search(answer.text):
                wrong.append(f"{where}: {found[0]}")
    assert not wrong, "\n".join(wrong[:40])


def test_hostile_words_of_a_document_are_shown_and_never_run(held: Held) -> None:
    """A03: stored scripts, in text, title, outlet and address of a document, on every page that tells of it."""
    wrong = []
    for page in held.shown():
        path = "/" + page.route
        for kind, key in (("incident", held.hostile), ("document", "hostile")):
            one = re.sub(r"<(?:\w+:)?\w+>", quote(key, safe=""), path, count=1) if "<" in path else page.path
            if "<" in str(one):
                continue
            answer = held.team["adib"].get(one)
            if answer.status_code >= 500 or (found := _LEAKS.search(answer.text)):
                wrong.append(
                    f"{one} ({kind}): {answer.status_code} {found[0] if answer.status_code < 500 and found else ''}"
                )
    assert not wrong, "\n".join(wrong)


def test_no_form_is_taken_without_its_token(held: Held) -> None:
    """A01: CSRF, for every address, from a signed-in browser."""
    adib = held.team["adib"]
    wrong = []
    for page in held.shown():
        if page.route.startswith("api"):
            continue
        answer = adib.client.post(page.path, data={"action": "close", "what": "off"}, follow_redirects=False)
        if answer.status_code not in (403, 405):
            wrong.append(f"{page.path}: {answer.status_code}")
    assert not wrong, "\n".join(wrong)


def test_a_form_of_another_origin_is_refused(held: Held) -> None:
    adib = held.team["adib"]
    token = adib.token("/about")
    answer = adib.client.post(
        "/prefer",
        data={"csrfmiddlewaretoken": token, "theme": "dark"},
        headers={"Origin": "https://elsewhere.example"},
    )
    assert answer.status_code == 403


def test_a_session_is_new_after_signing_in_and_dead_after_signing_out(held: Held) -> None:
    """A07: fixation; what was overheard before is worth nothing after."""
    guest = held.team.guest()
    guest.client.cookies.set("rasd_session", "fixedfixedfixedfixedfixedfixed12", domain="127.0.0.1")
    guest.sign_in("rim")
    sessions = [one.value for one in guest.client.cookies.jar if one.name == "rasd_session"]
    assert "fixedfixedfixedfixedfixedfixed12" not in sessions[-1:]
    copied = sessions[-1]
    guest.send("/sign-out")
    answer = httpx.get(
        f"{held.team.url}/about", cookies={"rasd_session": copied}, follow_redirects=False, timeout=60
    )
    assert answer.status_code == 302 and answer.headers["location"].startswith("/sign-in")


@pytest.mark.parametrize(
    "wanted", ["https://elsewhere.example/", "//elsewhere.example", "/\\elsewhere.example", "javascript:alert(1)", "http:elsewhere.example"]
)  # fmt: skip
def test_nobody_is_led_elsewhere_by_signing_in(held: Held, wanted: str) -> None:
    guest = held.team.guest()
    answer = guest.client.post(
        "/sign-in",
        data={
            "csrfmiddlewaretoken": guest.token("/sign-in"),
            "username": "rim",
            "password": held.team.password,
            "next": wanted,
        },
        follow_redirects=False,
    )
    assert answer.status_code == 302 and answer.headers["location"] == "/"


def test_cookies_are_kept_from_scripts_and_other_sites(held: Held) -> None:
    guest = held.team.guest()
    guest.sign_in("rim")
    kept = {one.name: one for one in guest.client.cookies.jar}
    for name, same in (("rasd_session", "Lax"), ("rasd_csrf", "Strict")):
        assert kept[name].has_nonstandard_attr("HttpOnly"), name
        assert kept[name].get_nonstandard_attr("SameSite") == same, name


def test_behind_https_cookies_and_links_are_for_https_alone(tmp_path: Path) -> None:
    with served(
        str(tmp_path / "store"), "--name", "desk.example", "--https", log=tmp_path / "log"
    ) as running:
        asked = {"Host": "desk.example", "X-Forwarded-Proto": "https", "X-Forwarded-For": "203.0.113.9"}
        with httpx.Client(base_url=running.url, headers=asked, timeout=60) as browser:
            page = browser.get("/first")
            assert page.status_code == 403 and "password" not in page.text, "first start through a proxy"
            assert all("Secure" in one for one in page.headers.get_list("set-cookie"))


def test_a_local_desk_answers_nobody_behind_a_proxy(tmp_path: Path) -> None:
    with served(str(tmp_path / "store"), "--local", log=tmp_path / "log") as running:
        assert httpx.get(f"{running.url}/about", timeout=60).status_code == 200
        answer = httpx.get(f"{running.url}/about", headers={"X-Forwarded-For": "203.0.113.9"}, timeout=60)
        assert answer.status_code == 403


def test_what_is_too_large_is_refused_without_an_error(held: Held) -> None:
    """A04: a body beyond the limit, too many fields, too many files."""
    guest = held.team["verena"]
    token = guest.token("/about")
    large = guest.client.post(
        "/prefer", data={"csrfmiddlewaretoken": token, "next": "x" * (13 * 1024 * 1024)}
    )
    many = guest.client.post(
        "/prefer", data={"csrfmiddlewaretoken": token, **{f"f{n}": "1" for n in range(5001)}}
    )
    assert large.status_code in (400, 403, 413) and many.status_code in (400, 403, 413)
    assert "Traceback" not in large.text + many.text


@pytest.mark.parametrize("host", ["elsewhere.example", "127.0.0.1.elsewhere.example", "localhost@elsewhere.example", "[::ffff:1]"])  # fmt: skip
def test_another_host_name_opens_nothing(held: Held, host: str) -> None:
    assert httpx.get(f"{held.team.url}/sign-in", headers={"Host": host}, timeout=60).status_code == 400


def test_another_forwarded_host_changes_no_link(held: Held) -> None:
    page = held.team["adib"].client.get("/about", headers={"X-Forwarded-Host": "elsewhere.example"})
    assert "elsewhere.example" not in page.text


def test_every_answer_carries_its_headers(held: Held) -> None:
    """A05: pages, errors, redirects and files alike."""
    adib = held.team["adib"]
    paths = [page.path for page in held.shown()] + [
        "/nowhere",
        "/static/site/desk.css",
        "/static/nowhere.css",
    ]
    wrong = []
    for path in paths:
        answer = adib.client.get(path, follow_redirects=False)
        policy = answer.headers.get("content-security-policy", "")
        if "default-src 'none'" not in policy or "unsafe" not in policy == "":
            wrong.append(f"{path}: policy {policy!r}")
        if answer.headers.get("x-content-type-options") != "nosniff":
            wrong.append(f"{path}: nosniff")
        if not path.startswith("/static/") and "no-store" not in answer.headers.get("cache-control", ""):
            wrong.append(f"{path}: is kept in caches: {answer.headers.get('cache-control')}")
        if "granian" in answer.headers.get("server", "").lower() and re.search(
            r"\d", answer.headers["server"]
        ):
            wrong.append(f"{path}: tells the version of the server")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(
    "path",
    [
        "/static/../secret.key", "/static/%2e%2e/%2e%2e/settings.py", "/static/..%2f..%2fsettings.py", "/static//etc/passwd",
        "/static/%5c..%5csettings.py", "/static/site/../../keys.py", "/documents/..%2f..%2frasd.db", "/evidence/../rasd.db",
        "/static/vendor/../../settings.py", "/.git/config", "/static/site/%00",
    ],
)  # fmt: skip
def test_no_path_leads_out_of_the_desk(held: Held, path: str) -> None:
    """A01: what is not the desk's to give stays where it is."""
    for guest in (held.team["adib"], held.team.guest()):
        answer = guest.client.get(path)
        assert answer.status_code in (400, 404) or answer.url.path == "/sign-in", (
            f"{path}: {answer.status_code}"
        )
        assert not re.search("SECRET_KEY|SQLite format|root:x:|_SHORTEST", answer.text)


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE", "OPTIONS", "CONNECT"])
def test_other_methods_change_nothing(held: Held, method: str) -> None:
    answer = held.team["adib"].client.request(method, "/people", headers={"X-Probe": "seven"})
    assert answer.status_code in (400, 403, 404, 405, 501) and "seven" not in answer.text


def test_an_unknown_name_is_refused_as_a_known_one_is(held: Held) -> None:
    """A07: what the page says does not tell who has an account."""
    said = []
    for name in ("rim", "nobody-of-that-name"):
        page = held.team.guest().sign_in(name, "wrong")
        said.append((page.status_code, page.text.count("not right"), len(page.text) - len(name)))
    assert said[0][:2] == said[1][:2]


def test_what_people_do_is_written_down(held: Held) -> None:
    """A09: signing in, and being refused, stand in the log; passwords and names that nobody has do not."""
    guest = held.team.guest()
    guest.sign_in("rim", "a-wrong-password-7")
    guest.sign_in("my-password-by-mistake", "x")
    guest.sign_in("rim")
    told = held.team.inside("""
from rasd.desk.access.models import AuditEntry
told["log"] = [[one.action, one.subject, one.details] for one in AuditEntry.objects.order_by("seq")]
""")["log"]
    assert ["person.signed_in", "rim", "{}"] in told and ["person.refused", "rim", "{}"] in told
    assert "a-wrong-password-7" not in str(told) and "by-mistake" not in str(told)
