"""From the words of a linguist to the forms of a text: verbs are conjugated, nouns take dual, plural and case.

Everything here works on folded, article-less words, so a form is written once, as a careful editor would.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from rasd.errors import DataError
from rasd.text import fold

__all__ = ["Entry", "EntrySet", "bare", "expand", "folded_words"]

_KEYS = {"class", "value", "verbs", "nouns", "words", "adjectives", "rule", "note"}


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """One surface form of a lexicon word."""

    layer: str
    cls: str
    """Class within the layer; shapes speak of it."""
    words: tuple[str, ...]
    """Folded words without the article."""
    value: dict[str, Any]
    number: str = ""
    """`one`, `two`, `many` for nouns, else empty."""
    part: str = ""
    """`noun`, `past`, `present`, `adjective` or `phrase`."""
    definite: bool = False
    """The form must carry the article in the text (it is written with it in the data)."""
    where: str = ""
    """File of the entry."""
    lemma: str = ""
    """The folded word as the data gives it, of which this is a form."""

    def __reduce__(self) -> tuple[type[Entry], tuple[Any, ...]]:
        fields = (self.layer, self.cls, self.words, self.value, self.number, self.part, self.definite)
        return Entry, (*fields, self.where, self.lemma)  # compiled, it has no other state to send


@dataclass(slots=True)
class EntrySet:
    """The compiled forms of all layers, before they become a trie."""

    entries: list[Entry] = field(default_factory=list)

    def add(self, entry: Entry) -> None:
        self.entries.append(entry)


def bare(word: str) -> str:
    """Take the article off one folded word when at least two letters remain.

    >>> bare("الحسكه")
    'حسكه'
    """
    return word[2:] if word.startswith("ال") and len(word) > 3 else word


def folded_words(phrase: str) -> list[str]:
    """Fold a phrase of the data and split it into words; hyphens and quotes separate."""
    text = fold(phrase).text
    for mark in "-\"'()[]/":
        text = text.replace(mark, " ")
    return text.split()


def _past(stem: str) -> Iterator[str]:
    if stem.endswith(("ي", "ا")) and len(stem) > 3:
        short = stem[:-1]
        yield from (stem, short + "ت", short + "وا", stem + "ا", short + "تا", short + "ين")
    else:
        yield from (stem, stem + "ت", stem + "وا", stem + "ا", stem + "تا", stem + "ن", stem + "نا")


def _present(stem: str, given: str | None) -> Iterator[str]:
    third = given or ("ي" + stem[1:] if stem.startswith("ا") and len(stem) > 3 else "ي" + stem)
    rest = third[1:]
    ends = (rest[:-1] + "ون", rest[:-1] + "وا") if rest.endswith("ي") else (rest + "ون", rest + "وا")
    for person in "يتن":
        yield person + rest
    for person in "يت":
        yield from (person + ends[0], person + ends[1], person + rest + "ان", person + rest + "ا")


def _dual(one: str) -> Iterator[str]:
    base = one[:-1] + "ت" if one.endswith("ه") else one
    yield from (base + "ان", base + "ين")
    if one.endswith("ه"):
        yield from (base + "ا", base + "ي")


def _noun(one: str, many: list[str]) -> Iterator[tuple[str, str]]:
    """Yield (form, number); `many` holds broken plurals, `+ون` or `+ات` for sound ones."""
    if one:
        yield one, "one"
        if not one.endswith(("ه", "ا")):
            yield one + "ا", "one"
    sound = any(item.startswith("+ون") for item in many)
    for item in many:
        if item == "+ون":
            for end in ("ون", "ين", "و", "ي"):
                yield one + end, "many"
        elif item == "+ات":
            base = one.removesuffix("ه")
            yield base + "ات", "many"
        else:
            yield item, "many"
            if not item.endswith(("ه", "ي", "ا", "ين", "ون", "ات")):
                yield item + "ا", "many"
    if one:
        for form in _dual(one):
            # The oblique dual of a sound plural is spelled like the plural: read as plural unless a number follows.
            if not (sound and form == one + "ين"):
                yield form, "two"


def _agreeing(form: str, number: str, tail: list[str]) -> list[str] | None:
    """The tail as an adjective in the case and number of its noun: هجوما جويا, غارتين جويتين; None when it stays."""
    if number == "one" and form.endswith("ا"):
        agreed = [word if word.endswith(("ه", "ا")) else word + "ا" for word in tail]
    elif number == "two" and form.endswith(("ان", "ين")):
        agreed = [(word[:-1] + "ت" if word.endswith("ه") else word) + form[-2:] for word in tail]
    else:
        return None
    return agreed if agreed != tail else None


def _adjective(base: str) -> Iterator[str]:
    yield base
    feminine = base if base.endswith("ه") else base + "ه"
    stem = feminine[:-1]
    yield from (
        feminine,
        stem + "ا",
        stem + "ون",
        stem + "ين",
        stem + "ان",
        stem + "تان",
        stem + "تين",
        stem + "ات",
    )


def _phrase(words: list[str]) -> tuple[tuple[str, ...], bool]:
    definite = len(words) == 1 and words[0] != bare(words[0])
    return tuple(bare(word) for word in words), definite


def expand(layer: str, item: dict[str, Any], where: str) -> Iterator[Entry]:
    """Yield every surface form of one data item.

    Raises DataError on an unknown key or an empty form.
    """
    unknown = set(item) - _KEYS
    if unknown:
        raise DataError(
            f"{where}: {item.get('class')}: unknown key {sorted(unknown)}. Keys: {', '.join(sorted(_KEYS))}."
        )
    cls = str(item["class"])
    value = dict(item.get("value") or {})

    def entry(words: list[str], part: str, number: str = "", lemma: str = "") -> Entry:
        if not words:
            raise DataError(f"{where}: {cls}: an empty form. Write the word or delete the line.")
        key, definite = _phrase(words)
        return Entry(layer, cls, key, value, number, part, definite, where, lemma or " ".join(key))

    for verb in item.get("verbs") or ():
        given = verb if isinstance(verb, dict) else {"past": verb}
        if unknown := set(given) - {"past", "present", "tail"}:
            raise DataError(f"{where}: {cls}: unknown verb key {sorted(unknown)}. Keys: past, present, tail.")
        tail = folded_words(given.get("tail") or "")
        stems = folded_words(given["past"])
        stem, rest = stems[0], [*stems[1:], *tail]
        present = folded_words(given["present"])[0] if given.get("present") else None
        for form in _past(stem):
            yield entry([form, *rest], "past", lemma=stem)
        for form in _present(stem, present):
            yield entry([form, *rest], "present", lemma=stem)
    for noun in item.get("nouns") or ():
        given = noun if isinstance(noun, dict) else {"one": noun}
        if unknown := set(given) - {"one", "many", "tail"}:
            raise DataError(f"{where}: {cls}: unknown noun key {sorted(unknown)}. Keys: one, many, tail.")
        ones = folded_words(given.get("one") or "")
        tail = [*ones[1:], *folded_words(given.get("tail") or "")]
        many_given = given.get("many") or []
        many = [str(m) for m in ([many_given] if isinstance(many_given, str) else many_given)]
        plural = [m if m.startswith("+") else folded_words(m)[0] for m in many]
        definite = bool(ones) and ones[0] != bare(ones[0]) and not tail
        for form, number in _noun(
            bare(ones[0]) if ones else "", [p if p.startswith("+") else bare(p) for p in plural]
        ):
            tails = [tail]
            agreeing = _agreeing(form, number, tail)
            if agreeing is not None:
                tails.append(agreeing)
            for rest in tails:
                made = entry([form, *rest], "noun", number)
                lemma = bare(ones[0]) if ones else form
                yield Entry(
                    layer, cls, made.words, value, number, "noun", definite and number == "one", where, lemma
                )
    for adjective in item.get("adjectives") or ():
        for form in _adjective(folded_words(adjective)[0]):
            yield entry([form], "adjective", lemma=folded_words(adjective)[0])
    for word in item.get("words") or ():
        yield entry(folded_words(word), "phrase")
