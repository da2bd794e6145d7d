"""Independence groups: documents that repeat one another, have one owner or rest on one body are one source.

Groups are connected: where A repeats B and B rests on the body that C quotes, the three are one. A belligerent's own
statement stands apart from all of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from rasd.lexicon import Lexicon
from rasd.linking.incident.bodies import Body, is_same
from rasd.linking.incident.voices import Voice, credited_agency, owner_of, same_owner, voice_of
from rasd.linking.member import Member
from rasd.text import fold

__all__ = ["Sources", "sources_of"]


@dataclass(frozen=True, slots=True)
class Sources:
    """Who is one source with whom."""

    voices: Mapping[str, Voice]
    """By member."""
    groups: list[list[str]]
    """Member ids by group, in order of publication; independent groups first, then parties' own statements."""
    independent: int
    """How many of the groups, from the first, are independent sources."""
    number: Mapping[str, int] = field(default_factory=dict)
    """The group of each member."""
    keys: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """By member: the bodies it rests on, one name each over all documents; its outlet where it names none."""

    bodies: Mapping[str, str] = field(default_factory=dict)
    """One key for all names of a body, by the key of each name."""

    def is_party(self, member: Member) -> bool:
        return self.voices[member.id].is_party


class _Forest:
    def __init__(self, items: Iterable[str]) -> None:
        self.parent = {item: item for item in items}

    def root(self, item: str) -> str:
        while self.parent[item] != item:
            self.parent[item] = self.parent[self.parent[item]]
            item = self.parent[item]
        return item

    def join(self, one: str, other: str) -> None:
        first, second = sorted((self.root(one), self.root(other)))
        self.parent[second] = first


def sources_of(members: Sequence[Member], copies: Mapping[str, str], lexicon: Lexicon) -> Sources:
    """Return the independence groups of one incident's reports; `members` in order of publication."""
    doing = {alleged.actor for one in members for alleged in one.report.perpetrators}
    struck = frozenset(doing | {target.actor for one in members for target in one.report.targets})
    credits = _credits(members, lexicon)
    voices = {one.id: voice_of(one, lexicon, struck, credits.get(one.document_id)) for one in members}
    voices = _with_copies(members, voices, copies)
    bodies = _joined_bodies([body for voice in voices.values() for body in voice.bodies])
    documents: dict[str, list[Member]] = {}
    for one in members:
        documents.setdefault(f"{one.document_id} {voices[one.id].is_party}", []).append(one)
    forest = _Forest(documents)
    seen_bodies: dict[str, str] = {}
    by_outlet: list[tuple[str, str]] = []
    for document, held in documents.items():
        is_party = document.endswith(" True")
        copied = f"{copies.get(held[0].document_id, '')} {is_party}"
        if copied in documents:
            forest.join(document, copied)
        for voice in (voices[one.id] for one in held):
            for body in voice.bodies if not is_party else ():
                forest.join(document, seen_bodies.setdefault(bodies[body.key], document))
            for outlet in dict.fromkeys((voice.outlet, held[0].record.outlet or "")):
                if outlet != voice.outlet and voice.outlet:
                    continue
                for other, of in by_outlet:
                    if of.endswith(f" {is_party}") and same_owner(outlet, other, lexicon):
                        forest.join(document, of)
                by_outlet.append((outlet, document))
    _join_quoted_outlets(members, voices, documents, forest, lexicon)
    return _numbered(members, documents, forest, voices, bodies)


def _credits(members: Sequence[Member], lexicon: Lexicon) -> dict[str, str]:
    """Return the agency that each document credits, as far as it is one: known, an outlet here, or credited by two.

    A dateline may name a city and a closing bracket the writer; neither is anybody's agency.
    """
    outlets = {one.document_id: one.record.outlet or "" for one in members}
    places = {
        fold(place.name).text for one in members for report in one.record.reports for place in report.places
    }
    given = {
        one.document_id: name
        for one in members
        if (name := credited_agency(one.text, one.record.outlet or "")) and fold(name).text not in places
    }
    return {
        document: name
        for document, name in given.items()
        if owner_of(name, lexicon)
        or any(
            other != document and outlets[other] != outlets[document] and same_owner(name, outlet, lexicon)
            for other in outlets
            for outlet in (outlets[other], given.get(other, ""))
            if outlet
        )
    }


def _with_copies(
    members: Sequence[Member], voices: Mapping[str, Voice], copies: Mapping[str, str]
) -> dict[str, Voice]:
    """A party's statement is that wherever it is repeated: in a copy, or in the headline above it."""
    party = {one.document_id for one in members if voices[one.id].is_party}
    own = {one.document_id for one in members if not voices[one.id].is_party and one.report.sources}
    made = dict(voices)
    for one in members:
        voice, document = voices[one.id], one.document_id
        repeats = copies.get(document) in party or (document in party and document not in own)
        if repeats and not voice.bodies and not voice.is_party:
            made[one.id] = Voice(voice.outlet, voice.bodies, True, voice.name, "party")
    return made


def _joined_bodies(bodies: Sequence[Body]) -> dict[str, str]:
    """Return one key for each body: names that may be of one body share it, unless a bare name fits several."""
    by_key = {body.key: body for body in bodies}
    forest = _Forest(by_key)
    named = [body for body in by_key.values() if body.words]
    for body in named:
        for other in named:
            if is_same(body, other):
                forest.join(body.key, other.key)
    for body in by_key.values():
        if not body.words:
            fitting = {forest.root(other.key) for other in named if other.sort == body.sort}
            if len(fitting) == 1:
                forest.join(body.key, fitting.pop())
    return {key: forest.root(key) for key in by_key}


def _join_quoted_outlets(
    members: Sequence[Member],
    voices: Mapping[str, Voice],
    documents: Mapping[str, list[Member]],
    forest: _Forest,
    lexicon: Lexicon,
) -> None:
    """A document that quotes another outlet is one source with that outlet's own documents."""
    own = [(one.record.outlet or "", f"{one.document_id} {voices[one.id].is_party}") for one in members]
    for one in members:
        document = f"{one.document_id} {voices[one.id].is_party}"
        quoted = [
            source.name for source in one.report.sources if source.type in ("agency", "outlet", "monitor")
        ]
        for name in (*quoted, voices[one.id].outlet):
            for outlet, other in own:
                if other != document and outlet and document.endswith("False") and other.endswith("False"):
                    if same_owner(name, outlet, lexicon):
                        forest.join(document, other)


def _numbered(
    members: Sequence[Member],
    documents: Mapping[str, list[Member]],
    forest: _Forest,
    voices: Mapping[str, Voice],
    bodies: Mapping[str, str],
) -> Sources:
    gathered: dict[str, list[Member]] = {}
    for document, held in documents.items():
        gathered.setdefault(forest.root(document), []).extend(held)
    independent: list[list[Member]] = []
    parties: list[list[Member]] = []
    for group in gathered.values():
        group.sort(key=lambda one: one.order)
        (parties if voices[group[0].id].is_party else independent).append(group)
    ordered = [
        [one.id for one in group]
        for part in (independent, parties)
        for group in sorted(part, key=lambda group: group[0].order)
    ]
    number = {one: index for index, group in enumerate(ordered) for one in group}
    keys: dict[str, frozenset[str]] = {}
    for held in documents.values():
        of_document = frozenset(bodies[body.key] for one in held for body in voices[one.id].bodies)
        for one in held:  # a headline rests on the body that the text below it names
            named = frozenset(bodies[body.key] for body in voices[one.id].bodies) or of_document
            keys[one.id] = named or frozenset({f"outlet {voices[one.id].outlet}"})
    return Sources(voices, ordered, len(independent), number, keys, bodies)
