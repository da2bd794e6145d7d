"""Addresses to documents: many hosts in turn, each slowly, failures named, and the rest goes on."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from rasd.collection.collected import Collected
from rasd.collection.plain import collect_plain
from rasd.collection.web.addresses import host_of, normal
from rasd.collection.web.courtesy import Courtesy
from rasd.collection.web.fetching import LISTS, PAGES, Fetched, Fetcher
from rasd.collection.web.memory import Forgetful, Memory, Visit
from rasd.collection.web.settings import WebSettings
from rasd.collection.web_page import Outside, read_web_page
from rasd.errors import DocumentError, FetchError

__all__ = ["Task", "Visitor", "collect_addresses"]


@dataclass(frozen=True, slots=True)
class Task:
    """One address to visit, with what the list that named it says of it."""

    address: str
    method: str = "web"
    entry_published: str | None = None
    entry_from: str = ""
    entry_title: str | None = None
    outlet: str | None = None
    hosts: frozenset[str] | None = None
    """Where redirects may lead; None: wherever the person's own address leads."""
    tries: int = 0


class Visitor:
    """One process's way to the web: a fetcher with its courtesy and its memory."""

    def __init__(
        self,
        settings: WebSettings,
        memory: Memory | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.settings = settings
        self.memory: Memory = memory if memory is not None else Forgetful()
        self.fetcher = Fetcher(settings)
        self.courtesy = Courtesy(settings, self.memory, self.fetcher, sleep)

    def close(self) -> None:
        """Close the connections."""
        self.fetcher.close()

    def fetch(self, task: Task, kinds: frozenset[str]) -> Fetched:
        """Fetch one address politely; raises FetchError, and the host's back-off is kept."""
        visit = self.memory.visit(task.address)
        try:
            fetched = self.fetcher.fetch(
                task.address,
                visit.validators if visit is not None else None,
                kinds=kinds,
                hosts=task.hosts,
                permit=self.courtesy.permit,
            )
        except FetchError as error:
            if error.is_passing and "not asked" not in str(error):
                self.courtesy.failed(task.address, error)
            raise
        self.courtesy.succeeded(task.address)
        self.courtesy.rest(fetched.address)
        return fetched

    def documents(self, tasks: Iterable[Task]) -> Iterator[Collected]:
        """Yield what the addresses give, the host that is free first; order is kept within a host."""
        queues: dict[str, deque[Task]] = {}
        for task in tasks:
            queues.setdefault(host_of(task.address), deque()).append(task)
        while queues:
            host = min(queues, key=lambda name: self.courtesy.wait_of(queues[name][0].address))
            task = queues[host].popleft()
            try:
                yield from self._visited(task)
            except FetchError as error:
                again = replace(task, tries=task.tries + 1)
                if error.status is not None and error.is_passing and self._is_worth(again):
                    queues[host].appendleft(again)
                else:
                    yield Collected(task.address, error=error, method=task.method)
            if not queues[host]:
                del queues[host]

    def _is_worth(self, task: Task) -> bool:
        patient = self.courtesy.wait_of(task.address) <= self.settings.patience
        return patient and task.tries < self.settings.tries

    def _visited(self, task: Task) -> Iterator[Collected]:
        fetched = self.fetch(task, PAGES | LISTS if task.method == "web" else PAGES)
        visit = Visit(fetched.raw.fetched_at, fetched.validators)
        if fetched.is_unchanged:
            yield Collected(
                task.address, note=f"{task.address}: unchanged since the last visit.", method=task.method
            )
        elif fetched.media_type in LISTS:
            yield Collected(
                task.address,
                error=FetchError(f"{task.address}: a list of pages, no page. Add it with `rasd feed add`."),
                raw=fetched.raw,
            )
            return
        else:
            yield document_of(fetched, task, self.settings)
        self.memory.keep_visit(task.address, visit)


def document_of(fetched: Fetched, task: Task, settings: WebSettings) -> Collected:
    """Return the document of what was fetched, or the error that names why there is none, beside its bytes."""
    where = task.address
    outside = Outside(
        fetched.address,
        fetched.raw.fetched_at,
        fetched.charset,
        fetched.validators.last_modified,
        task.entry_published,
        task.entry_from,
        task.entry_title,
        task.outlet,
        settings.defaults,
    )
    try:
        if fetched.media_type == "text/plain":
            plain = collect_plain(fetched.body, where, settings.defaults)
            assert plain.document is not None
            document = plain.document.model_copy(
                update={
                    "url": fetched.address,
                    "outlet": task.outlet or plain.document.outlet or host_of(fetched.address),
                    "published": task.entry_published or plain.document.published,
                    "published_from": task.entry_from
                    if task.entry_published
                    else plain.document.published_from,
                }
            )
            return replace(
                plain, document=document, raw=fetched.raw, method=task.method, extractor="plain text"
            )
        page = read_web_page(fetched.body, where, outside)
    except DocumentError as error:
        return Collected(where, error=error, raw=fetched.raw, method=task.method)
    return Collected(
        where,
        page.document,
        note=page.note,
        raw=fetched.raw,
        method=task.method,
        extractor=page.extractor,
        media=page.media,
    )


def collect_addresses(
    addresses: Iterable[str], settings: WebSettings | None = None, memory: Memory | None = None
) -> Iterator[Collected]:
    """Yield the documents of web addresses that a person named.

    Nothing is raised for an address that gives none: it is yielded with its error (a `FetchError` where the network
    or the server is why), and the rest goes on. An address that `memory` knows and whose server says "unchanged" is
    yielded with neither document nor error, only its note. Call `memory.settle()` once what was yielded is stored.
    """
    chosen = settings if settings is not None else WebSettings()
    visitor = Visitor(chosen, memory)
    tasks: list[Task] = []
    try:
        for given in dict.fromkeys(addresses):
            try:
                tasks.append(Task(normal(given)))
            except FetchError as error:
                yield Collected(given, error=error, method="web")
        yield from visitor.documents(tasks)
    finally:
        visitor.close()
