"""The ways to read one word form: proclitics, stem without article, suffix pronoun."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from rasd.lexicon.cues import cues
from rasd.lexicon.entries import bare

__all__ = ["Candidate", "candidates"]

_PRESENT = "يتنا"
"""The letters a verb of the present begins with, folded."""
_SUFFIXES = ("هما", "كما", "هم", "هن", "ها", "كم", "نا", "ه", "ي")


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


def candidates(form: str) -> list[Candidate]:
    """Return the readings of one folded word form, the plainest first.

    A word of the set ``uncut`` is read as it stands, with or without proclitics and article.

    >>> [c.key for c in candidates("وبالقصف")][-1]
    'قصف'
    >>> [c.key for c in candidates("والكهربا")]
    ['كهربا']
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
    uncut = _uncut()
    for stem, prefix in stems:
        key = bare(stem)
        if key in uncut:
            return [Candidate(key, prefix, key != stem)]
        offer(stem, prefix)
    for stem, prefix in stems:
        for suffix in _SUFFIXES:
            if stem.endswith(suffix) and len(stem) - len(suffix) >= 2 and not stem.startswith("ال"):
                root = stem[: -len(suffix)]
                whole = root[:-1] + "ه" if root.endswith("ت") else root
                if whole in uncut:  # قضيته is قضية + ه
                    return [Candidate(whole, prefix, False, suffix)]
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


@cache
def _uncut() -> frozenset[str]:
    """Return the words whose letters only look like clitics; read with the data, not when this is imported."""
    return cues("uncut")
