"""The suite: one function a check, the same for packaged packs and for one from outside."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from rasd.conformance import entries, examples, exchanging, meeting, pacts
from rasd.conformance.finding import Finding
from rasd.conformance.subject import Subject
from rasd.errors import DataError
from rasd.lexicon import Lexicon, find_packs
from rasd.lexicon.packs import pack_id, read_pack

__all__ = ["CHECKS", "Subject", "check", "load", "run"]

CHECKS: dict[str, Callable[[Subject], Iterator[Finding]]] = {
    "characters": meeting.characters,
    "ids": entries.ids,
    "countries": entries.countries,
    "parents": entries.parents,
    "dates": entries.dates,
    "framings": entries.framings,
    "elsewhere": meeting.elsewhere,
    "balance": entries.balance,
    "words": entries.words,
    "bodies": entries.bodies,
    "outlets": entries.outlets,
    "markers": meeting.markers,
    "places": meeting.places,
    "collisions": meeting.collisions,
    "examples": examples.examples,
    "exchanges": exchanging.exchanges,
    "coverage": examples.coverage,
    "agreements": pacts.agreements,
    "filled_in": meeting.filled_in,
}
"""Every check by its name; what stops a pack from loading is the check `loads`."""


def load(folder: Path) -> Subject:
    """Return the pack in `folder`, loaded beside the packaged ones.

    Raises DataError when it does not load.
    """
    read = read_pack(folder)
    id_ = pack_id(folder, read.content)
    return Subject(folder, id_, Lexicon.load(packs=[folder]), read.content)


def run(name: str, subject: Subject) -> list[Finding]:
    """Return what one check finds, each finding once."""
    return list(dict.fromkeys(CHECKS[name](subject)))


def check(path: Path) -> Iterator[tuple[Path, list[Finding]]]:
    """Yield every pack at `path` with all that the suite finds in it.

    Raises DataError when `path` holds no pack; a pack that does not load is a finding.
    """
    for folder in find_packs(path):
        try:
            subject = load(folder)
        except DataError as error:
            place, _, rest = str(error).partition(": ")
            file, _, line = place.rpartition(":")
            named = bool(file) and line.isdigit()
            yield (
                folder,
                [
                    Finding(
                        "loads",
                        file if named else str(folder),
                        int(line) if named else 1,
                        "",
                        rest if named else str(error),
                        "",
                    )
                ],
            )
            continue
        yield folder, [finding for name in CHECKS for finding in run(name, subject)]
