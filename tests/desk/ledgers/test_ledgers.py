"""Ledgers on the desk: what is counted for whom, what a person decides there, and what the pages never say."""

from __future__ import annotations

import re
from typing import Any

import pytest

from desk_inside import inside

TRUCE = """\
id: valley_truce
title: {ar: هدنة الوادي المتخيلة, en: Invented truce of the valley}
names: [هدنة الوادي]
class: cessation_of_hostilities
form: {declared: bilateral, medium: written}
declared_by: [SYR_GOV]
references: [{id: text, title: Invented text, publisher: Nobody, is_primary: true}]
parties: [{actor: SYR_OPP, role: signatory, sources: [text]}, {actor: SYR_GOV, role: signatory, sources: [text]}]
areas:
  - {id: idlib, label: {ar: إدلب, en: Idlib}, units: [{country: SY, admin1: Idlib}], sources: [text]}
zone: Asia/Damascus
start: 2019-04-01
terms:
  - {id: no_fire, rule: forbids, acts: [fire], text: {ar: لا نار, en: No fire}, sources: [text]}
  - id: aid
    rule: requires
    acts: [aid_delivery]
    quantity: {count: 50, of: aid_truck, per: day}
    text: {ar: خمسون شاحنة كل يوم, en: Fifty trucks a day}
    sources: [text]
synthetic: true
"""
_PROGRAM = """
import re
from django.test import Client
from arrivals import arrival
from linked_store import TEXT, code, report
from rasd.desk.access.models import AuditEntry
from rasd.desk.access.restricting import lift, restrict
from rasd.store.linking import link_store

def browser(name, role, language="en"):
    client = Client(SERVER_NAME="127.0.0.1", HTTP_ACCEPT_LANGUAGE=language, raise_request_exception=False)
    client.force_login(person(name, role), backend="allauth.account.auth_backends.AuthenticationBackend")
    return client

def keep(days, start=0, version="v1", **more):
    store.add([arrival(TEXT.format(n), id=f"d{n}", outlet=f"صحيفة {n}", published=f"{day}T12:00:00+03:00",
                       url=f"https://news.example/{n}", synthetic=n != 5) for n, day in enumerate(days, start)])
    code(store, {f"d{n}": [report(TEXT.format(n), day=day, killed=n + 1, **(more if n == 2 else {}))]
                 for n, day in enumerate(days, start)}, version=version)
    link_store(store)
    for n in range(start, start + len(days)):
        key[n] = store.incidents_of([f"d{n}#r1"])[f"d{n}#r1"]

key = {}
keep(["2019-04-28", "2019-04-28", "2019-05-20", "2019-06-02", "2019-03-01", "2019-07-09"],
     perpetrators=[{"actor": "SYR_OPP", "certainty": "suspected"}])
words = "دخلت 12 شاحنة فقط خلال يومين"
store.add([arrival(f"قالت الهيئة المتخيلة: {words}.", id="aid-1", outlet="وكالة", synthetic=True)])

reader, verifier, head = browser("rim", "reader"), browser("vera", "verifier"), browser("adib", "administrator")
arabic = browser("nur", "verifier", "ar")
base = "/ledgers/valley_truce"
def page(client, path=base):
    return client.get(path).content.decode()
def called(client, query=""):
    names = {one: f"d{n}" for n, one in reversed(key.items())}
    return [names[one] for one in re.findall(r'id="e-([^"]+)"', page(client, f"{base}{query}"))]

told["overview"] = page(reader, "/ledgers")
told["ledger"], told["arabic"] = page(verifier), page(arabic)
told["listed"] = called(verifier)
told["narrowed"] = {query: called(verifier, query) for query in (
    "?party=SYR_OPP", "?party=SYR_GOV", "?outcome=possibly_in_scope", "?since=2019-05-01", "?until=2019-05-01", "?term=aid",
    "?outcome=out_of_scope", "?outcome=out_of_scope&failing=area", "?party=%00&since=yesterday&page=99&by=x")}
told["strange"] = page(verifier, base + "?party=nobody%22%3E&since=yesterday")
told["weeks"] = page(verifier, base + "?by=week")
told["real"] = page(verifier, "/ledgers/moscow_protocol_2020")
told["missing"] = [reader.get(path).status_code for path in (
    "/ledgers/none", f"{base}/entries/none", f"/ledgers/none/entries/{key[0]}")]

entry = f"{base}/entries/{key[0]}"
told["entry"] = page(verifier, entry)
told["not for readers"] = reader.post(f"{entry}/facets", {"facet": "corroborated", "why": "x"}).status_code, page(reader, entry)
wrong = verifier.post(f"{entry}/facets", {"facet": "attributed", "why": "", "term": "no_fire"})
told["wrong"] = wrong.status_code, wrong.content.decode()
made = verifier.post(f"{entry}/facets", {"facet": "corroborated", "why": "مصدران رأيا ذلك"}, follow=True)
told["decided"] = made.redirect_chain[-1][0], made.content.decode()
told["seen by readers"] = page(reader, entry)
told["corroborated"] = called(verifier, "?standing=corroborated"), called(verifier, "?standing=undecided")
again = verifier.post(f"{entry}/facets", {"facet": "corroborated", "why": "مرة أخرى"})
told["again"] = again.status_code, again.content.decode()
told["of another"] = verifier.post(f"{base}/entries/{key[3]}/undo", {"number": "1"}).status_code
undone = verifier.post(f"{entry}/undo", {"number": "1"}, follow=True)
told["undone"] = undone.status_code, called(verifier, "?standing=corroborated"), called(verifier, "?standing=undecided")

form = f"{base}/observe"
sight = {"term": "aid", "first": "2019-05-01", "last": "2019-05-02", "document": "aid-1", "words": words, "count": "12"}
bad = verifier.post(form, {**sight, "first": "soon", "words": ""})
told["bad sight"] = bad.status_code, bad.content.decode()
refused = verifier.post(form, {**sight, "words": "كلمات لا ترد"})
told["refused"] = refused.status_code, refused.content.decode()
told["observed"] = verifier.post(form, sight, follow=True).content.decode()
told["observed by readers"] = page(reader)
told["twice"] = verifier.post(form, sight).status_code
told["no form"] = reader.get(form).status_code

restrict("document", "d2", by="adib", why="asked for", role="administrator")
restrict("document", "aid-1", by="adib", why="asked for", role="administrator")
two = {"verifier": verifier, "head": head}
told["hidden"] = {name: [called(client), called(client, "?party=SYR_OPP"), page(client)] for name, client in two.items()}
told["hidden entry"] = [client.get(f"{base}/entries/{key[2]}").status_code for client in two.values()]
told["hidden files"] = [[client.get(f"{base}/ledger.{form}").content.decode() for client in two.values()] for form in ("csv", "jsonl")]
told["hidden observation"] = verifier.post(f"{base}/observations/1/undo", {"why": "x"}).status_code
told["hidden sight"] = verifier.post(form, {**sight, "count": "11"}).status_code
lift("document", "d2", by="adib"), lift("document", "aid-1", by="adib")

restrict("document", "d1", by="adib", why="asked for", role="administrator")
told["partly"] = called(verifier), page(verifier, entry), page(head, entry)
lift("document", "d1", by="adib")
told["taken back"] = verifier.post(f"{base}/observations/1/undo", {}, follow=True).content.decode()

told["charts"] = [verifier.get(f"{base}/charts/{name}").status_code for name in (
    "alleged.svg", "alleged.png", "terms.svg", "none.svg", "alleged.exe")]
told["chart"] = arabic.get(f"{base}/charts/alleged.svg").content.decode()
told["files"] = [verifier.get(f"{base}/ledger.{form}").status_code for form in ("csv", "jsonl", "table", "xlsx")]
told["masked file"] = reader.get(f"{base}/ledger.jsonl").content.decode()

from rasd.desk.selection import Selection, index
names = {one: f"d{n}" for n, one in reversed(key.items())}
chosen = index().select(Selection.from_query("agreement=valley_truce"))
told["selected"] = [names[one] for one in chosen.ids()], index().select(Selection.from_query("")).counts("agreement")
told["not known"] = index().select(Selection.from_query("agreement=none_such")).total

keep(["2019-08-02"], start=9, version="v2")
told["later"] = called(verifier)
told["audit"] = sorted({e.action for e in AuditEntry.objects.all()})
"""


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folder = tmp_path_factory.mktemp("ledgers")
    (folder / "truce.yaml").write_text(TRUCE, "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RASD_AGREEMENTS", str(folder / "truce.yaml"))
        return inside(str(folder / "store"), folder / "evidence", _PROGRAM)


def text_of(page: str) -> str:
    """Return the words of a page, as a person reads them."""
    return " ".join(re.sub(r"<[^>]*>", " ", page).split())


def test_every_agreement_is_at_a_glance_with_what_is_reported_under_it(told: dict[str, Any]) -> None:
    words = text_of(told["overview"])
    assert words.index("In force today") < words.index("Invented truce of the valley") < words.index("Past")
    assert words.index("Past") < words.index("Yemen truce of 2022")
    assert "2 within the terms" in words and "one possibly" in words


def test_both_sides_stand_in_the_agreements_own_order_under_their_names(told: dict[str, Any]) -> None:
    heads = re.findall(r'<th scope="col"><bdi>([^<]*)', told["ledger"])
    assert heads[:2] == ["Syrian armed opposition", "Syrian government forces (until 8 December 2024)"]
    assert "SYR_GOV" not in text_of(told["ledger"])


def test_the_latest_come_first_and_what_is_real_stays_out_of_an_invented_ledger(told: dict[str, Any]) -> None:
    assert told["listed"] == ["d3", "d2", "d0"]  # d0 and d1 tell one incident, d4 lies before, d5 is real
    assert "one real incident kept out" in told["ledger"]
    assert "invented incidents kept out" in told["real"]


def test_five_answers_stand_in_words_with_their_reasons(told: dict[str, Any]) -> None:
    for said in ("time", "area", "bound", "act", "exemption"):
        assert f'<th scope="row">{said}</th>' in told["ledger"]
    words = text_of(told["ledger"])
    assert (
        "lies within the time in force" in words and "possibly in scope" in words and "(suspected)" in words
    )


def test_nothing_says_that_anybody_breached_anything(told: dict[str, Any]) -> None:
    for page in (told["overview"], told["ledger"], told["entry"], told["weeks"]):
        assert not re.search(r"violat|convict|guilty|breached by", text_of(page), re.IGNORECASE)
    assert "منسوب إلى" in told["arabic"] and "لا حكم فيها على أحد" in told["arabic"]


def test_an_address_narrows_and_what_it_says_wrongly_is_named(told: dict[str, Any]) -> None:
    found = told["narrowed"]
    assert found["?party=SYR_OPP"] == ["d2"] and found["?party=SYR_GOV"] == ["d3", "d0"]
    assert found["?outcome=possibly_in_scope"] == ["d2"] and found["?term=aid"] == []
    assert found["?since=2019-05-01"] == ["d3", "d2"] and found["?until=2019-05-01"] == ["d0"]
    assert found["?outcome=out_of_scope"] == ["d4"] and found["?outcome=out_of_scope&failing=area"] == []
    assert found["?party=%00&since=yesterday&page=99&by=x"] == ["d3", "d2", "d0"]
    assert "left aside: party, since" in text_of(told["strange"]).replace("since, party", "party, since")


def test_what_is_not_there_is_a_page_that_says_so(told: dict[str, Any]) -> None:
    assert told["missing"] == [404, 404, 404]


def test_a_verifier_decides_with_a_reason_and_takes_it_back(told: dict[str, Any]) -> None:
    status, page = told["wrong"]
    assert status == 422 and "every decision needs one" in page and "Choose to whom" in page
    assert 'value="attributed" selected' in page and 'value="no_fire" selected' in page
    where, page = told["decided"]
    assert (
        "/entries/" in where
        and "Decision 1 is recorded" in page
        and "مصدران رأيا ذلك" in page
        and "vera" in page
    )
    assert told["corroborated"] == [["d0"], ["d3", "d2"]]
    status, page = told["again"]
    assert status == 422 and "already decided so" in page and "مرة أخرى" in page
    assert told["of another"] == 404  # another entry's decision is not undone from here
    assert told["undone"] == [200, [], ["d3", "d2", "d0"]]


def test_a_reader_decides_nothing_and_is_not_told_who_did_and_why(told: dict[str, Any]) -> None:
    status, page = told["not for readers"]
    assert status == 403 and "<textarea" not in page
    assert "corroborated" in told["seen by readers"]
    assert "vera" not in told["seen by readers"] and "مصدران رأيا ذلك" not in told["seen by readers"]


def test_an_absence_is_entered_from_the_words_of_a_document_and_taken_back(told: dict[str, Any]) -> None:
    status, page = told["bad sight"]
    assert status == 422 and "2024-03-14" in page and "Copy the words" in page and 'value="aid-1"' in page
    status, page = told["refused"]
    assert status == 422 and "does not stand in its text" in page and "كلمات لا ترد" in page
    assert "12 of 100 required" in told["observed"] and "دخلت 12 شاحنة" in told["observed"]
    assert "12 of 100 required" in told["observed by readers"]
    assert (
        "دخلت 12 شاحنة" not in told["observed by readers"]
    )  # readers read words in the document, names masked
    assert told["twice"] == 422 and told["no form"] == 403
    assert "Nobody entered an observation" in told["taken back"]


def test_what_is_hidden_is_in_no_list_no_count_no_file_and_under_no_address(told: dict[str, Any]) -> None:
    listed, narrowed, page = told["hidden"]["verifier"]
    assert listed == ["d3", "d0"] and narrowed == [] and "12 of 100" not in page
    assert "2 in scope" in page and "1 possibly" not in page
    listed, narrowed, page = told["hidden"]["head"]
    assert (
        listed == ["d3", "d2", "d0"] and narrowed == ["d2"] and "12 of 100" in page and "1 possibly" in page
    )
    assert told["hidden entry"] == [404, 200]
    for of_verifier, of_head in told["hidden files"]:
        assert re.search(r"\bd2\b", of_head) and not re.search(r"\bd2\b", of_verifier)
    assert told["hidden observation"] == 404 and told["hidden sight"] == 422


def test_what_only_a_hidden_document_tells_is_left_out_of_an_entry(told: dict[str, Any]) -> None:
    listed, of_verifier, of_head = told["partly"]
    assert listed == ["d3", "d2", "d0"]
    assert "Killed 1–2" in text_of(of_head) and "Killed 1 " in text_of(of_verifier)
    assert "/documents/d1" in of_head and "/documents/d1" not in of_verifier


def test_charts_and_files_go_out(told: dict[str, Any]) -> None:
    assert (
        told["charts"][0] == 200 and told["charts"][1] in (200, 501) and told["charts"][2:] == [200, 404, 404]
    )
    assert "@font-face" in told["chart"] and 'lang="ar"' in told["chart"]
    assert told["files"] == [200, 200, 404, 404]


def test_a_page_holds_no_inline_style_though_it_holds_drawings(told: dict[str, Any]) -> None:
    assert "<svg" in told["ledger"] and not re.search(r"<style|\sstyle=|\son[a-z]+=", told["ledger"])
    ids = re.findall(r'\sid="([^"]+)"', told["ledger"])
    assert len(ids) == len(set(ids))


def test_the_book_keeps_up_with_what_is_linked_later(told: dict[str, Any]) -> None:
    assert told["later"] == ["d9", "d3", "d2", "d0"]


def test_who_decided_is_in_the_audit_log(told: dict[str, Any]) -> None:
    assert {"ledger.decided", "ledger.undone", "ledger.exported"} <= set(told["audit"])
    assert {"observation.made", "observation.undone"} <= set(told["audit"])


def test_incidents_are_selected_by_the_agreement_within_whose_terms_they_lie(told: dict[str, Any]) -> None:
    listed, counts = told["selected"]
    assert listed == ["d3", "d2", "d0"] and counts["valley_truce"] == 3
    assert told["not known"] == 0
