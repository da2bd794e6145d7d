"""Everything the reader knows, compiled: words, shapes, actors, speaking bodies, outlets and theatres."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from rasd.errors import DataError
from rasd.lexicon.cues import cues
from rasd.lexicon.entries import Entry, expand, folded_words
from rasd.lexicon.files import DataFiles, line_of, packaged, read_data
from rasd.lexicon.matching import Scanner
from rasd.lexicon.packs import with_packs
from rasd.text import fold

__all__ = ["Actor", "Framing", "Lexicon", "Theatre"]

_ACTOR_KEYS = {
    "id", "type", "label", "parents", "since", "until", "air_only", "names", "here", "adjectives", "persons", "people",
    "note", "added", "replaces",
}  # fmt: skip
_THEATRE_KEYS = {
    "id", "title", "countries", "timezone", "covers_from", "covers_until", "markers", "uses", "unmapped", "note",
}  # fmt: skip
_SOURCE_KEYS = {"name", "type", "actor", "aliases", "note", "since", "until"}
_OUTLET_KEYS = {"name", "aliases", "alignment", "note", "owner", "sides"}
_NAMED_KEYS = {"name", "since", "until", "outlets", "sides", "note"}
_PARENT_KEYS = {"id", "since", "until", "note"}
_UNMAPPED_KEYS = {"word", "note"}
KEYS = (_ACTOR_KEYS, _THEATRE_KEYS, _SOURCE_KEYS, _OUTLET_KEYS, _NAMED_KEYS, _PARENT_KEYS, _UNMAPPED_KEYS)
"""The keys of a pack's entries; docs/howto/theatre.md explains each."""
_LISTS = {
    "names", "here", "adjectives", "persons", "people", "parents", "outlets", "sides", "aliases", "countries",
    "markers", "uses", "unmapped",
}  # fmt: skip
_ENTRIES = {"names", "here", "adjectives", "persons", "people", "parents", "unmapped"}
"""Lists whose items may be tables."""
_TABLES = {"label", "title", "air_only"}
_WORDS = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Actor:
    """One actor under all its framings."""

    id: str
    type: str
    label_ar: str
    label_en: str
    since: str | None
    until: str | None
    parents: tuple[tuple[str, str | None, str | None], ...]
    """Actors under whose command or law it stands, each with first and last day."""
    air_only: tuple[str | None, str | None] | None
    theatre: str
    """Theatre of the pack that defines it; empty for international actors."""


@dataclass(frozen=True, slots=True)
class Framing:
    """One wording for an actor, as its pack writes it."""

    actor: str
    sort: str
    """`name`, `here`, `adjective`, `person`, `leader`, or `body` for a body that speaks for the actor."""
    text: str
    theatre: str
    """Theatre of the pack; empty for wordings of every theatre."""


@dataclass(frozen=True, slots=True)
class Theatre:
    """One theatre pack."""

    id: str
    title_ar: str
    title_en: str
    countries: tuple[str, ...]
    timezone: str
    uses: tuple[str, ...]
    covers: tuple[str | None, str | None] = (None, None)
    """First and last day covered; None: since ever, until today."""
    unmapped: tuple[tuple[str, str], ...] = ()
    """Ambiguous words that name nobody here, each with the reason."""
    folder: Path = Path()
    is_packaged: bool = True

    @property
    def places(self) -> Path | None:
        """The pack's own list of places, where it has one."""
        path = self.folder / "places.tsv"
        return path if path.is_file() else None


def _name_of(item: Any, key: str = "name") -> str:
    return str(item.get(key)) if isinstance(item, dict) else str(item)


def _text(value: Any) -> str | None:
    return None if value is None else str(value)


def _check(item: Any, allowed: set[str], path: Path, name: str, required: Iterable[str] = ()) -> None:
    if not isinstance(item, dict):
        raise DataError(
            f"{path}:1: {item!r} is no entry. Write `key: value` with: {', '.join(sorted(allowed))}."
        )
    unknown = set(item) - allowed
    if unknown:
        word = min(unknown)
        raise DataError(
            f"{path}:{line_of(path, word + ':')}: {name}: unknown key {word!r}. Keys: {', '.join(sorted(allowed))}."
        )
    for key in sorted(item.keys() & _LISTS):
        if item[key] is not None and not isinstance(item[key], list):
            raise DataError(
                f"{path}:{line_of(path, name)}: {name}: `{key}:` is no list. Write `{key}: [{item[key]}]`."
            )
    for key in sorted(item.keys() - _TABLES - _ENTRIES):
        given = (item[key] or ["-"]) if key in _LISTS else [item[key]]
        for one in given:
            if isinstance(one, (dict, list)) or one is None and key in _LISTS:
                raise DataError(
                    f"{path}:{line_of(path, name)}: {name}: `{key}:` holds {one!r}. Write a word there."
                )
    missing = [key for key in required if item.get(key) in (None, "", [])]
    if missing:
        raise DataError(
            f"{path}:{line_of(path, name)}: {name}: `{missing[0]}:` is missing. Write it; an entry has: "
            f"{', '.join(sorted(allowed))}."
        )


def _label(item: dict[str, Any], key: str, path: Path, name: str) -> tuple[str, str]:
    given = item[key]
    if not isinstance(given, dict) or not given.get("ar") or not given.get("en"):
        raise DataError(
            f"{path}:{line_of(path, name)}: {name}: `{key}:` needs both languages. "
            f"Write `{key}: {{ar: …, en: …}}`."
        )
    return str(given["ar"]), str(given["en"])


class Lexicon:
    """The compiled data of one data folder."""

    def __init__(self, data: DataFiles) -> None:
        self.data = data
        self.version = data.version
        self.actors: dict[str, Actor] = {}
        self.theatres: dict[str, Theatre] = {}
        self.outlets: dict[str, dict[str, Any]] = {}
        self._outlet_words: dict[str, list[tuple[str, frozenset[str]]]] = {}
        self._sides: dict[str, frozenset[str]] = {}
        self.framings: dict[str, list[Framing]] = {}
        """The wordings of each actor, in the order of the packs."""
        self._where: dict[str, str] = {}
        self._added: dict[str, str] = {}
        self.scanner = Scanner(entry for entry in self._entries() if not _is_another_word(entry))
        self.first_words = self._first_words()
        """The folded first word of every name of each actor: تنظيم, جماعة, حركة."""
        for actor_id, where in self._added.items():
            if actor_id not in self.actors:
                raise DataError(
                    f"{where}: actor {actor_id} has no label here and is defined nowhere. "
                    f"Write `label: {{ar: …, en: …}}`, or use one of: {', '.join(sorted(self.actors))}."
                )

    def __reduce__(self) -> tuple[type[Lexicon], tuple[DataFiles]]:
        """Go to another process as the files it was made of: what is compiled to machine code has no other state to send."""
        return Lexicon, (self.data,)

    @classmethod
    def load(
        cls,
        folder: Path | None = None,
        *,
        packs: Sequence[Path] = (),
        only: Iterable[str] | None = None,
    ) -> Lexicon:
        """Load and compile `folder`, by default the packaged data (compiled once in a process).

        `packs` are theatre packs from elsewhere, loaded beside the packaged ones; with `only` just these theatres.
        """
        if folder is not None:
            return cls(read_data(folder))
        return cls(with_packs(packs, only)) if packs or only is not None else _packaged()

    def _first_words(self) -> dict[str, frozenset[str]]:
        found: dict[str, frozenset[str]] = {}
        for actor, framings in self.framings.items():
            words = {framing.text.split()[0] for framing in framings if framing.sort == "name"}
            found[actor] = frozenset(word for given in words for word in folded_words(given))
        return found

    def sides(self, outlet: str) -> frozenset[str]:
        """Return the sides whose words an outlet (folded) uses as its own: by its name, or a name within its name."""
        known = self._sides.get(outlet)
        if known is None:
            words = _WORDS.findall(outlet)
            padded = f" {' '.join(words)} "
            named = (
                sides
                for word in words
                for name, sides in self._outlet_words.get(word, ())
                if f" {name} " in padded
            )
            known = frozenset(side for sides in named for side in sides)
            if len(self._sides) < 10_000:  # a hostile run must not fill the memory
                self._sides[outlet] = known
        return known

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
            self._read_outlets(f"{folder}/outlets.yaml", theatre)

    def _read_outlets(self, name: str, theatre: str) -> None:
        path = self.data.path(name)
        for outlet in (self.data.content.get(name) or {}).get("outlets") or ():
            _check(outlet, _OUTLET_KEYS, path, _name_of(outlet), ("name", "alignment"))
            sides = frozenset(str(side) for side in outlet.get("sides") or ())
            for alias in (outlet["name"], *(outlet.get("aliases") or ())):
                form = fold(str(alias)).text.lower()
                self.outlets[form] = {**outlet, "theatre": theatre}
                words = _WORDS.findall(form)
                if sides and words:
                    self._outlet_words.setdefault(words[0], []).append((" ".join(words), sides))

    def _words(self, name: str, content: Any) -> Iterator[Entry]:
        layer = content.get("layer")
        if not layer:
            raise DataError(
                f"{self.data.path(name)}:1: no `layer:`. Write the dimension that these words belong to."
            )
        for item in content.get("entries") or ():
            yield from expand(
                str(item.get("layer") or layer), {k: v for k, v in item.items() if k != "layer"}, name
            )

    def _theatre(self, name: str, content: dict[str, Any]) -> str:
        path = self.data.path(name)
        id_ = str(content.get("id"))
        _check(content, _THEATRE_KEYS, path, id_, ("id", "title", "countries", "timezone", "markers"))
        title_ar, title_en = _label(content, "title", path, id_)
        for item in content.get("unmapped") or ():
            _check(item, _UNMAPPED_KEYS, path, _name_of(item, "word"), ("word", "note"))
        theatre = Theatre(
            id=id_,
            title_ar=title_ar,
            title_en=title_en,
            countries=tuple(str(code) for code in content["countries"]),
            timezone=str(content["timezone"]),
            uses=tuple(content.get("uses") or ()),
            covers=(_text(content.get("covers_from")), _text(content.get("covers_until"))),
            unmapped=tuple((str(item["word"]), str(item["note"])) for item in content.get("unmapped") or ()),
            folder=path.parent,
            is_packaged=id_ not in self.data.folders,
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
        path = self.data.path(name)
        for item in content.get("actors") or ():
            actor_id = _name_of(item, "id")
            _check(item, _ACTOR_KEYS, path, actor_id, ("id",))
            if "label" in item:
                self._define(actor_id, item, theatre, name)
            else:  # a pack adds framings to an actor that is defined elsewhere
                self._added.setdefault(actor_id, f"{path}:{line_of(path, 'id: ' + actor_id)}")
            for cls, key in (("name", "names"), ("here", "here"), ("adjective", "adjectives"), ("person", "persons"),
                             ("leader", "people")):  # fmt: skip
                for given in item.get(key) or ():
                    yield from self._framing(actor_id, item, cls, given, theatre, name)

    def _define(self, actor_id: str, item: dict[str, Any], theatre: str, name: str) -> None:
        path = self.data.path(name)
        line = line_of(path, "id: " + actor_id)
        if actor_id in self.actors and "replaces" not in item:
            raise DataError(
                f"{path}:{line}: actor id {actor_id} is already defined in {self._where[actor_id]}. "
                f"Leave out `label` to add framings to it, choose another id, or write `replaces: {actor_id}` and a reason."
            )
        label_ar, label_en = _label(item, "label", path, actor_id)
        air = item.get("air_only")
        self._where[actor_id] = f"{name}:{line}"
        self.actors[actor_id] = Actor(
            id=actor_id,
            type=str(item.get("type") or ""),
            label_ar=label_ar,
            label_en=label_en,
            since=_text(item.get("since")),
            until=_text(item.get("until")),
            parents=tuple(self._parents(item, path, actor_id)),
            air_only=(_text(air.get("since")), _text(air.get("until"))) if isinstance(air, dict) else None,
            theatre=theatre,
        )

    @staticmethod
    def _parents(
        item: dict[str, Any], path: Path, actor_id: str
    ) -> Iterator[tuple[str, str | None, str | None]]:
        for given in item.get("parents") or ():
            parent = given if isinstance(given, dict) else {"id": given}
            _check(parent, _PARENT_KEYS, path, actor_id, ("id",))
            yield str(parent["id"]), _text(parent.get("since")), _text(parent.get("until"))

    def _framing(
        self, actor_id: str, item: dict[str, Any], cls: str, given: Any, theatre: str, name: str
    ) -> Iterator[Entry]:
        named = given if isinstance(given, dict) else {"name": given}
        _check(named, _NAMED_KEYS, self.data.path(name), actor_id, ("name",))
        value = {
            "actor": actor_id,
            "theatre": theatre,
            "since": _text(named.get("since") or item.get("since")),
            # A name that nobody else bears still means an actor that is gone; a bare word passes to who came after.
            "until": _text(
                named.get("until") or (item.get("until") if cls not in ("name", "leader") else None)
            ),
            "outlets": [fold(str(outlet)).text.lower() for outlet in named.get("outlets") or ()],
            "sides": frozenset(str(side) for side in named.get("sides") or ()),
        }
        form = str(named["name"])
        self.framings.setdefault(actor_id, []).append(Framing(actor_id, cls, form, theatre))
        if cls == "adjective":
            yield from expand("nisba", {"class": "adjective", "value": value, "adjectives": [form]}, name)
        elif cls == "person":
            yield from expand(
                "actor", {"class": "person", "value": value, "nouns": [{"one": form, "many": ["+ون"]}]}, name
            )
        else:
            yield from expand("actor", {"class": cls, "value": value, "words": [form]}, name)

    def _sources(self, name: str, content: Any, theatre: str) -> Iterator[Entry]:
        path = self.data.path(name)
        for item in content.get("sources") or ():
            _check(item, _SOURCE_KEYS, path, _name_of(item), ("name", "type"))
            value = {"type": item["type"], "actor": item.get("actor"), "theatre": theatre}
            for form in (item["name"], *(item.get("aliases") or ())):
                if item.get("actor"):
                    self.framings.setdefault(str(item["actor"]), []).append(
                        Framing(str(item["actor"]), "body", str(form), theatre)
                    )
                yield from expand("body", {"class": "body", "value": value, "words": [str(form)]}, name)


@cache
def _packaged() -> Lexicon:
    return Lexicon(packaged())


def _is_another_word(entry: Entry) -> bool:
    """Say whether a form that a verb yields is spelled like another word that texts mean: "فرن" are ovens."""
    return entry.part in ("past", "present") and len(entry.words) == 1 and entry.words[0] in cues("uncut")
