"""Finding lexicon forms in tokens: one walk over the text, whatever the size of the lexicon.

A word form is analysed once (clitics, article, suffix pronoun) and remembered; phrases are found by a trie over
whole words, the longest one winning within its layer. What is remembered depends on the words and the lexicon alone,
and is bounded: no text changes how another one is read.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from rasd.lexicon.candidates import Candidate, candidates
from rasd.lexicon.entries import Entry, bare
from rasd.text import Token

__all__ = ["Candidate", "Form", "Match", "Matches", "Path", "Scanner", "candidates"]

_OPENING_MARKS = frozenset("\"'-#/(")
_CACHE_LIMIT = 100_000  # word forms; bounds memory on endless input


class Match:
    """A lexicon form found at tokens ``start:end``.

    Written out rather than a dataclass: hundreds are made a document, and what is read often is copied from the entry.
    """

    __slots__ = (
        "article",
        "cls",
        "end",
        "entry",
        "number",
        "prefix",
        "skip",
        "start",
        "suffix",
        "value",
    )

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

    def at(self, start: int, end: int) -> Match:
        """Return the same form found elsewhere."""
        return Match(start, end, self.entry, self.prefix, self.article, self.suffix)

    def __repr__(self) -> str:
        return f"Match({self.start}, {self.end}, {self.entry.layer}.{self.cls} {' '.join(self.entry.words)})"


class Path:
    """What has been matched behind one or more words: the matches that end there, and the words that may go on.

    A state of the trie as one word form with its clitics opens it. Made when a text first comes by, with words of the
    lexicon only, so there are never more than the lexicon has phrases for the forms that are remembered.
    """

    __slots__ = (
        "_behind_mark",
        "_next",
        "_seconds",
        "_steps",
        "depths",
        "further",
        "layers",
        "notes",
        "patterns",
    )

    def __init__(
        self,
        steps: Sequence[tuple[Candidate, dict[str, Any]]],
        before: Path | None,
        depth: int,
        seconds: dict[int, frozenset[str]],
    ) -> None:
        self.patterns: dict[str, list[Match]] = dict(before.patterns) if before is not None else {}
        """The longest matches of each layer so far, without their place."""
        self.depths: dict[str, int] = dict(before.depths) if before is not None else {}
        """How many words the matches of a layer take."""
        self.notes: dict[str, Any] = {}
        """What a dimension has worked out from the patterns, under its name."""
        self._steps = steps
        self._seconds = seconds
        self._next: dict[str, Path | None] = {}
        self._behind_mark: dict[str, Path | None] = {}
        further: list[frozenset[str]] = []
        alone: dict[str, list[Match]] = {}
        for candidate, node in steps:
            terminal: Sequence[Entry] = node.get("", ())
            # A pronoun hangs on the last word of a form only.
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
                if not row or (candidate.prefix == row[0].prefix and candidate.suffix == row[0].suffix):
                    row.append(Match(0, 0, entry, candidate.prefix, candidate.article, candidate.suffix))
        self.patterns.update(alone)
        self.depths.update(dict.fromkeys(alone, depth))
        self.layers = tuple(self.patterns)
        self.further = further[0] if len(further) == 1 else frozenset().union(*further)
        """Words that may stand next, with and without the article."""

    def next(self, word: str, depth: int, *, marked: bool) -> Path | None:
        """Return the path behind one more word, `marked` where an opening mark stands before it."""
        known = self._behind_mark if marked else self._next
        if word in known:
            return known[word]
        plain = bare(word)
        steps: list[tuple[Candidate, dict[str, Any]]] = []
        for candidate, node in self._steps:
            if candidate.suffix:
                continue
            following = node.get(plain)
            if following is None and not marked:
                following = node.get(word)
            if following is not None:
                steps.append((candidate, following))
        path = known[word] = Path(steps, self, depth, self._seconds) if steps else None
        return path


class Form(Token):
    """A token with what it opens in a lexicon; one object for every place of its spelling."""

    __slots__ = ("path",)

    def __init__(self, text: str, kind: str, path: Path | None = None) -> None:
        self.text = text
        self.kind = kind
        self.path = path


class Matches:
    """The matches of a text by layer, in text order; made when a layer is first asked for."""

    __slots__ = ("_apart", "_hits", "_made", "_overlapping", "_tokens", "_walked")

    def __init__(
        self,
        hits: dict[str, list[int]],
        tokens: Sequence[Form],
        walked: dict[int, tuple[Path, list[int]]],
    ) -> None:
        self._hits = hits
        self._tokens = tokens
        self._walked = walked
        """Where phrases of several words begin: their path, and where each of its words ends."""
        self._made: dict[str, list[Match]] = {}
        self._apart: dict[str, Sequence[Match]] = {}
        self._overlapping: set[str] = set()

    def __contains__(self, layer: str) -> bool:
        return layer in self._hits

    def opening(self) -> Iterator[tuple[int, Path, Sequence[int]]]:
        """Yield every token at which something begins, its path, and where each word of the path ends."""
        walked = self._walked
        for index, token in enumerate(self._tokens):
            if token.path is None:
                continue
            if index in walked:
                yield index, *walked[index]
            else:
                yield index, token.path, (index + 1,)

    def covered(self, name: str, depth_of: Callable[[Path], int]) -> set[int]:
        """Return the tokens of matches that `depth_of` tells, which is asked once a path and noted under `name`.

        It returns how many words the longest such match takes, 0 for none.
        """
        covered: set[int] = set()
        for index, path, ends in self.opening():
            depth = path.notes.get(name)
            if depth is None:
                depth = path.notes[name] = depth_of(path)
            if depth == 1:
                covered.add(index)
            elif depth:
                covered.update(range(index, ends[depth - 1]))
        return covered

    def noted(self, layer: str, note_of: Callable[[Path], Any]) -> dict[int, tuple[Any, int]]:
        """Return what `note_of` tells of a layer at each of its `starts`, and the token behind its matches there.

        It is asked once a path, and its answer noted under the layer's name.
        """
        found: dict[int, tuple[Any, int]] = {}
        tokens, walked = self._tokens, self._walked
        for index in self._hits.get(layer, ()):
            if index in walked:
                path, ends = walked[index]
                end = ends[path.depths[layer] - 1]
            else:
                path, end = tokens[index].path, index + 1  # type: ignore[assignment]
            note = path.notes.get(layer)
            if note is None:
                note = path.notes[layer] = note_of(path)
            found[index] = note, end
        return found

    def get(self, layer: str, default: Sequence[Match] = ()) -> Sequence[Match]:
        """Return the matches of one layer in text order; within it the longest match at a start wins.

        Matches of one layer may overlap one that started earlier; readers of a layer skip those.
        """
        made = self._made.get(layer)
        if made is not None:
            return made
        hits = self._hits.get(layer)
        if hits is None:
            return default
        made = self._made[layer] = []
        add, tokens, walked = made.append, self._tokens, self._walked
        reach = 0
        for index in hits:
            if index in walked:
                path, ends = walked[index]
                end = ends[path.depths[layer] - 1]
            else:
                path, end = tokens[index].path, index + 1  # type: ignore[assignment]
            if index < reach:
                self._overlapping.add(layer)
            elif end > reach:
                reach = end
            for pattern in path.patterns[layer]:
                add(pattern.at(index, end))
        return made

    def apart(self, layer: str) -> Sequence[Match]:
        """Return the matches of one layer without those that start inside an earlier one."""
        apart = self._apart.get(layer)
        if apart is None:
            apart = self.get(layer)
            if layer in self._overlapping:
                kept: list[Match] = []
                reach = last = -1
                for match in apart:
                    if match.start >= reach or match.start == last:
                        kept.append(match)
                        last = match.start
                        reach = max(reach, match.end)
                apart = kept
            self._apart[layer] = apart
        return apart


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
        self._forms: dict[str, Form] = {}
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

    def form(self, word: str) -> Form:
        """Return a word with what it opens: the same object for the same word, as long as it is remembered."""
        form = self._forms.get(word)
        if form is None:
            if len(self._forms) > _CACHE_LIMIT:
                self._forms.clear()
            root = self._root
            starts = [(candidate, root[candidate.key]) for candidate in self.starts(word)]
            path = Path(starts, None, 1, self._seconds) if starts else None
            form = self._forms[word] = Form(word, "word", path)
        return form

    def scan(self, tokens: Sequence[Token]) -> Matches:
        """Return the matches of every layer in some tokens."""
        return self.match(
            [self.form(one.text) if one.kind == "word" else Form(one.text, one.kind) for one in tokens]
        )

    @staticmethod
    def match(tokens: Sequence[Form]) -> Matches:
        """Return the matches of every layer in a text, given what each of its words opens."""
        hits: defaultdict[str, list[int]] = defaultdict(list)
        walked: dict[int, tuple[Path, list[int]]] = {}
        last = len(tokens) - 1
        for index, token in enumerate(tokens):
            path = token.path
            if path is None:
                continue
            if path.further and index < last:
                ahead = tokens[index + 1].text
                if ahead in path.further or ahead in _OPENING_MARKS:
                    path, ends = _walk(path, tokens, index)
                    if len(ends) > 1:
                        walked[index] = path, ends
            for layer in path.layers:
                hits[layer].append(index)
        return Matches(dict(hits), tokens, walked)


def _walk(path: Path, tokens: Sequence[Form], index: int) -> tuple[Path, list[int]]:
    """Follow the words behind token `index` as far as a phrase goes on; return where, and where each word ended."""
    position, length = index + 1, len(tokens)
    ends = [position]
    while position < length and path.further:
        ahead = tokens[position].text
        marked = False
        if ahead not in path.further:
            # Names are often quoted or tagged in part: تنظيم "الدولة", قوات #حفتر.
            if ahead not in _OPENING_MARKS or position + 1 >= length:
                break
            ahead = tokens[position + 1].text
            if ahead not in path.further:
                break
            marked = True
        following = path.next(ahead, len(ends) + 1, marked=marked)
        if following is None:
            break
        path = following
        position += 2 if marked else 1
        ends.append(position)
    return path, ends
