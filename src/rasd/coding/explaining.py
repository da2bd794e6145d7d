"""Mentions of every dimension and the fate of every clause, for `rasd explain`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rasd.coding.draft import Draft
from rasd.coding.frame import Frame
from rasd.coding.locating import PlaceMention
from rasd.coding.mentions import Mentions
from rasd.grammar.actors import ActorMention
from rasd.grammar.attribution import SourceMention
from rasd.grammar.dates import date_mentions
from rasd.grammar.harm import HarmMention
from rasd.grammar.numerals import quantity_mentions
from rasd.grammar.passage import Mention
from rasd.grammar.people import People

if TYPE_CHECKING:
    from rasd.coding.coder import ClauseTrace

__all__ = ["mentions_of", "traces_of"]


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
    for source in mentions.sources:
        add("attribution", source, {"type": source.type})
    for layer, dimension, key in (
        ("weapon", "weapons", "weapon"),
        ("munition", "munitions", "item"),
        ("site", "sites", "site"),
        ("event", "events", "act"),
        ("factuality", "factuality", ""),
    ):
        for match in mentions.layer(layer):
            value = {key: match.value[key]} if key else {"cue": match.cls}
            rule = f"{dimension}.{match.cls}"
            found.append(Mention(dimension, match.start, match.end, passage.span_of(match), value, rule))
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
