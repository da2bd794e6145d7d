"""Documents on the desk: what each person finds, sees and takes away, and what hostile text and addresses do to the pages."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest

from desk_inside import inside

_PROGRAM = """
import re
from django.test import Client
from arrivals import arrival
from rasd.desk.access.models import AuditEntry
from rasd.desk.access.restricting import restrict
from rasd.model import Harm, Record, Report
from rasd.store import EvidenceRef

def browser(name, role):
    client = Client(SERVER_NAME="127.0.0.1", HTTP_ACCEPT_LANGUAGE="en", raise_request_exception=False)
    client.force_login(person(name, role), backend="allauth.account.auth_backends.AuthenticationBackend")
    return client

evidence = Path(sys.argv[2])
(evidence / "2024").mkdir(parents=True)
(evidence / "2024/a.warc.gz").write_bytes(bytes(range(256)) * 8)
shared = EvidenceRef("2024/a.warc.gz", 100, 600, "0" * 64)
NAMED = "أصيب سالم الحمادي بقصف مدفعي على القرية المختلقة."
HOSTILE = '<script>alert(1)</script><img src=x onerror=alert(2)> \\u202e قصف'
documents = [arrival(f"الوثيقة {n}: قصف على القرية.", id=f"many-{n}", outlet="منبر", published=f"2024-01-{n % 28 + 1:02}T08:00:00+00:00") for n in range(70)]
documents += [
    arrival(NAMED, id="named", title="سالم الحمادي", theatre="syria", published="2024-03-01", evidence=shared),
    arrival(HOSTILE, id="hostile/1?x=<b>", title="<b>عنوان</b>", url="javascript:alert(3)", evidence=EvidenceRef("../outside", 0, 4, "1" * 64)),
    arrival("نص سري عن قصف الحديقة.", id="secret", outlet="منبر سري", evidence=EvidenceRef("2024/a.warc.gz", 0, 100, "2" * 64)),
    arrival("جزء آخر من التصدير نفسه.", id="beside", evidence=EvidenceRef("2024/a.warc.gz", 0, 100, "2" * 64)),
    arrival("قصف. " * 30_000, id="long", evidence=EvidenceRef("2024/a.warc.gz", 2000, 600, "3" * 64)),
]
(evidence.parent / "outside").write_bytes(b"keys")
store.add(documents)
start = NAMED.index("سالم")
run = store.begin_coding("v1")
store.keep_records(run, [("named", Record(id="named", title="سالم الحمادي", data_version="v1", reports=[
    Report(id="r1", kind="shelling", evidence=[(0, 4)], harm=[Harm(effect="injured", min=1, max=1, victims=["سالم الحمادي"], evidence=[(0, 18)])])]))])
restrict("document", "secret", by="adib", why="asked for", role="verifier")

reader, coder, head = browser("rim", "reader"), browser("cyrine", "coder"), browser("adib", "administrator")
def keys(client, query):
    page = client.get(f"/documents{query}").content.decode()
    return re.findall(r'<h2><a href="/documents/([^"]+)"', page)
def number(key):
    from rasd.store import models
    return models.Sighting.objects.get(document__key=key).evidence_id
def take(client, key, number):
    answer = client.get(f"/documents/{key}/evidence/{number}")
    return [answer.status_code, answer.headers.get("content-type"), answer.headers.get("content-disposition", ""),
            b"".join(answer.streaming_content).hex() if answer.streaming else ""]

every, query = [], ""
while True:
    page = coder.get(f"/documents{query}").content.decode()
    every += re.findall(r'<h2><a href="/documents/([^"]+)"', page)
    found = re.search(r'rel="next" href="/documents([^"]+)"', page)
    if not found:
        break
    query = found[1].replace("&amp;", "&")
told["every"] = [len(every), len(set(every)), every[0]]
days, query = [], "?since=2024-01-20&until=2024-03-01"
while True:
    page = coder.get(f"/documents{query}").content.decode()
    days += re.findall(r"(\\d+) (January|March) 2024", page)
    found = re.search(r'rel="next" href="/documents([^"]+)"', page)
    if not found:
        break
    query = found[1].replace("&amp;", "&")
told["days"] = [len(days), days == sorted(days, key=lambda one: (one[1] == "January", -int(one[0])))]
told["outlet"] = len(keys(coder, "?outlet=منبر"))
told["theatre"] = keys(coder, "?theatre=syria")
told["coded"] = keys(coder, "?coded=yes")
told["found"] = keys(coder, "?words=بالحديقة الحديقة"), keys(head, "?words=حديقة")
told["named"] = keys(coder, "?words=الحمادي"), keys(reader, "?words=الحمادي"), keys(reader, "?words=أصيب")
told["nothing"] = coder.get("/documents?words=!!&since=31.12.2024").content.decode()
told["list"] = reader.get("/documents").content.decode(), coder.get("/documents").content.decode()
told["pages"] = reader.get("/documents/named").content.decode(), coder.get("/documents/named").content.decode()
told["hostile"] = head.get("/documents/hostile/1%3Fx=%3Cb%3E").content.decode()
told["statuses"] = {path: [client.get(path).status_code for client in (reader, coder, head)] for path in (
    "/documents/secret", "/documents/nowhere", f"/documents/secret/evidence/{number('secret')}", "/documents/named/evidence/99999999999999999999")}
told["same"] = coder.get("/documents/secret").content == coder.get("/documents/nowhere").content
told["taken"] = {name: take(client, key, number(of)) for name, client, key, of in (
    ("coder", coder, "named", "named"), ("reader", reader, "named", "named"), ("of another", coder, "named", "long"),
    ("with a hidden one", coder, "beside", "beside"), ("head", head, "beside", "beside"),
    ("too short", coder, "long", "long"), ("outside", head, "hostile/1%3Fx=%3Cb%3E", "hostile/1?x=<b>"))}
told["part"] = coder.get("/documents/long?part=99").content.decode()
told["audit"] = sorted({(e.by, e.action, e.subject) for e in AuditEntry.objects.filter(action__in=["document.seen", "evidence.taken"])})
"""


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folder = tmp_path_factory.mktemp("documents")
    return inside(str(folder / "store"), folder / "evidence", _PROGRAM)


def test_every_page_of_the_list_goes_on_where_the_last_one_ended(told: dict[str, Any]) -> None:
    assert told["every"] == [74, 74, "long"]  # newest arrival first; the restricted one is not counted
    number, is_in_order = told["days"]
    assert number == 19 and is_in_order


def test_filters_narrow_and_what_cannot_be_read_is_told_beside_its_field(told: dict[str, Any]) -> None:
    assert told["outlet"] == 30 and told["theatre"] == ["named"] and told["coded"] == ["named"]
    assert "no words to look for" in told["nothing"] and "Not a day" in told["nothing"]
    assert 'value="31.12.2024"' in told["nothing"] and told["nothing"].count('aria-invalid="true"') == 2


def test_what_is_restricted_is_in_no_list_no_search_and_under_no_address(told: dict[str, Any]) -> None:
    assert told["found"] == [[], ["secret"]]
    assert "منبر سري" not in told["list"][0] + told["list"][1]
    assert told["statuses"]["/documents/secret"] == [404, 404, 200] and told["same"]
    assert told["statuses"]["/documents/nowhere"] == [404] * 3


def test_a_reader_sees_names_masked_and_finds_nothing_by_them(told: dict[str, Any]) -> None:
    reader, coder = told["pages"]
    assert "الحمادي" in coder and "الحمادي" not in reader and "▒" in reader
    assert told["named"] == [["named"], [], ["named"]]
    assert "الحمادي" not in told["list"][0] and "الحمادي" in told["list"][1]


def test_hostile_text_stays_text(told: dict[str, Any]) -> None:
    page = told["hostile"]
    assert "&lt;script&gt;alert(1)" in page and "<img src=x" not in page and "<b>عنوان" not in page
    assert 'href="javascript' not in page and "javascript:alert(3)" in page and "U+202E" in page


def test_evidence_leaves_whole_as_a_file_and_only_for_who_may_see_all_that_is_in_it(
    told: dict[str, Any],
) -> None:
    status, kind, disposition, bytes_taken = told["taken"]["coder"]
    assert (status, kind) == (200, "application/octet-stream") and disposition.startswith("attachment;")
    whole = bytes(range(256)) * 8
    assert hashlib.sha256(bytes.fromhex(bytes_taken)).digest() == hashlib.sha256(whole[100:700]).digest()
    for name in ("reader", "of another", "with a hidden one"):
        assert told["taken"][name][0] == 404, name
    assert told["taken"]["head"][0] == 200
    assert told["taken"]["too short"][0] == told["taken"]["outside"][0] == 410
    assert told["statuses"]["/documents/named/evidence/99999999999999999999"] == [404] * 3


def test_a_long_text_is_read_in_parts(told: dict[str, Any]) -> None:
    assert "Part 3 of 3" in told["part"] and len(told["part"]) < 120_000


def test_who_saw_and_took_what_is_written_down(told: dict[str, Any]) -> None:
    log = [tuple(line) for line in told["audit"]]
    assert ("rim", "document.seen", "named") in log and ("cyrine", "evidence.taken", "named") in log
    assert ("cyrine", "document.seen", "secret") not in log and ("adib", "document.seen", "secret") in log
