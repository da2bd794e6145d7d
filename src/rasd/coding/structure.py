"""The structure of a document: what is printed around the report, sentences, paragraphs.

Bylines, "read also" lines, follow-us lines and keyword footers are masked: no value is read from them.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass

from rasd.grammar.passage import Passage
from rasd.lexicon import cues

__all__ = ["Sentence", "Structure", "structure"]

_UNFINISHED = cues("unfinished")
_DATE_TOKENS = 6  # "27-05-2026" and its marks
# No outlet writes sentences so long; a text without stops is cut, at a comma where it has one, so that work stays linear.
_LONG = 200  # tokens
_LONGEST = 300

_FOOTERS = cues("footers")
_STOPS = frozenset({"\n", "!", "?", ";", "|", ".", ","})
"""Marks at which a sentence may end."""


@dataclass(slots=True, unsafe_hash=True, init=False)  # made often, and three times as long when frozen
class Sentence:
    """Tokens ``start:end`` of one sentence."""

    start: int
    end: int
    paragraph: int
    index: int

    def __init__(self, start: int, end: int, paragraph: int, index: int) -> None:
        self.start = start
        self.end = end
        self.paragraph = paragraph
        self.index = index


@dataclass(frozen=True, slots=True)
class Structure:
    """Sentences in order, and the tokens that belong to no report."""

    sentences: tuple[Sentence, ...]
    masked: frozenset[int]


def _runs_on(passage: Passage, index: int) -> bool:
    """A post breaks its lines inside a sentence: "… بتاريخ", the date on a line of its own, then the rest."""
    tokens = passage.tokens
    if index + 1 >= len(tokens) or tokens[index + 1].kind == "newline" or index == 0:
        return False
    if tokens[index - 1].text in _UNFINISHED:
        return True
    at = index - 1
    while at > 0 and index - at <= _DATE_TOKENS and tokens[at].kind in ("number", "mark"):
        at -= 1
    return index - at > 1 and tokens[at].kind == "newline" and at > 0 and tokens[at - 1].text in _UNFINISHED


def _ends(passage: Passage, index: int) -> bool:
    tokens = passage.tokens
    token = tokens[index]
    if token.kind == "newline":
        return not _runs_on(passage, index)
    if token.text in ("!", "?", ";") or token.text == "|":
        return True
    if token.text != ".":
        return False
    following = tokens[index + 1] if index + 1 < len(tokens) else None
    if following is None or following.kind == "newline" or passage.starts[index + 1] > passage.ends[index]:
        return True
    if index and passage.ends[index - 1] < passage.starts[index]:
        return True
    # "…البلاد.وأعلن": a full stop without its space.
    return (
        following.text in ('"', ".")
        or (following.text[:1] in "وف" and len(following.text) >= 3)
        or len(following.text) > 4
    )


def structure(passage: Passage) -> Structure:
    """Split a passage into sentences and mask what is printed around the report."""
    tokens = passage.tokens
    masked: set[int] = set()
    for match in passage.layer("boilerplate"):
        text = tokens[match.start].text
        if match.start in masked:
            continue
        if match.cls == "tail":
            # A footer stands in the last third of a document or at the head of a line, and no sentence follows it.
            at_head = (
                match.start == 0
                or tokens[match.start - 1].kind == "newline"
                or tokens[match.start - 1].text == "."
            )
            rest = len(tokens) - match.start
            if (at_head or text == "سمات") and rest <= max(25, len(tokens) // 3):
                masked.update(range(match.start, len(tokens)))
            continue
        before = tokens[match.start - 1].text if match.start else "\n"
        colon = match.end < len(tokens) and tokens[match.end].text == ":"
        if (
            before not in ("\n", ".", "|", "-", '"', ")")
            and not colon
            and tokens[match.start - 1].kind == "word"
        ):
            if text not in _FOOTERS:
                continue
        end = match.end
        while end < len(tokens) and tokens[end].kind != "newline":
            end += 1
        masked.update(range(match.start, end))
    _mask_addresses(passage, masked)
    _mask_datelines(passage, masked)
    sentences: list[Sentence] = []
    start = paragraph = 0
    for index in [*passage.at(_STOPS), len(tokens)]:
        while index - start >= _LONGEST and start + _LONGEST < len(tokens):
            sentences.append(Sentence(start, start + _LONGEST, paragraph, len(sentences)))
            start += _LONGEST
        if index == len(tokens):
            break
        text = tokens[index].text
        if index - start >= _LONG if text == "," else _ends(passage, index):
            if index > start:
                sentences.append(Sentence(start, index, paragraph, len(sentences)))
            start = index + 1
            if text == "\n":
                paragraph += 1
    if start < len(tokens):
        sentences.append(Sentence(start, len(tokens), paragraph, len(sentences)))
    sentences = [_after_mask(sentence, masked) for sentence in sentences]
    return Structure(tuple(sentences), frozenset(masked))


def _after_mask(sentence: Sentence, masked: set[int]) -> Sentence:
    """Let a sentence begin behind a masked dateline."""
    start = sentence.start
    while start < sentence.end - 1 and start in masked:
        start += 1
    return (
        Sentence(start, sentence.end, sentence.paragraph, sentence.index) if start not in masked else sentence
    )


def _mask_datelines(passage: Passage, masked: set[int]) -> None:
    """Mask "إدلب (سوريا) - الساحل:" and "عين اليوم – بنغازي" at the head of a line: where it was filed, not where it was."""
    tokens = passage.tokens
    start = 0
    for end in [*passage.where.get("\n", ()), len(tokens)]:
        head = passage.texts[start : min(end, start + 10)]
        dash = head.index("-") if "-" in head else -1
        colon = head.index(":") if ":" in head else -1
        slash = head.index("/") if "/" in head else -1
        wired = 0
        if "(" in head[1:4]:
            wired = _filed_by_wire(head, [token.kind for token in tokens[start : start + len(head)]])
        filed = colon == 1 and head[2:3] == ['"'] and '"' in head[3:5]  # "غزة: «الخليج»، وكالات"
        if (filed and head[-1] != head[2]) or (
            0 < dash < colon
            and "." not in head[:colon]
            and not any(tokens[start + at].kind == "number" for at in range(colon))
        ):
            masked.update(range(start, start + colon + 1))
        elif wired:
            masked.update(range(start, start + wired))
        elif 0 < dash < slash <= 6 and not any(tokens[start + at].kind == "number" for at in range(slash)):
            masked.update(range(start, start + slash + 1))  # "إدلب – وكالة /"
        elif (
            0 < dash
            and end - start <= 7
            and start == 0
            and end < len(tokens)
            and not any(tokens[at].kind == "number" for at in range(start, end))
        ):
            masked.update(range(start, end))
        start = end + 1


def _filed_by_wire(head: list[str], kinds: list[str]) -> int:
    """Return the length of "بيروت (أ ف ب) -" at the head of a line, 0 where there is none."""
    if "(" not in head[1:4] or ")" not in head:
        return 0
    opened, closed = head.index("("), head.index(")")
    short = opened < closed <= opened + 5 and closed + 1 < len(head)
    if not short or head[closed + 1] != "-":  # with a colon it names the place of what follows
        return 0
    return 0 if "number" in kinds[:closed] or "." in head[:closed] else closed + 2


def _mask_addresses(passage: Passage, masked: set[int]) -> None:
    text = passage.folded.text
    for mark in ("http", "www."):
        at = text.find(mark)
        while at >= 0:
            end = at
            while end < len(text) and not text[end].isspace():
                end += 1
            first, last = bisect_left(passage.starts, at), bisect_left(passage.starts, end)
            masked.update(range(first, last))
            at = text.find(mark, end)
