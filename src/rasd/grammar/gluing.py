"""Words that lost the space between them when a page became text: "استشهدمن", "كماقصف", "مراسلالقناةباقتحام".

A word that no list knows is two words when both halves are words of the lexicon, or when it holds a letter that
only ends words (ة, ى, a tanwin) in its midst. Its rest may be glued again.
"""

from __future__ import annotations

from itertools import pairwise

from rasd.lexicon import Scanner, cues
from rasd.lexicon.entries import bare
from rasd.text import Folded, Placed

__all__ = ["is_doubtful", "unglued"]

_SECOND = cues("glued_behind")
_FIRST = cues("glued_before")
_THAT = frozenset({"ان", "انه", "انها", "بان"})
_SHORT = cues("glued_short")
_ENDINGS = cues("word_endings")
_SHORTEST = 4  # letters of a half that is a word, without the article
_VERB = 3  # letters of a verb that stands behind
_LONGEST = 40  # letters of all
_LIMIT = 100_000  # words remembered
_VERBS = frozenset({"event", "harm", "speech", "light"})
# ة, ى and a tanwin close a word: what follows them is another. Two letters at least on either side.
_BEHIND = frozenset({"من", "في", "علي", "الي", "عن"})
_TANWIN = "\u064b"
_seen: dict[tuple[int, str], tuple[int, ...]] = {}


def is_doubtful(token: Placed, scanner: Scanner) -> bool:
    """Say whether a token may be two words: no list knows it, and it is long enough."""
    text = token.text
    return token.kind == "word" and _SHORTEST + 2 <= len(text) <= _LONGEST and not scanner.starts(text)


def unglued(folded: Folded, tokens: list[Placed], scanner: Scanner) -> list[Placed]:
    """Return the tokens with glued ones cut; offsets stay those of the folded text."""
    out: list[Placed] = []
    at = 0  # what is before it is in `out`
    for index, token in enumerate(tokens):
        if not is_doubtful(token, scanner):
            continue
        text = token.text
        closed = _closed(folded, token)
        cuts = _refined(text, closed, scanner) if closed else _cuts(text, scanner)
        if not cuts:
            continue
        out += tokens[at:index]
        edges = (0, *cuts, len(text))
        for first, last in pairwise(edges):
            out.append(Placed(text[first:last], "word", token.start + first, token.start + last))
        at = index + 1
    return out + tokens[at:] if out else tokens


def _closed(folded: Folded, token: Placed) -> tuple[int, ...]:
    """Return the cuts behind letters that only end words, read from the original characters."""
    spelled = folded.spelled(token.start, token.end)
    inner = spelled[2:-2]
    if (
        "ة" not in inner
        and "ى" not in inner
        and "ه" not in inner
        and ("ا" not in inner or _TANWIN not in folded.surface(token.start, token.end))
    ):
        return ()

    def tanwin(at: int) -> bool:
        return _TANWIN in folded.surface(token.start + at, token.start + at + 1)

    return tuple(
        at
        for at in range(3, len(spelled) - 1)
        if spelled[at - 1] in "ةى"
        or (spelled[at - 1] == "ه" and at > _SHORTEST and _closes_before(token.text[at:]))
        or (spelled[at - 1] == "ا" and (tanwin(at - 1) or (spelled[at - 2] != "ا" and tanwin(at - 2))))
    )


def _closes_before(rest: str) -> bool:
    """Say whether a ه written for ة ends the word before: a preposition or an article follows it."""
    return rest in _BEHIND or (rest.startswith(("ال", "لل")) and len(rest) > _SHORTEST)


def _refined(text: str, cuts: tuple[int, ...], scanner: Scanner) -> tuple[int, ...]:
    """Cut again what lies between sure cuts and is no word yet."""
    edges = (0, *cuts, len(text))
    found = list(cuts)
    for first, last in pairwise(edges):
        part = text[first:last]
        if len(part) >= _SHORTEST + 2 and not scanner.starts(part):
            found += [first + cut for cut in _cuts(part, scanner)]
    return tuple(sorted(found))


def _cuts(word: str, scanner: Scanner) -> tuple[int, ...]:
    """Return where a glued word is cut, or nothing."""
    key = (id(scanner), word)
    known = _seen.get(key)
    if known is None:
        if len(_seen) > _LIMIT:
            _seen.clear()
        known = _seen[key] = _find(word, scanner)
    return known


def _find(word: str, scanner: Scanner, *, depth: int = 2) -> tuple[int, ...]:
    best: tuple[int, tuple[int, ...]] | None = None
    for at in range(2, len(word) - 1):
        first, second = word[:at], word[at:]
        if second in _THAT and len(bare(first)) > _SHORTEST and _is_word(first, scanner):
            return (at,)
        if second in _SECOND and len(bare(first.removeprefix("و"))) >= _SHORTEST and _is_word(first, scanner):
            return (at,)
        if first in _FIRST and len(bare(second)) >= _SHORTEST and _is_word(second, scanner):
            return (at,)
        if at < _VERB or not _opens(first, scanner):
            continue
        if _follows(second, scanner):
            rest: tuple[int, ...] = ()
        elif depth and len(second) > _SHORTEST + 2 and _is_long(first) and not scanner.starts(second):
            rest = _find(second, scanner, depth=depth - 1)
            if not rest:
                continue
        else:
            continue
        # The cut that leaves the shorter half longest is the likeliest.
        weight = min(at, len(word) - at) - 2 * len(rest)
        if best is None or weight > best[0]:
            best = (weight, (at, *(at + cut for cut in rest)))
    return best[1] if best is not None else ()


def _is_long(form: str) -> bool:
    return len(bare(form.removeprefix("و"))) >= _SHORTEST


def _opens(form: str, scanner: Scanner) -> bool:
    """A word that may stand in front: long enough, or one of the short ones that often lose their space."""
    plain = form[1:] if form[0] in "وف" and len(form) > _VERB else form
    if plain in _SHORT or form in _SHORT:
        return True
    return _is_long(form) and _is_word(form, scanner)


def _follows(form: str, scanner: Scanner) -> bool:
    """A word that may stand behind: with a stem of four letters, or a verb of three; never an ending."""
    if form in _ENDINGS:
        return False
    for candidate in scanner.starts(form):
        if candidate.prefix not in ("", "و", "ب", "ل"):
            continue
        if candidate.suffix and len(candidate.key) <= _SHORTEST + 1:
            continue
        if len(candidate.key) >= _SHORTEST:
            return True
        if len(candidate.key) == _VERB and not candidate.prefix and not candidate.article:
            if any(
                entry.layer in _VERBS and entry.part == "past" for entry in scanner.entries(candidate.key)
            ):
                return True
    return False


def _is_word(form: str, scanner: Scanner) -> bool:
    """The form itself stands in the lexicon, with no more than an article or a conjunction in front."""
    return any(
        not candidate.suffix
        and candidate.prefix in ("", "و")
        and not (candidate.article and _is_verb(candidate.key, scanner))
        for candidate in scanner.starts(form)
    )


def _is_verb(word: str, scanner: Scanner) -> bool:
    """A verb alone takes no article: "الاحتل" is no word."""
    entries = scanner.entries(word)
    return bool(entries) and all(entry.part in ("past", "present") for entry in entries)
