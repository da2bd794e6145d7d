"""All agreements that are known: of the packaged theatres, of theatre packs from elsewhere, and a user's own files.

A file that is amiss is left out and named; the others hold. What is asked for by name and was left out is an error.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date as Day
from pathlib import Path

from rasd.agreements.checking import check_agreement
from rasd.agreements.linting import check_places, lint_agreement
from rasd.agreements.moments import opening, runs_on
from rasd.agreements.reading import Finding, Sheet, agreement_files, read_sheet, take
from rasd.errors import DataError
from rasd.lexicon import Lexicon
from rasd.model import Agreement

__all__ = ["Register", "examine"]


class Register:
    """Agreements by id."""

    def __init__(self, agreements: Iterable[Agreement] = (), *, left_out: Sequence[Sheet] = ()) -> None:
        self._by_id = {
            one.id: one
            for one in sorted(agreements, key=lambda one: (one.theatre or "~", opening(one.start), one.id))
        }
        self._left_out = tuple(left_out)
        self._paths: dict[Path, str] = {}

    @classmethod
    def load(cls, *, lexicon: Lexicon, extra: Sequence[Path] = ()) -> Register:
        """Load the agreements of the lexicon's theatres and those at `extra`, files or folders.

        Raises DataError when there is nothing at one of `extra`; a file amiss is left out (`left_out`).
        """
        sound, left_out, paths = [], [], {}
        for sheet, agreement in _read(lexicon, extra):
            if agreement is None:
                left_out.append(sheet)
            else:
                sound.append(agreement)
                paths[sheet.path.resolve()] = agreement.id
        register = cls(sound, left_out=left_out)
        register._paths = paths
        return register

    @property
    def left_out(self) -> list[Finding]:
        """The first error of every file that was left out."""
        return [next(one for one in sheet.findings if one.is_error) for sheet in self._left_out]

    def all(self) -> list[Agreement]:
        """Return the agreements by theatre, then by start; those of no theatre last."""
        return list(self._by_id.values())

    def get(self, named: str) -> Agreement:
        """Return the agreement with this id, or of this file among those that were loaded.

        Raises DataError, with the ids that exist, or with what is amiss in its file.
        """
        path = Path(named).expanduser()
        found = self._by_id.get(named) or self._by_id.get(self._paths.get(path.resolve(), ""))
        if found is not None:
            return found
        for sheet in self._left_out:
            if sheet.id == named or sheet.path.resolve() == path.resolve():
                errors = [one for one in sheet.findings if one.is_error]
                more = f" {len(errors) - 1} more: `rasd agreement check {sheet.path}`." if errors[1:] else ""
                raise DataError(f"{errors[0]}{more}")
        out = ", ".join(str(sheet.path) for sheet in self._left_out)
        raise DataError(
            f"No agreement {named!r}. Agreements: {', '.join(self._by_id) or 'none'}."
            + (f" Left out, see `rasd agreement check`: {out}." if out else "")
            + " A file of your own: --agreements FILE."
        )

    def in_force(self, first: Day | None, last: Day | None) -> list[Agreement]:
        """Return the agreements whose window, with extensions and stretches of doubt, meets these days; None: open."""
        return [one for one in self.all() if runs_on(one, first, last)]


def examine(lexicon: Lexicon, extra: Sequence[Path] = ()) -> list[Sheet]:
    """Return every agreement's file with all that is found in it, errors and what should be better."""
    return [sheet for sheet, _ in _read(lexicon, extra, is_strict=True)]


def _read(
    lexicon: Lexicon, extra: Sequence[Path], *, is_strict: bool = False
) -> Iterator[tuple[Sheet, Agreement | None]]:
    """Yield the sheets with their agreements, None where one cannot be used."""
    taken: dict[str, Sheet] = {}
    for path, theatre, is_packaged in _paths(lexicon, extra):
        sheet = read_sheet(path)
        agreement = take(sheet, theatre)
        if agreement is not None:
            is_trusted = is_packaged and not is_strict
            check_agreement(sheet, agreement, lexicon, is_trusted=is_trusted)
            if not sheet.has_errors and not is_trusted:
                check_places(sheet, agreement, lexicon)
            if is_strict:
                lint_agreement(sheet, agreement)
        if sheet.id is not None and sheet.id in taken:
            sheet.complain(
                ("id",),
                f"the id {sheet.id} is taken by {taken[sheet.id].path}.",
                f"Choose another; taken are: {', '.join(sorted(taken))}.",
            )
        elif sheet.id is not None and not sheet.has_errors:
            taken[sheet.id] = sheet
        sheet.findings.sort(key=lambda one: one.line)
        yield sheet, None if sheet.has_errors else agreement


def _paths(lexicon: Lexicon, extra: Sequence[Path]) -> Iterator[tuple[Path, str | None, bool]]:
    """Yield every file once, with its theatre and whether it is packaged."""
    seen: set[Path] = set()
    for theatre in lexicon.theatres.values():
        for path in sorted((theatre.folder / "agreements").glob("*.yaml")):
            seen.add(path.resolve())
            yield path, theatre.id, theatre.is_packaged
    for given in extra:
        for path in agreement_files(given):
            if path.resolve() not in seen:
                seen.add(path.resolve())
                yield path, None, False
