"""What of a report decides whether it tells the same incident as another: small, hashable, kept beside the report.

Traits are a pure function of the report and its document, so a pair's score never depends on what else an archive
holds. They serialise (`as_json`, `from_json`): a store keeps them, and linking one new document reads no old text.
"""

from __future__ import annotations

import json
from array import array
from base64 import b64decode, b64encode
from dataclasses import dataclass, replace
from functools import cache
from typing import Any
from zlib import crc32

from rasd.linking.member import Member
from rasd.linking.passages import folded_words, passage, shingles
from rasd.linking.weights import weights
from rasd.model import DateWindow, Harm, Place
from rasd.text import fold

__all__ = ["Count", "Spot", "Traits", "traits_of", "traits_version", "without_proclitics", "word_hash"]

PRESUMED_DAYS = 1
"""Days before publication in which an undated report's incident is presumed: breaking news is told at once."""

Count = tuple[int | None, int | None]
_ARTICLE = "ال"
_SHAPE = 6
"""Raised when traits or the rules that compare them change."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A place of a report, as far as comparing needs it."""

    id: str
    written: str
    name: str
    """Folded, without the article: what is compared."""
    of_area: bool
    """True where a noun makes it an area around its name: "the countryside of X"."""
    region: str
    """Folded words of the region phrase."""
    latitude: float | None
    longitude: float | None
    precision: str
    place_class: str
    country: str
    admin1: str
    admin2: str
    namesakes: tuple[tuple[str, float | None, float | None, str, str], ...]
    """The candidates left open: id, latitude, longitude, country, admin1."""


@dataclass(frozen=True, slots=True)
class Traits:
    """The comparable side of one report."""

    id: str
    document_id: str
    outlet: str
    """Folded."""
    kind: str
    factuality: str
    published: int | None
    """Day of publication, as an ordinal of the proleptic calendar."""
    start: int | None
    end: int | None
    presumed: bool
    """True when the days come from the publication, not from the text."""
    part_of_day: str | None
    spots: tuple[Spot, ...]
    theatre: str
    perpetrators: frozenset[str]
    parties: frozenset[str]
    targets: frozenset[str]
    weapons: frozenset[str]
    sites: frozenset[str]
    killed: Count | None
    injured: Count | None
    taken: Count | None
    """Abducted and detained."""
    triples: array[int]
    named: frozenset[int]
    """Where a report has no place: the words of its document, as hashes; its place may be among them."""
    synthetic: bool

    def as_json(self) -> str:
        """Return the traits as one line of JSON that `from_json` reads back."""
        fields: dict[str, Any] = {name: getattr(self, name) for name in self.__slots__}
        fields["spots"] = [[getattr(spot, name) for name in Spot.__slots__] for spot in self.spots]
        for name in _SETS:
            fields[name] = sorted(fields[name])
        fields["triples"] = b64encode(self.triples.tobytes()).decode()
        fields["version"] = traits_version()
        return json.dumps(fields, ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def from_json(cls, line: str) -> Traits:
        """Read what `as_json` wrote."""
        fields: dict[str, Any] = json.loads(line)
        del fields["version"]
        fields["spots"] = tuple(
            replace(Spot(*spot), namesakes=tuple(map(tuple, spot[-1]))) for spot in fields["spots"]
        )
        for name in _SETS:
            fields[name] = frozenset(fields[name])
        for name in ("killed", "injured", "taken"):
            fields[name] = None if fields[name] is None else tuple(fields[name])
        triples = array("I")
        triples.frombytes(b64decode(fields["triples"]))
        fields["triples"] = triples
        return cls(**fields)


_SETS = ("perpetrators", "parties", "targets", "weapons", "sites", "named")


def traits_of(member: Member) -> Traits:
    """Return the traits of one report."""
    report, record = member.report, member.record
    published = _published(record.published)
    start, end, presumed = _days(report.date, report.factuality, published)
    return Traits(
        id=member.id,
        document_id=member.document_id,
        outlet=fold(record.outlet or "").text,
        kind=report.kind,
        factuality=report.factuality,
        published=published,
        start=start,
        end=end,
        presumed=presumed,
        part_of_day=report.date.part_of_day,
        spots=tuple(_spot(place) for place in report.places),
        theatre=record.theatre or "",
        perpetrators=frozenset(alleged.actor for alleged in report.perpetrators),
        parties=frozenset(party.actor for party in report.parties),
        targets=frozenset(target.actor for target in report.targets),
        weapons=frozenset(weapon.weapon for weapon in report.weapons),
        sites=frozenset(site.site for site in report.target_sites),
        killed=_count(report.harm, "killed"),
        injured=_count(report.harm, "injured"),
        taken=_count(report.harm, "abducted", "detained"),
        triples=shingles(folded_words(passage(report, member.text))),
        named=frozenset()
        if report.places
        else frozenset(word_hash(word) for word in folded_words(member.text)),
        synthetic=record.synthetic,
    )


@cache
def traits_version() -> str:
    """Return what scores of pairs depend on beside their traits: scores under another version are not comparable."""
    return f"{_SHAPE}-{weights().version}"


def word_hash(word: str) -> int:
    """Return the hash of a folded word without proclitics and article: a name is found in a text by its words."""
    return crc32(without_proclitics(word).encode())


def without_proclitics(word: str) -> str:
    """Return a folded word without its proclitics and article, as far as a name needs it.

    >>> without_proclitics("بالزاهر"), without_proclitics("الرقه"), without_proclitics("لبنان")
    ('زاهر', 'رقه', 'لبنان')
    """
    for prefix in ("وال", "بال", "فال", "كال", "لل", "ال"):
        if word.startswith(prefix) and len(word) > len(prefix) + 1:
            return word[len(prefix) :]
    if word[:1] in ("ب", "و", "ل") and len(word) > 5:
        return word[1:]
    return word


def _published(written: str | None) -> int | None:
    if not written:
        return None
    try:
        return DateWindow.model_validate({"start": written[:10]}).start.toordinal()  # type: ignore[union-attr]
    except ValueError:
        return None


def _days(date: DateWindow, factuality: str, published: int | None) -> tuple[int | None, int | None, bool]:
    """Return the first and last day, and whether they are only presumed from the publication.

    What is told as background without a time may be of any day: nothing is presumed for it.
    """
    start = date.start or date.end
    end = date.end or date.start
    if start is not None and end is not None:
        return start.toordinal(), end.toordinal(), False
    if published is None or factuality == "historical":
        return None, None, False
    return published - PRESUMED_DAYS, published, True


def _spot(place: Place) -> Spot:
    name = fold(place.name).text
    return Spot(
        id=place.gazetteer_id or "",
        written=place.name,
        name=name.removeprefix(_ARTICLE),
        of_area=name.split(" ", 1)[0] in weights().area_nouns,
        region=fold(place.region or "").text,
        latitude=place.latitude,
        longitude=place.longitude,
        precision=place.precision or "settlement",
        place_class=place.place_class or "",
        country=place.country or "",
        admin1=place.admin1 or "",
        admin2=place.admin2 or "",
        namesakes=tuple(
            (one.gazetteer_id, one.latitude, one.longitude, one.country or "", one.admin1 or "")
            for one in place.candidates
        ),
    )


def _count(harms: list[Harm], *effects: str) -> Count | None:
    """Return the sum over statuses of one report's people, as bounds; None when it gives no figure."""
    rows = [harm for harm in harms if harm.effect in effects and harm.unit == "people"]
    if not rows:
        return None
    low = [row.min for row in rows]
    high = [row.max for row in rows]
    return (
        sum(bound or 0 for bound in low) if any(bound is not None for bound in low) else None,
        sum(bound or 0 for bound in high) if all(bound is not None for bound in high) else None,
    )
