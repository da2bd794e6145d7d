"""What an agreement's file may not say, whatever it is about: actors, areas and days that cannot be.

Everything is told, not the first thing only; what a careful editor would add is in `linting`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date as Day
from datetime import datetime
from difflib import get_close_matches
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from rasd.agreements.moments import closing, ending, opening
from rasd.agreements.polygons import impossible
from rasd.agreements.reading import Loc, Sheet
from rasd.lexicon import Lexicon
from rasd.model import Agreement
from rasd.model.agreement import Doubt, Sourced, Suspension, Term

__all__ = ["check_agreement", "sourced"]

Moment = datetime | Day


def check_agreement(
    sheet: Sheet, agreement: Agreement, lexicon: Lexicon, *, is_trusted: bool = False
) -> None:
    """Add to the sheet what makes the agreement one that cannot be used.

    The polygons of a trusted one are known to be possible: tests hold the packaged ones to it.
    """
    _theatre(sheet, agreement, lexicon)
    _actors(sheet, agreement, lexicon)
    _ids(sheet, agreement)
    _areas(sheet, agreement, is_trusted=is_trusted)
    if _times_are_local(sheet, agreement):
        _times(sheet, agreement)
    for number, term in enumerate(agreement.terms):
        if term.quantity is not None and term.rule != "requires":
            sheet.complain(
                ("terms", number, "quantity"),
                "a quantity stands in a term that forbids.",
                "Write `rule: requires`, or leave the quantity out.",
            )


def _theatre(sheet: Sheet, agreement: Agreement, lexicon: Lexicon) -> None:
    if agreement.theatre is not None and agreement.theatre not in lexicon.theatres:
        sheet.complain(
            ("theatre",),
            f"no theatre {agreement.theatre!r}.",
            f"Theatres: {', '.join(sorted(lexicon.theatres))}.",
        )
    try:
        ZoneInfo(agreement.zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        sheet.complain(
            ("zone",),
            f"{agreement.zone!r} is no IANA time zone.",
            "Write one such as Asia/Damascus, Asia/Aden, Africa/Tripoli, Africa/Khartoum, Asia/Beirut, Asia/Gaza or UTC.",
        )


def _named(agreement: Agreement) -> Iterator[tuple[Loc, str]]:
    """Yield every actor that the agreement names."""
    for number, actor in enumerate(agreement.declared_by):
        yield ("declared_by", number), actor
    for number, party in enumerate(agreement.parties):
        yield ("parties", number, "actor"), party.actor
        if party.through is not None:
            yield ("parties", number, "through"), party.through
    for number, guarantor in enumerate(agreement.guarantors):
        yield ("guarantors", number, "actor"), guarantor.actor
        yield from (
            (("guarantors", number, "for", at), actor) for at, actor in enumerate(guarantor.answers_for)
        )
    for number, group in enumerate(agreement.exempt):
        yield ("exempt", number, "actor"), group.actor
    for number, term in enumerate(agreement.terms):
        yield from ((("terms", number, "by", at), actor) for at, actor in enumerate(term.by))
        yield from ((("terms", number, "against", at), actor) for at, actor in enumerate(term.against))


def _actors(sheet: Sheet, agreement: Agreement, lexicon: Lexicon) -> None:
    for named, actor in _named(agreement):
        if actor not in lexicon.actors:
            sheet.complain(named, f"unknown actor {actor!r}.", _alike(actor, lexicon.actors, "Actors"))
    guarantors = [one.actor for one in agreement.guarantors]
    bound = [one.actor for one in agreement.parties]
    for number, party in enumerate(agreement.parties):
        loc: Loc = ("parties", number)
        if bound.index(party.actor) != number:
            sheet.complain(loc, f"{party.actor} is a party twice.", "Keep one of the two.")
        if party.role == "side" and party.through is None and party.certainty == "yes":
            sheet.complain(
                loc,
                "a side without `through:`, surely bound by nobody's word.",
                f"Write the guarantor that answers for it ({', '.join(guarantors) or 'name it under `guarantors:`'}), "
                "`certainty: possible` with a note, or `role: signatory`.",
            )
        elif party.through is not None and party.role != "side":
            sheet.complain(loc, "`through:` stands at a signatory.", "Write `role: side`, or leave it out.")
        elif party.through is not None and party.through not in (*guarantors, *bound):
            sheet.complain(
                (*loc, "through"),
                f"{party.through} is neither guarantor nor party.",
                f"Name it under `guarantors:`, or choose one of: {', '.join(guarantors) or 'none yet'}.",
            )
        elif party.through == party.actor:
            sheet.complain(
                (*loc, "through"), f"{party.actor} answers for itself.", "Write `role: signatory`."
            )


def _alike(given: str, known: Iterable[str], what: str) -> str:
    """Return the options closest to what was written, or all of them where they are few."""
    options = sorted(known)
    if len(options) > 15:
        close = get_close_matches(given.upper(), options, n=6, cutoff=0.4)
        where = "docs/theatres.md lists them, a theatre pack may add its own" if what == "Actors" else ""
        return (f"Close to it: {', '.join(close)}. " if close else "") + (f"All: {where}." if where else "")
    return f"{what}: {', '.join(options)}." if options else f"There are no {what.lower()} yet."


def sourced(agreement: Agreement) -> Iterator[tuple[Loc, list[str]]]:
    """Yield every part of the agreement that names sources, with those that it names."""
    parts: dict[str, Sequence[Sourced]] = {
        "parties": agreement.parties,
        "guarantors": agreement.guarantors,
        "exempt": agreement.exempt,
        "areas": agreement.areas,
        "extensions": agreement.extensions,
        "suspensions": agreement.suspensions,
        "doubts": agreement.doubts,
        "terms": agreement.terms,
        "reservations": agreement.reservations,
        "timeline": agreement.timeline,
    }
    for key, entries in parts.items():
        for number, entry in enumerate(entries):
            yield (key, number), entry.sources


def _ids(sheet: Sheet, agreement: Agreement) -> None:
    references = [one.id for one in agreement.references]
    areas = [one.id for one in agreement.areas]
    for key, ids in (
        ("references", references),
        ("areas", areas),
        ("terms", [one.id for one in agreement.terms]),
    ):
        for number, id_ in enumerate(ids):
            if ids.index(id_) != number:
                first = sheet.line((key, ids.index(id_)))
                sheet.complain((key, number), f"the id {id_} is taken in line {first}.", "Choose another.")
    for loc, sources in sourced(agreement):
        for at, source in enumerate(sources):
            if source not in references:
                sheet.complain(
                    (*loc, "sources", at),
                    f"unknown reference {source!r}.",
                    f"References: {', '.join(references)}.",
                )
    for number, term in enumerate(agreement.terms):
        if term.area is not None and term.area not in areas:
            sheet.complain(
                ("terms", number, "area"), f"unknown area {term.area!r}.", f"Areas: {', '.join(areas)}."
            )


def _areas(sheet: Sheet, agreement: Agreement, *, is_trusted: bool) -> None:
    for number, area in enumerate(agreement.areas):
        loc: Loc = ("areas", number)
        for inner, fact, remedy in impossible(area, is_trusted=is_trusted):
            sheet.complain((*loc, "geometry", *inner), fact, remedy)
        for at, unit in enumerate(area.units):
            if unit.admin2 is not None and unit.admin1 is None:
                sheet.complain(
                    (*loc, "units", at),
                    f"admin2 {unit.admin2!r} without `admin1:`.",
                    "Write the unit around it.",
                )
        if not (area.units or area.places or area.geometry or not area.is_delimited):
            sheet.complain(
                loc,
                "covers nothing.",
                "Write `units:`, `places:` or `geometry:`, or `is_delimited: false` where the text leaves it open.",
            )


def _moments(agreement: Agreement) -> Iterator[tuple[Loc, Moment | None]]:
    yield ("start",), agreement.start
    yield ("end",), agreement.end
    for number, extension in enumerate(agreement.extensions):
        yield ("extensions", number, "until"), extension.until
    windows: dict[str, Sequence[Suspension | Doubt | Term]] = {
        "suspensions": agreement.suspensions,
        "doubts": agreement.doubts,
        "terms": agreement.terms,
    }
    for key, stretches in windows.items():
        for number, one in enumerate(stretches):
            yield (key, number, "start"), one.start
            yield (key, number, "end"), one.end


def _times_are_local(sheet: Sheet, agreement: Agreement) -> bool:
    sound = True
    for loc, moment in _moments(agreement):
        if isinstance(moment, datetime) and moment.tzinfo is not None:
            sheet.complain(
                loc,
                f"{moment.isoformat()} carries a zone of its own.",
                f"Write the local time of `zone:` ({agreement.zone}) without offset.",
            )
            sound = False
    return sound


def _times(sheet: Sheet, agreement: Agreement) -> None:
    start, end = agreement.start, agreement.end
    if _reversed(start, end):
        sheet.complain(("end",), f"the end {end} lies before the start {start}.", "Exchange or correct them.")
        return
    before = end
    for number, extension in enumerate(agreement.extensions):
        loc: Loc = ("extensions", number, "until")
        if before is None:
            sheet.complain(
                loc, "extends an end that is not stated.", "Write `end:`, the end that was first agreed on."
            )
        elif closing(extension.until) <= closing(before):
            sheet.complain(
                loc,
                f"until {extension.until} is not after the end that it extends, {before}.",
                "List extensions in the order in which they were agreed on.",
            )
        before = extension.until
    last = ending(agreement)
    window = f"{start} – {last or 'no end'}"
    for number, stretch in enumerate(agreement.suspensions):
        if _reversed(stretch.start, stretch.end):
            sheet.complain(
                ("suspensions", number, "end"), f"ends {stretch.end}, before {stretch.start}.", "Correct it."
            )
        elif _is_outside(stretch.start, stretch.end, start, last):
            sheet.complain(
                ("suspensions", number),
                f"lies outside the agreement's window, {window}.",
                "Correct its days, or move it to `timeline:`.",
            )
    for number, doubt in enumerate(agreement.doubts):
        if _reversed(doubt.start, doubt.end):
            sheet.complain(
                ("doubts", number, "end"), f"ends {doubt.end}, before {doubt.start}.", "Correct it."
            )
        elif opening(doubt.start) < opening(start):
            sheet.complain(
                ("doubts", number, "start"), f"{doubt.start} lies before the start {start}.", "Correct it."
            )
    for number, term in enumerate(agreement.terms):
        if _reversed(term.start or start, term.end):
            sheet.complain(
                ("terms", number, "end"),
                f"the end {term.end} lies before the start {term.start or start}.",
                "Correct it.",
            )
        elif _is_outside(term.start, term.end, start, last):
            sheet.complain(
                ("terms", number),
                f"its window {term.start or '…'} – {term.end or '…'} lies outside the agreement's, {window}.",
                "Correct it, or leave its `start:` and `end:` out.",
            )
    for number, name in enumerate(agreement.names):
        if _reversed(name.since, name.until) and name.since is not None:
            sheet.complain(
                ("names", number), f"until {name.until} lies before since {name.since}.", "Correct it."
            )


def _reversed(start: Moment | None, end: Moment | None) -> bool:
    return start is not None and end is not None and closing(end) <= opening(start)


def _is_outside(start: Moment | None, end: Moment | None, first: Moment, last: Moment | None) -> bool:
    """Whether a stretch begins before the window or goes on after it."""
    if start is not None and opening(start) < opening(first):
        return True
    if last is None:
        return False
    return (start is not None and opening(start) >= closing(last)) or (
        end is not None and closing(end) > closing(last)
    )
