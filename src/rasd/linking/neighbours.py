"""Which reports are worth comparing: the neighbourhoods of day and place, and of near-identical words.

A report is found under its own keys and looks under its own and the adjoining ones. Whoever looks is found in turn:
neighbourhood is symmetric and a function of the two reports alone, so an archive's size and the order of arrival change
nothing. The cost of a report is that of its days and its governorate.

Keys are 32-bit numbers (a CRC of their words), small in memory and in a store's index; two keys that share a number by
chance cost a comparison and change no result that a score would not.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from zlib import crc32

from rasd.linking.passages import MIN_SHINGLES, signature_bands
from rasd.linking.traits import Traits

__all__ = ["Keys", "days_of_keys", "keys_of"]

MAX_DAYS = 45
"""A longer window ("since last year") is no neighbourhood; such a report is found by its words alone."""
_PUBLISHED_DAYS = 4
"""Width in days of the buckets in which copies are looked for, and in their neighbours: copies come within days."""
_ALONE = {"agreement", "talks", "threat", "displacement", "protest"}
"""Kinds that are only ever compared with their own kind."""


@dataclass(frozen=True, slots=True)
class Keys:
    """Under which keys a report is found, and under which it looks."""

    found: frozenset[int]
    looks: frozenset[int]


def keys_of(traits: Traits) -> Keys:
    """Return the keys of one report."""
    found: set[int] = set()
    looks: set[int] = set()
    for place_found, place_looks, days_found, days_looks in _where_and_when(traits):
        # A CRC goes on from where it was: the day's part is worked out once for all places.
        heads = {day: crc32(b"%d|" % day) for day in days_looks}
        for place in place_found:
            words = place.encode()
            found.update([crc32(words, heads[day]) for day in days_found])
        for place in place_looks:
            words = place.encode()
            looks.update([crc32(words, head) for head in heads.values()])
    if traits.published is not None and (bands := signature_bands(traits.triples)):
        bucket = traits.published // _PUBLISHED_DAYS
        before, own, after = (crc32(b"w%d|" % near) for near in (bucket - 1, bucket, bucket + 1))
        for number, band in enumerate(bands):
            words = b"%d.%08x" % (number, band)
            here = crc32(words, own)
            found.add(here)
            looks.update((here, crc32(words, before), crc32(words, after)))
    return Keys(frozenset(found), frozenset(looks))


def days_of_keys(traits: Traits) -> list[tuple[int, int]]:
    """Return the first and last day of each stretch of days that a report's keys are of; none where it has no key.

    Two reports share a key only on a day that both have. A key of words is of the first day of its bucket.
    """
    stretches = []
    if (days := _days(traits)) is not None and (traits.theatre or any(spot.country for spot in traits.spots)):
        stretches.append((days[0] - 1, days[1] + 1))
    if traits.published is not None and len(traits.triples) >= MIN_SHINGLES:
        bucket = traits.published // _PUBLISHED_DAYS
        stretches.append(((bucket - 1) * _PUBLISHED_DAYS, (bucket + 1) * _PUBLISHED_DAYS))
    return stretches


def _number(words: str) -> int:
    return crc32(words.encode())


def _where_and_when(traits: Traits) -> Iterator[tuple[set[str], set[str], range, range]]:
    if (days := _days(traits)) is None:
        return
    sort = traits.kind if traits.kind in _ALONE else "force"
    place_found, place_looks = set(), set()
    units = {(spot.country, spot.admin1) for spot in traits.spots}
    areas = {traits.theatre} | {country for country, _ in units if country}
    for country, admin1 in units:
        if country and admin1:
            place_found.add(f"{sort}|{country}|{admin1}")
            place_looks.add(f"{sort}|{country}|{admin1}")
    placed = bool(place_found)
    for area in areas - {""}:
        # A report without a governorate looks at all of its area; one with it looks at those without.
        place_found.add(f"{sort}|{area}|{'placed' if placed else 'open'}")
        place_looks.add(f"{sort}|{area}|open")
        if not placed:
            place_looks.add(f"{sort}|{area}|placed")
    yield (
        place_found,
        place_looks,
        range(days[0], days[1] + 1),
        range(days[0] - 1, days[1] + 2),
    )


def _days(traits: Traits) -> tuple[int, int] | None:
    if traits.start is None or traits.end is None or traits.end - traits.start > MAX_DAYS:
        return None
    return traits.start, traits.end
