"""What must not come back: words and documents that people had taken out, known again without being written down.

A rule keeps the keyed hash of its words (HMAC-SHA-256), never the words: a bare hash of a name can be guessed from a
list of names in a second. The key is a file of its own, apart from the database and from every package. Texts are cut
into words and folded as the reader folds them, so a rule finds every spelling, and what Arabic joins before a word.
"""

from __future__ import annotations

import hmac
import json
import os
import re
import secrets
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from rasd.coding import document_id
from rasd.errors import StoreError
from rasd.model import Document, MediaLink
from rasd.store.arrival import Added, Arrival
from rasd.text import fold

__all__ = [
    "FILLER",
    "KEY_VARIABLE",
    "ORDERED",
    "REDACTED",
    "SUBJECT",
    "Hit",
    "Key",
    "Rule",
    "Taken",
    "alias_of",
    "filled",
    "hits",
    "key_of",
    "load_rules",
    "redacted",
    "redacted_address",
    "removed",
    "tell_of",
    "without_redacted",
    "words_at",
]

FILLER = "█"
"""Stands for each character that was taken out: places of evidence elsewhere in the text stay right, and no reader
takes it for a word."""
KEY_VARIABLE = "RASD_REDACTION_KEY"
KEY_NAME = "redaction.key"
SUBJECT = "redactions"
"""Subject of the custody entries that hold the rules."""
ORDERED = "redaction.ordered"
REDACTED = "document.redacted"
_WORD = re.compile(r"[^\W_]+")
_BEFORE = tuple(c + b for c in ("", "و", "ف") for b in ("", "ب", "ك", "ل") if c + b)
_SHORTEST = 2


@dataclass(frozen=True, slots=True)
class Rule:
    """One redaction: which words, in which documents."""

    id: str
    digest: str
    """Keyed hash of the folded words; empty for a whole document."""
    words: int
    ids: tuple[str, ...] = ()
    """Only in these documents and their versions; with `addresses`, empty means everywhere."""
    addresses: tuple[str, ...] = ()
    """Keyed hashes of the addresses of these documents."""
    is_whole: bool = False

    def concerns(self, key: Key, document: Document, known_as: str) -> bool:
        """Tell whether the rule is about this document."""
        if not self.ids and not self.addresses:
            return True
        if known_as in self.ids or known_as.partition("@")[0] in self.ids:
            return True
        return bool(document.url) and key.hash("address", document.url or "") in self.addresses


@dataclass(frozen=True, slots=True)
class Hit:
    """Characters to take out, and the rule that says so."""

    start: int
    end: int
    rule: str


class Key:
    """The secret of a store's redactions."""

    def __init__(self, secret: bytes) -> None:
        self._secret = secret

    def hash(self, use: str, words: str) -> str:
        """Return the keyed hash of some words for one use."""
        message = f"{use}\x00{words}".encode("utf-8", "surrogatepass")
        return hmac.digest(self._secret, message, "sha256").hex()


def key_path(evidence: Path) -> Path:
    """Return where the key lies: RASD_REDACTION_KEY, else beside the evidence."""
    given = os.environ.get(KEY_VARIABLE)
    return Path(given) if given else evidence / KEY_NAME


def key_of(evidence: Path, *, create: bool = False) -> Key:
    """Read the key, or make it; raises StoreError when it is missing or no key."""
    path = key_path(evidence)
    try:
        return Key(bytes.fromhex(path.read_text("ascii").strip()))
    except FileNotFoundError:
        if not create:
            raise StoreError(
                f"{path}: the key of the redactions is missing. Without it names that were taken out would come back"
                f" unseen, so nothing is taken in. Put it back from a backup, or name it with {KEY_VARIABLE}."
            ) from None
    except (OSError, ValueError):
        raise StoreError(
            f"{path}: cannot be read as the key of the redactions. Restore it from a backup."
        ) from None
    secret = secrets.token_hex(32)
    part = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o400)
        with os.fdopen(handle, "w") as stream:
            stream.write(secret + "\n")
            stream.flush()
            os.fsync(stream.fileno())
        with suppress(FileExistsError):
            os.link(part, path)
        part.unlink()
    except OSError as error:
        raise StoreError(f"{path}: the key of the redactions cannot be written: {error.strerror}.") from None
    return key_of(evidence)


def load_rules(alias: str) -> list[Rule]:
    """Return the rules of a store, from its custody log."""
    from rasd.store import models

    rows = models.CustodyEntry.objects.using(alias).filter(subject=SUBJECT, action=ORDERED).order_by("seq")
    rules = []
    for written in rows.values_list("details", flat=True):
        said = json.loads(written)
        rules.append(
            Rule(
                id=said["redaction"],
                digest=said.get("words_hmac", ""),
                words=said.get("words", 0),
                ids=tuple(said.get("ids", ())),
                addresses=tuple(said.get("addresses_hmac", ())),
                is_whole=bool(said.get("whole")),
            )
        )
    return rules


def words_at(text: str) -> list[tuple[str, int, int, int]]:
    """Return the folded words of `text`, where each begins when folded, and where it stands in `text` itself."""
    folded = fold(text)
    found = []
    for match in _WORD.finditer(folded.text):
        start, end = folded.span(match.start(), match.end())
        found.append((match[0].lower(), match.start(), start, end))
    return found


def hits(text: str, rules: Iterable[Rule], key: Key) -> list[Hit]:
    """Return what the rules find in a text, in order, overlaps joined."""
    by_length: dict[int, dict[str, str]] = {}
    for rule in rules:
        if rule.digest:
            by_length.setdefault(rule.words, {})[rule.digest] = rule.id
    if not by_length:
        return []
    folded = fold(text)
    words = [(match[0].lower(), match.start(), match.end()) for match in _WORD.finditer(folded.text)]
    found: list[Hit] = []
    for length, wanted in by_length.items():
        for at in range(len(words) - length + 1):
            window = words[at : at + length]
            rest = [word for word, _, _ in window[1:]]
            for first, cut in _forms(window[0][0]):
                rule_id = wanted.get(key.hash("words", " ".join([first, *rest])))
                if rule_id is not None:
                    span = folded.span(window[0][1] + cut, window[-1][2])
                    found.append(Hit(span[0], span[1], rule_id))
                    break
    return _joined(found)


def _forms(word: str) -> list[tuple[str, int]]:
    """Return the forms that a first word may hide, with how many letters stand before each."""
    forms = [(word, 0)]
    for before in _BEFORE:
        if word.startswith(before) and len(word) - len(before) >= _SHORTEST:
            forms.append((word[len(before) :], len(before)))
    for before in ("لل", "ولل", "فلل"):
        if word.startswith(before) and len(word) - len(before) >= _SHORTEST:
            forms.append(("ال" + word[len(before) :], len(before) - 1))
    return forms


def _joined(found: list[Hit]) -> list[Hit]:
    joined: list[Hit] = []
    for hit in sorted(found, key=lambda one: (one.start, -one.end)):
        if joined and hit.start < joined[-1].end:
            last = joined[-1]
            joined[-1] = Hit(last.start, max(last.end, hit.end), last.rule)
        else:
            joined.append(hit)
    return joined


def filled(text: str, found: Iterable[Hit]) -> str:
    """Return the text with each character of the hits replaced; its length does not change.

    >>> filled("قال سالم", [Hit(4, 8, "r")])
    'قال ████'
    """
    characters = list(text)
    for hit in found:
        characters[hit.start : hit.end] = FILLER * (hit.end - hit.start)
    return "".join(characters)


def redacted(text: str, rules: Sequence[Rule], key: Key) -> str:
    """Return a text without what the rules take out."""
    return filled(text, hits(text, rules, key))


def redacted_address(address: str, rules: Sequence[Rule], key: Key) -> str:
    """Return an address or file name; a mark with a keyed hash in place of one that holds words of the rules."""
    plain = re.sub(r"[-_+/.]", " ", unquote(address))
    return f"redacted:{key.hash('address', address)[:16]}" if hits(plain, rules, key) else address


def removed(text: str, found: Iterable[Hit], key: Key) -> list[dict[str, Any]]:
    """Return places and keyed hashes of what is taken out, for the custody log."""
    return [
        {
            "start": hit.start,
            "end": hit.end,
            "redaction": hit.rule,
            "hmac": key.hash("removed", text[hit.start : hit.end]),
        }
        for hit in found
    ]


@dataclass(frozen=True, slots=True)
class Taken:
    """What was taken out of one arrival."""

    details: dict[str, Any]


def without_redacted(
    arrivals: Sequence[Arrival], rules: Sequence[Rule], key: Key
) -> tuple[list[Arrival], list[Taken | None]]:
    """Return the arrivals without what the rules take out, and for each what that was."""
    kept, taken = [], []
    for arrival in arrivals:
        known_as = document_id(arrival.document)
        concerned = [rule for rule in rules if rule.concerns(key, arrival.document, known_as)]
        one, told = _without(arrival, known_as, concerned, key) if concerned else (arrival, None)
        kept.append(one)
        taken.append(told)
    return kept, taken


def _without(
    arrival: Arrival, known_as: str, rules: Sequence[Rule], key: Key
) -> tuple[Arrival, Taken | None]:
    document = arrival.document
    whole = next((rule for rule in rules if rule.is_whole), None)
    text = document.text
    found = [Hit(0, len(text), whole.id)] if whole is not None else hits(text, rules, key)
    title = None if whole is not None else document.title and redacted(document.title, rules, key)
    url = document.url and redacted_address(document.url, rules, key)
    where = redacted_address(arrival.where, rules, key)
    media = () if whole is not None else tuple(
        MediaLink(redacted_address(link.url, rules, key), link.kind) for link in arrival.media
    )  # fmt: skip
    unchanged = (document.title, document.url, arrival.where, arrival.media) == (title, url, where, media)
    if not found and unchanged:
        return arrival, None
    changes = {"id": known_as, "text": filled(text, found), "title": title, "url": url}
    details = {
        "alias": alias_of(known_as, key),
        "removed": [] if whole is not None else removed(text, found, key),
        "whole": whole is not None,
        "title": title != document.title,
        "on_intake": True,
    }
    return replace(arrival, document=document.model_copy(update=changes), where=where, media=media), Taken(
        details
    )


def alias_of(known_as: str, key: Key) -> str:
    """Return the name under which a redacted document goes out when its id was made from its text."""
    return f"redacted-{key.hash('alias', known_as)[:16]}"


def tell_of(added: Sequence[Added], taken: Sequence[Taken | None]) -> list[tuple[str, str, dict[str, Any]]]:
    """Return the custody entries for what was taken out on the way in."""
    return [
        (REDACTED, one.document_id, told.details)
        for one, told in zip(added, taken, strict=True)
        if told is not None and one.outcome != "seen"
    ]
