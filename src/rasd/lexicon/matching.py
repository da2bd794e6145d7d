"""Finding lexicon forms in tokens: one walk over the text, whatever the size of the lexicon.

A word form is analysed once (clitics, article, suffix pronoun) and remembered; phrases are found by a trie over
whole words, the longest one winning within its layer.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from rasd.lexicon.entries import Entry, bare
from rasd.text import Token

__all__ = ["Candidate", "Match", "Scanner", "candidates"]

_SUFFIXES = ("هما", "كما", "هم", "هن", "ها", "كم", "نا", "ه", "ي")
_CACHE_LIMIT = 300_000  # word forms; bounds memory on endless input


@dataclass(frozen=True, slots=True)
class Candidate:
    """One way to read a word form: proclitics, stem without article, suffix pronoun."""

    key: str
    prefix: str = ""
    article: bool = False
    suffix: str = ""

    @property
    def cost(self) -> int:
        return len(self.prefix) + len(self.suffix) * 2


@dataclass(slots=True, eq=False)
class Match:
    """A lexicon form found at tokens ``start:end``."""

    start: int
    end: int
    entry: Entry
    prefix: str = ""
    """Proclitics in front, without the article: و ف ب ل ك س and their joins."""
    article: bool = False
    suffix: str = ""

    skip: int = field(init=False)
    """Characters of proclitics, with the assimilated article of لل, to leave out of the evidence."""
    cls: str = field(init=False)
    value: dict[str, Any] = field(init=False)
    number: str = field(init=False)

    def __post_init__(self) -> None:
        # Copied from the entry: read far more often than made.
        self.skip = len(self.prefix) + (1 if self.article and self.prefix.endswith("ل") else 0)
        self.cls, self.value, self.number = self.entry.cls, self.entry.value, self.entry.number


def candidates(form: str) -> list[Candidate]:
    """Return the readings of one folded word form, the plainest first.

    >>> [c.key for c in candidates("وبالقصف")][-1]
    'قصف'
    """
    found: dict[tuple[str, str, str], Candidate] = {}

    def offer(stem: str, prefix: str) -> None:
        if len(stem) < 2:
            return
        key = bare(stem)
        found.setdefault((key, prefix, ""), Candidate(key, prefix, key != stem))

    stems = [(form, "")]
    if len(form) >= 3 and form[0] in "وف":
        stems.append((form[1:], form[0]))
    for stem, prefix in list(stems):
        if stem.startswith("لل") and len(stem) > 4:
            found.setdefault((stem[2:], prefix + "ل", ""), Candidate(stem[2:], prefix + "ل", True))
        elif len(stem) > 3 and stem[0] in "بلكس":
            stems.append((stem[1:], prefix + stem[0]))
    for stem, prefix in stems:
        offer(stem, prefix)
    for stem, prefix in stems:
        for suffix in _SUFFIXES:
            if stem.endswith(suffix) and len(stem) - len(suffix) >= 2 and not stem.startswith("ال"):
                root = stem[: -len(suffix)]
                found.setdefault((root, prefix, suffix), Candidate(root, prefix, False, suffix))
                if root.endswith("ت"):  # طائرته is طائرة + ه
                    found.setdefault(
                        (root[:-1] + "ه", prefix, suffix), Candidate(root[:-1] + "ه", prefix, False, suffix)
                    )
    return sorted(found.values(), key=lambda candidate: candidate.cost)


class Scanner:
    """A trie over the forms of many layers."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._root: dict[str, dict[str, Any]] = {}
        for entry in entries:
            node = self._root
            for word in entry.words:
                node = node.setdefault(word, {})
            node.setdefault("", []).append(entry)  # type: ignore[arg-type]
        self._known: dict[str, tuple[Candidate, ...]] = {}

    def _starts(self, form: str) -> tuple[Candidate, ...]:
        known = self._known.get(form)
        if known is None:
            if len(self._known) > _CACHE_LIMIT:
                self._known.clear()
            known = tuple(candidate for candidate in candidates(form) if candidate.key in self._root)
            self._known[form] = known
        return known

    def scan(self, tokens: Sequence[Token]) -> dict[str, list[Match]]:
        """Return the matches of every layer, in text order; within a layer the longest match at a start wins.

        Matches of one layer may overlap one that started earlier; readers of a layer skip those.
        """
        found: dict[str, list[Match]] = {}
        length = len(tokens)
        rests = [bare(token.text) for token in tokens]
        for index in range(length):
            token = tokens[index]
            if token.kind != "word":
                continue
            starts = self._known.get(token.text)
            if starts is None:
                starts = self._starts(token.text)
            if not starts:
                continue
            best: dict[str, list[Match]] = {}
            for candidate in starts:
                node = self._root[candidate.key]
                position = index + 1
                while True:
                    terminal: Any = node.get("")
                    if terminal:
                        for entry in terminal:
                            if entry.definite and not candidate.article:
                                continue
                            # A pronoun hangs on the last word of a form only.
                            if candidate.suffix and position > index + 1:
                                continue
                            held = best.get(entry.layer)
                            if held is None or position > held[0].end:
                                best[entry.layer] = [
                                    Match(
                                        index,
                                        position,
                                        entry,
                                        candidate.prefix,
                                        candidate.article,
                                        candidate.suffix,
                                    )
                                ]
                            elif position == held[0].end and (
                                candidate.prefix == held[0].prefix and candidate.suffix == held[0].suffix
                            ):
                                held.append(
                                    Match(
                                        index,
                                        position,
                                        entry,
                                        candidate.prefix,
                                        candidate.article,
                                        candidate.suffix,
                                    )
                                )
                    if position >= length or candidate.suffix:
                        break
                    following = node.get(rests[position]) or node.get(tokens[position].text)
                    if following is None and tokens[position].text in "\"'-" and position + 1 < length:
                        # Names are often quoted in part: تنظيم "الدولة".
                        following = node.get(rests[position + 1])
                        if following is not None:
                            position += 1
                    if following is None:
                        break
                    node = following
                    position += 1
            for layer, matches in best.items():
                found.setdefault(layer, []).extend(matches)
        return found
