"""The words of a page and the marks that they bear, each spelling worked out once in a process.

A spelling is the bytes between two ASCII characters that are no letter's neighbour, in UTF-8, as the page has them. It is
read as the reader reads it: folded, joined where marks break a word, cut where two words are glued. News has few
spellings, so nearly all of a page is found in a set.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from itertools import pairwise

from rasd.coding.languages import HARDLY, MANY
from rasd.grammar.gluing import unglued
from rasd.grammar.masking import unmasked
from rasd.lexicon import Entry, Scanner, candidates, cues
from rasd.scale.sieve.needs import NEEDS, Mark, marks_of, marks_of_cues, marks_of_stems
from rasd.text import fold, tokenize

__all__ = ["Vocabulary"]

_LIMIT = 400_000  # spellings remembered
_LONGEST = 96  # bytes of one that is remembered
_PIECE = 6_000  # bytes read at once: most pages that tell something tell it in the first ones
_BREAKING = b"./\\*-|~+^'`"  # marks that may stand within a word
# First bytes of letters of the script, of marks and of what nobody sees; with those of other scripts, words would be many.
_LEADS = b"\xc2\xd8\xd9\xda\xdb\xe2\xef"
_WORDS = bytes(
    byte if 0x80 <= byte < 0xC0 or byte in _LEADS or byte in _BREAKING else 0x20 for byte in range(256)
)
_DOUBT = 2  # words of another language
_ARABIC = re.compile(rb"[\xd8-\xdb]|\xef[\xad-\xbb]")
_YEHS = (b"\x8a", b"\x89")
"""Last bytes of ي and ى in UTF-8; Persian and Urdu write ی, which is another letter."""
_Marks = tuple[int, int, int, int, int, int]
"""Of a word in any form; with the article only; without a pronoun only; but with the pronoun ه; with the س of the future only;
without the article only.
"""


class Vocabulary:
    """Knows which marks the words of a page bear."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._entries = tuple(entries)
        self._scanner = Scanner(self._entries)
        self._table, told = _table(self._entries)
        self._phrases, self._keys = _by_key(told)
        self._exact: dict[str, int] = {}
        self._stems: dict[str, int] = {}
        for word, mark in marks_of_cues():
            self._exact[word] = self._exact.get(word, 0) | int(mark)
        for stem, mark in marks_of_stems():
            self._stems[stem] = self._stems.get(stem, 0) | int(mark)
        self._beginnings = tuple(self._stems)
        free = max((bits.bit_length() for bits, _ in told), default=_FREE)
        others, arabic = sorted(cues("other_languages")), cues("arabic_words")
        self._languages: dict[str, int] = {}
        self._others = self._arabic = 0
        for number, word in enumerate((*others, *sorted(arabic)), start=free):
            self._languages[word] = 1 << number
            if word in arabic:
                self._arabic |= 1 << number
            else:
                self._others |= 1 << number
        self._silent: set[bytes] = set()
        self._telling: dict[bytes, int] = {}

    def __reduce__(self) -> tuple[type[Vocabulary], tuple[tuple[Entry, ...]]]:
        return Vocabulary, (self._entries,)

    def marks(self, text: bytes, marks: int = 0) -> int:
        """Return `marks` with those that the words of a text in UTF-8 bear, markup and all.

        As soon as some of them meet a need and are no other language's, the rest is not looked at; nor where they are
        another language's, and what follows has hardly a letter of those that only Arabic writes.
        """
        begin = 0
        while begin < len(text):
            end = text.find(b" ", begin + _PIECE)
            if end < 0 or len(text) - end < _PIECE:
                end = len(text)
            for word in set(text[begin:end].translate(_WORDS).split()) - self._silent:
                known = self._telling.get(word)
                marks |= self._read(word) if known is None else known
            if marks & _TELLS and (marks & self._others).bit_count() < _DOUBT:
                break
            if self.is_foreign(marks) and _lacks_arabic(text, end):
                break
            begin = end
        return marks

    def sentences(self, text: bytes) -> list[int]:
        """Return the marks of each sentence of a main text in UTF-8."""
        found: list[int] = []
        for sentence in _SENTENCE_END.split(text):
            words = set(sentence.translate(_WORDS).split())
            marks = 0
            for word in words - self._silent:
                known = self._telling.get(word)
                marks |= self._read(word) if known is None else known
            if words:
                found.append(marks)
        return found

    def tells(self, marks: int) -> bool:
        """Say whether one of the words bears a need alone."""
        return bool(marks & _TELLS)

    def meet_near(self, sentences: list[int]) -> bool:
        """Say whether the marks of neighbouring sentences meet a need; who acts may be named anywhere.

        The reader looks for most of a need within a sentence. It ends sentences with more care than these do, and a word may
        stand right behind their end, so two neighbours count as one.
        """
        pairs = {one | other for one, other in pairwise((0, *sentences))}
        near = [_beside(self._completed(marks)) for marks in pairs if marks]
        anywhere = 0
        for marks in near:
            anywhere |= marks
        anywhere &= _ANYWHERE
        return any(_met(marks | anywhere) for marks in near)

    def is_foreign(self, marks: int) -> bool:
        """Say whether the words of a text are those of another language in Arabic script, and not of Arabic."""
        return (marks & self._others).bit_count() >= MANY and (marks & self._arabic).bit_count() <= HARDLY

    def meet(self, marks: int) -> bool:
        """Say whether marks meet a need."""
        return bool(marks & _TELLS) or _met(self._completed(marks))

    def _completed(self, marks: int) -> int:
        """Return marks with those of the phrases whose words all stand there."""
        keys = marks & self._keys
        while keys:
            key = keys & -keys
            keys ^= key
            for bits, more in self._phrases[key]:
                if marks & bits == bits:
                    marks |= more
        return marks

    def _read(self, word: bytes) -> int:
        """Return the marks of a spelling and remember them."""
        if len(self._silent) + len(self._telling) > _LIMIT:
            self._silent.clear()
            self._telling.clear()
        if not _ARABIC.search(word):
            if len(word) <= _LONGEST:
                self._silent.add(word)
            return 0
        folded = fold(word.decode("utf-8", "replace"))
        tokens = unglued(folded, unmasked(tokenize(folded.text), self._scanner), self._scanner)
        marks = 0
        for token in tokens:
            if token.kind == "word":
                marks |= self._of(token.text)
        if len(word) <= _LONGEST:
            if marks:
                self._telling[word] = marks
            else:
                self._silent.add(word)
        return marks

    def _of(self, form: str) -> int:
        """Return the marks of one folded word, in every way to read its clitics."""
        marks = self._exact.get(form, 0) | self._languages.get(form, 0)
        table, exact, beginnings = self._table, self._exact, self._beginnings
        for one in candidates(form):
            key = one.key
            held = table.get(key)
            if held is not None:
                marks |= held[0]
                marks |= held[1] if one.article else held[5]
                if not one.suffix:
                    marks |= held[2]
                if one.suffix != "ه":
                    marks |= held[3]
                if one.prefix.endswith("س"):
                    marks |= held[4]
            marks |= exact.get(key, 0)
            if key.startswith(beginnings):
                for stem, mark in self._stems.items():
                    if key.startswith(stem):
                        marks |= mark
        if "دفاع" in form:
            marks |= int(Mark.REPELLED)
        return marks


_NEEDS = tuple(tuple(int(one) for one in need) for need in NEEDS if need != (Mark.TELLS,))
_TELLS = int(Mark.TELLS)
_ANYWHERE = int(Mark.ACTOR | Mark.SUBJECT | Mark.AIRCRAFT)
"""Marks that a text may bear far from what they make a report with: who spoke goes on speaking, a title names the sides."""
_RAIDS, _RAIDERS = int(Mark.RAIDS), int(Mark.WEAPON | Mark.ACTOR)
_SENTENCE_END = re.compile(rb"\n|(?:[.!?;]|\xd8[\x9b\x9f]|\xe2\x80\xa6)(?=\s)")
_FREE = max(int(one).bit_length() for one in Mark)
"""The first bit that no mark takes: words of phrases have one each."""
_CAPTURED, _DAWN = "اسر", "فجر"


def _table(entries: Iterable[Entry]) -> tuple[dict[str, _Marks], list[tuple[int, int]]]:
    """Return the marks of words as the lexicon writes them; and of phrases, the bits of their words and what they mark."""
    found: dict[str, list[int]] = {}
    phrases: list[tuple[tuple[str, ...], int]] = []
    stopped = cues("stopped")
    uses: Counter[str] = Counter()
    for entry in entries:
        uses.update(set(entry.words))
        marks, soon = marks_of(entry, stopped)
        if len(entry.words) > 1 and not soon:
            if marks and any(len(word) > 1 for word in entry.words):
                phrases.append((entry.words, int(marks)))
        elif marks or soon:
            held = found.setdefault(entry.words[0], [0, 0, 0, 0, 0, 0])
            held[_slot(entry)] |= int(marks)
            held[4] |= int(soon)
    told = _of_phrases(found, phrases, uses)
    return {word: (one[0], one[1], one[2], one[3], one[4], one[5]) for word, one in found.items()}, told


def _slot(entry: Entry) -> int:
    """Say in which forms a word counts, as the place of its marks in `_Marks`."""
    if entry.definite:
        return 1
    if entry.layer == "event" and entry.words[0] == _DAWN:
        return 5  # "الفجر" is a time of the day
    if (
        entry.layer == "harm"
        and entry.words[0] == _CAPTURED
        or entry.layer == "actor"
        and entry.cls == "person"
    ):
        return 2  # "أسرة", "أسرته" are families, "طائرة حوثية" is nobody's Houthi
    return 3 if entry.layer == "actor" and entry.cls in ("name", "leader") else 0


def _lacks_arabic(text: bytes, start: int) -> bool:
    """Say whether a text in UTF-8 has hardly a ي or ى from `start` on: no Arabic sentence does without them."""
    return all(_is_rare(yeh, text, start) for yeh in _YEHS)


def _is_rare(letter: bytes, text: bytes, start: int) -> bool:
    for _ in range(HARDLY + 1):
        start = text.find(letter, start) + 1
        if not start:
            return True
    return False


def _beside(marks: int) -> int:
    """Return marks without a raid that nobody is near: whose doer must stand beside it is not met from afar."""
    return marks if marks & _RAIDERS else marks & ~_RAIDS


def _met(marks: int) -> bool:
    if marks & _TELLS:
        return True
    for need in _NEEDS:
        for one in need:
            if not marks & one:
                break
        else:
            return True
    return False


def _of_phrases(
    found: dict[str, list[int]], phrases: Iterable[tuple[tuple[str, ...], int]], uses: Counter[str]
) -> list[tuple[int, int]]:
    """Give the words of phrases a bit each; return for every phrase the bits that must come together, and its marks.

    A phrase with a word that bears its marks alone needs nothing. The first bit of a phrase is that of its rarest word.
    """
    alone = {word: held[0] for word, held in found.items()}
    needed: dict[frozenset[str], int] = {}
    for words, marks in phrases:
        if any(alone.get(word, 0) & marks == marks for word in words):
            continue
        long = frozenset(word for word in words if len(word) > 1)
        if len(long) == 1:
            found.setdefault(next(iter(long)), [0, 0, 0, 0, 0, 0])[0] |= marks
        else:
            needed[long] = needed.get(long, 0) | marks
    own: dict[str, int] = {}
    told: list[tuple[int, int]] = []
    by_use = sorted({word for words in needed for word in words}, key=lambda word: (uses[word], word))
    for number, word in enumerate(by_use):
        own[word] = 1 << (_FREE + number)
        found.setdefault(word, [0, 0, 0, 0, 0, 0])[0] |= own[word]
    for several, marks in needed.items():
        bits = 0
        for word in several:
            bits |= own[word]
        told.append((bits, marks))
    return told


def _by_key(told: list[tuple[int, int]]) -> tuple[dict[int, list[tuple[int, int]]], int]:
    """Return phrases by the bit of their rarest word, and all of those bits."""
    found: dict[int, list[tuple[int, int]]] = {}
    keys = 0
    for bits, marks in told:
        key = bits & -bits
        found.setdefault(key, []).append((bits, marks))
        keys |= key
    return found, keys
