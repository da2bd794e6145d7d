"""Whose word a report is: the bodies that it rests on, else its outlet; and whether that is a belligerent's own word.

A body is whoever the document names for this incident; an outlet is its own source only when it names none. A
belligerent's media count as the hospital or office that they quote.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from rasd.lexicon import Lexicon, cues
from rasd.linking.incident.bodies import Body, bare_words, bodies_cited, body_of, distinct_words, folded_name
from rasd.linking.incident.stretches import folded_stretch, sentence_at, stretch_of
from rasd.linking.member import Member
from rasd.model import Source
from rasd.text import fold

__all__ = ["Voice", "credited_agency", "owner_of", "same_owner", "voice_of"]

_STATES = frozenset({"government", "armed_forces", "foreign_state", "coalition"})
_PARTY_MEDIA = frozenset({"party", "government"})
_SPEAKING = frozenset({"agency", "outlet"})
_DATELINE = re.compile(r"(?:^|\n)[^\n:]{2,40}? ?[-–—] ?([^\n:\-–—]{2,30}):")
_CREDIT = re.compile(r"\(([^()\n]{2,30})\)\s*[.…]?\s*$|(?:^|\n)\s*المصدر\s*:\s*([^\n]{2,40})")
_LETTERS = re.compile(r"[^\W_]+")
_QUOTED = re.compile(r"\"[^\"\n]{0,400}\"|«[^»\n]{0,400}»|“[^”\n]{0,400}”")


@dataclass(frozen=True, slots=True)
class Voice:
    """Whose word one report is."""

    outlet: str
    """The outlet that speaks: its own name, or that of the agency that it credits; empty when unknown."""
    bodies: tuple[Body, ...]
    is_party: bool
    name: str
    """For people to read: the body as the document names it, else the outlet."""
    type: str | None


def voice_of(
    member: Member, lexicon: Lexicon, involved: frozenset[str] = frozenset(), credit: str | None = None
) -> Voice:
    """Return whose word `member` is.

    `involved` are the actors that take part in the incident; `credit` is the agency that the text credits.
    """
    report, record = member.report, member.record
    text = stretch_of(member)
    bodies: dict[str, Body] = {}
    shown: list[Source] = []
    for source in report.sources:
        body = body_of(source.name, source.type) if source.type != "party" else None
        if body is not None:
            bodies.setdefault(body.key, body)
            shown.append(source)
    read = {body.sort for body in bodies.values()}
    for body in bodies_cited(text):
        if body.sort not in read:  # the reader knows better where a name ends
            bodies.setdefault(body.key, body)
    kept = _specific(list(bodies.values()))
    outlet = record.outlet or ""
    if credit:
        outlet = credit
    elif len(kept) == 1 and kept[0].sort == "name" and _is_outlet(report.sources):
        outlet = next(source.name for source in report.sources if source.type in _SPEAKING)
    parties = [source for source in report.sources if source.type == "party"]
    others = [source for source in report.sources if source.type != "party"]
    is_party = not kept and (
        (bool(parties) and not others and _is_told_by(parties, member))
        or report.factuality == "denied"  # whoever denies attests nothing
        or _is_party_medium(member, text, lexicon, involved)
    )
    named = shown or (parties if is_party else [])
    return Voice(
        outlet,
        tuple(kept),
        is_party,
        named[0].name if named else outlet or "",
        named[0].type if named else ("party" if is_party else None),
    )


def _is_told_by(parties: Sequence[Source], member: Member) -> bool:
    """Whether what happened is told in a party's words: a comment of a party after the telling makes it no statement."""
    said = [start for source in parties for start, _ in source.evidence]
    harm = [start for row in member.report.harm for start, _ in row.evidence]
    told = harm + [start for start, _ in member.report.evidence]
    return not said or not told or min(sentence_at(member.text, start)[0] for start in said) <= max(told)


def _specific(bodies: list[Body]) -> list[Body]:
    """Leave out what only points back: "the hospital" beside a hospital by name."""
    return [
        body
        for body in bodies
        if body.words or not any(other.sort == body.sort and other.words for other in bodies)
    ]


def _is_outlet(sources: Sequence[Source]) -> bool:
    return any(source.type in _SPEAKING for source in sources)


def _is_party_medium(member: Member, text: str, lexicon: Lexicon, involved: frozenset[str]) -> bool:
    """Whether the outlet speaks for one of those who fight: by its pack, its name, or the words that it uses as its own."""
    outlet = member.record.outlet or ""
    known = lexicon.outlets.get(folded_name(outlet).lower())
    if known is not None:
        sides = {str(side) for side in known.get("sides") or ()}
        if known["alignment"] in _PARTY_MEDIA:
            return bool(sides)
        return known["alignment"] == "state" and bool(sides & involved)
    if cues("party_outlet_words").intersection(bare_words(outlet)):
        return True
    if member.report.sources:
        return False
    own = folded_stretch(_QUOTED.sub(" ", text))
    said = [words for words in cues("own_forces") if words.split(" ", 1)[0] in own]
    if said:
        padded = f" {' '.join(_LETTERS.findall(own))} "
        if any(f" {words} " in padded for words in said):
            return True
    enemies = [
        alleged.actor
        for alleged in member.report.perpetrators
        if (actor := lexicon.actors.get(alleged.actor)) is not None and actor.type in _STATES
        for start, end in alleged.evidence
        if cues("militia_words").intersection(bare_words(member.text[start:end]))
    ]
    if not enemies:
        return False
    # Many call a state's army a militia; who also bears the name of another side of the incident speaks for that.
    theatre = member.record.theatre or ""
    named = {_named_for(lexicon, theatre).get(word, "") for word in distinct_words(outlet)} - {""}
    return bool((named & involved) - set(enemies))


@cache
def _named_for(lexicon: Lexicon, theatre: str) -> dict[str, str]:
    """Return the words that the names of one side of a theatre share and no other side bears, with that side."""
    actors: dict[str, Counter[str]] = {}
    for actor, framings in lexicon.framings.items():
        for framing in framings:
            if framing.sort == "name" and framing.theatre == theatre:
                for word in bare_words(framing.text)[1:]:
                    actors.setdefault(word, Counter())[actor] += 1
    return {
        word: next(iter(count))
        for word, count in actors.items()
        if len(count) == 1 and count.total() >= _SHARED and len(word) > 3
    }


_SHARED = 4
"""Names of one side that must hold a word before an outlet is taken to be named after that side."""


def credited_agency(text: str, outlet: str) -> str | None:
    """Return the agency that a text credits in its dateline or at its end, when that is not its own outlet.

    >>> credited_agency("حلب - المثال: سقطت قذائف على البلدة.", "موقع الخبر")
    'المثال'
    >>> credited_agency("حلب - المثال: سقطت قذائف على البلدة.", "وكالة المثال للأنباء") is None
    True
    """
    for pattern in (_CREDIT, _DATELINE):
        if found := pattern.search(text[:400] if pattern is _DATELINE else text):
            name = next(group for group in found.groups() if group).strip()
            words = distinct_words(name)
            if words and len(bare_words(name)) <= _MOST_WORDS and not any(c.isdigit() for c in name):
                return None if words & distinct_words(outlet) else name
    return None


_MOST_WORDS = 4


def owner_of(name: str, lexicon: Lexicon) -> str | None:
    """Return the owner of an outlet or agency that the packs know, folded, under whichever of its names; else None."""
    form = folded_name(name).lower()
    form = _agencies(lexicon).get(form, form)
    known = lexicon.outlets.get(form)
    if known is not None:
        return folded_name(str(known.get("owner") or known["name"])).lower()
    return form if form in _agencies(lexicon) else None


@cache
def _agencies(lexicon: Lexicon) -> dict[str, str]:
    """Return the first name of each agency and outlet that may be quoted, by each of its names, folded."""
    found: dict[str, str] = {}
    for name, content in lexicon.data.content.items():
        if not name.endswith("sources.yaml"):
            continue
        for item in (content or {}).get("sources") or ():
            if item["type"] in _SPEAKING:
                first = fold(str(item["name"])).text.lower()
                for form in (item["name"], *(item.get("aliases") or ())):
                    found.setdefault(fold(str(form)).text.lower(), first)
    return found


def same_owner(one: str, other: str, lexicon: Lexicon) -> bool:
    """Whether two outlets have one owner: by a pack, else by the word of their names that is their own.

    An agency and the channel, radio or portal that carries its name are one owner.
    """
    first, second = owner_of(one, lexicon), owner_of(other, lexicon)
    if first is not None and second is not None:
        return first == second
    if not one or not other:
        return one == other
    if folded_name(one) == folded_name(other):
        return True
    words = distinct_words(one)
    return bool(words) and words == distinct_words(other)
