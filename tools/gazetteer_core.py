"""Completes and checks ``src/rasd/data/places/core.tsv``, our own list of places.

    python tools/gazetteer_core.py LIST.tsv[.gz] [--named NAMED.tsv] [--check]

`core.tsv` is the source: its rows are written by people. A row may leave out id, admin1, admin2 and point; this
script fills them in. It adds the rows that `gazetteer_wanted.py` names and those of the selection rule, takes
their facts from LIST, a table in the format of `rasd gazetteer add`, and says where our facts and the list's
differ. Rows that are there already stay as they are.

The selection rule: every governorate, district and subdistrict of the eight countries; every city, town and camp
there whose Arabic name is native; governorates and cities of the neighbours; and the names of NAMED, which
`gazetteer_named.py` counts in reports.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from gazetteer_rows import CORE, Row, filled, id_of, listed, read_core, sorted_rows, write_core
from gazetteer_wanted import WANTED
from rasd.places.distance import kilometres
from rasd.places.names import key, spellings

FOCUS = frozenset(["SY", "PS", "IL", "LB", "YE", "SD", "LY", "IQ"])
NEIGHBOURS = frozenset(["TR", "IR", "JO", "EG", "SA", "SS", "TD"])
UNITS = ("governorate", "district", "subdistrict")
NEAR_KM = 5.0
# Units and towns of a list that stand in the core list under another country.
LEFT_OUT = frozenset(
    [
        ("IL", "Jerusalem", "city"),
        ("IL", "Ariel", "town"),
        ("IL", "Givat Zeev", "town"),
        ("IL", "Modiin Ilit", "town"),
    ]
)
AREAS = ("country", "region", "sea", "mountain", "river")
_KIND_ORDER = ("city", "town", "camp", "village", "quarter", "base", "airport", "crossing", "subdistrict")
_FAMILIES = {"city": "town", "village": "town", "quarter": "town", "airport": "base"}


class Named:
    """Rows under their keys, and the rows in one neighbourhood."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self._rows: dict[tuple[str, str], list[Row]] = defaultdict(list)
        self._closed: dict[tuple[str, str], list[Row]] = defaultdict(list)
        self._cells: dict[tuple[str, int, int], list[Row]] = defaultdict(list)
        for row in rows:
            self.add(row)

    def add(self, row: Row) -> None:
        for form in {form for name in row.names for form in spellings(name, row.kind)}:
            self._rows[row.country, form].append(row)
            self._closed[row.country, form.replace(" ", "")].append(row)
        if row.point is not None:
            north, east = row.point
            self._cells[row.country, round(north), round(east)].append(row)

    def find(self, country: str, name: str) -> list[Row]:
        """Return the rows of a country that bear a name."""
        return self._rows.get((country, key(name)), [])

    def find_close(self, country: str, name: str) -> list[Row]:
        """Return the rows that bear a name, else those whose name differs by spaces."""
        return self.find(country, name) or self._closed.get((country, key(name).replace(" ", "")), [])

    def nearest(self, row: Row) -> Row | None:
        """Return the nearest settlement that knows its unit, within a hundred kilometres or so."""
        if row.point is None:
            return None
        north, east = row.point
        near = [
            other
            for step_north in (-1, 0, 1)
            for step_east in (-1, 0, 1)
            for other in self._cells.get(
                (row.country, round(north) + step_north, round(east) + step_east), ()
            )
            if other.admin1 and other.kind not in (*UNITS, *AREAS)
            if not row.admin1 or row.admin1 == other.admin1
        ]
        return min(near, key=lambda other: distance(row, other), default=None)


def distance(row: Row, other: Row) -> float:
    """Return kilometres; a missing point is infinitely far."""
    if row.point is None or other.point is None:
        return float("inf")
    return kilometres(*row.point, *other.point)


def same_place(row: Row, rows: Iterable[Row]) -> Row | None:
    """Return the row among namesakes that is the same place."""
    for other in rows:
        if row.kind in UNITS or other.kind in UNITS:
            same_unit = row.kind == other.kind and row.admin1 == other.admin1
            if same_unit and (row.kind != "subdistrict" or row.admin2 == other.admin2):
                return other
        elif row.kind == other.kind == "country":
            return other
        elif family(row) == family(other):
            if distance(row, other) < (4 if "quarter" in (row.kind, other.kind) else 12):
                return other
    return None


def family(row: Row) -> str:
    """Return the class under which two lists may know one place."""
    return _FAMILIES.get(row.kind, row.kind)


def chosen(candidates: list[Row]) -> Row:
    """Return the best known of namesakes: by class, then people, then first."""

    def rank(row: Row) -> tuple[int, int]:
        kind = _KIND_ORDER.index(row.kind) if row.kind in _KIND_ORDER else len(_KIND_ORDER)
        return kind, -row.population

    return min(candidates, key=rank)


def by_rule(rows: Iterable[Row]) -> Iterator[Row]:
    """Yield the units, cities, towns and camps."""
    for row in rows:
        if (row.country, row.name_en, row.kind) in LEFT_OUT:
            continue
        if row.country in FOCUS:
            if row.kind in UNITS or row.kind in ("city", "town", "camp") and row.native:
                yield in_our_words(row)
        elif row.country in NEIGHBOURS and row.kind in ("governorate", "city") and row.native:
            yield in_our_words(row)


def in_our_words(row: Row) -> Row:
    """Return a first-level unit under the English name that `admin1.tsv` gives it."""
    first_level = row.kind == "governorate" and not row.admin2 and row.country != "PS"
    return filled(row, name_en=row.admin1) if first_level and row.admin1 else row


def wanted(rows: Named, have: Named) -> Iterator[Row]:
    """Yield the rows that `gazetteer_wanted.py` names; a name that neither list has is told."""
    missing: list[str] = []
    for country, units, text in WANTED:
        for name in (" ".join(part.split()) for part in text.split("،")):
            candidates = [row for row in rows.find_close(country, name) if row.kind not in (*UNITS, *AREAS)]
            for unit in units.split(";"):
                inside = [row for row in candidates if not unit or row.admin1 == unit]
                if inside:
                    yield spelled(chosen(inside), name)
                    break
            else:
                if not have.find(country, name) and not rows.find(country, name):
                    missing.append(f"{country} {units} {name}")
    if missing:
        told = "، ".join(missing)
        print(f"in neither list, write a row in core.tsv ({len(missing)}): {told}", file=sys.stderr)


def spelled(row: Row, name: str) -> Row:
    """Return a row that is found under a name; a romanised list's guess at the Arabic gives way to it."""
    if not row.native:
        return filled(row, name_ar=name, aliases=())
    known = {form for other in row.names for form in spellings(other, row.kind)}
    return row if spellings(name, row.kind) & known else filled(row, aliases=(*row.aliases, name))


def named(rows: Named, table: Path) -> Iterator[Row]:
    """Yield the rows of names counted in reports: country, name, latitude, longitude of the place meant."""
    for line in table.read_text("utf-8").splitlines():
        country, name, north, east = line.split("\t")[:4]
        point = float(north), float(east)
        candidates = [(row, row.point) for row in rows.find(country, name) if row.point is not None]
        if candidates:
            yield min(candidates, key=lambda found: kilometres(*point, *found[1]))[0]


def completed(row: Row, rows: Named) -> Row:
    """Return a row with its blanks filled: point and units of the list's same place, else the nearest's units."""
    namesakes = [other for name in row.names for other in rows.find(row.country, name)]
    if row.point is None:
        inside = [other for other in namesakes if not row.admin1 or other.admin1 == row.admin1]
        alike = [other for other in inside if other.kind == row.kind] or inside
        if alike:
            row = filled(row, point=chosen(alike).point)
    if row.kind in ("city", "town") and not row.population:
        known = same_place(row, (other for other in namesakes if other.population))
        row = filled(row, population=known.population) if known else row
    if row.kind in AREAS and row.kind != "mountain" or row.admin1 and row.admin2:
        return row
    inside = [other for other in namesakes if other.admin1 and (not row.admin1 or other.admin1 == row.admin1)]
    known = same_place(row, inside) or rows.nearest(row)
    if known is None:
        return row
    return filled(row, admin1=known.admin1, admin2=known.admin2)


def check(core: list[Row], rows: Named) -> None:
    """Print the share of our points within five kilometres of the list's, and the rows that lie farther."""
    checked = near = 0
    far: list[str] = []
    for row in core:
        apart = [
            distance(row, other)
            for name in row.names
            for other in rows.find(row.country, name)
            if family(other) == family(row) and other.admin1 == row.admin1
        ]
        if row.point is None or not apart or row.kind in AREAS:
            continue
        checked += 1
        if min(apart) <= NEAR_KM:
            near += 1
        else:
            far.append(f"{row.id} {row.name_ar} {min(apart):.0f} km")
    print(
        f"{len(core)} rows; {checked} have a namesake of their unit and class in the list, {near} of them ({near / max(1, checked):.1%}) "
        f"within {NEAR_KM:.0f} km"
    )
    print("farther:", "; ".join(far))
    for kind, count in Counter(row.kind for row in core).most_common():
        print(f"  {kind} {count}")
    print(" ", dict(Counter(row.country for row in core if row.country in FOCUS)))


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("list", type=Path, help="table of places to take facts from")
    parser.add_argument("--named", type=Path, help="names counted in reports (gazetteer_named.py)")
    parser.add_argument("--check", action="store_true", help="compare only, write nothing")
    options = parser.parse_args()
    source = list(listed(options.list))
    rows = Named(source)
    core = read_core()
    if not options.check:
        core = [completed(row, rows) for row in core]
        have = Named(core)
        new = [*by_rule(source), *wanted(rows, have)]
        if options.named:
            new += named(rows, options.named)
        for row in new:
            if (
                same_place(row, [other for name in row.names for other in have.find(row.country, name)])
                is None
            ):
                new_row = completed(filled(row, id=""), rows)
                core.append(new_row)
                have.add(new_row)
        taken = {row.id for row in core if row.id}
        for number, row in enumerate(core):
            if not row.id:
                core[number] = filled(row, id=id_of(row, taken))
                taken.add(core[number].id)
        write_core(sorted_rows(core))
        print(f"{CORE}: {len(core)} rows")
    check(core, rows)


if __name__ == "__main__":
    main()
