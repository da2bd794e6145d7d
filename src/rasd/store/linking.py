"""Reports of a store become its incidents: what is new is held against its neighbours, and what that touches is regrouped.

Each batch is one transaction: a kill leaves the batches before it, whole, and the rest pending. The result is that of
linking everything at once: pairs are functions of two reports, and groups of a component are those that `regroup` gives.

A few new reports look their neighbours up in the tables (`_Kept`); many are linked in memory (`_Held`), where a look-up
costs nothing and the tables are only written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from rasd.linking import (
    Decisions,
    Linker,
    Member,
    Pair,
    Traits,
    compared,
    describe,
    keys_of,
    members_of,
    regroup,
    traits_of,
    traits_version,
)
from rasd.model import Incident, Record
from rasd.store.deciding import decided, standing_of
from rasd.store.standing import VALUES, Standing, pairs_of, yeses

if TYPE_CHECKING:
    from rasd.lexicon import Lexicon
    from rasd.store.links import Links
    from rasd.store.store import Store

__all__ = ["LinkOutcome", "described", "link_store", "relink"]

_BATCH = 500
"""Reports a transaction."""
_MANY = 2000
"""From this many pending reports on, linking in memory is quicker than asking the tables."""
_PAGE = 400


@dataclass(frozen=True, slots=True)
class LinkOutcome:
    """What a run did."""

    reports: int = 0
    """Reports that were new, changed or gone."""
    changed: int = 0
    """Incidents that were founded or changed."""
    removed: int = 0
    """Incidents that became part of others, or have no report any more."""
    anew: bool = False
    """True when the rules of linking had changed and everything was linked again."""


class _Neighbourhood(Protocol):
    """Where a report's neighbours and pairs are found."""

    def forget(self, reports: Iterable[str]) -> None: ...
    def add(self, traits: Sequence[Traits]) -> None: ...
    def near(self, reports: Iterable[str]) -> set[str]: ...
    def scores(self, reports: set[str]) -> dict[Pair, float]: ...
    def traits(self, reports: Iterable[str]) -> dict[str, Traits]: ...


def link_store(
    store: Store,
    *,
    lexicon: Lexicon | None = None,
    again: bool = False,
    batch: int = _BATCH,
    told: Callable[[int], None] | None = None,
) -> LinkOutcome:
    """Link what is pending, batch by batch, and return what was done.

    `again` takes every report anew. `told` hears the number of reports of each batch once it is kept.
    """
    anew = _restart(store, again=again)
    many = store.links.count_pending() >= _MANY
    neighbourhood: _Neighbourhood = _Held(store.links) if many else _Kept(store.links)
    done = changed = removed = 0
    while True:
        with store.transaction():
            store.custody.lock()  # one linker at a time: who waits sees what the other made
            if isinstance(neighbourhood, _Held):
                neighbourhood.refresh()
            reports = store.links.pending(batch)
            if not reports:
                break
            put, gone = _Batch(store, neighbourhood, lexicon).link(reports)
        done, changed, removed = done + len(reports), changed + put, removed + gone
        if told is not None:
            told(len(reports))
    return LinkOutcome(done, changed, removed, anew)


def _restart(store: Store, *, again: bool) -> bool:
    """Mark every report as pending when asked to, or when scores were made by other rules than today's."""
    with store.transaction():
        store.custody.lock()
        known = store.links.any_traits()
        if not again and (known is None or f'"version":"{traits_version()}"' in known):
            return False
        store.links.mark_all()
    return known is not None


class _Batch:
    """One transaction's work."""

    def __init__(self, store: Store, neighbourhood: _Neighbourhood, lexicon: Lexicon | None) -> None:
        self._store = store
        self._near = neighbourhood
        self._lexicon = lexicon
        self._fresh: dict[str, Member] = {}

    def link(self, pending: Sequence[str]) -> tuple[int, int]:
        """Link the pending reports; return how many incidents were put and how many taken away."""
        before = self._store.incidents_of(pending)
        self._near.forget(pending)
        fresh = self._fresh = self._members(pending)
        self._near.add([traits_of(member) for member in fresh.values()])
        seeds = {*fresh, *self._reports_of(before.values())} - (set(pending) - fresh.keys())
        touched, standing = self._closure(seeds)
        decisions = Decisions(pairs_of(standing))
        judged = {report for one in standing if one.judgement.action in VALUES for report in one.reports}
        homes = {**self._store.incidents_of(sorted(touched)), **before}
        groups = regroup(touched, self._near.scores(touched), decisions)
        stays = self._unchanged(groups, homes, set(pending), judged)
        changed = self.described([one for one in groups if tuple(one) not in stays], decisions)
        incidents = decided(self._store, list(changed), standing)
        removed = sorted(set(homes.values()) - {stays[one] for one in stays} - {one.id for one in incidents})
        self._store.keep_incidents(incidents, removed, linked=pending)
        return len(incidents), len(removed)

    def _closure(self, seeds: set[str]) -> tuple[set[str], list[Standing]]:
        """Return the components of `seeds`, all that pairs above zero or a yes connects, and the decisions on them."""
        about = _About(self._store)
        reached: set[str] = set()
        frontier = set(seeds)
        while frontier:
            reached |= frontier
            frontier = (self._near.near(frontier) | about.partners(frontier)) - reached
        return reached, about.standing()

    def _unchanged(
        self,
        groups: Sequence[Sequence[str]],
        homes: Mapping[str, str],
        pending: set[str],
        judged: set[str],
    ) -> dict[tuple[str, ...], str]:
        """Return the groups that are an incident already, and its id: nothing of them is read or written."""
        sizes: dict[str, int] = {}
        for home in homes.values():
            sizes[home] = sizes.get(home, 0) + 1
        stays = {}
        for members in groups:
            if pending.intersection(members) or judged & set(members):
                continue
            found = {homes.get(one) for one in members}
            identity = found.pop()
            if not found and identity is not None and sizes[identity] == len(members):
                stays[tuple(members)] = identity
        return stays

    def described(self, groups: Sequence[Sequence[str]], decisions: Decisions) -> Iterable[Incident]:
        """Yield the incidents that the groups make."""
        names = [one for group in groups for one in group]
        members = {**self._fresh, **self._members([one for one in names if one not in self._fresh])}
        present = {one for one in names if one in members}
        traits = self._near.traits(present)
        scores = self._near.scores(present)
        for group in groups:
            held = [members[one] for one in group if one in members]
            if held:
                yield describe(held, traits, scores, decisions, lexicon=self._lexicon)

    def _members(self, reports: Iterable[str]) -> dict[str, Member]:
        """Return the reports that current records hold, with their texts."""
        from rasd.store import models
        from rasd.store.records import STANDS

        wanted = set(reports)
        documents = sorted({one.rpartition("#")[0] for one in wanted})
        found: dict[str, Member] = {}
        for start in range(0, len(documents), _PAGE):
            rows = models.CodedRecord.objects.using(self._store.alias).filter(
                current=True, document__key__in=documents[start : start + _PAGE]
            )
            for key, record, text in rows.values_list("document__key", STANDS, "document__text"):
                read = Record.model_validate_json(record)
                if read.id != key:
                    read = read.model_copy(update={"id": key})
                found.update((one.id, one) for one in members_of(read, text) if one.id in wanted)
        return found

    def _reports_of(self, incidents: Iterable[str]) -> list[str]:
        from rasd.store import models

        keys = sorted(set(incidents))
        found: list[str] = []
        for start in range(0, len(keys), _PAGE):
            rows = models.IncidentReport.objects.using(self._store.alias).filter(
                incident__key__in=keys[start : start + _PAGE]
            )
            found += rows.values_list("report_key", flat=True)
        return found


class _About:
    """The decisions on reports, fetched as reports are reached: a store may hold thousands of others."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._asked: set[str] = set()
        self._standing: dict[int, Standing] = {}
        self._partners: dict[str, set[str]] = {}

    def partners(self, reports: Iterable[str]) -> set[str]:
        """Return the reports that a yes puts together with these, one step on."""
        reports = list(reports)
        documents = {report.rpartition("#")[0] for report in reports} - self._asked
        self._asked |= documents
        for one in standing_of(self._store, documents=documents) if documents else ():
            if one.judgement.number not in self._standing:
                self._standing[one.judgement.number] = one
                for first, second in yeses(one):
                    self._partners.setdefault(first, set()).add(second)
                    self._partners.setdefault(second, set()).add(first)
        return {other for report in reports for other in self._partners.get(report, ())}

    def standing(self) -> list[Standing]:
        """Return what was found, in the order in which it was decided."""
        return [self._standing[number] for number in sorted(self._standing)]


def relink(store: Store, reports: Sequence[str]) -> None:
    """Link reports anew, with all whom they touch: what follows a person's decision on them."""
    store.links.mark_pending(reports)
    link_store(store)


def described(store: Store, reports: Sequence[str], *, lexicon: Lexicon | None = None) -> Incident | None:
    """Return the incident that these reports alone would make; None where none is read any more. Nothing is kept."""
    standing = standing_of(store, documents={report.rpartition("#")[0] for report in reports})
    batch = _Batch(store, _Kept(store.links), lexicon)
    return next(iter(batch.described([list(reports)], Decisions(pairs_of(standing)))), None)


class _Kept:
    """The tables: for a few new reports in an archive of any size."""

    def __init__(self, links: Links) -> None:
        self._links = links

    def forget(self, reports: Iterable[str]) -> None:
        self._links.drop(reports)

    def add(self, traits: Sequence[Traits]) -> None:
        for one in traits:
            keys = keys_of(one)
            others = [Traits.from_json(line) for line in self._links.found_under(keys.looks).values()]
            self._links.put([(one.id, one.as_json(), keys.found)])
            self._links.put_pairs(
                (pair[0], pair[1], log_odds) for pair, log_odds in compared(one, others).items()
            )

    def near(self, reports: Iterable[str]) -> set[str]:
        return {one for pair in self._links.pairs_of(reports, above=0) for one in pair}

    def scores(self, reports: set[str]) -> dict[Pair, float]:
        pairs = self._links.pairs_of(reports)
        return {
            pair: log_odds for pair, log_odds in pairs.items() if pair[0] in reports and pair[1] in reports
        }

    def traits(self, reports: Iterable[str]) -> dict[str, Traits]:
        return {key: Traits.from_json(line) for key, line in self._links.traits(reports).items()}


class _Held:
    """Memory, filled from the tables once: for many new reports. What it learns is written to the tables."""

    def __init__(self, links: Links) -> None:
        self._links = links
        self._mark: object = None
        self._linker = Linker()
        self._pairs: dict[str, set[Pair]] = {}

    def refresh(self) -> None:
        """Read the tables, at first and whenever another program has changed them meanwhile."""
        mark = self._links.mark()
        if mark == self._mark:
            return
        self._linker, self._pairs = Linker(), {}
        for line in self._links.all_traits():
            self._linker.hold(Traits.from_json(line))
        self._note(self._links.all_pairs())
        self._mark = mark

    def _note(self, pairs: Mapping[Pair, float]) -> None:
        self._linker.scores.update(pairs)
        for pair in pairs:
            for one in pair:
                self._pairs.setdefault(one, set()).add(pair)

    def forget(self, reports: Iterable[str]) -> None:
        known = [one for one in reports if self._linker.has(one)]
        for one in known:
            for pair in self._pairs.pop(one, set()):
                self._linker.scores.pop(pair, None)
                self._pairs.get(pair[0] if pair[1] == one else pair[1], set()).discard(pair)
            self._linker.drop(one)
        self._links.drop(known)

    def add(self, traits: Sequence[Traits]) -> None:
        new: dict[Pair, float] = {}
        rows = []
        for one in traits:
            keys = keys_of(one)
            new.update(self._linker.add(one, keys))
            rows.append((one.id, one.as_json(), keys.found))
        self._note(new)
        self._links.put(rows)
        self._links.put_pairs((pair[0], pair[1], log_odds) for pair, log_odds in new.items())
        self._mark = self._links.mark()

    def near(self, reports: Iterable[str]) -> set[str]:
        scores = self._linker.scores
        return {
            one
            for report in reports
            for pair in self._pairs.get(report, ())
            if scores[pair] > 0
            for one in pair
        }

    def scores(self, reports: set[str]) -> dict[Pair, float]:
        pairs = {pair for report in reports for pair in self._pairs.get(report, ())}
        return {
            pair: self._linker.scores[pair] for pair in pairs if pair[0] in reports and pair[1] in reports
        }

    def traits(self, reports: Iterable[str]) -> dict[str, Traits]:
        return {one: self._linker.traits(one) for one in reports}
