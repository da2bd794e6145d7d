"""Exchanging two parties in documents and reading them again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace
from itertools import combinations

from rasd.coding import Coder
from rasd.coding.coder import Explanation
from rasd.evaluation.rereading.alignment import Alignment, Span
from rasd.evaluation.rereading.comparing import Rereading, mismatches
from rasd.evaluation.swap.exchange import exchange
from rasd.evaluation.swap.framings import Framings
from rasd.evaluation.swap.wording import Exchanged
from rasd.grammar.actors import Setting
from rasd.model import Document, Record
from rasd.text import fold

__all__ = ["Trial", "meeting"]

Pair = tuple[str, str]
_BARE = frozenset({"actors.anaphor", "actors.here", "actors.named_before", "actors.owned"})
"""Rules of words that name nobody by themselves."""


class Trial:
    """One document as it is read, ready to be read with two of its parties exchanged."""

    def __init__(self, coder: Coder, document: Document) -> None:
        self._coder = coder
        self._document = document
        self._read = coder.explain(document)
        published = (document.published or "")[:10] or None
        outlet = fold(document.outlet or "").text.lower()
        sides = coder.lexicon.sides(outlet) if outlet else frozenset()
        self._framings = Framings(
            coder.lexicon, coder.gazetteer, Setting(self._read.theatres, published, outlet, sides)
        )

    @property
    def theatre(self) -> str:
        """The theatre whose words were taken, else `none`."""
        return self._read.theatres[0] if self._read.theatres else "none"

    @property
    def actors(self) -> frozenset[str]:
        """The actors that the document names."""
        return frozenset(
            str(mention.value["actor"]) for mention in self._read.mentions if mention.dimension == "actors"
        )

    def exchanged(self, pair: Pair) -> Rereading | None:
        """Read the document with the two exchanged; None when it names neither.

        The theatre stays that of the first reading: where a text is set is no question of sides.
        """
        read = self._read
        changed = exchange(
            self._document.text, read.tokens, read.mentions, self._coder.lexicon, self._framings, pair
        )
        change = ":".join(pair)
        if changed.left:
            return Rereading(
                read.record.id, self.theatre, change, self._document.text, Alignment(), left=changed.left
            )
        if not changed.count:
            return None
        document = self._document.model_copy(update={"text": changed.text})
        second = self._coder.explain(document, theatres=read.theatres)
        again = second.record
        turned = _turned(self._document.text, read, second, changed)
        if turned:
            return Rereading(
                read.record.id, self.theatre, change, changed.text, changed.alignment, left=turned
            )
        ids = {pair[0]: pair[1], pair[1]: pair[0]}
        found = mismatches(read.record, again, changed.alignment, ids=ids, untyped=changed.untyped)
        if any(self._coder.lexicon.actors[actor].air_only for actor in pair) and _inferred(
            read.record
        ) != _inferred(again):
            found = [replace(one, excused=one.excused or "follows from an inferred kind") for one in found]
        return Rereading(
            read.record.id,
            self.theatre,
            change,
            changed.text,
            changed.alignment,
            tuple(found),
        )


def _turned(text: str, before: Explanation, after: Explanation, changed: Exchanged) -> tuple[str, ...]:
    """Return the bare words that were not exchanged and mean another actor now: "التنظيم" behind another name.

    Words that take their meaning from the names around them are ambiguous in the changed text.
    """
    spans = [segment.before for segment in changed.alignment.segments]

    def bare(read: Explanation, back: Callable[[Span], Span]) -> dict[Span, str]:
        return {
            span: str(one.value["actor"])
            for one in read.mentions
            if one.dimension == "actors" and one.rule in _BARE
            for span in [back(one.span)]
            if not any(start < span[1] and span[0] < end for start, end in spans)
        }

    old, new = bare(before, lambda span: span), bare(after, changed.alignment.back)
    return tuple(
        f"{text[start:end]} (a bare word that means {new[start, end]} behind the exchanged names)"
        for (start, end), actor in old.items()
        if new.get((start, end), actor) != actor
    )


def _inferred(record: Record) -> Counter[str]:
    """Count the kinds that packs decide: a perpetrator that uses only aircraft makes a bombardment an air strike."""
    return Counter(report.kind for report in record.reports if report.kind_basis == "inferred")


def meeting(named: Iterable[tuple[str, frozenset[str]]]) -> dict[str, list[Pair]]:
    """Return the pairs of actors that some document of a theatre names together, by theatre.

    `named` is the theatre and the actors of each document.
    """
    found: dict[str, set[Pair]] = {}
    for theatre, actors in named:
        found.setdefault(theatre, set()).update(combinations(sorted(actors), 2))
    return {theatre: sorted(pairs) for theatre, pairs in sorted(found.items())}
