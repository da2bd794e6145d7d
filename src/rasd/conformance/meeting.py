"""Checks of the pack among everything else that is loaded: other words, places, the other theatres."""

from __future__ import annotations

from collections.abc import Iterator

from rasd.conformance.finding import Finding
from rasd.conformance.subject import Subject
from rasd.errors import DataError
from rasd.grammar.passage import Passage
from rasd.grammar.theatres import recognise_theatres
from rasd.lexicon.entries import bare, folded_words
from rasd.lexicon.lint import characters as hidden_characters
from rasd.places import Place, key, library
from rasd.places.loading import read_core

__all__ = ["characters", "collisions", "elsewhere", "filled_in", "markers", "places"]

_MARGIN = 1.5  # degrees beyond the places of a country that are known
_PLAIN_LAYERS = frozenset({"event", "harm", "weapon", "munition", "site", "person", "factuality", "calendar"})
_TO_FILL = "to be filled in"


def characters(subject: Subject) -> Iterator[Finding]:
    """No characters that folding would hide: presentation forms, direction marks, Farsi letters."""
    for path in sorted([*subject.folder.glob("*.yaml"), *subject.folder.glob("*.tsv")]):
        for one in hidden_characters(path):
            fact, _, remedy = one.message.partition(". ")
            yield Finding("characters", one.file, one.line, "", f"{fact}.", remedy)


def elsewhere(subject: Subject) -> Iterator[Finding]:
    """Names hold everywhere, so one that another theatre gives to somebody else belongs under `here`."""
    told: set[tuple[str, ...]] = set()
    for entry in subject.forms:
        if entry.cls != "name" or entry.words in told:
            continue
        own = str(entry.value["actor"])
        for other in subject.lexicon.scanner.find(entry.words):
            theatre, actor = str(other.value.get("theatre") or ""), str(other.value.get("actor"))
            if (
                other.layer == entry.layer
                and other.cls in ("name", "here")
                and theatre not in ("", subject.id)
                and actor != own
            ):
                told.add(entry.words)
                yield subject.finding(
                    "elsewhere", "actors.yaml", f"{own}: {' '.join(entry.words)}",
                    f"means {actor} in the theatre {theatre}.", "Move it from `names:` to `here:`.",
                    line_with=f"id: {own}", is_error=False,
                )  # fmt: skip
                break


def collisions(subject: Subject) -> Iterator[Finding]:
    """Framings that are also a place of the theatre or a plain word; they are read as the actor wherever they stand."""
    countries = set(map(str, subject.theatre["countries"]))
    for actor in subject.part("actors"):
        for kind, framing in subject.framings(actor):
            name = str(framing["name"])
            words = [bare(word) for word in folded_words(name)]
            if kind not in ("names", "here") or len(words) > 2:
                continue
            here = [
                place.name
                for place in subject.coder.gazetteer.find(key(name))
                if place.core and place.country in countries
            ]
            layers = {entry.layer for entry in subject.lexicon.scanner.find(words)} & _PLAIN_LAYERS
            if here or layers:
                what = f"a place ({here[0]})" if here else f"a word of {', '.join(sorted(layers))}"
                yield subject.finding(
                    "collisions", "actors.yaml", f"{actor['id']}: {name}", f"is also {what}.",
                    "Write a longer framing, or leave it and show in corpus.yaml that both are read.",
                    line_with=name, is_error=False,
                )  # fmt: skip


def markers(subject: Subject) -> Iterator[Finding]:
    """Each marker alone makes the theatre recognised, and is no other theatre's marker as well."""
    known = tuple(subject.lexicon.theatres)
    seen: set[str] = set()
    for marker in map(str, subject.theatre["markers"]):

        def found(fact: str, remedy: str, *, marker: str = marker, is_error: bool = True) -> Finding:
            return subject.finding("markers", "theatre.yaml", marker, fact, remedy, is_error=is_error)

        form = " ".join(folded_words(marker))
        if form in seen:
            yield found("stands twice.", "Keep one.")
        seen.add(form)
        passage = Passage.of(marker, subject.lexicon)
        if subject.id not in recognise_theatres(passage, None, known):
            yield found("does not make the theatre recognised.", "Write the word as outlets write it.")
        others = {str(m.value["theatre"]) for m in passage.layer("theatre")} - {subject.id}
        if others:
            yield found(
                f"is a marker of {', '.join(sorted(others))} too.",
                "Fine when both are meant.",
                is_error=False,
            )


def _beyond(place: Place, known: list[Place]) -> bool:
    """Say whether a place lies outside the box of the known places of its country."""
    points = [(p.latitude, p.longitude) for p in known if p.latitude is not None and p.longitude is not None]
    if len(points) < 20 or place.latitude is None or place.longitude is None:
        return False
    north, east = [p[0] for p in points], [p[1] for p in points]
    return not (
        min(north) - _MARGIN <= place.latitude <= max(north) + _MARGIN
        and min(east) - _MARGIN <= place.longitude <= max(east) + _MARGIN
    )


def places(subject: Subject) -> Iterator[Finding]:
    """The pack's own places have points, inside its countries, and ids that the core list does not use."""
    path = subject.folder / "places.tsv"
    if not path.is_file():
        return
    try:
        own = read_core(path)
    except DataError as error:
        yield subject.finding("places", "places.tsv", "", str(error), "")
        return
    core = library.core_places()
    taken = {place.id for place in core}
    countries = set(map(str, subject.theatre["countries"]))
    for place in own:

        def found(fact: str, remedy: str, *, place: Place = place, is_error: bool = True) -> Finding:
            return subject.finding("places", "places.tsv", place.id, fact, remedy, is_error=is_error)

        if place.latitude is None:
            yield found("has no point.", "Write `lat` and `lon`, three decimals.")
        if place.id in taken:
            yield found("is an id of the core list.", "Choose another id, or leave the row out.")
        if place.country and place.country not in countries:
            yield found(
                f"stands in {place.country}, which is no country of the pack.",
                f"Mend it, or leave it where it is meant. Countries: {', '.join(sorted(countries))}.",
                is_error=False,
            )
        elif _beyond(place, [other for other in core if other.country == place.country]):
            yield found(f"has a point far outside {place.country}.", "Check `lat` and `lon`.")


def filled_in(subject: Subject) -> Iterator[Finding]:
    """What `rasd theatre new` left for a person to write."""
    for path in sorted([*subject.folder.glob("*.yaml"), *subject.folder.glob("*.tsv")]):
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            if _TO_FILL in line and not line.lstrip().startswith("# *"):
                yield Finding(
                    "filled_in", str(path), number, "", f"{_TO_FILL}: {line.split('#')[0].strip() or line.strip()}.",
                    "Write what holds there and take the remark off.", False,
                )  # fmt: skip
