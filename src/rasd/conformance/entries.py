"""Checks of the entries: ids, parents, dates, framings, ambiguous words, bodies, outlets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from rasd.conformance.finding import Finding
from rasd.conformance.overview import ambiguous_words, forms_of
from rasd.conformance.subject import Subject
from rasd.lexicon import Entry
from rasd.lexicon.entries import folded_words
from rasd.model.vocabulary import terms

__all__ = ["balance", "bodies", "countries", "dates", "framings", "ids", "outlets", "parents", "words"]

_ID = re.compile("[A-Z][A-Z0-9]*(_[A-Z0-9]+)*")
_LONGEST_ID = 24
_COUNTRY = re.compile("[A-Z]{2}")
_FEW = 8  # times fewer framings than the richest actor
_FIRST, _LAST = "0000-00-00", "9999-99-99"
_BLIND = ("name", "here", "person", "adjective")


def ids(subject: Subject) -> Iterator[Finding]:
    """Ids of actors have the codebook's form, a known type and one definition; shared actors exist."""
    seen: set[str] = set()
    for actor in subject.part("actors"):
        id_ = str(actor.get("id"))

        def found(fact: str, remedy: str, id_: str = id_) -> Finding:
            return subject.finding("ids", "actors.yaml", id_, fact, remedy, line_with=f"id: {id_}")

        if _ID.fullmatch(id_) is None or len(id_) > _LONGEST_ID:
            yield found(
                "is not an id of the codebook's form.", "Write capitals, digits and _, as in SOM_GOV."
            )
        if id_ in seen:
            yield found("has two entries in this file.", "Join them.")
        seen.add(id_)
        if "label" in actor and str(actor.get("type")) not in terms("actor_types"):
            options = ", ".join(terms("actor_types"))
            yield found(f"has the type {actor.get('type')!r}, which is none.", f"Types: {options}.")
    for id_ in subject.theatre.get("uses") or ():
        if id_ not in subject.lexicon.actors:
            yield subject.finding(
                "ids", "theatre.yaml", str(id_), "is used and defined nowhere.",
                "Define it in actors.yaml or take it off `uses`.", line_with="uses:",
            )  # fmt: skip


def countries(subject: Subject) -> Iterator[Finding]:
    """Countries are ISO codes and the time zone exists."""
    for code in subject.theatre["countries"]:
        if _COUNTRY.fullmatch(str(code)) is None:
            yield subject.finding(
                "countries", "theatre.yaml", str(code), "is no ISO 3166-1 alpha-2 code.",
                "Write two capitals, as in SO.", line_with="countries:",
            )  # fmt: skip
    zone = str(subject.theatre["timezone"])
    known = available_timezones()
    if known and zone not in known:
        yield subject.finding(
            "countries",
            "theatre.yaml",
            zone,
            "is no time zone.",
            "Write one of the IANA list, as in Africa/Mogadishu.",
        )
    elif known:
        ZoneInfo(zone)


def parents(subject: Subject) -> Iterator[Finding]:
    """Parents exist, are dated sanely, and nobody is above itself."""
    actors = subject.lexicon.actors
    for entry in subject.part("actors"):
        actor = actors.get(str(entry["id"]))
        if actor is None or "label" not in entry:
            continue

        def found(fact: str, remedy: str, id_: str = actor.id) -> Finding:
            return subject.finding("parents", "actors.yaml", id_, fact, remedy, line_with=f"id: {id_}")

        for parent, since, until in actor.parents:
            if parent not in actors:
                yield found(
                    f"has the parent {parent}, which is defined nowhere.", "Define it, or take it off."
                )
            if since and until and since > until:
                yield found(f"is under {parent} since {since} until {until}.", "Exchange the dates.")
        above, reach = set(), [parent for parent, _, _ in actor.parents]
        while reach:
            id_ = reach.pop()
            if id_ == actor.id:
                yield found("is above itself.", "Break the circle of `parents:`.")
                break
            if id_ not in above and id_ in actors:
                above.add(id_)
                reach += [parent for parent, _, _ in actors[id_].parents]


def _day(value: Any) -> bool:
    try:
        return date.fromisoformat(str(value)).isoformat() == str(value)
    except ValueError:
        return False


def dates(subject: Subject) -> Iterator[Finding]:
    """Dates are ISO days in order, and a framing lives within its actor's own dates."""
    theatre = subject.theatre
    for key in ("covers_from", "covers_until"):
        if theatre.get(key) and not _day(theatre[key]):
            yield subject.finding(
                "dates", "theatre.yaml", str(theatre[key]), f"`{key}:` is no day.", "Write 2011-03-15."
            )
    if not theatre.get("covers_from"):
        yield subject.finding(
            "dates", "theatre.yaml", "covers_from", "the pack does not say since when it covers the theatre.",
            "Write `covers_from: 2011-03-15`.", line_with="id:",
        )  # fmt: skip
    for actor in subject.part("actors"):
        own = subject.lexicon.actors.get(str(actor["id"]))
        for name, entry in [
            (str(actor["id"]), actor),
            *((str(f["name"]), f) for _, f in subject.framings(actor)),
        ]:

            def found(fact: str, remedy: str, name: str = name, id_: str = str(actor["id"])) -> Finding:
                return subject.finding("dates", "actors.yaml", f"{id_}: {name}", fact, remedy, line_with=name)

            since, until = (entry.get(key) for key in ("since", "until"))
            bad = [str(day) for day in (since, until) if day is not None and not _day(day)]
            if bad:
                yield found(f"{bad[0]} is no day.", "Write days as 2011-03-15.")
            elif since and until and str(since) > str(until):
                yield found(f"begins {since} and ends {until}.", "Exchange the dates.")
            elif own is not None and (
                (until and own.since and str(until) < own.since)
                or (since and own.until and str(since) > own.until)
            ):
                yield found(
                    f"lives outside the dates of its actor ({own.since or '…'} to {own.until or '…'}).",
                    "Mend the dates, or give the framing to its other owner.",
                )


def _together(one: Entry, other: Entry) -> bool:
    """Say whether two framings of one form may meet in one document."""
    a, b = one.value, other.value
    if max(a.get("since") or _FIRST, b.get("since") or _FIRST) > min(
        a.get("until") or _LAST, b.get("until") or _LAST
    ):
        return False
    conditions = [(set(v.get("sides") or ()), set(v.get("outlets") or ())) for v in (a, b)]
    (sides_a, outlets_a), (sides_b, outlets_b) = conditions
    if not (sides_a or outlets_a) and not (sides_b or outlets_b):
        return True
    return bool(sides_a & sides_b or outlets_a & outlets_b)


def framings(subject: Subject) -> Iterator[Finding]:
    """One framing is one actor at one date and in one outlet."""
    groups: dict[tuple[str, tuple[str, ...]], list[Entry]] = {}
    for entry in subject.forms:
        if entry.cls in _BLIND:
            groups.setdefault((entry.layer, entry.words), []).append(entry)
    told: set[tuple[str, str, str]] = set()
    for (_, form), entries in sorted(groups.items()):
        for number, one in enumerate(entries):
            for other in entries[number + 1 :]:
                pair = sorted({str(one.value["actor"]), str(other.value["actor"])})
                same = one.cls == other.cls and one.definite == other.definite
                if len(pair) < 2 or not same or not _together(one, other):
                    continue
                key = (one.lemma, pair[0], pair[1])
                if key not in told:
                    told.add(key)
                    yield subject.finding(
                        "framings", "actors.yaml", " ".join(form), f"means {pair[0]} and {pair[1]} at one date.",
                        "Give one of them `since`/`until`, `sides` or `outlets`, or take it off.",
                        line_with=f"id: {pair[1]}",
                    )  # fmt: skip


def balance(subject: Subject) -> Iterator[Finding]:
    """No side of the pack is known under far fewer framings than another: what is not listed is read as nobody."""
    counts = {
        str(actor["id"]): sum(1 for key, _ in subject.framings(actor) if key in ("names", "here"))
        for actor in subject.part("actors")
        if "label" in actor
    }
    richest = max(counts, key=lambda id_: counts[id_], default="")
    for id_, count in counts.items():
        if count * _FEW < counts[richest]:
            yield subject.finding(
                "balance", "actors.yaml", id_, f"has {count} framings, {richest} has {counts[richest]}.",
                "List what it calls itself, what neutral outlets say, and what its enemies say.",
                line_with=f"id: {id_}", is_error=False,
            )  # fmt: skip


def words(subject: Subject) -> Iterator[Finding]:
    """Every ambiguous word is mapped or declared unmapped, and not both."""
    unmapped = {" ".join(folded_words(str(item["word"]))) for item in subject.theatre.get("unmapped") or ()}
    known = {" ".join(folded_words(form)) for forms in ambiguous_words().values() for form in forms}
    for word, forms in ambiguous_words().items():
        is_mapped = any(
            entry.value.get("theatre") == subject.id for entry in forms_of(subject.lexicon, forms)
        )
        is_unmapped = any(" ".join(folded_words(form)) in unmapped for form in forms)
        if not is_mapped and not is_unmapped:
            yield subject.finding(
                "words", "theatre.yaml", word, "is neither mapped nor declared unmapped.",
                f"Write it under `here:` of an actor, with dates and sides, or `unmapped: [{{word: {word}, note: why}}]`.",
                line_with="unmapped:",
            )  # fmt: skip
        elif is_mapped and is_unmapped:
            yield subject.finding(
                "words",
                "theatre.yaml",
                word,
                "is declared unmapped, and actors.yaml maps it.",
                "Keep one of the two.",
            )
    for form in sorted(unmapped - known):
        yield subject.finding(
            "words", "theatre.yaml", form, "is declared unmapped and is no ambiguous word of the list.",
            f"Take it off. Words: {', '.join(ambiguous_words())}.", line_with="unmapped:",
        )  # fmt: skip


def bodies(subject: Subject) -> Iterator[Finding]:
    """Bodies that speak have a known source type, one each, and name an actor that exists."""
    seen: dict[str, str] = {}
    for body in subject.part("sources"):
        name, type_ = str(body["name"]), str(body["type"])

        def found(fact: str, remedy: str, name: str = name) -> Finding:
            return subject.finding("bodies", "sources.yaml", name, fact, remedy)

        if type_ not in terms("source_types"):
            yield found(
                f"has the type {type_!r}, which is none.", f"Types: {', '.join(terms('source_types'))}."
            )
        if body.get("actor") and body["actor"] not in subject.lexicon.actors:
            yield found(
                f"speaks for {body['actor']}, which is defined nowhere.", "Define the actor, or take it off."
            )
        if type_ == "party" and not body.get("actor"):
            yield found("is a party's voice and names no actor.", "Write `actor:` with the side's id.")
        for form in (name, *map(str, body.get("aliases") or ())):
            key = " ".join(folded_words(form))
            if seen.setdefault(key, type_) != type_:
                yield found(f"stands twice, as {seen[key]} and as {type_}.", "Keep one.")


def outlets(subject: Subject) -> Iterator[Finding]:
    """Outlets state an alignment of the list, and lean to actors that exist."""
    seen: set[str] = set()
    for outlet in subject.part("outlets"):
        name = str(outlet["name"])

        def found(fact: str, remedy: str, name: str = name) -> Finding:
            return subject.finding("outlets", "outlets.yaml", name, fact, remedy)

        if str(outlet.get("alignment")) not in terms("alignments"):
            options = ", ".join(terms("alignments"))
            yield found(
                f"has the alignment {outlet.get('alignment')!r}, which is none.", f"Alignments: {options}."
            )
        for side in outlet.get("sides") or ():
            if side not in subject.lexicon.actors:
                yield found(
                    f"leans to {side}, which is defined nowhere.", "Define the actor, or take it off."
                )
        for form in (name, *map(str, outlet.get("aliases") or ())):
            key = " ".join(folded_words(form)).lower()
            if key in seen:
                yield found(f"{form} stands twice.", "Keep one.")
            seen.add(key)
    for actor in subject.part("actors"):
        for _, framing in subject.framings(actor):
            for side in framing.get("sides") or ():
                if side not in subject.lexicon.actors:
                    yield subject.finding(
                        "outlets", "actors.yaml", f"{actor['id']}: {framing['name']}",
                        f"is said by the side {side}, which is defined nowhere.", "Write the id of an actor.",
                        line_with=str(framing["name"]),
                    )  # fmt: skip
