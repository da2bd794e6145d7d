"""Takes words or documents out of a store: working copies, search, records, reports, incidents, and what comes later.

One transaction does it all. Every text keeps its length, so the places of evidence stay right. Custody entries are
never altered: they tell that something was taken out, where, by whom and why, and a keyed hash of what it was.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from rasd.errors import PreservationError
from rasd.preservation.redaction.scrubbing import Scrubber
from rasd.preservation.redaction.tables import (
    drop_records,
    scrub_incidents,
    scrub_judgements,
    scrub_observations,
    scrub_records,
    wipe_traces,
)
from rasd.preservation.witness import bear_witness
from rasd.store import Selection
from rasd.store.redactions import (
    ORDERED,
    REDACTED,
    SUBJECT,
    Hit,
    Key,
    Rule,
    alias_of,
    filled,
    hits,
    key_of,
    redacted,
    redacted_address,
    removed,
    words_at,
)

if TYPE_CHECKING:
    from rasd.store import Store, StoredDocument

__all__ = ["Order", "Outcome", "redact"]

_MOST_WORDS = 200
_PAGE = 200


@dataclass(frozen=True, slots=True)
class Order:
    """What a person wants taken out: one of text, span, whole."""

    by: str
    why: str
    text: str | None = None
    span: tuple[int, int] | None = None
    is_whole: bool = False
    documents: tuple[str, ...] = ()
    """Only in these; empty: everywhere."""
    ahead: bool = False
    """Keep the rule though it finds nothing yet."""


@dataclass(slots=True)
class Outcome:
    """What was done."""

    redaction: str
    documents: list[str] = field(default_factory=list)
    places: int = 0
    inside: int = 0
    """Longer words that hold the words of the order, and were left."""
    sealed: list[str] = field(default_factory=list)
    """Evidence files that still hold the words."""
    notes: list[str] = field(default_factory=list)


def redact(store: Store, order: Order, *, then: Callable[[Sequence[str]], None] | None = None) -> Outcome:
    """Carry out an order; raises PreservationError, and changes nothing, when it finds nothing or is none.

    `then` is called with the ids of the documents before the transaction ends.
    """
    if not order.by.strip() or not order.why.strip():
        raise PreservationError("Say who redacts (--by) and why (--why): both stand in the custody log.")
    outcome = Outcome(f"r-{secrets.token_hex(6)}")
    with store.transaction():
        store.custody.lock()
        key = key_of(store.evidence, create=True)
        rule, words = _rule(store, order, outcome.redaction, key)
        store.custody.append(ORDERED, SUBJECT, _ordered(order, rule))
        for document in _candidates(store, order):
            _redact(store, document, rule, order, key, outcome, words)
        if then is not None:
            then(outcome.documents)
        elif not outcome.documents and not order.ahead:
            raise _nowhere(order, outcome)
        if not rule.is_whole:
            beside = Scrubber("", (), [rule], key)
            scrub_judgements(store, lambda value: beside.scrub(value, "why"))
            scrub_observations(store, lambda value: beside.scrub(value, "why"))
    outcome.notes += wipe_traces(store)
    outcome.sealed = _seal(store, outcome.documents)
    bear_witness(store)
    return outcome


def _rule(store: Store, order: Order, name: str, key: Key) -> tuple[Rule, list[str]]:
    """Return the rule of an order and, while they are known, its words."""
    ids = order.documents
    addresses: tuple[str, ...] = ()
    if ids:
        found = {stored.id: stored for stored in store.documents(Selection(ids=ids))}
        missing = [one for one in ids if one not in found]
        if missing:
            raise PreservationError(
                f"{store.address}: no document with the id {missing[0][:80]}. Nothing was redacted."
            )
        addresses = tuple(
            key.hash("address", stored.document.url) for stored in found.values() if stored.document.url
        )
    if order.is_whole:
        if not ids:
            raise PreservationError("Name the documents to take out whole. Nothing was redacted.")
        return Rule(name, "", 0, ids, addresses, is_whole=True), []
    text = order.text
    if order.span is not None:
        if len(ids) != 1:
            raise PreservationError("A span is of one document: give its id. Nothing was redacted.")
        text = _at(found[ids[0]], order.span)
    words = [word for word, *_ in words_at(text or "")]
    if not words:
        raise PreservationError(
            "Nothing to redact: no word in what was given. Give a name or a passage with words."
        )
    if len(words) > _MOST_WORDS:
        raise PreservationError(
            f"{len(words)} words are more than {_MOST_WORDS}. Give a shorter passage, or the whole document (--whole)."
        )
    return Rule(name, key.hash("words", " ".join(words)), len(words), ids, addresses), words


def _at(stored: StoredDocument, span: tuple[int, int]) -> str:
    start, end = span
    text = stored.document.text
    if not 0 <= start < end <= len(text):
        raise PreservationError(
            f"{stored.id}: no characters {start} to {end}: its text has {len(text)}. Nothing was redacted."
        )
    return text[start:end]


def _ordered(order: Order, rule: Rule) -> dict[str, Any]:
    details: dict[str, Any] = {"redaction": rule.id, "by": order.by, "why": order.why, "whole": rule.is_whole}
    if rule.digest:
        details |= {"words_hmac": rule.digest, "words": rule.words}
    if rule.ids:
        details |= {"ids": list(rule.ids), "addresses_hmac": list(rule.addresses)}
    return details


def _candidates(store: Store, order: Order) -> Iterator[StoredDocument]:
    """Yield the documents to look at, with other versions of those that were named."""
    if not order.documents:
        yield from store.documents()
        return
    from django.db.models import Q

    from rasd.store import models

    rows = models.Document.objects.using(store.alias)
    named = Q(key__in=order.documents) | Q(version_of__key__in=order.documents)
    roots = rows.filter(key__in=order.documents, version_of__isnull=False)
    named |= Q(id__in=list(roots.values_list("version_of_id", flat=True)))
    yield from store.documents(Selection(ids=tuple(rows.filter(named).values_list("key", flat=True))))


def _redact(
    store: Store,
    stored: StoredDocument,
    rule: Rule,
    order: Order,
    key: Key,
    outcome: Outcome,
    words: Sequence[str],
) -> None:
    text, title = stored.document.text, stored.document.title
    if rule.is_whole:
        found = [Hit(0, len(text), rule.id)]
    else:
        found = hits(text, [rule], key)
        if order.span is not None and stored.id in order.documents:
            found = [
                Hit(*order.span, rule.id),
                *(one for one in found if one.end <= order.span[0] or one.start >= order.span[1]),
            ]
            found.sort(key=lambda one: one.start)
        outcome.inside += _inside(text, words)
    new_title = None if rule.is_whole else title and redacted(title, [rule], key)
    url = stored.document.url and redacted_address(stored.document.url, [rule], key)
    moved = [met for met in stored.sightings if redacted_address(met.where, [rule], key) != met.where]
    if not found and not moved and (new_title, url) == (title, stored.document.url):
        return
    if rule.is_whole and filled(text, found) == text:
        return  # taken out before
    row = _save(store, stored, filled(text, found), new_title, url, rule, key)
    if rule.is_whole:
        drop_records(store, stored.number)
    scrubber = Scrubber(text, found, [] if rule.is_whole else [rule], key)
    if not rule.is_whole:
        scrub_records(store, stored.number, scrubber)
    scrub_incidents(store, [stored.id], scrubber)
    details: dict[str, Any] = {
        "redaction": rule.id,
        "by": order.by,
        "alias": alias_of(stored.id, key),
        "whole": rule.is_whole,
        "removed": [] if rule.is_whole else removed(text, found, key),
        "title": new_title != title,
        **row,
    }
    store.custody.append(REDACTED, stored.id, details)
    _move(store, stored, moved, rule, key)
    outcome.documents.append(stored.id)
    outcome.places += len(found) + (new_title != title and not rule.is_whole)


def _inside(text: str, words: Sequence[str]) -> int:
    """Count longer words that hold the one word of an order: perhaps another spelling, perhaps another name."""
    if len(words) != 1 or len(words[0]) < 3:
        return 0
    one = words[0]
    before = {"", "و", "ف", "ب", "ك", "ل", "وب", "وك", "ول", "فب", "فك", "فل"}
    return sum(
        1
        for word, *_ in words_at(text)
        if one in word and not (word.endswith(one) and word[: -len(one)] in before)
    )


def _save(
    store: Store, stored: StoredDocument, text: str, title: str | None, url: str | None, rule: Rule, key: Key
) -> dict[str, str]:
    """Write the working copy as it is now, and return its hashes."""
    from rasd.store import models
    from rasd.store.adding import facts_hash, text_hash
    from rasd.store.words import put_words

    row = models.Document.objects.using(store.alias).get(pk=stored.number)
    row.text, row.text_sha256, row.title, row.coding = text, text_hash(text), title, None
    if url != row.url:
        row.url, row.url_sha256 = url, text_hash(url) if url else None
    row.save(using=store.alias)
    put_words(store.alias, [(row.pk, f"{title or ''}\n{text}")])
    links = models.Media.objects.using(store.alias).filter(document_id=row.pk)
    for link in links:
        address = redacted_address(link.url, [rule], key)
        if address != link.url or rule.is_whole:
            link.url = address if address != link.url else f"redacted:{key.hash('address', link.url)[:16]}"
            link.url_sha256 = text_hash(link.url)
            link.save(using=store.alias)
    return {"text_sha256": row.text_sha256, "facts_sha256": facts_hash(row)}


def _move(store: Store, stored: StoredDocument, moved: Sequence[Any], rule: Rule, key: Key) -> None:
    """Take the words out of the places where the document was met, and tell of each as it stands now."""
    from rasd.store import models

    for met in moved:
        where = redacted_address(met.where, [rule], key)
        models.Sighting.objects.using(store.alias).filter(document_id=stored.number, where=met.where).update(
            where=where
        )
        told: dict[str, Any] = {"redaction": rule.id, "where": where, "method": met.method, "part": met.part}
        if met.evidence is not None:
            ref = met.evidence
            told["evidence"] = {
                "warc": ref.warc,
                "offset": ref.offset,
                "length": ref.length,
                "sha256": ref.sha256,
                "record_id": ref.record_id,
            }
        store.custody.append("document.redacted_place", stored.id, told)


def _nowhere(order: Order, outcome: Outcome) -> PreservationError:
    if order.is_whole:
        return PreservationError("These documents were taken out whole before. Nothing was changed.")
    inside = (
        f" It stands inside {outcome.inside} longer words; give those words themselves."
        if outcome.inside
        else ""
    )
    return PreservationError(
        f"What was given stands in no document that was looked at. Nothing was redacted.{inside} Check the spelling;"
        " --ahead keeps the rule for what is collected later."
    )


def _seal(store: Store, ids: Sequence[str]) -> list[str]:
    """Let only their owner read the evidence files that still hold the words; return their names."""
    from rasd.store import models

    names: set[str] = set()
    for start in range(0, len(ids), _PAGE):
        rows = models.Evidence.objects.using(store.alias).filter(
            sightings__document__key__in=ids[start : start + _PAGE]
        )
        names.update(rows.values_list("warc", flat=True).distinct())
    for name in names:
        with suppress(OSError):
            os.chmod(store.evidence / name, 0o400)
    return sorted(names)
