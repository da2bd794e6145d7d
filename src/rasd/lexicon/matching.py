"""Finding lexicon forms in tokens: one walk over the text, whatever the size of the lexicon.

A word form is analysed once (clitics, article, suffix pronoun) and remembered; phrases are found by a trie over
whole words, the longest one winning within its layer.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from rasd.lexicon.entries import Entry, bare
from rasd.text import Token

__all__ = ["Candidate", "Match", "Scanner", "candidates"]

_PRESENT = "يتنا"
"""The letters a verb of the present begins with, folded."""
_SUFFIXES = ("هما", "كما", "هم", "هن", "ها", "كم", "نا", "ه", "ي")
_OPENING_MARKS = frozenset("\"'-#/(")
_CACHE_LIMIT = 300_000  # word forms; bounds memory on endless input


@dataclass(slots=True, eq=False)
class Candidate:
    """One way to read a word form: proclitics, stem without article, suffix pronoun."""

    key: str
    prefix: str = ""
    article: bool = False
    suffix: str = ""

    @property
    def cost(self) -> int:
        return len(self.prefix) + len(self.suffix) * 2


class Match:
    """A lexicon form found at tokens ``start:end``.

    Written out rather than a dataclass: hundreds are made a document, and what is read often is copied from the entry.
    """

    __slots__ = ("article", "cls", "end", "entry", "number", "prefix", "skip", "start", "suffix", "value")

    def __init__(
        self, start: int, end: int, entry: Entry, prefix: str = "", article: bool = False, suffix: str = ""
    ) -> None:
        self.start = start
        self.end = end
        self.entry = entry
        self.prefix = prefix
        """Proclitics in front, without the article: و ف ب ل ك س and their joins."""
        self.article = article
        self.suffix = suffix
        self.skip = len(prefix) + 1 if article and prefix and prefix[-1] == "ل" else len(prefix)
        """Characters of proclitics, with the assimilated article of لل, to leave out of the evidence."""
        self.cls = entry.cls
        self.value = entry.value
        self.number = entry.number

    def __repr__(self) -> str:
        return f"Match({self.start}, {self.end}, {self.entry.layer}.{self.cls} {' '.join(self.entry.words)})"


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
        if stem.startswith("الال"):  # ألماني and ألغام begin like an article, and are kept without it
            found.setdefault((bare(key), prefix, ""), Candidate(bare(key), prefix, True))

    stems = [(form, "")]
    if len(form) >= 3 and form[0] in "وف":
        stems.append((form[1:], form[0]))
    for stem, prefix in list(stems):
        if stem.startswith("لل") and len(stem) > 4:
            key = stem[2:]
            found.setdefault((key, prefix + "ل", ""), Candidate(key, prefix + "ل", True))
            if key.startswith("ال"):
                found.setdefault((bare(key), prefix + "ل", ""), Candidate(bare(key), prefix + "ل", True))
        # The س of the future stands before a verb of the present only: سرمين is no سـ + رمين.
        elif len(stem) > 3 and (stem[0] in "بلك" or stem[0] == "س" and stem[1] in _PRESENT):
            stems.append((stem[1:], prefix + stem[0]))
    for stem, prefix in stems:
        offer(stem, prefix)
    for stem, prefix in stems:
        for suffix in _SUFFIXES:
            if stem.endswith(suffix) and len(stem) - len(suffix) >= 2 and not stem.startswith("ال"):
                root = stem[: -len(suffix)]
                found.setdefault((root, prefix, suffix), Candidate(root, prefix, False, suffix))
                if root.endswith("و"):  # قتلوه is قتلوا + ه
                    found.setdefault(
                        (root + "ا", prefix, suffix), Candidate(root + "ا", prefix, False, suffix)
                    )
                if root.endswith("ت"):  # طائرته is طائرة + ه
                    found.setdefault(
                        (root[:-1] + "ه", prefix, suffix), Candidate(root[:-1] + "ه", prefix, False, suffix)
                    )
    return sorted(found.values(), key=lambda candidate: candidate.cost)


class _Opening:
    """What a word form matches by itself, worked out once, and where phrases that it begins go on."""

    __slots__ = ("alone", "second")

    def __init__(
        self, starts: Sequence[Candidate], root: dict[str, Any], seconds: dict[int, frozenset[str]]
    ) -> None:
        further: list[frozenset[str]] = []
        alone: dict[str, list[tuple[Entry, str, bool, str]]] = {}
        for candidate in starts:
            node = root[candidate.key]
            terminal: Sequence[Entry] = node.get("", ())
            if not candidate.suffix and len(node) > bool(terminal):
                # A node lives as long as the trie, so its id is its name.
                second = seconds.get(id(node))
                if second is None:
                    second = seconds[id(node)] = frozenset(
                        form for word in node if word for form in (word, f"ال{word}")
                    )
                further.append(second)
            for entry in terminal:
                if entry.definite and not candidate.article:
                    continue
                row = alone.setdefault(entry.layer, [])
                if not row or (candidate.prefix == row[0][1] and candidate.suffix == row[0][3]):
                    row.append((entry, candidate.prefix, candidate.article, candidate.suffix))
        self.second = further[0] if len(further) == 1 else frozenset().union(*further)
        """Words that may stand second, with and without the article."""
        self.alone = [
            (layer, Match(0, 0, entry, prefix, article, suffix))
            for layer, row in alone.items()
            for entry, prefix, article, suffix in row
        ]
        """Patterns of the matches of the form alone, each with its layer."""


class Scanner:
    """A trie over the forms of many layers."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._root: dict[str, Any] = {}
        for entry in entries:
            node: dict[str, Any] = self._root
            for word in entry.words:
                node = node.setdefault(word, {})
            node.setdefault("", []).append(entry)
        self._known: dict[str, tuple[Candidate, ...]] = {}
        self._openings: dict[str, _Opening | None] = {}
        self._seconds: dict[int, frozenset[str]] = {}

    def __iter__(self) -> Iterator[Entry]:
        """Yield every form."""
        nodes = [self._root]
        while nodes:
            node = nodes.pop()
            yield from node.get("", ())
            nodes.extend(below for word, below in node.items() if word)

    def find(self, words: Sequence[str]) -> list[Entry]:
        """Return the forms of exactly these folded words, written without the article."""
        node: dict[str, Any] = self._root
        for word in words:
            if word not in node:
                return []
            node = node[word]
        return list(node.get("", ()))

    def starts(self, form: str) -> tuple[Candidate, ...]:
        """Return the readings of a word form that open an entry."""
        known = self._known.get(form)
        if known is None:
            if len(self._known) > _CACHE_LIMIT:
                self._known.clear()
            known = tuple(candidate for candidate in candidates(form) if candidate.key in self._root)
            self._known[form] = known
        return known

    def entries(self, word: str) -> Sequence[Entry]:
        """Return the entries of one bare word alone."""
        found: Sequence[Entry] = self._root.get(word, {}).get("", ())
        return found

    def scan(self, tokens: Sequence[Token]) -> dict[str, list[Match]]:
        """Return the matches of every layer, in text order; within a layer the longest match at a start wins.

        Matches of one layer may overlap one that started earlier; readers of a layer skip those.
        """
        found: defaultdict[str, list[Match]] = defaultdict(list)
        length = len(tokens)
        openings, new = self._openings, Match.__new__
        for index, token in enumerate(tokens):
            if token.kind != "word":
                continue
            text = token.text
            if text in openings:
                opening = openings[text]
            else:
                opening = self._opening(text)
            if opening is None:
                continue
            end = index + 1
            if opening.second and end < length:
                ahead = tokens[end].text
                if ahead in _OPENING_MARKS and end + 1 < length:
                    ahead = tokens[end + 1].text
                if ahead in opening.second:  # a phrase may go on
                    for layer, matches in self._longest(tokens, index).items():
                        found[layer] += matches
                    continue
            for layer, pattern in opening.alone:
                match = new(Match)  # a copy, written out: a call of the class takes twice as long
                match.start = index
                match.end = end
                match.entry = pattern.entry
                match.prefix = pattern.prefix
                match.article = pattern.article
                match.suffix = pattern.suffix
                match.skip = pattern.skip
                match.cls = pattern.cls
                match.value = pattern.value
                match.number = pattern.number
                found[layer].append(match)
        return dict(found)

    def _opening(self, form: str) -> _Opening | None:
        if len(self._openings) > _CACHE_LIMIT:
            self._openings.clear()
        starts = self.starts(form)
        opening = self._openings[form] = _Opening(starts, self._root, self._seconds) if starts else None
        return opening

    def _longest(self, tokens: Sequence[Token], index: int) -> dict[str, list[Match]]:
        """Return the longest matches of every layer that start at token `index`."""
        length, root = len(tokens), self._root
        best: dict[str, list[Match]] = {}
        for candidate in self.starts(tokens[index].text):
            node = root[candidate.key]
            prefix, article, suffix = candidate.prefix, candidate.article, candidate.suffix
            position = index + 1
            while True:
                terminal: Any = node.get("")
                # A pronoun hangs on the last word of a form only.
                if terminal and not (suffix and position > index + 1):
                    for entry in terminal:
                        if entry.definite and not article:
                            continue
                        held = best.get(entry.layer)
                        if held is None or position > held[0].end:
                            best[entry.layer] = [Match(index, position, entry, prefix, article, suffix)]
                        elif (
                            position == held[0].end and prefix == held[0].prefix and suffix == held[0].suffix
                        ):
                            held.append(Match(index, position, entry, prefix, article, suffix))
                if position >= length or suffix or len(node) == 1 and terminal:
                    break
                ahead = tokens[position].text
                following = node.get(bare(ahead))
                if following is None:
                    following = node.get(ahead)
                    if following is None and ahead in _OPENING_MARKS and position + 1 < length:
                        # Names are often quoted or tagged in part: تنظيم "الدولة", قوات #حفتر.
                        following = node.get(bare(tokens[position + 1].text))
                        if following is not None:
                            position += 1
                if following is None:
                    break
                node = following
                position += 1
        return best
