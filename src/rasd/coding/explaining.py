"""Mentions of every dimension and the fate of every clause, for `rasd explain`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rasd.coding.clauses import Clause
from rasd.coding.draft import Draft
from rasd.coding.frame import Frame, Reason
from rasd.coding.locating import PlaceMention
from rasd.coding.mentions import Mentions
from rasd.coding.outlines import outline
from rasd.grammar.actors import ActorMention
from rasd.grammar.attribution import SourceMention
from rasd.grammar.dates import date_mentions
from rasd.grammar.harm import HarmMention
from rasd.grammar.numerals import quantity_mentions
from rasd.grammar.passage import Mention
from rasd.grammar.people import People
from rasd.model import terms

if TYPE_CHECKING:
    from rasd.coding.coder import ClauseOutcome, ClauseTrace

__all__ = ["mentions_of", "outcome_of", "roles_of", "traces_of"]


_Item = People | HarmMention | ActorMention | PlaceMention | SourceMention


def _counted(item: People | HarmMention) -> dict[str, Any]:
    return {"min": item.min, "max": item.max, "victim_status": item.status}


def mentions_of(mentions: Mentions) -> list[Mention]:
    """Return the mentions of all dimensions, by place in the text."""
    passage = mentions.passage
    found: list[Mention] = []
    found += quantity_mentions(passage, mentions.quantities)
    found += date_mentions(passage, mentions.dates)

    def add(dimension: str, item: _Item, value: dict[str, Any]) -> None:
        span = passage.span(item.start, item.end)
        found.append(Mention(dimension, item.start, item.end, span, value, item.rule))

    for group in mentions.people:
        add("people", group, {**_counted(group), "unit": group.unit, **group.parts})
    for harm in mentions.harm:
        add("harm", harm, {"effect": harm.effect, **_counted(harm), **harm.parts})
    for actor in mentions.actors:
        add("actors", actor, {"actor": actor.actor})
    for place in mentions.places:
        known = place.place
        add(
            "places",
            place,
            {
                "name": passage.surface(place.start, place.end)[len(place.prefix) :],
                "gazetteer_id": known.id if known else None,
                "country": known.country if known else None,
                "admin1": known.admin1 if known else None,
                "latitude": known.latitude if known else None,
                "longitude": known.longitude if known else None,
                "role": "region" if place.is_region else "place",
            },
        )
    credit = [mentions.credit] if mentions.credit is not None else []
    for source in [*mentions.sources, *credit]:
        add("attribution", source, {"type": source.type})
    for layer, dimension, key in (
        ("weapon", "weapons", "weapon"),
        ("munition", "munitions", "item"),
        ("site", "sites", "site"),
        ("event", "events", "act"),
        ("factuality", "factuality", ""),
        ("threat", "threats", ""),
        ("accord", "accords", ""),
        ("monitor", "monitoring", "kind"),
        ("flight", "flights", ""),
    ):
        for match in mentions.layer(layer):
            value = {key: match.value[key]} if key else {"cue": match.cls}
            rule = f"{dimension}.{match.cls}"
            found.append(Mention(dimension, match.start, match.end, passage.span_of(match), value, rule))
    found.sort(key=lambda mention: (mention.span, mention.dimension))
    return found


def roles_of(mentions: Mentions, drafts: list[Draft]) -> list[Mention]:
    """Return who did it and who was struck, by place in the text; one that several reports name counts once."""
    passage = mentions.passage
    found: dict[tuple[int, str], Mention] = {}
    for draft in drafts:
        doer = "party" if draft.kind in ("agreement", "talks") else "perpetrator"
        for name, roles in ((doer, draft.perpetrators), ("target", draft.targets)):
            for role in roles:
                actor = role.mention
                first = passage.starts[actor.start] + actor.skip
                span = passage.folded.span(first, passage.ends[actor.end - 1])
                value = {"role": name, "actor": actor.actor, "certainty": role.certainty}
                held = found.get((actor.start, name))
                fired = (*held.fired, role.rule) if held is not None else (role.rule,)
                found[actor.start, name] = Mention(
                    "roles",
                    actor.start,
                    actor.end,
                    span,
                    value,
                    fired[0],
                    fired=fired,
                )
    return sorted(found.values(), key=lambda mention: mention.span)


def outcome_of(mentions: Mentions, clause: Clause) -> ClauseOutcome:
    """Return a clause of force as people and programs outside see it."""
    from rasd.coding.coder import ClauseOutcome

    passage, reason = mentions.passage, clause.reason
    return ClauseOutcome(
        passage.span(clause.start, clause.end),
        passage.surface(clause.start, clause.end),
        clause.outcome,
        outline(mentions, clause),
        tuple(clause.reports),
        None if reason is None else reason.code,
        None if reason is None else passage.span(reason.start, reason.end),
    )


def traces_of(
    mentions: Mentions, frames: list[Frame], drafts: list[Draft], clauses: list[Clause]
) -> list[ClauseTrace]:
    """Return what became of each stretch that tells something, of each clause of force, and of the other sentences."""
    from rasd.coding.coder import ClauseTrace

    home = {id(frame): number for number, draft in enumerate(drafts, start=1) for frame in draft.frames}
    told = {frame.sentence.index for frame in frames} | {clause.sentence.index for clause in clauses}
    traces: list[ClauseTrace] = []

    def add(start: int, end: int, status: str, notes: list[str]) -> None:
        passage = mentions.passage
        traces.append(ClauseTrace(passage.span(start, end), passage.surface(start, end), status, notes))

    for frame in frames:
        number = home.get(id(frame))
        notes = [f"kind {frame.kind} ({frame.basis})", f"factuality {frame.factuality}"]
        notes += [f"perpetrator {role.mention.actor} by {role.rule}" for role in frame.perpetrators]
        notes += [f"target {role.mention.actor} by {role.rule}" for role in frame.targets]
        notes += _words(mentions, frame.reason)
        add(frame.start, frame.end, f"report {number}" if number else _status(frame.reason), notes)
    for clause in clauses:
        if clause.frames:
            continue  # what became of it is told by its frames
        status = ", ".join(f"lends to report {number}" for number in clause.reports)
        add(clause.start, clause.end, status or _status(clause.reason), _words(mentions, clause.reason))
    for sentence in mentions.structure.sentences:
        if sentence.index not in told:
            masked = sentence.start in mentions.structure.masked
            status = "not part of the report" if masked else "no incident words"
            add(sentence.start, sentence.end, status, [])
    traces.sort(key=lambda trace: trace.span)
    return traces


def _status(reason: Reason | None) -> str:
    return "unread" if reason is None else terms("reasons")[reason.code].en.lower()


def _words(mentions: Mentions, reason: Reason | None) -> list[str]:
    """Return a note with the words that state a reason."""
    if reason is None:
        return []
    words = mentions.passage.surface(reason.start, reason.end)
    return [f"{terms('reasons')[reason.code].ar}: {words}"]
