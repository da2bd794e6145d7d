"""Which documents a command means: ids, words to look for, days, or all; whatever is unknown is named."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from rasd.errors import StoreError
from rasd.store import Selection

if TYPE_CHECKING:
    from rasd.store import Store

__all__ = ["Wish", "chosen"]

_PAGE = 400
_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Wish:
    """What a person asks for; at least one field is set."""

    ids: tuple[str, ...] = ()
    search: str | None = None
    since: date | None = None
    until: date | None = None
    incidents: tuple[str, ...] = ()
    all: bool = False

    @property
    def described(self) -> str:
        """The wish in words. What was looked for is left out: it may be a name."""
        parts = []
        if self.ids:
            parts.append(f"{len(self.ids)} documents by id")
        if self.search is not None:
            parts.append("documents found by a search")
        if self.incidents:
            parts.append(f"documents of {len(self.incidents)} incidents")
        if self.since or self.until:
            parts.append(f"published {self.since or '…'} to {self.until or '…'}")
        return ", ".join(parts) or "all documents"


def chosen(store: Store, wish: Wish) -> list[str]:
    """Return the ids of the documents of a wish, in order of arrival; raises StoreError when there are none.

    Ids must be there; words, days and incidents narrow one another.
    """
    if wish.since and wish.until and wish.until < wish.since:
        raise StoreError(f"--until {wish.until} lies before --since {wish.since}. Exchange them.")
    if not (wish.ids or wish.search or wish.since or wish.until or wish.incidents or wish.all):
        raise StoreError("No documents chosen. Give ids, --search, --since, --until, --incident, or --all.")
    ids = _known(store, wish.ids) if wish.ids else None
    if wish.incidents:
        of_incidents = _of_incidents(store, wish.incidents)
        ids = of_incidents if ids is None else [one for one in ids if one in set(of_incidents)]
    found = _narrowed(store, ids, wish)
    if not found:
        raise StoreError(f"{store.address}: no document is chosen by {wish.described}. Widen the selection.")
    return found


def _known(store: Store, ids: Sequence[str]) -> list[str]:
    from rasd.store import models

    wanted = list(dict.fromkeys(ids))
    there: set[str] = set()
    for start in range(0, len(wanted), _PAGE):
        rows = models.Document.objects.using(store.alias).filter(key__in=wanted[start : start + _PAGE])
        there.update(rows.values_list("key", flat=True))
    missing = [one for one in wanted if one not in there]
    if missing:
        more = f" and {len(missing) - _SHOWN} more" if len(missing) > _SHOWN else ""
        named = ", ".join(one[:80] for one in missing[:_SHOWN])
        raise StoreError(
            f"{store.address}: no document with the id {named}{more}. Ids are matched letter by letter."
        )
    return wanted


def _of_incidents(store: Store, incidents: Sequence[str]) -> list[str]:
    from rasd.store import models

    found: dict[str, None] = {}
    for key in incidents:
        rows = models.IncidentReport.objects.using(store.alias).filter(incident__key=key)
        documents = list(rows.order_by("id").values_list("document_key", flat=True))
        if not documents:
            raise StoreError(
                f"{store.address}: no incident with the id {key[:80]}. `rasd incidents` lists them."
            )
        found.update(dict.fromkeys(documents))
    return list(found)


def _narrowed(store: Store, ids: list[str] | None, wish: Wish) -> list[str]:
    from rasd.store import models
    from rasd.store.failing import told
    from rasd.store.reading import narrowed
    from rasd.store.words import matching, wanted

    with told(store.address):
        selection = Selection(published_from=wish.since, published_until=wish.until)
        rows = narrowed(models.Document.objects.using(store.alias), selection)
        if wish.search is not None:
            rows = rows.filter(id__in=matching(store.alias, wanted(wish.search)))
        if ids is None:
            return list(rows.order_by("id").values_list("key", flat=True))
        found: list[tuple[int, str]] = []
        for start in range(0, len(ids), _PAGE):
            found += rows.filter(key__in=ids[start : start + _PAGE]).values_list("id", "key")
        return [key for _, key in sorted(found)]
