"""Rows of the core list: reading, writing, ids."""

from __future__ import annotations

import gzip
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from rasd.places.admin import admin1_name
from rasd.places.names import key, spellings
from rasd.places.own import COLUMNS
from rasd.places.place import KINDS

CORE = Path(__file__).resolve().parents[1] / "src/rasd/data/places/core.tsv"
_CLASSES = {"neighbourhood": "quarter", "military base": "base", "checkpoint": "site", "island": "region"}
# Other people's own lists of points; ours must stand without them.
_LEFT_OUT = ("palestine-data-backend", "osm")
_SLUG = re.compile(r"[^a-z0-9]+")
_ARTICLE = re.compile(r"^(?:al|as|ar|at|ad|an|az|ash|el)[ -](?=.{3})")


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the core list, or the same facts of another list."""

    id: str
    name_ar: str
    aliases: tuple[str, ...]
    name_en: str
    kind: str
    country: str
    admin1: str
    admin2: str
    point: tuple[float, float] | None
    population: int
    ar_from: str = "native"

    @property
    def names(self) -> tuple[str, ...]:
        return (self.name_ar, *self.aliases)

    @property
    def native(self) -> bool:
        return self.ar_from == "native"


def filled(row: Row, **changes: Any) -> Row:
    """Return a row with other cells."""
    return replace(row, **changes)


def read_core() -> list[Row]:
    """Read the core list; rows may lack id, units and point."""
    lines = CORE.read_text("utf-8").splitlines()
    if lines[0].split("\t") != list(COLUMNS):
        raise SystemExit(f"{CORE}:1: the header is not {' '.join(COLUMNS)}")
    rows: list[Row] = []
    for number, line in enumerate(lines[1:], 2):
        cells = line.split("\t")
        if len(cells) != len(COLUMNS) or cells[4] not in KINDS:
            raise SystemExit(f"{CORE}:{number}: {len(cells)} cells, class {cells[4:5]}")
        rows.append(_row(dict(zip(COLUMNS, cells, strict=True))))
    return rows


def write_core(rows: Iterable[Row]) -> None:
    """Write the core list."""
    lines = ["\t".join(COLUMNS)]
    for row in rows:
        north, east = ("", "") if row.point is None else (_number(row.point[0]), _number(row.point[1]))
        cells = (
            row.id,
            row.name_ar,
            ";".join(row.aliases),
            row.name_en,
            row.kind,
            row.country,
            row.admin1,
            row.admin2,
            north,
            east,
            str(row.population or ""),
        )
        lines.append("\t".join(cells))
    CORE.write_text("\n".join(lines) + "\n", "utf-8")


def listed(path: Path) -> Iterator[Row]:
    """Yield the rows of another list that may be looked up."""
    with (
        gzip.open(path, "rt", encoding="utf-8")
        if path.suffix == ".gz"
        else path.open(encoding="utf-8") as lines
    ):
        header = next(lines).rstrip("\n").split("\t")
        for line in lines:
            cells = dict(zip(header, line.rstrip("\n").split("\t"), strict=True))
            if cells["name_ar"] and not cells.get("source", "").startswith((*_LEFT_OUT, "curated")):
                cells["class"] = _CLASSES.get(cells["class"], cells["class"])
                yield _row(cells)


def sorted_rows(rows: Iterable[Row]) -> list[Row]:
    """Return rows by country, class and id, so that a change shows as few lines."""
    return sorted(rows, key=lambda row: (row.country, KINDS.index(row.kind), row.id))


def id_of(row: Row, taken: set[str]) -> str:
    """Return a new id: country, unit and English name; the class or a number where they do not tell apart."""
    name = slug(row.name_en) or "place"
    area = slug(row.admin1)
    parts = [row.country.lower() or "xx"]
    if area and area != name and row.kind != "country":
        parts.append(area)
    plain = "_".join([*parts, name])
    tries = [plain, f"{plain}_{row.kind}"]
    if row.admin2:
        tries.append(f"{plain}_{slug(row.admin2)}")
        tries.append(f"{plain}_{slug(row.admin2)}_{row.kind}")
    tries += [f"{plain}_{number}" for number in range(2, 100)]
    return next(id_ for id_ in tries if id_ not in taken)


def slug(name: str) -> str:
    """Return a name in small Latin letters.

    >>> slug("Dayr az Zawr"), slug("Al-Ḩaqlānīyah")
    ('dayr_az_zawr', 'haqlaniyah')
    """
    folded = unicodedata.normalize("NFKD", name)
    folded = "".join(letter for letter in folded if not unicodedata.combining(letter)).casefold()
    folded = re.sub(r"\([^)]*\)|['’‘`ʿʾ]", "", folded).strip()
    return _SLUG.sub("_", _ARTICLE.sub("", folded)).strip("_")


def _row(cells: dict[str, str]) -> Row:
    country = "" if cells["country"] in ("XX", "-") else cells["country"]
    aliases: dict[str, str] = {}
    # What the index finds by the name alone needs no alias.
    known = spellings(cells["name_ar"], cells["class"])
    for alias in cells["aliases"].split(";"):
        forms = spellings(alias, cells["class"])
        if forms and not forms & known:
            aliases.setdefault(key(alias), alias)
    return Row(
        id=cells["id"],
        name_ar=cells["name_ar"],
        aliases=tuple(aliases.values()),
        name_en=_plain_latin(cells["name_en"]),
        kind=cells["class"],
        country=country,
        admin1=admin1_name(country, cells["admin1"]),
        admin2=cells["admin2"],
        point=(round(float(cells["lat"]), 3), round(float(cells["lon"]), 3)) if cells["lat"] else None,
        population=int(float(cells["population"] or 0)),
        ar_from=cells.get("ar_from") or "native",
    )


def _plain_latin(name: str) -> str:
    """Return a romanised name without the marks of transliteration."""
    letters = unicodedata.normalize("NFKD", name.translate({ord("‘"): "'", ord("’"): "'", ord("`"): "'"}))
    return "".join(letter for letter in letters if letter.isascii()).strip(" '")


def _number(value: float) -> str:
    return f"{value:.3f}".rstrip("0").rstrip(".")
