"""Bodies that documents name, told apart by what they are and by the words of their names.

Two documents name a hospital or an office in different words (مستشفى ناصر, مدير مستشفى ناصر): they are compared by the sort
of body and by what is left of the name without articles, speakers and nouns of areas.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cache, lru_cache

from rasd.lexicon import cues
from rasd.linking.incident.stretches import folded_stretch
from rasd.text import fold

__all__ = [
    "Body",
    "bare_words",
    "bodies_cited",
    "body_of",
    "distinct_words",
    "folded_name",
    "is_same",
]

_SORTS = (
    "hospital", "civil_defence", "red_crescent", "ambulance", "health_ministry", "health_office", "doctors",
    "emergency_room", "committee", "engineers",
)  # fmt: skip
_SINGLE = frozenset({"civil_defence", "red_crescent", "ambulance", "health_ministry", "health_office"})
"""There is one of these where an incident happened, whatever is added to its name."""
_UNNAMED = frozenset({"witness", "correspondent", "social_media", "local", "party"})
_NAMED_AT_TIMES = frozenset({"local", "official"})
_WORD = re.compile(r"\w+|[^\w\s]")
_REACH = 3
"""Words that may stand between the word of citing and the body."""
_MOST_WORDS = 3
"""Words of a body's name behind its noun, where only the text is read."""
_ENDS = frozenset({"ان", "انها", "انه", "في", "من", "الي", "على", "علي", "عن", "بعد", "قد", "الذي", "التي"})


@dataclass(frozen=True, slots=True)
class Body:
    """A body as one document names it."""

    sort: str
    words: frozenset[str] = frozenset()
    """What tells it from others of its sort; none: it is named by its sort alone."""

    @property
    def key(self) -> str:
        return f"{self.sort}:{' '.join(sorted(self.words))}"


@lru_cache(maxsize=65_536)
def without_article(word: str) -> str:
    """Return a folded word without its article and what is joined before that.

    A conjunction or preposition without an article stays: it may be a letter of the word. Words come again: kept.

    >>> without_article("والدفاع"), without_article("بالمحافظه"), without_article("للانباء"), without_article("مدير")
    ('دفاع', 'محافظه', 'انباء', 'مدير')
    """
    for prefix in ("وال", "بال", "فال", "كال", "لل", "ال"):
        if word.startswith(prefix) and len(word) > len(prefix) + 2:
            return word[len(prefix) :]
    return word


@lru_cache(maxsize=8192)
def bare_words(text: str) -> tuple[str, ...]:
    """Return the folded words of a name without articles; marks are left out. Names come again: kept."""
    return tuple(without_article(token) for token in _WORD.findall(fold(text).text) if token[0].isalnum())


@lru_cache(maxsize=8192)
def folded_name(text: str) -> str:
    """Return a name as it is matched on. Names come again: kept."""
    return fold(text).text


@lru_cache(maxsize=8192)
def distinct_words(outlet: str) -> frozenset[str]:
    """Return the words of an outlet's name that are its own: not the agency, portal or radio that it calls itself."""
    return frozenset(word for word in bare_words(outlet) if word not in cues("outlet_words"))


def body_of(name: str, kind: str) -> Body | None:
    """Return the body that a source of a record names, None when it names nobody in particular.

    `kind` is the source's type. Witnesses, residents and "a source" are nobody: who quotes them is the source.
    """
    words = bare_words(name)
    if found := _sorted_body(words):
        return found
    if kind == "civil_defence":
        return Body("civil_defence")
    if kind == "official" and (found := _official(words)):
        return found
    if kind in _UNNAMED and not (kind in _NAMED_AT_TIMES and cues("institutions").intersection(words)):
        return None
    if kind in _NAMED_AT_TIMES:
        named = frozenset(words) - (cues("speaker_words") - cues("institutions")) - cues("body_areas")
        return Body("name", named) if cues("institutions") & named else None
    own = frozenset(
        word for word in words if word not in cues("speaker_words") and word not in cues("outlet_words")
    )
    return Body("name", own - cues("body_areas")) if own - cues("body_areas") else None


def _official(words: Sequence[str]) -> Body | None:
    for number, word in enumerate(words):
        if word in cues("body_officials"):
            behind = frozenset(words[number + 1 :]) - cues("body_areas") - cues("speaker_words")
            return Body(f"official {word}", behind)
    return None


def _sorted_body(words: Sequence[str]) -> Body | None:
    for sort, at, length in _heads(words):
        if sort in _SINGLE:
            return Body(sort)
        return Body(sort, frozenset(words[at + length :]) - cues("body_areas") - cues("speaker_words"))
    return None


@cache
def _head_words(sort: str) -> tuple[tuple[str, ...], ...]:
    return tuple(sorted((tuple(head.split()) for head in cues(f"body_{sort}")), key=len, reverse=True))


@cache
def _by_first_word() -> dict[str, list[tuple[str, tuple[str, ...]]]]:
    """Return sorts and heads by the first word of the head, longest first: a word that begins none costs one look-up."""
    found: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
    for sort in _SORTS:
        for head in _head_words(sort):
            found.setdefault(head[0], []).append((sort, head))
    return found


def _heads(words: Sequence[str]) -> Iterator[tuple[str, int, int]]:
    """Yield the heads among `words` as sort, place and length, by sort; of one sort the longest at each place."""
    found: dict[tuple[str, int], int] = {}
    heads = _by_first_word()
    for at in _places(words, heads.keys()):
        for sort, head in heads[words[at]]:
            if tuple(words[at : at + len(head)]) == head:
                found.setdefault((sort, at), len(head))
    for sort, at in sorted(found, key=lambda place: (_SORTS.index(place[0]), place[1])):
        yield sort, at, found[sort, at]


def _places(words: Sequence[str], wanted: AbstractSet[str]) -> list[int]:
    """Return where one of the wanted words stands; most texts have none, which one look tells."""
    if wanted.isdisjoint(words):
        return []
    return [at for at, word in enumerate(words) if word in wanted]


def bodies_cited(text: str) -> list[Body]:
    """Return the bodies that `text` cites by name, with a word of citing, of receiving or of rescuing before them.

    A hospital that was struck, or to which the wounded were taken, is not cited.
    """
    tokens = _WORD.findall(folded_stretch(text))
    words = list(map(without_article, tokens))
    cites, officials, areas = cues("cites"), cues("body_officials"), cues("body_areas")
    found: list[Body] = []
    for sort, at, length in _heads(words):
        if cites.isdisjoint(tokens[max(0, at - _REACH) : at]):
            continue
        behind = _behind(tokens, words, at + length)
        found.append(Body(sort) if sort in _SINGLE else Body(sort, behind - areas))
    for at in _places(words, officials):
        if not cites.isdisjoint(tokens[max(0, at - 1) : at]):
            behind = _behind(tokens, words, at + 1)
            if behind and not any(body.sort in _heads_in(behind) for body in found):
                found.append(Body(f"official {words[at]}", behind - areas))
    return found


def _heads_in(words: frozenset[str]) -> frozenset[str]:
    """Return the sorts that the words behind an office belong to: a hospital's director is the hospital."""
    listed = tuple(words)
    return frozenset(
        sort for sort in _SORTS if any(set(head) <= words for head in _head_words(sort)) and listed
    )


def _behind(tokens: Sequence[str], words: Sequence[str], start: int) -> frozenset[str]:
    taken: list[str] = []
    for number in range(start, min(start + _MOST_WORDS, len(tokens))):
        token = tokens[number]
        if not token[0].isalnum() or token in _ENDS or token.startswith("بال"):
            break
        taken.append(words[number])
    return frozenset(taken)


def is_same(one: Body, other: Body) -> bool:
    """Whether two names may be of one body: of one sort, and no word of the shorter name speaks against it."""
    if one.sort != other.sort:
        return False
    if one.sort == "name":
        return bool(one.words and other.words) and (one.words <= other.words or other.words <= one.words)
    return one.words <= other.words or other.words <= one.words
