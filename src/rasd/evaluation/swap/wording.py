"""A changed text, and how a wording of one actor is written where another one stood: endings, articles, proclitics."""

from __future__ import annotations

from dataclasses import dataclass

from rasd.evaluation.rereading.alignment import Alignment, Span
from rasd.lexicon import Match
from rasd.lexicon.entries import bare

__all__ = ["ENDINGS", "Exchanged", "Rewording", "ending", "joined", "member_ending"]

ENDINGS = {
    "": "",
    "ه": "ة",
    "ا": "ا",
    "ون": "ون",
    "ين": "ين",
    "ان": "ان",
    "تان": "تان",
    "تين": "تين",
    "ات": "ات",
}
_PLURAL = {"ون": "ون", "ين": "ين", "و": "ون", "ي": "ين", "ان": "ان", "": "", "ا": "ا"}


@dataclass(frozen=True, slots=True)
class Rewording:
    """What stands in place of some tokens."""

    start: int
    """First token."""
    end: int
    text: str
    untyped: bool = False


@dataclass(frozen=True, slots=True)
class Exchanged:
    """A text after the exchange."""

    text: str
    alignment: Alignment
    count: int
    """How many mentions were exchanged."""
    left: tuple[str, ...] = ()
    """Mentions that cannot be exchanged, each with the reason: the text is left aside."""
    untyped: tuple[Span, ...] = ()
    """Where a government, which speaks as an official, stands for somebody who has none."""


def ending(match: Match) -> str:
    """Return the ending that an adjective of the packs has in a text, as it is spelled: ة for the feminine."""
    form, lemma = match.entry.words[0], match.entry.lemma
    return ENDINGS.get(form[len(lemma if form.startswith(lemma) else bare(lemma)) :], "")


def member_ending(match: Match) -> str:
    """Return the ending of a word for members of an actor; the sound plural where its plural is a broken one."""
    form, lemma = match.entry.words[0], match.entry.lemma
    return _PLURAL.get(form[len(lemma) :], "ون") if form.startswith(lemma) else "ون"


def joined(prefix: str, name: str) -> str:
    """Write proclitics to a name: ل and the article become لل.

    >>> joined("ل", "الجيش")
    'للجيش'
    """
    if prefix.endswith("ل") and name.startswith("ال"):
        return prefix + name[1:] if not name.startswith("الل") else prefix + name[2:]
    return prefix + name
