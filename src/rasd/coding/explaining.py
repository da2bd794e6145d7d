"""Mentions of every dimension and the fate of every clause, for `rasd explain`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rasd.coding.draft import Draft
from rasd.coding.frame import Frame
from rasd.coding.mentions import Mentions
from rasd.grammar.dates import date_mentions
from rasd.grammar.numerals import quantity_mentions
from rasd.grammar.passage import Mention

if TYPE_CHECKING:
    from rasd.coding.coder import ClauseTrace

__all__ = ["mentions_of", "traces_of"]


def mentions_of(mentions: Mentions) -> list[Mention]:
    """Return the mentions of all dimensions, by place in the text."""
    passage = mentions.passage
    found: list[Mention] = []
    found += quantity_mentions(passage, mentions.quantities)
    found += date_mentions(passage, mentions.dates)
    value: dict[str, Any]
    for group in mentions.people:
        value = {
            "min": group.min,
            "max": group.max,
            "victim_status": group.status,
            "unit": group.unit,
            **group.parts,
        }
        found.append(
            Mention("people", group.start, group.end, passage.span(group.start, group.end), value, group.rule)
        )
    for harm in mentions.harm:
        value = {
            "effect": harm.effect,
            "min": harm.min,
            "max": harm.max,
            "victim_status": harm.status,
            **harm.parts,
        }
        found.append(
            Mention("harm", harm.start, harm.end, passage.span(harm.start, harm.end), value, harm.rule)
        )
    for actor in mentions.actors:
        found.append(
            Mention(
                "actors",
                actor.start,
                actor.end,
                passage.span(actor.start, actor.end),
                {"actor": actor.actor},
                actor.rule,
            )
        )
    for place in mentions.places:
        known = place.place
        value = {
            "name": passage.surface(place.start, place.end)[len(place.prefix) :],
            "gazetteer_id": known.id if known else None,
            "country": known.country if known else None,
            "admin1": known.admin1 if known else None,
            "latitude": known.latitude if known else None,
            "longitude": known.longitude if known else None,
            "role": "region" if place.is_region else "place",
        }
        found.append(
            Mention("places", place.start, place.end, passage.span(place.start, place.end), value, place.rule)
        )
    for source in mentions.sources:
        found.append(
            Mention(
                "attribution",
                source.start,
                source.end,
                passage.span(source.start, source.end),
                {"type": source.type},
                source.rule,
            )
        )
    for layer, dimension, key in (
        ("weapon", "weapons", "weapon"),
        ("munition", "munitions", "item"),
        ("site", "sites", "site"),
        ("event", "events", "act"),
        ("factuality", "factuality", ""),
    ):
        for match in mentions.layer(layer):
            value = {key: match.value[key]} if key else {"cue": match.cls}
            found.append(
                Mention(
                    dimension,
                    match.start,
                    match.end,
                    passage.span_of(match),
                    value,
                    f"{dimension}.{match.cls}",
                )
            )
    found.sort(key=lambda mention: (mention.span, mention.dimension))
    return found


def traces_of(mentions: Mentions, frames: list[Frame], drafts: list[Draft]) -> list[ClauseTrace]:
    """Return what became of each clause that holds a word of force, and which sentences hold none."""
    from rasd.coding.coder import ClauseTrace

    passage = mentions.passage
    home = {id(frame): number for number, draft in enumerate(drafts, start=1) for frame in draft.frames}
    told = {frame.sentence.index for frame in frames}
    traces: list[ClauseTrace] = []
    for frame in frames:
        number = home.get(id(frame))
        status = f"report {number}" if number else (frame.notes[0] if frame.notes else "unread")
        notes = [f"kind {frame.kind} ({frame.basis})", f"factuality {frame.factuality}", *frame.notes]
        notes += [f"perpetrator {role.mention.actor} by {role.rule}" for role in frame.perpetrators]
        notes += [f"target {role.mention.actor} by {role.rule}" for role in frame.targets]
        traces.append(
            ClauseTrace(
                passage.span(frame.start, frame.end), passage.surface(frame.start, frame.end), status, notes
            )
        )
    for sentence in mentions.structure.sentences:
        if sentence.index in told:
            continue
        status = (
            "not part of the report" if sentence.start in mentions.structure.masked else "no incident words"
        )
        traces.append(
            ClauseTrace(
                passage.span(sentence.start, sentence.end),
                passage.surface(sentence.start, sentence.end),
                status,
            )
        )
    traces.sort(key=lambda trace: trace.span)
    return traces
