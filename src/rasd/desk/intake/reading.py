"""From what was collected to records and incidents: the steps that a page and a job share."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from itertools import islice
from typing import Any, Protocol

from rasd.collection import Collected
from rasd.model import Document, Record
from rasd.preservation import Kept, keep
from rasd.store import Selection, Store

__all__ = ["Telling", "coded", "coder", "kept", "linked", "theatres"]

_BATCH = 50


class Telling(Protocol):
    """What hears how far the work is."""

    def step(self, done: int, of: int | None = None, words: str = "", **filling: Any) -> None: ...

    def tell(self, key: str, **filling: Any) -> None: ...

    def fail(self, key: str, **filling: Any) -> None: ...


@cache
def coder() -> Any:
    """Return the reader with all its data, loaded once a process."""
    from rasd.coding import Coder

    return Coder.load()


@cache
def theatres() -> tuple[str, ...]:
    """Return the theatres that a document may be said to belong to."""
    return tuple(sorted(coder().lexicon.theatres))


def kept(collected: Iterable[Collected], store: Store, telling: Telling, words: str) -> list[str]:
    """Keep what was collected, and return the ids of the documents, new and known; failures are told, the rest goes on."""
    ids: dict[str, None] = {}
    counts = {"added": 0, "seen": 0, "version": 0, "failed": 0, "noted": 0}
    for number, one in enumerate(keep(_stepping(collected, telling, words), store), 1):
        counts[one.outcome] += 1
        _told(one, telling)
        if one.document_id is not None:
            ids[one.document_id] = None
        telling.step(number, None, words, where=one.where)
    for outcome in ("added", "seen", "version"):
        if counts[outcome]:
            telling.tell(f"intake.log.{outcome}", n=counts[outcome])
    return list(ids)


def _stepping(collected: Iterable[Collected], telling: Telling, words: str) -> Iterator[Collected]:
    """Let the work be ended between two inputs, also while a batch waits."""
    for number, one in enumerate(collected):
        telling.step(number, None, words, where=one.where)
        yield one


def _told(one: Kept, telling: Telling) -> None:
    if one.error is not None:
        telling.fail("intake.log.refused", error=str(one.error))
    elif one.note:
        telling.tell("intake.log.note", note=one.note)


def coded(store: Store, telling: Telling, ids: Iterable[str] | None = None) -> int:
    """Code documents that have no record of the present words: those named, else all; return how many reports came."""
    reader = coder()
    version: str = reader.lexicon.version
    if ids is None:
        wanted = store.uncoded(version)
        of = None
    else:
        named = tuple(ids)
        wanted = (one for one in store.documents(Selection(ids=named)) if one.coded_with != version)
        of = len(named)
    run = None
    done = reports = 0
    waiting: list[tuple[str, Record]] = []
    documents = iter(wanted)
    while batch := list(islice(documents, _BATCH)):
        for stored in batch:
            telling.step(done, of, "intake.at.coding", where=stored.document.title or stored.id)
            record = _read(reader, stored.document, stored.id, telling)
            done += 1
            if record is not None:
                waiting.append((stored.id, record))
                reports += len(record.reports)
        if waiting:
            run = run or store.begin_coding(version)
            store.keep_records(run, waiting)
            waiting = []
    if done:
        telling.tell("intake.log.coded", n=done)
        telling.tell("intake.log.reports", n=reports)
    return reports


def _read(reader: Any, document: Document, identity: str, telling: Telling) -> Record | None:
    try:
        record: Record = reader.code(document)
    except Exception as error:  # noqa: BLE001 - a fault of ours in one document must not lose the others
        telling.fail("intake.log.unread", document=identity, error=type(error).__name__)
        return None
    return record


def linked(store: Store, telling: Telling) -> int:
    """Link what is pending; return how many incidents are new or changed."""
    from rasd.store.linking import link_store

    done = 0
    of = int(store.links.count_pending())

    def told(number: int) -> None:
        nonlocal done
        done += number
        telling.step(done, max(of, done), "intake.at.linking")

    telling.step(0, of, "intake.at.linking")
    outcome = link_store(store, lexicon=coder().lexicon, told=told)
    if outcome.reports:
        telling.tell("intake.log.linked", n=outcome.changed)
    return outcome.changed
