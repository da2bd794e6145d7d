"""What a loaded theatre holds, and whom its ambiguous words mean."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from rasd.lexicon import Entry, Lexicon
from rasd.lexicon.entries import bare, folded_words
from rasd.lexicon.files import packaged

__all__ = ["Meaning", "Overview", "ambiguous_words", "forms_of", "meanings", "overview"]


@dataclass(frozen=True, slots=True)
class Overview:
    """One theatre in figures."""

    id: str
    title_ar: str
    title_en: str
    countries: tuple[str, ...]
    covers_from: str | None
    covers_until: str | None
    origin: str
    """`packaged`, or the folder it was loaded from."""
    actors: int
    """Actors that it defines."""
    names: int
    """Framings that it adds, its own actors' and others'."""
    sources: int
    outlets: int
    places: int
    """Places of its countries in the core list, and those of its own list."""
    version: str
    """Version of all the data loaded."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """Whom an ambiguous word means in one theatre, under which conditions."""

    word: str
    actor: str | None
    """None: it names nobody there, as `note` says why."""
    since: str | None = None
    until: str | None = None
    sides: tuple[str, ...] = ()
    """Only in outlets that use the words of these sides."""
    outlets: tuple[str, ...] = ()
    """Only in these outlets."""
    note: str = ""


@cache
def ambiguous_words() -> dict[str, tuple[str, ...]]:
    """Return the words of ``actors/ambiguous.yaml`` that every pack must map or declare unmapped, with their forms."""
    entries: list[dict[str, Any]] = packaged().content["actors/ambiguous.yaml"]["ambiguous"]
    return {str(entry["words"][0]): tuple(map(str, entry["words"])) for entry in entries}


def forms_of(lexicon: Lexicon, words: tuple[str, ...]) -> Iterator[Entry]:
    """Yield the forms of actors that these words may be."""
    for word in words:
        for entry in lexicon.scanner.find([bare(part) for part in folded_words(word)]):
            if entry.layer == "actor":
                yield entry


def meanings(lexicon: Lexicon, theatre: str) -> list[Meaning]:
    """Return whom each ambiguous word means in a theatre, in the order of the list, then of the dates."""
    declared = {" ".join(folded_words(word)): note for word, note in lexicon.theatres[theatre].unmapped}
    found: list[Meaning] = []
    for word, forms in ambiguous_words().items():
        rows: dict[Meaning, None] = {}
        for entry in forms_of(lexicon, forms):
            value = entry.value
            if value.get("theatre") == theatre:
                rows[
                    Meaning(
                        word,
                        str(value["actor"]),
                        value.get("since"),
                        value.get("until"),
                        tuple(sorted(value.get("sides") or ())),
                        tuple(value.get("outlets") or ()),
                    )
                ] = None
        found += sorted(rows, key=lambda one: (one.since or "", one.until or "9", one.sides, one.actor or ""))
        for form in forms:
            note = declared.get(" ".join(folded_words(form)))
            if note is not None:
                found.append(Meaning(word, None, note=note))
                break
    return found


def overview(lexicon: Lexicon, theatre: str, place_countries: dict[str, int] | None = None) -> Overview:
    """Return one theatre in figures; `place_countries` counts the core list by country."""
    held = lexicon.theatres[theatre]

    def part(name: str) -> list[dict[str, Any]]:
        content = lexicon.data.content.get(f"theatres/{theatre}/{name}.yaml") or {}
        return list(content.get(name) or ())

    actors = part("actors")
    framings = sum(
        len(actor.get(key) or ())
        for actor in actors
        for key in ("names", "here", "adjectives", "persons", "people")
    )
    own = 0
    if held.places is not None:
        own = sum(1 for line in held.places.read_text("utf-8").splitlines()[1:] if line and line[0] != "#")
    core = sum((place_countries or {}).get(country, 0) for country in held.countries)
    return Overview(
        theatre,
        held.title_ar,
        held.title_en,
        held.countries,
        *held.covers,
        "packaged" if held.is_packaged else str(held.folder),
        sum("label" in actor for actor in actors),
        framings,
        len(part("sources")),
        len(part("outlets")),
        core + own,
        lexicon.version,
    )
