"""What is acknowledged is safe, what is identical is stored once, and what cannot be kept is told."""

from __future__ import annotations

import json
import random
import resource
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from rasd.collection import Collected, Defaults, Exchange, Raw, collect
from rasd.errors import DocumentError, PreservationError, StoreError
from rasd.model import Document
from rasd.preservation import Kept, Limits, keep, prove
from rasd.preservation.reading import record_at, records
from rasd.store import Store

AT = datetime(2024, 3, 14, 9, 30, tzinfo=UTC)
TEXT = "أصيب ثلاثة مدنيين بقصف مدفعي على أطراف البلدة صباح اليوم."


def page(number: int, body: str = "", *, url: str = "") -> Collected:
    url = url or f"https://news.example/{number}"
    content = (body or f"<html><body><p>{TEXT} {number}</p></body></html>").encode()
    exchange = Exchange(
        f"GET /{number} HTTP/1.1",
        (("Host", "news.example"),),
        "HTTP/1.1 200 OK",
        (("Content-Type", "text/html"),),
    )
    raw = Raw(content, "text/html", url, AT, exchange=exchange)
    return Collected(
        url, Document(text=f"{TEXT} {number}", url=url), raw=raw, method="web", extractor="page 1"
    )


def payload(store: Store, kept: Kept) -> bytes:
    assert kept.evidence is not None
    pieces: list[bytes] = []
    seen = record_at(store.evidence / kept.evidence.warc, kept.evidence.offset, payload=pieces)
    assert not seen.problem
    return b"".join(pieces)


def kinds(store: Store) -> list[str]:
    return sorted(seen.kind for path in store.evidence.rglob("*.warc.gz") for seen in records(path))


def nothing_fails(store: Store) -> bool:
    return not [finding for finding in prove(store) if finding.level == "failure"]


def test_a_page_is_kept_as_it_came_and_its_row_leads_to_it(store: Store) -> None:
    came = page(1)
    (kept,) = keep([came], store)
    assert kept.outcome == "added" and came.raw is not None
    assert payload(store, kept) == came.raw.body
    stored = store.document(kept.document_id or "")
    assert stored is not None and stored.arrival.evidence is not None
    assert (stored.arrival.evidence.sha256, stored.arrival.extractor) == (kept.evidence.sha256, "page 1")
    assert kinds(store) == ["metadata", "request", "response", "warcinfo"]
    assert nothing_fails(store)


def test_rows_of_a_file_share_one_copy_of_it(store: Store, tmp_path: Path) -> None:
    rows = tmp_path / "rows.jsonl"
    rows.write_text("".join(json.dumps({"text": f"{TEXT} {n}"}) + "\n" for n in range(30)), "utf-8")
    kept = list(keep(collect([str(rows)], Defaults(), None), store, limits=Limits(documents=7)))  # type: ignore[arg-type]
    assert [one.outcome for one in kept] == ["added"] * 30
    assert len({(one.evidence.warc, one.evidence.offset) for one in kept if one.evidence}) == 1
    assert payload(store, kept[-1]) == rows.read_bytes()
    assert kinds(store).count("resource") == 1
    assert nothing_fails(store)


def test_the_same_document_a_hundred_times_is_one_document_and_one_copy(store: Store) -> None:
    kept = list(keep([page(1) for _ in range(100)], store, limits=Limits(documents=30)))
    assert [one.outcome for one in kept] == ["added"] + ["seen"] * 99
    assert store.count() == 1
    assert kinds(store).count("response") == 1
    assert nothing_fails(store)


def test_a_page_fetched_again_is_noted_and_not_stored_again(store: Store) -> None:
    list(keep([page(1)], store))
    (kept,) = keep([page(1)], store)
    assert kept.outcome == "seen"
    assert kinds(store).count("response") == 1 and kinds(store).count("revisit") == 1
    assert nothing_fails(store)


def test_another_text_at_the_same_address_is_a_version_with_a_copy_of_its_own(store: Store) -> None:
    first = page(1)
    second = page(2, url=first.where)
    kept = list(keep([first, second], store))
    assert [one.outcome for one in kept] == ["added", "version"]
    assert kept[1].version_of == kept[0].document_id
    assert payload(store, kept[1]) != payload(store, kept[0])
    assert nothing_fails(store)


def test_errors_and_notes_come_through_in_their_place(store: Store) -> None:
    error = DocumentError("a.txt: empty.")
    kept = list(
        keep([page(1), Collected("a.txt", error=error), Collected("folder", note="1 pdf"), page(2)], store)
    )
    assert [one.outcome for one in kept] == ["added", "failed", "noted", "added"]
    assert kept[1].error is error and kept[2].note == "1 pdf"


def test_a_document_whose_bytes_are_gone_is_kept_as_it_was_read(store: Store) -> None:
    (kept,) = keep([Collected("standard input:1", Document(id="a", text=TEXT))], store)
    assert json.loads(payload(store, kept)) == {"id": "a", "text": TEXT, "synthetic": False}
    assert nothing_fails(store)


def test_a_redirect_is_kept_beside_the_page_it_led_to(store: Store) -> None:
    came = page(1)
    moved = Exchange("GET /old HTTP/1.1", (), "HTTP/1.1 301 Moved", (("Location", "/1"),))
    hop = Raw(b"", "text/html", "https://news.example/old", AT, exchange=moved)
    assert came.raw is not None
    came = replace(came, raw=replace(came.raw, earlier=(hop,)))
    list(keep([came], store))
    assert kinds(store).count("response") == 2
    assert nothing_fails(store)


def test_a_file_that_is_gone_before_it_is_kept_fails_alone(store: Store, tmp_path: Path) -> None:
    gone = Collected(
        "gone.txt", Document(text=TEXT), raw=Raw(tmp_path / "gone.txt", "text/plain", "file:g", AT)
    )
    kept = list(keep([gone, page(1)], store))
    assert [one.outcome for one in kept] == ["failed", "added"]
    assert "no such file" in str(kept[0].error)


def test_a_file_that_grows_between_its_rows_gets_a_second_copy(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "live.jsonl"
    path.write_text("first\n")
    raw = Raw(path, "application/jsonl", "file:live.jsonl", AT)

    def grow() -> Iterator[Collected]:
        yield Collected("live.jsonl:1", Document(text=TEXT), raw=raw, part="1")
        path.write_text("first\nsecond\n")
        yield Collected("live.jsonl:2", Document(text=TEXT + " بعدها"), raw=raw, part="2")

    first, second = keep(grow(), store)
    assert payload(store, first) == b"first\n" and payload(store, second) == b"first\nsecond\n"


def test_nothing_is_acknowledged_before_it_is_in_the_store(store: Store) -> None:
    for kept in keep((page(number) for number in range(10)), store, limits=Limits(documents=3)):
        assert store.document(kept.document_id or "") is not None
        assert (store.evidence / kept.evidence.warc).is_file()  # type: ignore[union-attr]


def test_a_run_that_is_given_up_leaves_no_unfinished_file(store: Store) -> None:
    run = keep((page(number) for number in range(10)), store, limits=Limits(documents=3))
    next(run)
    run.close()
    assert not [path for path in store.evidence.rglob(".*.part")]
    assert store.count() == 3 and nothing_fails(store)


def test_a_copy_that_no_row_names_is_taken_over_by_the_next_run(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(Store, "add", die)
        with pytest.raises(KeyboardInterrupt):
            list(keep([page(1)], store))
    assert store.count() == 0
    (found,) = prove(store)
    assert found.level == "notice" and "no custody entry names this file" in found.fact
    (kept,) = keep([page(1)], store)
    assert kept.outcome == "added"
    assert kinds(store).count("response") == 1  # the killed run's copy is the copy
    assert not list(prove(store))


@pytest.mark.parametrize("room", [0, 1_000_000], ids=["for the database", "for the evidence"])
def test_a_full_disk_ends_the_run_in_words_and_what_was_acknowledged_stays(tmp_path: Path, room: int) -> None:
    store = Store.open(str(tmp_path / "store"))
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)

    def pages() -> Iterator[Collected]:
        yield from map(page, range(3))
        used = max(path.stat().st_size for path in tmp_path.rglob("*") if path.is_file())
        resource.setrlimit(resource.RLIMIT_FSIZE, (used + room, limits[1]))
        yield page(4, body=random.Random(1).randbytes(3 * room).hex())

    kept: list[Kept] = []
    try:
        with pytest.raises((PreservationError, StoreError), match="file too large|disk failed or is full"):
            kept.extend(keep(pages(), store, limits=Limits(documents=1)))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert len(kept) == 3 == store.count()
    assert not list(store.evidence.rglob(".*.part"))
    assert nothing_fails(store)
    assert len(list(keep([page(4)], store))) == 1  # with room again, the same store goes on
    store.close()


def test_an_evidence_folder_that_cannot_be_made_is_told_with_its_place(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file")
    with Store.open(str(tmp_path / "store"), evidence=tmp_path / "taken") as store:
        with pytest.raises(PreservationError, match="taken"):
            list(keep([page(1)], store))
        assert store.count() == 0


def test_whoever_remembers_visits_is_told_when_all_is_stored(store: Store) -> None:
    told: list[int] = []
    list(
        keep(
            map(page, range(5)), store, limits=Limits(documents=2), stored=lambda: told.append(store.count())
        )
    )
    assert told == [2, 4, 5]


def test_a_lost_connection_ends_the_run_in_words_and_the_next_run_goes_on(store: Store) -> None:
    from django.db import connections

    connection = connections[store.alias]
    if connection.vendor != "postgresql":
        pytest.skip("a file has no connection to lose")

    def pages() -> Iterator[Collected]:
        yield page(1)
        connection.ensure_connection()
        with connections[store.alias].cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            (number,) = cursor.fetchone()
        import psycopg

        with psycopg.connect(**connection.get_connection_params(), autocommit=True) as other:
            other.execute("SELECT pg_terminate_backend(%s)", [number])
        yield page(2)

    kept = []
    with pytest.raises(StoreError, match="connection to the server was lost"):
        kept.extend(keep(pages(), store, limits=Limits(documents=1)))
    assert [one.outcome for one in keep(map(page, (1, 2)), store)] == ["seen", "added"]
    assert store.count() == 2 and nothing_fails(store)


def test_a_locked_database_is_waited_for_then_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import sqlite3

    from rasd.store import opening

    monkeypatch.setattr(opening, "_WAIT_SECONDS", 0.2)
    with Store.open(str(tmp_path / "store")) as store:
        held = sqlite3.connect(tmp_path / "store" / "rasd.db", isolation_level=None)
        held.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match="another program has held it for too long"):
            list(keep([page(1)], store))
        held.close()
        assert [one.outcome for one in keep([page(1)], store)] == ["added"]
        assert kinds(store).count("response") == 1 and nothing_fails(store)


def test_a_clock_that_jumps_back_changes_no_order_and_no_proof(store: Store) -> None:
    first, second = page(1), page(2)
    assert second.raw is not None
    second = replace(second, raw=replace(second.raw, fetched_at=AT.replace(year=1970)))
    assert [one.outcome for one in keep([first, second, first], store)] == ["added", "added", "seen"]
    assert [entry.seq for entry in store.custody.entries()] == [1, 2, 3]
    assert nothing_fails(store)


def test_rows_altered_past_the_log_are_named_on_both_databases(store: Store) -> None:
    from rasd.store import models

    list(keep(map(page, range(4)), store))
    rows = models.Document.objects.using(store.alias).order_by("id")
    first, second, third = rows[:3]
    rows.filter(id=first.id).update(text=first.text + " وقتل رابع")
    rows.filter(id=second.id).update(published="2024-03-15")
    rows.filter(id=third.id).update(key="another")
    found = {one.place.rpartition("document ")[2]: one.fact for one in prove(store) if one.level == "failure"}
    assert found[first.key].startswith("its text has SHA-256")
    assert found[second.key].startswith("title, outlet, dates or address of it")
    assert found["another"] == "no custody entry says that it was added"
    assert "no such document is there" in found[third.key]
    assert len(found) == 4
