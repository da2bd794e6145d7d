"""A feed's way to its addresses: what it names now, sitemaps below sitemaps included, within the hosts of a person."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from rasd.collection.collected import Raw
from rasd.collection.web.addresses import host_of, is_same_host
from rasd.collection.web.collecting import Task, Visitor
from rasd.collection.web.entries import Entry, Listed, read_list
from rasd.collection.web.fetching import LISTS, Fetched, Validators
from rasd.collection.web.memory import Visit
from rasd.errors import FetchError

__all__ = ["KINDS", "Found", "find_entries"]

KINDS = LISTS | {"text/html", "text/plain", "application/octet-stream", ""}
"""Servers call feeds many things; what it is shows in the bytes."""
MOST_LEVELS = 3
MOST_LISTS = 40
"""Sitemaps that one visit reads below an index, the newest first."""


@dataclass(slots=True)
class Found:
    """What a visit to a list found."""

    kind: str = ""
    title: str = ""
    is_unchanged: bool = False
    entries: list[Entry] = field(default_factory=list)
    validators: Validators = field(default_factory=Validators)
    nested: list[tuple[str, Visit]] = field(default_factory=list)
    """The sitemaps below, to be remembered once all that they name is done."""
    raws: list[Raw] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    """What of it is left out and why."""
    is_whole: bool = True
    """Whether every list that it names could be had: only then may the server be asked "has it changed?"."""


def find_entries(
    visitor: Visitor, address: str, validators: Validators, hosts: frozenset[str], since: str | None
) -> Found:
    """Fetch a list and the lists below it; raises FetchError where the first one cannot be had."""
    fetched = visitor.fetch(Task(address, method="feed", hosts=hosts), KINDS, validators)
    found = Found(validators=fetched.validators, is_unchanged=fetched.is_unchanged)
    if fetched.is_unchanged:
        return found
    listed = _read(fetched)
    found.kind, found.title = listed.kind, listed.title
    found.raws.append(fetched.raw)
    if listed.note:
        found.notes.append(listed.note)
    if listed.kind == "sitemap index":
        _descend(visitor, list(listed.entries), hosts, since, found, is_known=validators != Validators())
    else:
        found.entries.extend(listed.entries)
    _keep_to_hosts(found, hosts)
    return found


def _read(fetched: Fetched) -> Listed:
    return read_list(fetched.body, fetched.address, fetched.headers.get("content-type", ""))


def _descend(
    visitor: Visitor,
    places: list[Entry],
    hosts: frozenset[str],
    since: str | None,
    found: Found,
    *,
    is_known: bool,
) -> None:
    """Read the sitemaps below an index, the newest first."""
    seen: set[str] = set()
    level = 1
    while places and level <= MOST_LEVELS:
        deeper: list[Entry] = []
        for place in sorted(places, key=lambda entry: entry.day(), reverse=True):
            if place.address in seen or (since and place.day() and place.day() < since):
                continue
            if len(seen) >= MOST_LISTS:
                found.notes.append(f"only the newest {MOST_LISTS} of its sitemaps were read")
                return
            seen.add(place.address)
            if not _is_among(place.address, hosts):
                found.notes.append(f"a sitemap on {host_of(place.address)}, which was not named")
                continue
            try:
                task = Task(place.address, method="feed", hosts=hosts)
                fetched = visitor.fetch(task, KINDS, None if is_known else Validators())
                if fetched.is_unchanged:
                    continue
                listed = _read(fetched)
            except FetchError as error:
                found.notes.append(str(error))
                found.is_whole = found.is_whole and not error.is_passing
                continue
            found.nested.append((place.address, Visit(fetched.raw.fetched_at, fetched.validators)))
            found.raws.append(fetched.raw)
            if listed.note:
                found.notes.append(listed.note)
            (deeper if listed.kind == "sitemap index" else found.entries).extend(listed.entries)
        places = deeper
        level += 1
    if places:
        found.notes.append(f"sitemaps nested deeper than {MOST_LEVELS} levels were not read")


def _is_among(address: str, hosts: frozenset[str]) -> bool:
    return any(is_same_host(host_of(address), host) for host in hosts)


def _keep_to_hosts(found: Found, hosts: frozenset[str]) -> None:
    others = Counter(host_of(entry.address) for entry in found.entries if not _is_among(entry.address, hosts))
    found.entries = [entry for entry in found.entries if _is_among(entry.address, hosts)]
    for host, count in others.most_common(3):
        found.notes.append(
            f"{count} entries lead to {host}, which was not named (--host {host} follows them)"
        )
