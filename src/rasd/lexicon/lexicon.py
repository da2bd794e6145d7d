"""Everything the reader knows, compiled: words, shapes, actors, speaking bodies, outlets and theatres."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from rasd.errors import DataError
from rasd.lexicon.entries import Entry, expand, folded_words
from rasd.lexicon.files import DataFiles, line_of, packaged, read_data
from rasd.lexicon.matching import Scanner
from rasd.text import fold

__all__ = ["Actor", "Lexicon", "Theatre"]

_ACTOR_KEYS = {
    "id", "type", "label", "parent", "since", "until", "air_only", "names", "here", "adjectives", "persons", "people",
    "note", "added", "replaces",
}  # fmt: skip
_THEATRE_KEYS = {"id", "title", "countries", "timezone", "covers_from", "markers", "uses", "note"}
_SOURCE_KEYS = {"name", "type", "actor", "aliases", "note", "since", "until"}
_OUTLET_KEYS = {"name", "aliases", "alignment", "note", "owner", "actor", "reads"}
_NAMED_KEYS = {"name", "since", "until", "outlets", "note"}


@dataclass(frozen=True, slots=True)
class Actor:
    """One actor under all its framings."""

    id: str
    type: str
    label_ar: str
    label_en: str
    since: str | None
    until: str | None
    parent: str | None
    air_only: tuple[str | None, str | None] | None
    theatre: str
    """Theatre of the pack that defines it; empty for international actors."""


@dataclass(frozen=True, slots=True)
class Theatre:
    """One theatre pack."""

    id: str
    title_ar: str
    title_en: str
    countries: tuple[str, ...]
    timezone: str
    uses: tuple[str, ...]


def _text(value: Any) -> str | None:
    return None if value is None else str(value)


def _check(item: dict[str, Any], allowed: set[str], path: Path, name: str) -> None:
    unknown = set(item) - allowed
    if unknown:
        word = min(unknown)
        raise DataError(
            f"{path}:{line_of(path, word + ':')}: {name}: unknown key {word!r}. Keys: {', '.join(sorted(allowed))}."
        )


class Lexicon:
    """The compiled data of one data folder."""

    def __init__(self, data: DataFiles) -> None:
        self.data = data
        self.version = data.version
        self.actors: dict[str, Actor] = {}
        self.theatres: dict[str, Theatre] = {}
        self.outlets: dict[str, dict[str, Any]] = {}
        self._where: dict[str, str] = {}
        self._added: dict[str, str] = {}
        self.scanner = Scanner(self._entries())
        for actor_id, where in self._added.items():
            if actor_id not in self.actors:
                raise DataError(
                    f"{where}: actor {actor_id} has no label here and is defined nowhere. "
                    f"Write `label: {{ar: …, en: …}}`, or use one of: {', '.join(sorted(self.actors))}."
                )

    @classmethod
    def load(cls, folder: Path | None = None) -> Lexicon:
        """Load and compile `folder`, by default the packaged data (compiled once in a process)."""
        return _packaged() if folder is None else cls(read_data(folder))

    def shapes(self, dimension: str) -> list[dict[str, Any]]:
        """Return the shapes of one dimension, in the order of their file."""
        return list(self.data.content.get(f"arabic/shapes/{dimension}.yaml") or ())

    def _entries(self) -> Iterator[Entry]:
        for name, content in self.data.under("arabic/words/").items():
            yield from self._words(name, content)
        for name, content in self.data.under("actors/").items():
            if name.endswith("sources.yaml"):
                yield from self._sources(name, content, "")
            else:
                yield from self._actors(name, content, "")
        for name, content in self.data.under("theatres/").items():
            if not name.endswith("/theatre.yaml"):
                continue
            folder = name.rsplit("/", 1)[0]
            theatre = self._theatre(name, content)
            yield from self._markers(name, content)
            for part, read in (("actors", self._actors), ("sources", self._sources)):
                part_name = f"{folder}/{part}.yaml"
                if self.data.content.get(part_name):
                    yield from read(part_name, self.data.content[part_name], theatre)
            lexicon_name = f"{folder}/lexicon.yaml"
            if self.data.content.get(lexicon_name):
                yield from self._words(lexicon_name, self.data.content[lexicon_name])
            for outlet in (self.data.content.get(f"{folder}/outlets.yaml") or {}).get("outlets") or ():
                path = self.data.folder / folder / "outlets.yaml"
                _check(outlet, _OUTLET_KEYS, path, str(outlet.get("name")))
                for alias in (outlet["name"], *(outlet.get("aliases") or ())):
                    self.outlets[fold(str(alias)).text.lower()] = {**outlet, "theatre": theatre}

    def _words(self, name: str, content: Any) -> Iterator[Entry]:
        layer = content.get("layer")
        if not layer:
            raise DataError(
                f"{self.data.folder / name}:1: no `layer:`. Write the dimension that these words belong to."
            )
        for item in content.get("entries") or ():
            yield from expand(
                str(item.get("layer") or layer), {k: v for k, v in item.items() if k != "layer"}, name
            )

    def _theatre(self, name: str, content: dict[str, Any]) -> str:
        path = self.data.folder / name
        _check(content, _THEATRE_KEYS, path, str(content.get("id")))
        theatre = Theatre(
            id=str(content["id"]),
            title_ar=content["title"]["ar"],
            title_en=content["title"]["en"],
            countries=tuple(content["countries"]),
            timezone=str(content["timezone"]),
            uses=tuple(content.get("uses") or ()),
        )
        self.theatres[theatre.id] = theatre
        return theatre.id

    def _markers(self, name: str, content: dict[str, Any]) -> Iterator[Entry]:
        for marker in content.get("markers") or ():
            words = folded_words(str(marker))
            yield from expand(
                "theatre",
                {"class": "marker", "value": {"theatre": content["id"]}, "words": [" ".join(words)]},
                name,
            )

    def _actors(self, name: str, content: Any, theatre: str) -> Iterator[Entry]:
        path = self.data.folder / name
        for item in content.get("actors") or ():
            actor_id = str(item.get("id"))
            _check(item, _ACTOR_KEYS, path, actor_id)
            if "label" in item:
                self._define(actor_id, item, theatre, name)
            else:  # a pack adds framings to an actor that is defined elsewhere
                self._added.setdefault(actor_id, f"{path}:{line_of(path, 'id: ' + actor_id)}")
            for cls, key in (("name", "names"), ("here", "here"), ("adjective", "adjectives"), ("person", "persons"),
                             ("leader", "people")):  # fmt: skip
                for given in item.get(key) or ():
                    yield from self._framing(actor_id, item, cls, given, theatre, name)

    def _define(self, actor_id: str, item: dict[str, Any], theatre: str, name: str) -> None:
        path = self.data.folder / name
        line = line_of(path, "id: " + actor_id)
        if actor_id in self.actors and "replaces" not in item:
            raise DataError(
                f"{path}:{line}: actor id {actor_id} is already defined in {self._where[actor_id]}. "
                f"Leave out `label` to add framings to it, choose another id, or write `replaces: {actor_id}` and a reason."
            )
        air = item.get("air_only")
        self._where[actor_id] = f"{name}:{line}"
        self.actors[actor_id] = Actor(
            id=actor_id,
            type=str(item.get("type") or ""),
            label_ar=item["label"]["ar"],
            label_en=item["label"]["en"],
            since=_text(item.get("since")),
            until=_text(item.get("until")),
            parent=item.get("parent"),
            air_only=(_text(air.get("since")), _text(air.get("until"))) if isinstance(air, dict) else None,
            theatre=theatre,
        )

    def _framing(
        self, actor_id: str, item: dict[str, Any], cls: str, given: Any, theatre: str, name: str
    ) -> Iterator[Entry]:
        named = given if isinstance(given, dict) else {"name": given}
        _check(named, _NAMED_KEYS, self.data.folder / name, actor_id)
        value = {
            "actor": actor_id,
            "theatre": theatre,
            "since": _text(named.get("since") or item.get("since")),
            "until": _text(named.get("until") or item.get("until")),
            "outlets": [fold(str(outlet)).text.lower() for outlet in named.get("outlets") or ()],
        }
        form = str(named["name"])
        if cls == "adjective":
            yield from expand("nisba", {"class": "adjective", "value": value, "adjectives": [form]}, name)
        elif cls == "person":
            yield from expand(
                "actor", {"class": "person", "value": value, "nouns": [{"one": form, "many": ["+ون"]}]}, name
            )
        else:
            yield from expand("actor", {"class": cls, "value": value, "words": [form]}, name)

    def _sources(self, name: str, content: Any, theatre: str) -> Iterator[Entry]:
        path = self.data.folder / name
        for item in content.get("sources") or ():
            _check(item, _SOURCE_KEYS, path, str(item.get("name")))
            value = {"type": item["type"], "actor": item.get("actor"), "theatre": theatre}
            for form in (item["name"], *(item.get("aliases") or ())):
                yield from expand("body", {"class": "body", "value": value, "words": [str(form)]}, name)


@cache
def _packaged() -> Lexicon:
    return Lexicon(packaged())
