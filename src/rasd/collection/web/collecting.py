"""Addresses to documents: many hosts in turn, each slowly, failures named, and the rest goes on."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from rasd.collection.collected import Collected, marked
from rasd.collection.plain import collect_plain
from rasd.collection.web.addresses import host_of, normal
from rasd.collection.web.courtesy import Courtesy
from rasd.collection.web.fetching import LISTS, PAGES, Fetched, Fetcher, Validators
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
    theatre: str | None = None
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

    def fetch(self, task: Task, kinds: frozenset[str], validators: Validators | None = None) -> Fetched:
        """Fetch one address politely; raises FetchError, and the host's back-off is kept.

        Without `validators`, those that the memory has are sent.
        """
        if validators is None:
            visit = self.memory.visit(task.address)
            validators = visit.validators if visit is not None else None
        try:
            fetched = self.fetcher.fetch(
                task.address,
                validators,
                kinds=kinds,
                hosts=task.hosts,
                permit=self.courtesy.permit,
            )
        except FetchError as error:
            if error.is_passing and not error.is_put_off:
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
                    self._remember_failure(task, error)
                    yield Collected(task.address, error=error, method=task.method)
            if not queues[host]:
                del queues[host]

    def _remember_failure(self, task: Task, error: FetchError) -> None:
        if error.is_put_off:
            return
        before = self.memory.visit(task.address)
        tries = before.tries + 1 if before is not None and not before.is_done else 1
        visit = Visit(datetime.now(UTC), tries=tries, is_done=not error.is_passing, error=str(error))
        self.memory.keep_visit(task.address, visit)

    def _is_worth(self, task: Task) -> bool:
        patient = self.courtesy.wait_of(task.address) <= self.settings.patience
        return patient and task.tries < self.settings.tries

    def _visited(self, task: Task) -> Iterator[Collected]:
        fetched = self.fetch(task, PAGES | LISTS if task.method == "web" else PAGES)
        visit = Visit(fetched.raw.fetched_at, fetched.validators)
        if fetched.is_unchanged:
            note = f"{task.address}: unchanged since the last visit."
            collected = Collected(task.address, note=note, method=task.method)
        elif fetched.media_type in LISTS:
            told = f"{task.address}: a list of pages, no page. Have it visited with `rasd feed add`."
            collected = Collected(task.address, error=FetchError(told), raw=fetched.raw, method=task.method)
        else:
            collected = marked(document_of(fetched, task, self.settings), self.settings.defaults)
        if collected.error is not None:  # whoever names it again shall get the reason again, not "unchanged"
            visit = Visit(fetched.raw.fetched_at, error=str(collected.error))
        self.memory.keep_visit(task.address, visit)
        yield collected


def document_of(fetched: Fetched, task: Task, settings: WebSettings) -> Collected:
    """Return the document of what was fetched, or the error that names why there is none, beside its bytes."""
    where = task.address
    defaults = replace(settings.defaults, theatre=task.theatre or settings.defaults.theatre)
    outside = Outside(
        fetched.address,
        fetched.raw.fetched_at,
        fetched.charset,
        fetched.validators.last_modified,
        task.entry_published,
        task.entry_from,
        task.entry_title,
        task.outlet,
        defaults,
    )
    try:
        if fetched.media_type == "text/plain":
            plain = collect_plain(fetched.body, where, defaults)
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
    yielded with neither document nor error, only its note. Call `memory.settle(address)` once
    what was yielded of it is stored.
    """
    chosen = settings if settings is not None else WebSettings()
    visitor = Visitor(chosen, memory)
    wanted: dict[str, Task] = {}
    try:
        for given in addresses:
            try:
                address = normal(given)
            except FetchError as error:
                yield Collected(given, error=error, method="web")
            else:
                wanted[address] = Task(address)
        yield from visitor.documents(wanted.values())
    finally:
        visitor.close()
