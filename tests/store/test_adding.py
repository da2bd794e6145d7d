"""What is added is there, once, with where it came from; what changed is kept beside what was."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from arrivals import ARRIVED, arrival, evidence
from rasd.coding import document_id
from rasd.errors import StoreError
from rasd.model import Document, MediaLink
from rasd.store import Arrival, Selection, Store


def test_a_document_comes_back_as_it_went_in(store: Store) -> None:
    document = Document(
        id="a-1", text="قُصفت البلدة.\r\nسطر ثانٍ\u200f", title="قصف", outlet="مرصد", published="2024-03-14T21:00:00+03:00",
        published_from="field", url="https://news.example/1", theatre="syria", synthetic=True,
    )  # fmt: skip
    given = arrival(
        document=document, evidence=evidence(), part="row 7", extractor="plain 1", method="telegram",
        media=(MediaLink("https://news.example/1.jpg", "photo"),),
    )  # fmt: skip
    assert [added.outcome for added in store.add([given])] == ["added"]
    stored = store.document("a-1")
    assert stored is not None and stored.document == document
    assert stored.arrival.evidence == evidence() and stored.arrival.part == "row 7"
    assert stored.arrival.collected_at == ARRIVED and stored.arrival.method == "telegram"
    assert stored.media == given.media


def test_an_id_that_was_not_given_is_that_of_reading(store: Store) -> None:
    document = Document(text="أصيب طفلان", outlet="مرصد", published="2024-03-14")
    [added] = store.add([arrival(document=document)])
    assert added.document_id == document_id(document)


def test_the_same_document_a_hundred_times_is_stored_once(store: Store) -> None:
    first = store.add([arrival(evidence=evidence())] * 50)
    again = [store.add([arrival(evidence=evidence())])[0] for _ in range(50)]
    assert [added.outcome for added in first + again] == ["added"] + ["seen"] * 99
    assert len({added.document_id for added in first + again}) == 1
    assert store.count() == 1
    [stored] = store.documents()
    assert len(stored.sightings) == 1
    assert store.custody.head()[0] == 1


def test_a_sighting_is_noted_once_for_each_evidence(store: Store) -> None:
    store.add([arrival(evidence=evidence(0))])
    store.add([arrival(evidence=evidence(512), where="https://news.example/copy")])
    store.add([arrival(evidence=evidence(512), where="https://news.example/copy")])
    [stored] = store.documents()
    assert [met.evidence.offset for met in stored.sightings if met.evidence] == [0, 512]
    assert [entry.action for entry in store.custody.entries()] == ["document.added", "document.seen"]


def test_another_text_under_one_id_is_kept_beside_it(store: Store) -> None:
    store.add([arrival("مقتل شخصين", id="a-1")])
    [version] = store.add([arrival("مقتل ثلاثة", id="a-1")])
    assert version.outcome == "version" and version.version_of == "a-1"
    assert version.document_id.startswith("a-1@") and len(version.document_id) == len("a-1@") + 8
    kept = {stored.id: stored for stored in store.documents()}
    assert kept["a-1"].document.text == "مقتل شخصين"
    assert kept[version.document_id].version_of == "a-1"
    [again] = store.add([arrival("مقتل ثلاثة", id="a-1")])
    assert (again.outcome, again.document_id) == ("seen", version.document_id)


def test_another_text_at_one_address_is_a_version(store: Store) -> None:
    url = "https://news.example/1"
    [first] = store.add([arrival("مقتل شخصين", url=url)])
    [second] = store.add([arrival("ارتفاع الحصيلة إلى ثلاثة", url=url)])
    [third] = store.add([arrival("مقتل شخصين", url=url, published="2024-03-14")])
    assert (second.outcome, second.version_of) == ("version", first.document_id)
    assert (third.outcome, third.document_id) == ("seen", first.document_id)


def test_versions_within_one_batch_know_one_another(store: Store) -> None:
    added = store.add([arrival("أ ب ج", id="x"), arrival("د ه و", id="x"), arrival("أ ب ج", id="x")])
    assert [one.outcome for one in added] == ["added", "version", "seen"]
    [_, version] = store.documents()
    assert version.version_of == "x"


def test_different_ids_are_different_documents(store: Store) -> None:
    added = store.add([arrival("نص واحد", id="a"), arrival("نص واحد", id="b")])
    assert [one.outcome for one in added] == ["added", "added"]


def test_characters_that_a_database_refuses_do_not_cost_the_document(store: Store) -> None:
    store.add([arrival("قتل\x00 شخص \ud800 ثم", id="odd\x00", outlet="\x00")])
    [stored] = store.documents()
    assert stored.document.text.startswith("قتل\ufffd شخص ")


def test_a_very_long_address_or_outlet_is_no_error(store: Store) -> None:
    long = "x" * 9_000
    url = f"https://news.example/{long}"
    store.add([arrival(url=url, outlet=long, id=long)])
    assert [stored.document.url for stored in store.documents(Selection(url=url))] == [url]


def test_a_selection_narrows(store: Store) -> None:
    store.add(
        [
            arrival("نص أول", id="1", outlet="أ", theatre="syria", published="2024-03-01"),
            arrival("نص ثان", id="2", outlet="ب", theatre="yemen", published="2024-03-10T01:00:00+03:00"),
            arrival("نص ثالث", id="3", outlet="أ", synthetic=True, method="web"),
        ]
    )

    def ids(**fields: object) -> list[str]:
        return [stored.id for stored in store.documents(Selection(**fields))]  # type: ignore[arg-type]

    assert ids() == ["1", "2", "3"]
    assert ids(outlet="أ") == ["1", "3"]
    assert ids(theatre="yemen") == ["2"]
    assert ids(published_from=date(2024, 3, 5)) == ["2"]
    assert ids(published_until=date(2024, 3, 10)) == ["1", "2"]
    assert ids(method="web") == ["3"] and ids(is_synthetic=False) == ["1", "2"]
    assert ids(ids=("3", "1", "none")) == ["1", "3"]
    assert ids(is_coded=True) == [] and store.count(Selection(outlet="أ")) == 2
    [first, *_] = store.documents()
    assert ids(after=first.number) == ["2", "3"]


def test_many_documents_are_streamed_whole(store: Store) -> None:
    store.add([arrival(f"نص رقم {n}", id=f"d{n:04}") for n in range(1_001)])
    assert [stored.id for stored in store.documents()] == [f"d{n:04}" for n in range(1_001)]


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(StoreError, match="no time zone"):
        Arrival(Document(text="نص"), "x", "file", (ARRIVED + timedelta(0)).replace(tzinfo=None))


def test_what_fails_inside_a_transaction_leaves_nothing(store: Store) -> None:
    with pytest.raises(RuntimeError), store.transaction():
        store.add([arrival(id="lost")])
        raise RuntimeError
    assert store.document("lost") is None and store.custody.head()[0] == 0
